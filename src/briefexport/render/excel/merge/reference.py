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
_PLACE = re.compile(rf'"(?:[^"]|"")*"|(?<![\w.\[\'!]){_SHEET}(?P<area>{_CELL}(?::{_CELL})?)(?![\w(\[!.])')


def moved(formula: str, sheet: str, here: bool, move: Callable[[str], str]) -> str:  # noqa: FBT001 # it is said by name
    """The formula with `move` done to every place on a sheet; `here`: places without a sheet are on it too."""

    def renamed(found: re.Match[str]) -> str:
        if found["area"] is None:
            return found[0]
        named = found["sheet"]
        plain = None if named is None else named.strip("'").replace("''", "'") if named[0] == "'" else named
        if (plain is None and not here) or (plain is not None and plain.casefold() != sheet.casefold()):
            return found[0]
        return (f"{named}!" if named else "") + move(found["area"])

    return _PLACE.sub(renamed, formula)
