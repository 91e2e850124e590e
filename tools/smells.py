"""Prints what is longer than the house likes, longest first. A smell is looked at, not forbidden.

python tools/smells.py src tests
"""

import ast
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Limit(NamedTuple):
    """From where a length is looked at, and from where it is talked about."""

    look_at: int
    talk_about: int


LIMITS = {
    "module lines": Limit(200, 350),
    "function lines": Limit(20, 40),
    "test lines": Limit(15, 30),
    "parameters": Limit(4, 6),
    "nesting": Limit(2, 3),
    "public methods": Limit(7, 12),
    "docstring lines": Limit(8, 15),
}
BRANCHES = (ast.If, ast.For, ast.While, ast.Try, ast.With, ast.Match)
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Smell(NamedTuple):
    """One length over its limit: `share` is of the second limit, so that kinds compare."""

    share: float
    kind: str
    length: int
    where: str


def main(folders: list[str]) -> None:
    """Print the smells of all Python files in the folders."""
    paths = [path for folder in folders for path in sorted(Path(folder).rglob("*.py"))]
    for smell in sorted((smell for path in paths for smell in smells(path)), reverse=True):
        loud = "talk" if smell.share > 1 else "look"
        print(f"{loud}  {smell.length:4} {smell.kind:16} {smell.where}")


def smells(path: Path) -> Iterator[Smell]:
    """Everything in one file that is over a first limit."""
    text = path.read_text("utf-8")
    for kind, length, where in lengths(ast.parse(text), text, path):
        limit = LIMITS[kind]
        if length > limit.look_at:
            yield Smell(length / limit.talk_about, kind, length, where)


def lengths(module: ast.Module, text: str, path: Path) -> Iterator[tuple[str, int, str]]:
    """Every length there is to measure, as kind, length, place."""
    yield "module lines", len(text.splitlines()), f"{path}"
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef | Function):
            where = f"{path}:{node.lineno} {node.name}"
            yield "docstring lines", len((ast.get_docstring(node) or "").splitlines()), where
            yield from _of_class(node, where) if isinstance(node, ast.ClassDef) else _of_function(node, where)


def _of_class(node: ast.ClassDef, where: str) -> Iterator[tuple[str, int, str]]:
    public = [one for one in node.body if isinstance(one, Function) and not one.name.startswith("_")]
    yield "public methods", len(public), where


def _of_function(node: Function, where: str) -> Iterator[tuple[str, int, str]]:
    # A function is as long as what it does: the docstring has a limit of its own.
    told = bool(ast.get_docstring(node))
    body = node.body[told:]
    kind = "test lines" if node.name.startswith("test_") else "function lines"
    yield kind, 1 + (node.end_lineno or 0) - body[0].lineno if body else 0, where
    named = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    yield "parameters", len([name for name in named if name not in {"self", "cls"}]), where
    yield "nesting", _depth(node), where


def _depth(node: ast.AST) -> int:
    deeper = (_depth(child) for child in ast.iter_child_nodes(node) if not isinstance(child, Function))
    return max(deeper, default=0) + isinstance(node, BRANCHES)


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a reader like `head` may leave early
    main(sys.argv[1:])
