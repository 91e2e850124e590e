"""A sheet as it is drawn: its rows as XML, and the page of openpyxl that carries everything around them."""

from collections.abc import Sequence

import msgspec
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ...document.sheet import Cell
from ...document.text import Furniture
from ...theme import Theme
from .cell import escaped
from .look import Looks, Style, bare

_PAPERS = {("a4", False): 9, ("letter", False): 1, ("a4", True): 8, ("letter", True): 17}
_FURTHEST = 255  # the most characters that the top or the foot of a page can hold


class Drawn(msgspec.Struct):
    """A sheet being made: `rows` are the XML of its rows in order, `last` its last cell, `widths_chars` one a column.

    `about` says by name what its tables hold, `charts` by title what its charts show, for readers who cannot see them.
    `said` are the rows of a cover as they were meant.
    """

    page: Worksheet
    rows: list[str]
    last: str = "A1"
    widths_chars: Sequence[float] = ()
    about: dict[str, str] = {}
    charts: dict[str, str] = {}
    said: list[tuple[Cell, ...]] = []


def title_style(looks: Looks) -> Style:
    """The first cell of a sheet: what it is."""
    return Style(bare(looks.palette.accent), 15, bold=True, wrap=False, upright="center")


def marking_style(looks: Looks) -> Style:
    """The marking in the sheet itself."""
    return Style(bare(looks.palette.marking), 9.5, bold=True, wrap=False, upright="center")


def line_style(looks: Looks) -> Style:
    """A line in a lower voice."""
    return Style(bare(looks.palette.muted), 9.5, wrap=False, upright="center")


def set_up(page: Worksheet, furniture: Furniture, theme: Theme, *, wide: bool = False) -> None:
    """How a sheet is seen and printed: no grid, one page wide, lying, the paper of the house."""
    page.sheet_view.showGridLines = False
    page.sheet_view.rightToLeft = furniture.right_to_left or None
    page.sheet_view.zoomScale = 100
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.sheet_format.defaultRowHeight = 15
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _PAPERS[theme.paper, wide]
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.print_options.horizontalCentered = False
    margins = page.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.8
    margins.header = margins.footer = 0.35


def furniture_xml(furniture: Furniture, theme: Theme) -> str:
    """The top and the foot of every printed page: the marking on both, reference and page number below."""
    family, colour = theme.office_family.replace('"', ""), bare(theme.palette.marking)
    quiet = bare(theme.palette.muted)
    marking = f'&C&"{family},Bold"&10&K{colour}{_plain(furniture.marking)}' if furniture.marking else ""
    page = _plain(furniture.page_of).replace("{page}", "&P").replace("{pages}", "&N")
    reference = " · ".join(part for part in (furniture.reference, furniture.draft) if part)
    right = f'&R&"{family},Regular"&9&K{quiet}{page}'
    left = f'&L&"{family},Regular"&9&K{quiet}'
    room = _FURTHEST - len(left) - len(marking) - len(right)
    left += _plain(reference)[: max(room, 0)].rstrip("&")
    head = f"<oddHeader>{escaped(marking[:_FURTHEST])}</oddHeader>" if marking else ""
    return f"<headerFooter>{head}<oddFooter>{escaped((left + marking + right)[:_FURTHEST])}</oddFooter></headerFooter>"


def _plain(text: str) -> str:
    """A text in which nothing is an instruction."""
    return " ".join(text.split()).replace("&", "&&")


def quoted_name(name: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + name.replace("'", "''") + "'"
