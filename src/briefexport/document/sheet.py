"""Sheets: what the tracker says, cell by cell, in no library's terms.

A workbook has one board (its cover, made to be looked at) and sheets that each hold one table (made to be worked in).
Formulas are written as spreadsheets write them and carry the result they have when the file is made.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from .text import Furniture, Properties, Value

LONGEST_TEXT = 32767
"""The most UTF-16 units that a cell can hold. Source: Excel specifications and limits."""

LONGEST_HEADING = 255
"""The most units that the heading of a table's column can hold."""


class Tone(Enum):
    """What a mark means; every tone is shown by a word and a colour, never by colour alone."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"
    IDLE = "idle"
    DONE = "done"
    DOUBT = "doubt"


class Kind(Enum):
    """What a column is made for; a cell may still hold a text, such as unknown."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    DATE = "date"


class Look(Enum):
    """How loud a column speaks."""

    BODY = "body"
    NAME = "name"
    QUIET = "quiet"
    STATUS = "status"


class Measure(Value, frozen=True):
    """A number in a unit that another cell names; `percent`: it counts in percent, 62 is 62 %."""

    value: Decimal
    percent: bool = False


Result = str | Decimal | dt.date


class Formula(Value, frozen=True):
    """What a cell computes, without the leading `=`, and what comes out now; an empty text for nothing."""

    expression: str
    result: Result


Cell = str | Decimal | Measure | dt.date | Formula | None


class SheetColumn(Value, frozen=True):
    """A column of a table.

    `key` is its name in every language and issue; `title` the heading, unique in the table. `people`: its cells belong
    to those who use the workbook. `choices` names the list that its cells choose from. `formula` is what a new row
    computes there. `width_chars` is the most that a text gets before it is wrapped; a word, a day and a number always
    get what they need.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width_chars: float = 16
    look: Look = Look.BODY
    people: bool = False
    choices: str | None = None
    formula: str | None = None


class Mark(Value, frozen=True):
    """A tone for the cells of a column that say `equals`; with None, for days that have passed by then.

    No `column`: wherever in the table a cell says so.
    """

    column: str | None
    tone: Tone
    equals: str | None


class SheetTable(Value, frozen=True):
    """A table with one header row; every row has one cell for each column.

    `name` is what formulas call it, the same in every language. `keys` are the columns whose values tell rows apart;
    none for a list that is only ever written anew. `description` is for readers who cannot see it. `lasting`: rows
    and columns of earlier issues stay as they are when a later one does not know of them. `joined` are columns whose
    cells say something only together, such as a value and its day; `following` are such cells, by row and column, of
    which the issue says what goes with the cell of people beside them. `yielding` are cells, likewise, in which what
    people typed counts, so that it is no conflict when the issue says something else.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    keys: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    description: str = ""
    lasting: bool = False
    joined: tuple[tuple[str, ...], ...] = ()
    following: frozenset[tuple[str, str]] = frozenset()
    yielding: frozenset[tuple[str, str]] = frozenset()

    def place(self, key: str) -> int:
        """Where the column of that key stands, from 0.

        Raises:
            KeyError: there is no such column.
        """
        for number, column in enumerate(self.columns):
            if column.key == key:
                return number
        raise KeyError(key)


class Stacks(Value, frozen=True):
    """A column for each row of a table, stacked from its numbers: `along` names the rows, `parts` are what is stacked.

    Each part is the key of a column with its tone; `alt` says the same in sentences.
    """

    title: str
    alt: str
    along: str
    parts: tuple[tuple[str, Tone], ...]


class Sheet(Value, frozen=True):
    """A sheet with one table.

    `title` says in the first cell what it is, `lines` stand below. The first `pinned` columns stay in sight. `wide`: it
    needs the next larger paper. `chart` stands beside the table.
    """

    name: str
    title: str
    table: SheetTable
    lines: tuple[str, ...] = ()
    pinned: int = 0
    wide: bool = False
    chart: Stacks | None = None


class Number(Value, frozen=True):
    """A number made to be seen from afar, with the word for it. `name` is what formulas call its cell."""

    label: str
    value: Cell
    tone: Tone | None = None
    name: str | None = None


class Strip(Value, frozen=True):
    """Numbers side by side; `total` opens the row."""

    name: str
    total: Number
    numbers: tuple[Number, ...]


class Chart(Value, frozen=True):
    """Columns drawn from the numbers of the strip of that name.

    `alt` says the same in a sentence, with `{0}` where the first number stands, `{1}` for the second, and so on.
    """

    title: str
    alt: str
    strip: str

    def told(self, numbers: Iterable[object]) -> str:
        """The sentence with those numbers."""
        return self.alt.format(*numbers)


class Banner(Value, frozen=True):
    """The loudest text, with a chart beside it."""

    heading: str
    text: str
    chart: Chart | None = None


class Listing(Value, frozen=True):
    """A short list: what, when, who. `empty` is said when there are no rows."""

    headings: tuple[str, str, str]
    rows: tuple[tuple[str, Cell, str | None], ...]
    empty: str


class Board(Value, frozen=True):
    """The cover. `title` says in the first cell what it is; `headline` is the title of the briefing."""

    name: str
    title: str
    headline: str
    lines: tuple[str, ...]
    parts: tuple[Banner | Strip | Listing, ...]


class Choices(Value, frozen=True):
    """A list to choose from: `count` cells of a column of a table, from its row `first` on, counted from 0."""

    name: str
    table: str
    column: str
    first: int
    count: int


class Notes(Value, frozen=True):
    """The words for what happened between two issues, in the language of the document.

    `heading` is that of the column with what the briefing says; `retired` marks a row that the briefing no longer has;
    `conflicts` heads the list of what changed on both sides: what, in the briefing, here.
    """

    heading: str
    retired: str
    conflicts: tuple[str, str, str]


class Workbook(Value, frozen=True):
    """The whole of what the tracker's file says. Names of sheets and tables are unique."""

    properties: Properties
    furniture: Furniture
    board: Board
    sheets: tuple[Sheet, ...]
    notes: Notes
    choices: tuple[Choices, ...] = ()


def this_row(table: str, title: str) -> str:
    """The cell under that heading in the row of the formula."""
    return f"{table}[[#This Row],[{_escaped(title)}]]"


def whole(table: str, title: str) -> str:
    """All cells under that heading."""
    return f"{table}[{_escaped(title)}]"


def quoted(text: str) -> str:
    """A text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def _escaped(title: str) -> str:
    return "".join(f"'{letter}" if letter in "[]#'" else letter for letter in title)


def fingerprint(cell: Cell) -> str:
    """Seven letters that tell whether a cell still says what it said, and nothing else about it.

    Equal for what a spreadsheet takes to be equal: a day and its serial number, 1.0 and 1. A dash for an empty cell.
    """
    if isinstance(cell, Formula):
        return fingerprint(f"={cell.expression}")
    if cell is None or cell == "":
        return "-"
    said = f"text {cell}" if isinstance(cell, str) else f"number {_double(cell):.15g}"
    return _word(said)


@lru_cache(maxsize=2**16)
def _word(said: str) -> str:
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest[:5]).decode().rstrip("=")


def _double(cell: Decimal | Measure | dt.date) -> float:
    if isinstance(cell, dt.date):
        return float(serial(cell))
    return float(cell.value if isinstance(cell, Measure) else cell)


FIRST_DAY = dt.date(1900, 3, 1)
"""The first day whose number all spreadsheets agree on."""


def serial(day: dt.date) -> int:
    """The number by which spreadsheets know a day, from FIRST_DAY on."""
    return (day - dt.date(1899, 12, 30)).days


def units(text: str) -> int:
    """The length of a text as spreadsheets count it: in UTF-16 units."""
    return len(text) + sum(letter > "\uffff" for letter in text)
