"""The briefing itself: everything that one YAML file says."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from .event import Event, Participant, TimelineEntry
from .field import Frozen, Ident, Item, Language, Limit, Prose, Says, Text
from .head import BriefingKind, Clearance, Person, Status
from .indicator import Indicator, TrackerSettings
from .judgement import Assumption, Gap, Judgement, LikelihoodScale, Risk
from .marking import Marking
from .origin import Source
from .point import NextStep, Recommendation
from .substance import (
    AgendaArea,
    Annex,
    CommercialPoint,
    Figure,
    IfRaised,
    Implication,
    Objective,
    PointToMake,
    Section,
    Term,
    View,
)


class Briefing(Frozen, frozen=True, kw_only=True):
    """One briefing, complete and free of contradictions.

    Every reference in it finds its item and every id is unique in its list. Lists keep the order of the author.
    """

    # -- head
    schema: Annotated[Literal[1], Says("The version of this model")] = 1
    id: Annotated[Ident, Says("The series this briefing belongs to; the file's name when left out")]
    title: Annotated[Text, Limit(characters=120), Says("The title, at most 120 characters")]
    subject: Annotated[Text | None, Limit(characters=200), Says("The subject line, if longer than the title")] = None
    reference: Annotated[Text | None, Says("The registry number")] = None
    issue: Annotated[int, Limit(least=1), Says("The number of this issue in its series")] = 1
    status: Annotated[Status, Says("draft, for-clearance or final; drafts say so on every page")] = Status.DRAFT
    kind: Annotated[BriefingKind, Says("information, action, meeting or assessment")] = BriefingKind.INFORMATION
    profile: Annotated[
        Ident | None, Says("The form of the memo: action, submission, note, brief, or one of the office's own")
    ] = None
    language: Annotated[Language, Says("The language of text and labels, such as en, hi or ru")] = "en"
    place: Annotated[Text, Says("Where it is written")]
    date: Annotated[dt.date, Says("The day it is issued: 2025-11-07")]
    as_of: Annotated[dt.datetime | None, Says("The facts hold at this time: 2025-11-07T09:00+05:30")] = None
    marking: Annotated[Marking | None, Says("Top and bottom of every page, sheet and message")] = None
    to: Annotated[tuple[Person, ...], Limit(least=1), Says("Whom it is for")]
    from_: Annotated[tuple[Person, ...], Limit(least=1), Says("Who sends it")]
    through: Annotated[tuple[Person, ...], Says("Through whom it goes")] = ()
    copy: Annotated[tuple[Person, ...], Says("Who gets a copy")] = ()
    drafters: Annotated[tuple[Person, ...], Says("Who wrote it")] = ()
    clearances: Annotated[tuple[Clearance, ...], Says("The offices that were asked, and their answers")] = ()
    approver: Annotated[Person | None, Says("Who approved it; a final briefing has one")] = None

    # -- the point
    bottom_line: Annotated[Prose, Limit(words=60), Says("What the reader must know, in at most 60 words")]
    purpose: Annotated[Text | None, Says("Why this paper, now")] = None
    summary: Annotated[Prose | None, Limit(words=150), Says("The whole in at most 150 words")] = None
    recommendations: Annotated[tuple[Recommendation, ...], Says("The decisions asked")] = ()
    next_steps: Annotated[tuple[NextStep, ...], Says("What is to be done, by whom and by when")] = ()

    # -- the event and the substance
    event: Annotated[Event | None, Says("The meeting or visit it is about")] = None
    participants: Annotated[tuple[Participant, ...], Says("Who is who")] = ()
    timeline: Annotated[tuple[TimelineEntry, ...], Says("What happened and what is to come")] = ()
    sections: Annotated[tuple[Section, ...], Says("The narrative, in order")] = ()
    agenda: Annotated[tuple[AgendaArea, ...], Says("The areas on the agenda")] = ()
    objectives: Annotated[tuple[Objective, ...], Says("What is to be achieved")] = ()
    points_to_make: Annotated[tuple[PointToMake, ...], Says("Lines for the speaker")] = ()
    if_raised: Annotated[tuple[IfRaised, ...], Says("Answers to have ready")] = ()
    commercial: Annotated[tuple[CommercialPoint, ...], Says("Openings for trade")] = ()
    implications: Annotated[tuple[Implication, ...], Says("What follows, for whom")] = ()
    views: Annotated[tuple[View, ...], Says("What others say, attributed")] = ()
    figures: Annotated[tuple[Figure, ...], Says("Pictures")] = ()
    annexes: Annotated[tuple[Annex, ...], Says("Texts that are attached")] = ()
    glossary: Annotated[tuple[Term, ...], Says("Words and acronyms")] = ()

    # -- judgement and risk
    judgements: Annotated[tuple[Judgement, ...], Says("What we judge, how likely, how sure")] = ()
    likelihood_scale: Annotated[LikelihoodScale, Says("The list of likelihood words: icd203 or phia")] = (
        LikelihoodScale.ICD203
    )
    assumptions: Annotated[tuple[Assumption, ...], Says("What is taken for granted")] = ()
    gaps: Annotated[tuple[Gap, ...], Says("What is not known")] = ()
    risks: Annotated[tuple[Risk, ...], Says("What may go wrong")] = ()

    # -- indicators and sources
    indicators: Annotated[tuple[Indicator, ...], Says("What is watched")] = ()
    tracker: Annotated[TrackerSettings, Says("How the office wants its tracker")] = TrackerSettings()
    sources: Annotated[tuple[Source, ...], Says("Where the facts are from")] = ()

    def lists(self) -> Iterator[tuple[str, tuple[Item, ...]]]:
        """The name and the items of every list whose entries have an id, in the order of the model."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, tuple) and value and isinstance(value[0], Item):
                yield name, value
