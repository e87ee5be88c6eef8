"""What fits on a screen gets reviewed: lengths of files and functions."""

import ast
import re

from tree import TOP, Finding, cpp_code

FILE_LINES_MAX = 400
# A published message cannot move to another file (clients include it by that name), so protos grow where they stand.
PROTO_LINES_MAX = 800
FUNCTION_LINES_MAX = 70


def check_file_length(tree):
    """Sources of at most 400 lines (protos 800): a longer one has a noun in it that wants a file of its own."""
    for path in tree.paths(".cc", ".h", ".py", ".sh", ".proto", ".cmake", "CMakeLists.txt"):
        count = len(tree.lines(path))
        most = PROTO_LINES_MAX if path.endswith(".proto") else FILE_LINES_MAX
        if count > most:
            yield Finding(path, most, f"{count} lines, more than {most}")


def check_function_length(tree):
    """Functions of at most 70 lines, from brace to brace (Python: from def to the end)."""
    for path in tree.paths(".cc", ".h"):
        if path.startswith(TOP):
            for first, last in cpp_functions(tree.text(path)):
                if last - first + 1 > FUNCTION_LINES_MAX:
                    yield Finding(path, first, f"function of {last - first + 1} lines, more than {FUNCTION_LINES_MAX}")
    for path in tree.paths(".py"):
        for node in ast.walk(ast.parse(tree.text(path))):
            if isinstance(node, ast.FunctionDef):
                count = node.end_lineno - node.lineno + 1
                if count > FUNCTION_LINES_MAX:
                    yield Finding(path, node.lineno, f"{node.name} has {count} lines, more than {FUNCTION_LINES_MAX}")


def _kind_of_brace(head, outer):
    """What a brace opens, told by the text between the statement before it and itself."""
    if outer != "scope":
        return "inner"
    head = head.strip()
    if re.search(r"\b(namespace|extern)\b", head):
        return "function" if head.endswith(")") else "scope"
    ends_as_function = re.search(r"\)\s*(const|noexcept|override|final|mutable|&|->[^;]*|\s)*$", head)
    if re.search(r"\b(class|struct|union|enum)\b", head) and not ends_as_function:
        return "scope"
    if ")" in head and not head.endswith(("=", ",", "(")):
        return "function"
    return "inner"


def cpp_functions(text):
    """(first line, last line) of the body of each function that is not inside another one."""
    code = re.sub(r"(?m)^\s*#(?:[^\n\\]|\\.|\\\n)*", lambda m: "\n" * m.group(0).count("\n"), cpp_code(text))
    stack, head, line = [], "", 1
    for char in code:
        if char == "\n":
            line += 1
        if char == "{":
            outer = stack[-1][0] if stack else "scope"
            stack.append((_kind_of_brace(head, outer), line))
            head = ""
        elif char == "}":
            if stack:
                kind, first = stack.pop()
                if kind == "function":
                    yield first, line
            head = ""
        elif char == ";":
            head = ""
        else:
            head += char
