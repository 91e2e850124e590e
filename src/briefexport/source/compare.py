"""References and citations against the ids of the entries."""

from briefexport.located import quotable
from briefexport.problem import Code

from .findings import Findings, Reference, Spot
from .near import near


def compare(findings: Findings) -> None:
    """Tell of every reference that no entry answers; none where an id of the list could not be read."""
    for reference in findings.references:
        if not _is_answered(reference, findings):
            _tell(reference, findings, Code.NO_SUCH_ENTRY, f"`{reference.name}` names '{quotable(reference.ident)}'")
    for citation in findings.citations:
        if not _is_answered(citation, findings):
            _tell(citation, findings, Code.NO_SUCH_SOURCE, f"`{citation.name}` cites '[^{quotable(citation.ident)}]'")


def _is_answered(reference: Reference, findings: Findings) -> bool:
    lists = reference.lists or tuple(findings.entries)
    if any(reference.ident in findings.entries.get(name, ()) for name in lists):
        return True
    return bool(findings.unsure.intersection(lists) if reference.lists else findings.unsure)


def _tell(reference: Reference, findings: Findings, code: Code, what: str) -> None:
    lists = reference.lists or tuple(findings.entries)
    known: dict[str, Spot] = {}
    for name in lists:
        known |= findings.entries.get(name, {})
    of = f" of `{lists[0]}`" if len(lists) == 1 else ""
    meant = near(reference.ident, known)
    fix = f"write '{meant}'" if meant else f"add an entry with that id, or write one of: {_listed(known)}"
    if not known:
        fix = f"add an entry with that id to `{lists[0]}`" if len(lists) == 1 else "add an entry with that id"
    findings.tell(reference.at, code, f"{what}, which is the id of no entry{of}", fix)


def _listed(known: dict[str, Spot]) -> str:
    names = sorted(known)
    shown = ", ".join(quotable(name) for name in names[:_MOST_NAMED])
    return shown if len(names) <= _MOST_NAMED else f"{shown} and {len(names) - _MOST_NAMED} more"


_MOST_NAMED = 12
