"""Every example of the CommonMark specification through the prose reader and into Word, and nothing is lost."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import pytest

import commonmark
from briefexport.document.text import Block, Bullets, Code, Heading, Paragraph, Quote, Span, Table
from briefexport.markdown import read_markdown
from commonmark import Example, examples, raw_html, reference_code, reference_links, reference_text, squeezed
from memos import heading, word
from word_reading import body, lines

MARK = "Example "


def inner(block: Block) -> tuple[Block, ...]:
    """The blocks that stand in a block."""
    match block:
        case Bullets(items=items):
            return tuple(part for item in items for part in item)
        case Quote(blocks=blocks):
            return blocks
        case Table(rows=rows):
            return tuple(part for row in rows for cell in row for part in cell.blocks)
        case _:
            return ()


def every(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks and all that stand in them, in reading order."""
    for block in blocks:
        yield block
        yield from every(inner(block))


def every_span(blocks: Iterable[Block]) -> list[Span]:
    return [span for block in every(blocks) if isinstance(block, Paragraph | Heading) for span in block.spans]


def said(example: Example) -> str:
    """What the reader makes of an example, without white space."""
    texts = [
        block.text if isinstance(block, Code) else "".join(span.text for span in block.spans)
        for block in every(read_markdown(example.markdown).blocks)
        if isinstance(block, Code | Paragraph | Heading)
    ]
    return squeezed("".join(texts))


def links(blocks: Iterable[Block]) -> list[str]:
    """Where links lead; the pieces of one link count once."""
    return [link for link, _ in groupby(span.link for span in every_span(blocks) if span.link)]


def test_there_are_as_many_examples_as_the_specification_says() -> None:
    assert (len(examples()), len({example.section for example in examples()})) == (652, 26)
    assert examples()[0].markdown == "\tfoo\tbaz\t\tbim\n"


def test_without_the_specification_the_command_that_fetches_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    examples.cache_clear()
    monkeypatch.setattr(commonmark, "SPECIFICATION", Path("nowhere"))

    with pytest.raises(commonmark.MissingSpecificationError, match="run: tools/environment specification"):
        examples()


def test_the_reader_loses_no_letter() -> None:
    lost = {example.number: (said(example), reference_text(example)) for example in examples()}

    assert {number: pair for number, pair in lost.items() if pair[0] != pair[1]} == {}


def test_code_arrives_letter_by_letter() -> None:
    codes = {
        example.number: [
            block.text for block in every(read_markdown(example.markdown).blocks) if isinstance(block, Code)
        ]
        for example in examples()
    }

    assert sum(map(len, codes.values())) > 80
    assert [example for example in examples() if codes[example.number] != reference_code(example)] == []


def test_links_lead_where_the_reference_says() -> None:
    # A picture's words may hold links, which a page does not show; two links in a row to one page count as one.
    shown = [example for example in examples() if not raw_html(example) and "<img" not in example.html]
    wrong = [
        example.number
        for example in shown
        if links(read_markdown(example.markdown).blocks)
        != [link for link, _ in groupby(reference_links(example)) if link and f'"{link}"></a>' not in example.html]
    ]

    assert wrong == []


def test_raw_html_and_pictures_are_told_and_nothing_else_is() -> None:
    told = {example.number for example in examples() if read_markdown(example.markdown).refusals}
    raw = {example.number for example in examples() if raw_html(example)}
    pictures = {example.number for example in examples() if "<img" in example.html}
    broken_tags = {156, 157, 158}  # a block of HTML whose only tag never ends

    assert (len(raw), len(pictures)) == (69, 23)
    assert told == raw | pictures | broken_tags


@pytest.fixture(scope="module")
def set_in_word() -> dict[int, str]:
    """What a Word file of all examples says of each, without white space."""
    blocks: list[Block] = []
    for example in examples():
        blocks += [heading(1, f"{MARK}{example.number}"), *read_markdown(example.markdown, level=1).blocks]
    found: dict[int, str] = {}
    number = 0
    for element in body(word(*blocks)):
        for style, text in lines(element):
            if style == "Heading1" and text.startswith(MARK):
                number = int(text.removeprefix(MARK))
                found[number] = ""
            else:
                found[number] += squeezed(text)
    return found


def test_word_loses_no_letter_either(set_in_word: dict[int, str]) -> None:
    # U+FFFD stands for what no file can hold, in Word as in the reference.
    wrong = {
        example.number: (set_in_word[example.number], reference_text(example))
        for example in examples()
        if set_in_word[example.number] != reference_text(example)
    }

    assert len(set_in_word) == 652
    assert wrong == {}


def test_the_comparison_notices_a_lost_letter() -> None:
    example = Example(1, "Control", "# a *b*\n", "<h1>a <em>bc</em></h1>\n")

    assert said(example) == "ab"
    assert reference_text(example) == "abc"
