"""What an issue of a briefing said in facts, small enough to be kept, and what the next issue says otherwise."""

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
from .compare import changes_between, last_before
from .fact import (
    AskFact,
    DateFact,
    Fact,
    Facts,
    Goal,
    IndicatorFact,
    JudgementFact,
    RiskFact,
    Subject,
    WorkFact,
)
from .gather import facts_of

__all__ = [
    "AskFact",
    "Change",
    "ConfidenceMoved",
    "DateFact",
    "DateMoved",
    "Decided",
    "Fact",
    "Facts",
    "Goal",
    "IndicatorFact",
    "JudgementFact",
    "LikelihoodMoved",
    "Move",
    "Rated",
    "RiskFact",
    "StatusMoved",
    "StepsMet",
    "Subject",
    "TargetMoved",
    "ValueMoved",
    "WorkFact",
    "changes_between",
    "facts_of",
    "last_before",
]
