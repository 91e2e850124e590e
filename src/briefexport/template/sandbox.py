"""Jinja2's sandbox, set up for briefings: few names, no attribute but fields, undefined names refused."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

import jinja2
import jinja2.sandbox
from jinja2.filters import do_batch, do_replace, do_round, sync_do_join
from jinja2.runtime import markup_join
from markupsafe import Markup

from .bound import CountingGenerator, joined_length, may_be_asked, sum_or_product, weigh
from .shelf import Shelf
from .view import Choice, Desk, View, by_time, slug

_MOST_PLACES = 12

Texts = tuple[tuple[str, str, str], ...]
"""Every template there is: name, text and origin."""


@lru_cache(8)
def environment_of(texts: Texts, shelf: str | None) -> jinja2.Environment:
    """The environment that knows these templates; each is compiled once, and kept in the folder `shelf`."""
    found = {name: (text, origin, None) for name, text, origin in texts}
    environment = _Sandbox(
        autoescape=True,
        finalize=cast("Callable[..., Any]", _printed),
        undefined=jinja2.StrictUndefined,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        line_statement_prefix="%%",
        comment_start_string="{!",
        comment_end_string="!}",
        loader=jinja2.FunctionLoader(found.get),
        auto_reload=False,
        bytecode_cache=Shelf(shelf) if shelf else None,
    )
    environment.globals = {"range": _counted_range}
    kept = {name: environment.filters[name] for name in _FILTERS}
    environment.filters = kept | _OWN_FILTERS
    return environment


def _desk(context: jinja2.runtime.Context) -> Desk:
    desk = context.get("_desk")
    if not isinstance(desk, Desk):
        raise TypeError("what is imported needs the briefing: write `import ... with context`")
    return desk


@jinja2.pass_context
def _printed(context: jinja2.runtime.Context, value: object) -> Markup:
    return _desk(context).printed(value)


@jinja2.pass_context
def _capital(context: jinja2.runtime.Context, value: object) -> str:
    return _desk(context).capital(value)


@jinja2.pass_context
def _counted_range(context: jinja2.runtime.Context, *bounds: int) -> Iterator[int]:
    return _desk(context).range(*bounds)


@jinja2.pass_context
def _counted(context: jinja2.runtime.Context, rounds: Iterable[object]) -> Iterator[object]:
    """What a loop goes through; every `for` is compiled with this around it."""
    return _desk(context).budget.counted(rounds)


@jinja2.pass_context
def _join(context: jinja2.runtime.Context, parts: Iterable[Any], glue: str = "", attribute: str | None = None) -> str:
    pieces = list(parts)
    _desk(context).budget.makes(joined_length(pieces, glue))
    return sync_do_join(context.eval_ctx, pieces, glue, attribute)


@jinja2.pass_context
def _replace(context: jinja2.runtime.Context, text: str, old: str, new: str, count: int | None = None) -> str:
    _desk(context).budget.makes(len(str(text)) + str(text).count(old) * len(new))
    return do_replace(context.eval_ctx, text, old, new, count)


@jinja2.pass_context
def _batch(context: jinja2.runtime.Context, parts: Iterable[Any], size: int, fill: object = None) -> Iterator[Any]:
    budget = _desk(context).budget
    budget.makes(size)
    for _ in range(size if isinstance(fill, list | tuple | dict) else 0):
        weigh(budget, fill)
    return do_batch(cast("Any", parts), size, fill)


@jinja2.pass_context
def _string(context: jinja2.runtime.Context, value: object) -> str:
    """A value as it is written in the briefing; what is no value (a function, a group of fields) is refused."""
    if isinstance(value, str | int | float | Decimal | Choice):
        return str(value)
    return _desk(context).plain(value)


def _round(value: Any, precision: Any = 0, method: str = "common") -> float:
    if abs(precision) > _MOST_PLACES:
        raise TypeError(f"`round` takes {_MOST_PLACES} places at most")
    return do_round(value, precision, cast("Any", method))


class _Sandbox(jinja2.sandbox.ImmutableSandboxedEnvironment):
    """No attribute but fields; whatever makes much out of little is counted."""

    intercepted_binops = frozenset(["*", "**", "+", "%"])
    code_generator_class = CountingGenerator

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002 - as in Jinja2
        if attr.startswith("_") or attr == "member":
            return False
        return isinstance(obj, View | Choice) or may_be_asked(obj, attr)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        sum_or_product(_desk(context).budget, operator, left, right)
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        budget = _desk(context).budget
        budget.step()
        if args or kwargs:
            weigh(budget, (args, kwargs))
        return super().call(context, called, *args, **kwargs)

    def built(self, context: Any, made: Any) -> Any:
        """A list, a pair or a table that a template writes."""
        weigh(_desk(context).budget, made)
        return made

    def joined(self, context: Any, parts: tuple[object, ...]) -> str:
        """`a ~ b`; a text of the template's own makes the whole one, as in Jinja2."""
        budget = _desk(context).budget
        budget.step()
        budget.makes(joined_length(parts))
        return markup_join(parts)


_FILTERS = (
    "capitalize",
    "default",
    "first",
    "groupby",
    "int",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "rejectattr",
    "reverse",
    "selectattr",
    "sort",
    "title",
    "trim",
    "unique",
    "upper",
)

_OWN_FILTERS: dict[str, Callable[..., Any]] = {
    "batch": _batch,
    "by_time": by_time,
    "capital": _capital,
    "counted": _counted,
    "join": _join,
    "replace": _replace,
    "round": _round,
    "slug": slug,
    "string": _string,
}
