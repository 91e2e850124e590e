"""What the Word renderer refuses, turned into problems: it knows pictures and styles, not where they come from."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefexport.problem import Code, Finding, Place, Problem, RejectedError, UnfitError

if TYPE_CHECKING:
    from briefexport.briefing import Briefing
    from briefexport.house import House


@contextmanager
def memo_refused(briefing: "Briefing", house: "House") -> Iterator[None]:
    """Problems for what cannot be written inside the block.

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


def _no_pictures(briefing: "Briefing") -> Iterator[Finding]:
    several = len(briefing.figures) > 1
    for number, figure in enumerate(briefing.figures):
        yield Finding(
            f"figures[{number}].file",
            Code.UNREADABLE_PICTURE,
            f"the picture '{figure.file}'{', or another one,' if several else ''} is damaged",
            "save it anew as PNG or JPEG",
        )
