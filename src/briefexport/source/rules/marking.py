"""The marking of a part against the marking of the whole."""

from collections.abc import Iterator

from briefexport.briefing import Briefing, Item, is_above
from briefexport.problem import Code, Finding

from .entry import entries


def marking_contradictions(briefing: Briefing) -> Iterator[Finding]:
    """Every part that is marked above the banner, or by another scheme."""
    for path, item in entries(briefing):
        if item.marking:
            yield from _part(briefing, f"{path}.marking", item)


def _part(briefing: Briefing, path: str, item: Item) -> Iterator[Finding]:
    part = item.marking
    if briefing.marking is None:
        fix = f"add `marking: {part}` at the top of the file, or a higher one"
        what = f"`marking` is {part}, but the whole briefing has no marking"
        yield Finding(path, Code.MARKED_ABOVE_BANNER, what, fix)
        return
    banner = briefing.marking.level
    if not banner or not part:
        return
    above = is_above(part, banner)
    if above is None:
        fix = "use the levels of one scheme in the whole file"
        what = f"`marking` {part} and the {banner} of the whole briefing are of different schemes"
        yield Finding(path, Code.MARKED_BY_ANOTHER_SCHEME, what, fix)
    elif above:
        fix = f"raise the marking at the top of the file to {part}, or lower the marking here"
        what = f"`marking` {part} is above the {banner} of the whole briefing"
        yield Finding(path, Code.MARKED_ABOVE_BANNER, what, fix)
