"""Facts that were expected, looked for in what a file says."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Context, Decimal, InvalidOperation

import msgspec

from .fact import Count, Entry, Fact, Framed, How, Line, Note, Numbered, Property, Wanted
from .told import Table, Told, bare, plain

_KEPT = Context(prec=15)
_MOMENT = re.compile(r"\d+\.\d+", re.ASCII)
_ENTRY = re.compile(r"[a-z_]+\[\d+\]")

Row = tuple[tuple[str, ...], ...]


class Difference(msgspec.Struct, frozen=True):
    """A fact that a file does not say as the briefing does.

    `said` is what stands in its place, None where nothing does. `sheets` are those that lack
    what every sheet of a workbook says.
    """

    field: str
    expected: str
    said: str | None = None
    sheets: tuple[str, ...] = ()


class Comparison(msgspec.Struct, frozen=True):
    """What came of a comparison: how many facts were looked for, and where the file departs from them, in their order.

    `unsaid` names the lists of which the file says nothing at all, as it is when an office's template has no such part.
    """

    facts: int
    differences: tuple[Difference, ...]
    unsaid: tuple[str, ...] = ()


def compare(facts: Sequence[Fact], told: Told) -> Comparison:
    """Looks for every fact in what the file says."""
    searched = _Searched(told)
    found = tuple(difference for fact in facts for difference in searched.departs(fact))
    entries = dict.fromkeys(fact.field for fact in facts if _ENTRY.fullmatch(fact.field))
    missing = {each.field for each in found if each.said is None}
    lists = dict.fromkeys(field.partition("[")[0] for field in entries)
    unsaid = [each for each in lists if all(field in missing for field in entries if field.startswith(f"{each}["))]
    looked_for = sum(1 + len(fact.cells) if isinstance(fact, Entry) else 1 for fact in facts)
    return Comparison(looked_for, found, tuple(unsaid))


class _Searched:
    """What a file says, made ready for looking."""

    def __init__(self, told: Told) -> None:
        self.told = told
        rows = ("\t".join("\n".join(cell) for cell in row) for table in told.tables for row in table.rows)
        heads = ("\t".join(table.headings) for table in told.tables)
        texts = (*told.texts, *told.frames, *heads, *rows)
        self.texts = [(plain(text), {plain(line) for line in re.split(r"[\n\t]", text)}) for text in texts]

    def departs(self, fact: Fact) -> Iterator[Difference]:
        """What is wrong about one fact; nothing when it is said."""
        match fact:
            case Framed():
                yield from self._unframed(fact)
            case Property():
                said = getattr(self.told, fact.name)
                if said is not None and plain(said) != plain(fact.text):
                    yield Difference(fact.field, fact.text, said)
            case Line():
                if not self._has_line(fact):
                    yield Difference(fact.field, ", ".join((*fact.lines, *fact.words)))
            case Numbered():
                pattern = re.escape(plain(fact.text)) + r"(?= \[\d+\] |$)"
                if not any(re.search(pattern, text) for text, _ in self.texts):
                    yield Difference(fact.field, fact.text)
            case Note():
                yield from self._misnumbered(fact)
            case Entry():
                yield from self._entry(fact)
            case Count():
                yield from self._miscounted(fact)

    def _unframed(self, fact: Framed) -> Iterator[Difference]:
        bare = [at for at, frame in enumerate(self.told.frames) if not _within(fact.text, plain(frame))]
        if bare or not self.told.frames:
            said = " ".join(self.told.frames[bare[0]].split()) if bare else None
            sheets = dict.fromkeys(self.told.sheets[at] for at in bare if self.told.sheets)
            yield Difference(fact.field, fact.text, said, tuple(sheets))

    def _has_line(self, fact: Line) -> bool:
        wanted = {plain(line) for line in fact.lines}
        return any(wanted <= lines and all(_within(word, text) for word in fact.words) for text, lines in self.texts)

    def _misnumbered(self, fact: Note) -> Iterator[Difference]:
        """A note under its number; or, where no note has that number, in the text or inside another note."""
        expected, notes, mark = f"{fact.number}: {fact.title}", self.told.notes, str(fact.number)
        if mark in notes:
            if not _is_titled(fact.title, notes[mark]):
                yield Difference(fact.field, expected, f"{mark}: {notes[mark]}")
            return
        own = {number: note.partition("\n")[0] for number, note in notes.items() if number.isdecimal()}
        other = next((number for number, note in own.items() if _is_titled(fact.title, note)), None)
        if other is not None:
            yield Difference(fact.field, expected, f"{other}: {own[other]}")
        elif not any(_is_titled(fact.title, text) for text in (*self.told.texts, *notes.values())):
            yield Difference(fact.field, expected)

    # -- rows

    def _entry(self, fact: Entry) -> Iterator[Difference]:
        """The row that departs least; rows of one name are told apart by what they say."""
        rows = list(self._rows(fact.key))
        if not rows:
            yield Difference(fact.field, fact.key.texts[0])
            return
        yield from min(([*_cells(fact.cells, table, row)] for table, row in rows), key=len)

    def _rows(self, key: Wanted) -> Iterator[tuple[Table, Row]]:
        for table in self.told.tables:
            column = table.column(key.heading)
            if column is not None:
                yield from ((table, row) for row in table.rows if column < len(row) and _says(key, row[column]))

    def _miscounted(self, fact: Count) -> Iterator[Difference]:
        for table in self.told.tables:
            first, second = (table.column(heading) for heading in fact.headings)
            if first is None or second is None:
                continue
            left_out = table.column(fact.but[0]) if fact.but else None
            rows = sum(
                any(line.strip() for line in row[first])
                and not (fact.but and left_out is not None and fact.but[1] in row[left_out])
                for row in table.rows
            )
            if rows != fact.rows:
                yield Difference(fact.field, str(fact.rows), str(rows))


def _cells(wanted: Iterable[Wanted], table: Table, row: Row) -> Iterator[Difference]:
    for each in wanted:
        column = table.column(each.heading)
        if column is None or column >= len(row):
            yield Difference(each.field, each.texts[0])
        elif not _says(each, row[column]):
            yield Difference(each.field, each.texts[0], " ".join(" ".join(row[column]).split()))


def _says(wanted: Wanted, cell: tuple[str, ...]) -> bool:
    match wanted.how:
        case How.LINE:
            return any(plain(text) == plain(line) for text in wanted.texts for line in cell)
        case How.SHAPED:
            return any(bare(text) == bare(line) for text in wanted.texts for line in cell)
        case How.WITHIN:
            return any(_within(text, plain(line)) for text in wanted.texts for line in cell)
        case How.NUMBER:
            return any(_same_number(text, line) for text in wanted.texts for line in cell)
        case How.DAY:
            return any(_same_number(text, _without_time(line)) for text in wanted.texts for line in cell)


def _without_time(said: str) -> str:
    """A day that a spreadsheet keeps with its time of day, as the day alone."""
    return said.partition(".")[0] if _MOMENT.fullmatch(said) else said


def _same_number(wanted: str, said: str) -> bool:
    """As spreadsheets know a number: what they write beyond its first fifteen digits is noise."""
    try:
        return Decimal(wanted) == Decimal(said) or Decimal(wanted) == _KEPT.create_decimal(said)
    except InvalidOperation:
        return plain(wanted) == plain(said)


def _is_titled(title: str, text: str) -> bool:
    """Whether a source of exactly that title stands there: it ends with a mark, or with the text."""
    return re.search(rf"(?<!\w){re.escape(plain(title))}(?=[^\w\s]|$)", plain(text)) is not None


def _within(text: str, plain_text: str) -> bool:
    """Whether the words stand there, and not only as the end or the beginning of longer ones."""
    return re.search(rf"(?<!\w){re.escape(plain(text))}(?!\w)", plain_text) is not None
