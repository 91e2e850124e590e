"""How wide text is, about: enough to share out a table's columns and to count lines and pages, not to break lines."""

import math
import unicodedata

# Widths of Carlito, which are those of Calibri, in thousandths of the type size.
_NARROW = {" ": 226, "'": 221, ",": 250, ".": 252, ":": 268, ";": 268, "!": 326, "|": 460, "-": 306, "(": 303, ")": 303}
_LETTERS = (
    "a479 b525 c423 d525 e498 f305 g471 h525 i229 j239 k455 l229 m799 n525 o527 p525 q525 r349 s391 t335 u525 v452"
)
_MORE = "w715 x433 y453 z395 A579 B544 C533 D615 E488 F459 G631 H623 I252 J319 K520 L420 M855 N646 O662 P517"
_LAST = "Q673 R543 S459 T487 U642 V567 W890 X519 Y487 Z468"
_KNOWN = {**_NARROW, **{each[0]: int(each[1:]) for each in f"{_LETTERS} {_MORE} {_LAST}".split()}}
_MIDDLING, _SQUARE = 520, 1000
_BOLD = 1.04
_SAMPLE = 400
_WASTE = 1.03  # lines end before the margin, at a word


class _Widths(dict[str, int]):
    """Widths of letters; those that aren't known yet are guessed once."""

    def __missing__(self, letter: str) -> int:
        if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
            guess = 0
        else:
            guess = _SQUARE if unicodedata.east_asian_width(letter) in {"W", "F"} else _MIDDLING
        self[letter] = guess
        return guess


_WIDTHS = _Widths(_KNOWN)


def width_pt(text: str, size_pt: float, *, bold: bool = False) -> float:
    """How wide the text is on one line; a long text is weighed by its beginning."""
    sample = text[:_SAMPLE]
    width = sum(map(_WIDTHS.__getitem__, sample)) / 1000 * size_pt * (_BOLD if bold else 1)
    return width if len(text) <= _SAMPLE else width * len(text) / _SAMPLE


def line_count(text: str, size_pt: float, room_pt: float, *, bold: bool = False) -> int:
    """How many lines the text takes in a column of that width, about; line feeds begin new ones."""
    pieces = text.split("\n")
    return sum(max(1, math.ceil(width_pt(piece, size_pt, bold=bold) * _WASTE / room_pt)) for piece in pieces)
