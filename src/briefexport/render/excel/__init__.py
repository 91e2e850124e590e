"""Workbook -> the bytes of an .xlsx file. The only package that knows openpyxl."""

from .sheets import openpyxl  # before anything else imports it

# isort: split

from typing import Any

from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.workbook.properties import CalcProperties

from ...document.sheet import Workbook
from ...document.text import Properties
from ...edition import Edition
from ...theme import Theme
from ..seal import seal
from .board import draw_board
from .drawn import furniture_xml
from .issued import draw_issued
from .look import SIZE_PT, Looks
from .package import packed, parts_of
from .table import draw_table, name_choices, name_region
from .theme import theme_xml

__all__ = ["draw_parts", "render_excel"]

_CALCULATED_BY = 191029  # Excel 2019: a newer one computes anew by itself and asks nobody


def render_excel(workbook: Workbook, theme: Theme, edition: Edition) -> bytes:
    """The file: the cover first, then a tab a table, and out of sight what the next issue is merged by."""
    return seal(packed(draw_parts(workbook, theme, edition)), edition.at)


def draw_parts(workbook: Workbook, theme: Theme, edition: Edition) -> dict[str, bytes]:
    """The parts of the file by name."""
    book = openpyxl.Workbook()
    _stamp(book, workbook.properties, edition)
    book.loaded_theme = theme_xml(theme)
    _set_normal(book, theme)
    furniture = workbook.furniture
    looks = Looks(book, theme, workbook.properties.language, right_to_left=furniture.right_to_left)
    drawn = [draw_board(book, workbook.board, furniture, theme, looks)]
    drawn += [draw_table(book, sheet, furniture, theme, looks) for sheet in workbook.sheets]
    drawn.append(draw_issued(book, workbook, drawn[0], looks.texts))
    book.remove(book.worksheets[0])
    tables = {sheet.table.name: sheet for sheet in workbook.sheets}
    for choices in workbook.choices:
        name_choices(book, choices, tables[choices.table], furniture)
    for number, sheet in enumerate(workbook.sheets, start=2):
        name_region(book, sheet, number, furniture)
    return parts_of(book, drawn, looks.texts, furniture_xml(furniture, theme))


def _set_normal(book: Any, theme: Theme) -> None:
    """The font of cells that nobody gave a look: what people add belongs to the family."""
    book._named_styles["Normal"].font = Font(name=theme.office_family, sz=SIZE_PT, family=2)  # noqa: SLF001 # no other way


def _stamp(book: openpyxl.Workbook, properties: Properties, edition: Edition) -> None:
    """What the file says about itself."""
    naive = edition.at.replace(tzinfo=None)
    book.properties = DocumentProperties(
        title=properties.title,
        creator=properties.author,
        lastModifiedBy=properties.author,
        subject=properties.subject or None,
        keywords=properties.keywords or None,
        identifier=properties.identifier or None,
        language=properties.language,
        revision=str(properties.revision),
        contentStatus=properties.status or None,
        created=naive,
        modified=naive,
    )
    own: Any = book  # the stubs don't know this attribute
    for name, value in properties.extra:
        own.custom_doc_props.append(StringProperty(name=name, value=value))
    book.calculation = CalcProperties(calcId=_CALCULATED_BY, fullCalcOnLoad=None)
