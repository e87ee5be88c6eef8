"""The source tree as the checks see it: paths relative to its root, and texts.

A check is a function that takes a Tree and yields Findings. The self-test gives the checks trees made of literals.
"""

import dataclasses
import functools
import os
import re
import subprocess

TOP = ("common", "deploy", "proto", "services", "tests")


@dataclasses.dataclass(frozen=True)
class Finding:
    path: str
    line: int
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}"


class Tree:
    """Texts by path. Binary files and everything under build/ are left out."""

    def __init__(self, texts):
        self._texts = dict(texts)

    @classmethod
    def read(cls, root):
        texts = {}
        for path in _paths(root):
            try:
                with open(os.path.join(root, path), encoding="utf-8") as file:
                    texts[path] = file.read()
            except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
                continue
        return cls(texts)

    def paths(self, *suffixes):
        return sorted(path for path in self._texts if not suffixes or path.endswith(suffixes))

    def text(self, path):
        return self._texts[path]

    def __contains__(self, path):
        return path in self._texts

    def lines(self, path):
        return self.text(path).splitlines()

    def directories(self):
        result = set()
        for path in self._texts:
            while path := os.path.dirname(path):
                result.add(path)
        return result


def _paths(root):
    """What git would commit; where there is no git, every file outside build/ and dot directories."""
    listing = subprocess.run(
        ["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True, check=False)
    if listing.returncode == 0:
        return sorted(set(filter(None, listing.stdout.decode().split("\0"))))
    found = []
    for directory, names, files in os.walk(root):
        names[:] = [n for n in names if n != "build" and (not n.startswith(".") or n == ".ci")]
        found += [os.path.relpath(os.path.join(directory, file), root) for file in files]
    return sorted(found)


_CPP_SKIPPED = re.compile(
    r"""//[^\n]*
      | /\*.*?\*/
      | R"(?P<raw>[^(\s]{0,16})\(.*?\)(?P=raw)"
      | "(?:\\.|[^"\\\n])*"
      | (?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])*'
    """, re.S | re.X)


@functools.lru_cache(maxsize=None)
def cpp_code(text):
    """C++ or proto text without comments and without what is in quotes; lines keep their numbers."""
    def blank(match):
        found = match.group(0)
        return ("" if found.startswith("/") else '""') + "\n" * found.count("\n")
    return _CPP_SKIPPED.sub(blank, text)


def cpp_comments(text):
    """(line number, comment) for each comment of a C++ or proto text."""
    for match in _CPP_SKIPPED.finditer(text):
        if match.group(0).startswith("/"):
            first = text.count("\n", 0, match.start()) + 1
            for offset, line in enumerate(match.group(0).split("\n")):
                yield first + offset, line


def includes(text):
    """(line number, "<vector>" or '"common/values/amount.h"') for each #include."""
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(<[^>]+>|"[^"]+")', line)
        if match:
            yield number, match.group(1)
