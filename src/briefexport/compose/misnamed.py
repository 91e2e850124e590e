"""What a template says of its parts and nobody understands, told at the line of the template that says it."""

import re
from collections.abc import Mapping

from briefexport.markdown import UnknownComponentError
from briefexport.template import Template, TemplateError


def no_such_part(error: UnknownComponentError, templates: Mapping[str, Template], template: str) -> TemplateError:
    """The error for `::: name` where there is no such part."""
    known = ", ".join(error.known)
    origin, line = _named_at(re.escape(error.name) + r"\b", templates, template)
    return TemplateError(origin, line, f"there is no part '::: {error.name}'", f"write one of {known}")


def no_such_word(part: str, word: str, known: str, templates: Mapping[str, Template], template: str) -> TemplateError:
    """The error for `::: part word` where the word means nothing; `known` are the words that do."""
    wanted = rf"{re.escape(part)}\b(?=.*[ {{]{re.escape(word)}\b)"
    origin, line = _named_at(wanted, templates, template)
    return TemplateError(origin, line, f"'{word}' means nothing after the name of a part", f"write {known}")


def _named_at(wanted: str, templates: Mapping[str, Template], template: str) -> tuple[str, int]:
    """File and line of the first `:::` of that kind, in the template itself if it is there; line 0 where none is."""
    written = re.compile(rf"^:{{3,}} *{wanted}")
    ordered = sorted(templates.items(), key=lambda pair: pair[0] != template)
    found = (
        (each.origin, number)
        for _, each in ordered
        for number, line in enumerate(each.text.splitlines(), start=1)
        if written.match(line)
    )
    return next(found, (templates[template].origin, 0))
