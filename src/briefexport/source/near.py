"""The words in which a fix names what may be written."""

from collections.abc import Iterable


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant."""
    from difflib import get_close_matches

    if len(word) > _LONGEST:
        return None
    lowered = {name.lower(): name for name in known}
    found = get_close_matches(word.lower().replace(" ", "-"), lowered, n=1, cutoff=0.6)
    return lowered[found[0]] if found else None


_LONGEST = 60


def choices(words: Iterable[str], quote: str = "'") -> str:
    """Words as a sentence lists them: 'a', 'b' or 'c'."""
    *most, last = (f"{quote}{word}{quote}" for word in words)
    return f"{', '.join(most)} or {last}" if most else last
