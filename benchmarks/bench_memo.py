"""The memo warm, in one process: compose and render, beside docxtpl and pandoc; and how time grows with the text.

The others get the memo when it is decided already: its blocks as values of a Word template, or as Markdown. They set
the same headings, paragraphs, lists and tables in the same styles file; docxtpl writes no notes and pandoc no headers
and footers. Garbage is looked for as seldom as the program itself looks for it, whoever makes the memo.
"""

import datetime as dt
import gc
import io
import math
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from rich.console import Group
from rich.table import Table as Sheet

from briefexport.briefing import Briefing, Item
from briefexport.cli import SELDOM
from briefexport.compose.memo import compose_memo
from briefexport.document.lines import lines
from briefexport.document.text import Block, Bullets, Fields, Heading, Memo, Paragraph, SignOff, Span, Spans, Table
from briefexport.edition import edition_of
from briefexport.house import House, read_house
from briefexport.render.word import render_word
from briefexport.source import read_file

SOURCE = Path(__file__).parent.parent / "source" / "summit.yaml"
STYLES = Path(__file__).parent.parent / "templates" / "memo.docx"
AIM_MS = 30
AIM_EXPONENT = 1.1
RUNS = 25
EDITION = edition_of(dt.date(2025, 11, 7))
GROWTH = {1: 9, 3: 5, 10: 3, 30: 2, 100: 1}
"""How many times the sample's entries, and how often each is measured."""


class Took(NamedTuple):
    """Medians over the runs, the least CPU time of them, and the size of the last file."""

    wall_ms: float
    cpu_ms: float
    least_ms: float
    size_kb: float


def report() -> Group:
    """One row a way of making the memo, and one a length of the briefing."""
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    tables = Group(_beside_others(), _growth())
    gc.set_threshold(*usual)
    return tables


def _beside_others() -> Sheet:
    briefing, house = read_file(SOURCE).briefing, read_house()
    memo, styles = compose_memo(briefing, house, {}), house.memo_styles()
    ways: dict[str, Callable[[], bytes]] = {
        "briefexport, render": lambda: render_word(memo, styles, EDITION),
        "briefexport, compose and render": lambda: _made(briefing, house),
    }
    ways |= {name: way(memo) for name, (module, way) in OTHERS.items() if find_spec(module)}
    table = Sheet("made by", "wall ms", "CPU ms", "least", "kB", "aim", title="The memo of the sample, warm")
    for name, took in measured(ways).items():
        met = "met" if max(took.wall_ms, took.cpu_ms) <= AIM_MS else "MISSED"
        aim = f"{met}: {AIM_MS} ms, medians of wall and CPU" if name == "briefexport, render" else ""
        numbers = (took.wall_ms, took.cpu_ms, took.least_ms, took.size_kb)
        table.add_row(name, *(f"{number:.0f}" for number in numbers), aim)
    for name in OTHERS:
        if name not in ways:
            table.add_row(name, "", "", "", "", "not installed; `make bench` installs it")
    return table


def _growth() -> Sheet:
    briefing, house = read_file(SOURCE).briefing, read_house()
    table = Sheet("entries", "CPU ms", "kB of text", title="Compose and render of longer briefings")
    points = []
    for times, runs in GROWTH.items():
        made = partial(_made, grown(briefing, times), house)
        points.append(
            (said_kb(compose_memo(grown(briefing, times), house, {})), min(cpu_ms(made) for _ in range(runs)))
        )
        table.add_row(f"{times} x", f"{points[-1][1]:.0f}", f"{points[-1][0]:.0f}")
    grows = exponent(points)
    met = "met" if grows <= AIM_EXPONENT else "MISSED"
    table.add_row("exponent", f"{grows:.2f}", f"{met}: at most {AIM_EXPONENT}")
    return table


def _made(briefing: Briefing, house: House) -> bytes:
    return render_word(compose_memo(briefing, house, {}), house.memo_styles(), EDITION)


def measured(ways: Mapping[str, Callable[[], bytes]]) -> dict[str, Took]:
    """What each way takes; they take turns, so that a busy minute of the machine falls on all of them."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    sizes = {name: len(way()) for name, way in ways.items()}
    for _ in range(RUNS):
        for name, way in ways.items():
            wall = time.perf_counter()
            spent = cpu_ms(way)
            times[name].append(((time.perf_counter() - wall) * 1000, spent))
    return {
        name: Took(
            statistics.median(wall for wall, _ in taken),
            statistics.median(spent for _, spent in taken),
            min(spent for _, spent in taken),
            sizes[name] / 1000,
        )
        for name, taken in times.items()
    }


def cpu_ms(work: Callable[[], object]) -> float:
    """The CPU time of some work, processes that it starts and waits for included."""
    before = _cpu_s()
    work()
    return (_cpu_s() - before) * 1000


def _cpu_s() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def grown(briefing: Briefing, times: int) -> Briefing:
    """The briefing with each entry of its lists so many times; sources are numbered once, so they stay."""
    longer: dict[str, Any] = {}
    for field in briefing.__struct_fields__:
        entries = getattr(briefing, field)
        if field != "sources" and isinstance(entries, tuple) and entries and isinstance(entries[0], Item):
            longer[field] = tuple(_again(entry, copy) for copy in range(times) for entry in entries)
    return msgspec.structs.replace(briefing, **longer)


def _again(entry: Any, copy: int) -> Any:
    return msgspec.structs.replace(entry, id=f"{entry.id}-{copy}") if copy else entry


def said_kb(memo: Memo) -> float:
    """How much text a memo has."""
    return sum(len(span.text.encode()) for line in lines(memo.blocks) for span in line) / 1000


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of a straight line through the logarithms: 1 where twice the text takes twice the time."""
    logs = [(math.log(size), math.log(spent)) for size, spent in points]
    middle = [statistics.mean(values) for values in zip(*logs, strict=True)]
    over = math.fsum((x - middle[0]) * (y - middle[1]) for x, y in logs)
    return over / math.fsum((x - middle[0]) ** 2 for x, _ in logs)


# -- docxtpl

_STYLED = {"1": "Heading 1", "2": "Heading 2", "3": "Heading 3", "text": "Body Text"}


def docxtpl(memo: Memo) -> Callable[[], bytes]:
    """The memo as values of a Word template that has a paragraph or a table for every kind of block."""
    from docxtpl import DocxTemplate

    template = _word_template()
    values = {"title": memo.properties.title, "blocks": [*_values(memo.blocks)]}

    def make() -> bytes:
        document, file = DocxTemplate(io.BytesIO(template)), io.BytesIO()
        document.render(values, autoescape=True)
        document.save(file)
        return file.getvalue()

    return make


def _word_template() -> bytes:
    """A template in our styles, with docxtpl's tags."""
    import docx

    document, file = docx.Document(str(STYLES)), io.BytesIO()
    body = document.element.body
    body[:] = [body.sectPr]
    document.add_paragraph("{{ title }}", "Title")
    document.add_paragraph("{%p for block in blocks %}")
    for kind, style in _STYLED.items():
        document.add_paragraph(f"{{%p if block.kind == '{kind}' %}}")
        document.add_paragraph("{{ block.text }}", style)
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.kind == 'items' %}")
    document.add_paragraph("{%p for item in block.rows %}")
    document.add_paragraph("{{ item }}", "List Bullet")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.kind == 'table' %}")
    table = document.add_table(3, 3, "Memo Table")
    table.cell(0, 0).text = "{%tr for row in block.rows %}"
    for place, tag in enumerate(("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}")):
        table.cell(1, place).text = tag
    table.cell(2, 0).text = "{%tr endfor %}"
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.save(file)
    return file.getvalue()


def _values(blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    """The blocks as values; what is no heading, list or table is lines of text."""
    for block in blocks:
        match block:
            case Heading(level=level, spans=spans):
                yield {"kind": str(min(level, 3)), "text": shown(spans)}
            case Bullets(items=items):
                yield {"kind": "items", "rows": [shown(line) for item in items for line in lines(item)]}
            case Table() | Fields() | SignOff():
                yield {"kind": "table", "rows": cells(block)}
            case _:
                yield from ({"kind": "text", "text": shown(line)} for line in lines((block,)))


def cells(block: Table | Fields | SignOff) -> list[list[str]]:
    """The texts of a table, its heads first."""
    match block:
        case Table(columns=columns, rows=rows):
            heads = [shown(column.head) for column in columns]
            return [heads, *([" ".join(map(shown, lines(cell.blocks))) for cell in row] for row in rows)]
        case Fields(rows=rows):
            return [[shown(name), shown(value)] for name, value in rows]
        case SignOff(labels=labels):
            return [list(labels), [""] * len(labels)]


def shown(spans: Spans) -> str:
    """A text with the numbers of its notes."""
    return "".join(span.note or span.text for span in spans)


# -- pandoc


def pandoc(memo: Memo) -> Callable[[], bytes]:
    """The memo in Markdown, made into a Word file by a process of pandoc's in the same styles."""
    import pypandoc

    text = "\n\n".join(_markdown(memo)).encode()
    command = [pypandoc.get_pandoc_path(), "--from=markdown", "--to=docx", f"--reference-doc={STYLES}", "--output=-"]

    def make() -> bytes:
        with tempfile.TemporaryDirectory() as place:
            return subprocess.run(command, input=text, capture_output=True, check=True, cwd=place).stdout

    return make


def _markdown(memo: Memo) -> Iterator[str]:
    yield f"---\ntitle: '{memo.properties.title}'\nlang: {memo.properties.language}\n---"
    for block in memo.blocks:
        match block:
            case Heading(level=level, spans=spans):
                yield f"{'#' * level} {marked(spans)}"
            case Bullets(items=items, start=start):
                mark = "-" if start is None else "1."
                yield "\n".join(f"{mark} {marked(line)}" for item in items for line in lines(item))
            case Table() | Fields() | SignOff():
                heads, *rows = cells(block)
                table = [heads, ["---"] * len(heads), *rows]
                yield "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in table)
            case Paragraph(spans=spans):
                yield marked(spans)
            case _:
                yield from (marked(line) for line in lines((block,)))
    for note in memo.notes:
        yield f"[^{note.mark}]: {' '.join(marked(line) for line in lines(note.blocks))}"


def marked(spans: Spans) -> str:
    """A text in Markdown, with bold, italics and notes."""
    return "".join(map(_marked, spans)).replace("\n", " ")


def _marked(span: Span) -> str:
    if span.note is not None:
        return f"[^{span.note}]"
    mark = "**" if span.bold else "*" if span.italic else ""
    return f"{mark}{span.text}{mark}" if span.text.strip() == span.text else span.text


OTHERS: dict[str, tuple[str, Callable[[Memo], Callable[[], bytes]]]] = {
    "docxtpl": ("docxtpl", docxtpl),
    "pandoc, a process each": ("pypandoc", pandoc),
}
