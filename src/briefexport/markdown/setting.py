"""What a text is read against, and what a reading gives."""

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from briefexport.document.text import Block, Comment

TOKEN = re.compile("\ue000(\\d+)\ue001")
"""Where a value of the briefing goes: its number between two private-use characters."""


class Plain(msgspec.Struct, frozen=True):
    """A value that is text and nothing else."""

    text: str
    language: str | None = None


class Prose(msgspec.Struct, frozen=True):
    """A value that is Markdown itself; `field` is its path in the briefing."""

    text: str
    field: str


Component = Callable[[dict[str, str], tuple[Block, ...]], Sequence[Block]]
"""What a container becomes: its arguments and what stands inside it -> blocks."""


class Refusal(msgspec.Struct, frozen=True):
    """Something in prose that no document can show. `line` counts from 0 inside the field."""

    field: str
    line: int
    what: str
    fix: str


class Setting(msgspec.Struct):
    """What the text is read against.

    `citations` are the labels that `[^label]` may name without a definition. `mark` gives the printed mark of a note by
    the field it stands in and its label. `drafter` is whose comments are those that do not say by whom they are.
    """

    values: Sequence[Plain | Prose] = ()
    components: Mapping[str, Component] = {}
    citations: frozenset[str] = frozenset()
    drafter: str = ""
    mark: Callable[[str, str], str] = lambda _field, label: label


class Remark(msgspec.Struct, frozen=True):
    """A comment on the words of a field. `line` counts from 0 inside the field."""

    field: str
    line: int
    comment: Comment


class Reading(msgspec.Struct, frozen=True):
    """Blocks in order, the notes defined in the text by mark, what had to be refused, and the comments."""

    blocks: tuple[Block, ...]
    notes: tuple[tuple[str, tuple[Block, ...]], ...] = ()
    refusals: tuple[Refusal, ...] = ()
    remarks: tuple[Remark, ...] = ()


class UnknownComponentError(ValueError):
    """A container of a name that nothing is known about; `line` counts from 1 in the text."""

    def __init__(self, name: str, line: int, known: Sequence[str]) -> None:
        self.name, self.line, self.known = name, line, tuple(known)
        super().__init__(f"line {line}: there is no part '{name}'")
