"""The one-pager warm, in one process: compose, fit and render, beside the same texts set by WeasyPrint and typst.

The others get the page when it is decided already: the entries that ours kept, in its type and in two columns, tagged
as PDF/UA-1. They look for no fit, leave nothing out and draw no matrix, trend or line of time. Each run sets the type a
thousandth of a point larger than the last, for typst remembers what it has laid out before. Garbage is looked for as
seldom as the program itself looks for it, whoever makes the page.
"""

import datetime as dt
import gc
import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import msgspec
from rich.table import Table

from briefexport.briefing import Briefing
from briefexport.cli import SELDOM
from briefexport.compose.onepager import compose_onepager
from briefexport.document.page import Grid, OnePage, PageRow, Panel
from briefexport.document.text import Spans, plain
from briefexport.edition import edition_of
from briefexport.house import read_house
from briefexport.render.pdf import render_pdf
from briefexport.source import read_file

SOURCE = Path(__file__).parent.parent / "source" / "summit.yaml"
AIM_MS = 45
RUNS = 40
SIZE_PT = 8.5
EDITION = edition_of(dt.date(2025, 11, 7))


class Took(NamedTuple):
    """Medians over the runs, and the size of the last file."""

    wall_ms: float
    cpu_ms: float
    size_kb: float


def report() -> Table:
    """One row a way of making the page."""
    briefing, house = read_file(SOURCE).briefing, read_house()

    def ours(_run: int) -> bytes:
        return render_pdf(compose_onepager(briefing, house, {}), house.theme(), EDITION).data

    page = kept(briefing)
    ways = {"briefexport": ours, **{name: way(page) for name, way in OTHERS.items() if find_spec(name)}}
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    took = measured(ways)
    gc.set_threshold(*usual)
    table = Table("made by", "wall ms", "CPU ms", "kB", "aim", title="The one-pager of the sample, warm")
    for name, one in took.items():
        met = "met" if max(one.wall_ms, one.cpu_ms) <= AIM_MS else "MISSED"
        aim = f"{met}: {AIM_MS} ms, medians of wall and CPU" if name == "briefexport" else ""
        table.add_row(name, f"{one.wall_ms:.0f}", f"{one.cpu_ms:.0f}", f"{one.size_kb:.0f}", aim)
    for name in OTHERS:
        if name not in took:
            table.add_row(name, "", "", "", "not installed; `make bench` installs it")
    return table


def measured(ways: Mapping[str, Callable[[int], bytes]]) -> dict[str, Took]:
    """What each way takes; they take turns, so that a busy minute of the machine falls on all of them."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    sizes = {name: len(way(0)) for name, way in ways.items()}
    for run in range(1, RUNS + 1):
        for name, way in ways.items():
            wall, cpu = time.perf_counter(), time.process_time()
            way(run)
            times[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return {
        name: Took(
            statistics.median(wall for wall, _ in taken) * 1000,
            statistics.median(cpu for _, cpu in taken) * 1000,
            sizes[name] / 1000,
        )
        for name, taken in times.items()
    }


def kept(briefing: Briefing) -> OnePage:
    """The page with what our own fit leaves on it."""
    house = read_house()
    page = compose_onepager(briefing, house, {})
    gone = set(render_pdf(page, house.theme(), EDITION).left_out)
    panels = []
    for panel in page.panels:
        items = tuple(item for item in panel.body.items if item.origin not in gone)
        if items:
            panels.append(msgspec.structs.replace(panel, body=msgspec.structs.replace(panel.body, items=items)))
    return msgspec.structs.replace(page, panels=tuple(panels))


def said(item: object) -> list[str]:
    """The texts of an entry: what it says, and what goes with it."""
    texts = [getattr(item, name, ()) for name in ("when", "spans", "aside")]
    return [text if isinstance(text, str) else noted(text) for text in texts if text]


def noted(spans: Spans) -> str:
    """A text with the numbers of its notes."""
    return "".join(span.note or span.text for span in spans)


def rows(body: Grid) -> list[list[str]]:
    """The texts of a table, its heads first."""
    return [list(body.heads), *(cells(row) for row in body.items)]


def cells(row: PageRow) -> list[str]:
    """The texts of a row."""
    return [cell.status.word if cell.status else " ".join(map(noted, (cell.spans, cell.aside))) for cell in row.cells]


# -- WeasyPrint

STYLE = """
@page { size: A4; margin: 24pt 44pt }
body { font: %(size).3fpt/1.33 "Fira Sans"; color: #1b2330; margin: 0 }
h1 { font-size: 21pt; line-height: 1.14; color: #17325f; margin: 6pt 0 }
h2 { font-size: 7pt; text-transform: uppercase; letter-spacing: .09em; color: #17325f; margin: 6pt 0 2pt }
.loud { background: #17325f; color: #fff; font-size: 12pt; font-weight: 600; padding: 8pt }
.columns { columns: 2; column-gap: 22pt }
table { border-collapse: collapse; width: 100%% } td, th { text-align: left; vertical-align: top }
td { border-top: .5pt solid #d5dae2 } small { font-size: 7pt } p, ul { margin: 0 0 2pt; padding: 0 }
"""


def weasyprint(page: OnePage) -> Callable[[int], bytes]:
    """The page as HTML, made into a PDF."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    faces = "".join(
        f'@font-face {{ font-family: "Fira Sans"; font-weight: {weight}; src: url("{path.as_uri()}") }}'
        for weight, path in ((400, font("FiraSans-Regular")), (600, font("FiraSans-SemiBold")))
    )
    known = CSS(string=faces, font_config=fonts)

    def make(run: int) -> bytes:
        style = CSS(string=STYLE % {"size": SIZE_PT + run / 1000}, font_config=fonts)
        made: bytes = HTML(string="".join(html(page))).write_pdf(
            stylesheets=[known, style], font_config=fonts, pdf_variant="pdf/ua-1"
        )
        return made

    return make


def html(page: OnePage) -> Iterator[str]:
    """The page as HTML."""
    head = page.masthead
    yield f'<html lang="{page.properties.language}"><title>{escape(page.properties.title)}</title><body>'
    for text in (page.furniture.marking, head.office, head.addressed, head.reference, head.dateline, head.status):
        yield f"<p>{escape(text)}</p>"
    yield f"<h1>{escape(plain(head.title))}</h1><p>{escape(plain(head.subtitle))}</p>"
    for paragraph in page.bottom_line.paragraphs:
        yield f'<p class="loud">{escape(plain(paragraph))}</p>'
    yield f"<h2>{escape(page.asks.label)}</h2>"
    for ask in page.asks.items:
        yield f"<p>{escape(noted(ask.spans))} {escape(ask.by)}</p>"
    yield '<div class="columns">'
    for panel in page.panels:
        yield f"<h2>{escape(plain(panel.heading))}</h2>"
        yield from html_body(panel)
    yield f"</div><p><small>{escape(' '.join(page.closing.notes))}</small></p></body></html>"


def html_body(panel: Panel) -> Iterator[str]:
    """What stands in a panel, as HTML."""
    if isinstance(panel.body, Grid):
        heads, *others = rows(panel.body)
        yield "<table><tr>" + "".join(f'<th scope="col">{escape(head)}</th>' for head in heads) + "</tr>"
        for row in others:
            yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        yield "</table>"
        return
    yield "<ul>"
    for item in panel.body.items:
        first, *below = map(escape, said(item))
        yield f"<li>{first}" + "".join(f"<br><small>{text}</small>" for text in below) + "</li>"
    yield "</ul>"


# -- typst


def typst(page: OnePage) -> Callable[[int], bytes]:
    """The page in typst's own language, made into a PDF."""
    import typst as library

    fonts = library.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts_folder()])

    def make(run: int) -> bytes:
        text = "\n".join(markup(page, SIZE_PT + run / 1000))
        made = library.Compiler(text.encode(), font_paths=fonts).compile(
            format="pdf", pdf_standards="ua-1", timestamp=EDITION.at
        )
        assert isinstance(made, bytes)
        return made

    return make


def markup(page: OnePage, size_pt: float) -> Iterator[str]:
    """The page in typst's language."""
    head, properties = page.masthead, page.properties
    yield f"#set document(title: {quoted(properties.title)})"
    yield '#set page("a4", margin: (x: 44pt, y: 24pt))'
    yield f'#set text(font: "Fira Sans", size: {size_pt:.3f}pt, lang: {quoted(properties.language)})'
    yield "#set par(leading: 0.45em, spacing: 0.6em)\n#set table(inset: (x: 2pt, y: 2pt))"
    for text in (page.furniture.marking, head.office, head.addressed, head.reference, head.dateline, head.status):
        yield f"#par({shown(text)})"
    yield f"#heading(level: 1, {shown(plain(head.title))})\n#par({shown(plain(head.subtitle))})"
    for paragraph in page.bottom_line.paragraphs:
        yield (
            '#block(fill: rgb("#17325f"), inset: 8pt, width: 100%, '
            f'text(fill: white, size: 12pt, weight: "semibold", {shown(plain(paragraph))}))'
        )
    yield f"#heading(level: 2, {shown(page.asks.label)})"
    for ask in page.asks.items:
        yield f"#par({shown(noted(ask.spans) + ' ' + ask.by)})"
    yield "#columns(2, gutter: 22pt)["
    for panel in page.panels:
        yield f"#heading(level: 2, {shown(plain(panel.heading))})"
        yield markup_body(panel)
    yield f"]\n#text(size: 7pt, {shown(' '.join(page.closing.notes))})"


def markup_body(panel: Panel) -> str:
    """What stands in a panel, in typst's language."""
    if isinstance(panel.body, Grid):
        heads, *others = rows(panel.body)
        body = ", ".join(shown(cell) for row in others for cell in row)
        header = ", ".join(map(shown, heads))
        return f"#table(columns: {len(heads)}, stroke: none, table.header({header}), {body})"
    return f"#list({', '.join(entry(said(item)) for item in panel.body.items)})"


def entry(texts: Sequence[str]) -> str:
    """An entry of a list, in typst's language."""
    first, *others = texts
    return " + linebreak() + ".join([shown(first), *(f"text(size: 7pt, {shown(text)})" for text in others)])


def shown(text: str) -> str:
    """A text as contents, in typst's language."""
    return f"text({quoted(text)})"


def quoted(text: str) -> str:
    """A text as a string of typst's language, which has JSON's escapes for all that stands in the sample."""
    return json.dumps(text, ensure_ascii=False)


def font(name: str) -> Path:
    """A font file of the package's own."""
    return fonts_folder() / f"{name}.ttf"


def fonts_folder() -> Path:
    """The folder of the fonts that the page is set in."""
    found = find_spec("fontpkg_fira_sans")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "files"


OTHERS = {"weasyprint": weasyprint, "typst": typst}
