"""The statuses of an indicator in a tracker: shape, word and tone."""

from ...briefing import Rag
from ...document.sheet import Tone
from ...wording import Wording

INDICATORS, MILESTONES, HISTORY = "Indicators", "Milestones", "History"
ISSUES, STATUSES = "Issues", "Statuses"
"""What formulas call the tables."""

SHAPES = {
    Rag.GREEN: "●",
    Rag.AMBER: "▲",
    Rag.RED: "■",
    Rag.NOT_STARTED: "○",
    Rag.ACHIEVED: "✓",
    Rag.UNKNOWN: "◇",
}
"""The shape of each status: told apart without colour, and heard by no one who does not want to."""

TONES = {
    Rag.GREEN: Tone.GOOD,
    Rag.AMBER: Tone.CAUTION,
    Rag.RED: Tone.BAD,
    Rag.NOT_STARTED: Tone.IDLE,
    Rag.ACHIEVED: Tone.DONE,
    Rag.UNKNOWN: Tone.DOUBT,
}


def status_word(rag: Rag, wording: Wording) -> str:
    """A status as it stands in a cell: shape and word."""
    return f"{SHAPES[rag]} {wording.opening(wording.word(rag))}"
