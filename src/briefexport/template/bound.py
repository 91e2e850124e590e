"""What keeps a template within bounds: work and text are counted wherever a template can make much out of little.

Loops, calls and outputs are steps. Texts and lists that are joined, added or captured count with their length. Both
have limits that grow with the briefing, so a long briefing never meets them and a template that never ends always does.
"""

import datetime as dt
from collections.abc import ItemsView, Iterable, Iterator, KeysView, Sized, ValuesView
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import BlockReference, LoopContext, TemplateReference

MOST_STEPS = 200_000
STEPS_AN_ENTRY = 1_000
"""How many steps a template may take, and how many more for each entry of the briefing; a part takes some thirty."""

MOST_IN_ONE = 10_000_000
MOST_IN_ALL = 50_000_000
"""How many characters a template may put together at once, and in a whole run."""

MOST_PARTS = 20_000
"""How many values a list of a template may hold, those in its lists included."""

_LARGEST_BITS = 1_000


class EndlessError(Exception):
    """The limit of steps was passed."""


class TooMuchError(Exception):
    """The limit of text was passed."""


class Budget:
    """What a run of a template has spent."""

    def __init__(self, entries: int = 0) -> None:
        self._steps = MOST_STEPS + STEPS_AN_ENTRY * entries
        self._amount = MOST_IN_ALL

    def step(self) -> None:
        """Count one piece of work.

        Raises:
            EndlessError: there were too many.
        """
        self._steps -= 1
        if self._steps < 0:
            raise EndlessError

    def counted(self, parts: Iterable[Any]) -> Iterator[Any]:
        """The parts, each of them a step."""
        for part in parts:
            self.step()
            yield part

    def makes(self, amount: int) -> None:
        """Count the characters that are about to be put together.

        Raises:
            TooMuchError: it is too much.
        """
        self._amount -= amount
        if amount > MOST_IN_ONE or self._amount < 0:
            raise TooMuchError


def joined_length(parts: Iterable[object], glue: object = "") -> int:
    """At least as many characters as a joined text has, but for numbers and the like, which are short."""
    pieces = list(parts)
    between = len(glue) if isinstance(glue, Sized) else 0
    return sum(len(piece) for piece in pieces if isinstance(piece, str)) + between * len(pieces)


def sum_or_product(budget: Budget, operator: str, left: Any, right: Any) -> None:
    """Refuse or count an operator of which the result can be larger than what it is made from.

    Raises:
        TypeError: templates have no use for it.
        TooMuchError: the result is too large.
    """
    sized = isinstance(left, Sized) or isinstance(right, Sized)
    if operator == "**" or (operator in "*%" and sized):
        raise TypeError(f"`{operator}` is not used in templates")
    if operator == "+" and sized:
        budget.makes(sum(_weight(side) for side in (left, right)))
        weigh(budget, (left, right))
    if operator == "*" and all(isinstance(side, int) for side in (left, right)):
        budget.makes(0 if left.bit_length() + right.bit_length() < _LARGEST_BITS else MOST_IN_ONE + 1)


def _weight(side: object) -> int:
    """As many characters as take its room; an entry of a list takes that of ten."""
    return (len(side) if isinstance(side, str) else 10 * len(side)) if isinstance(side, Sized) else 0


def weigh(budget: Budget, value: object) -> None:
    """Count what stands in a list that a template makes, and in the lists in it, as often as it stands there.

    A list of two of the same list costs nothing to make, and printing, comparing or looking it up costs twice as much.

    Raises:
        TooMuchError: it is too much.
    """
    todo, count = [value], 0
    while todo:
        each = todo.pop()
        count += 1
        if isinstance(each, list | tuple | KeysView | ValuesView | ItemsView | dict):
            if count + len(todo) + len(each) > MOST_PARTS:
                raise TooMuchError
            todo.extend(each)
            todo.extend(each.values() if isinstance(each, dict) else ())
    budget.makes(count)


def may_be_asked(holder: object, attribute: str) -> bool:
    """Whether a template may ask something that is no part of the briefing for an attribute.

    Texts, lists and numbers have methods that make much out of little, and dates print any pattern; a template needs
    none of them.
    """
    match holder:
        case dt.date():
            return attribute in {"year", "month", "day", "hour", "minute"}
        case dict():
            return attribute in {"items", "keys", "values", "get"}
        case _:
            return isinstance(holder, LoopContext | TemplateModule | TemplateReference | BlockReference)


class CountingGenerator(CodeGenerator):
    """Compiles a template so that every round of a loop is counted and `~` asks before it joins."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja2's name
        """A whole template."""
        for loop in list(node.find_all(nodes.For)):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
            loop.iter.set_environment(self.environment)
        super().visit_Template(node, frame)

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """`[a, b]`, weighed by the environment."""
        self.write("environment.built(context, ")
        super().visit_List(node, frame)
        self.write(")")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """`{"a": b}`, the same."""
        self.write("environment.built(context, ")
        super().visit_Dict(node, frame)
        self.write(")")

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """`(a, b)`, the same; names that are set are no values."""
        if node.ctx != "load":
            super().visit_Tuple(node, frame)
            return
        self.write("environment.built(context, ")
        super().visit_Tuple(node, frame)
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """`a ~ b`, through the environment."""
        self.write("environment.joined(context, (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")
