"""The memo: its template filled in, with notes numbered and the parts that Markdown has no word for."""

from collections.abc import Mapping, Sequence

import msgspec

from briefexport.briefing import (
    LIKELIHOODS,
    Briefing,
    Document,
    Figure,
    Source,
    cited_sources,
    source_numbers,
)
from briefexport.document.text import (
    Block,
    Bullets,
    Fields,
    Heading,
    Memo,
    NewPage,
    Note,
    Paragraph,
    Picture,
    SignOff,
    Span,
    Spans,
    Table,
    Turn,
    plain,
)
from briefexport.facts import Facts
from briefexport.house import House
from briefexport.markdown import Component, Reading, Setting, UnknownComponentError, read_markdown
from briefexport.problem import Code, Finding, UnfitError
from briefexport.template import write
from briefexport.wording import Wording

from .changes import compose_changes
from .imprint import furniture_of, properties_of
from .misnamed import no_such_part


def compose_memo(briefing: Briefing, house: House, pictures: Mapping[str, bytes], past: Sequence[Facts] = ()) -> Memo:
    """The memo of a briefing.

    `pictures` holds the bytes of every figure by its file, `past` the facts of earlier issues.

    Raises:
        TemplateError: the template cannot be used.
        UnfitError: there is no such profile, or the prose has something that a memo cannot show.
    """
    wording = house.wording(briefing.language)
    template, templates = house.memo_template(briefing.profile), house.templates()
    marks = _Marks(briefing)
    words = {**_words(briefing, wording), "changes": compose_changes(briefing, wording, past, Document.MEMO)}
    written = write(template, templates, briefing, wording, Document.MEMO, words=words, shelf=house.shelf)
    setting = Setting(
        written.values, _components(briefing, pictures), frozenset(marks.numbers), _drafter(briefing), marks.mark
    )
    try:
        reading = read_markdown(written.text, setting)
    except UnknownComponentError as error:
        raise no_such_part(error, templates, template) from None
    _refuse(reading)
    areas = [area.area for area in briefing.agenda if area.shown_in(Document.MEMO)]
    return Memo(
        properties=properties_of(briefing, wording, areas),
        furniture=furniture_of(briefing, wording, "memo"),
        blocks=_without_empty_pages(reading.blocks),
        notes=tuple(_notes(briefing, wording, marks, dict(reading.notes))),
    )


def _drafter(briefing: Briefing) -> str:
    """Who comments that name nobody are by."""
    first = (*briefing.drafters, *briefing.from_)[0]
    return first.name or first.short


def _words(briefing: Briefing, wording: Wording) -> dict[str, object]:
    """What the memo's template may say beside the fields: likelihoods in the language, and sources nobody cites."""
    scale = briefing.likelihood_scale

    def likelihood(word: str) -> str:
        return wording.likelihood(scale, word)

    ranges = [
        wording.label("onepager.range", word=likelihood(word), low=least, high=most)
        for word, least, most in LIKELIHOODS[scale]
    ]
    cited = cited_sources(briefing)
    uncited = [plain(source_spans(source, wording)) for source in briefing.sources if source.id not in cited]
    return {
        "likelihood": likelihood,
        "likelihood_key": wording.label("memo.likelihood_key", ranges="; ".join(ranges)),
        "uncited": uncited,
    }


class _Marks:
    """The printed marks of notes: the set's number for a source, a letter for a note of the author's own."""

    def __init__(self, briefing: Briefing) -> None:
        self.numbers = source_numbers(briefing)
        self.own: dict[tuple[str, str], str] = {}
        self.cited: set[str] = set()

    def mark(self, field: str, label: str) -> str:
        if (field, label) in self.own:
            return self.own[field, label]
        if label in self.numbers:
            self.cited.add(label)
            return str(self.numbers[label])
        return self.own.setdefault((field, label), _letters(len(self.own)))


def _letters(number: int) -> str:
    """a, b, ... z, aa, ab, ..."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _notes(briefing: Briefing, wording: Wording, marks: _Marks, own: Mapping[str, tuple[Block, ...]]) -> Sequence[Note]:
    """The notes that the text refers to: sources by number, then the author's own."""
    cited = (source for source in briefing.sources if source.id in marks.cited)
    sources = [
        Note(str(marks.numbers[source.id]), (Paragraph(source_spans(source, wording)),))
        for source in sorted(cited, key=lambda source: marks.numbers[source.id])
    ]
    return [*sources, *(Note(mark, own.get(mark, ())) for mark in marks.own.values())]


def source_spans(source: Source, wording: Wording) -> Spans:
    """A source in one line: author, title, publisher, date, grade, address."""
    parts = [
        source.author,
        f"“{source.title}”" if source.author or source.publisher else source.title,
        source.publisher,
    ]
    if source.date:
        parts.append(wording.day(source.date))
    if source.accessed:
        parts.append(wording.label("memo.accessed", day=wording.day(source.accessed)))
    kind = wording.word(source.type)
    graded = wording.label("memo.graded", kind=kind, grade=source.grade) if source.grade else kind
    text = ", ".join(part for part in parts if part) + f". {wording.opening(graded)}."
    return (Span(text), Span(" "), Span(source.url, link=source.url)) if source.url else (Span(text),)


def _refuse(reading: Reading) -> None:
    if reading.refusals:
        raise UnfitError(
            Finding(refusal.field, Code.UNSHOWABLE, refusal.what, refusal.fix, refusal.line)
            for refusal in reading.refusals
        )


# -- the parts that Markdown has no word for


def _components(briefing: Briefing, pictures: Mapping[str, bytes]) -> dict[str, Component]:
    figures = {figure.id: figure for figure in briefing.figures}

    def figure(arguments: dict[str, str], inner: tuple[Block, ...]) -> Sequence[Block]:
        return [_picture(found, pictures, inner) for name in arguments if (found := figures.get(name))]

    return {
        "figure": figure,
        "fields": fields,
        "table": table,
        "sign-off": sign_off,
        "page": page,
        "chapter": chapter,
    }


def _picture(figure: Figure, pictures: Mapping[str, bytes], caption: tuple[Block, ...]) -> Picture:
    alt = "" if figure.decorative else figure.alt or ""
    return Picture(pictures[figure.file], alt, _first_spans(caption))


def fields(_arguments: dict[str, str], inner: tuple[Block, ...]) -> Sequence[Block]:
    """`::: fields` around a table of two columns: names and values side by side."""
    rows = [row for block in inner if isinstance(block, Table) for row in block.rows]
    return [Fields(tuple((_first_spans(name.blocks), _first_spans(value.blocks)) for name, value in rows))]


def table(arguments: dict[str, str], inner: tuple[Block, ...]) -> Sequence[Block]:
    """`::: table widths=2,5,3 heads` around a caption and a table; columns that say nothing are left out."""
    weights = [float(weight) for weight in arguments.get("widths", "").split(",") if weight]
    caption = next((block.spans for block in inner if isinstance(block, Paragraph)), ())
    heads = "heads" in arguments
    return [_shaped(block, weights, caption, row_heads=heads) for block in inner if isinstance(block, Table)]


def _shaped(found: Table, weights: Sequence[float], caption: Spans, *, row_heads: bool) -> Table:
    used = [n for n in range(len(found.columns)) if any(row[n].blocks for row in found.rows)]
    columns = [
        msgspec.structs.replace(column, weight=weights[n] if n < len(weights) else column.weight)
        for n, column in enumerate(found.columns)
    ]
    return msgspec.structs.replace(
        found,
        columns=tuple(columns[n] for n in used),
        rows=tuple(tuple(row[n] for n in used) for row in found.rows),
        caption=caption,
        description=plain(caption),
        row_heads=row_heads,
    )


def sign_off(_arguments: dict[str, str], inner: tuple[Block, ...]) -> Sequence[Block]:
    """`::: sign-off` around a list: a place to sign for each item."""
    items = [item for block in inner if isinstance(block, Bullets) for item in block.items]
    return [SignOff(tuple(plain(_first_spans(item)) for item in items))]


def page(arguments: dict[str, str], inner: tuple[Block, ...]) -> Sequence[Block]:
    """`::: page landscape`: what is inside begins a page of its own, and the pages after it stand upright again."""
    if "landscape" not in arguments:
        return [NewPage(), *inner]
    return [NewPage(Turn.LANDSCAPE), *inner, NewPage()]


def chapter(_arguments: dict[str, str], inner: tuple[Block, ...]) -> Sequence[Block]:
    """`:::: chapter` around a heading and parts, whose own headings go one level down; nothing without a part."""
    if not inner or not isinstance(inner[0], Heading):
        return inner
    return [inner[0], *map(_lower, inner[1:])] if inner[1:] else ()


def _lower(block: Block) -> Block:
    if isinstance(block, Heading):
        return msgspec.structs.replace(block, level=min(block.level + 1, _DEEPEST_HEADING))
    return block


_DEEPEST_HEADING = 6


def _without_empty_pages(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """No page break right before another one or at the end."""
    following = [*blocks[1:], NewPage()]
    return tuple(
        block
        for block, after in zip(blocks, following, strict=True)
        if not (isinstance(block, NewPage) and isinstance(after, NewPage))
    )


def _first_spans(blocks: Sequence[Block]) -> Spans:
    return next((block.spans for block in blocks if isinstance(block, Paragraph)), ())
