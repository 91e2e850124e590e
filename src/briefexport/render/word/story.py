"""What is shared while a memo is set: styles, lists, names that links go to, notes, and counters."""

import hashlib
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.package import Package

from briefexport.document.text import Block, Bullets, Cell, Comment, Heading, Memo, Note, Quote, Table

from .columns import Columns
from .markup import Markup, paragraph, tag
from .numbering import Lists
from .page import Pages
from .styles import Styles

_NO_NAME = re.compile(r"\W+")
_LEFT_TO_RIGHT = {"Code Block"}  # whichever way the text around it runs
_LONGEST_NAME = 40  # what Word takes for a bookmark
# Reserved and unreserved characters of RFC 3986, and the sign of what is escaped already.
_KEPT = "%!#$&'()*+,/:;=?@[]~-._"


class Manuscript:
    """One memo in the making. Names and numbers are given in reading order, so they are the same every time."""

    def __init__(self, memo: Memo, styles: Styles, lists: Lists, pages: Pages, columns: Columns) -> None:
        self.language = memo.properties.language
        self.right_to_left = memo.furniture.right_to_left
        self.styles, self.lists, self.pages, self.columns = styles, lists, pages, columns
        self.notes: dict[str, Note] = {note.mark: note for note in memo.notes}
        self.placed: dict[str, int] = {}
        self.counted: set[str] = set()
        self.comments: list[Comment] = []
        self._bookmarks = _bookmark_names(memo)
        self._bookmarked: set[str] = set()
        self._count = itertools.count(1)
        self._drawn = itertools.count(1)

    def paragraph(self, style: str, content: Iterable[Markup], place: Markup | None = None, indent: int = 0) -> Markup:
        """A paragraph in a named style; `place` is its place in a list, `indent` how deep it is nested, in twips."""
        look = [] if place is None else [place]
        if self.right_to_left and style not in _LEFT_TO_RIGHT:
            look.append(tag("bidi"))
        if indent:
            look.append(tag("ind", left=indent))
        return paragraph(self.styles.paragraph(style), content, *look)

    def bookmark(self, anchor: str) -> str | None:
        """The bookmark of an anchor; None where no heading has it."""
        return self._bookmarks.get(anchor)

    def marked(self, bookmark: str | None, content: list[Markup]) -> list[Markup]:
        """The content with a bookmark around it, unless there is none or it stands elsewhere already."""
        if bookmark is None or bookmark in self._bookmarked:
            return content
        self._bookmarked.add(bookmark)
        number = next(self._count)
        return [tag("bookmarkStart", id=number, name=bookmark), *content, tag("bookmarkEnd", id=number)]

    def counts(self, mark: str) -> bool:
        """Whether the mark is the number that Word would give this note, and so can be left to Word.

        Only then, for the numbers are those of the other documents too. Notes with marks of their own aren't counted.
        """
        if mark != str(len(self.counted) + 1):
            return False
        self.counted.add(mark)
        return True

    def drawing_number(self) -> int:
        """The next picture's number; 1 is the first."""
        return next(self._drawn)


class Story:
    """A part of the file that text runs through: the body, or the notes. Links and pictures belong to their part."""

    def __init__(self, manuscript: Manuscript, part: Part, package: Package, *, of_notes: bool = False) -> None:
        self.manuscript, self.of_notes = manuscript, of_notes
        self.inner_notes: list[str] = []
        self._part, self._package = part, package
        self._related: dict[str, str] = {}
        numbers = (int(rid[3:]) for rid in part.rels if re.fullmatch(r"rId\d+", rid))
        self._next = itertools.count(max(numbers, default=0) + 1)

    def link(self, target: str) -> str | None:
        """The relationship to an address outside; None for one that Word would take for damage."""
        address = _address(target)
        return None if address is None else self._relate(f"link {address}", address, RT.HYPERLINK)

    def picture(self, data: bytes) -> tuple[str, Image]:
        """The relationship to a picture's part, and the picture's own measures."""
        part = self._package.get_or_add_image_part(io.BytesIO(data))
        return self._relate(part.partname, part, RT.IMAGE), part.image

    def _relate(self, key: str, target: Part | str, kind: str) -> str:
        # python-docx looks through all relationships for a free number each time.
        if key not in self._related:
            self._related[key] = f"rId{next(self._next)}"
            self._part.load_rel(kind, target, self._related[key], is_external=isinstance(target, str))
        return self._related[key]


def _address(target: str) -> str | None:
    try:
        urlsplit(target)
    except ValueError:
        return None
    return quote(target, safe=_KEPT)


def _bookmark_names(memo: Memo) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    notes = (note.blocks for note in memo.notes)
    for anchor in itertools.chain(_anchors(memo.blocks), *map(_anchors, notes)):
        if anchor not in names:
            names[anchor] = _bookmark_name(anchor, taken)
            taken.add(names[anchor].lower())  # Word takes A and a for the same
    return names


def _bookmark_name(anchor: str, taken: set[str]) -> str:
    """The anchor in letters, digits and underscores; with a digest where that is too long, or another's already."""
    plain = _NO_NAME.sub("_", anchor).strip("_")
    if plain[:1].isalpha() and len(plain) <= _LONGEST_NAME and plain.lower() not in taken:
        return plain
    digest = hashlib.sha256(anchor.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"a_{plain[: _LONGEST_NAME - 11]}_{digest}"


def _anchors(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading) and block.anchor:
            yield block.anchor
        yield from _anchors(_inside(block))


def _inside(block: Block) -> Iterator[Block]:
    if isinstance(block, Bullets):
        yield from itertools.chain.from_iterable(block.items)
    elif isinstance(block, Quote):
        yield from block.blocks
    elif isinstance(block, Table):
        cells: Iterable[Cell] = itertools.chain.from_iterable(block.rows)
        yield from itertools.chain.from_iterable(cell.blocks for cell in cells)
