"""What a YAML text is made of. Lines and columns count from 1."""

import msgspec


class Scalar(msgspec.Struct, frozen=True, gc=False):
    """A text as it was typed, without its quotes; `style` is the quote or block sign before it, "" for none."""

    text: str
    style: str
    line: int
    column: int


class Broken(msgspec.Struct, frozen=True, gc=False):
    """Stands where something was refused; its problem is told already."""

    line: int
    column: int


class Sequence(msgspec.Struct, frozen=True):
    """A list."""

    items: tuple["Node", ...]
    line: int
    column: int


class Mapping(msgspec.Struct, frozen=True):
    """Keys with their values, in the order of the file; no key comes twice. Not `whole` when a key was refused."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int
    column: int
    whole: bool = True


Node = Scalar | Broken | Sequence | Mapping
