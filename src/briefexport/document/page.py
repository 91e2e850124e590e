"""The one-pager: what it says and what may go when space is short, in no library's terms.

A page is a head that always stays (marking, title, status, bottom line, decisions) and panels. Whatever may be left out
knows the field it was written in (`origin`) and how soon it goes (`priority`: 5 first, 1 never).
"""

import datetime as dt
from enum import Enum

from .text import Furniture, Picture, Properties, Spans, Value


class Slot(Enum):
    """Where a panel would like to stand."""

    WIDE = "wide"
    NARROW = "narrow"
    FULL = "full"


class Tone(Enum):
    """What a colour means; it never says anything that a word does not say too."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    MUTED = "muted"


class Shape(Enum):
    """The shape that goes with a status word: to be told apart without colour."""

    DISC = "disc"
    TRIANGLE = "triangle"
    SQUARE = "square"
    RING = "ring"
    TICK = "tick"
    QUERY = "query"


class StatusMark(Value, frozen=True):
    """A status as word, shape and colour."""

    word: str
    shape: Shape
    tone: Tone


class Trend(Value, frozen=True):
    """Numbers over time, oldest first, at least two; `alt` says them in words. `target` is None where there is none."""

    days: tuple[dt.date, ...]
    values: tuple[float, ...]
    alt: str
    target: float | None = None


class PageItem(Value, frozen=True, kw_only=True):
    """Something that may be left out by itself. `origin` is its path in the briefing: `risks[2]`."""

    origin: str
    priority: int = 3


class Detail(Value, frozen=True):
    """What more there is to say of an entry: shown where the page has room for all details, else left out by itself."""

    origin: str
    spans: Spans


class Line(PageItem, frozen=True, kw_only=True):
    """An entry of a list, and below it in a lower voice what goes with it."""

    spans: Spans
    aside: Spans = ()
    details: tuple[Detail, ...] = ()


class PageCell(Value, frozen=True):
    """A cell of a grid: a status, text, a trend, a lower voice below; any of them may be missing."""

    spans: Spans = ()
    status: StatusMark | None = None
    trend: Trend | None = None
    aside: Spans = ()


class PageRow(PageItem, frozen=True, kw_only=True):
    """A row of a grid: one cell for each column; the first one is the row's heading."""

    cells: tuple[PageCell, ...]


class Plot(PageItem, frozen=True, kw_only=True):
    """A numbered point on a matrix; a score of None is not known, and such a point is never drawn.

    `said` is the point in words, with its scores: what a reader gets who cannot see the matrix.
    """

    number: int
    spans: Spans
    said: str
    likelihood: int | None = None
    impact: int | None = None
    aside: Spans = ()
    details: tuple[Detail, ...] = ()


class MomentKind(Enum):
    """What a date is, and so how it is drawn."""

    PAST = "past"
    PLANNED = "planned"
    DEADLINE = "deadline"


class Moment(PageItem, frozen=True, kw_only=True):
    """A day or window on a strip of time: first and last possible day, and how it is printed."""

    first: dt.date
    last: dt.date
    when: str
    spans: Spans
    kind: MomentKind = MomentKind.PLANNED
    certainty: str = ""


class ListStyle(Enum):
    """How the entries of a list are told apart."""

    NUMBERED = "numbered"
    BULLETS = "bullets"
    PLAIN = "plain"
    NOTES = "notes"
    """Small, running on in one paragraph."""


class Lines(Value, frozen=True):
    """A list."""

    items: tuple[Line, ...]
    style: ListStyle = ListStyle.PLAIN


class Grid(Value, frozen=True):
    """A table with one header row. `description` is for those who cannot see it. `strong`: first cells stand out."""

    heads: tuple[str, ...]
    items: tuple[PageRow, ...]
    description: str = ""
    strong: bool = False


class Matrix(Value, frozen=True):
    """Five by five fields, likelihood to the right, impact upwards, with the points listed beside them.

    `unscored` holds `{numbers}`: what is said of the points of which a score is not known.
    """

    items: tuple[Plot, ...]
    likelihood: str
    impact: str
    description: str
    unscored: str = "{numbers}"


class Strip(Value, frozen=True):
    """Days and windows on a line of time, in order; `description` begins the words for those who cannot see it."""

    items: tuple[Moment, ...]
    description: str


class PictureItem(PageItem, frozen=True, kw_only=True):
    """A picture that may be left out."""

    picture: Picture


class Gallery(Value, frozen=True):
    """Pictures, one below the other."""

    items: tuple[PictureItem, ...]


Body = Lines | Grid | Matrix | Strip | Gallery


class Panel(Value, frozen=True):
    """A block of the page with its heading. `name` is what it is called in the template.

    `heading` is empty only where the template gave none. `filler` is a panel that is there to fill a short page: it
    goes before anything else.
    """

    name: str
    heading: Spans
    body: Body
    slot: Slot = Slot.WIDE
    filler: bool = False


class Masthead(Value, frozen=True):
    """The head of the page. `status` is always printed; `draft` says that the paper is not final."""

    office: str
    addressed: str
    reference: str
    dateline: str
    status: str
    title: Spans
    subtitle: Spans = ()
    handling: str = ""
    draft: bool = True
    logo: Picture | None = None


class BottomLine(Value, frozen=True):
    """What the reader must know: one or more paragraphs."""

    label: str
    paragraphs: tuple[Spans, ...]
    origin: str = "bottom_line"


class Ask(Value, frozen=True):
    """A decision that is asked; never left out. `by` is the last day in words, empty where none was given."""

    origin: str
    spans: Spans
    by: str = ""
    aside: Spans = ()
    details: tuple[Detail, ...] = ()


class Asks(Value, frozen=True):
    """The decisions asked, with the words that stand above them."""

    label: str
    by_label: str
    items: tuple[Ask, ...] = ()


class Explained(Value, frozen=True):
    """What a word means. `origins` are the entries that use it: it is explained while one of them is on the page."""

    text: str
    origins: tuple[str, ...]


class Closing(Value, frozen=True):
    """The foot of the page.

    `in_the_memo` holds `{parts}`, `more` holds `{heading}` and `{count}`, `less` holds `{heading}`: they speak of what
    had no room, the last of details alone. `key` is of the status marks that the page may use, `words` of the words,
    which `words_label` holds as `{words}`.
    """

    in_the_memo: str
    more: str
    less: str = "{heading}"
    key_label: str = ""
    key: tuple[StatusMark, ...] = ()
    notes: tuple[str, ...] = ()
    words_label: str = "{words}"
    words: tuple[Explained, ...] = ()


class OnePage(Value, frozen=True):
    """The whole of what the one-pager says, and everything it would say with room enough."""

    properties: Properties
    furniture: Furniture
    masthead: Masthead
    bottom_line: BottomLine
    asks: Asks
    panels: tuple[Panel, ...]
    closing: Closing
