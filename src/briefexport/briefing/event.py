"""The meeting or visit, who comes, and what happens when."""

from enum import Enum
from typing import Annotated

from .field import Frozen, Ident, Item, Limit, Says, SourceRef, Text
from .window import Window


class Meeting(Frozen, frozen=True, kw_only=True):
    """A meeting, a visit, a summit."""

    name: Annotated[Text, Says("What it is called")]
    number: Annotated[int | None, Limit(least=1), Says("Its number in the series")] = None
    type: Annotated[Text | None, Says("Summit, visit, consultation, ...")] = None
    when: Annotated[Window | None, Says("When it takes place")] = None
    where: Annotated[Text | None, Says("The town or venue")] = None
    hosts: Annotated[tuple[Text, ...], Says("Who invites")] = ()


class Event(Meeting, frozen=True, kw_only=True):
    """The event a briefing is about, with the meetings that prepare it."""

    preparatory: Annotated[tuple[Meeting, ...], Says("Meetings on the way to it, of the same shape")] = ()


class Participant(Item, frozen=True, kw_only=True):
    """Someone at the table."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    name: Annotated[Text, Says("The name, or the function when no name is known")]
    role: Annotated[Text | None, Says("What the person is")] = None
    side: Annotated[Text | None, Says("For which side")] = None
    note: Annotated[Text | None, Says("What is good to know")] = None


class TimelineKind(Enum):
    """What a date on the timeline is."""

    PAST = "past"
    PLANNED = "planned"
    DEADLINE = "deadline"


class TimelineEntry(Item, frozen=True, kw_only=True):
    """One date and what it stands for."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    when: Annotated[Window, Says("The day or window")]
    what: Annotated[Text, Says("What happens")]
    kind: Annotated[TimelineKind, Says("past, planned or deadline")] = TimelineKind.PLANNED
    sources: Annotated[tuple[SourceRef, ...], Says("Where this is from")] = ()
