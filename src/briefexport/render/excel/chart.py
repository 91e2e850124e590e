"""The chart on the cover: columns in the colours of the statuses, each with its number, nothing else."""

from decimal import Decimal

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import NumData, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun

from ...document.sheet import Chart as Said
from ...document.sheet import Formula, Number, Strip, Tone
from .drawn import Drawn
from .look import Looks, bare

_AIR_EMU = 60_000


def add_chart(drawn: Drawn, said: Said, strip: Strip, rows: tuple[int, int], looks: Looks) -> None:
    """The chart in the first of the rows; it reads the strip whose words stand in the second."""
    at, words = rows
    chart = BarChart()
    chart.type, chart.gapWidth, chart.varyColors = "col", 45, False
    chart.legend, chart.roundedCorners = None, False
    chart.title = chart_title(said.title, looks)
    last = len(strip.numbers) + 1
    series = SeriesFactory(
        Reference(drawn.page, min_col=2, max_col=last, min_row=words + 1, max_row=words + 1), title=said.title
    )
    series.dPt = [_point(place, number, looks) for place, number in enumerate(strip.numbers)]
    series.dLbls = DataLabelList(txPr=chart_text(looks.ink, 10, looks, bold=True))
    series.dLbls.showVal = True
    for name in ("showSerName", "showCatName", "showLegendKey", "showPercent", "showBubbleSize"):
        setattr(series.dLbls, name, False)
    chart.series.append(series)
    chart.set_categories(Reference(drawn.page, min_col=2, max_col=last, min_row=words, max_row=words))
    _cache(chart, strip)
    bare_axes(chart, looks)
    _place(chart, at)
    drawn.page.add_chart(chart)
    drawn.charts[said.title] = said.told(results(strip))


def results(strip: Strip) -> list[Decimal]:
    """What the numbers of a strip come to."""
    found = (number.value.result for number in strip.numbers if isinstance(number.value, Formula))
    return [result for result in found if isinstance(result, Decimal)]


def _point(place: int, number: Number, looks: Looks) -> DataPoint:
    return DataPoint(idx=place, invertIfNegative=False, spPr=ground(number.tone, looks))


def ground(tone: Tone | None, looks: Looks) -> GraphicalProperties:
    """The ground of a column: its tone, a pale one with a line around it where nothing is good or bad."""
    text, _ = looks.toned(tone)
    pale = {Tone.IDLE: bare(looks.palette.line), Tone.DOUBT: bare(looks.palette.on_accent)}
    fill = pale.get(tone, text) if tone else text
    made = GraphicalProperties(solidFill=fill)
    made.line = LineProperties(solidFill=text, w=9525)
    return made


def _cache(chart: BarChart, strip: Strip) -> None:
    """What the chart shows before anything is computed: previews have nothing else."""
    source = chart.series[0]
    values = [NumVal(idx=place, v=str(result)) for place, result in enumerate(results(strip))]
    source.val.numRef.numCache = NumData(formatCode="General", ptCount=len(values), pt=values)
    words = [StrVal(idx=place, v=number.label) for place, number in enumerate(strip.numbers)]
    reference = source.cat.numRef.f
    source.cat.numRef = None
    source.cat.strRef = StrRef(f=reference, strCache=StrData(ptCount=len(words), pt=words))


def bare_axes(chart: BarChart, looks: Looks) -> None:
    """Words below the columns and nothing else: the numbers stand in the chart."""
    chart.x_axis.delete = False
    chart.x_axis.majorTickMark = "none"
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=bare(looks.palette.line)))
    chart.x_axis.txPr = chart_text(looks.ink, 9, looks)
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    chart.graphical_properties = GraphicalProperties(noFill=True)
    chart.graphical_properties.line.noFill = True


def chart_title(text: str, looks: Looks) -> Title:
    """The title of a chart."""
    properties = _characters(bare(looks.palette.accent), 10, looks, bold=True)
    run = RegularTextRun(rPr=properties, t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=properties), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def chart_text(colour: str, size_pt: int, looks: Looks, *, bold: bool = False) -> RichText:
    """How texts of a chart look."""
    properties = _characters(colour, size_pt, looks, bold=bold)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=properties), endParaRPr=properties)
    paragraph.r = []  # openpyxl puts an empty run there, which has no place in a format
    return RichText(p=[paragraph])


def _characters(colour: str, size_pt: int, looks: Looks, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size_pt * 100, b=bold, solidFill=colour, latin=Font(typeface=looks.family))


def _place(chart: BarChart, row: int) -> None:
    """Over the narrow columns of one row, moving and growing with it."""
    start = AnchorMarker(col=1, colOff=_AIR_EMU, row=row - 1, rowOff=_AIR_EMU)
    end = AnchorMarker(col=7, colOff=0, row=row, rowOff=0)
    chart.anchor = TwoCellAnchor(editAs="oneCell", _from=start, to=end)  # type: ignore[assignment]  # stubs know text only
