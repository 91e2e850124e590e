"""Where blocks are set: on the page, in a cell, in a note; how deep in lists and quotes."""

from enum import Enum
from typing import NamedTuple

from briefexport.document.text import Align, Paragraph, Role

_ALIGNED = {Align.CENTRE: " Centre", Align.END: " End"}
_ROLES = {
    Role.KEY: "Key Point",
    Role.LABEL: "Memo Label",
    Role.ASIDE: "Aside",
    Role.QUOTE: "Quote",
    Role.CAPTION: "caption",
}


class Ground(Enum):
    """What the blocks stand on."""

    PAGE = "page"
    HEAD = "head"
    CELL = "cell"
    NOTE = "note"


class Room(NamedTuple):
    """A place for blocks; `width` and `indent` in twips, width 0 on the page, where it changes with the paper.

    `kept`: what stands here stays on the page of what follows.
    """

    ground: Ground = Ground.PAGE
    width: int = 0
    indent: int = 0
    level: int = 0
    quoted: bool = False
    kept: bool = False
    align: Align = Align.START

    @property
    def nested(self) -> bool:
        """Whether the blocks stand in a list or a quote."""
        return self.level > 0

    def body(self) -> str:
        """The style of a paragraph with no role."""
        if self.ground is Ground.NOTE:
            return "footnote text"
        if self.quoted:
            return "Quote Kept" if self.kept else "Quote"
        if self.ground is Ground.PAGE:
            usual = "Body Text Kept" if self.kept else "Body Text"
            return "List Continue" if self.nested else usual
        usual = "Table Head" if self.ground is Ground.HEAD else "Table Text"
        return usual if self.align is Align.START else usual + _ALIGNED[self.align]

    def style(self, paragraph: Paragraph) -> str:
        """The style of a paragraph here."""
        return self.body() if paragraph.role is Role.BODY else _ROLES[paragraph.role]

    def items(self, *, numbered: bool) -> str:
        """The list style for items here: smaller lists stand in cells and notes."""
        large = "List" if self.ground is Ground.PAGE else "Table"
        return f"{large} {'Number' if numbered else 'Bullet'}"
