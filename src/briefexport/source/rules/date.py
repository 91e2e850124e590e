"""Dates against each other and against the day on which the facts hold."""

import datetime as dt
from collections.abc import Iterator

from briefexport.briefing import Assessment, Briefing, Indicator, TimelineKind
from briefexport.problem import Code, Finding
from briefexport.source.findings import is_read


def dates_out_of_order(briefing: Briefing) -> Iterator[Finding]:
    """What was seen before it happened, is due before it began, or has not been looked at for too long."""
    today = briefing.date if briefing.as_of is None else briefing.as_of.date()
    for index, indicator in enumerate(briefing.indicators):
        path = f"indicators[{index}]"
        yield from _too_late(path, indicator, today)
        yield from _too_early(path, indicator)
        yield from _not_lately(path, indicator, today)
    yield from _timeline(briefing, today)
    yield from _decisions(briefing)


def _too_late(path: str, indicator: Indicator, today: dt.date) -> Iterator[Finding]:
    dates = {f"observations[{index}].on": seen.on for index, seen in enumerate(indicator.observations)}
    if indicator.baseline and indicator.baseline.on:
        dates["baseline.on"] = indicator.baseline.on
    if isinstance(indicator.status, Assessment) and indicator.status.on:
        dates["status.on"] = indicator.status.on
    for name, day in dates.items():
        if day > today:
            what = f"`on` {day} is after {today}, the day on which the facts hold"
            fix = "correct the day, or write a later `as_of:` at the top of the file"
            yield Finding(f"{path}.{name}", Code.AFTER_THE_FACTS, what, fix)


def _too_early(path: str, indicator: Indicator) -> Iterator[Finding]:
    start = indicator.baseline.on if indicator.baseline else None
    end = indicator.target.by if indicator.target else None
    if start and end and end.last < start:
        what = f"`by` ends on {end.last}, before the baseline of {start}"
        yield Finding(f"{path}.target.by", Code.DATES_OUT_OF_ORDER, what, "correct one of the two dates")


def _not_lately(path: str, indicator: Indicator, today: dt.date) -> Iterator[Finding]:
    days = [seen.on for seen in indicator.observations if is_read(seen.on)]
    most = indicator.frequency.days if indicator.frequency else None
    if not days or len(days) < len(indicator.observations) or most is None or not is_read(today):
        return
    age = (today - max(days)).days
    if indicator.frequency and age > most:
        what = f"last observed {age} days before {today}, though its frequency is {indicator.frequency.value}"
        yield Finding(f"{path}.observations", Code.NOT_OBSERVED_LATELY, what, "add the latest observation")


def _timeline(briefing: Briefing, today: dt.date) -> Iterator[Finding]:
    for index, entry in enumerate(briefing.timeline):
        if entry.kind is TimelineKind.PAST and entry.when.first > today:
            what = f"`kind` is past, but {entry.when.first} is after {today}, the day on which the facts hold"
            yield Finding(
                f"timeline[{index}].kind", Code.AFTER_THE_FACTS, what, "write `kind: planned`, or correct `when`"
            )


def _decisions(briefing: Briefing) -> Iterator[Finding]:
    for index, asked in enumerate(briefing.recommendations):
        if asked.decide_by and asked.decision is None and asked.decide_by < briefing.date:
            what = f"`decide_by` {asked.decide_by} is before {briefing.date}, the date of the briefing"
            fix = "write a later day, or add `decision:` if it was taken"
            yield Finding(f"recommendations[{index}].decide_by", Code.DECISION_TOO_LATE, what, fix)
