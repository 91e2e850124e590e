"""What our own formulas come to: the few functions that they use, computed as spreadsheets do."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from operator import add, eq, ge, gt, le, lt, mul, ne, sub, truediv
from typing import Protocol, TypeAlias

Value: TypeAlias = str | float | bool | None


class Column(tuple[Value, ...]):  # noqa: SLOT001 # it remembers
    """All cells of a column; remembers how often what stands in it, alone and beside the cells of others."""

    def __init__(self, _cells: Iterable[Value] = ()) -> None:
        self._counts: dict[tuple[int, ...], Counter[tuple[Value, ...]]] = {}

    def counted(self, others: "Sequence[Column]") -> "Counter[tuple[Value, ...]]":
        """How often each row of these columns is there; letters large and small are the same."""
        key = tuple(map(id, others))
        if key not in self._counts:
            self._counts[key] = Counter(tuple(map(_folded, row)) for row in zip(self, *others, strict=True))
        return self._counts[key]


class UncomputedError(Exception):
    """A formula that uses something that is not known here."""


class SheetError(Exception):
    """What a spreadsheet shows as `#N/A`, `#DIV/0!` or the like."""


class Surroundings(Protocol):
    """Where the names in a formula lead."""

    def named(self, name: str) -> Value:
        """The cell of that name."""

    def here(self, table: str, title: str) -> Value:
        """The cell of a column in the row of the formula."""

    def column(self, table: str, title: str) -> Column:
        """All cells of a column."""


Computed: TypeAlias = Callable[[Surroundings], "Value | Column"]

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"]|"")*")
  | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
  | (?P<table>[^\W\d][\w.]*)\[(?P<inside>(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*)\]
  | (?P<name>[^\W\d][\w.]*)
  | (?P<sign><>|<=|>=|[-+*/=<>(){},])
    )""",
    re.VERBOSE,
)
_THIS_ROW = re.compile(r"\[#This Row\],\[((?:[^\[\]']|'.)*)\]")
_WHOLE = 1e15
_Rank: TypeAlias = tuple[int, float, str]
_COMPARED: dict[str, Callable[[_Rank, _Rank], bool]] = {"=": eq, "<>": ne, "<": lt, ">": gt, "<=": le, ">=": ge}
_COMBINED: dict[str, Callable[[float, float], float]] = {"+": add, "-": sub, "*": mul, "/": truediv}
_WILD = re.compile(r"[*?~]|^[=<>]")


def compute(formula: str, surroundings: Surroundings) -> str | Decimal:
    """What a formula comes to.

    Raises:
        UncomputedError: it uses what is not known here, or comes to an error.
    """
    try:
        value = _parsed(formula)(surroundings)
    except (SheetError, RecursionError) as error:
        raise UncomputedError(formula) from error
    if isinstance(value, tuple):
        raise UncomputedError(formula)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if value is None:
        return Decimal(0)
    if isinstance(value, str):
        return value
    return Decimal(int(value)) if value.is_integer() and abs(value) < _WHOLE else Decimal(repr(value))


@cache
def _parsed(formula: str) -> Computed:
    reader = _Reader(formula)
    whole = reader.comparison()
    reader.end()
    return whole


class _Reader:
    """Reads a formula from left to right."""

    def __init__(self, formula: str) -> None:
        self._tokens = list(_tokens(formula))
        self._at = 0

    def end(self) -> None:
        """Nothing may be left."""
        if self._at < len(self._tokens):
            raise UncomputedError(str(self._tokens[self._at]))

    def _next(self) -> re.Match[str]:
        if self._at == len(self._tokens):
            raise UncomputedError("the formula ends too early")
        self._at += 1
        return self._tokens[self._at - 1]

    def _sign(self, *wanted: str) -> str | None:
        found = self._tokens[self._at]["sign"] if self._at < len(self._tokens) else None
        if found is None or found not in wanted:
            return None
        self._at += 1
        return found

    def comparison(self) -> Computed:
        """The weakest tie."""
        left = self._sum()
        while sign := self._sign(*_COMPARED):
            left = _comparison(sign, left, self._sum())
        return left

    def _sum(self) -> Computed:
        left = self._product()
        while sign := self._sign("+", "-"):
            left = _arithmetic(sign, left, self._product())
        return left

    def _product(self) -> Computed:
        left = self._operand()
        while sign := self._sign("*", "/"):
            left = _arithmetic(sign, left, self._operand())
        return left

    def _operand(self) -> Computed:
        if self._sign("-"):
            return _arithmetic("-", _constant(0.0), self._operand())
        if self._sign("("):
            inside = self.comparison()
            self._closing(")")
            return inside
        if self._sign("{"):
            return self._array()
        return self._word(self._next())

    def _word(self, token: re.Match[str]) -> Computed:
        if token["text"] is not None:
            return _constant(token["text"][1:-1].replace('""', '"'))
        if token["number"] is not None:
            return _constant(float(token["number"]))
        if token["table"] is not None:
            return _reference(token["table"], token["inside"])
        name = token["name"]
        if name is None:
            raise UncomputedError(token[0])
        if self._sign("("):
            return _call(name, self._arguments())
        if name in ("TRUE", "FALSE"):
            return _constant(name == "TRUE")
        return lambda around: around.named(name)

    def _arguments(self) -> list[Computed]:
        found: list[Computed] = []
        if self._sign(")"):
            return found
        found.append(self.comparison())
        while self._sign(","):
            found.append(self.comparison())
        self._closing(")")
        return found

    def _array(self) -> Computed:
        entries = [self._operand()]
        while self._sign(","):
            entries.append(self._operand())
        self._closing("}")
        return lambda around: Column(_single(entry(around)) for entry in entries)

    def _closing(self, sign: str) -> None:
        if not self._sign(sign):
            raise UncomputedError(f"{sign} is missing")


def _tokens(formula: str) -> Iterator[re.Match[str]]:
    at, text = 0, formula.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise UncomputedError(text[at:])
        yield found
        at = found.end()


def _constant(value: Value) -> Computed:
    return lambda _: value


def _reference(table: str, inside: str) -> Computed:
    row = _THIS_ROW.fullmatch(inside)
    title = re.sub("'(.)", r"\1", row[1] if row else inside)
    if row:
        return lambda around: around.here(table, title)
    if "[" in title and "'[" not in inside:
        raise UncomputedError(inside)
    return lambda around: around.column(table, title)


def _single(value: "Value | Column") -> Value:
    if isinstance(value, tuple):
        raise UncomputedError("several cells where one is asked for")
    return value


def _number(value: Value) -> float:
    if isinstance(value, bool) or value is None:
        return float(value or 0)
    if isinstance(value, float):
        return value
    try:
        return float(value)
    except ValueError:
        raise SheetError("#VALUE!") from None


def _truth(value: Value) -> bool:
    if isinstance(value, str):
        raise SheetError("#VALUE!")
    return bool(value)


def _arithmetic(sign: str, left: Computed, right: Computed) -> Computed:
    combined = _COMBINED[sign]

    def computed(around: Surroundings) -> Value:
        one, other = _number(_single(left(around))), _number(_single(right(around)))
        if sign == "/" and other == 0:
            raise SheetError("#DIV/0!")
        return combined(one, other)

    return computed


def _comparison(sign: str, left: Computed, right: Computed) -> Computed:
    holds = _COMPARED[sign]

    def computed(around: Surroundings) -> Value:
        return holds(*_ranked(_single(left(around)), _single(right(around))))

    return computed


def _ranked(one: Value, other: Value) -> tuple[_Rank, _Rank]:
    """Numbers come before texts and texts before truths; nothing is what the other side takes it for."""
    return _rank(one, other), _rank(other, one)


def _rank(value: Value, beside: Value) -> _Rank:
    if value is None:
        value = "" if isinstance(beside, str) else (False if isinstance(beside, bool) else 0.0)
    if isinstance(value, bool):
        return 2, float(value), ""
    return (0, value, "") if isinstance(value, float) else (1, 0.0, value.casefold())


# -- functions


def _call(name: str, arguments: Sequence[Computed]) -> Computed:
    if name not in _FUNCTIONS:
        raise UncomputedError(name)
    return _FUNCTIONS[name](arguments)


def _if(arguments: Sequence[Computed]) -> Computed:
    test, yes, *rest = arguments
    no = rest[0] if rest else _constant(value=False)
    return lambda around: yes(around) if _truth(_single(test(around))) else no(around)


def _iferror(arguments: Sequence[Computed]) -> Computed:
    tried, instead = arguments

    def computed(around: Surroundings) -> "Value | Column":
        try:
            return tried(around)
        except SheetError:
            return instead(around)

    return computed


def _plainly(function: Callable[..., Value]) -> Callable[[Sequence[Computed]], Computed]:
    """A function that takes the values of its arguments."""
    return lambda arguments: lambda around: function(*(argument(around) for argument in arguments))


def _round(value: Value, places: Value) -> Value:
    step = Decimal(1).scaleb(-int(_number(places)))
    number = _number(value)
    if abs(number) > _WHOLE:  # beyond it no places are left to round
        return number
    return float(Decimal(repr(number)).quantize(step, ROUND_HALF_UP))


def _match(value: Value, among: Column, _exact: Value) -> Value:
    for number, other in enumerate(among, start=1):
        one, two = _ranked(value, other)
        if value is not None and one == two:
            return float(number)
    raise SheetError("#N/A")


def _countifs(*arguments: "Value | Column") -> Value:
    first, *others = [column for column in arguments[::2] if isinstance(column, Column)]
    return float(first.counted(others)[tuple(_wanted(value) for value in arguments[1::2])])


def _wanted(value: "Value | Column") -> Value:
    single = _single(value)
    if isinstance(single, str) and _WILD.search(single):
        raise UncomputedError(single)
    return _folded(single)


def _folded(value: Value) -> Value:
    return value.casefold() if isinstance(value, str) else value


_FUNCTIONS: dict[str, Callable[[Sequence[Computed]], Computed]] = {
    "IF": _if,
    "IFERROR": _iferror,
    "AND": _plainly(lambda *values: all(_truth(value) for value in values)),
    "OR": _plainly(lambda *values: any(_truth(value) for value in values)),
    "ISNUMBER": _plainly(lambda value: isinstance(value, float) and not isinstance(value, bool)),
    "ROUND": _plainly(_round),
    "INDEX": _plainly(lambda entries, number: entries[int(_number(number)) - 1]),
    "MATCH": _plainly(_match),
    "COUNTA": _plainly(lambda column: float(sum(value is not None for value in column))),
    "COUNTIF": _plainly(_countifs),
    "COUNTIFS": _plainly(_countifs),
}
