"""The rules across fields. Each is a function of the whole briefing and complains by field path.

They are asked of briefings in which parts could not be read, so that everything is told at once: such a part is
`UNREAD`, which says no to every question. A rule therefore complains on a yes only: `x is None`, `x == ()` and `a < b`
are safe, `not x` is not.
"""

from collections.abc import Iterator

from briefexport.briefing import Briefing
from briefexport.problem import Finding

from .acronym import unexplained_acronyms
from .date import dates_out_of_order
from .head import head_contradictions
from .indicator import indicator_contradictions
from .length import long_texts
from .likelihood import likelihood_in_words
from .marking import marking_contradictions
from .part import part_contradictions

RULES = (
    head_contradictions,
    marking_contradictions,
    part_contradictions,
    indicator_contradictions,
    dates_out_of_order,
    unexplained_acronyms,
    likelihood_in_words,
    long_texts,
)


def contradictions(briefing: Briefing) -> Iterator[Finding]:
    """Everything in a briefing that cannot be true together, or is doubtful."""
    for rule in RULES:
        yield from rule(briefing)
