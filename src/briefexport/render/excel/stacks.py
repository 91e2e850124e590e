"""The chart beside a table: a column a row, stacked from its numbers, with the words for them beside it."""

from decimal import Decimal

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D

from ...document.sheet import SheetTable, Stacks, Tone
from .cell import letters, number
from .chart import bare_axes, chart_text, chart_title, ground
from .drawn import Drawn, quoted_name
from .look import Looks, bare

_WIDTH_EMU, _HEIGHT_EMU = 6_300_000, 3_420_000  # 17.5 by 9.5 cm
_FREE = 1  # column between the table and the chart: for notes
_NO_ZEROS = "0;;;"
_PALE = (Tone.IDLE, Tone.DOUBT)


def add_stacks(drawn: Drawn, stacks: Stacks, table: SheetTable, head: int, looks: Looks) -> None:
    """The chart, level with the headings in the row `head`."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "stacked", 100, 55
    chart.roundedCorners = False
    chart.title = chart_title(stacks.title, looks)
    chart.legend = Legend()
    chart.legend.position = "r"
    chart.legend.txPr = chart_text(looks.ink, 9, looks)
    drawing = _Drawing(drawn, table, head, looks)
    for key, tone in stacks.parts:
        chart.series.append(drawing.series(key, stacks.along, tone))
    bare_axes(chart, looks)
    chart.x_axis.title = chart_title(table.columns[table.place(stacks.along)].title, looks)
    start = AnchorMarker(col=len(table.columns) + _FREE, row=head - 1)
    size = XDRPositiveSize2D(_WIDTH_EMU, _HEIGHT_EMU)
    chart.anchor = OneCellAnchor(_from=start, ext=size)  # type: ignore[assignment]  # stubs know text only
    drawn.page.add_chart(chart)
    drawn.charts[stacks.title] = stacks.alt


class _Drawing:
    """What every part of the chart is drawn from; rows count as in the sheet."""

    def __init__(self, drawn: Drawn, table: SheetTable, head: int, looks: Looks) -> None:
        self.page, self.table, self.head, self.looks = drawn.page, table, head, looks
        self.last = head + len(table.rows)

    def series(self, key: str, along: str, tone: Tone) -> Series:
        """One part over all rows."""
        values, names = self.numbers(key), self.numbers(along)
        made = Series(val=NumDataSource(numRef=values), cat=AxDataSource(numRef=names), tx=self.heading(key))
        made.spPr = ground(tone, self.looks)
        colour = self.looks.ink if tone in _PALE else bare(self.looks.palette.on_accent)
        made.dLbls = DataLabelList(numFmt=_NO_ZEROS, txPr=chart_text(colour, 9, self.looks, bold=True), showVal=True)
        for name in ("showSerName", "showCatName", "showLegendKey", "showPercent", "showBubbleSize"):
            setattr(made.dLbls, name, False)
        return made

    def numbers(self, key: str) -> NumRef:
        """The cells of a column, with what they say now."""
        place = self.table.place(key)
        said = [row[place] for row in self.table.rows]
        points = [NumVal(idx=at, v=number(cell)) for at, cell in enumerate(said) if isinstance(cell, Decimal)]
        cache = NumData(formatCode="General", ptCount=len(said), pt=points)
        return NumRef(f=self.cells(place, self.head + 1, self.last), numCache=cache)

    def heading(self, key: str) -> SeriesLabel:
        """The heading of a column."""
        place = self.table.place(key)
        words = StrData(ptCount=1, pt=[StrVal(idx=0, v=self.table.columns[place].title)])
        return SeriesLabel(strRef=StrRef(f=self.cells(place, self.head, self.head), strCache=words))

    def cells(self, place: int, first: int, last: int) -> str:
        """Cells of a column as formulas write them."""
        letter = letters(place + 1)
        return f"{quoted_name(self.page.title)}!${letter}${first}:${letter}${last}"
