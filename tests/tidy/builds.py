"""The build lists its sources, headers guard themselves, and scripts can be read by bash."""

import os
import re
import subprocess

from tree import Finding


def check_no_globs(tree):
    """Sources are listed: a globbed one is built or not depending on when CMake last ran."""
    for path in tree.paths("CMakeLists.txt", ".cmake"):
        for line, text in enumerate(tree.lines(path), 1):
            if re.search(r"(?i)\bGLOB(_RECURSE)?\b|\baux_source_directory\b", text.split("#")[0]):
                yield Finding(path, line, "sources are listed, not globbed")


def _listed(tree, lists):
    """Patterns of the sources that a CMakeLists.txt names, from the root; a variable stands for any name."""
    directory = os.path.dirname(lists)
    for name in re.findall(r"[\w.\-/${}]+\.cc\b", tree.text(lists)):
        name = re.sub(r"^\$\{(PROJECT|CMAKE)_SOURCE_DIR\}/", "/", name)
        path = name[1:] if name.startswith("/") else os.path.normpath(os.path.join(directory, name))
        yield "".join(r"\w+" if part.startswith("${") else re.escape(part)
                      for part in re.split(r"(\$\{\w+\})", path))


def check_sources_are_built(tree):
    """Every .cc is listed in a CMakeLists.txt: else it rots unseen."""
    listed = [pattern for lists in tree.paths("CMakeLists.txt") for pattern in _listed(tree, lists)]
    built = re.compile("|".join(listed) or "(?!)")
    for path in tree.paths(".cc"):
        if not built.fullmatch(path):
            yield Finding(path, 1, "no CMakeLists.txt lists this source")


def check_listed_sources_exist(tree):
    """What a CMakeLists.txt lists is there: CMake only warns, so that one unfinished directory stops no other."""
    for path in tree.paths("CMakeLists.txt"):
        directory = os.path.dirname(path)
        for line, text in enumerate(tree.lines(path), 1):
            for name in re.findall(r"(?<![\w/.\-${}])[\w.\-][\w./\-]*\.cc\b", text.split("#")[0]):
                if os.path.normpath(os.path.join(directory, name)) not in tree:
                    yield Finding(path, line, f"{name} does not exist")


def check_header_guards(tree):
    """Headers have #pragma once."""
    for path in tree.paths(".h"):
        if not re.search(r"(?m)^#pragma once$", tree.text(path)):
            yield Finding(path, 1, "no #pragma once")


def check_shell_syntax(tree):
    """Scripts pass bash -n, and stop at the first error and at an unset variable."""
    for path in tree.paths():
        text = tree.text(path)
        if not path.endswith(".sh") and not re.match(r"#!.*\bbash\b", text):
            continue
        parsed = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
        if parsed.returncode != 0:
            yield Finding(path, 1, parsed.stderr.strip().splitlines()[0])
        elif not re.search(r"(?m)^set -\w*e\w*u", text):
            yield Finding(path, 1, "no `set -euo pipefail`")
