"""Draws on the page and tags what it draws.

Lengths are in the page's own units, down from the top left corner of the frame; the frame is scaled as a whole. Lines
and areas are decoration unless they are drawn inside a figure. Text is drawn inside an element or is said to be
decoration; anything else is an error, so nothing can be left untagged in silence.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from typing import NamedTuple

from .faces import Face
from .file import FIRST_LINK_KEY, Bookmark, Image, PdfFile, Sheet
from .structure import Annotation, Element, text_string
from .words import Piece, TextLine


class UntaggedTextError(Exception):
    """Text was drawn outside every element."""


class Frame(NamedTuple):
    """Where the drawing goes, in points: paper, the frame's top left corner counted from the bottom, and its scale."""

    paper: tuple[float, float]
    left: float
    top: float
    scale: float


class _Decoration:
    """What is drawn for the eye only."""


DECORATION = _Decoration()
_AT_THE_END = 0.25
_ROUND = 0.5523  # how far the handles of a Bézier quarter circle stand out


class Pen:
    """One page in the making."""

    def __init__(self, frame: Frame) -> None:
        self.file = PdfFile()
        self.frame = frame
        self.root = Element("Document", None)
        self.code: list[str] = [f"{frame.scale:.5f} 0 0 {frame.scale:.5f} {frame.left:.2f} {frame.top:.2f} cm"]
        self._stack: list[Element | _Decoration] = []
        self._figure: Element | None = None
        self._open: Element | _Decoration | None = None
        self._contents: list[Element] = []
        self._links: list[tuple[Element, Annotation]] = []
        self._images: list[Image] = []
        self._bookmarks: list[Bookmark] = []
        self._meanings: dict[str, dict[str, str]] = {}
        self._fill = self._stroke = self._thickness = ""

    # -- tags

    @contextmanager
    def element(self, role: str, **attributes: str) -> Iterator[Element | None]:
        """Everything drawn inside belongs to a new element, or to the figure or decoration that is around it."""
        if self._figure is not None or (self._stack and isinstance(self._stack[-1], _Decoration)):
            yield None
            return
        above = self._stack[-1] if self._stack else self.root
        assert isinstance(above, Element)
        self._stack.append(Element(role, above, attributes))
        yield above.kids[-1]  # type: ignore[misc]  # the element that was just made
        self._stack.pop()

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """Text inside is for the eye only."""
        self._stack.append(DECORATION)
        yield
        self._stack.pop()

    @contextmanager
    def figure(self, alt: str, left: float, top: float, size: tuple[float, float]) -> Iterator[None]:
        """Everything drawn inside is one picture, which `alt` says in words."""
        if not alt.strip():
            raise ValueError("a figure needs words for those who cannot see it")
        x0, y0, x1, y1 = self._box(left, top, *size)
        layout = f"<</O/Layout/Placement/Block/BBox[{x0:.2f} {y0:.2f} {x1:.2f} {y1:.2f}]>>"
        with self.element("Figure", Alt=text_string(alt), A=layout) as made:
            around, self._figure = self._figure, made or self._figure
            yield
            self._figure = around

    def bookmark(self, title: str, element: Element, top: float) -> None:
        """A place that a reader can go to."""
        self._bookmarks.append(Bookmark(title, element, self.frame.top - top * self.frame.scale))

    def _mark(self, target: Element | _Decoration) -> None:
        if self._open is target:
            return
        if self._open is not None:
            self.code.append("EMC")
        if isinstance(target, Element):
            target.kids.append(len(self._contents))
            self.code.append(f"/{target.role} <</MCID {len(self._contents)}>> BDC")
            self._contents.append(target)
        else:
            self.code.append("/Artifact BMC")
        self._open = target

    # -- text

    def line(self, line: TextLine, x: float, y: float, size: float, colour: str, tracking: float = 0.0) -> None:
        """A line of text on its base line.

        Raises:
            UntaggedTextError: there is no element and no decoration around it.
        """
        if not self._stack:
            raise UntaggedTextError(" ".join(piece.text for word in line.words for piece in word.pieces))
        for piece, space in _runs(line):
            self._piece(piece, " " if space else "", x, y, (size, colour, tracking))
            x += (piece.width + space) * size

    def _piece(self, piece: Piece, space: str, x: float, y: float, style: tuple[float, str, float]) -> None:
        target = self._target(piece)
        self._mark(target)
        size, colour, tracking = style
        self._ink(colour)
        own = size * piece.scale
        rise = 0.33 * size if piece.look.raised else 0.0
        spread = tracking * size if tracking and not piece.glyphs else 0.0
        text, space = (piece.text + space, "") if piece.actual is None else (piece.text, space)
        shown = (
            self._shaped(piece, own, x, y - rise) if piece.glyphs else self._plain(piece.face, text, own, x, y - rise)
        )
        if piece.actual is not None:
            shown = f"/Span <</ActualText {text_string(piece.actual)}>> BDC\n{shown}\nEMC"
        if space:
            # A space has the same code in every part of a font.
            ((_, code),) = self.file.coded(piece.face, space)
            shown += f"\n<{code}> Tj"
        self.code.append(f"BT\n{spread:.3f} Tc\n{shown}\nET")
        if piece.look.strike:
            self.rule(x, y - size * 0.27, x + piece.width * size, colour, size * 0.06)
        if isinstance(target, Element) and target.role == "Link" and piece.look.link:
            self._link(target, piece.look.link, self._box(x, y - size * 0.8, piece.width * size, size * 1.05))

    def _target(self, piece: Piece) -> Element | _Decoration:
        here = self._figure or self._stack[-1]
        if self._figure is not None or isinstance(here, _Decoration):
            return here
        look = piece.look
        address = look.link if look.link and not look.link.startswith("#") else None
        if not address and not look.language:
            return here
        role = "Link" if address else "Span"
        wanted = {"Lang": text_string(look.language)} if look.language else {}
        last = here.kids[-1] if here.kids else None
        same = isinstance(last, Element) and last is self._open and last.role == role and last.attributes == wanted
        if isinstance(last, Element) and same and (not address or self._links[-1][1].address == address):
            return last
        return Element(role, here, wanted)

    def _link(self, element: Element, address: str, box: tuple[float, float, float, float]) -> None:
        last = self._links[-1] if self._links else None
        if last and last[0] is element and abs(last[1].box[1] - box[1]) < 1:
            old = last[1].box
            last[1].box = (old[0], min(old[1], box[1]), box[2], max(old[3], box[3]))
            return
        made = Annotation(box, address, FIRST_LINK_KEY + len(self._links))
        element.kids.append(made)
        self._links.append((element, made))

    def _plain(self, face: Face, text: str, size: float, x: float, y: float) -> str:
        """The operators that show a text at a place."""
        (name, codes), *others = self.file.coded(face, text)
        shown = f"{name} {size:.3f} Tf\n1 0 0 1 {x:.2f} {-y:.2f} Tm\n<{codes}> Tj"
        return "\n".join([shown, *(f"{name} {size:.3f} Tf\n<{codes}> Tj" for name, codes in others)])

    def _shaped(self, piece: Piece, size: float, x: float, y: float) -> str:
        """Each glyph in its place: marks stand over their letters, and HarfBuzz may move on by more than the font."""
        out = []
        self._note_meanings(piece)
        for glyph in piece.glyphs:
            ((name, code),) = self.file.coded(piece.face, glyph.code)
            at = x + glyph.right * size
            out.append(f"{name} {size:.3f} Tf\n1 0 0 1 {at:.2f} {-(y - glyph.up * size):.2f} Tm\n<{code}> Tj")
            x += glyph.advance * size
        return "\n".join(out)

    def _note_meanings(self, piece: Piece) -> None:
        """What each glyph says: the first one of a cluster all of its text, the others nothing."""
        known, source = self._meanings.setdefault(piece.face.fontName, {}), piece.actual or ""
        for start, cluster in groupby(piece.glyphs, key=lambda glyph: glyph.source):
            end = min((glyph.source for glyph in piece.glyphs if glyph.source > start), default=len(source))
            known.setdefault(next(cluster).code, source[start:end])

    # -- lines and areas

    def rule(self, x: float, y: float, right: float, colour: str, thickness: float = 0.5) -> None:
        """A level line."""
        self.path([(x, y), (right, y)], colour, thickness)

    def path(self, points: list[tuple[float, float]], colour: str, thickness: float) -> None:
        """A line through points."""
        self._mark(self._figure or DECORATION)
        self._pencil(colour, thickness)
        start, *rest = points
        self.code.append(f"{start[0]:.2f} {-start[1]:.2f} m " + " ".join(f"{x:.2f} {-y:.2f} l" for x, y in rest) + " S")

    def area(self, points: list[tuple[float, float]], colour: str) -> None:
        """A filled area with straight sides."""
        self._mark(self._figure or DECORATION)
        self._ink(colour)
        start, *rest = points
        self.code.append(f"{start[0]:.2f} {-start[1]:.2f} m " + " ".join(f"{x:.2f} {-y:.2f} l" for x, y in rest) + " f")

    def box(
        self, x: float, y: float, size: tuple[float, float], fill: str | None = None, edge: str | None = None
    ) -> None:
        """A rectangle, filled or outlined or both."""
        self._mark(self._figure or DECORATION)
        if fill:
            self._ink(fill)
        if edge:
            self._pencil(edge, 0.8)
        how = "B" if fill and edge else "f" if fill else "S"
        self.code.append(f"{x:.2f} {-y - size[1]:.2f} {size[0]:.2f} {size[1]:.2f} re {how}")

    def disc(self, x: float, y: float, radius: float, fill: str | None, edge: str | None = None) -> None:
        """A circle, filled or outlined or both."""
        self.pill(x - radius, y, (2 * radius, radius), fill, edge)

    def pill(self, x: float, y: float, size: tuple[float, float], fill: str | None, edge: str | None = None) -> None:
        """A bar with round ends: `y` is its middle, `size` its length and the radius of its ends."""
        self._mark(self._figure or DECORATION)
        if fill:
            self._ink(fill)
        if edge:
            self._pencil(edge, 1.0)
        long, r = size
        k, y = r * _ROUND, -y
        a, b = x + r, x + max(long - r, r)
        self.code.append(
            f"{a:.2f} {y + r:.2f} m {b:.2f} {y + r:.2f} l "
            f"{b + k:.2f} {y + r:.2f} {b + r:.2f} {y + k:.2f} {b + r:.2f} {y:.2f} c "
            f"{b + r:.2f} {y - k:.2f} {b + k:.2f} {y - r:.2f} {b:.2f} {y - r:.2f} c {a:.2f} {y - r:.2f} l "
            f"{a - k:.2f} {y - r:.2f} {a - r:.2f} {y - k:.2f} {a - r:.2f} {y:.2f} c "
            f"{a - r:.2f} {y + k:.2f} {a - k:.2f} {y + r:.2f} {a:.2f} {y + r:.2f} c "
            + ("B" if fill and edge else "f" if fill else "S")
        )

    def image(self, image: Image, x: float, y: float, size: tuple[float, float]) -> None:
        """A picture."""
        self._mark(self._figure or DECORATION)
        self.code.append(f"q {size[0]:.2f} 0 0 {size[1]:.2f} {x:.2f} {-y - size[1]:.2f} cm /I{len(self._images)} Do Q")
        self._images.append(image)

    def _ink(self, colour: str) -> None:
        if colour != self._fill:
            self.code.append(_rgb(colour) + " rg")
            self._fill = colour

    def _pencil(self, colour: str, thickness: float) -> None:
        if colour != self._stroke:
            self.code.append(_rgb(colour) + " RG")
            self._stroke = colour
        width = f"{thickness:.2f} w"
        if width != self._thickness:
            self.code.append(width)
            self._thickness = width

    # -- the end

    def sheet(self) -> Sheet:
        """The drawn page."""
        for element in [*self.root.walk()]:
            if element.role.startswith("H") and len(element.kids) > 1:
                self._gather(element)
        end = ["EMC"] if self._open is not None else []
        code = "\n".join([*self.code, *end]).encode("latin-1")
        return Sheet(
            self.frame.paper, code, self.root, tuple(self._contents), tuple(self._links), tuple(self._images),
            tuple(self._bookmarks), self._meanings,
        )  # fmt: skip

    def _gather(self, heading: Element) -> None:
        """A heading with several kids gets one that holds them: some readers look no further than the first."""
        whole = Element("Span", None)
        whole.kids, heading.kids, whole.parent = heading.kids, [whole], heading
        for kid in whole.kids:
            if isinstance(kid, Element):
                kid.parent = whole
            elif isinstance(kid, int):
                self._contents[kid] = whole
        self._links = [(whole if owner is heading else owner, link) for owner, link in self._links]

    def _box(self, x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
        """A rectangle of ours in points from the bottom left of the paper."""
        left, scale, top = self.frame.left, self.frame.scale, self.frame.top
        return left + x * scale, top - (y + height) * scale, left + (x + width) * scale, top - y * scale


@cache
def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.4f}" for at in (1, 3, 5))


def _runs(line: TextLine) -> Iterator[tuple[Piece, float]]:
    """The pieces of a line, those of one look that follow each other as one, each with the room of the space after it.

    A reader needs a space between words, at the end of a line too (ISO 32000-1, 14.8.2.5).
    """
    last = len(line.words) - 1
    run: Piece | None = None
    said, width, space = list[str](), 0.0, 0.0
    for number, word in enumerate(line.words):
        for piece in word.pieces:
            if run is not None and _alike(run, piece):
                said.append(f" {piece.text}" if space else piece.text)
                width += space + piece.width
            else:
                if run is not None:
                    yield run._replace(text="".join(said), width=width), space
                run, said, width = piece, [piece.text], piece.width
            space = 0.0
        if word.pieces:
            space = word.space if number < last else 0.0 if line.joined else _AT_THE_END
    if run is not None:
        yield run._replace(text="".join(said), width=width), space


def _alike(run: Piece, piece: Piece) -> bool:
    return (
        run.face is piece.face
        and run.look == piece.look
        and run.actual is None
        and piece.actual is None
        and not (run.glyphs or piece.glyphs)
    )
