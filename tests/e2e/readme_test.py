"""The `console` blocks of README.md are true: each command is run, and what it prints is what stands there.

All blocks run in order on one pair of services into which the catalogue and both samples have been imported. A line
"$ command" is run by bash at the root of the tree, with the built programs and grpcurl on the path; what follows is its
output, standard error included. Tokens, etags, hashes, times, process ids, addresses and durations may differ, and the
width of columns; a line "..." or "…" stands for any number of lines. deploy/quickstart.sh runs with the built programs, on
services of its own. Builds and test runs are not run, nor a block whose first line is "# not run".
"""

import os
import re
import subprocess
import unittest

from services import BIN, ROOT, Pair, free_port, grpcurl_path

README = os.path.join(ROOT, "README.md")
MASKS = [
    (re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+Z| [\d:]+ UTC\+8)"), "<time>"),
    (re.compile(r"\b[A-Za-z0-9_-]{22,}={0,2}"), "<token>"),
    (re.compile(r"(\"(?:etag|cutDigest|hash|token|epoch)\": *)\"[^\"]*\""), r'\1"<id>"'),
    (re.compile(r"process \d+"), "process <pid>"),
    (re.compile(r"\S*/\.local/share/taizhang"), "<home>"),
    (re.compile(r"\b\d+(\.\d+)? ?(ms|s)\b"), "<duration>"),
    (re.compile(r"127\.0\.0\.1:\d+"), "<address>"),
    (re.compile(r"-{3,}"), "---"),
    (re.compile(r" +"), " "),
]


def masked(text):
    lines = []
    for line in text.splitlines():
        for pattern, replacement in MASKS:
            line = pattern.sub(replacement, line)
        lines.append(line.strip())
    return [line for line in lines if line]


def matches(expected, found):
    """Whether lines are the same, a line of dots standing for any number of them."""
    if not expected:
        return not found
    if expected[0] in ("...", "…"):
        return any(matches(expected[1:], found[i:]) for i in range(len(found) + 1))
    return bool(found) and expected[0] == found[0] and matches(expected[1:], found[1:])


def commands_of(text):
    """(line number, command, expected output) of every command in console blocks."""
    for block in re.finditer(r"^```console\n(.*?)^```", text, re.M | re.S):
        lines = block.group(1).splitlines()
        first = text[:block.start(1)].count("\n") + 1
        if lines and lines[0].startswith("# not run"):
            continue
        index = 0
        while index < len(lines):
            if not lines[index].startswith("$ "):
                index += 1
                continue
            number, command = first + index, lines[index][2:]
            while command.endswith("\\"):
                index += 1
                command += "\n" + lines[index].removeprefix("> ")
            index += 1
            begin = index
            while index < len(lines) and not lines[index].startswith("$ "):
                index += 1
            yield number, command, "\n".join(lines[begin:index])


class Readme:
    """The commands of one README on one pair of services."""

    def __init__(self, pair):
        self.pair = pair
        self.home = os.path.join(pair.directory, ".local", "share", "taizhang")
        tools = [BIN] + ([os.path.dirname(grpcurl_path())] if grpcurl_path() else [])
        self.environment = {**pair.environment, "TAIZHANG_HOME": self.home,
                            "PATH": os.pathsep.join(tools + [os.environ["PATH"]])}
        self.quickstart = {**self.environment, "TAIZHANG_BIN_DIR": BIN,
                           "TAIZHANG_LEDGER_ADDRESS": f"127.0.0.1:{free_port()}",
                           "TAIZHANG_AGGREGATOR_ADDRESS": f"127.0.0.1:{free_port()}"}

    def skips(self, command):
        builds = re.search(r"tests/run\.sh|install-packages\.sh|\b(cmake|ctest|ninja|apt-get|go install)\b", command)
        return builds or ("grpcurl" in command and not grpcurl_path())

    def run(self, command):
        is_quickstart = "quickstart.sh" in command
        if not is_quickstart:
            command = command.replace("127.0.0.1:7601", self.pair.ledger.address)
            command = command.replace("127.0.0.1:7602", self.pair.aggregator.address)
            command = command.replace("build/release/bin", BIN)
        done = subprocess.run(["bash", "-c", command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env=self.quickstart if is_quickstart else self.environment, text=True, timeout=120,
                              check=False)
        return done.stdout.replace(BIN, "build/release/bin").replace(f"{ROOT}/", "")


class ReadmeTest(unittest.TestCase):

    def test_dots_stand_for_any_lines(self):
        self.assertTrue(matches(["a", "...", "d"], ["a", "b", "c", "d"]))
        self.assertTrue(matches(["..."], []))
        self.assertFalse(matches(["a", "..."], ["b"]))

    def test_console_blocks_print_what_they_say(self):
        if not os.path.exists(README):
            self.skipTest("there is no README.md")
        with open(README, encoding="utf-8") as file:
            commands = list(commands_of(file.read()))
        with Pair() as pair:
            pair.import_delivered()
            readme = Readme(pair)
            for line, command, expected in commands:
                if readme.skips(command):
                    continue
                with self.subTest(line=line, command=command):
                    found = readme.run(command)
                    self.assertTrue(matches(masked(expected), masked(found)),
                                    f"README.md:{line}: $ {command}\nprints\n{found}\ninstead of\n{expected}")
            readme.run("deploy/quickstart.sh stop")


if __name__ == "__main__":
    unittest.main(verbosity=2)
