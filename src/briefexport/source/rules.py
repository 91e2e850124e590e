"""x"""

from collections.abc import Iterator

from ..briefing import Briefing
from ..problem import Finding


def contradictions(_briefing: Briefing) -> Iterator[Finding]:
    """None yet."""
    yield from ()
