"""What renderers refuse, turned into problems of the briefing. Renderers know characters, pictures and lines only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from briefexport.problem import Code, Finding, Place, Problem, RejectedError, UnfitError

if TYPE_CHECKING:
    from briefexport.briefing import Briefing
    from briefexport.house import House

_MOST_NAMED = 5


@contextmanager
def page_refused(briefing: "Briefing") -> Iterator[None]:
    """Turns what the PDF renderer cannot draw into findings.

    Raises:
        UnfitError: the page has no room, no font for a character, or a picture that cannot be read.
    """
    from briefexport.render.pdf import DoesNotFitError, GlyphError, UnreadablePictureError

    try:
        yield
    except DoesNotFitError as error:
        raise UnfitError(_does_not_fit(error.lines, error.fields)) from error
    except GlyphError as error:
        found = _no_page if error.right_to_left else _no_glyph
        raise UnfitError(found(briefing, error.character, error.named)) from error
    except UnreadablePictureError as error:
        raise UnfitError(_no_pictures(briefing)) from error


@contextmanager
def memo_refused(briefing: "Briefing", house: "House") -> Iterator[None]:
    """Turns what the Word renderer cannot write into problems.

    Raises:
        UnfitError: a picture cannot be read.
        RejectedError: the styles file of the house is no good.
    """
    from briefexport.render.word import PictureError, StylesError

    try:
        yield
    except PictureError as error:
        raise UnfitError(_no_pictures(briefing)) from error
    except StylesError as error:
        place = Place(house.files["memo.docx"].origin)
        fix = "mend the file in Word, or remove it so that the styles of the package are used"
        raise RejectedError([Problem(place, Code.HOUSE_FILE, str(error), fix)]) from error


def _does_not_fit(lines: int, fields: tuple[str, ...]) -> Iterator[Finding]:
    named = fields[:_MOST_NAMED] or ("",)
    for field in named:
        yield Finding(
            field,
            Code.DOES_NOT_FIT,
            f"the one-pager has {lines} lines too many, and `{field}` is among the longest texts that must stay",
            "shorten it, or give entries that may go a larger `priority` number",
        )


def _no_glyph(briefing: "Briefing", character: str, named: str) -> Iterator[Finding]:
    for field in _fields_with(briefing, character):
        yield Finding(
            field,
            Code.NO_GLYPH,
            f"the one-pager has no font for {named}",
            "write it in another way; the memo and the tracker can show it",
        )


def _no_page(briefing: "Briefing", character: str, named: str) -> Iterator[Finding]:
    yield Finding(
        _fields_with(briefing, character)[0],
        Code.NO_PAGE_FOR_SCRIPT,
        f"the one-pager cannot be written from right to left, as {named} asks for",
        "make the memo and the tracker, which can: `briefexport memo`, `briefexport tracker`",
    )


def _no_pictures(briefing: "Briefing") -> Iterator[Finding]:
    for number, figure in enumerate(briefing.figures):
        yield Finding(
            f"figures[{number}].file",
            Code.UNREADABLE_PICTURE,
            f"the picture '{figure.file}', or another one, is damaged or of a kind that cannot be shown",
            "save it anew as PNG or JPEG",
        )


def _fields_with(value: object, character: str) -> tuple[str, ...]:
    """The first few plain fields that have a character; the title when it comes from a label."""
    found = (path for path, text in _texts(value, "") if character in text)
    return tuple(path for path, _ in zip(found, range(_MOST_NAMED), strict=False)) or ("title",)


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(item, f"{path}[{number}]")
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name), f"{path}.{name}" if path else name)
