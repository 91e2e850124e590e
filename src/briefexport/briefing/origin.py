"""Where a briefing has its facts from.

Source of the grades: NATO STANAG 2511 (the Admiralty system).
"""

import datetime as dt
from enum import Enum
from typing import Annotated

from .field import Ident, Item, Limit, Says, Text, Url


class SourceType(Enum):
    """What sort of source it is."""

    OFFICIAL = "official"
    MEDIA = "media"
    ACADEMIC = "academic"
    THINK_TANK = "think-tank"
    DATASET = "dataset"
    INTERVIEW = "interview"
    OTHER = "other"


class Reliability(Enum):
    """How far a source can be relied on: A completely, E not at all, F cannot be judged."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Source(Item, frozen=True, kw_only=True):
    """A text, a talk or a data set that a fact was taken from."""

    id: Annotated[Ident, Says("A short lower-case name, cited as [^name]")]
    title: Annotated[Text, Says("The title")]
    publisher: Annotated[Text | None, Says("Who published it")] = None
    author: Annotated[Text | None, Says("Who wrote it")] = None
    date: Annotated[dt.date | None, Says("The day it was published")] = None
    accessed: Annotated[dt.date | None, Says("The day it was read")] = None
    url: Annotated[Url | None, Says("Where it can be read")] = None
    type: Annotated[SourceType, Says("official, media, academic, think-tank, dataset, interview or other")] = (
        SourceType.OTHER
    )
    reliability: Annotated[Reliability | None, Says("A (completely reliable) to F (cannot be judged)")] = None
    credibility: Annotated[
        int | None, Limit(least=1, most=6), Says("1 (confirmed by others) to 6 (cannot be judged)")
    ] = None

    @property
    def grade(self) -> str | None:
        """Reliability and credibility as printed: `B2`; None when neither is given, `B-` when one is missing."""
        if self.reliability is None and self.credibility is None:
            return None
        return (self.reliability.value if self.reliability else "-") + (str(self.credibility or "-"))
