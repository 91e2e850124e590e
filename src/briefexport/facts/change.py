"""What is otherwise in an issue than in the one before it: one change for each item, with everything that moved."""

import datetime as dt
from decimal import Decimal
from typing import TypeAlias

import msgspec

from briefexport.briefing import (
    Confidence,
    Document,
    LikelihoodScale,
    Outcome,
    Progress,
    Rag,
    RiskStatus,
    Window,
    is_above,
)

from .fact import Fact, Goal, Subject


class Decided(msgspec.Struct, frozen=True):
    """A decision was taken, or another one; no outcome: it was taken back."""

    before: Outcome | None
    outcome: Outcome | None
    by: str | None
    on: dt.date | None


class StatusMoved(msgspec.Struct, frozen=True):
    """Of an indicator, a risk or a piece of work; `reason` is that of an indicator's new status."""

    before: Rag | RiskStatus | Progress | None
    now: Rag | RiskStatus | Progress | None
    reason: str | None = None


class LikelihoodMoved(msgspec.Struct, frozen=True):
    """Of a judgement, each word with its scale."""

    before: tuple[LikelihoodScale, str] | None
    now: tuple[LikelihoodScale, str] | None


class ConfidenceMoved(msgspec.Struct, frozen=True):
    """Of a judgement."""

    before: Confidence | None
    now: Confidence | None


class Rated(msgspec.Struct, frozen=True):
    """A risk has another likelihood or another impact: of each, before and now; None is unknown."""

    likelihood: tuple[int | None, int | None]
    impact: tuple[int | None, int | None]


class ValueMoved(msgspec.Struct, frozen=True):
    """The latest observation of an indicator is another one; None: there was none, or there is none any more."""

    before: Decimal | str | None
    now: Decimal | str | None
    on: dt.date | None


class StepsMet(msgspec.Struct, frozen=True):
    """More or fewer milestones are met: met and of how many, before and now."""

    before: tuple[int, int]
    now: tuple[int, int]


class DateMoved(msgspec.Struct, frozen=True):
    """A day or a window: of a meeting, on the timeline, by which to decide, when work is due."""

    before: Window | dt.date | None
    now: Window | dt.date | None


class TargetMoved(msgspec.Struct, frozen=True):
    """Of an indicator."""

    before: Goal | None
    now: Goal | None


Move: TypeAlias = (
    Decided | StatusMoved | LikelihoodMoved | ConfidenceMoved | Rated | ValueMoved | StepsMet | DateMoved | TargetMoved
)


class Change(msgspec.Struct, frozen=True):
    """An item that is new (`before` is None), gone (`now` is None), or of which something moved."""

    subject: Subject
    before: Fact | None
    now: Fact | None
    moves: tuple[Move, ...] = ()

    @property
    def fact(self) -> Fact:
        """The item as it is, or as it was last."""
        fact = self.now or self.before
        assert fact is not None
        return fact

    @property
    def name(self) -> str:
        """What the item is called."""
        return self.fact.name

    @property
    def marking(self) -> str | None:
        """The higher of the two markings, for both of what was and what is are said; None when neither has one."""
        levels = [fact.marking for fact in (self.before, self.now) if fact and fact.marking]
        if not levels:
            return None
        return levels[0] if is_above(levels[0], levels[-1]) is not False else levels[-1]

    def shown_in(self, document: Document) -> bool:
        """Whether the item belongs in that document, and belonged there before."""
        return all(fact.shown_in(document) for fact in (self.before, self.now) if fact)
