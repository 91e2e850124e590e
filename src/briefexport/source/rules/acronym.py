"""Acronyms that the reader may not know."""

import re
from collections.abc import Iterator

from briefexport.briefing import Briefing
from briefexport.problem import Code, Finding
from briefexport.source.findings import is_read

from .text import bare, texts

KNOWN = frozenset({
    "AM", "EU", "EUR", "GBP", "GMT", "II", "III", "INR", "IV", "IX", "OK", "PM", "RUB", "UK", "UN", "US", "USA", "USD",
    "UTC", "VI", "VII", "VIII", "XI", "XII", "XIX", "XX", "XXI",
})  # fmt: skip
"""Acronyms that every reader knows, Roman numerals, and the currencies of everyday use."""

_CAPITALS = re.compile("[A-ZÀ-ÞΑ-ΩЀ-Я]{2}")
_WORD = re.compile(r"(?<![\w'’./@-])[^\W\d_]{2,6}(?![\w/@]|-\w|\.\w)")
_IN_BRACKETS = re.compile(r"\(([^\W\d_]{2,6})\)|\b([^\W\d_]{2,6}) \(")


def unexplained_acronyms(briefing: Briefing) -> Iterator[Finding]:
    """Every acronym, once, that neither the glossary nor brackets beside it explain."""
    if not is_read(briefing.glossary):
        return
    known = set(KNOWN)
    for entry in briefing.glossary:
        known.update(_acronyms(entry.term) if is_read(entry.term) else ())
    for path, text in texts(briefing):
        if not _CAPITALS.search(text):
            continue
        words = bare(text)
        known.update(name for pair in _IN_BRACKETS.findall(words) for name in pair)
        for name in _acronyms(words):
            if name not in known:
                known.add(name)
                fix = f"add `{name}` with its meaning to `glossary:`, or write it out"
                yield Finding(path, Code.UNEXPLAINED_ACRONYM, f"{name} is not explained", fix)


def _acronyms(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(text) if word.isupper())
