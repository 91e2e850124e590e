"""What is wrong, where, and what to write instead."""

from collections.abc import Iterable
from enum import Enum
from typing import Self

import msgspec


class Severity(Enum):
    """Whether a problem stops the work."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Place(msgspec.Struct, frozen=True, order=True):
    """Where in a file: line and column count from 1; 0 stands for the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])


class Code(Enum):
    """Every kind of problem there is.

    B0 the file and its YAML, B1 one field, B2 fields against each other, B3 layout, B4 wording, B5 the house style
    (templates, labels, theme), B6 the output folder, B7 the settings, B8 the finished files, B9 delivery. Each is
    explained in `docs/problems.md`.
    """

    def __new__(cls, value: str, severity: Severity = Severity.ERROR) -> Self:
        """A member, from its code and what it means for the work."""
        code = object.__new__(cls)
        code._value_ = value
        code.severity = severity
        return code

    severity: Severity

    # -- B0 the file and its YAML
    NO_SUCH_FILE = "B001"
    NOT_READABLE = "B002"
    NOT_A_TEXT_FILE = "B003"
    FILE_TOO_BIG = "B004"
    NOTHING_IN_IT = "B005"
    NOT_UTF8 = "B006"
    CONTROL_CHARACTER = "B007"
    YAML_SLIP = "B008"
    TAB = "B009"
    REFUSED_YAML = "B010"
    SEVERAL_DOCUMENTS = "B011"
    KEY_TWICE = "B012"
    TOO_DEEP = "B013"
    NO_KEY = "B014"
    NOT_A_BRIEFING = "B015"
    TOO_MANY_PARTS = "B016"
    TOO_MANY_PROBLEMS = "B017"

    # -- B1 one field
    MISSING_FIELD = "B101"
    UNKNOWN_FIELD = "B102"
    WRONG_WORD = "B103"
    EMPTY_FIELD = "B104"
    SEVERAL_LINES = "B105"
    TOO_LONG = "B106"
    WRONG_SHAPE = "B107"
    WRONG_NUMBER = "B108"
    OUT_OF_RANGE = "B109"
    WRONG_DATE = "B110"
    WRONG_MOMENT = "B111"
    WRONG_WINDOW = "B112"
    WRONG_ID = "B113"
    WRONG_LANGUAGE = "B114"
    WRONG_ADDRESS = "B115"
    WRONG_PATH = "B116"
    WRONG_MARKING = "B117"
    WRONG_VERSION = "B118"
    UNSHOWABLE = "B119"

    # -- B2 fields against each other
    ID_TWICE = "B201"
    NO_SUCH_ENTRY = "B202"
    NO_SUCH_SOURCE = "B203"
    NOTHING_TO_DECIDE = "B204"
    NO_DECIDE_BY = "B205"
    NO_APPROVER = "B206"
    MARKED_ABOVE_BANNER = "B207"
    MARKED_BY_ANOTHER_SCHEME = "B208"
    AUTO_WITHOUT_RULES = "B209"
    RULES_OUT_OF_ORDER = "B210"
    PICTURE_WITHOUT_WORDS = "B211"
    DECORATION_WITH_WORDS = "B212"
    NOT_ON_THE_SCALE = "B213"
    DATES_OUT_OF_ORDER = "B214"
    AFTER_THE_FACTS = "B215"
    CHOICES_AND_TYPE = "B216"
    SAYS_NOTHING = "B217"
    NOBODY = "B218"
    NO_BASIS = ("B250", Severity.WARNING)
    NOT_OBSERVED_LATELY = ("B251", Severity.WARNING)
    DECISION_TOO_LATE = ("B252", Severity.WARNING)
    MILESTONES_NOT_COUNTED = ("B253", Severity.WARNING)
    DRAFTING_NOTE = ("B254", Severity.WARNING)

    # -- B4 wording
    TOO_MANY_WORDS = ("B401", Severity.WARNING)
    UNEXPLAINED_ACRONYM = ("B402", Severity.WARNING)
    LIKELIHOOD_IN_STATEMENT = ("B403", Severity.WARNING)
    LIKELIHOOD_WITH_CONFIDENCE = ("B404", Severity.WARNING)
    TOO_MANY_LINES = ("B405", Severity.WARNING)
    LONG_SENTENCE = ("B406", Severity.HINT)
    LONG_MEMO = ("B407", Severity.WARNING)
    LONG_PAPER = ("B408", Severity.HINT)

    # -- B6 the output folder
    NOT_A_FOLDER = "B601"
    LINK_IN_THE_WAY = "B602"
    NOT_ALLOWED = "B603"
    NO_ROOM = "B604"
    FOLDER_IN_USE = "B605"
    NOT_A_FILE = "B606"
    PATH_TOO_LONG = "B607"
    NOT_WRITTEN = "B608"
    TRACKER_KEPT = ("B609", Severity.WARNING)
    CHANGED_FILE_KEPT = ("B610", Severity.WARNING)
    SAME_ID_TWICE = "B611"
    FILE_EXISTS = "B612"
    CHILD_DIED = "B613"
    TRACKER_CONFLICTS = ("B614", Severity.WARNING)
    TRACKER_NOT_MERGED = "B615"
    TRACKER_OPEN = "B616"
    TRACKER_PARTLY = ("B617", Severity.WARNING)
    TYPING_NOT_TAKEN = ("B618", Severity.WARNING)
    TYPING_NOT_READ = ("B619", Severity.WARNING)
    NOT_PULLED = "B620"
    TRACKER_AWAY = "B621"
    TRACKER_UNSAVED = ("B622", Severity.WARNING)
    TYPING_MENDED = ("B623", Severity.HINT)

    # -- B3 layout of the one-pager
    DOES_NOT_FIT = "B301"
    NO_GLYPH = "B302"
    NO_PAGE_FOR_SCRIPT = "B303"
    UNREADABLE_PICTURE = "B304"
    LEFT_OUT = ("B305", Severity.HINT)

    # -- B5 the house: its files, templates and labels
    HOUSE_FILE = "B501"
    NO_LABELS = "B502"
    LABELS = "B503"
    TEMPLATE = "B504"
    NO_PROFILE = "B505"

    # -- B52 the theme
    THEME_NO_TOML = "B521"
    THEME_KEY = "B522"
    THEME_VALUE = "B523"
    THEME_CONTRAST = "B524"

    # -- B7 the settings
    SETTINGS_FILE = "B701"
    SETTINGS_NO_TOML = "B702"
    SETTINGS_KEY = "B703"
    SETTINGS_MISSING = "B704"
    SETTINGS_VALUE = "B705"
    SETTINGS_ADDRESS = "B706"
    SETTINGS_TWICE = "B707"
    SETTINGS_SECRET = "B708"  # noqa: S105 - a code
    SETTINGS_UNSAFE = "B709"

    # -- B8 the finished files
    NO_SET = "B801"
    FILE_GONE = "B802"
    NOT_AS_MADE = "B803"
    OUT_OF_DATE = "B804"
    DOES_NOT_OPEN = "B805"
    NOT_ONE_PAGE = "B806"
    SAYS_OTHERWISE = "B807"
    DOES_NOT_SAY = "B808"
    PART_NOT_SAID = ("B809", Severity.WARNING)
    TYPED_INTO = ("B810", Severity.WARNING)

    # -- B9 delivery
    MESSAGE_UNMARKED = "B901"
    NOT_FINAL = "B902"
    MARKED_TOO_HIGH = ("B903", Severity.WARNING)
    MAY_BE_REPEATED = ("B904", Severity.WARNING)
    NOT_DELIVERED = "B905"
    LEDGER = "B906"
    NO_LIST = "B907"


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong: `what` in the author's words, `fix` an instruction to carry out as it stands."""

    place: Place
    code: Code
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.place}: {self.code.value} {self.what}\n  fix: {self.fix}"


class RejectedError(Exception):
    """Input that cannot be used, with every problem in it, in reading order and never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Finding(msgspec.Struct, frozen=True):
    """A problem of a field of which the place is not known yet, only the path: `risks[2].title`.

    `line` counts the lines inside a field of several lines from 0. Whoever holds the places of the briefing turns it
    into a Problem.
    """

    field: str
    code: Code
    what: str
    fix: str
    line: int = 0


class UnfitError(Exception):
    """A briefing that is right but cannot become this document; never empty."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.what for finding in self.findings))
