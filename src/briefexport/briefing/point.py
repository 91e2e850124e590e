"""The point of a briefing: what is asked, who thinks what of it, what comes next."""

import datetime as dt
from enum import Enum
from typing import Annotated

from .field import Frozen, Ident, Item, Says, Text
from .window import Window


class Outcome(Enum):
    """What was decided about a recommendation."""

    APPROVED = "approved"
    DISAPPROVED = "disapproved"
    DISCUSS = "discuss"
    DEFERRED = "deferred"


class Decision(Frozen, frozen=True, kw_only=True):
    """A decision that was taken."""

    outcome: Annotated[Outcome, Says("approved, disapproved, discuss or deferred")]
    by: Annotated[Text | None, Says("Who decided")] = None
    on: Annotated[dt.date | None, Says("The day of the decision")] = None
    note: Annotated[Text | None, Says("What was added to it")] = None


class Position(Frozen, frozen=True, kw_only=True):
    """What one office thinks of a recommendation; a line of text alone is the holder."""

    holder: Annotated[Text, Says("The office or person")]
    reason: Annotated[Text | None, Says("Why, in a few words")] = None


class Recommendation(Item, frozen=True, kw_only=True):
    """A decision that is asked of the reader."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    text: Annotated[Text, Says("What the reader is asked to agree, beginning with 'that you'")]
    decide_by: Annotated[dt.date | None, Says("The last day on which the decision is of use")] = None
    options: Annotated[tuple[Text, ...], Says("The choices, when there are more than yes and no")] = ()
    supports: Annotated[tuple[Position, ...], Says("Who is for it")] = ()
    opposes: Annotated[tuple[Position, ...], Says("Who is against it")] = ()
    decision: Annotated[Decision | None, Says("What was decided, once it is")] = None


class Progress(Enum):
    """How far a piece of work has come."""

    NOT_STARTED = "not-started"
    UNDER_WAY = "under-way"
    DONE = "done"
    BLOCKED = "blocked"
    DROPPED = "dropped"


class NextStep(Item, frozen=True, kw_only=True):
    """Something that has to be done, by someone, by some time."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    action: Annotated[Text, Says("What is to be done")]
    owner: Annotated[Text | None, Says("Who does it")] = None
    due: Annotated[Window | None, Says("When it is to be done")] = None
    status: Annotated[Progress, Says("not-started, under-way, done, blocked or dropped")] = Progress.NOT_STARTED
