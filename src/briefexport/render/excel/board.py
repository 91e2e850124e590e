"""The cover: one wide column and six narrow ones; everything stands on this grid, and no cells are merged."""

import datetime as dt

from msgspec.structs import replace
from openpyxl import Workbook as Book
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break

from ...document.sheet import Banner, Board, Cell, Chart, Formula, Listing, Number, Strip
from ...document.text import Furniture
from ...theme import Theme
from .cell import Placed, letters, line_count
from .chart import add_chart
from .drawn import Drawn, line_style, marking_style, quoted_name, set_up
from .look import Looks, Style, bare

WIDE_CHARS, NARROW_CHARS = 64, 15.5
_COLUMNS = 7
_WIDTHS_CHARS = (WIDE_CHARS, *[NARROW_CHARS] * (_COLUMNS - 1))
_BANNER_PT = 185  # a chart needs as much
_SPACE_PT = 12
_CHAR_PT, _BESIDE_PT = 5.25, 3.75  # a letter of a column on paper, and what is around a column
_PAGE_PT = (770, 480)  # what a lying sheet of A4 has between its margins; that of a letter is as good as that
_SURE = 0.95


def draw_board(book: Book, board: Board, furniture: Furniture, theme: Theme, looks: Looks) -> Drawn:
    """The cover with its numbers, lists and chart."""
    page = book.create_sheet(board.name)
    set_up(page, furniture, theme)
    drawing = _Drawing(book, board, looks, Drawn(page, [], widths_chars=_WIDTHS_CHARS))
    drawing.opening(furniture)
    for part in board.parts:
        drawing.part(part)
    drawing.turn()
    drawn = drawing.drawn
    drawn.last = f"{letters(_COLUMNS)}{len(drawn.rows)}"
    page.print_area = f"A1:{drawn.last}"
    page.sheet_properties.tabColor = bare(looks.palette.accent)
    return drawn


class _Drawing:
    """One cover as it grows, row by row."""

    def __init__(self, book: Book, board: Board, looks: Looks, drawn: Drawn) -> None:
        self.book, self.board, self.looks, self.drawn = book, board, looks, drawn
        self.charts: dict[str, tuple[Chart, int]] = {}
        self.high_pt = 0.0
        self.lists: list[int] = []

    # -- parts

    def opening(self, furniture: Furniture) -> None:
        """Label, headline, marking, and the lines below."""
        colours = self.looks.palette
        label = Style(bare(colours.accent), 10, bold=True, wrap=False, upright="center")
        headline = Style(bare(colours.accent), 20, bold=True, wrap=False, upright="center")
        self.row([(label, self.board.title)], 18)
        self.row([(headline, self.board.headline)], 32)
        if furniture.marking:
            self.row([(marking_style(self.looks), furniture.marking)], 16)
        for line in self.board.lines:
            self.row([(line_style(self.looks), line)], 15)

    def part(self, part: Banner | Strip | Listing) -> None:
        """One part, with a little air above it."""
        self.row([], _SPACE_PT)
        match part:
            case Banner():
                self.banner(part)
            case Strip():
                self.strip(part)
            case Listing():
                self.listing(part)

    def banner(self, banner: Banner) -> None:
        """The text on a dark ground; the chart stands in the narrow columns beside it."""
        colours = self.looks.palette
        self.heading([banner.heading])
        said = Style(
            bare(colours.on_accent), 14, bold=True, fill=bare(colours.accent), across="left", upright="center", indent=2
        )
        lines = line_count(banner.text, WIDE_CHARS * 0.62)
        self.row([(said, banner.text)], min(max(_BANNER_PT, lines * 19 + 24), 409))
        if banner.chart is not None:
            self.charts[banner.chart.strip] = (banner.chart, len(self.drawn.rows))

    def strip(self, strip: Strip) -> None:
        """Words above, numbers below: a header row and its row of numbers."""
        row = len(self.drawn.rows) + 1
        numbers = (strip.total, *strip.numbers)
        lines = max(line_count(number.label, NARROW_CHARS) for number in strip.numbers) if strip.numbers else 1
        self.row(
            [(self.word(number, first=not place), number.label) for place, number in enumerate(numbers)],
            10 + 14 * lines,
        )
        self.row([(self.big(number, first=not place), number.value) for place, number in enumerate(numbers)], 40)
        for place, number in enumerate(numbers, start=1):
            if number.name is not None:
                self.name(number.name, f"${letters(place)}${row + 1}")
        if strip.name in self.charts:
            chart, at = self.charts[strip.name]
            add_chart(self.drawn, chart, strip, (at, row), self.looks)

    def listing(self, listing: Listing) -> None:
        """What, when, who: the second stands across two narrow columns, the third across four."""
        self.lists.append(len(self.drawn.rows))
        self.heading([listing.headings[0], listing.headings[1], None, listing.headings[2]])
        body = Style(self.looks.ink, line=bare(self.looks.palette.line), upright="center")
        for what, when, who in listing.rows:
            one = (body, what)
            height = line_count(what, WIDE_CHARS) * 13.5 + 9
            self.row([one, (self.day(body, when), when), None, (self.loose(body), who)], height, body)
        if not listing.rows:
            quiet = replace(line_style(self.looks), line=body.line)
            self.row([(quiet, listing.empty)], 20, body)

    def turn(self) -> None:
        """Lists that do not fit below the numbers begin on a page of their own: no heading stands last on one."""
        wide_pt = sum(chars * _CHAR_PT + _BESIDE_PT for chars in _WIDTHS_CHARS)
        if self.lists and self.high_pt > _PAGE_PT[1] * max(wide_pt / _PAGE_PT[0], 1) * _SURE:
            self.drawn.page.row_breaks.append(Break(id=self.lists[0]))

    # -- looks

    def heading(self, texts: list[str | None]) -> None:
        """A heading with a line under it, right across."""
        colours = self.looks.palette
        style = Style(
            bare(colours.accent), 10, bold=True, wrap=False, upright="center", line=bare(colours.accent), across="left"
        )
        self.row([(style, text) if text else None for text in texts], 21, style)

    def word(self, number: Number, *, first: bool) -> Style:
        """The word above a number."""
        text, ground = self.looks.toned(number.tone)
        colour = text if number.tone else bare(self.looks.palette.muted)
        return Style(
            colour,
            9.5,
            bold=True,
            fill=self.ground(ground),
            upright="center",
            across="left" if first else "center",
            indent=int(first),
        )

    def big(self, number: Number, *, first: bool) -> Style:
        """The number itself."""
        text, ground = self.looks.toned(number.tone)
        days = isinstance(number.value, dt.date)
        return Style(
            text if number.tone else bare(self.looks.palette.accent),
            20 if isinstance(number.value, Formula) else 16,
            bold=True,
            fill=self.ground(ground),
            upright="center",
            across="left" if first else "center",
            indent=int(first),
            number_format=self.looks.day if days else "#,##0",
            wrap=False,
        )

    def ground(self, colour: str) -> str:
        """The ground of a number: its tone's, else a quiet one."""
        return colour or bare(self.looks.palette.tint)

    def loose(self, style: Style) -> Style:
        """A text that may run across the empty cells beside it."""
        return Style(style.colour, line=style.line, upright="center", wrap=False, across="left")

    def day(self, style: Style, cell: Cell) -> Style:
        """The same for what may be a day."""
        shown = "General" if isinstance(cell, str) or cell is None else self.looks.day
        return Style(style.colour, line=style.line, upright="center", wrap=False, across="left", number_format=shown)

    # -- rows and names

    def row(self, cells: list[tuple[Style, Cell] | None], height: float, rest: Style | None = None) -> None:
        """A row of that height; `rest` is the look of the cells that say nothing."""
        placed: list[Placed | None] = [self.placed(cell) for cell in cells]
        if rest is not None:
            blank: Placed = (self.looks.number(rest), None)
            placed = [*(cell or blank for cell in placed), *([blank] * (_COLUMNS - len(placed)))]
        self.high_pt += height
        self.drawn.rows.append(self.looks.texts.row(len(self.drawn.rows) + 1, placed, height, fixed=True))
        self.drawn.said.append(tuple(cell[1] if cell else None for cell in cells))

    def placed(self, cell: tuple[Style, Cell] | None) -> Placed | None:
        """A cell with the number of its look."""
        return None if cell is None else (self.looks.number(cell[0]), cell[1])

    def name(self, name: str, place: str) -> None:
        """Gives a cell the name that formulas know it by."""
        self.book.defined_names[name] = DefinedName(name, attr_text=f"{quoted_name(self.board.name)}!{place}")
