"""Where each field of a briefing was written."""

import re

import msgspec

from briefexport.located import Mapping, Node, Scalar, Sequence
from briefexport.problem import Place

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


class Places(msgspec.Struct, frozen=True):
    """The tree of a file, as a map from field paths to places."""

    file: str
    root: Node

    def of(self, path: str) -> Place:
        """The place of a field such as `risks[2].title`; of the nearest part around it where it was not written."""
        at: Node = self.root
        node: Node | None = self.root
        for index, name in _STEP.findall(path):
            key, node = _named(node, name.rstrip("_")) if name else _numbered(node, int(index))
            if node is None:
                break
            at = key or node
        return Place(self.file, at.line, at.column)

    def within(self, path: str, line: int) -> Place:
        """The place of a line of a text, counted from 0; of the text as a whole where its lines are folded."""
        node = self._node(path)
        if isinstance(node, Scalar) and node.style == "|":
            return Place(self.file, node.line + 1 + line)
        return self.of(path)

    def _node(self, path: str) -> Node | None:
        node: Node | None = self.root
        for index, name in _STEP.findall(path):
            node = (_named(node, name.rstrip("_")) if name else _numbered(node, int(index)))[1]
        return node


def _named(node: Node | None, name: str) -> tuple[Scalar | None, Node | None]:
    entries = node.entries if isinstance(node, Mapping) else ()
    return next(((key, value) for key, value in entries if key.text == name), (None, None))


def _numbered(node: Node | None, index: int) -> tuple[None, Node | None]:
    """One entry of a list; what is no list is a list of one."""
    if isinstance(node, Sequence):
        return None, node.items[index] if index < len(node.items) else None
    return None, node if index == 0 else None
