"""The facts of one issue: what its indicators, risks, decisions, judgements and dates were, and no prose."""

import datetime as dt
from decimal import Decimal
from enum import Enum

import msgspec

from briefexport.briefing import (
    Confidence,
    Document,
    IndicatorKind,
    LikelihoodScale,
    Outcome,
    Progress,
    Rag,
    RiskStatus,
    Window,
)


class Subject(Enum):
    """What a fact is about: the list of the briefing that its item stands in."""

    INDICATORS = "indicators"
    RISKS = "risks"
    RECOMMENDATIONS = "recommendations"
    JUDGEMENTS = "judgements"
    EVENT = "event"
    TIMELINE = "timeline"
    OBJECTIVES = "objectives"
    AGENDA = "agenda"
    NEXT_STEPS = "next_steps"


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An item of an issue.

    `id` is unique in its list, `name` what a reader calls it; an empty `show` is every document.
    """

    id: str
    name: str
    show: tuple[Document, ...] = ()
    marking: str | None = None

    def shown_in(self, document: Document) -> bool:
        """Whether the item belongs in that document."""
        return not self.show or document in self.show

    @property
    def settled(self) -> bool:
        """Whether it was over with, so that its absence from the next issue is no news."""
        return False


class Goal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where an indicator should be; neither value nor text: not known."""

    value: Decimal | None = None
    text: str | None = None
    by: Window | None = None


class IndicatorFact(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Where an indicator stood. `value` or `text` is the latest observation, of the day `seen_on`; no day: none yet.

    `steps_met` of `steps` milestones were reached; no steps: it has none.
    """

    status: Rag
    reason: str | None = None
    kind: IndicatorKind
    unit: str | None = None
    value: Decimal | None = None
    text: str | None = None
    seen_on: dt.date | None = None
    target: Goal | None = None
    steps_met: int = 0
    steps: int = 0


class RiskFact(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A risk; likelihood and impact are 1 to 5, None where not known."""

    status: RiskStatus
    likelihood: int | None = None
    impact: int | None = None

    @property
    def settled(self) -> bool:
        """Closed, or come true."""
        return self.status in (RiskStatus.CLOSED, RiskStatus.HAPPENED)


class AskFact(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A decision asked, and what became of it; no outcome: none yet."""

    decide_by: dt.date | None = None
    outcome: Outcome | None = None
    decided_by: str | None = None
    decided_on: dt.date | None = None

    @property
    def settled(self) -> bool:
        """Decided, for good."""
        return self.outcome in (Outcome.APPROVED, Outcome.DISAPPROVED)


class JudgementFact(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A judgement; `likelihood` is a word of `scale`."""

    scale: LikelihoodScale
    likelihood: str | None = None
    confidence: Confidence | None = None


class DateFact(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A meeting or a date of the timeline; `over` when its last day was before that of the issue."""

    when: Window | None = None
    over: bool = False

    @property
    def settled(self) -> bool:
        """Over."""
        return self.over


class WorkFact(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of work: an objective, an area of the agenda, a next step; `due` is for next steps."""

    status: Progress | None = None
    due: Window | None = None

    @property
    def settled(self) -> bool:
        """Done, or dropped."""
        return self.status in (Progress.DONE, Progress.DROPPED)


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The facts of an issue, each list in the order of its author. `marking` is the level of the whole issue."""

    issue: int
    on: dt.date
    marking: str | None = None
    indicators: tuple[IndicatorFact, ...] = ()
    risks: tuple[RiskFact, ...] = ()
    recommendations: tuple[AskFact, ...] = ()
    judgements: tuple[JudgementFact, ...] = ()
    event: tuple[DateFact, ...] = ()
    timeline: tuple[DateFact, ...] = ()
    objectives: tuple[WorkFact, ...] = ()
    agenda: tuple[WorkFact, ...] = ()
    next_steps: tuple[WorkFact, ...] = ()

    def of(self, subject: Subject) -> tuple[Fact, ...]:
        """The facts about one kind of item."""
        found: tuple[Fact, ...] = getattr(self, subject.value)
        return found
