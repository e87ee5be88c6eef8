#!/usr/bin/env python3
"""Checks the source tree against the rules that no compiler knows. Usage: tidy.py [root]

One check a function, each with its rule as docstring; self_test.py shows every check a wrong sample.
"""

import os
import sys

import builds
import documents
import layers
import sizes
import words
from tree import Tree

CHECKS = [
    layers.check_direction,
    layers.check_pure,
    layers.check_no_floating_point,
    layers.check_outside_worlds,
    layers.check_absent_headers,
    sizes.check_file_length,
    sizes.check_function_length,
    words.check_names,
    words.check_marks,
    documents.check_protos_documented,
    documents.check_code_map,
    builds.check_no_globs,
    builds.check_sources_are_built,
    builds.check_listed_sources_exist,
    builds.check_header_guards,
    builds.check_shell_syntax,
]


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(here))
    tree = Tree.read(root)
    failed = 0
    for check in CHECKS:
        findings = list(check(tree))
        if findings:
            failed += 1
            print(f"{check.__name__}: {check.__doc__.splitlines()[0]}")
            for finding in findings:
                print(f"  {finding}")
    print(f"{len(CHECKS)} checks over {len(tree.paths())} files, {failed} failed")
    return 1 if failed or not tree.paths() else 0


if __name__ == "__main__":
    sys.exit(main())
