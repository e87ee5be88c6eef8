"""Names that say nothing, and marks of unfinished work. The words themselves are in banned_words.txt."""

import os
import re

from tree import Finding, cpp_code, cpp_comments

_IN_COMMENTS = (".cc", ".h", ".proto")
_FOREIGN = re.compile(r"\bgoogle::protobuf::\w+")
_QUOTED = re.compile(r"`[^`]*`")
_WHOLE_TEXT = (".md", ".yaml", ".yml", ".json", ".cmake", "CMakeLists.txt", ".sh", ".py")


def banned(kind):
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "banned_words.txt"), encoding="utf-8") as file:
        return [line.split(None, 1)[1].strip() for line in file if line.startswith(kind + " ")]


def words_of(name):
    """The words of a CamelCase or snake_case name, in lower case."""
    return [w.lower() for w in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def check_names(tree):
    """Identifiers and file names say what the thing is; protobuf's own names are its own."""
    names = set(banned("name"))
    for path in tree.paths():
        for word in words_of(path):
            if word in names:
                yield Finding(path, 1, f"the path says '{word}': name what it is")
    for path in tree.paths(".cc", ".h", ".proto"):
        for line, code in enumerate(cpp_code(tree.text(path)).splitlines(), 1):
            if code.lstrip().startswith("#include"):
                continue
            for identifier in re.findall(r"[A-Za-z_]\w*", _FOREIGN.sub("", code)):
                for word in words_of(identifier):
                    if word in names:
                        yield Finding(path, line, f"{identifier} says '{word}': name what it is")


def check_marks(tree):
    """No marks of unfinished work, in code or in words; a `name` in backquotes is not one."""
    mark = re.compile(r"\b(%s)\b" % "|".join(map(re.escape, banned("mark"))))
    phrase = re.compile(r"\b(%s)\b" % "|".join(map(re.escape, banned("phrase"))), re.I)
    for path in tree.paths(*_IN_COMMENTS, *_WHOLE_TEXT):
        for line, text in enumerate(tree.lines(path), 1):
            if found := mark.search(text):
                yield Finding(path, line, f"mark of unfinished work: {found.group(0)}")
        commented = (cpp_comments(tree.text(path)) if path.endswith(_IN_COMMENTS)
                     else enumerate(tree.lines(path), 1))
        for line, text in commented:
            if found := phrase.search(_QUOTED.sub("", text)):
                yield Finding(path, line, f"mark of unfinished work: {found.group(0)}")
