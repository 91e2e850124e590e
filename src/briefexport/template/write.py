"""A template filled in: Markdown text and the values that go into it."""

from collections.abc import Mapping
from types import TracebackType

import jinja2
import msgspec

from briefexport.briefing import Document
from briefexport.markdown import Plain, Prose
from briefexport.wording import Wording

from .bound import EndlessError, TooMuchError
from .sandbox import environment_of
from .view import Desk, View


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
    *,
    words: Mapping[str, object] | None = None,
    shelf: str | None = None,
) -> Written:
    """Fill in a template; the entries of a list that are not shown in that document are not there.

    `words` are further names that the template may use: texts, lists of texts, functions, and values with fields.
    `shelf` is a folder in which compiled templates are kept, so that the next run need not compile them.

    Raises:
        TemplateError: the template has a mistake, asks for something that does not exist, or never ends.
    """
    entries = sum(_entries(each) for each in (briefing, *(words or {}).values()) if isinstance(each, msgspec.Struct))
    desk = Desk(wording, document, entries)
    further = {each: desk.seen(word, each, prose=False) for each, word in (words or {}).items()}
    desk.field = ""
    names = {"_desk": desk, "briefing": View(briefing, "", desk), **desk.words(briefing), **further}
    try:
        texts = tuple((each.name, each.text, each.origin) for each in templates.values())
        environment = environment_of(texts, shelf)
        text = "".join(desk.budget.counted(environment.get_template(name).generate(names)))
    except jinja2.TemplateSyntaxError as error:
        raise _syntax_error(error, templates) from None
    except TemplateError:
        raise
    except Exception as error:
        raise _run_error(error, templates, name, desk.field) from error
    return Written(text, tuple(desk.values))


def _entries(briefing: msgspec.Struct) -> int:
    """How many entries the lists of a value have; a long briefing is a reason for a long memo."""
    lists = (getattr(briefing, name) for name in briefing.__struct_fields__)
    return sum(len(entries) for entries in lists if isinstance(entries, tuple))


def _syntax_error(error: jinja2.TemplateSyntaxError, templates: Mapping[str, Template]) -> TemplateError:
    name = str(error.name)
    origin = error.filename or (templates[name].origin if name in templates else name)
    return TemplateError(origin, error.lineno, str(error.message), "mend the template at this line")


def _run_error(error: Exception, templates: Mapping[str, Template], name: str, field: str) -> TemplateError:
    origin, line = _frame(error.__traceback__, {template.origin for template in templates.values()})
    if isinstance(error, jinja2.TemplateNotFound):
        known = ", ".join(sorted(templates))
        return TemplateError(origin or name, line, f"there is no template '{error.name}'", f"use one of {known}")
    if isinstance(error, EndlessError | RecursionError):
        what, fix = "the template does not come to an end", "look for a loop or a macro that calls itself"
    elif isinstance(error, TooMuchError):
        what, fix = "the template makes a text that grows without end", "look for a text that is added to itself"
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
