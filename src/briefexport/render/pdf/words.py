"""Spans -> measured words -> lines. A text is measured once; how it breaks depends on the width alone."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from operator import add
from typing import NamedTuple

from ...document.text import Spans
from .faces import Face, Faces, Run, Style
from .shaping import Glyph, shape

SHAPED = re.compile("[\u0300-\u036f\u0483-\u0489\u0900-\u097f\u1cd0-\u1dff\u200c\u200d\u20d0-\u20ff\ua8e0-\ua8ff]")
"""Characters whose glyphs depend on their neighbours."""

# A token, and the gap that follows it.
_TOKEN = re.compile(r"([^ \t\n\u200b]*)(\n|[ \t\u200b]+|\Z)")
# Not after a hyphen: programs that read the page out take one at the end of a line for a mark of division and drop it.
_AFTER_DASH = re.compile(r"(?<=[^\W\d]{2}[\u2013\u2014/])(?=\w{2})")
_IN_LONG = re.compile(r"(?<=[-\u2013\u2014/.,;:?&=_%#@+])(?=\w)")
_LONG = 28
_SHORTEST_BROKEN = 6
_MOST_TOKENS = 8192
_SUPERSCRIPT = 0.84
_RAISED = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
EPSILON = 1e-6

_SCRIPTS = (
    ("ru", re.compile("[\u0400-\u052f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
)
_BY_SCRIPT = {"ru": "ru", "uk": "ru", "bg": "ru", "sr": "ru", "mk": "ru", "be": "ru", "kk": "ru", "mn": "ru",
              "hi": "hi", "mr": "hi", "ne": "hi", "sa": "hi", "el": "el"}  # fmt: skip
"""Languages whose own script is that of another one in the table above."""


class Look(NamedTuple):
    """What a run of text is, besides its font: a link, another language, struck out, raised."""

    link: str | None = None
    language: str | None = None
    strike: bool = False
    raised: bool = False


PLAIN = Look()


class Piece(NamedTuple):
    """A stretch of one font and look. `text` are the codes drawn; `actual` what it says where that differs."""

    face: Face
    text: str
    width: float
    look: Look = PLAIN
    actual: str | None = None
    glyphs: tuple[Glyph, ...] = ()

    @property
    def scale(self) -> float:
        """The size next to that of the text around it."""
        return _size(self.look)


class Word(NamedTuple):
    """What is not broken while a line has room. `space` is what follows it in a line; `ends`: its line ends there."""

    pieces: tuple[Piece, ...]
    width: float
    space: float = 0.0
    ends: bool = False


class TextLine(NamedTuple):
    """Words of one line. `joined`: the last one goes on in the next line, so no space belongs between them."""

    words: tuple[Word, ...]
    width: float
    joined: bool = False


class Text:
    """A measured text; all widths are in ems."""

    def __init__(self, words: Sequence[Word], tracking: float = 0.0) -> None:
        self.words = tuple(words)
        self.tracking = tracking
        pieces, widths, spaces, ends = zip(*words, strict=True) if words else ((), (), (), ())
        self.narrowest: float = max(widths, default=0.0)
        self.forced = True in ends
        self.tall = any(face.tall for face in {piece.face for piece in chain.from_iterable(pieces)})
        self._starts = [0.0, *accumulate(map(add, widths, spaces))]
        self._ends = [*map(add, self._starts, widths)]
        self.natural = self._natural()
        self._counts: dict[float, int] = {}
        self._broken: dict[float, tuple[TextLine, ...]] = {}

    def _natural(self) -> float:
        if self.forced:
            return max(line.width for line in _lines(self.words, float("inf")))
        return self._ends[-1] if self.words else 0.0

    def count(self, width: float) -> int:
        """How many lines there are in that width."""
        count = self._counts.get(width)
        if count is None:
            count = self._counts[width] = self._count(width)
        return count

    def _count(self, width: float) -> int:
        room = width + EPSILON
        if self.natural <= room and not self.forced:
            return 1 if self.words else 0
        if self.forced or self.narrowest > room:
            return len(self.lines(width))
        at = count = 0
        while at < len(self.words):
            at = bisect_right(self._ends, self._starts[at] + room, at)
            count += 1
        return count

    def lines(self, width: float) -> tuple[TextLine, ...]:
        """The lines in that width; none is wider, whatever stands in it."""
        if width not in self._broken:
            self._broken[width] = tuple(_lines(self.words, width))
        return self._broken[width]


def _lines(words: Sequence[Word], width: float) -> Iterator[TextLine]:
    line: list[Word] = []
    used = gap = 0.0
    for word in words:
        if line and used + gap + word.width > width + EPSILON:
            yield TextLine(tuple(line), used, joined=not line[-1].space)
            line, used, gap = [], 0.0, 0.0
        if word.width > width + EPSILON:
            *full, rest = _parts(word, width)
            for part in full:
                yield TextLine((part,), part.width, joined=True)
        else:
            rest = word
        line.append(rest)
        used += gap + rest.width
        gap = rest.space
        if rest.ends:
            yield TextLine(tuple(line), used)
            line, used, gap = [], 0.0, 0.0
    if line:
        yield TextLine(tuple(line), used)


def _parts(word: Word, width: float) -> Iterator[Word]:
    """A word too long for a line, cut after a space that holds it together, else anywhere between letters."""
    taken: list[Piece] = []
    used = 0.0
    for letter in (letter for piece in word.pieces for letter in _letters(piece)):
        if taken and used + letter.width > width:
            at = max((at for at, piece in enumerate(taken, 1) if piece.text == "\u00a0"), default=len(taken))
            full, taken = taken[:at], taken[at:]
            yield Word(tuple(_merged(full)), sum(piece.width for piece in full))
            used = sum(piece.width for piece in taken)
        taken.append(letter)
        used += letter.width
    yield Word(tuple(_merged(taken)), used, word.space, word.ends)


def _letters(piece: Piece) -> Iterator[Piece]:
    if not piece.glyphs:
        if piece.actual is not None and len(piece.actual) != len(piece.text):
            yield piece
            return
        spread = (piece.width - piece.face.width(piece.text) * piece.scale) / len(piece.text)
        for at, character in enumerate(piece.text):
            actual = None if piece.actual is None else piece.actual[at]
            width = piece.face.width(character) * piece.scale + spread
            yield Piece(piece.face, character, width, piece.look, actual)
        return
    starts = sorted({glyph.source for glyph in piece.glyphs})
    source = piece.actual or ""
    for start, end in pairwise([*starts, len(source)]):
        glyphs = tuple(glyph for glyph in piece.glyphs if glyph.source == start)
        codes, width = "".join(glyph.code for glyph in glyphs), sum(glyph.advance for glyph in glyphs)
        yield Piece(piece.face, codes, width * piece.scale, piece.look, source[start:end], glyphs)


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one font and look as one piece again."""
    before: Piece | None = None
    for piece in pieces:
        if before and before.face is piece.face and before.look == piece.look and not (before.glyphs or piece.glyphs) \
                and (before.actual is None) == (piece.actual is None):  # fmt: skip
            actual = None if piece.actual is None else (before.actual or "") + piece.actual
            before = Piece(before.face, before.text + piece.text, before.width + piece.width, before.look, actual)
            continue
        if before:
            yield before
        before = piece
    if before:
        yield before


class Composing:
    """Turns spans into measured texts; the same spans give the same text."""

    def __init__(self, faces: Faces, language: str) -> None:
        self.faces = faces
        self.language = language
        self._script = _BY_SCRIPT.get(language.partition("-")[0])
        self._made: dict[tuple[Spans, bool, bool, float], Text] = {}

    def text(self, spans: Spans, *, bold: bool = False, caps: bool = False, tracking: float = 0.0) -> Text:
        """The measured text of spans; `tracking` is extra room after each letter, in ems.

        Raises:
            GlyphError: no font has one of the characters.
        """
        key = (spans, bold, caps, tracking)
        made = self._made.get(key)
        if made is None:
            words = self._words(spans, bold=bold, caps=caps, tracking=tracking)
            made = self._made[key] = Text(words, tracking)
        return made

    def _words(self, spans: Spans, *, bold: bool, caps: bool, tracking: float) -> list[Word]:
        words: list[Word] = []
        begun: list[Piece] = []
        for span in spans:
            raised = _raised(span.note) if span.note is not None else None
            look = Look(span.link, span.language, span.strike, raised is not None and raised == span.note)
            style = Style(bold or span.bold, span.italic)
            tokens = _tokens_of(self.faces, _Manner(style, look, self._script, caps, tracking))
            for token, gap in _TOKEN.findall(span.text if raised is None else raised):
                if gap == " " and token and not begun:
                    words += tokens.spaced(token)
                    continue
                if token:
                    begun = _begun(words, begun, tokens, token)
                if gap and (begun or gap == "\n"):
                    words.append(_word(begun, 0.0 if gap == "\u200b" else tokens.room, ends=gap == "\n"))
                    begun = []
        if begun:
            words.append(_word(begun, 0.0))
        return words


def _begun(words: list[Word], begun: list[Piece], tokens: "_Tokens", token: str) -> list[Piece]:
    """What a token leaves open at its end; the parts of it that stand for themselves join the words."""
    *whole, last = _chunks(token)
    for chunk in whole:
        words.append(_word([*begun, *tokens.pieces(chunk)], 0.0))
        begun = []
    return [*begun, *tokens.pieces(last)]


class _Manner(NamedTuple):
    """How a token is to look. `script` is the language whose script is that of the document, None for Latin."""

    style: Style
    look: Look
    script: str | None
    caps: bool
    tracking: float


class _Tokens:
    """Tokens measured in one manner: the same for the same token in any document. `room` is that of a space."""

    def __init__(self, faces: Faces, manner: _Manner) -> None:
        self.faces, self.manner = faces, manner
        self.room = faces.first(manner.style).space + manner.tracking
        self.pieces = lru_cache(_MOST_TOKENS)(self._pieces)
        self.spaced = lru_cache(_MOST_TOKENS)(self._spaced)

    def _spaced(self, token: str) -> tuple[Word, ...]:
        """A token that a space follows."""
        words: list[Word] = []
        last = _begun(words, [], self, token)
        return *words, _word(last, self.room)

    def _pieces(self, token: str) -> tuple[Piece, ...]:
        """A token without a space."""
        manner, first = self.manner, self.faces.first(self.manner.style)
        if not manner.caps and first.has_all(token) and not SHAPED.search(token):
            return (_plain(Run(first, token, token), _tongue(manner, token), manner.tracking),)
        return tuple(
            (_shaped if SHAPED.search(run.drawn) else _plain)(run, _tongue(manner, run.source), manner.tracking)
            for run in self.faces.runs(token, manner.style, caps=manner.caps)
        )


@lru_cache(128)
def _tokens_of(faces: Faces, manner: _Manner) -> _Tokens:
    return _Tokens(faces, manner)


def _tongue(manner: _Manner, text: str) -> Look:
    """The look with the language that the script of a run tells, where that isn't the document's."""
    look = manner.look
    if look.language or text.isascii():
        return look
    for language, script in _SCRIPTS:
        if language != manner.script and script.search(text):
            return look._replace(language=language)
    return look


def _plain(run: Run, look: Look, tracking: float) -> Piece:
    width = run.face.width(run.drawn) + tracking * len(run.drawn)
    actual = None if run.source == run.drawn else run.source
    return Piece(run.face, run.drawn, width * _size(look), look, actual)


def _shaped(run: Run, look: Look, _tracking: float) -> Piece:
    glyphs = shape(run.face, run.drawn)
    codes = "".join(glyph.code for glyph in glyphs)
    return Piece(run.face, codes, sum(glyph.advance for glyph in glyphs) * _size(look), look, run.source, glyphs)


def _chunks(token: str) -> list[str]:
    """The parts of a token between which a line may end."""
    if len(token) < _SHORTEST_BROKEN:
        return [token]
    return (_IN_LONG if len(token) > _LONG else _AFTER_DASH).split(token)


def _raised(note: str) -> str:
    """The mark of a note: in the font's own small raised digits where it is a number."""
    return note.translate(_RAISED) if note.isascii() and note.isdigit() else note


def _size(look: Look) -> float:
    return _SUPERSCRIPT if look.raised else 1.0


def _word(pieces: Sequence[Piece], space: float, *, ends: bool = False) -> Word:
    width = pieces[0].width if len(pieces) == 1 else sum(piece.width for piece in pieces)
    return Word(tuple(pieces), width, space, ends)
