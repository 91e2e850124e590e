"""Protective markings: who may read a document.

Source: UK Government Security Classifications 2024; US EO 13526 and 32 CFR 2002; India, Manual of Departmental Security
Instructions; FIRST Traffic Light Protocol 2.0.
"""

from enum import Enum
from typing import Annotated

from .field import Frozen, Level, Says, Text


class Scheme(Enum):
    """A family of markings; the levels of one are ranked among themselves only."""

    UK = "uk"
    US = "us"
    INDIA = "india"
    TLP = "tlp"


LEVELS: dict[Scheme, tuple[str, ...]] = {
    Scheme.UK: ("OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET"),
    Scheme.US: ("UNCLASSIFIED", "CUI", "CONFIDENTIAL", "SECRET", "TOP SECRET"),
    Scheme.INDIA: ("UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"),
    Scheme.TLP: ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"),
}
"""The levels of each scheme, lowest first."""


def schemes_of(level: str) -> tuple[Scheme, ...]:
    """The schemes that have this level; empty for a word that is no marking."""
    return tuple(scheme for scheme, levels in LEVELS.items() if level in levels)


def is_above(level: str, banner: str) -> bool | None:
    """Whether `level` is higher than `banner`; None when no scheme has both."""
    for levels in LEVELS.values():
        if level in levels and banner in levels:
            return levels.index(level) > levels.index(banner)
    return None


class Marking(Frozen, frozen=True, kw_only=True):
    """What stands at the top and the bottom of every page, sheet and message."""

    level: Annotated[Level, Says("One of the levels of the UK, the US, India or TLP 2.0")]
    caveats: Annotated[tuple[Text, ...], Says("Further limits, such as EYES ONLY")] = ()
    handling: Annotated[Text | None, Says("An instruction on how to handle the paper")] = None

    @property
    def banner(self) -> str:
        """The level and its caveats, as printed: `RESTRICTED // EYES ONLY`."""
        return " // ".join((self.level, *self.caveats))
