"""How cells look: the theme as fonts, fills and formats, each made once and known by its number."""

from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from msgspec.structs import replace
from openpyxl import Workbook as Book
from openpyxl.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from ...document.sheet import Cell, Formula, Kind, Look, Measure, SheetColumn, Tone
from ...document.text import Value
from ...theme import Palette, Theme
from .cell import Texts, longest_line

SIZE_PT = 10

# Windows' numbers of languages: month names then come in the document's language on any machine. Beside each stands the
# widest of the short months that programs have for it; for some languages they know none and write the month out.
# Sources: [MS-LCID]; the months of CLDR 47 and LibreOffice 7.4.
_LCID = {
    "ar": ("401", "سبتمبر"),
    "bn": ("445", "সেপ্টেম্বর"),
    "cs": ("405", "VIII"),
    "da": ("406", "maj."),
    "de": ("407", "Sept."),
    "el": ("408", "Ιουν"),  # noqa: RUF001 # Greek letters
    "en": ("809", "Sept"),
    "es": ("C0A", "sept."),
    "fa": ("429", "اردیبهشت"),
    "fi": ("40B", "maalis"),
    "fr": ("40C", "févr."),
    "he": ("40D", "ספט׳"),  # noqa: RUF001 # a Hebrew mark
    "hi": ("439", "अक्तॊबर."),
    "it": ("410", "mag"),
    "nl": ("413", "mrt."),
    "pl": ("415", "VIII"),
    "pt": ("816", "mai."),
    "ru": ("419", "февр."),
    "sv": ("41D", "sept."),
    "tr": ("41F", "Şub"),
    "uk": ("422", "квіт."),
    "ur": ("420", "جولائی"),
}
_DOTTED = {_LCID[language][0] for language in ("cs", "da", "de", "fi")}  # a dot stands after the number of a day
_ANY_MONTH = "September"  # a program then shows days in the language of whoever looks
_PLACES = 15  # decimals that a number format can name
_LOOKS_LIKE_MORE = "=+-@'|%\t\r\n"


_MIRRORED = {"left": "right", "right": "left"}


class Style(Value, frozen=True):
    """One look of a cell; colours as `rrggbb`, `fill` empty for none."""

    colour: str
    size_pt: float = SIZE_PT
    bold: bool = False
    italic: bool = False
    fill: str = ""
    line: str = ""
    number_format: str = "General"
    across: str = "general"
    upright: str = "top"
    wrap: bool = True
    quoted: bool = False
    indent: int = 0


class Looks:
    """What the sheets of a file share: every look as the number that cells carry, and the texts."""

    def __init__(self, book: Book, theme: Theme, language: str, *, right_to_left: bool = False) -> None:
        self._theme = theme
        self._right_to_left = right_to_left
        self._page = book.worksheets[0]
        self._marks: Any = cast("Any", book)._differential_styles  # noqa: SLF001 # no other way
        self.texts = Texts()
        self._numbers: dict[Style, int] = {}
        self._numbers_of_marks: dict[Tone, int] = {}
        _, month = _of_language(language)
        self.day = day_format(language)
        self.day_chars = longest_line(f"30 {month} 2000") + ("." in self.day)

    @property
    def palette(self) -> Palette:
        """The colours of the theme."""
        return self._theme.palette

    @property
    def family(self) -> str:
        """The family of every font."""
        return self._theme.office_family

    def number(self, style: Style) -> int:
        """The number of a look."""
        if style not in self._numbers:
            self._numbers[style] = self._made(style)
        return self._numbers[style]

    def _made(self, style: Style) -> int:
        cell = ExcelCell(self._page, row=1, column=1)
        cell.font = Font(
            name=self.family,
            sz=style.size_pt,
            b=style.bold or None,
            i=style.italic or None,
            color=style.colour,
            family=2,
        )
        if style.fill:
            cell.fill = PatternFill("solid", fgColor=style.fill, bgColor=style.fill)
        if style.line:
            cell.border = Border(bottom=Side("thin", color=style.line))
        cell.alignment = Alignment(
            horizontal=_MIRRORED.get(style.across, style.across) if self._right_to_left else style.across,
            vertical=style.upright,
            wrap_text=style.wrap or None,
            indent=style.indent,
            readingOrder=2 if self._right_to_left else 0,
        )
        cell.number_format = style.number_format
        cell.quotePrefix = style.quoted
        return int(cell.style_id)

    @cached_property
    def ink(self) -> str:
        """The colour of text."""
        return bare(self.palette.ink)

    def toned(self, tone: Tone | None) -> tuple[str, str]:
        """The colour of text and of its ground, empty for none; each pair is readable."""
        colours = self.palette
        pairs = {
            Tone.GOOD: (colours.green, colours.green_tint),
            Tone.CAUTION: (colours.amber, colours.amber_tint),
            Tone.BAD: (colours.red, colours.red_tint),
            Tone.DONE: (colours.accent, colours.tint),
            Tone.IDLE: (colours.muted, ""),
            Tone.DOUBT: (colours.muted, ""),
        }
        text, ground = pairs[tone] if tone else (colours.ink, "")
        return bare(text), bare(ground)

    def mark(self, tone: Tone) -> int:
        """The number of what a mark changes in a cell."""
        if tone not in self._numbers_of_marks:
            self._numbers_of_marks[tone] = self._marks.add(self._changed(tone))
        return self._numbers_of_marks[tone]

    def _changed(self, tone: Tone) -> DifferentialStyle:
        text, ground = self.toned(tone)
        return DifferentialStyle(
            font=Font(b=True, i=tone is Tone.DOUBT or None, color=text),
            fill=PatternFill("solid", fgColor=ground, bgColor=ground) if ground else None,
        )

    def column(self, column: SheetColumn) -> "ColumnLook":
        """The looks of a column's cells."""
        return ColumnLook(self, column)


class ColumnLook:
    """The looks that the cells of one column have, by what they hold."""

    def __init__(self, looks: Looks, column: SheetColumn) -> None:
        self._looks, self._kind = looks, column.kind
        colours = looks.palette
        self._style = Style(
            colour=bare(colours.muted) if column.look is Look.QUIET else looks.ink,
            bold=column.look in (Look.NAME, Look.STATUS),
            fill=bare(colours.tint) if column.people else "",
            line=bare(colours.line),
            across="left",
            upright="center",
            indent=1,
        )
        self._numbers: dict[str, int] = {}
        self._text = looks.number(self._style)
        self._kept = looks.number(replace(self._style, quoted=True))
        self._empty = self._shown(None)

    def of(self, cell: Cell) -> int:
        """The number of a cell's look: words at the start of a line, numbers and days at its end."""
        if cell is None:
            return self._empty
        if isinstance(cell, str):
            first = cell[:1]
            return self._kept if first and (first in _LOOKS_LIKE_MORE or first.isdigit()) else self._text
        return self._shown(cell.result if isinstance(cell, Formula) else cell)

    def _shown(self, value: Cell) -> int:
        if self._kind is Kind.TEXT:
            return self._text
        if self._kind is Kind.DATE:
            shown = self._looks.day
        elif self._kind is Kind.SHARE:
            shown = "0%"
        else:
            shown = number_format(value) if isinstance(value, Decimal | Measure) else "General"
        if shown not in self._numbers:
            self._numbers[shown] = self._looks.number(replace(self._style, number_format=shown, across="right"))
        return self._numbers[shown]


def _of_language(language: str) -> tuple[str, str]:
    return _LCID.get(language.split("-", maxsplit=1)[0].lower(), ("", _ANY_MONTH))


def day_format(language: str) -> str:
    """The format that shows days as that language does."""
    code, _ = _of_language(language)
    shown = r"d\. mmm yyyy" if code in _DOTTED else "d mmm yyyy"
    return f"[$-{code}]{shown}" if code else shown


def number_format(cell: Decimal | Measure) -> str:
    """The format that shows every decimal its author typed.

    >>> number_format(Decimal("61.50"))
    '#,##0.00'
    """
    value = cell.value if isinstance(cell, Measure) else cell
    exponent = value.as_tuple().exponent
    places = min(max(-exponent, 0), _PLACES) if isinstance(exponent, int) else 0
    shown = "#,##0" + ("." + "0" * places if places else "")
    # A percent sign in quotes is a letter: the number stays what it is.
    return f'{shown}"%"' if isinstance(cell, Measure) and cell.percent else shown


def bare(colour: str) -> str:
    """A colour without its `#`."""
    return colour.removeprefix("#").upper()
