"""Jinja2's sandbox, set up for briefings: few names, no attribute but fields, undefined names refused."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, cast

import jinja2
import jinja2.sandbox
from markupsafe import Markup

from .shelf import Shelf
from .view import Desk, by_time, slug

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
    environment.filters = kept | {"by_time": by_time, "capital": _capital, "slug": slug}
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


class _Sandbox(jinja2.sandbox.ImmutableSandboxedEnvironment):
    """No attribute but fields; no operator that makes much out of little."""

    intercepted_binops = frozenset(["*", "**"])

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002 - as in Jinja2
        return not attr.startswith("_") and attr not in ("member", "mro") and not isinstance(obj, Desk)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or isinstance(left, str) or isinstance(right, str):
            raise TypeError(f"`{operator}` is not used in templates")
        return super().call_binop(context, operator, left, right)


_FILTERS = (
    "batch",
    "capitalize",
    "default",
    "first",
    "groupby",
    "int",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "selectattr",
    "sort",
    "string",
    "title",
    "trim",
    "unique",
    "upper",
)
