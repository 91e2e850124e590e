"""Jinja2 over a briefing -> Markdown text and the values that go into it.

Templates run in Jinja2's sandbox. They see the briefing through views that give its fields and nothing else; a name
that does not exist is an error, and work is counted, so a template cannot run for ever. Every value that a template
prints becomes a numbered token in the text (see `markdown.py`), so no value can break the structure.
"""

import datetime as dt
import difflib
import itertools
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from types import TracebackType
from typing import Any, cast, get_type_hints

import jinja2
import jinja2.sandbox
import msgspec
from markupsafe import Markup

from .briefing import Document, Item, Kind, Person, Window
from .markdown import Plain, Prose
from .wording import Wording

WORK_LIMIT = 200_000
"""How many steps of loops and outputs a template may take: a thousand times what a long memo needs."""


class Template(msgspec.Struct, frozen=True):
    """The text of a template, its name and where it was read from, as shown in errors."""

    name: str
    text: str
    origin: str


class Written(msgspec.Struct, frozen=True):
    """What a template wrote: Markdown, with a token for each of the values."""

    text: str
    values: tuple[Plain | Prose, ...]


class TemplateError(Exception):
    """A template that cannot be used: the line in it, what is wrong, and the field of the briefing being written."""

    def __init__(self, origin: str, line: int, what: str, fix: str, field: str = "") -> None:
        self.origin, self.line, self.what, self.fix, self.field = origin, line, what, fix, field
        super().__init__(f"{origin}:{line}: {what}")


def write(
    name: str,
    templates: Mapping[str, Template],
    briefing: msgspec.Struct,
    wording: Wording,
    document: Document,
    words: Mapping[str, object] | None = None,
) -> Written:
    """Fill in a template; the entries of a list that are not shown in that document are not there.

    `words` are further names that the template may use: texts, lists of texts, functions.

    Raises:
        TemplateError: the template has a mistake, asks for something that does not exist, or never ends.
    """
    desk = _Desk(wording, document)
    environment = _environment(desk, templates)
    try:
        template = environment.get_template(name)
        parts = template.generate(briefing=View(briefing, "", desk), **desk.words(briefing), **(words or {}))
        text = "".join(desk.counted(parts))
    except jinja2.TemplateSyntaxError as error:
        raise _syntax_error(error, templates) from None
    except TemplateError:
        raise
    except Exception as error:
        raise _run_error(error, templates, name, desk.field) from error
    return Written(text, tuple(desk.values))


class _Desk:
    """What one run of a template gathers: the values printed, the field last touched, the work done."""

    def __init__(self, wording: Wording, document: Document) -> None:
        self.wording, self.document = wording, document
        self.values: list[Plain | Prose] = []
        self.field = ""
        self.steps = itertools.count()

    def step(self) -> None:
        if next(self.steps) > WORK_LIMIT:
            raise _EndlessError

    def counted(self, parts: Iterator[str]) -> Iterator[str]:
        for part in parts:
            self.step()
            yield part

    def range(self, *bounds: int) -> Iterator[int]:
        for number in range(*bounds):
            self.step()
            yield number

    def label(self, key: object, **values: object) -> str:
        """The words for a key of the label file."""
        return self.wording.label(str(key), **{name: self.plain(value) for name, value in values.items()})

    def token(self, value: Plain | Prose) -> Markup:
        self.values.append(value)
        return Markup(f"\ue000{len(self.values) - 1}\ue001")  # noqa: S704 - two private characters and a number

    def printed(self, value: object) -> Markup:
        """What an expression of a template leaves in the text."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, jinja2.Undefined):
            return Markup(str(value))  # noqa: S704 - raises: undefined names are refused
        if isinstance(value, ProseView):
            return self.token(Prose(value.text, value.field))
        text = self.plain(value)
        return self.token(Plain(text)) if text else Markup()

    def plain(self, value: object) -> str:
        """A value in words of the language."""
        match value:
            case None:
                return ""
            case str():
                return str(value)
            case Choice():
                return self.wording.word(value.member)
            case Row() | list() | tuple():
                return self._listed([self.plain(part) for part in value])
            case View():
                return self._struct(value)
            case ProseView():
                return value.text
            case dt.datetime():
                return self.wording.moment(value)
            case dt.date():
                return self.wording.day(value)
            case Decimal():
                return self.wording.number(value)
            case bool():
                return self.wording.label("words.yes" if value else "words.no")
            case int():
                return str(value)
            case _:
                raise TypeError(f"a {type(value).__name__} cannot be printed")

    def words(self, briefing: msgspec.Struct) -> dict[str, object]:
        """What a template may say beside the fields of the briefing."""
        names = _names(briefing)

        def called(idents: "Row") -> list[str]:
            return [names.get(str(ident), str(ident)) for ident in idents]

        def portion(item: "View") -> str:
            marking = getattr(object.__getattribute__(item, "_struct"), "marking", None)
            return f"({marking}) " if marking else ""

        return {
            "label": self.label,
            "cite": _cite,
            "called": called,
            "portion": portion,
            "amount": self.amount,
            "br": self.token(Plain("\n")),
        }

    def amount(self, value: object, view: "View") -> str:
        """A value with the unit of its indicator."""
        indicator = object.__getattribute__(view, "_struct")
        return self.wording.measured(indicator, value) if isinstance(value, Decimal) else self.plain(value)

    def capital(self, value: object) -> str:
        """The words with a capital letter at their beginning."""
        return self.wording.opening(self.plain(value))

    def _listed(self, texts: list[str]) -> str:
        return "; ".join(texts) if any("," in text for text in texts) else self.wording.listed(texts)

    def _struct(self, view: "View") -> str:
        struct = object.__getattribute__(view, "_struct")
        if isinstance(struct, Window):
            return self.wording.window(struct)
        if isinstance(struct, Person):
            return struct.full
        field = object.__getattribute__(view, "_path")
        raise TypeError(f"`{field}` has several fields: name the one to print")

    def seen(self, value: object, field: str, *, prose: bool) -> object:
        """A value of the briefing as a template sees it."""
        self.field = field
        if isinstance(value, msgspec.Struct):
            return View(value, field, self)
        if isinstance(value, tuple):
            return Row(value, field, self, prose=prose)
        if isinstance(value, Enum):
            return Choice(value)
        if prose and isinstance(value, str):
            return ProseView(value, field)
        return value


class View:
    """A part of the briefing: its fields and what is computed of them, and nothing else."""

    def __init__(self, struct: msgspec.Struct, path: str, desk: _Desk) -> None:
        self._struct, self._path, self._desk = struct, path, desk

    def __getattr__(self, name: str) -> object:
        struct, path = self._struct, self._path
        name = "from_" if name == "from" else name
        field = f"{path}.{name}".lstrip(".").removesuffix("_")
        if name.startswith("_"):
            raise AttributeError(name)
        if not hasattr(struct, name) or name == "lists":
            near = difflib.get_close_matches(name, struct.__struct_fields__, 1)
            raise _NoFieldError(
                f"`{path or 'briefing'}` has no field '{name}'" + (f"; near: {near[0]}" if near else "")
            )
        value = getattr(struct, name)
        if callable(value) and not isinstance(value, Enum):
            value = value()
        return self._desk.seen(value, field, prose=name in _prose_fields(type(struct)))


class Row:
    """A list of the briefing, without the entries that the document does not show."""

    def __init__(self, items: tuple[object, ...], path: str, desk: _Desk, *, prose: bool = False) -> None:
        self._desk = desk
        self._items = [
            desk.seen(item, f"{path}[{number}]", prose=prose)
            for number, item in enumerate(items)
            if not isinstance(item, Item) or item.shown_in(desk.document)
        ]

    def __iter__(self) -> Iterator[object]:
        for item in self._items:
            self._desk.step()
            yield item

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, number: int) -> object:
        return self._items[number]


class Choice:
    """A word of a closed list: equal to the word as the author writes it, printed in the language."""

    def __init__(self, member: Enum) -> None:
        self.member = member
        self.value = str(member.value)

    def __eq__(self, other: object) -> bool:
        return self.value == (other.value if isinstance(other, Choice) else other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __str__(self) -> str:
        return self.value


class ProseView:
    """A field in Markdown; printing it lets its blocks in."""

    def __init__(self, text: str, field: str) -> None:
        self.text, self.field = text, field


class _NoFieldError(ValueError):
    """A template named a field that is not there."""


class _EndlessError(Exception):
    """The work limit was passed."""


def _cite(idents: object) -> Markup:
    """The citations of one id or several: `[^a][^b]`."""
    found = [idents] if isinstance(idents, str) else list(cast("Row", idents or ()))
    return Markup("".join(f"[^{ident}]" for ident in found))  # noqa: S704 - ids are slugs


def _by_time(row: "Row") -> list[object]:
    """Entries with a window, the earliest first; those without one last."""
    return sorted(row, key=lambda item: _sort_key(getattr(item, "when", None) or getattr(item, "due", None)))


def _sort_key(view: object) -> tuple[dt.date, dt.date]:
    window = object.__getattribute__(view, "_struct") if isinstance(view, View) else None
    return window.sort_key if isinstance(window, Window) else (dt.date.max, dt.date.max)


def _slug(value: object) -> Markup:
    """A name as the argument of a part: nothing but letters, digits and hyphens."""
    return Markup("".join(sign for sign in str(value) if sign.isalnum() or sign == "-"))  # noqa: S704 - just sifted


_CALLED = (
    "name",
    "title",
    "heading",
    "area",
    "what",
    "holder",
    "text",
    "statement",
    "action",
    "sector",
    "question",
)


def _names(briefing: msgspec.Struct) -> dict[str, str]:
    """What every item of the briefing is called, by its id; the first of an id that stands in two lists."""
    names: dict[str, str] = {}
    for field in briefing.__struct_fields__:
        items = getattr(briefing, field)
        for item in items if isinstance(items, tuple) else ():
            if isinstance(item, Item) and hasattr(item, "id"):
                names.setdefault(item.id, next(getattr(item, word) for word in _CALLED if hasattr(item, word)))
    return names


@cache
def _prose_fields(struct: type) -> frozenset[str]:
    hints = get_type_hints(struct, include_extras=True)
    return frozenset(name for name, hint in hints.items() if Kind.PROSE in _marks(hint))


def _marks(hint: Any) -> tuple[object, ...]:
    """Every mark of a field's type, also inside unions."""
    own = getattr(hint, "__metadata__", ())
    inner = (getattr(hint, "__origin__", None), *getattr(hint, "__args__", ()))
    found = [mark for part in inner if part is not None and part is not hint for mark in _marks(part)]
    return (*own, *found)


class _Sandbox(jinja2.sandbox.ImmutableSandboxedEnvironment):
    """No attribute but fields; no operator that makes much out of little."""

    intercepted_binops = frozenset(["*", "**"])

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002 - the signature of Jinja2
        return not attr.startswith("_") and attr not in ("member", "mro")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or isinstance(left, str) or isinstance(right, str):
            raise TypeError(f"`{operator}` is not used in templates")
        return super().call_binop(context, operator, left, right)


def _environment(desk: _Desk, templates: Mapping[str, Template]) -> jinja2.Environment:
    def load(name: str) -> tuple[str, str, None] | None:
        found = templates.get(name)
        return (found.text, found.origin, None) if found else None

    @jinja2.pass_context
    def finalize(_context: object, value: object) -> Markup:
        return desk.printed(value)

    environment = _Sandbox(
        autoescape=True,
        finalize=cast("Callable[..., Any]", finalize),
        undefined=jinja2.StrictUndefined,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        line_statement_prefix="%%",
        comment_start_string="{!",
        comment_end_string="!}",
        loader=jinja2.FunctionLoader(load),
        cache_size=0,
    )
    environment.globals = {"range": desk.range}
    kept = {name: environment.filters[name] for name in _FILTERS}
    environment.filters = kept | {"by_time": _by_time, "capital": desk.capital, "slug": _slug}
    return environment


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


def _syntax_error(error: jinja2.TemplateSyntaxError, templates: Mapping[str, Template]) -> TemplateError:
    name = str(error.name)
    origin = error.filename or (templates[name].origin if name in templates else name)
    return TemplateError(origin, error.lineno, str(error.message), "mend the template at this line")


def _run_error(error: Exception, templates: Mapping[str, Template], name: str, field: str) -> TemplateError:
    origin, line = _frame(error.__traceback__, {template.origin for template in templates.values()})
    if isinstance(error, jinja2.TemplateNotFound):
        known = ", ".join(sorted(templates))
        return TemplateError(origin or name, line, f"there is no template '{error.name}'", f"use one of {known}")
    if isinstance(error, _EndlessError | RecursionError):
        what, fix = "the template does not come to an end", "look for a loop or a macro that calls itself"
    else:
        what, fix = str(error), "name a field of the briefing or a key of the label file that exists"
    return TemplateError(origin or templates[name].origin, line, what, fix, field)


def _frame(traceback: TracebackType | None, origins: set[str]) -> tuple[str, int]:
    """The innermost line of a template in a traceback: its file and line; empty and 0 when there is none."""
    found = ("", 0)
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file in origins:
            found = (file, traceback.tb_lineno)
        traceback = traceback.tb_next
    return found
