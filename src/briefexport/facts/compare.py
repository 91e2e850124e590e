"""The facts of two issues -> what changed, with what matters most first."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefexport.briefing import IndicatorKind, LikelihoodScale, Rag, RiskStatus, is_above

from .change import (
    Change,
    ConfidenceMoved,
    DateMoved,
    Decided,
    LikelihoodMoved,
    Move,
    Rated,
    StatusMoved,
    StepsMet,
    TargetMoved,
    ValueMoved,
)
from .fact import AskFact, DateFact, Fact, Facts, IndicatorFact, JudgementFact, RiskFact, Subject, WorkFact


def last_before(past: Sequence[Facts], issue: int) -> Facts | None:
    """The facts of the highest issue below this one; None when there is none."""
    return max((facts for facts in past if facts.issue < issue), key=lambda facts: facts.issue, default=None)


def changes_between(before: Facts, now: Facts) -> tuple[Change, ...]:
    """What changed from one issue to the next: one change an item, what matters most first.

    Nothing where the earlier issue was marked higher, or cannot be compared: its facts may not be told in this one.
    Another name, reason or day of the same observation is no change. What was settled goes without a word, and a day
    that was over before the earlier issue comes without one.
    """
    if before.marking is not None and (now.marking is None or is_above(before.marking, now.marking) is not False):
        return ()
    found = [change for subject in Subject for change in _changes(subject, before, now)]
    return tuple(sorted(found, key=_weight))


def _changes(subject: Subject, before: Facts, now: Facts) -> Iterator[Change]:
    """Those of one list: what is there now in its order, then what is gone."""
    was = {fact.id: fact for fact in before.of(subject)}
    still = set()
    for fact in now.of(subject):
        still.add(fact.id)
        older = was.get(fact.id)
        if older is None:
            if not _is_old_news(fact, before.on):
                yield Change(subject, None, fact)
        elif moves := tuple(_moves(older, fact)):
            yield Change(subject, older, fact, moves)
    yield from (Change(subject, fact, None) for fact in was.values() if fact.id not in still and not fact.settled)


def _is_old_news(fact: Fact, on: dt.date) -> bool:
    return isinstance(fact, DateFact) and fact.when is not None and fact.when.last < on


def _moves(before: Fact, now: Fact) -> Iterator[Move]:
    match before, now:
        case IndicatorFact(), IndicatorFact():
            yield from _of_indicator(before, now)
        case RiskFact(), RiskFact():
            if before.status is not now.status:
                yield StatusMoved(before.status, now.status)
            if (before.likelihood, before.impact) != (now.likelihood, now.impact):
                yield Rated((before.likelihood, now.likelihood), (before.impact, now.impact))
        case AskFact(), AskFact():
            if before.outcome is not now.outcome:
                yield Decided(before.outcome, now.outcome, now.decided_by, now.decided_on)
            if before.decide_by != now.decide_by:
                yield DateMoved(before.decide_by, now.decide_by)
        case JudgementFact(), JudgementFact():
            if (was := _likelihood(before)) != (likelihood := _likelihood(now)):
                yield LikelihoodMoved(was, likelihood)
            if before.confidence is not now.confidence:
                yield ConfidenceMoved(before.confidence, now.confidence)
        case DateFact(), DateFact():
            if before.when != now.when:
                yield DateMoved(before.when, now.when)
        case WorkFact(), WorkFact():
            if before.status is not now.status:
                yield StatusMoved(before.status, now.status)
            if before.due != now.due:
                yield DateMoved(before.due, now.due)
        case _:
            raise TypeError("the facts of one list are of one kind")


def _of_indicator(before: IndicatorFact, now: IndicatorFact) -> Iterator[Move]:
    if before.status is not now.status:
        yield StatusMoved(before.status, now.status, now.reason)
    if _measured(before) != _measured(now):
        yield ValueMoved(_seen(before), _seen(now), now.seen_on)
    if (before.steps_met, before.steps) != (now.steps_met, now.steps):
        yield StepsMet((before.steps_met, before.steps), (now.steps_met, now.steps))
    if before.target != now.target:
        yield TargetMoved(before.target, now.target)


def _seen(fact: IndicatorFact) -> Decimal | str | None:
    return fact.text if fact.value is None else fact.value


def _measured(fact: IndicatorFact) -> object:
    """What was seen: a number with its unit, or words."""
    if fact.value is None:
        return fact.text
    return fact.value, fact.unit, fact.kind is IndicatorKind.PERCENT


def _likelihood(fact: JudgementFact) -> tuple[LikelihoodScale, str] | None:
    return None if fact.likelihood is None else (fact.scale, fact.likelihood)


# -- what matters most

_URGENT = (Rag.RED, Rag.AMBER, Rag.UNKNOWN, Rag.NOT_STARTED, Rag.GREEN, Rag.ACHIEVED)

_NEW_OR_GONE = {
    Subject.EVENT: 1,
    Subject.RECOMMENDATIONS: 1,
    Subject.RISKS: 3,
    Subject.JUDGEMENTS: 3,
    Subject.TIMELINE: 5,
    Subject.OBJECTIVES: 6,
    Subject.INDICATORS: 6,
    Subject.AGENDA: 6,
    Subject.NEXT_STEPS: 7,
}


def _weight(change: Change) -> tuple[int, int]:
    """The lowest comes first: by the heaviest of its moves; where statuses moved, the worst first."""
    if not change.moves:
        return _NEW_OR_GONE[change.subject], 0
    return min(_weight_of(move, change.subject) for move in change.moves)


def _weight_of(move: Move, subject: Subject) -> tuple[int, int]:
    match move:
        case Decided():
            return 0, 0
        case StatusMoved(now=Rag() as rag):
            return 2, _URGENT.index(rag)
        case StatusMoved(now=RiskStatus.HAPPENED):
            return 1, 0
        case StatusMoved() | Rated() | LikelihoodMoved():
            return (3, 0) if subject in (Subject.RISKS, Subject.JUDGEMENTS) else (6, 0)
        case ValueMoved() | StepsMet() | ConfidenceMoved():
            return 4, 0
        case DateMoved():
            return (1, 0) if subject is Subject.EVENT else (5, 0)
        case TargetMoved():
            return 5, 0
