"""What a reading finds: problems, and the ids and references that are compared once everything is read."""

from typing import Any, NamedTuple, Protocol

import msgspec

from briefexport.problem import Code, Place, Problem, RejectedError, Severity

MOST_PROBLEMS = 1000
"""After so many the reading stops: a file with more is no briefing with slips, but something else."""


class Spot(Protocol):
    """Anything that stands somewhere in the file."""

    @property
    def line(self) -> int:
        """Counted from 1."""

    @property
    def column(self) -> int:
        """Counted from 1."""


class Unread:
    """Stands where a part could not be read, and says no to every question.

    Rules may ask it anything; as they complain only on a yes, no rule complains about what was told already.
    """

    def __getattr__(self, name: str) -> "Unread":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_arguments: object) -> "Unread":
        """What a method of the unread part would give back."""
        return self

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Any:
        return iter(())

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return False

    def __lt__(self, other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __contains__ = __lt__
    __hash__ = object.__hash__  # looked up in a table, it is not there


UNREAD: Any = Unread()


def is_read(value: object) -> bool:
    """Whether a part could be read."""
    return not isinstance(value, Unread)


def _place(problem: Problem) -> Place:
    return problem.place


class Reference(NamedTuple):
    """A field that names an entry of one of some lists; of any list when there are none."""

    at: Spot
    name: str
    lists: tuple[str, ...]
    ident: str


class Passage(NamedTuple):
    """Prose that is to be read more closely: its field, the sign before its text and the line of that, the text."""

    at: Spot
    style: str
    line: int
    text: str


class Findings:
    """The problems of one file, and what has to be compared at the end."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.doubtful = 0
        """How much was told that does not stop the work, and how much more was not."""
        self.references: list[Reference] = []
        self.citations: list[Reference] = []
        self.passages: list[Passage] = []
        self.entries: dict[str, dict[str, Spot]] = {}
        """By list, the ids of its entries as typed."""
        self.unsure: set[str] = set()
        """The lists in which an id could not be read, so that a reference may well be right."""

    def tell(self, at: Spot, code: Code, what: str, fix: str) -> Any:
        """Record a problem; gives back what stands for the part that could not be read.

        Raises:
            RejectedError: There are too many; of what is only doubtful the rest is counted.
        """
        place = Place(self.file, at.line, at.column)
        if code.severity is not Severity.ERROR:
            self.doubtful += 1
            if self.doubtful > MOST_PROBLEMS:
                return UNREAD
        self.problems.append(Problem(place, code, what, fix))
        if len(self.problems) - min(self.doubtful, MOST_PROBLEMS) >= MOST_PROBLEMS:
            what = f"there are more than {MOST_PROBLEMS} problems; the rest is not told"
            self.problems.append(Problem(place, Code.TOO_MANY_PROBLEMS, what, "mend these first, then check again"))
            raise RejectedError(self.problems)
        return UNREAD

    def doubts(self) -> list[Problem]:
        """What was told, in reading order, when none of it is wrong; the last of very many says how many more are."""
        found = sorted(self.problems, key=_place)
        more = self.doubtful - MOST_PROBLEMS
        if more > 0:
            found[-1] = msgspec.structs.replace(found[-1], what=f"{found[-1].what}; {more} more warnings are not told")
        return found

    def add_entry(self, name: str, ident: str, at: Spot) -> Spot | None:
        """Note that a list has an entry of that id; gives back the first one when there are two."""
        known = self.entries.setdefault(name, {})
        first = known.setdefault(ident, at)
        return None if first is at else first
