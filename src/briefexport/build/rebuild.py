"""The next issue of a tracker that people work in: merged into the workbook that stands there."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from briefexport.edition import Edition
from briefexport.problem import Code, Place, Problem, RejectedError, UnfitError
from briefexport.product import Artifact, Product, file_name

from .documents import problem_of

if TYPE_CHECKING:
    from briefexport.briefing.entered import Beside
    from briefexport.document.sheet import Workbook
    from briefexport.document.typed import Mends
    from briefexport.facts import Facts
    from briefexport.house import House
    from briefexport.render.excel.merge import Report
    from briefexport.source import Source
    from briefexport.theme import Theme


class Rebuilt(msgspec.Struct, frozen=True):
    """`artifact` is the merged workbook, or a fresh one when `refused` says why it could not be merged.

    `notes` are what people have to know about the merge.
    """

    artifact: Artifact
    refused: Problem | None = None
    notes: tuple[Problem, ...] = ()


class _There(msgspec.Struct, frozen=True):
    """The workbook that people work in: its bytes, where it stands, and what is to be mended in it."""

    data: bytes
    path: Path
    mends: "Mends | None"


def rebuild_tracker(
    old: bytes,
    source: "Source",
    house: "House",
    edition: Edition,
    path: Path,
    *,
    past: "tuple[Facts, ...]" = (),
    beside: "Beside | None" = None,
    mends: "Mends | None" = None,
) -> Rebuilt:
    """Merges the issue that a briefing makes into the workbook `old`, which stands at `path`.

    `past` are the facts of earlier issues; `beside` says what of the briefing stands in the workbook already, and
    `mends` what people typed there in another way than an issue writes it.

    Raises:
        RejectedError: the briefing makes no tracker.
    """
    from briefexport.wording import WordingError

    try:
        issue = _issue(source, house, past, beside)
        return _rebuilt(_There(old, path, mends), issue, source.briefing.id, house.theme(), edition)
    except UnfitError as unfit:
        raise RejectedError(problem_of(finding, source) for finding in unfit.findings) from unfit
    except WordingError as error:
        raise RejectedError([Problem(error.place, Code.LABELS, error.what, error.fix)]) from error


def _issue(source: "Source", house: "House", past: "tuple[Facts, ...]", beside: "Beside | None") -> "Workbook":
    from briefexport.compose.tracker import compose_tracker

    return compose_tracker(source.briefing, house, past, beside)


def _rebuilt(old: _There, workbook: "Workbook", ident: str, theme: "Theme", edition: Edition) -> Rebuilt:
    from briefexport.render.excel import render_excel
    from briefexport.render.excel.merge import NotMergedError, merge_tracker

    name = file_name(ident, Product.TRACKER)
    try:
        merged = merge_tracker(old.data, workbook, theme, edition, old.mends)
    except NotMergedError as error:
        what = f"the new issue could not be merged into this tracker, which was left as it is: {error.what}"
        fix = f"{error.fix}; or use --beside for a new one beside it"
        return Rebuilt(
            Artifact(Product.TRACKER, name, render_excel(workbook, theme, edition)),
            Problem(Place(str(old.path)), Code.TRACKER_NOT_MERGED, what, fix),
        )
    digest = hashlib.sha256(old.data).hexdigest()
    artifact = Artifact(Product.TRACKER, name, merged.data, merged_from=digest)
    place = Place(str(old.path))
    return Rebuilt(artifact, notes=(*_mended(old.mends, place), *_notes(merged.report, place)))


def _mended(mends: "Mends | None", place: Place) -> Iterator[Problem]:
    from briefexport.document.typed import told
    from briefexport.render.excel.merge import listed

    if mends is not None:
        yield Problem(
            place,
            Code.TYPING_MENDED,
            f"{_cells(len(mends.cells))} typed in a form that no formula counts, and written anew: "
            + listed(map(told, mends.cells)),
            "see that each one is what was meant; what is not is typed again",
        )


def _cells(count: int) -> str:
    return "1 cell was" if count == 1 else f"{count} cells were"


def _notes(report: "Report", place: Place) -> Iterator[Problem]:
    from briefexport.render.excel.merge import listed, shown

    if report.conflicts:
        said = listed(
            f"{change.row}, {change.column} (here {shown(change.theirs)}, in the briefing {shown(change.ours)})"
            for change in report.conflicts
        )
        yield Problem(
            place,
            Code.TRACKER_CONFLICTS,
            f"{_cells(len(report.conflicts))} changed here and in the briefing, and what is here was kept: {said}",
            "decide each one; once the two agree, or the note beside it is deleted, it is not told again",
        )
    remarks = list(report.remarks)
    if report.removed:
        rows = listed(f"{ident} ({table})" for table, ident in report.removed)
        remarks.append(f"rows of the briefing that people took out stay out: {rows}")
    if remarks:
        yield Problem(
            place,
            Code.TRACKER_PARTLY,
            "not all of this tracker could be brought up to date: " + "; ".join(remarks),
            "put back what is missed, or use --replace-tracker for a new one: this one is kept under another name",
        )
