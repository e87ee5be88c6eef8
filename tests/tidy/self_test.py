#!/usr/bin/env python3
"""Every check is shown wrong samples, which it must refuse with the expected words, and right ones, which it must pass."""

import sys
import unittest

import builds
import documents
import layers
import sizes
import words
from tidy import CHECKS
from tree import Tree, cpp_code

NAMES = words.banned("name")
NAME = NAMES[2]
MARK = words.banned("mark")[0]
PHRASE = words.banned("phrase")[0]
LONG_BODY = "  Step();\n" * 70

# check, what is wrong, texts by path, words of the finding
WRONG = [
    (layers.check_direction, "a layer includes one above it",
     {"common/values/amount.h": '#include "common/log/store.h"\n'}, "not below this layer"),
    (layers.check_direction, "one service includes the other",
     {"services/ledger/rpc/a.cc": '#include "services/aggregator/core/cell.h"\n'}, "not below this layer"),
    (layers.check_direction, "a command of the command line includes another",
     {"services/cli/read/a.cc": '#include "services/cli/import/import_plan.h"\n'}, "not below this layer"),
    (layers.check_direction, "the product includes a test",
     {"services/cli/a.cc": '#include "tests/support/clock.h"\n'}, "not below this layer"),
    (layers.check_direction, "an include by relative path",
     {"common/values/a.cc": '#include "../facts/facts.h"\n'}, "by its path from the root"),
    (layers.check_direction, "a directory that no rule knows",
     {"common/misc/a.cc": ""}, "in no layer"),
    (layers.check_pure, "gRPC in a core",
     {"services/ledger/core/a.h": "#include <grpcpp/grpcpp.h>\n"}, "includes gRPC"),
    (layers.check_pure, "a message in values",
     {"common/values/a.h": '#include "taizhang/type/v1/period.pb.h"\n'}, "includes protobuf"),
    (layers.check_pure, "SQL in facts", {"common/facts/a.cc": "#include <sqlite3.h>\n"}, "includes SQL"),
    (layers.check_pure, "threads in facts", {"common/facts/a.cc": "#include <mutex>\n"}, "includes threads"),
    (layers.check_pure, "gRPC reached through another header",
     {"services/ledger/core/a.cc": '#include "common/status/b.h"\n',
      "common/status/b.h": "#include <grpcpp/support/status.h>\n"}, "through common/status/b.h"),
    (layers.check_pure, "a clock in a core",
     {"services/aggregator/core/a.cc": "auto t = std::chrono::system_clock::now();\n"}, "reads a clock"),
    (layers.check_pure, "C's clock in a core", {"services/ledger/core/a.cc": "auto t = time(nullptr);\n"}, "reads a clock"),
    (layers.check_pure, "the environment in values",
     {"common/values/a.cc": 'auto* home = std::getenv("HOME");\n'}, "reads the environment"),
    (layers.check_pure, "chance in a core", {"services/ledger/core/a.cc": "std::random_device seed;\n"}, "random"),
    (layers.check_no_floating_point, "a double in values", {"common/values/a.h": "double amount;\n"}, "floating point"),
    (layers.check_no_floating_point, "stod in a core",
     {"services/aggregator/core/a.cc": "auto x = std::stod(s);\n"}, "floating point"),
    (layers.check_outside_worlds, "gRPC in a commit layer",
     {"services/ledger/commit/a.h": "#include <grpcpp/grpcpp.h>\n"}, "gRPC"),
    (layers.check_outside_worlds, "gRPC where files are parsed",
     {"services/cli/input/a.h": "#include <grpcpp/grpcpp.h>\n"}, "gRPC"),
    (layers.check_outside_worlds, "the storage proto in an rpc layer",
     {"services/ledger/rpc/a.cc": '#include "taizhang/storage/v1/block.pb.h"\n'}, "the storage proto"),
    (layers.check_outside_worlds, "a public proto in the log",
     {"common/log/a.cc": '#include "taizhang/type/v1/record.pb.h"\n'}, "a public proto"),
    (layers.check_outside_worlds, "SQL in a service", {"services/ledger/main.cc": "#include <sqlite3.h>\n"}, "SQL"),
    (layers.check_absent_headers, "<format>", {"services/cli/a.cc": "#include <format>\n"}, "not in g++ 12"),
    (layers.check_absent_headers, "absl/log", {"services/cli/a.cc": '#include "absl/log/check.h"\n'}, "not in Debian 12"),
    (sizes.check_file_length, "401 lines", {"common/log/a.cc": "\n" * 401}, "401 lines"),
    (sizes.check_function_length, "a function of 72 lines",
     {"common/log/a.cc": "namespace taizhang {\nvoid Long() {\n" + LONG_BODY + "}\n}\n"}, "function of 72 lines"),
    (sizes.check_function_length, "a long method, behind a macro and a string with a brace",
     {"common/log/a.cc": '#define OPEN {\nclass A {\n const char* s = "}";\n int f() const {\n' + LONG_BODY + " }\n};\n"},
     "function of 72 lines"),
    (sizes.check_function_length, "a long constructor with an initialiser in braces",
     {"common/log/a.cc": "A::A(int x) : x_{x}, y_(x) {\n" + LONG_BODY + "}\n"}, "function of 72 lines"),
    (sizes.check_function_length, "a long TEST",
     {"tests/unit/a_test.cc": "TEST(A, B) {\n" + LONG_BODY + "}\n"}, "function of 72 lines"),
    (sizes.check_function_length, "a long Python function",
     {"tests/e2e/a.py": "def long():\n" + "    step()\n" * 71}, "long has 72 lines"),
    (words.check_names, "a class name", {"common/log/a.h": f"class Block{NAME.capitalize()};\n"}, NAME),
    (words.check_names, "a function name", {"common/log/a.h": f"void {NAME}_of_blocks();\n"}, NAME),
    (words.check_names, "a file name", {f"common/log/block_{NAME}.cc": ""}, NAME),
    (words.check_names, "a message name", {"proto/a.proto": f"message Block{NAME.capitalize()} {{}}\n"}, NAME),
    (words.check_marks, "a mark in a comment", {"common/log/a.cc": f"// {MARK}: later\n"}, MARK),
    (words.check_marks, "a mark in a script", {"deploy/a.sh": f"# {MARK} later\n"}, MARK),
    (words.check_marks, "a phrase in a comment", {"common/log/a.cc": f"/* only a\n {PHRASE} */\n"}, PHRASE),
    (words.check_marks, "a phrase in a README", {"README.md": f"This is a {PHRASE}.\n"}, PHRASE),
    (documents.check_protos_documented, "a bare message", {"proto/a.proto": "message A {\n}\n"}, "message A"),
    (documents.check_protos_documented, "a bare field",
     {"proto/a.proto": "// Of a.\nmessage A {\n  repeated string names = 1;\n}\n"}, "field names"),
    (documents.check_protos_documented, "a bare map",
     {"proto/a.proto": "// Of a.\nmessage A {\n  map<string, string> labels = 1;\n}\n"}, "field labels"),
    (documents.check_protos_documented, "a bare rpc",
     {"proto/a.proto": "// Of s.\nservice S {\n  rpc Get(A) returns (A);\n}\n"}, "rpc Get"),
    (documents.check_protos_documented, "a bare enum value",
     {"proto/a.proto": "// Of e.\nenum E {\n  E_UNSPECIFIED = 0;\n  E_A = 1;\n}\n"}, "enum value E_A"),
    (documents.check_code_map, "a directory that the map does not name",
     {"README.md": "- `common/log` keeps\n", "common/log/a.cc": "", "common/facts/a.cc": ""}, "does not name common/facts"),
    (documents.check_code_map, "a path that does not exist",
     {"README.md": "run `deploy/start.sh`\n"}, "deploy/start.sh, which does not exist"),
    (builds.check_no_globs, "a glob", {"common/log/CMakeLists.txt": "file(GLOB sources *.cc)\n"}, "not globbed"),
    (builds.check_sources_are_built, "a source that nobody lists",
     {"common/log/CMakeLists.txt": "taizhang_library(log SOURCES xa.cc)\n", "common/log/a.cc": ""}, "no CMakeLists.txt"),
    (builds.check_listed_sources_exist, "a listed source that does not exist",
     {"common/log/CMakeLists.txt": "taizhang_library(log SOURCES\n  a.cc)\n"}, "a.cc does not exist"),
    (builds.check_header_guards, "a header without guard", {"common/log/a.h": "int x;\n"}, "#pragma once"),
    (builds.check_shell_syntax, "a script that does not parse",
     {"deploy/a.sh": "set -eu\nif true; then\n"}, "syntax error"),
    (builds.check_shell_syntax, "a script without a suffix that goes on after errors",
     {".ci/run": "#!/usr/bin/env bash\necho\n"}, "set -euo pipefail"),
]

# What the checks must let pass.
RIGHT = {
    "README.md": "- `common/log`, `common/values`, `common/status`: below. `proto/taizhang/{type,storage}/v1`, `services/cli`\n"
                 "- `services/ledger/{core,rpc}`, `tests/{unit,fuzz}`, `deploy` with `deploy/install.sh`.\n",
    "CMakeLists.txt": "# no file(GLOB) here\n",
    "common/log/CMakeLists.txt": "taizhang_library(log SOURCES store.cc)\n",
    "common/log/store.cc": '#include "common/log/store.h"\n\n#include <mutex>\n#include <sqlite3.h>\n\n'
                           '#include "common/values/amount.h"\n#include "taizhang/storage/v1/block.pb.h"\n'
                           "double Seconds() { return 1'000.0; }\n",
    "common/log/store.h": "#pragma once\n",
    "common/values/amount.h": "#pragma once\n#include <utility>\n#include <vector>\n"
                              "// no double here, and no getenv\ninline int valid_time(int a) { return a; }\n",
    "common/status/wire.h": "#pragma once\n#include <grpcpp/support/status.h>\n",
    "deploy/install.sh": "#!/usr/bin/env bash\nset -euo pipefail\necho done\n",
    "proto/taizhang/storage/v1/block.proto":
        'syntax = "proto3";\npackage taizhang.storage.v1;\nimport "a.proto";\n// A block.\nmessage Block {\n'
        "  reserved 2;\n  // Of what.\n  oneof of {\n    string name = 1;  // Its name.\n  }\n"
        "  // Of the block.\n  repeated uint32 ordinals = 3 [packed = true];\n}\n"
        "// A kind.\nenum Kind {\n  KIND_UNSPECIFIED = 0;\n  // One.\n  KIND_ONE = 1;\n}\n",
    "proto/taizhang/type/v1/a.proto": "",
    "services/cli/CMakeLists.txt": "taizhang_binary(taizhang SOURCES main.cc)\n",
    "tests/fuzz/CMakeLists.txt": "foreach(target IN ITEMS amount)\n  f(SOURCES fuzz_${target}.cc\n"
                                 "    ${PROJECT_SOURCE_DIR}/tests/fuzz/replay.cc)\n",
    "tests/fuzz/fuzz_amount.cc": "",
    "tests/fuzz/replay.cc": f"// Calls `{PHRASE}`.\nusing google::protobuf::{NAMES[0]}::Print;\n",
    "services/cli/main.cc": '#include "taizhang/ledger/v1/ledger.grpc.pb.h"\nauto s = LedgerService::NewStub(channel);\n',
    "services/ledger/core/post.h": '#pragma once\n#include "common/values/amount.h"\n',
    "services/ledger/rpc/write.h": '#pragma once\n#include "services/ledger/core/post.h"\n#include <grpcpp/grpcpp.h>\n',
    "tests/unit/CMakeLists.txt": "taizhang_test(NAME a_test SOURCES a_test.cc)\n",
    "tests/unit/a_test.cc": "namespace {\nTEST(A, B) {\n" + "  Step();\n" * 68 + "}\n}  // namespace\n"
                            "constexpr int kTable[] = {\n" + "    1,\n" * 90 + "};\n",
}


class SelfTest(unittest.TestCase):

    def test_wrong_samples_are_refused(self):
        for check, what, texts, expected in WRONG:
            with self.subTest(check=check.__name__, what=what):
                findings = [str(finding) for finding in check(Tree(texts))]
                self.assertTrue(any(expected in finding for finding in findings), f"{expected!r} not in {findings}")

    def test_right_samples_pass(self):
        for check in CHECKS:
            with self.subTest(check=check.__name__):
                self.assertEqual([str(finding) for finding in check(Tree(RIGHT))], [])

    def test_every_check_has_a_wrong_sample(self):
        self.assertEqual(set(CHECKS), {check for check, *_ in WRONG})

    def test_comments_and_quotes_are_not_code(self):
        self.assertEqual(cpp_code('int a = 1\'000; // "x\nauto s = R"(}\n)"; /* y\n*/ char c = \'{\';'),
                         'int a = 1\'000; \nauto s = ""\n; \n char c = "";')


if __name__ == "__main__":
    sys.exit(unittest.main())
