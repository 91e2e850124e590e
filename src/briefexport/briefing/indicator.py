"""What is watched, where it stood, where it should go, and what was seen.

Source: USAID Performance Indicator Reference Sheet; EU and FCDO logical framework.
"""

import datetime as dt
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal

from .field import AgendaRef, Frozen, Ident, Item, Prose, Says, SourceRef, Text, Unknown
from .head import Person
from .window import Window


class IndicatorKind(Enum):
    """How an indicator is measured."""

    NUMERIC = "numeric"
    PERCENT = "percent"
    MILESTONE = "milestone"
    EVENT = "event"
    RATING = "rating"


class Direction(Enum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Rag(Enum):
    """Status: red = objective seriously at risk, amber = problem in hand, green = as planned."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NOT_STARTED = "not-started"
    ACHIEVED = "achieved"
    UNKNOWN = "unknown"


class Frequency(Enum):
    """How often an indicator is looked at."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    ONCE = "once"

    @property
    def days(self) -> int | None:
        """The longest time between two observations, in days; None for `once`."""
        return _DAYS[self]


_DAYS = {
    Frequency.DAILY: 1,
    Frequency.WEEKLY: 7,
    Frequency.FORTNIGHTLY: 14,
    Frequency.MONTHLY: 31,
    Frequency.QUARTERLY: 92,
    Frequency.HALF_YEARLY: 184,
    Frequency.YEARLY: 366,
    Frequency.ONCE: None,
}


class Baseline(Frozen, frozen=True, kw_only=True):
    """Where an indicator stood at the start; the word unknown alone is a baseline too."""

    value: Annotated[Decimal | Unknown, Says("The value in the indicator's unit, or unknown")]
    on: Annotated[dt.date | None, Says("The day it was measured")] = None
    note: Annotated[Text | None, Says("What is good to know about it")] = None


class Target(Frozen, frozen=True, kw_only=True):
    """Where an indicator should be, and when; a number, a text or unknown."""

    value: Annotated[Decimal | Unknown | None, Says("The value in the indicator's unit, or unknown")] = None
    text: Annotated[Text | None, Says("The target in words, where it is no number")] = None
    by: Annotated[Window | None, Says("When it is to be reached")] = None


class Milestone(Frozen, frozen=True, kw_only=True):
    """A step on the way that is met or not."""

    label: Annotated[Text, Says("What the step is")]
    by: Annotated[Window | None, Says("When it is due")] = None
    met: Annotated[bool, Says("true once it is reached")] = False


class Observation(Frozen, frozen=True, kw_only=True):
    """What was seen on a day: a number or words."""

    on: Annotated[dt.date, Says("The day of the observation")]
    value: Annotated[Decimal | None, Says("The value in the indicator's unit")] = None
    text: Annotated[Text | None, Says("What was seen, in words")] = None
    by: Annotated[Text | None, Says("Who saw it")] = None
    note: Annotated[Text | None, Says("What is good to know about it")] = None
    sources: Annotated[tuple[SourceRef, ...], Says("Where this is from")] = ()

    @property
    def entered(self) -> bool:
        """Whether people entered it in the tracker, so that the briefing's own file does not have it yet."""
        return False


class Assessment(Frozen, frozen=True, kw_only=True):
    """A status that somebody gave; the word alone is the status."""

    rag: Annotated[Rag, Says("green, amber, red, not-started, achieved or unknown")]
    reason: Annotated[Text | None, Says("Why")] = None
    on: Annotated[dt.date | None, Says("The day it was given")] = None

    @property
    def entered(self) -> bool:
        """Whether people entered it in the tracker, so that the briefing's own file does not have it yet."""
        return False


class Rules(Frozen, frozen=True, kw_only=True):
    """From which share of the way, 0 at baseline and 1 at target, a status is green or amber; below it is red."""

    green: Annotated[Decimal, Says("Green from this share of the way on, such as 0.8")]
    amber: Annotated[Decimal, Says("Amber from this share of the way on, such as 0.5")]


Auto = Literal["auto"]


class Indicator(Item, frozen=True, kw_only=True):
    """Something that shows movement, with its whole history.

    `baseline`, `target` and every observation are in `unit`. The id is the merge key of the tracker.
    """

    id: Annotated[Ident, Says("A short lower-case name, never reused: the tracker is merged by it")]
    name: Annotated[Text, Says("What is watched")]
    definition: Annotated[Prose | None, Says("What counts and what does not")] = None
    kind: Annotated[IndicatorKind, Says("numeric, percent, milestone, event or rating")] = IndicatorKind.EVENT
    unit: Annotated[Text | None, Says("The unit of a numeric indicator")] = None
    direction: Annotated[Direction, Says("Which way is better: up, down or none")] = Direction.NONE
    category: Annotated[Text | None, Says("A group of indicators")] = None
    agenda: Annotated[AgendaRef | None, Says("The agenda area it belongs to")] = None
    owner: Annotated[Person | None, Says("Who is responsible: role and office")] = None
    baseline: Annotated[Baseline | None, Says("Where it stood: a value with a date, or unknown")] = None
    target: Annotated[Target | None, Says("Where it should be: a value or a text and a date, or unknown")] = None
    milestones: Annotated[tuple[Milestone, ...], Says("Steps on the way")] = ()
    observations: Annotated[tuple[Observation, ...], Says("What was seen and when: the history")] = ()
    status: Annotated[Assessment | Auto | None, Says("A status with a reason, or auto, which needs rules")] = None
    rules: Annotated[Rules | None, Says("The limits by which an automatic status is given")] = None
    source_of_verification: Annotated[Text | None, Says("Where the value can be checked")] = None
    frequency: Annotated[Frequency | None, Says("How often it is looked at")] = None
    next_check: Annotated[dt.date | None, Says("The day of the next look")] = None

    @property
    def latest(self) -> Observation | None:
        """The observation with the latest date, the last written of a day; None before the first one."""
        found = None
        for seen in self.observations:
            if found is None or seen.on >= found.on:
                found = seen
        return found

    def progress(self) -> Decimal | None:
        """Share of the way from baseline to target: 0 at baseline, 1 at target.

        Below 0 when moving away and above 1 past the target. For milestones the share of those met. None where a
        number is missing or unknown, or when baseline and target are equal and no way exists.
        """
        if self.kind is IndicatorKind.MILESTONE and self.milestones:
            return Decimal(sum(step.met for step in self.milestones)) / len(self.milestones)
        start = self.baseline.value if self.baseline else None
        goal = self.target.value if self.target else None
        now = self.latest.value if self.latest else None
        if not isinstance(start, Decimal) or not isinstance(goal, Decimal) or now is None or goal == start:
            return None
        return (now - start) / (goal - start)

    def assessment(self) -> Assessment:
        """The status given, or the one that the rules give; unknown where neither says anything."""
        if isinstance(self.status, Assessment):
            return self.status
        if self.status is None or self.rules is None:
            return Assessment(rag=Rag.UNKNOWN)
        return Assessment(rag=_by_rules(self.progress(), self.rules), on=self.latest.on if self.latest else None)

    def trend(self) -> Direction | None:
        """Where the last two numbers went; NONE when they are equal, None with fewer than two."""
        values = [seen.value for seen in sorted(self.observations, key=lambda seen: seen.on) if seen.value is not None]
        if not values[1:]:
            return None
        before, last = values[-2:]
        if last == before:
            return Direction.NONE
        return Direction.UP if last > before else Direction.DOWN


def _by_rules(progress: Decimal | None, rules: Rules) -> Rag:
    if progress is None:
        return Rag.UNKNOWN
    if progress >= 1:
        return Rag.ACHIEVED
    if progress >= rules.green:
        return Rag.GREEN
    return Rag.AMBER if progress >= rules.amber else Rag.RED


class ColumnType(Enum):
    """What people may put into a column of theirs."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


class TrackerColumn(Frozen, frozen=True, kw_only=True):
    """A column of the tracker that people own."""

    key: Annotated[Ident, Says("A short lower-case name, never reused")]
    title: Annotated[Text, Says("The heading of the column")]
    type: Annotated[ColumnType, Says("text, number, date or choice")] = ColumnType.TEXT
    choices: Annotated[tuple[Text, ...], Says("The choices, for type choice")] = ()


class TrackerSettings(Frozen, frozen=True, kw_only=True):
    """What an office wants of its tracker."""

    columns: Annotated[
        tuple[TrackerColumn, ...],
        Says("The columns people own; by default analyst note, action taken, reviewed on, entered by"),
    ] = ()
