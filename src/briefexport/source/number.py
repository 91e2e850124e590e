"""Plain decimal numbers, as a person writes them and Excel keeps them."""

import re
from decimal import Decimal
from functools import lru_cache

MOST_DIGITS = 15
"""What a spreadsheet keeps of a number (ECMA-376, IEEE 754 double)."""

_PLAIN = re.compile(r"[+-]?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"([+-]?)(\d*|\d{1,3}(?:[ _'\u00a0\u202f]\d{3})+|\d{1,3}(?:,\d{2,3})*,\d{3})(\.\d+)?", re.ASCII)


@lru_cache(maxsize=4096)  # the same few numbers stand in many indicators
def number_of(text: str) -> Decimal | None:
    """The number that a text is; None when it is none, or has more digits than a spreadsheet keeps."""
    if not _PLAIN.fullmatch(text) or (len(text) > MOST_DIGITS and sum(map(str.isdigit, text)) > MOST_DIGITS):
        return None
    return Decimal(text) + 0  # no minus before a nought


def plain_form(text: str) -> str | None:
    """The number as it has to be written, where the text shows without doubt which one is meant."""
    found = _GROUPED.fullmatch(text.removesuffix("%").strip())
    if not found or not (found[2] or found[3]):
        return None
    whole = re.sub(r"\D", "", found[2]).lstrip("0") or "0"
    plain = f"{found[1]}{whole}{found[3] or ''}"
    return plain if number_of(plain) is not None and plain != text else None
