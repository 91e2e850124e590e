"""Pages and what stands at the top and the foot of each."""

from typing import NamedTuple, Protocol

from lxml import etree

from briefexport.document.text import Turn

from .element import Element, name
from .markup import Markup, tag

_A4 = (11906, 16838)
_MARGINS = {"top": 1531, "right": 1361, "bottom": 1361, "left": 1361, "header": 567, "footer": 510, "gutter": 0}


class Geometry(NamedTuple):
    """A page standing upright, in twips."""

    wide: int
    high: int
    margins: dict[str, int]


class Furniture(Protocol):
    """References to the headers and footers of a section."""

    def __call__(self, turn: Turn, *, first: bool) -> list[Markup]:
        """For pages that lie so; `first`: the section has a first page of its own."""


def read_geometry(section: Element | None) -> Geometry:
    """The paper and margins of a section; A4 where it says nothing."""
    size = None if section is None else section.find(name("pgSz"))
    margins = None if section is None else section.find(name("pgMar"))
    wide, high = _A4 if size is None else (int(size.get(name(key), at)) for key, at in zip("wh", _A4, strict=True))
    said = {} if margins is None else {key: int(margins.get(name(key), at)) for key, at in _MARGINS.items()}
    # LibreOffice says 0 where the styles file has no header of its own; printers can't print there.
    edges = {key: said.get(key) or _MARGINS[key] for key in ("header", "footer")}
    return Geometry(min(wide, high), max(wide, high), {**_MARGINS, **said, **edges})


class Pages:
    """The sections of a document, in turn: how the pages lie now, and the end of a section where that changes."""

    def __init__(self, geometry: Geometry, furniture: Furniture, *, right_to_left: bool) -> None:
        self.turn = Turn.PORTRAIT
        self._geometry, self._furniture = geometry, furniture
        self._right_to_left = right_to_left
        self._first = True

    @property
    def width(self) -> int:
        """From the left margin to the right one, in twips."""
        return text_width(self._geometry, self.turn)

    @property
    def height(self) -> int:
        """From the top margin to the bottom one, in twips."""
        high = self._geometry.high if self.turn is Turn.PORTRAIT else self._geometry.wide
        return high - abs(self._geometry.margins["top"]) - abs(self._geometry.margins["bottom"])

    def end_section(self, then: Turn | None = None) -> Markup:
        """The properties of the section that ends here; the pages after it lie as `then` says."""
        wide, high = self._geometry.wide, self._geometry.high
        lying = self.turn is Turn.LANDSCAPE
        size = tag("pgSz", w=high, h=wide, orient="landscape") if lying else tag("pgSz", w=wide, h=high)
        said = [*self._furniture(self.turn, first=self._first), tag("type", val="nextPage"), size]
        said += [tag("pgMar", **self._geometry.margins), tag("cols", space=708)]
        said += [tag("titlePg")] if self._first else []
        said += [tag("bidi")] if self._right_to_left else []
        self._first = False
        self.turn = then or self.turn
        return tag("sectPr", *said)


def text_width(geometry: Geometry, turn: Turn) -> int:
    """Between the margins, in twips."""
    wide = geometry.wide if turn is Turn.PORTRAIT else geometry.high
    return wide - geometry.margins["left"] - geometry.margins["right"] - geometry.margins["gutter"]


def fit_tab_stops(style: Element, width: int) -> None:
    """Put the middle and the right tab stop of a header's style where the paper wants them."""
    for stop in style.iterfind(f"{name('pPr')}/{name('tabs')}/{name('tab')}"):
        at = {"center": width // 2, "right": width, "end": width}.get(stop.get(name("val"), ""))
        if at is not None:
            stop.set(name("pos"), str(at))


def letterhead(part: Element | None) -> list[Markup]:
    """What a header or footer of the styles file holds, without empty paragraphs."""
    if part is None:
        return []
    filled = (each for each in part if each.tag != name("p") or any(True for _ in each.iter(*_CONTENT)))
    return [Markup(etree.tostring(each, encoding="unicode", with_tail=False)) for each in filled]


_CONTENT = (name("t"), name("drawing"), name("pict"), name("fldSimple"), name("instrText"))
