"""What changed since the issue before, in the words of a language: the same in every document of a set."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from briefexport.briefing import UNKNOWN, Briefing, Document, Indicator, Window
from briefexport.facts import (
    AskFact,
    Change,
    ConfidenceMoved,
    DateFact,
    DateMoved,
    Decided,
    Fact,
    Facts,
    Goal,
    IndicatorFact,
    JudgementFact,
    LikelihoodMoved,
    Move,
    Rated,
    RiskFact,
    StatusMoved,
    StepsMet,
    Subject,
    TargetMoved,
    ValueMoved,
    WorkFact,
    changes_between,
    facts_of,
    last_before,
)
from briefexport.wording import Wording

_ENDS = (".", "!", "?", "…", "।")


class Told(msgspec.Struct, frozen=True):
    """A change in words. `about` is the list of the briefing that the item stands in, `marking` that of the item alone.

    `says` are sentences, and `why` is one where a status has a reason; `text` has all of them in one line.
    """

    about: str
    name: str
    marking: str | None
    says: tuple[str, ...]
    why: str | None
    text: str


class Changes(msgspec.Struct, frozen=True):
    """What a document tells: the number and the day of the issue before, and every change, what matters most first."""

    issue: int
    on: dt.date
    heading: str
    entries: tuple[Told, ...]


def compose_changes(briefing: Briefing, wording: Wording, past: Sequence[Facts], document: Document) -> Changes | None:
    """What changed since the last issue before this one; None when nothing did, or there is no such issue."""
    before = last_before(past, briefing.issue)
    if before is None:
        return None
    found = changes_between(before, facts_of(briefing))
    entries = tuple(_told(change, wording) for change in found if change.shown_in(document))
    if not entries:
        return None
    heading = wording.label("changes.heading", number=before.issue, day=wording.day(before.on))
    return Changes(before.issue, before.on, heading, entries)


def _told(change: Change, wording: Wording) -> Told:
    words = _Words(wording, change)
    says = tuple(_sentence(text, wording) for text in words.all())
    reason = next((move.reason for move in change.moves if isinstance(move, StatusMoved)), None)
    why = _sentence(reason, wording) if reason else None
    text = " ".join(part for part in (*says, why) if part)
    return Told(change.subject.value, change.name, change.marking, says, why, text)


def _sentence(text: str, wording: Wording) -> str:
    opened = wording.opening(text)
    return opened if opened.endswith(_ENDS) else wording.label("changes.sentence", text=opened)


class _Words:
    """The words for one change."""

    def __init__(self, wording: Wording, change: Change) -> None:
        self.wording, self.change = wording, change

    def all(self) -> Iterator[str]:
        """A new item with how it stands, one that is gone, or each move."""
        subject, now = self.change.subject.value, self.change.now
        if now is None:
            yield self._label(f"gone.{subject}")
        elif self.change.before is None:
            yield self._label(f"new.{subject}")
            yield from self._standing(now)
        else:
            for move in self.change.moves:
                yield from self._move(move)

    def _standing(self, fact: Fact) -> Iterator[str]:
        """How a new item stands."""
        match fact:
            case IndicatorFact():
                yield from self._pair("status", None, self.wording.word(fact.status))
            case RiskFact():
                yield from self._pair("likelihood", None, self._score(fact.likelihood))
                yield from self._pair("impact", None, self._score(fact.impact))
            case AskFact():
                if fact.outcome:
                    yield from self._move(Decided(None, fact.outcome, fact.decided_by, fact.decided_on))
                elif fact.decide_by:
                    yield from self._move(DateMoved(None, fact.decide_by))
            case JudgementFact() if fact.likelihood:
                yield from self._move(LikelihoodMoved(None, (fact.scale, fact.likelihood)))
            case DateFact() if fact.when:
                yield from self._move(DateMoved(None, fact.when))
            case WorkFact() if fact.due:
                yield from self._move(DateMoved(None, fact.due))

    def _move(self, move: Move) -> Iterator[str]:
        wording = self.wording
        match move:
            case Decided():
                yield self._decision(move)
            case StatusMoved():
                yield from self._pair("status", *(each and wording.word(each) for each in (move.before, move.now)))
            case LikelihoodMoved():
                words = (each and wording.likelihood(*each) for each in (move.before, move.now))
                yield from self._pair("likelihood", *words)
            case ConfidenceMoved():
                yield from self._confidence(move)
            case Rated():
                for name, (score, new_score) in (("likelihood", move.likelihood), ("impact", move.impact)):
                    if score != new_score:
                        yield from self._pair(name, self._score(score), self._score(new_score))
            case ValueMoved():
                yield from self._value(move)
            case StepsMet():
                met = (self._label("of", met=met, all=all_) for met, all_ in (move.before, move.now))
                yield from self._pair("steps", *met)
            case DateMoved():
                yield from self._pair(self._which_date(), self._day(move.before), self._day(move.now))
            case TargetMoved():
                yield from self._target(move)

    def _label(self, key: str, **values: object) -> str:
        return self.wording.label(f"changes.{key}", **values)

    def _pair(self, what: str, before: str | None, now: str | None) -> Iterator[str]:
        """What it was and what it is; only one of them where it was not given before, or is not any more."""
        name = self._label(f"what.{what}")
        if now is None:
            yield self._label("dropped", what=name)
        elif before is None:
            yield self._label("set", what=name, now=now)
        else:
            yield self._label("moved", what=name, before=before, now=now)

    def _confidence(self, move: ConfidenceMoved) -> Iterator[str]:
        """The words for confidence say themselves what they are."""
        before, now = (each and self.wording.word(each) for each in (move.before, move.now))
        if before and now:
            yield self._label("confidence", before=before, now=now)
        else:
            yield from [now] if now else self._pair("confidence", before, None)

    def _decision(self, move: Decided) -> str:
        if move.outcome is None:
            return self._label("undecided")
        said = self._label("decided", outcome=self.wording.word(move.outcome))
        day = self.wording.day(move.on) if move.on else None
        return self._detailed(said, move.by, day)

    def _value(self, move: ValueMoved) -> Iterator[str]:
        before, now = self._seen(move.before, self.change.before), self._seen(move.now, self.change.now)
        if now is not None and move.on is not None:
            now = self.wording.label("language.list_comma").join((now, self.wording.day(move.on)))
        yield from self._pair("value", before, now)

    def _detailed(self, said: str, *details: str | None) -> str:
        joined = ", ".join(detail for detail in details if detail)
        return self._label("detailed", what=said, details=joined) if joined else said

    def _which_date(self) -> str:
        match self.change.subject:
            case Subject.RECOMMENDATIONS:
                return "decide_by"
            case Subject.NEXT_STEPS:
                return "due"
            case _:
                return "date"

    def _day(self, date: Window | dt.date | None) -> str | None:
        match date:
            case None:
                return None
            case Window():
                return self.wording.window(date)
            case day:
                return self.wording.day(day)

    def _score(self, score: int | None) -> str:
        return self.wording.word(UNKNOWN) if score is None else str(score)

    def _seen(self, seen: Decimal | str | None, fact: Fact | None) -> str | None:
        """A number as the indicator had its unit then."""
        if isinstance(seen, Decimal) and isinstance(fact, IndicatorFact):
            measured = Indicator(id=fact.id, name=fact.name, kind=fact.kind, unit=fact.unit)
            return self.wording.measured(measured, seen)
        return None if seen is None else str(seen)

    def _target(self, move: TargetMoved) -> Iterator[str]:
        """What stayed as it was, the value or the date, is not said."""
        before, now = move.before, move.now
        if before and now and before.by == now.by:
            before, now = (msgspec.structs.replace(goal, by=None) for goal in (before, now))
        wanted = self._wanted(before, self.change.before), self._wanted(now, self.change.now)
        if before and now and before.by and now.by and wanted[0] == wanted[1]:
            yield from self._pair("target", self.wording.window(before.by), self.wording.window(now.by))
        else:
            yield from self._pair("target", *map(self._goal, wanted, (before, now)))

    def _wanted(self, goal: Goal | None, fact: Fact | None) -> str | None:
        if goal is None:
            return None
        return self._seen(goal.text if goal.value is None else goal.value, fact) or self.wording.word(UNKNOWN)

    def _goal(self, wanted: str | None, goal: Goal | None) -> str | None:
        by = self.wording.window(goal.by) if goal and goal.by else None
        return self.wording.label("language.list_comma").join((wanted, by)) if wanted and by else wanted
