"""The parser's tokens as a tree: a node for each part, with what stands in it."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token


class Node:
    """A part of a text. `token` is the one that opens it; `type` is its name without `_open`."""

    __slots__ = ("children", "parent", "token", "type")

    def __init__(self, token: Token, parent: "Node | None") -> None:
        self.token, self.parent = token, parent
        self.type = token.type.removesuffix("_open") if token.nesting == 1 else token.type
        self.children: list[Node] = []

    def upwards(self) -> Iterator["Node"]:
        """This node and those that it stands in, the innermost first."""
        here: Node | None = self
        while here is not None:
            yield here
            here = here.parent


def tree(tokens: Sequence[Token]) -> Node:
    """The root of what the tokens say."""
    root = Node(Token("root", "", 0), None)
    _grow(tokens, root)
    return root


def _grow(tokens: Sequence[Token], root: Node) -> None:
    here = root
    for token in tokens:
        if token.nesting < 0:
            assert here.parent is not None  # the parser closes what it has opened
            here = here.parent
            continue
        node = Node(token, here)
        here.children.append(node)
        if token.nesting > 0:
            here = node
        elif token.children:
            _grow(token.children, node)
