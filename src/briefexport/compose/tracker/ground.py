"""The sheets that the others stand on: judgements with their ground, the calendar, people, sources."""

from collections.abc import Iterator
from decimal import Decimal

from ...briefing import (
    Assumption,
    Briefing,
    Clearance,
    ClearanceStatus,
    Document,
    Gap,
    Judgement,
    Meeting,
    Person,
    Source,
    TimelineEntry,
    numbered_sources,
)
from ...document.sheet import Kind, Look, Mark, SheetColumn, SheetTable, Tone
from .cell import Said, cited, day, earliest, lines, window
from .grid import Row, tabulate, titled, used

JUDGEMENTS, CALENDAR, PEOPLE, SOURCES = "Judgements", "Calendar", "People", "Sources"

_CLEARANCE_TONES = {
    ClearanceStatus.CLEARED: Tone.DONE,
    ClearanceStatus.PENDING: Tone.CAUTION,
    ClearanceStatus.OBJECTED: Tone.BAD,
}

_MARKING = SheetColumn("marking", "", width_chars=15)


# -- what we think


def judgement_table(briefing: Briefing, said: Said) -> SheetTable | None:
    """Judgements, then assumptions, then gaps; None when there are none."""
    rows: list[Row] = [
        *(_judgement(entry, briefing, said) for entry in briefing.judgements if entry.shown_in(Document.TRACKER)),
        *(_assumption(entry, said) for entry in briefing.assumptions if entry.shown_in(Document.TRACKER)),
        *(_gap(entry, said) for entry in briefing.gaps if entry.shown_in(Document.TRACKER)),
    ]
    if not rows:
        return None
    columns = (
        SheetColumn("id", "", width_chars=15, look=Look.QUIET),
        SheetColumn("part", "", width_chars=16),
        SheetColumn("statement", "", width_chars=54, look=Look.NAME),
        SheetColumn("likelihood", "", width_chars=20),
        SheetColumn("confidence", "", width_chars=22),
        SheetColumn("confidence_reason", "", width_chars=34),
        SheetColumn("basis", "", width_chars=20),
        SheetColumn("since_last", "", width_chars=30),
        SheetColumn("if_wrong", "", width_chars=34),
        SheetColumn("find_out", "", width_chars=34),
        _MARKING,
    )
    return tabulate(JUDGEMENTS, titled(used(columns, rows, ("id", "part", "statement")), said), rows, said)


def _judgement(entry: Judgement, briefing: Briefing, said: Said) -> Row:
    wording, sure = said.wording, entry.confidence
    scale = briefing.likelihood_scale
    return {
        "id": entry.id,
        "part": said.label("part.judgement"),
        "statement": entry.statement,
        "likelihood": wording.opening(wording.likelihood(scale, entry.likelihood)) if entry.likelihood else None,
        "confidence": said.word(sure.level) if sure else None,
        "confidence_reason": sure.reason if sure else None,
        "basis": cited(entry.basis, said),
        "since_last": entry.since_last,
        "marking": entry.marking,
    }


def _assumption(entry: Assumption, said: Said) -> Row:
    part = said.label("part.assumption")
    return {
        "id": entry.id,
        "part": part,
        "statement": entry.text,
        "if_wrong": entry.if_wrong,
        "marking": entry.marking,
    }


def _gap(entry: Gap, said: Said) -> Row:
    part = said.label("part.gap")
    return {
        "id": entry.id,
        "part": part,
        "statement": entry.text,
        "find_out": entry.how_to_find_out,
        "marking": entry.marking,
    }


# -- when


def calendar_table(briefing: Briefing, said: Said) -> SheetTable | None:
    """The event, the meetings on the way to it, and the timeline; None when there is nothing of the kind."""
    rows = [*_meetings(briefing, said)]
    rows += [_entry(entry, said) for entry in briefing.timeline if entry.shown_in(Document.TRACKER)]
    if not rows:
        return None
    columns = (
        SheetColumn("part", "", width_chars=20),
        SheetColumn("when", "", width_chars=32, look=Look.NAME),
        SheetColumn("earliest", "", Kind.DATE, 14),
        SheetColumn("what", "", width_chars=58),
        SheetColumn("kind_of_date", "", width_chars=14),
        SheetColumn("place", "", width_chars=20),
        SheetColumn("hosts", "", width_chars=28),
        SheetColumn("sources", "", width_chars=11),
        SheetColumn("entry_id", "", width_chars=18, look=Look.QUIET),
        _MARKING,
    )
    always = ("part", "when", "earliest", "what", "kind_of_date")
    return tabulate(CALENDAR, titled(used(columns, rows, always), said), rows, said)


def _meetings(briefing: Briefing, said: Said) -> Iterator[Row]:
    if briefing.event is None:
        return
    yield _meeting(briefing.event, said.label("part.event"), said)
    for meeting in briefing.event.preparatory:
        yield _meeting(meeting, said.label("part.preparatory"), said)


def _meeting(meeting: Meeting, part: str, said: Said) -> Row:
    name = meeting.name
    if meeting.number is not None:
        name = said.label("numbered", name=meeting.name, number=meeting.number)
    return {
        "part": part,
        "when": window(meeting.when, said),
        "earliest": earliest(meeting.when, said),
        "what": name,
        "kind_of_date": meeting.type,
        "place": meeting.where,
        "hosts": lines(meeting.hosts),
    }


def _entry(entry: TimelineEntry, said: Said) -> Row:
    return {
        "part": said.label("part.timeline"),
        "when": window(entry.when, said),
        "earliest": earliest(entry.when, said),
        "what": entry.what,
        "kind_of_date": said.word(entry.kind),
        "sources": cited(entry.sources, said),
        "entry_id": entry.id,
        "marking": entry.marking,
    }


# -- who


def people_table(briefing: Briefing, said: Said) -> SheetTable:
    """Everyone the briefing goes through: one row a person or an office, a person twice where there are two parts."""
    groups = (
        ("to", briefing.to),
        ("from", briefing.from_),
        ("through", briefing.through),
        ("copy", briefing.copy),
        ("drafter", briefing.drafters),
        ("approver", (briefing.approver,) if briefing.approver else ()),
    )
    rows: list[Row] = [_person(who, said.label(f"part.{part}")) for part, people in groups for who in people]
    rows += [_clearance(entry, said) for entry in briefing.clearances]
    columns = (
        SheetColumn("part", "", width_chars=16),
        SheetColumn("person", "", width_chars=30, look=Look.NAME),
        SheetColumn("role", "", width_chars=30),
        SheetColumn("office", "", width_chars=34),
        SheetColumn("email", "", width_chars=32),
        SheetColumn("clearance", "", width_chars=16, look=Look.STATUS, choices="clearance"),
        SheetColumn("answered_on", "", Kind.DATE, 14),
        SheetColumn("note", "", width_chars=40),
    )
    marks = [Mark("clearance", tone, said.word(member)) for member, tone in _CLEARANCE_TONES.items()]
    kept = titled(used(columns, rows, ("part", "person", "role", "office")), said)
    return tabulate(PEOPLE, kept, rows, said, [mark for mark in marks if any(c.key == mark.column for c in kept)])


def _person(who: Person, part: str) -> Row:
    return {"part": part, "person": who.name, "role": who.role, "office": who.office, "email": who.email}


def _clearance(entry: Clearance, said: Said) -> Row:
    return {
        "part": said.label("part.clearance"),
        "person": entry.person,
        "office": entry.office,
        "clearance": said.word(entry.status),
        "answered_on": day(entry.on, said.wording),
        "note": entry.note,
    }


# -- from where


def source_table(briefing: Briefing, said: Said) -> SheetTable | None:
    """One row a source, with the number it has in all documents; None when there are none."""
    rows = [
        _source(number, source, said)
        for number, source in numbered_sources(briefing)
        if source.shown_in(Document.TRACKER)
    ]
    if not rows:
        return None
    columns = (
        SheetColumn("number", "", Kind.NUMBER, 9),
        SheetColumn("title", "", width_chars=52, look=Look.NAME),
        SheetColumn("publisher", "", width_chars=28),
        SheetColumn("author", "", width_chars=24),
        SheetColumn("published", "", Kind.DATE, 14),
        SheetColumn("accessed", "", Kind.DATE, 14),
        SheetColumn("source_type", "", width_chars=14),
        SheetColumn("grade", "", width_chars=10),
        SheetColumn("grade_means", "", width_chars=34),
        SheetColumn("url", "", width_chars=44),
        SheetColumn("id", "", width_chars=16, look=Look.QUIET),
        _MARKING,
    )
    always = [column.key for column in columns if column.key not in ("marking", "author", "url")]
    return tabulate(SOURCES, titled(used(columns, rows, always), said), rows, said)


def _source(number: int, source: Source, said: Said) -> Row:
    wording = said.wording
    return {
        "number": Decimal(number),
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "published": day(source.date, wording),
        "accessed": day(source.accessed, wording),
        "source_type": said.word(source.type),
        "grade": source.grade,
        "grade_means": _grade(source, said),
        "url": source.url,
        "id": source.id,
        "marking": source.marking,
    }


def _grade(source: Source, said: Said) -> str | None:
    wording = said.wording
    reliable = said.word(source.reliability) if source.reliability else None
    credible = wording.label(f"credibility.{source.credibility}") if source.credibility else None
    return "; ".join(part for part in (reliable, credible) if part) or None
