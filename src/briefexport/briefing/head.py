"""Who writes to whom, and with whose agreement."""

import datetime as dt
from enum import Enum
from typing import Annotated

from .field import Email, Frozen, Says, Text


class Status(Enum):
    """How far a briefing has come."""

    DRAFT = "draft"
    FOR_CLEARANCE = "for-clearance"
    FINAL = "final"


class BriefingKind(Enum):
    """What a briefing is for; it decides which parts must exist."""

    INFORMATION = "information"
    ACTION = "action"
    MEETING = "meeting"
    ASSESSMENT = "assessment"


class Person(Frozen, frozen=True, kw_only=True):
    """Someone a briefing goes to, comes from or names; a line of text alone is the name."""

    name: Annotated[Text | None, Says("The person's name, or the whole line when nothing else is given")] = None
    role: Annotated[Text | None, Says("What the person is")] = None
    office: Annotated[Text | None, Says("Where the person works")] = None
    email: Annotated[Email | None, Says("For Reply-To and questions; recipients of mail stand in the settings")] = None

    @property
    def short(self) -> str:
        """The role, else the name, else the office: one of them is always there."""
        return self.role or self.name or self.office or self.email or ""

    @property
    def full(self) -> str:
        """Name, role and office, with commas."""
        return ", ".join(part for part in (self.name, self.role, self.office) if part) or self.short


class ClearanceStatus(Enum):
    """What an office said about a briefing."""

    CLEARED = "cleared"
    PENDING = "pending"
    OBJECTED = "objected"


class Clearance(Frozen, frozen=True, kw_only=True):
    """The word of one office that had to be asked."""

    office: Annotated[Text, Says("The office asked")]
    person: Annotated[Text | None, Says("Who answered for it")] = None
    status: Annotated[ClearanceStatus, Says("cleared, pending or objected")] = ClearanceStatus.PENDING
    on: Annotated[dt.date | None, Says("The day of the answer")] = None
    note: Annotated[Text | None, Says("A condition, or the reason for an objection")] = None
