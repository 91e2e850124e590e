"""What keeps a run from its work on this machine, found before one fails. Nothing is sent, nothing is left behind."""

from collections.abc import Iterator

from .delivery import look_at_ledger, look_at_lock, look_at_schedule, look_at_settings
from .finding import Finding, Kind, Patient, State
from .machine import look_at_clock, look_at_folders
from .office import look_at_office

__all__ = ["Finding", "Kind", "Patient", "State", "examine"]

_LOOKS = (
    look_at_clock,
    look_at_folders,
    look_at_lock,
    look_at_office,
    look_at_settings,
    look_at_ledger,
    look_at_schedule,
)


def examine(patient: Patient) -> Iterator[Finding]:
    """What was found, a thing at a time, as soon as it was looked at."""
    for look in _LOOKS:
        yield from look(patient)
