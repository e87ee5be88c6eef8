"""Which directory may include what: one direction, and each outside world in one place."""

import re

from tree import Finding, cpp_code, includes

GRPC = re.compile(r"grpcpp/|grpc/|grpc\+\+/|.*\.grpc\.pb\.h$")
PROTOBUF = re.compile(r"google/protobuf/|.*\.pb\.h$")
STORAGE_PROTO = re.compile(r"taizhang/storage/v1/.*\.pb\.h$")
SQL = re.compile(r"sqlite3\.h$|libpq|pqxx")
THREADS = re.compile(r"(thread|mutex|shared_mutex|condition_variable|future|semaphore|latch|barrier|stop_token|pthread\.h)$"
                     r"|absl/synchronization/")

# What pure code may not even name: its results depend on its arguments alone.
IMPURE = [
    (re.compile(r"\b(system|steady|high_resolution|utc)_clock\b|\bclock_gettime\b|\bgettimeofday\b|\babsl::Now\b"
                r"|\bstd::time\s*\(|(?<![\w:.>])time\s*\(\s*(nullptr|NULL|0)\s*\)"), "reads a clock"),
    (re.compile(r"\b(secure_)?getenv\b|\bsetenv\b|\benviron\b"), "reads the environment"),
    (re.compile(r"\brandom_device\b|(?<![\w:.>])s?rand\s*\(|\babsl::BitGen\b"), "draws random numbers"),
    (re.compile(r"\bstd::(jthread|thread|mutex|async|atomic|this_thread)\b|\babsl::Mutex\b|\bthread_local\b"),
     "knows of threads"),
]

PURE = ("common/values/", "common/facts/", "services/ledger/core/", "services/aggregator/core/")
GRPC_PLACES = ("common/server/", "common/status/", "common/wire/", "services/cli/", "services/ledger/rpc/",
               "services/aggregator/rpc/", "services/ledger/main.cc", "services/aggregator/main.cc", "tests/")
# What parses people's files, and what formats records, is built without gRPC, for fuzzing and for sanitizers.
PARSING = ("common/wire/", "services/cli/tables/", "services/cli/rows/", "services/cli/mapping/", "services/cli/input/")
STORAGE_PROTO_PLACES = ("common/log/", "tests/")
SQL_PLACES = ("common/log/", "tests/")

# Each directory and the others of ours that it may include, itself always. First match wins.
_COMMON_BELOW_SERVER = ["common/values/", "common/facts/", "common/status/", "common/log/", "common/config/"]
_COMMON = _COMMON_BELOW_SERVER + ["common/server/", "common/wire/"]
_LEDGER = ["services/ledger/core/", "services/ledger/commit/", "services/ledger/feed/", "services/ledger/rpc/"]
_AGGREGATOR = ["services/aggregator/core/", "services/aggregator/view/", "services/aggregator/follow/",
               "services/aggregator/rpc/"]
_CLI_PARSING = ["services/cli/tables/", "services/cli/rows/", "services/cli/mapping/", "services/cli/input/"]
_CLI_SHARED = ["services/cli/console/", "services/cli/wire/", "services/cli/show/"]
MAY_INCLUDE = [
    ("common/values/", []),
    ("common/facts/", ["common/values/"]),
    ("common/status/", ["common/values/", "common/facts/"]),
    ("common/log/", ["common/values/", "common/facts/", "common/status/"]),
    ("common/config/", ["common/values/", "common/status/"]),
    ("common/server/", _COMMON_BELOW_SERVER),
    ("common/wire/", ["common/values/", "common/facts/"]),
    # A request's fingerprint is a hash of its rows.
    ("services/ledger/core/", ["common/values/", "common/facts/", "common/status/", "common/log/hash.h"]),
    ("services/ledger/commit/", _COMMON_BELOW_SERVER + _LEDGER[:1]),
    ("services/ledger/feed/", _COMMON_BELOW_SERVER + _LEDGER[:2]),
    ("services/ledger/", _COMMON + _LEDGER),
    ("services/aggregator/core/", ["common/values/", "common/facts/", "common/status/"]),
    ("services/aggregator/view/", _COMMON_BELOW_SERVER + _AGGREGATOR[:1]),
    ("services/aggregator/follow/", _COMMON_BELOW_SERVER + _AGGREGATOR[:2]),
    ("services/aggregator/", _COMMON + _AGGREGATOR),
    ("services/cli/tables/", ["common/values/"]),
    ("services/cli/rows/", ["common/values/"]),
    ("services/cli/mapping/", ["common/values/"] + _CLI_PARSING[:2]),
    # A request id is a hash of its rows.
    ("services/cli/input/", ["common/values/", "common/log/hash.h"] + _CLI_PARSING[:3]),
    ("services/cli/console/", ["common/config/"]),
    ("services/cli/wire/", _COMMON + _CLI_SHARED[:1]),
    ("services/cli/show/", _COMMON + _CLI_PARSING[:2] + _CLI_SHARED[:1]),
    ("services/cli/import/", _COMMON + _CLI_PARSING + _CLI_SHARED),
    ("services/cli/read/", _COMMON + _CLI_SHARED),
    ("services/cli/export/", _COMMON + _CLI_PARSING[1:2] + _CLI_SHARED),
    ("services/cli/follow/", _COMMON + _CLI_SHARED),
    ("services/cli/figures/", _COMMON + _CLI_SHARED),
    ("services/cli/reporting/", _COMMON + _CLI_SHARED),
    ("services/cli/operate/", _COMMON + _CLI_SHARED),
    ("services/cli/", _COMMON),
    ("tests/", _COMMON + _LEDGER + _AGGREGATOR + ["services/ledger/log_check.h", "services/cli/"]),
]


def _sources(tree):
    return [p for p in tree.paths(".cc", ".h") if p.startswith(("common/", "services/", "tests/"))]


def check_direction(tree):
    """Includes of our own headers go down the layers, by their path from the root."""
    for path in _sources(tree):
        allowed = next((own_and_below for prefix, below in MAY_INCLUDE if path.startswith(prefix)
                        for own_and_below in [[prefix] + below]), None)
        if allowed is None:
            yield Finding(path, 1, "lies in no layer that tests/tidy/layers.py knows")
            continue
        for line, header in includes(tree.text(path)):
            name = header.strip('<>"')
            if "../" in name or name.startswith("./"):
                yield Finding(path, line, f"include {name} by its path from the root")
            elif name.startswith(("common/", "services/", "tests/")) and not name.startswith(tuple(allowed)):
                yield Finding(path, line, f"{name} is not below this layer (may include: {', '.join(allowed)})")


def _reach(tree, path, seen):
    """(path, line, header) of every include reached from `path` through headers of ours."""
    if path in seen or path not in tree:
        return
    seen.add(path)
    for line, header in includes(tree.text(path)):
        name = header.strip('<>"')
        yield path, line, name
        yield from _reach(tree, name, seen)


def check_pure(tree):
    """values/, facts/ and core/ depend on nothing but their arguments, neither directly nor through a header of ours."""
    worlds = [(GRPC, "gRPC"), (PROTOBUF, "protobuf"), (SQL, "SQL"), (THREADS, "threads")]
    for path in _sources(tree):
        if not path.startswith(PURE):
            continue
        for place, line, name in _reach(tree, path, set()):
            for pattern, world in worlds:
                if pattern.match(name):
                    through = "" if place == path else f" through {place}"
                    yield Finding(path, line if place == path else 1,
                                  f"pure code includes {world} ({name}){through}")
                    break
        for line, code in enumerate(cpp_code(tree.text(path)).splitlines(), 1):
            for pattern, what in IMPURE:
                if pattern.search(code):
                    yield Finding(path, line, f"pure code {what}: {code.strip()}")


def check_no_floating_point(tree):
    """Figures are exact: no double or float where they are made."""
    for path in _sources(tree):
        if path.startswith(PURE):
            for line, code in enumerate(cpp_code(tree.text(path)).splitlines(), 1):
                if re.search(r"\b(double|float|sto[df]|strto[df]|atof)\b", code):
                    yield Finding(path, line, f"floating point where figures are made: {code.strip()}")


def check_outside_worlds(tree):
    """gRPC, the protos and SQL are each included in their places only (gRPC costs 10-20 s a file to compile)."""
    for path in _sources(tree):
        for line, header in includes(tree.text(path)):
            name = header.strip('<>"')
            if GRPC.match(name):
                places, world = GRPC_PLACES, "gRPC"
            elif STORAGE_PROTO.match(name):
                places, world = STORAGE_PROTO_PLACES, "the storage proto"
            elif SQL.match(name):
                places, world = SQL_PLACES, "SQL"
            elif name.startswith("google/protobuf/"):
                places, world = GRPC_PLACES + STORAGE_PROTO_PLACES, "protobuf"
            elif PROTOBUF.match(name):
                places, world = GRPC_PLACES, "a public proto"
            else:
                continue
            if not path.startswith(places) or (world == "gRPC" and path.startswith(PARSING)):
                yield Finding(path, line, f"{world} ({name}) belongs in {', '.join(places)}")


def check_absent_headers(tree):
    """Headers that Debian 12's compilers or libraries do not have, or have only on one machine."""
    for path in _sources(tree):
        for line, header in includes(tree.text(path)):
            name = header.strip('<>"')
            if name == "format":
                yield Finding(path, line, "<format> is not in g++ 12: use absl::StrCat or fmt through spdlog")
            elif name.startswith("absl/log/"):
                yield Finding(path, line, "absl/log is not in Debian 12: use spdlog")
