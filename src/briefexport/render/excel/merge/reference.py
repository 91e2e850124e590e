"""References in formulas and ranges: columns of tables by their headings, cells by their places."""

import re
from collections.abc import Callable, Mapping

Titles = Mapping[str, Mapping[str, str]]
"""By table: a heading, and what it is called in the workbook."""

# A text in quotes, which is left alone, or a table with what stands in its brackets.
_TABLE = re.compile(r'"(?:[^"]|"")*"|([^\W\d][\w.]*)\[((?:[^\[\]\']|\'.|\[(?:[^\[\]\']|\'.)*\])*)\]')
_PART = re.compile(r"\[((?:[^\[\]']|'.)*)\]")


def retitled(formula: str, tables: Mapping[str, str], titles: Titles) -> str:
    """The formula with tables and headings as they are called elsewhere; headings by the table's first name.

    >>> retitled("Indicators[[#This Row],[As of]]+1", {}, {"Indicators": {"As of": "Seen"}})
    'Indicators[[#This Row],[Seen]]+1'
    """

    def renamed(found: re.Match[str]) -> str:
        table, inside = found[1], found[2]
        if table is None or (table not in tables and table not in titles):
            return found[0]
        known = titles.get(table, {})
        if "[" in inside:
            inside = _PART.sub(lambda part: f"[{_title(part[1], known)}]", inside)
        else:
            inside = _title(inside, known)
        return f"{tables.get(table, table)}[{inside}]"

    return _TABLE.sub(renamed, formula)


def _title(escaped: str, known: Mapping[str, str]) -> str:
    plain = re.sub(r"'(.)", r"\1", escaped)
    if plain not in known:
        return escaped
    return "".join(f"'{letter}" if letter in "[]#'" else letter for letter in known[plain])


_SHEET = r"(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
_CELL = r"\$?[A-Z]{1,3}\$?[1-9][0-9]*"
_ROWS = r"\$?[1-9][0-9]*:\$?[1-9][0-9]*"
# What is left alone: a text in quotes, and brackets: the headings of a table, or the number of another workbook.
_ALONE = r"\"(?:[^\"]|\"\")*\"|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_PLACE = re.compile(
    rf"{_ALONE}|(?<![\w.\[\]\'!$]){_SHEET}(?:(?P<area>{_CELL}(?::{_CELL})?)|(?<!:)(?P<rows>{_ROWS}))(?![\w(\[!.])"
)


def moved(formula: str, sheet: str, here: bool, move: Callable[[str], str]) -> str:  # noqa: FBT001 # it is said by name
    """The formula with `move` done to every place on a sheet; `here`: places without a sheet are on it too."""

    def renamed(found: re.Match[str]) -> str:
        area, rows = found["area"], found["rows"]
        if area is None and rows is None:
            return found[0]
        named = found["sheet"]
        plain = None if named is None else named.strip("'").replace("''", "'") if named[0] == "'" else named
        if (plain is None and not here) or (plain is not None and plain.casefold() != sheet.casefold()):
            return found[0]
        return (f"{named}!" if named else "") + (_whole_rows(rows, move) if area is None else move(area))

    return _PLACE.sub(renamed, formula)


def places(formula: str, sheet: str, here: bool) -> list[str]:  # noqa: FBT001 # as above
    """The places on a sheet that a formula names.

    >>> places("SUM(Mine!B7:B9)+B2", "Mine", False)
    ['B7:B9']
    """
    found: list[str] = []

    def found_too(ref: str) -> str:
        found.append(ref)
        return ref

    moved(formula, sheet, here, found_too)
    return found


def _whole_rows(rows: str, move: Callable[[str], str]) -> str:
    """Rows as `7:9` are the area from their first cell to their last."""
    first, last = ((each.removeprefix("$"), "$" * each.startswith("$")) for each in rows.split(":"))
    area = move(f"A{first[1]}{first[0]}:{_LAST_COLUMN}{last[1]}{last[0]}").split(":")
    return ":".join(re.sub(r"^\$?[A-Z]+", "", each) for each in area)


_LAST_COLUMN = "XFD"


def with_dollars(old: str, made: str) -> str:
    """The corners of `made` with the dollar signs of `old`.

    >>> with_dollars("M$5:M$7", "M5:M9")
    'M$5:M$9'
    """
    if "$" not in old:
        return made
    signs = [re.match(r"(\$?)[A-Z]+(\$?)", part) for part in old.split(":")]
    parts = made.split(":")
    found = []
    for number, part in enumerate(parts):
        sign = signs[min(number, len(signs) - 1)]
        assert sign is not None
        found.append(re.sub(r"([A-Z]+)(\d+)", rf"{sign[1]}\g<1>{sign[2]}\g<2>", part))
    return ":".join(found)
