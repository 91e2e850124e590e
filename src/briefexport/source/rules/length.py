"""Texts that take their reader too long."""

import re
from collections.abc import Iterator

from briefexport.briefing import Briefing
from briefexport.document.width import line_count
from briefexport.problem import Code, Finding
from briefexport.source.prose import without_attributes

from .text import bare, sentences, texts

MOST_WORDS = 35
"""In a sentence; who reads aloud needs breath by then."""

MOST_LINES = 4
MOST_WORDS_ABOVE = 60
KEY_POINT_PT = 13.0
KEY_POINT_ROOM_PT = 442.0
"""Size and width of the bottom line in the memo, bold, as the package's `memo.docx` sets it on A4."""

_WORD = re.compile(r"\w+(?:[-'’.,/]\w+)*")
_MARKS = re.compile(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}|^\s*(?:[-+>#]+|\d+[.)]) ", re.MULTILINE)


def long_texts(briefing: Briefing) -> Iterator[Finding]:
    """A bottom line that takes more lines than it should, and sentences without end."""
    if isinstance(briefing.bottom_line, str):
        yield from _bottom_line(briefing.bottom_line)
    for path, text in texts(briefing):
        # A bottom line of too many words is told as such.
        if path == "bottom_line" and _words(text) > MOST_WORDS_ABOVE:
            continue
        if text.count(" ") + text.count("\n") >= MOST_WORDS:
            yield from _sentences(path, text)


def _words(text: str) -> int:
    return len(_WORD.findall(without_attributes(text)))


def _bottom_line(text: str) -> Iterator[Finding]:
    said = _MARKS.sub("", bare(text)).strip()
    paragraphs = "\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", said))
    lines = line_count(paragraphs, KEY_POINT_PT, KEY_POINT_ROOM_PT, bold=True)
    if lines > MOST_LINES and _words(text) <= MOST_WORDS_ABOVE:
        what = f"`bottom_line` takes about {lines} lines of the memo, more than {MOST_LINES} are too many (an estimate)"
        yield Finding("bottom_line", Code.TOO_MANY_LINES, what, "say it in fewer or shorter words")


def _sentences(path: str, text: str) -> Iterator[Finding]:
    for sentence in sentences(text):
        words = _WORD.findall(sentence)
        if len(words) > MOST_WORDS:
            begins = " ".join(words[:5])
            what = f"a sentence has {len(words)} words, more than {MOST_WORDS} are hard to follow: '{begins} …'"
            yield Finding(path, Code.LONG_SENTENCE, what, "make two of it")
