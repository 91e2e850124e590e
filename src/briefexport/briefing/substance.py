"""What a briefing has to say: narrative, agenda, objectives, lines to take, and why it matters."""

from enum import Enum
from typing import Annotated

from .field import (
    AgendaRef,
    File,
    Frozen,
    Ident,
    IndicatorRef,
    Item,
    Limit,
    Prose,
    Says,
    SourceRef,
    Text,
    Unknown,
)
from .point import Progress


class Section(Item, frozen=True, kw_only=True):
    """A part of the narrative."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    heading: Annotated[Text, Says("The heading of the section")]
    body: Annotated[Prose, Says("The text, in Markdown")]
    onepage: Annotated[Text | None, Limit(words=30), Says("The same in at most 30 words, for the one-pager")] = None


class AgendaArea(Item, frozen=True, kw_only=True):
    """One area on the agenda: what each side wants and what is asked."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    area: Annotated[Text, Says("The name of the area")]
    our_interest: Annotated[Text | None, Says("What our side wants")] = None
    their_interest: Annotated[Text | None, Says("What the other side wants")] = None
    status: Annotated[Progress | None, Says("not-started, under-way, done, blocked or dropped")] = None
    ask: Annotated[Text | None, Says("What we ask for at the meeting")] = None
    lead: Annotated[Text | None, Says("Who leads on our side")] = None
    indicators: Annotated[tuple[IndicatorRef, ...], Says("The indicators that show movement here")] = ()
    sources: Annotated[tuple[SourceRef, ...], Says("Where this is from")] = ()


class ObjectiveLevel(Enum):
    """How much an objective matters."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"


class Objective(Item, frozen=True, kw_only=True):
    """Something the meeting is to achieve, and how one would know."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    text: Annotated[Text, Says("What is to be achieved")]
    success_looks_like: Annotated[Text | None, Says("How one will know that it was achieved")] = None
    level: Annotated[ObjectiveLevel, Says("must, should or could")] = ObjectiveLevel.SHOULD
    agenda: Annotated[AgendaRef | None, Says("The agenda area it belongs to")] = None
    status: Annotated[Progress | None, Says("not-started, under-way, done, blocked or dropped")] = None


class PointToMake(Item, frozen=True, kw_only=True):
    """A line for the speaker."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    text: Annotated[Text, Says("What to say")]


class IfRaised(Item, frozen=True, kw_only=True):
    """An answer to have ready."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    question: Annotated[Text, Says("What they may ask")]
    line: Annotated[Text, Says("What to answer")]


class CommercialPoint(Item, frozen=True, kw_only=True):
    """An opening for trade, and what stands in its way."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    sector: Annotated[Text, Says("The trade or industry")]
    opportunity: Annotated[Text, Says("What could be gained")]
    value: Annotated[Text | Unknown | None, Says("What it may be worth, or unknown")] = None
    obstacle: Annotated[Text | None, Says("What stands in the way")] = None
    sources: Annotated[tuple[SourceRef, ...], Says("Where this is from")] = ()


class Scope(Enum):
    """How far an implication reaches."""

    BILATERAL = "bilateral"
    REGIONAL = "regional"
    GLOBAL = "global"
    DOMESTIC = "domestic"


class Implication(Item, frozen=True, kw_only=True):
    """What follows from the event, for whom."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    scope: Annotated[Scope, Says("bilateral, regional, global or domestic")]
    text: Annotated[Text, Says("What follows")]
    horizon: Annotated[Text | None, Says("When it will be felt")] = None
    sources: Annotated[tuple[SourceRef, ...], Says("Where this is from")] = ()


class View(Item, frozen=True, kw_only=True):
    """What somebody else says, with the name on it."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    holder: Annotated[Text, Says("Whose view it is")]
    text: Annotated[Text, Says("What is said")]
    stance: Annotated[Text | None, Says("For, against, cautious, ... in a word or two")] = None
    source: Annotated[SourceRef | None, Says("Where it was said")] = None


class Figure(Item, frozen=True, kw_only=True):
    """A picture; described in words for those who cannot see it, or said to be decoration."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    file: Annotated[File, Says("A PNG or JPEG file beside the briefing")]
    caption: Annotated[Text | None, Says("The line under the picture")] = None
    alt: Annotated[Text | None, Says("What the picture shows, for a reader who cannot see it")] = None
    decorative: Annotated[bool, Says("true when the picture says nothing")] = False


class Annex(Item, frozen=True, kw_only=True):
    """A text that is attached."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    title: Annotated[Text, Says("The title of the annex")]
    body: Annotated[Prose, Says("The text, in Markdown")]
    landscape: Annotated[bool, Says("true for a page on its side, for wide tables")] = False


class Term(Frozen, frozen=True, kw_only=True):
    """A word or an acronym and what it means."""

    term: Annotated[Text, Says("The word or acronym")]
    meaning: Annotated[Text, Says("What it means")]
