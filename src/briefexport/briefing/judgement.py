"""What we think, how sure we are, and what may go wrong.

Source of the scales: Intelligence Community Directive 203 (2015), and the probability yardstick of the UK Professional
Head of Intelligence Assessment (2018).
"""

from enum import Enum
from typing import Annotated

from .field import AnyRef, Frozen, Ident, Item, Says, Score, Text, Unknown


class LikelihoodScale(Enum):
    """The list of likelihood words in force."""

    ICD203 = "icd203"
    PHIA = "phia"


LIKELIHOODS: dict[LikelihoodScale, tuple[tuple[str, int, int], ...]] = {
    LikelihoodScale.ICD203: (
        ("almost no chance", 1, 5),
        ("very unlikely", 5, 20),
        ("unlikely", 20, 45),
        ("roughly even chance", 45, 55),
        ("likely", 55, 80),
        ("very likely", 80, 95),
        ("almost certain", 95, 99),
    ),
    LikelihoodScale.PHIA: (
        ("remote chance", 0, 5),
        ("highly unlikely", 10, 20),
        ("unlikely", 25, 35),
        ("realistic possibility", 40, 50),
        ("likely", 55, 75),
        ("highly likely", 80, 90),
        ("almost certain", 95, 100),
    ),
}
"""The words of each scale with their range in percent, least likely first."""


class Confidence(Enum):
    """How good the ground of a judgement is."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class Assurance(Frozen, frozen=True, kw_only=True):
    """Confidence and the reason for it; a word alone is the level."""

    level: Annotated[Confidence, Says("high, moderate or low")]
    reason: Annotated[Text | None, Says("Why it is no higher and no lower")] = None


class Judgement(Item, frozen=True, kw_only=True):
    """What we judge to be so, or to come; likelihood and confidence never stand in one sentence."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    statement: Annotated[Text, Says("The judgement, without a likelihood word")]
    likelihood: Annotated[Text | None, Says("A word of the scale in force")] = None
    confidence: Annotated[Assurance | None, Says("How good the ground is, and why")] = None
    basis: Annotated[tuple[AnyRef, ...], Says("The ids it rests on: sources, indicators, timeline, ...")] = ()
    since_last: Annotated[Text | None, Says("What changed since the last issue")] = None


class Assumption(Item, frozen=True, kw_only=True):
    """What is taken for granted."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    text: Annotated[Text, Says("What is assumed")]
    if_wrong: Annotated[Text | None, Says("What follows if it does not hold")] = None


class Gap(Item, frozen=True, kw_only=True):
    """What is not known."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    text: Annotated[Text, Says("What is not known")]
    how_to_find_out: Annotated[Text | None, Says("Who or what could tell")] = None


class RiskStatus(Enum):
    """What became of a risk."""

    OPEN = "open"
    WATCHED = "watched"
    CLOSED = "closed"
    HAPPENED = "happened"


class Risk(Item, frozen=True, kw_only=True):
    """What may go wrong, how likely and how bad it is, and what is done about it."""

    id: Annotated[Ident, Says("A short lower-case name, never reused")]
    title: Annotated[Text, Says("What may happen, in a few words")]
    description: Annotated[Text | None, Says("The same in a sentence")] = None
    likelihood: Annotated[Score | Unknown, Says("1 (rare) to 5 (almost certain), or unknown")] = Unknown.UNKNOWN
    impact: Annotated[Score | Unknown, Says("1 (slight) to 5 (severe), or unknown")] = Unknown.UNKNOWN
    mitigation: Annotated[Text | None, Says("What is done about it")] = None
    owner: Annotated[Text | None, Says("Who watches it")] = None
    status: Annotated[RiskStatus, Says("open, watched, closed or happened")] = RiskStatus.OPEN
