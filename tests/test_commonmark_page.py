"""Every example of the CommonMark specification on one-pagers: as lines, drawn, and read back by poppler."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pytest

from briefexport.document.lines import lines
from briefexport.document.page import Line, Lines, ListStyle, Panel, Slot
from briefexport.document.text import Span, Spans, plain
from briefexport.markdown import read_markdown
from briefexport.problem import Code, UnfitError
from briefexport.render.pdf import render_pdf
from briefexport.theme import Theme
from commonmark import Example, examples, reference_lines, squeezed
from consumers import run
from pages import EDITION, page, spans

LINES_ON_A_PAGE = 42
BEGINS = "«{}»"
FOOT = "1of1"
WITHOUT_GLYPHS = {25: "ℋⅆ∲≧\u0338", 26: "\ufffd", 27: "ആಫ"}
"""Examples with characters that no font of the page has, and which those are."""


class Entry(NamedTuple):
    """An example as the page has it: its number, and its lines behind that."""

    number: int
    spans: tuple[Spans, ...]

    @property
    def height(self) -> int:
        """How many lines it has, at least."""
        return sum(1 + plain(line).count("\n") + len(plain(line)) // 110 for line in self.spans)


def entry(example: Example) -> Entry:
    """The example as the one-pager sets prose: in lines."""
    first, *others = [*lines(read_markdown(example.markdown).blocks)] or [()]
    return Entry(example.number, ((Span(BEGINS.format(example.number)), *first), *others))


def sheets(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """As many entries at a time as a page takes."""
    sheet: list[Entry] = []
    for each in entries:
        if sheet and sum(one.height for one in [*sheet, each]) > LINES_ON_A_PAGE:
            yield sheet
            sheet = []
        sheet.append(each)
    yield sheet


def on_page(sheet: Sequence[Entry]) -> bytes:
    """A page with nothing else in it that may go."""
    items = tuple(Line(origin=str(each.number), priority=1, spans=line) for each in sheet for line in each.spans)
    whole = page([Panel("text", spans("Examples"), Lines(items, ListStyle.PLAIN), Slot.FULL)])
    return render_pdf(whole, Theme(), EDITION).data


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """What the pages say of each example, without white space."""
    file = tmp_path_factory.mktemp("commonmark") / "page.pdf"
    found: dict[int, str] = {}
    for sheet in sheets([entry(example) for example in examples() if example.number not in WITHOUT_GLYPHS]):
        file.write_bytes(on_page(sheet))
        text = squeezed(run("pdftotext", "-raw", "-enc", "UTF-8", file, "-")).partition(FOOT)[0]
        _, *pieces = re.split(f"(?={BEGINS.format('[0-9]+')})", text)
        found |= {int(piece[1 : piece.index("»")]): piece.partition("»")[2] for piece in pieces}
    return found


def test_the_page_loses_no_letter(drawn: dict[int, str]) -> None:
    wrong = {
        example.number: (drawn.get(example.number), reference_lines(example))
        for example in examples()
        if example.number not in WITHOUT_GLYPHS and drawn.get(example.number) != reference_lines(example)
    }

    assert len(drawn) == 652 - len(WITHOUT_GLYPHS)
    assert wrong == {}


@pytest.mark.parametrize(("number", "characters"), WITHOUT_GLYPHS.items())
def test_a_character_that_no_font_has_is_told_and_not_dropped(number: int, characters: str) -> None:
    with pytest.raises(UnfitError) as refused:
        on_page([entry(examples()[number - 1])])

    assert [(each.field, each.code) for each in refused.value.findings] == [(str(number), Code.NO_GLYPH)] * len(
        characters
    )
    assert [each.what.partition("'")[2][0] for each in refused.value.findings] == list(characters)


def test_the_comparison_notices_a_lost_item() -> None:
    example = Example(
        1, "Control", "2. a\n3. b\n", '<ol start="2">\n<li>a</li>\n<li>c<ul><li>d</li></ul></li>\n</ol>\n'
    )

    assert [plain(line) for line in entry(example).spans] == ["«1»2. a", "3. b"]
    assert reference_lines(example) == "2.a3.c•d"
