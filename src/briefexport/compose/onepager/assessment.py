"""What is judged, what may go wrong, what is watched, and when things happen."""

from collections.abc import Iterator

from briefexport.briefing import (
    LIKELIHOODS,
    Indicator,
    Judgement,
    Observation,
    Rag,
    Risk,
    Target,
    TimelineEntry,
    TimelineKind,
    Unknown,
)
from briefexport.document.page import (
    Body,
    Detail,
    Explained,
    Grid,
    Line,
    Lines,
    ListStyle,
    Matrix,
    Moment,
    MomentKind,
    PageCell,
    PageRow,
    Plot,
    Shape,
    StatusMark,
    Strip,
    Tone,
    Trend,
)
from briefexport.document.text import Span, Spans

from .desk import Desk, portion, priority_of, said, shown

_LEAST_FOR_A_TREND = 2

MARKS = {
    Rag.GREEN: (Shape.DISC, Tone.GREEN),
    Rag.AMBER: (Shape.TRIANGLE, Tone.AMBER),
    Rag.RED: (Shape.SQUARE, Tone.RED),
    Rag.NOT_STARTED: (Shape.RING, Tone.MUTED),
    Rag.ACHIEVED: (Shape.TICK, Tone.GREEN),
    Rag.UNKNOWN: (Shape.QUERY, Tone.MUTED),
}


def judgements(desk: Desk, usual: int) -> Body:
    """What is judged and how likely it is; how sure we are stands apart, as ICD 203 asks."""
    return Lines(
        tuple(
            Line(
                origin=origin,
                priority=priority_of(entry, usual),
                spans=_statement(desk, entry),
                aside=_confidence(desk, entry),
            )
            for origin, entry in shown("judgements", desk.briefing.judgements)
        )
    )


def _statement(desk: Desk, entry: Judgement) -> Spans:
    spans = (*portion(entry), Span(entry.statement), *desk.cited(entry.basis))
    if not entry.likelihood:
        return spans
    word = desk.wording.likelihood(desk.briefing.likelihood_scale, entry.likelihood)
    return *spans, Span(" "), Span(desk.label("likely", word=desk.wording.opening(word)), bold=True)


def _confidence(desk: Desk, entry: Judgement) -> Spans:
    if not entry.confidence:
        return ()
    level = desk.wording.opening(desk.wording.word(entry.confidence.level))
    if not entry.confidence.reason:
        return said(level)
    return said(desk.label("confidence", level=level, reason=entry.confidence.reason))


def likelihood_words(desk: Desk) -> tuple[Explained, ...]:
    """The ranges of the likelihood words that the judgements use, the least likely first."""
    scale, used = desk.briefing.likelihood_scale, dict[str, list[str]]()
    for origin, entry in shown("judgements", desk.briefing.judgements):
        if entry.likelihood:
            used.setdefault(entry.likelihood, []).append(origin)
    return tuple(
        Explained(desk.label("range", word=desk.wording.likelihood(scale, word), low=low, high=high), tuple(used[word]))
        for word, low, high in LIKELIHOODS[scale]
        if word in used
    )


def risks(desk: Desk, usual: int) -> Body:
    """The risks, numbered as on the matrix; one without scores is listed and says so."""
    found = list(shown("risks", desk.briefing.risks))
    return Matrix(
        items=tuple(
            _plot(desk, number, origin, entry, priority_of(entry, usual))
            for number, (origin, entry) in enumerate(found, start=1)
        ),
        likelihood=desk.label("likelihood"),
        impact=desk.label("impact"),
        description=desk.label("matrix"),
        unscored=desk.label("unscored", numbers="{numbers}"),
    )


def _plot(desk: Desk, number: int, origin: str, entry: Risk, priority: int) -> Plot:
    likelihood, impact = (None if isinstance(score, Unknown) else score for score in (entry.likelihood, entry.impact))
    scores = {"likelihood": _score(desk, likelihood), "impact": _score(desk, impact)}
    return Plot(
        origin=origin,
        priority=priority,
        number=number,
        spans=(*portion(entry), Span(entry.title)),
        said=desk.label("plotted", number=number, title=entry.title, **scores),
        likelihood=likelihood,
        impact=impact,
        details=(Detail(f"{origin}.mitigation", said(entry.mitigation)),) if entry.mitigation else (),
    )


def _score(desk: Desk, score: int | None) -> str:
    return desk.wording.word(Unknown.UNKNOWN) if score is None else str(score)


def indicators(desk: Desk, usual: int) -> Body:
    """What is watched: status, latest value with its trend, target."""
    heads = [desk.label(key) for key in ("indicator", "status", "latest", "target")]
    rows = tuple(
        PageRow(origin=origin, priority=priority_of(entry, usual), cells=_watched(desk, entry))
        for origin, entry in shown("indicators", desk.briefing.indicators)
    )
    return Grid(tuple(heads), rows, desk.label("indicators_description"))


def _watched(desk: Desk, entry: Indicator) -> tuple[PageCell, ...]:
    return (
        PageCell((*portion(entry), Span(entry.name))),
        PageCell(status=status_mark(desk, entry.assessment().rag)),
        _latest(desk, entry),
        _target(desk, entry, entry.target),
    )


def status_mark(desk: Desk, rag: Rag) -> StatusMark:
    """A status as word, shape and colour."""
    shape, tone = MARKS[rag]
    return StatusMark(desk.wording.opening(desk.wording.word(rag)), shape, tone)


def status_key(desk: Desk) -> tuple[StatusMark, ...]:
    """The status marks that the page uses, in the order of the model."""
    used = {entry.assessment().rag for _, entry in shown("indicators", desk.briefing.indicators)}
    return tuple(status_mark(desk, rag) for rag in Rag if rag in used)


def _latest(desk: Desk, entry: Indicator) -> PageCell:
    seen = entry.latest
    if seen is None:
        return PageCell(said(desk.label("none_yet")))
    value = desk.wording.measured(entry, seen.value) if seen.value is not None else seen.text
    day = desk.wording.short_day(seen.on)
    return PageCell(said(value), trend=_trend(desk, entry), aside=said(", ".join((day, *_entered(desk, seen)))))


def _entered(desk: Desk, seen: Observation) -> Iterator[str]:
    """Who entered a value in the tracker, where the briefing does not have it yet."""
    if seen.entered:
        wording = desk.wording
        yield wording.label("entered.by", who=seen.by) if seen.by else wording.label("entered.alone")


def _trend(desk: Desk, entry: Indicator) -> Trend | None:
    """The numbers over time; None with fewer than two of them on different days."""
    by_day = {
        seen.on: seen.value for seen in sorted(entry.observations, key=lambda seen: seen.on) if seen.value is not None
    }
    if len(by_day) < _LEAST_FOR_A_TREND:
        return None
    points = [
        desk.label("point", value=desk.wording.measured(entry, value), day=desk.wording.day(day))
        for day, value in by_day.items()
    ]
    goal = entry.target.value if entry.target else None
    return Trend(
        days=tuple(by_day),
        values=tuple(float(value) for value in by_day.values()),
        alt=desk.label("trend", name=entry.name, points=desk.label("then").join(points)),
        target=None if goal is None or isinstance(goal, Unknown) else float(goal),
    )


def _target(desk: Desk, entry: Indicator, target: Target | None) -> PageCell:
    if target is None:
        return PageCell(said(desk.label("no_target")))
    match target.value:
        case None:
            value = target.text or ""
        case Unknown():
            value = desk.wording.word(target.value)
        case number:
            value = desk.wording.measured(entry, number)
    by = desk.wording.short_window(target.by) if target.by else None
    return PageCell(said(value or by), aside=said(by if value else None))


def timeline(desk: Desk, usual: int) -> Body:
    """Dates in order; what is past goes before what is to come."""
    found = sorted(shown("timeline", desk.briefing.timeline), key=lambda pair: pair[1].when.sort_key)
    return Strip(tuple(_moment(desk, origin, entry, usual) for origin, entry in found), desk.label("strip"))


def _moment(desk: Desk, origin: str, entry: TimelineEntry, usual: int) -> Moment:
    past = entry.kind is TimelineKind.PAST
    return Moment(
        origin=origin,
        priority=priority_of(entry, min(usual + 1, 5) if past else usual),
        first=entry.when.first,
        last=entry.when.last,
        when=desk.wording.short_window(entry.when),
        spans=(*portion(entry), Span(entry.what), *desk.cited(entry.sources)),
        kind=MomentKind(entry.kind.value),
        certainty=desk.wording.word(entry.when.status) if entry.when.status else "",
    )


def sources(desk: Desk, usual: int) -> Body:
    """Where the facts are from, in the order of the numbers that all documents of the set print."""
    found = sorted(shown("sources", desk.briefing.sources), key=lambda pair: desk.numbers[pair[1].id])
    return Lines(
        tuple(
            Line(
                origin=origin,
                priority=priority_of(entry, usual),
                spans=said(
                    f"[{desk.numbers[entry.id]}]", ", ".join(part for part in (entry.title, entry.publisher) if part)
                ),
                aside=said(
                    desk.wording.short_day(entry.date) if entry.date else None,
                    f"({entry.grade})" if entry.grade else None,
                ),
            )
            for origin, entry in found
        ),
        ListStyle.NOTES,
    )
