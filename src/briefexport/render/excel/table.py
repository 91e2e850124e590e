"""A sheet with a table: title, marking, one header row, rows; what may be chosen, what is marked, how it is printed."""

from collections.abc import Sequence

from msgspec.structs import replace
from openpyxl import Workbook as Book
from openpyxl.formatting.rule import Rule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableFormula

from ...document.sheet import Choices, Kind, Look, Mark, Sheet, SheetColumn, SheetTable
from ...document.text import Furniture
from ...theme import Theme
from .cell import height_pt, letters, longest_line, longest_word, number_chars, word_chars
from .drawn import Drawn, line_style, marking_style, quoted_name, set_up, title_style
from .look import Looks, Style, bare
from .stacks import add_stacks

_FAR = "2958465"  # 31 December 9999, the last day there is
_NEAR = "61"  # 1 March 1900
_LOOKED_AT = 200  # rows that say how wide a column is
_NARROWEST = 9
_INDENT, _AIR = 1.4, 2.1  # characters: one indent; one indent and the edges of a cell
_LEAST_SUM = 128  # of the widths of a sheet's columns


def draw_table(book: Book, sheet: Sheet, furniture: Furniture, theme: Theme, looks: Looks) -> Drawn:
    """The sheet with its table."""
    page = book.create_sheet(sheet.name)
    set_up(page, furniture, theme, wide=sheet.wide)
    table = sheet.table
    drawn = Drawn(page, list(_opening(sheet, furniture, looks)))
    head = len(drawn.rows) + 1
    last = head + len(table.rows)
    end = letters(len(table.columns))
    widths = _widths(table, looks, beside=sheet.chart is not None)
    drawn.rows.append(_header(table, head, widths, looks))
    drawn.rows += _rows(table, head + 1, widths, looks)
    drawn.last = f"{end}{last}"
    drawn.widths_chars = widths
    page.freeze_panes = f"{letters(sheet.pinned + 1)}{head + 1}"
    page.print_title_rows = f"{head}:{head}"
    if sheet.chart is None:
        page.print_area = f"A1:{drawn.last}"
    else:  # without an area everything is printed, also what stands beside the table
        add_stacks(drawn, sheet.chart, table, head, looks)
    page.sheet_properties.tabColor = bare(looks.palette.accent if sheet.pinned else looks.palette.line)
    page.add_table(_table(table, head, drawn.last))
    drawn.about = {table.name: table.description}
    _mark(drawn, table, head, last, looks)
    _restrict(drawn, table, head, last)
    return drawn


def first_row(sheet: Sheet, furniture: Furniture) -> int:
    """The number of the first row below the header."""
    return 2 + len(sheet.lines) + bool(furniture.marking) + 1


def _opening(sheet: Sheet, furniture: Furniture, looks: Looks) -> Sequence[str]:
    """The rows above the table."""
    texts = [(sheet.title, title_style(looks), 27.0)]
    if furniture.marking:
        texts.append((furniture.marking, marking_style(looks), 16.0))
    texts += [(line, line_style(looks), 15.0) for line in sheet.lines]
    return [
        looks.texts.row(number, [(looks.number(style), text)], height, fixed=True)
        for number, (text, style, height) in enumerate(texts, start=1)
    ]


def _widths(table: SheetTable, looks: Looks, *, beside: bool) -> list[float]:
    """As each column needs; the names take what is left of a sheet that the lines above the table would run out of.

    `beside`: something stands there, so nothing is left.
    """
    widths = [
        max(_fitting(column, place, table), _least(column, place, table, looks))
        for place, column in enumerate(table.columns)
    ]
    if beside:
        return widths
    names = [place for place, column in enumerate(table.columns) if column.look is Look.NAME] or [len(widths) - 1]
    widths[names[0]] += max(_LEAST_SUM - sum(widths), 0)
    return widths


def _fitting(column: SheetColumn, place: int, table: SheetTable) -> float:
    """As wide as the heading and the first rows need, and no wider than the column may be.

    Columns that people fill are as wide as they may be, and so is a table that waits for its first row.
    """
    if column.people or table.rows[0][0] is None:
        return column.width_chars
    said = max((longest_line(row[place]) for row in table.rows[:_LOOKED_AT]), default=0)
    return min(column.width_chars, max(said * 1.08 + 3.5, longest_word(column.title) + 6, _NARROWEST))


def _least(column: SheetColumn, place: int, table: SheetTable, looks: Looks) -> float:
    """As wide as its words, days and numbers need: a cell too narrow breaks a word in two, or shows ### instead."""
    needed = [word_chars(column.title) + (_INDENT if column.kind is not Kind.TEXT else 0)]
    if column.kind is Kind.DATE:
        needed.append(looks.day_chars)
    elif column.kind is Kind.NUMBER:
        needed += [number_chars(row[place]) for row in table.rows]
    needed += [word_chars(row[place]) for row in table.rows[:_LOOKED_AT]]
    return max(needed) + _AIR


def _header(table: SheetTable, number: int, widths: Sequence[float], looks: Looks) -> str:
    """Formatted cell by cell: a table's own style shows in some programs only."""
    colours = looks.palette
    ours = Style(bare(colours.on_accent), bold=True, fill=bare(colours.accent), upright="center", indent=1)
    theirs = replace(ours, colour=bare(colours.accent), fill=bare(colours.tint), line=bare(colours.accent))
    cells = []
    for column in table.columns:
        style = theirs if column.people else ours
        across = "left" if column.kind is Kind.TEXT else "right"
        room = 1 if across == "left" else 2  # the button of the filter stands at the end
        cells.append((looks.number(replace(style, across=across, indent=room)), column.title))
    needed = [(column.title, width * 0.9 - 4) for column, width in zip(table.columns, widths, strict=True)]
    height = height_pt(needed, air_pt=14)
    return looks.texts.row(number, cells, height, fixed=True)


def _rows(table: SheetTable, first: int, widths: Sequence[float], looks: Looks) -> list[str]:
    room = [width - 2 for width in widths]
    styles = [looks.column(column) for column in table.columns]
    rows = []
    for number, row in enumerate(table.rows, start=first):
        cells = [(style.of(cell), cell) for style, cell in zip(styles, row, strict=True)]
        rows.append(looks.texts.row(number, cells, height_pt(zip(row, room, strict=True))))
    return rows


def _table(table: SheetTable, head: int, last: str) -> Table:
    made = Table(displayName=table.name, name=table.name, ref=f"A{head}:{last}")
    made.autoFilter = AutoFilter(ref=made.ref)
    for number, column in enumerate(table.columns, start=1):
        formula = TableFormula(attr_text=column.formula) if column.formula else None
        made.tableColumns.append(TableColumn(id=number, name=column.title, calculatedColumnFormula=formula))
    return made


def _range(table: SheetTable, key: str, head: int, last: int) -> str:
    letter = letters(table.place(key) + 1)
    return f"{letter}{head + 1}:{letter}{last}"


def _mark(drawn: Drawn, table: SheetTable, head: int, last: int, looks: Looks) -> None:
    for mark in table.marks:
        if mark.column is None:
            place, cells = f"A{head + 1}", f"A{head + 1}:{drawn.last}"
        else:
            place, cells = f"${letters(table.place(mark.column) + 1)}{head + 1}", _range(table, mark.column, head, last)
        rule = Rule(type="expression", formula=[_condition(mark, place)], dxfId=looks.mark(mark.tone))
        drawn.page.conditional_formatting.add(cells, rule)


def _condition(mark: Mark, place: str) -> str:
    if mark.equals is None:
        # The only formula that asks for today, and it colours only: no cell ever says another thing tomorrow.
        return f"AND(ISNUMBER({place}),{place}<TODAY())"
    return f'{place}="{mark.equals.replace(chr(34), chr(34) * 2)}"'


def _restrict(drawn: Drawn, table: SheetTable, head: int, last: int) -> None:
    """Drop-downs for lists, and days where days belong."""
    for column in table.columns:
        rule = _validation(column)
        if rule is not None:
            rule.add(_range(table, column.key, head, last))
            drawn.page.add_data_validation(rule)


def _validation(column: SheetColumn) -> DataValidation | None:
    if column.choices is not None:
        return DataValidation(
            type="list", formula1=choices_name(column.choices), allow_blank=True, showErrorMessage=True
        )
    if column.kind is Kind.DATE:
        return DataValidation(
            type="date",
            operator="between",
            formula1=_NEAR,
            formula2=_FAR,
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
        )
    if column.kind is Kind.NUMBER and column.people:
        return DataValidation(
            type="decimal",
            operator="between",
            formula1="-1E+300",
            formula2="1E+300",
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
        )
    return None


def choices_name(name: str) -> str:
    """What formulas call a list to choose from."""
    return f"Choices_{name}"


def name_choices(book: Book, choices: Choices, sheet: Sheet, furniture: Furniture) -> None:
    """Names the cells of a list."""
    letter = letters(sheet.table.place(choices.column) + 1)
    first = first_row(sheet, furniture) + choices.first
    place = f"{quoted_name(sheet.name)}!${letter}${first}:${letter}${first + choices.count - 1}"
    name = choices_name(choices.name)
    book.defined_names[name] = DefinedName(name, attr_text=place)


def name_region(book: Book, sheet: Sheet, number: int, furniture: Furniture) -> None:
    """The name by which a screen reader knows which row and column hold the headings.

    Source: Freedom Scientific, "Defining column and row titles in Excel".
    """
    head = first_row(sheet, furniture) - 1
    last = f"{letters(len(sheet.table.columns))}{head + len(sheet.table.rows)}"
    kind = "TitleRegion" if sheet.table.keys else "ColumnTitleRegion"
    name = f"{kind}1.A{head}.{last}.{number}"
    book.defined_names[name] = DefinedName(name, attr_text=f"{quoted_name(sheet.name)}!$A${head}")
