"""Rules that read the code: what is marked can be extracted, and what a person reads is marked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.i18n.extract import PACKAGE, ROOT, sources

MARKS = {"_", "N_", "ngettext"}
TELLING = {"say", "complain"}
FIELD_FIRST = {"InvalidValueError", "RowError"}
WIDGET_TEXTS = {"description", "placeholder", "tooltip", "title", "label", "hint", "heading", "text"}
WORD = re.compile(r"[^\W\d_]{2}")


def faults() -> list[str]:
    """Return every place that breaks a rule, as ``path:line: rule``."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {rule}"
        for path in sources()
        for line, rule in faults_in(tree_of(path), in_widget="widgets" in path.parts, errors=error_names())
    ]


def faults_in(tree: ast.AST, *, in_widget: bool, errors: frozenset[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _call_faults(node, errors)
            if in_widget:
                yield from _keyword_faults(node)
        elif isinstance(node, ast.Dict) and in_widget:
            yield from _dict_faults(node)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def error_names() -> frozenset[str]:
    """Return the names of all classes that derive from WorkbenchError, wherever in the package they stand."""
    bases = {
        node.name: {_name(base) for base in node.bases}
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
    }
    found = {"WorkbenchError"}
    while more := {name for name, parents in bases.items() if parents & found} - found:
        found |= more
    return frozenset(found)


def _call_faults(call: ast.Call, errors: frozenset[str]) -> Iterator[tuple[int, str]]:
    name = _name(call.func)
    if name in MARKS:
        for argument in call.args[: 2 if name == "ngettext" else 1]:
            if _is_built(argument):
                yield call.lineno, f"{name}() takes a plain text; format what it returns"
    elif name in errors or name in TELLING:
        for argument in call.args[1 if name in FIELD_FIRST else 0 :]:
            if bare(argument):
                yield argument.lineno, f"{name}() tells a person something that is not translated"


def _keyword_faults(call: ast.Call) -> Iterator[tuple[int, str]]:
    for keyword in call.keywords:
        if keyword.arg in WIDGET_TEXTS and bare(keyword.value):
            yield keyword.value.lineno, f"{keyword.arg}= shows a text that is not translated"


def _dict_faults(node: ast.Dict) -> Iterator[tuple[int, str]]:
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and key.value in WIDGET_TEXTS and bare(value):
            yield value.lineno, f'"{key.value}" shows a text that is not translated'


def bare(node: ast.expr) -> bool:
    """Return whether words of the code reach the reader untranslated."""
    match node:
        case ast.Constant(value=str(text)):
            return bool(WORD.search(text))
        case ast.JoinedStr(values=parts):
            return any(bare(part) for part in parts if isinstance(part, ast.Constant))
        case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
            return bare(left) or bare(right)
        case ast.BoolOp(values=values):
            return any(bare(value) for value in values)
        case ast.Call(func=ast.Attribute(value=text, attr="format" | "join")):
            return bare(text)
        case _:
            return False


def _is_built(node: ast.expr) -> bool:
    """Return whether a text is put together before it is translated, so that no catalogue can know it."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in {"format", "join"}
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
