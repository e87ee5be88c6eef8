#!/usr/bin/env python3
"""Runs clang-tidy over files, leaving out what it has found clean before: clang_tidy.py BUILD_DIR FILE...

A file is the same as before when its text, all that it includes, its compile command, .clang-tidy and clang-tidy itself are.
What was clean is remembered in BUILD_DIR/clean. Exits with 1 where anything was found.
"""

import hashlib
import json
import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=None)
def digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def included(command: list[str], directory: str) -> list[str]:
    """The file and all that it includes, by the compiler's own account."""
    output = command.index("-o")
    asked = command[:output] + command[output + 2:] + ["-M", "-MT", "x"]
    rule = subprocess.run(asked, cwd=directory, check=True, capture_output=True, text=True).stdout
    return rule.removeprefix("x:").replace("\\\n", " ").split()


def key_of(entry: dict, version: str) -> str:
    command = shlex.split(entry["command"])
    texts = [digest(os.path.join(entry["directory"], path)) for path in included(command, entry["directory"])]
    parts = [version, digest(".clang-tidy"), entry["command"], *texts]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def main() -> int:
    build, files = Path(sys.argv[1]), sys.argv[2:]
    clean = build / "clean"
    clean.mkdir(exist_ok=True)
    version = subprocess.run(["clang-tidy", "--version"], check=True, capture_output=True, text=True).stdout
    entries = {os.path.relpath(entry["file"]): entry for entry in json.loads((build / "compile_commands.json").read_text())}

    def check(file: str) -> str:
        stamp = clean / key_of(entries[file], version)
        if stamp.exists():
            return "unchanged"
        run = subprocess.run(["clang-tidy", "--quiet", "-p", str(build), file], capture_output=True, text=True)
        if run.returncode != 0:
            print(run.stdout, run.stderr, sep="", flush=True)
            return "not clean"
        stamp.touch()
        return "clean"

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(check, files))
    print(", ".join(f"{found.count(what)} {what}" for what in ("clean", "unchanged", "not clean") if what in found))
    return 1 if "not clean" in found else 0


if __name__ == "__main__":
    sys.exit(main())
