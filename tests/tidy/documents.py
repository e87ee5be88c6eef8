"""Protos are the manual, and the README's code map is true."""

import itertools
import os
import re

from tree import TOP, Finding

_DECLARATION = re.compile(
    r"""(?P<what>message|enum|service|rpc|oneof)\s+(?P<name>\w+)
      | (?:(?:repeated|optional)\s+)?(?:map\s*<[^>]+>|[\w.]+)\s+(?P<field>\w+)\s*=\s*\d+
      | (?P<value>[A-Z][A-Z0-9_]*)\s*=\s*(?P<number>\d+)
    """, re.X)


def check_protos_documented(tree):
    """Every message, enum, service, rpc, oneof, field and enum value has a comment above it or behind it.

    The zero value of an enum, which buf wants to end in _UNSPECIFIED, speaks for itself.
    """
    for path in tree.paths(".proto"):
        previous = ""
        for number, raw in enumerate(tree.lines(path), 1):
            line = raw.strip()
            match = _DECLARATION.match(line)
            if match and not line.startswith(("//", "reserved", "option", "import", "package", "syntax", "return")):
                name = match["name"] or match["field"] or match["value"]
                if not previous.startswith("//") and "//" not in line and not (match["value"] and match["number"] == "0"):
                    kind = match["what"] or ("field" if match["field"] else "enum value")
                    yield Finding(path, number, f"{kind} {name} has no comment")
            previous = line


def _expand(path):
    """a/{b,c}/d is a/b/d and a/c/d."""
    parts = re.split(r"\{([^}]*)\}", path)
    choices = [[p] if i % 2 == 0 else p.split(",") for i, p in enumerate(parts)]
    return ["".join(choice) for choice in itertools.product(*choices)]


def _named(text):
    """(line number, path) of every path of ours that a text names."""
    pattern = re.compile(r"(?<![\w/.\-])(?:%s)/[\w./{},\-]*" % "|".join(TOP))
    for number, line in enumerate(text.splitlines(), 1):
        for match in pattern.finditer(line):
            for path in _expand(match.group(0)):
                yield number, path.rstrip("./,-")


def check_code_map(tree):
    """Every directory that holds sources is named in README.md by its whole path, and what README.md names exists."""
    if "README.md" not in tree:
        return
    named = sorted(set(_named(tree.text("README.md"))))
    paths = {path for _, path in named}
    sources = {os.path.dirname(p) for p in tree.paths(".cc", ".h", ".proto", ".py", ".sh") if p.startswith(TOP)}
    for directory in sorted(sources - paths - set(TOP)):
        yield Finding("README.md", 1, f"the code map does not name {directory}")
    known = tree.directories() | set(tree.paths())
    for line, path in named:
        if path not in known:
            yield Finding("README.md", line, f"names {path}, which does not exist")
