"""Characters that no document can show, and how a message shows a text that has them."""

import re
from collections.abc import Iterator

from briefexport.problem import Code, Place, Problem

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""Controls, hidden line breaks, halves of characters, and what XML forbids."""

CONTROL_FIX = "delete it; it is often pasted in unseen from another program"

_MOST_LINES = 100
_LINE_BREAK = re.compile("\r\n|\r|\n")


def quotable(text: str, most: int = 60) -> str:
    """A text as a message can show it: on one line, not too long, with what cannot be seen written as codes."""
    short = text if len(text) <= most else text[: most - 1] + "\N{HORIZONTAL ELLIPSIS}"
    if short.isprintable():
        return short
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in short)


def unseen(text: str, file: str) -> Iterator[Problem]:
    """One problem for each line with a character that cannot be shown, up to a hundred lines."""
    line, start, told = 1, 0, 0
    breaks = _LINE_BREAK.finditer(text)
    upcoming = next(breaks, None)
    for found in CONTROL.finditer(text):
        while upcoming is not None and upcoming.end() <= found.start():
            line, start = line + 1, upcoming.end()
            upcoming = next(breaks, None)
        if line == told:
            continue
        told = line
        place = Place(file, line, found.start() - start + 1)
        yield Problem(place, Code.CONTROL_CHARACTER, control_said(found.group()), CONTROL_FIX)
        if told >= _MOST_LINES:
            return


def control_said(sign: str) -> str:
    """What is wrong with such a character."""
    return f"the character U+{ord(sign):04X} cannot be seen or printed"
