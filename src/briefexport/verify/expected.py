"""The facts of a briefing, as each product has to say them.

Written for itself and not taken from what composes the documents: a mistake there must not be made here too.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from briefexport.briefing import Briefing, Document, Indicator, Rag, Recommendation, Source, Status, numbered_sources
from briefexport.product import Product
from briefexport.wording import Wording

from .fact import Count, Entry, Fact, Framed, How, Line, Note, Numbered, Property, Wanted

_DAY_NOUGHT = dt.date(1899, 12, 30)  # of the day numbers in spreadsheets


def expected_facts(
    product: Product, briefing: Briefing, wording: Wording, left_out: tuple[str, ...] = ()
) -> tuple[Fact, ...]:
    """What a file of that product must say; `left_out` names what its page had no room for."""
    return tuple(_Expected(product, briefing, wording, frozenset(left_out)).facts())


class _Expected:
    def __init__(self, product: Product, briefing: Briefing, wording: Wording, left_out: frozenset[str]) -> None:
        self.product, self.briefing, self.wording, self.left_out = product, briefing, wording, left_out
        self.document = Document(product.value)

    def facts(self) -> Iterator[Fact]:
        yield from self._head()
        yield from self._recommendations()
        yield from self._indicators()
        yield from self._sources()

    # -- head

    def _head(self) -> Iterator[Fact]:
        briefing, wording = self.briefing, self.wording
        status, day = wording.word(briefing.status), wording.day(briefing.date)
        issue = wording.label(f"{self.product.value}.issue", number=briefing.issue)
        if briefing.marking:
            yield Framed("marking", briefing.marking.banner)
        yield Property("title", "title", briefing.title)
        yield Property("language", "language", briefing.language)
        yield Line("title", lines=(briefing.title,))
        yield Line("date", (briefing.place, day))
        yield Line("issue", (issue,))
        if briefing.reference:
            yield Line("reference", (briefing.reference,))
        match self.product:
            case Product.MEMO:
                yield Property("status", "status", status)
                if briefing.status is not Status.FINAL:
                    yield Line("status", (status,))
            case Product.ONEPAGER:
                yield Line("status", lines=(status,))
            case Product.TRACKER:
                yield Property("status", "status", status)
                yield Line("status", (issue, status, day))

    # -- decisions asked

    def _recommendations(self) -> Iterator[Fact]:
        for place, entry in enumerate(self.briefing.recommendations):
            field = f"recommendations[{place}]"
            if not self._shows(entry.shown_in(self.document), field):
                continue
            asked = self._asked(entry)
            yield Line(field, lines=asked)
            if entry.decision:
                word = self.wording.word(entry.decision.outcome)
                if self.product is Product.MEMO:
                    yield Line(f"{field}.decision", (f"{self.wording.label('memo.decided')} {word}",))
                else:
                    yield Line(f"{field}.decision", (word,), asked)

    def _asked(self, entry: Recommendation) -> tuple[str, ...]:
        """What is asked, and by when: in the memo in one sentence, elsewhere side by side."""
        day = self.wording.day(entry.decide_by) if entry.decide_by else None
        portion = f"({entry.marking}) " if entry.marking and self.product is not Product.TRACKER else ""
        text = portion + entry.text
        if day is None:
            return (text,)
        if self.product is Product.MEMO:
            return (f"{text} {self.wording.label('memo.decide_by', day=day)}",)
        return (text, day)

    # -- indicators

    def _indicators(self) -> Iterator[Fact]:
        found = [
            (place, entry)
            for place, entry in enumerate(self.briefing.indicators)
            if self._shows(entry.shown_in(self.document), f"indicators[{place}]")
        ]
        for place, entry in found:
            yield self._indicator(f"indicators[{place}]", entry)
        if found:
            yield Count(
                "indicators", (self._heading("indicator"), self._heading("latest")), len(found), self._gone_rows()
            )
        if self.product is Product.TRACKER:
            shown = [entry for _, entry in found]
            all_of_them = self.wording.label("tracker.all_indicators"), str(len(shown))
            yield self._counts(shown, all_of_them)
            if shown:
                yield self._counts(shown, (self._heading("issue"), str(self.briefing.issue)))

    def _gone_rows(self) -> tuple[str, str] | None:
        """How a tracker marks the rows that it had before and the briefing no longer has."""
        if self.product is not Product.TRACKER:
            return None
        return self.wording.label("tracker.both.heading"), self.wording.label("tracker.both.retired")

    def _indicator(self, field: str, entry: Indicator) -> Entry:
        status = self.wording.word(entry.assessment().rag)
        portion = f"({entry.marking}) " if entry.marking else ""
        key = Wanted(field, self._heading("indicator"), (portion + entry.name,))
        if self.product is Product.TRACKER:
            key = Wanted(field, self._heading("id"), (entry.id,))
        cells = (
            Wanted(f"{field}.status", self._heading("status"), (status,), How.SHAPED),
            *self._latest(field, entry),
        )
        return Entry(field, key, cells)

    def _latest(self, field: str, entry: Indicator) -> Iterator[Wanted]:
        wording, seen, heading = self.wording, entry.latest, self._heading("latest")
        if seen is None:
            none = "" if self.product is Product.TRACKER else wording.label(f"{self.product.value}.none_yet")
            yield Wanted(f"{field}.observations", heading, (none,))
            return
        if seen.value is None:
            yield Wanted(f"{field}.observations", heading, (seen.text or "",))
        elif self.product is Product.TRACKER:
            texts = (wording.number(seen.value), wording.measured(entry, seen.value), str(seen.value))
            yield Wanted(f"{field}.observations", heading, texts, How.NUMBER)
        else:
            yield Wanted(f"{field}.observations", heading, (wording.measured(entry, seen.value),))
        yield self._day_seen(f"{field}.observations", heading, seen.on, entered=seen.entered)

    def _day_seen(self, field: str, heading: str, on: dt.date, *, entered: bool) -> Wanted:
        if self.product is Product.MEMO:
            return Wanted(field, heading, (self.wording.day(on),), How.WITHIN)
        short = self.wording.short_day(on)
        if self.product is Product.ONEPAGER:
            # Behind the day of a value that people entered in the tracker stands that they did.
            return Wanted(field, heading, (short,), How.WITHIN if entered else How.LINE)
        return Wanted(field, self._heading("latest_on"), (short, str((on - _DAY_NOUGHT).days)), How.DAY)

    def _counts(self, shown: list[Indicator], row: tuple[str, str]) -> Entry:
        """The cover counts the indicators, and those of each status; so does the row of the issue."""
        counts = {rag: sum(entry.assessment().rag is rag for entry in shown) for rag in Rag}
        key = Wanted("indicators", row[0], (row[1],), How.NUMBER)
        cells = tuple(
            Wanted("indicators", self.wording.word(rag), (str(count),), How.NUMBER) for rag, count in counts.items()
        )
        return Entry("indicators", key, cells)

    def _heading(self, name: str) -> str:
        section = "tracker.column" if self.product is Product.TRACKER else self.product.value
        return self.wording.label(f"{section}.{name}")

    # -- sources

    def _sources(self) -> Iterator[Fact]:
        places = {source.id: place for place, source in enumerate(self.briefing.sources)}
        for number, source in numbered_sources(self.briefing):
            field = f"sources[{places[source.id]}]"
            if not self._shows(source.shown_in(self.document), field):
                continue
            match self.product:
                case Product.MEMO:
                    yield Note(field, number, source.title)
                case Product.ONEPAGER:
                    yield Numbered(field, f"[{number}] {self._source(source)}")
                case Product.TRACKER:
                    key = Wanted(field, self._heading("number"), (str(Decimal(number)),), How.NUMBER)
                    title = Wanted(field, self._heading("title"), (source.title,))
                    yield Entry(field, key, (title,))

    def _source(self, source: Source) -> str:
        """A source as the one-pager has it."""
        parts = (
            ", ".join(part for part in (source.title, source.publisher) if part),
            self.wording.short_day(source.date) if source.date else None,
            f"({source.grade})" if source.grade else None,
        )
        return " ".join(part for part in parts if part)

    def _shows(self, wanted: bool, field: str) -> bool:  # noqa: FBT001 - what `shown_in` says
        return wanted and field not in self.left_out
