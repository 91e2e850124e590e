"""The floor: like documents from the same YAML by one plain script, without model, checks or templates.

Written the way the libraries' own documentation shows, neither clumsy nor tuned. What briefexport adds
(places, checks, templates, tags, one page always, equal bytes, a whole set) has to fit below its time.

    python benchmarks/floor.py SOURCE FOLDER
"""

import sys
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
import fontpkg_fira_sans
import openpyxl
import yaml
from docx.document import Document
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableStyleInfo
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Table

STATUSES = {"green": "C6E0B4", "amber": "FFE699", "red": "F4B084", "not-started": "D9D9D9"}
COLUMNS = ("Id", "Indicator", "Category", "Baseline", "Target", "Status", "Owner", "Next check", "Note")


def items(briefing: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """A list of the briefing; empty where there is none."""
    return list(briefing.get(key) or [])


def text(value: object) -> str:
    """Any value as a reader would want it."""
    match value:
        case None:
            return ""
        case dict():
            return ", ".join(text(part) for part in value.values())
        case list():
            return ", ".join(text(part) for part in value)
        case _:
            return str(value)


def marked_up(value: object) -> str:
    """The same, for a library that reads tags in text."""
    return escape(text(value))


def status(indicator: dict[str, Any]) -> str:
    """The colour word of an indicator."""
    found = indicator.get("status") or "unknown"
    return str(found.get("rag", "unknown") if isinstance(found, dict) else found)


def table_rows(briefing: dict[str, Any]) -> list[tuple[str, ...]]:
    """Ten rows, as the memo's table has them: agenda, risks, indicators."""
    agenda = [(text(a.get("area")), text(a.get("our_interest")), text(a.get("ask"))) for a in items(briefing, "agenda")]
    risks = [
        (text(r.get("title")), text(r.get("description")), text(r.get("mitigation"))) for r in items(briefing, "risks")
    ]
    watched = [(text(i.get("name")), text(i.get("target")), status(i)) for i in items(briefing, "indicators")]
    return [*agenda, *risks, *watched]


def memo(briefing: dict[str, Any], path: Path) -> None:
    """The Word memo."""
    document = docx.Document()
    document.core_properties.title = text(briefing["title"])
    section = document.sections[0]
    section.header.paragraphs[0].text = text(briefing.get("marking"))
    section.footer.paragraphs[0].text = text(briefing.get("reference"))
    document.add_heading(text(briefing["title"]), 0)
    for key in ("to", "from", "through", "subject", "date", "reference"):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{key.capitalize()}: ").bold = True
        paragraph.add_run(text(briefing.get(key)))
    document.add_paragraph(text(briefing["bottom_line"]), style="Intense Quote")
    document.add_heading("Recommendations", 1)
    for one in items(briefing, "recommendations"):
        document.add_paragraph(text(one.get("text")), style="List Number")
    for one in items(briefing, "sections"):
        document.add_heading(text(one.get("heading")), 1)
        for part in text(one.get("body")).split("\n\n"):
            document.add_paragraph(part)
    for key in ("objectives", "implications", "views", "commercial", "judgements", "next_steps"):
        document.add_heading(key.replace("_", " ").capitalize(), 1)
        for one in items(briefing, key):
            told = one.get("text") or one.get("statement") or one.get("opportunity") or one.get("action")
            document.add_paragraph(text(told), style="List Bullet")
    memo_tables(document, table_rows(briefing))
    document.add_heading("Sources", 1)
    for one in items(briefing, "sources"):
        document.add_paragraph(f"{text(one.get('title'))}, {text(one.get('publisher'))}", style="List Number")
    document.save(str(path))


def memo_tables(document: Document, rows: list[tuple[str, ...]]) -> None:
    """Tables of at most ten rows."""
    for start in range(0, len(rows), 10):
        document.add_heading("Agenda, risks and indicators", 2)
        table = document.add_table(rows=1, cols=3, style="Table Grid")
        for cell, heading in zip(table.rows[0].cells, ("What", "Where it stands", "What we ask"), strict=True):
            cell.text = heading
        for row in rows[start : start + 10]:
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = value


def paragraph_styles() -> tuple[ParagraphStyle, ParagraphStyle, ParagraphStyle, ParagraphStyle]:
    """Title, heading, body and small type, in Fira Sans."""
    folder = Path(fontpkg_fira_sans.__file__).parent / "files"
    for name in ("Regular", "Bold", "Italic", "BoldItalic"):
        pdfmetrics.registerFont(TTFont(f"Fira-{name}", folder / f"FiraSans-{name}.ttf"))
    pdfmetrics.registerFontFamily("Fira-Regular", "Fira-Regular", "Fira-Bold", "Fira-Italic", "Fira-BoldItalic")
    body = ParagraphStyle("body", fontName="Fira-Regular", fontSize=8.5, leading=10.5)
    title = ParagraphStyle("title", body, fontName="Fira-Bold", fontSize=18, leading=22)
    heading = ParagraphStyle("heading", body, fontName="Fira-Bold", fontSize=10, leading=12, spaceBefore=5)
    return title, heading, body, ParagraphStyle("small", body, fontSize=7, leading=8.5)


def grid(rows: list[list[Paragraph]], widths: list[float]) -> Table:
    """A table with thin lines and a shaded head."""
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.lightgrey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return Table(rows, widths, style=[*lines, ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)], repeatRows=1)


def one_pager(briefing: dict[str, Any], path: Path) -> None:
    """The PDF one-pager: no tags, and a second page where the first is full."""
    title, heading, body, small = paragraph_styles()
    story: list[Flowable] = [
        Paragraph(marked_up(briefing.get("marking")), small),
        Paragraph(marked_up(briefing["title"]), title),
        Paragraph(f"{text(briefing.get('place'))}, {text(briefing['date'])}", small),
        Paragraph(marked_up(briefing["bottom_line"]), heading),
    ]
    agenda = [(a.get("area"), a.get("our_interest"), a.get("ask")) for a in items(briefing, "agenda")]
    head = [("Area", "What we want", "Ask"), *agenda]
    story.append(
        grid([[Paragraph(marked_up(cell), small) for cell in row] for row in head], [30 * mm, 90 * mm, 50 * mm])
    )
    for key in ("recommendations", "objectives", "judgements", "implications"):
        told = [one.get("text") or one.get("statement") for one in items(briefing, key)]
        story.append(Paragraph(key.capitalize(), heading))
        story.append(
            ListFlowable(
                [ListItem(Paragraph(marked_up(one), body)) for one in told],
                bulletFontName="Fira-Regular",
                bulletFontSize=8.5,
            )
        )
    risks = [(r.get("title"), r.get("likelihood"), r.get("impact")) for r in items(briefing, "risks")]
    head = [("Risk", "Likelihood", "Impact"), *risks]
    story.append(
        grid(
            [[Paragraph(marked_up(cell), small) for cell in row] for row in head],
            [110 * mm, 30 * mm, 30 * mm],
        )
    )
    watched = [(i.get("name"), status(i), i.get("target")) for i in items(briefing, "indicators")]
    head = [("Indicator", "Status", "Target"), *watched]
    story.append(
        grid([[Paragraph(marked_up(cell), small) for cell in row] for row in head], [80 * mm, 25 * mm, 65 * mm])
    )
    margin = 16 * mm
    SimpleDocTemplate(
        str(path), pagesize=A4, title=text(briefing["title"]),
        leftMargin=margin, rightMargin=margin, topMargin=margin, bottomMargin=margin,
    ).build(story)  # fmt: skip


def tracker(briefing: dict[str, Any], path: Path) -> None:
    """The Excel tracker: a table with drop-downs and colours, and a summary with a chart."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Indicators"
    sheet.append(COLUMNS)
    for one in items(briefing, "indicators"):
        cells = (one.get(key) for key in ("id", "name", "category", "baseline", "target"))
        rest = (status(one), one.get("owner"), one.get("next_check"), "")
        sheet.append([text(value) for value in (*cells, *rest)])
    last = max(sheet.max_row, 2)
    table = SheetTable(displayName="Indicators", ref=f"A1:I{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    sheet.add_table(table)
    choices = DataValidation(type="list", formula1=f'"{",".join(STATUSES)}"', allow_blank=True)
    choices.add(f"F2:F{last}")
    sheet.add_data_validation(choices)
    for word, colour in STATUSES.items():
        fill = PatternFill(bgColor=colour, fill_type="solid")
        rule = CellIsRule("equal", [f'"{word}"'], fill=fill)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(f"F2:F{last}", rule)
    for number, width in enumerate((12, 40, 16, 16, 30, 12, 20, 14, 30)):
        sheet.column_dimensions["ABCDEFGHI"[number]].width = width
    sheet.freeze_panes = "A2"
    summary = book.create_sheet("Summary", 0)
    summary.append(("Status", "Indicators"))
    for word in STATUSES:
        summary.append((word, f'=COUNTIF(Indicators!F2:F{last},"{word}")'))
    for cell in summary[1]:
        cell.font = Font(bold=True)
    chart = BarChart()
    chart.title = "Indicators by status"
    chart.add_data(Reference(summary, min_col=2, min_row=1, max_row=5), titles_from_data=True)
    chart.set_categories(Reference(summary, min_col=1, min_row=2, max_row=5))
    summary.add_chart(chart, "D2")
    sources = book.create_sheet("Sources")
    sources.append(("Id", "Title", "Publisher", "Date"))
    for one in items(briefing, "sources"):
        sources.append([text(one.get(key)) for key in ("id", "title", "publisher", "date")])
    book.save(path)


def main(source: Path, folder: Path) -> None:
    """The three documents of one briefing."""
    briefing = yaml.safe_load(source.read_text("utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    memo(briefing, folder / f"{source.stem}.docx")
    one_pager(briefing, folder / f"{source.stem}.pdf")
    tracker(briefing, folder / f"{source.stem}.xlsx")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
