"""Markdown becomes blocks and spans, and nothing a value says is taken for markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefexport.document.text import (
    Align,
    Block,
    Bullets,
    Code,
    Comment,
    Heading,
    Paragraph,
    Quote,
    Role,
    Rule,
    Span,
    Table,
    plain,
)
from briefexport.markdown import (
    Plain,
    Prose,
    Setting,
    UnknownComponentError,
    read_markdown,
)


def token(number: int) -> str:
    return f"\ue000{number}\ue001"


def only(text: str, *values: Plain | Prose) -> Block:
    blocks = read_markdown(text, Setting(values=values)).blocks
    assert len(blocks) == 1
    return blocks[0]


def test_looks_of_text_become_spans() -> None:
    found = only("A *b* **c** ~~d~~ `e` [f](https://example.org)")

    assert found == Paragraph((
        Span("A "), Span("b", italic=True), Span(" "), Span("c", bold=True), Span(" "), Span("d", strike=True),
        Span(" "), Span("e", code=True), Span(" "), Span("f", link="https://example.org"),
    ))  # fmt: skip


def test_a_hard_break_is_a_line_feed_and_a_soft_one_a_space() -> None:
    assert only("a\nb\\\nc") == Paragraph((Span("a b\nc"),))


def test_lists_keep_their_numbers_and_their_nesting() -> None:
    found = only("3. a\n   - b\n\n     more\n4. c")

    inner = Bullets(((Paragraph((Span("b"),)), Paragraph((Span("more"),))),), None, tight=False)
    assert found == Bullets(((Paragraph((Span("a"),)), inner), (Paragraph((Span("c"),)),)), 3, tight=True)


def test_a_table_has_aligned_columns() -> None:
    found = only("| a | b |\n|---|--:|\n| 1 | |")

    assert isinstance(found, Table)
    assert [(plain(column.head), column.align) for column in found.columns] == [
        ("a", Align.START),
        ("b", Align.END),
    ]
    assert [[len(cell.blocks) for cell in row] for row in found.rows] == [[1, 0]]


def test_quotes_code_and_rules_are_blocks() -> None:
    reading = read_markdown("> said\n\n```\nx = 1\n\n  y\n```\n\n---\n")

    assert reading.blocks == (Quote((Paragraph((Span("said"),)),)), Code("x = 1\n\n  y"), Rule())


def test_headings_start_below_the_level_given_and_skip_none() -> None:
    blocks = read_markdown("## a\n\n#### b\n\n## c\n", level=1).blocks

    assert [block.level for block in blocks if isinstance(block, Heading)] == [2, 3, 2]


def test_a_heading_takes_the_name_written_before_it() -> None:
    assert only("{#there}\n# Heading") == Heading(1, (Span("Heading"),), "there")


def test_a_value_is_text_wherever_it_stands() -> None:
    nasty = "| *x* <b> {{ 7*7 }} &amp; [a](b) \\ # ~~~ ::: "

    found = read_markdown(
        f"# {token(0)}\n\n- {token(0)}\n\n| {token(0)} |\n|-|\n| x |", Setting(values=(Plain(nasty),))
    )

    heading, bullets, table = found.blocks
    assert heading == Heading(1, (Span(nasty),))
    assert bullets == Bullets(((Paragraph((Span(nasty),)),),), None, tight=True)
    assert isinstance(table, Table)
    assert table.columns[0].head == (Span(nasty),)


@given(st.text(min_size=1))
def test_any_text_arrives_verbatim_as_a_value(text: str) -> None:
    assert only(f"**{token(0)}**", Plain(text)) == Paragraph((Span(text, bold=True),))


def test_prose_on_a_line_of_its_own_brings_its_blocks() -> None:
    reading = read_markdown(f"# A\n\n{token(0)}\n", Setting(values=(Prose("# B\n\npara\n\n- x", "summary"),)))

    levels = [block.level for block in reading.blocks if isinstance(block, Heading)]
    assert levels == [1, 2]
    assert isinstance(reading.blocks[-1], Bullets)


def test_prose_within_a_line_brings_its_words() -> None:
    assert only(f"Say: {token(0)}!", Prose("*one*\n\ntwo", "summary")) == Paragraph((
        Span("Say: "), Span("one", italic=True), Span("\ntwo!"),
    ))  # fmt: skip


def test_prose_cannot_close_what_the_template_opened() -> None:
    text = f"::: key\n{token(0)}\n:::\n\nafter"

    blocks = read_markdown(text, Setting(values=(Prose(":::\n\n```\nopen", "summary"),))).blocks

    assert [block.role for block in blocks if isinstance(block, Paragraph)] == [Role.KEY, Role.BODY]
    assert blocks[-1] == Paragraph((Span("after"),))


def test_a_citation_is_a_note_and_an_unknown_one_stays_as_typed() -> None:
    reading = read_markdown("a[^src] b[^other]", Setting(citations=frozenset({"src"})))

    assert reading.blocks == (Paragraph((Span("a"), Span(note="src"), Span(" b[^other]"))),)


def test_a_note_of_the_author_keeps_its_paragraphs() -> None:
    reading = read_markdown("a[^1]\n\n[^1]: one\n\n    two\n")

    assert reading.blocks == (Paragraph((Span("a"), Span(note="1"))),)
    assert reading.notes == (("1", (Paragraph((Span("one"),)), Paragraph((Span("two"),)))),)


def test_what_no_document_can_show_is_told_and_not_dropped() -> None:
    reading = read_markdown("one\n\n<b>x</b> ![alt](https://example.org/a.png)", field="summary")

    assert [(refusal.field, refusal.line) for refusal in reading.refusals] == [("summary", 2)] * 3
    assert "".join(plain(block.spans) for block in reading.blocks if isinstance(block, Paragraph)) == "one<b>x</b> alt"


def test_what_is_told_of_a_line_is_told_at_that_line() -> None:
    text = "one <b>\ntwo\n*three\n<i> four*  \n[five]{.red}\n\n- six\n  <u>\n\n<div>"

    assert [(told.line, told.what.rpartition(" ")[2]) for told in read_markdown(text).refusals] == [
        (0, "'<b>'"),
        (3, "'<i>'"),
        (4, "shown"),
        (7, "'<u>'"),
        (9, "shown"),
    ]


def test_an_unknown_part_names_those_that_exist() -> None:
    with pytest.raises(UnknownComponentError) as raised:
        read_markdown("text\n\n::: tabel\n:::\n", Setting(components={"table": lambda _arguments, inner: inner}))

    assert (raised.value.name, raised.value.line) == ("tabel", 3)
    assert "table" in raised.value.known


def test_a_part_gets_its_arguments_and_what_is_inside() -> None:
    seen: list[dict[str, str]] = []

    def part(arguments: dict[str, str], inner: tuple[Block, ...]) -> tuple[Block, ...]:
        seen.append(arguments)
        return (Quote(inner),)

    blocks = read_markdown("::: part widths=1,2 heads\nx\n:::\n", Setting(components={"part": part})).blocks

    assert seen == [{"widths": "1,2", "heads": ""}]
    assert blocks == (Quote((Paragraph((Span("x"),)),)),)


@given(st.text())
def test_any_prose_can_be_read(text: str) -> None:
    assert read_markdown(text).notes is not None


def test_a_language_is_given_to_words_and_to_whole_parts() -> None:
    assert only("one [deux *trois*]{lang=fr} four") == Paragraph((
        Span("one "), Span("deux ", language="fr"), Span("trois", italic=True, language="fr"), Span(" four"),
    ))  # fmt: skip
    assert read_markdown('{lang="pt-BR"}\n- a\n\nafter').blocks == (
        Bullets(((Paragraph((Span("a", language="pt-BR"),)),),), None, tight=True),
        Paragraph((Span("after"),)),
    )


def test_a_link_keeps_what_it_says_of_itself() -> None:
    assert only('[a](https://example.org "The *page*")') == Paragraph((
        Span("a", link="https://example.org", title="The *page*"),
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "kept"),
    [
        ("one\n\n{.red}\ntwo", 2, "one{.red}two"),
        ("{#name}\npara", 0, "{#name}para"),
        ("{lang=fr .x}\n# H", 0, "{lang=fr .x}H"),
        ("{lang=french-of-france}\nx", 0, "{lang=french-of-france}x"),
        ("{%comment%}\nx", 0, "{%comment%}x"),
        ("{lang=fr} words that are {no attributes}", 0, "{lang=fr} words that are {no attributes}"),
        ("end\n\n{lang=fr}", 2, "end{lang=fr}"),
        ("{lang=fr}\n{.x}\npara", 1, "{.x}para"),
        ("[words]{.red}", 0, "words"),
    ],
)
def test_attributes_that_cannot_be_shown_are_told_and_kept(text: str, line: int, kept: str) -> None:
    reading = read_markdown(text, field="summary")

    assert [(refusal.field, refusal.line) for refusal in reading.refusals] == [("summary", line)]
    found = (block.spans for block in reading.blocks if isinstance(block, Paragraph | Heading))
    assert "".join(plain(spans) for spans in found) == kept


def comments(text: str) -> list[tuple[str, Comment | None]]:
    (block,) = read_markdown(text, Setting(drafter="Desk")).blocks
    assert isinstance(block, Paragraph)
    return [(span.text, span.comment) for span in block.spans]


def test_words_in_brackets_carry_a_comment() -> None:
    why, whose = Comment("Why?", "Desk"), Comment("Whose?", "L. Kovac")

    assert comments('a [b *c*]{comment="Why?"} d [e]{by="L. Kovac" comment=Whose?}') == [
        ("a ", None), ("b ", why), ("c", why), (" d ", None), ("e", whose),
    ]  # fmt: skip


def test_a_comment_may_run_over_lines_and_hold_any_sign() -> None:
    text = '[a]{comment="One \\"two\\"\n  {three} \\\\ [four] <b> &amp; *x*"}'

    assert comments(text) == [("a", Comment('One "two" {three} \\ [four] <b> &amp; *x*', "Desk"))]


def test_a_comment_within_a_comment_is_the_inner_one_s() -> None:
    outer, inner = Comment("Outer", "Desk"), Comment("Inner", "Desk")

    assert comments("[a [b]{comment=Inner} c]{comment=Outer}") == [("a ", outer), ("b", inner), (" c", outer)]


def test_comments_are_told_with_their_lines() -> None:
    remarks = read_markdown("a\n\n- [b]{comment=One}\n- [c]{comment=Two}", field="summary").remarks

    assert [(remark.field, remark.line, remark.comment.text) for remark in remarks] == [
        ("summary", 2, "One"),
        ("summary", 3, "Two"),
    ]


@pytest.mark.parametrize(
    ("text", "what", "kept"),
    [
        ("[a]{comment=“Why?”}", None, "a"),
        ("[a]{comment=“Why not?”}", "a comment cannot be read", "[a]{comment=“Why not?”}"),
        ('[a]{comment="Why?', "a comment cannot be read", '[a]{comment="Why?'),
        ('[a](https://example.org/){comment="Why?"}', "a comment cannot be read", 'a{comment="Why?"}'),
        ('{comment="Why?"}\na', "a comment cannot be read", '{comment="Why?"}a'),
        ("[a]{by=me}", "a comment says nothing", "a"),
        ('[a]{comment=" "}', "a comment says nothing", "a"),
        ("[a]{comment=b comment=c}", "the attribute `comment` stands twice", "a"),
        ("[a]{onclick=b}", "the attribute `onclick` cannot be shown", "a"),
        ("[a]{%note%}", "the attribute `%note%` cannot be shown", "a"),
        ('[a]{lang="my own"}', "'my own' is no language", "a"),
        ("x[^n]\n\n[^n]: [a]{comment=b}", "a note cannot carry a comment", "x"),
        ("[a]{}, [1]{2} and {b=c}", None, "[a]{}, [1]{2} and {b=c}"),
        ("`[a]{comment=`", None, "[a]{comment="),
    ],
)
def test_attributes_after_words_are_shown_or_told_and_nothing_is_lost(text: str, what: str | None, kept: str) -> None:
    reading = read_markdown(text)
    found = (block.spans for block in reading.blocks if isinstance(block, Paragraph))

    assert [refusal.what for refusal in reading.refusals] == ([what] if what else [])
    assert "".join(plain(spans) for spans in found) == kept


def test_prose_within_a_line_keeps_its_lists_links_and_citations() -> None:
    prose = Prose("one\n\n- [two](https://example.org/)[^src]\n- *three*", "summary")

    (block,) = read_markdown(f"Say: {token(0)}", Setting((prose,), citations=frozenset({"src"}))).blocks

    assert block == Paragraph((
        Span("Say: one\n• "), Span("two", link="https://example.org/"), Span(note="src"), Span("\n• "),
        Span("three", italic=True),
    ))  # fmt: skip


def test_attributes_that_can_be_shown_are_not_told() -> None:
    reading = read_markdown("{#there lang=fr}\n# Titre\n\n> {lang=de}\n> Zitat")

    assert reading.refusals == ()
    assert reading.blocks == (
        Heading(1, (Span("Titre", language="fr"),), "there"),
        Quote((Paragraph((Span("Zitat", language="de"),)),)),
    )
