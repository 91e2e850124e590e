"""The tracker: a cover, the table of indicators that people live in, and what these stand on."""

from collections.abc import Iterator

from ...briefing import Briefing
from ...briefing.entered import Beside
from ...document.sheet import LONGEST_HEADING, LONGEST_TEXT, Notes, Sheet, SheetTable, Workbook, units
from ...facts import Facts
from ...house import House
from ...problem import Code, Finding, UnfitError
from ...wording import Wording
from ..imprint import furniture_of, properties_of
from .cell import Said, said_of, too_long
from .changes import changes_lines
from .grid import tab
from .ground import calendar_table, judgement_table, people_table, source_table
from .indicators import history_table, indicator_table, milestone_table
from .issues import Rated, issue_chart, issue_table, rated_issues, status_table
from .key import key_table
from .status import ISSUES, STATUSES
from .summary import MOST_LISTED, compose_board, dateline, facts_line
from .work import action_table, agenda_table, objective_table, risk_table

__all__ = ["compose_tracker", "tracker_of"]

_PINNED = {"Indicators": 2, STATUSES: 2}
_WIDEST = 14
"""With more columns a sheet needs the next larger paper."""

_ELSEWHERE = ("sections", "annexes", "participants", "points_to_make", "if_raised", "summary", "views", "implications")


def compose_tracker(
    briefing: Briefing, house: House, past: tuple[Facts, ...] = (), beside: Beside | None = None
) -> Workbook:
    """The tracker of a briefing; `past` are the facts of earlier issues.

    `beside` is for a tracker into which people entered some of what the briefing says.

    Raises:
        UnfitError: a text is longer than a cell can hold.
    """
    return tracker_of(briefing, house.wording(briefing.language), past, beside)


def tracker_of(
    briefing: Briefing, wording: Wording, past: tuple[Facts, ...] = (), beside: Beside | None = None
) -> Workbook:
    """The tracker of a briefing in those words.

    Raises:
        UnfitError: a text is longer than a cell can hold.
    """
    said = said_of(briefing, wording)
    day_of_facts = briefing.as_of.date() if briefing.as_of else briefing.date
    key, choices = key_table(briefing, said)
    issues = rated_issues(briefing, past)
    tables = [*_tables(briefing, said, issues, beside), key]
    changed = changes_lines(briefing, said, past, MOST_LISTED)
    board = compose_board(briefing, said, {table.name: table for table in tables}, day_of_facts, changed)
    workbook = Workbook(
        properties=properties_of(briefing, wording, filter(None, (entry.category for entry in briefing.indicators))),
        furniture=furniture_of(briefing, wording, "tracker"),
        board=board,
        sheets=tuple(_sheet(table, briefing, said, issues) for table in tables),
        notes=_notes(said),
        choices=choices,
    )
    _refuse_long_texts(briefing, workbook)
    return workbook


def _tables(briefing: Briefing, said: Said, issues: tuple[Rated, ...], beside: Beside | None) -> Iterator[SheetTable]:
    """The tables in the order of the tabs: first what people work in."""
    day_of_facts = briefing.as_of.date() if briefing.as_of else briefing.date
    statuses = status_table(issues, said)
    found = (
        indicator_table(briefing, said, day_of_facts, beside),
        history_table(briefing, said, beside.there if beside else ()),
        issue_table(issues, said) if statuses else None,
        statuses,
        milestone_table(briefing, said),
        action_table(briefing, said),
        risk_table(briefing, said),
        agenda_table(briefing, said),
        objective_table(briefing, said),
        judgement_table(briefing, said),
        calendar_table(briefing, said),
        people_table(briefing, said),
        source_table(briefing, said),
    )
    return (table for table in found if table is not None)


def _sheet(table: SheetTable, briefing: Briefing, said: Said, issues: tuple[Rated, ...]) -> Sheet:
    name = table.name.lower()
    line = " · ".join(part for part in (dateline(briefing, said), facts_line(briefing, said)) if part)
    return Sheet(
        name=tab(said.label(f"sheet.{name}")),
        title=said.label(f"title.{name}"),
        table=table,
        lines=(briefing.title, line),
        pinned=_PINNED.get(table.name, 0),
        wide=len(table.columns) > _WIDEST,
        chart=issue_chart(issues, said) if table.name == ISSUES else None,
    )


def _notes(said: Said) -> Notes:
    what, ours, theirs = (said.label(f"both.{key}") for key in ("what", "briefing", "here"))
    return Notes(said.label("both.heading"), said.label("both.retired"), (what, ours, theirs))


def _refuse_long_texts(briefing: Briefing, workbook: Workbook) -> None:
    """Only the cells decide; the paths of the briefing say what to shorten."""
    found = [(path, LONGEST_TEXT) for path in (_long_fields(briefing) if _long_cells(workbook) else ())]
    found += [
        (f"tracker.columns[{place}].title", LONGEST_HEADING)
        for place, column in enumerate(briefing.tracker.columns)
        if units(column.title) > LONGEST_HEADING
    ]
    if found:
        what = "the text is longer than a cell of the tracker can be"
        raise UnfitError(
            Finding(path, Code.TOO_LONG, what, f"shorten it to {most} characters or fewer") for path, most in found
        )


def _long_cells(workbook: Workbook) -> bool:
    texts = (cell for sheet in workbook.sheets for row in sheet.table.rows for cell in row if type(cell) is str)
    return any(len(text) * 2 > LONGEST_TEXT and units(text) > LONGEST_TEXT for text in texts)


def _long_fields(briefing: Briefing) -> list[str]:
    """The fields to shorten; the indicators as a whole where it takes several to fill a cell."""
    paths = [path for path in too_long(briefing, LONGEST_TEXT) if not path.startswith(_ELSEWHERE)]
    return paths or ["indicators"]
