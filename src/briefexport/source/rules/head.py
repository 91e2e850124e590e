"""What the status and the kind of a briefing ask of its other parts."""

from collections.abc import Iterator

from briefexport.briefing import Briefing, BriefingKind, Person, Status
from briefexport.problem import Code, Finding

YEARS_OF_A_FILE = range(1980, 2108)
"""The years that a zip, and so a Word or Excel file, can carry as its date (PKWARE APPNOTE, 4.4.6)."""


def head_contradictions(briefing: Briefing) -> Iterator[Finding]:
    """Nobody named, nothing to decide, no approver, a date that no file can carry."""
    yield from _date(briefing)
    yield from _kind(briefing)
    yield from _people(briefing)
    if briefing.status is Status.FINAL and briefing.approver is None:
        fix = "add `approver:` with a name or a role, or write `status: for-clearance`"
        yield Finding("status", Code.NO_APPROVER, "`status` is final, but nobody approved it", fix)


def _date(briefing: Briefing) -> Iterator[Finding]:
    first, last = YEARS_OF_A_FILE[0], YEARS_OF_A_FILE[-1]
    if briefing.date.year < first or briefing.date.year > last:
        what = f"`date` cannot be '{briefing.date}', which Word and Excel files cannot carry"
        yield Finding("date", Code.OUT_OF_RANGE, what, f"write a day of the years {first} to {last}")


def _kind(briefing: Briefing) -> Iterator[Finding]:
    if briefing.kind is not BriefingKind.ACTION:
        return
    if briefing.recommendations == ():
        fix = "add `recommendations:` with what is to be decided, or write `kind: information`"
        yield Finding("kind", Code.NOTHING_TO_DECIDE, "`kind` is action, but nothing is recommended", fix)
    for index, asked in enumerate(briefing.recommendations):
        if asked.decide_by is None and asked.decision is None:
            what = "`decide_by` is missing, and `kind` is action"
            fix = "add `decide_by:` with the last day on which the decision is of use"
            yield Finding(f"recommendations[{index}]", Code.NO_DECIDE_BY, what, fix)


def _people(briefing: Briefing) -> Iterator[Finding]:
    for path, person in _persons(briefing):
        if person.name is None and person.role is None and person.office is None:
            fix = "add `name:`, `role:` or `office:`"
            yield Finding(path, Code.NOBODY, "nobody is named here", fix)


def _persons(briefing: Briefing) -> Iterator[tuple[str, Person]]:
    lists = {
        "to": briefing.to,
        "through": briefing.through,
        "from": briefing.from_,
        "copy": briefing.copy,
        "drafters": briefing.drafters,
    }
    for name, people in lists.items():
        for index, person in enumerate(people):
            yield f"{name}[{index}]", person
    if briefing.approver:
        yield "approver", briefing.approver
    for index, indicator in enumerate(briefing.indicators):
        if indicator.owner:
            yield f"indicators[{index}].owner", indicator.owner
