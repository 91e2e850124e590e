"""How wide text is, about: enough to share out a table's columns and to count pages, not to break lines."""

from functools import cache

# Widths of Carlito, which are those of Calibri, in thousandths of the type size.
_NARROW = {" ": 226, "'": 221, ",": 250, ".": 252, ":": 268, ";": 268, "!": 326, "|": 460, "-": 306, "(": 303, ")": 303}
_LOWER = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        (479, 525, 423, 525, 498, 305, 471, 525, 229, 239, 455, 229, 799)
        + (525, 527, 525, 525, 349, 391, 335, 525, 452, 715, 433, 453, 395),
        strict=True,
    )
)
_UPPER = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (579, 544, 533, 615, 488, 459, 631, 623, 252, 319, 520, 420, 855)
        + (646, 662, 517, 673, 543, 459, 487, 642, 567, 890, 519, 487, 468),
        strict=True,
    )
)
_KNOWN = {**_NARROW, **_LOWER, **_UPPER}
_BOLD = 1.04
_SAMPLE = 400
# A line is so much higher than its type.
LINE_EM = 1.22


@cache
def _em(letter: str) -> int:
    known = _KNOWN.get(letter)
    if known is not None:
        return known
    code = ord(letter)
    if 0x300 <= code <= 0x36F or 0x200B <= code <= 0x200F:
        return 0
    if code < 0x2E80:
        return 520
    return 1000


def width_pt(text: str, size_pt: float, *, bold: bool = False) -> float:
    """How wide the text is on one line; a long text is weighed by its beginning."""
    sample = text[:_SAMPLE]
    width = sum(map(_em, sample)) / 1000 * size_pt * (_BOLD if bold else 1)
    return width if len(text) <= _SAMPLE else width * len(text) / _SAMPLE


def shares(widths: list[tuple[float, float]], room: int) -> list[int]:
    """Widths of columns that add up to `room`, out of the least and the best width of each.

    Where all have room they grow alike. Else each gets its least width first, then its part of what is left by how much
    more it would like; where not even the least fits, all shrink alike.
    """
    least, most = sum(small for small, _ in widths), sum(best for _, best in widths)
    if most <= room:
        wanted = [best * room / most for _, best in widths]
    elif least >= room:
        wanted = [small * room / least for small, _ in widths]
    else:
        more = [max(best - small, 0.1) for small, best in widths]
        wanted = [small + part * (room - least) / sum(more) for (small, _), part in zip(widths, more, strict=True)]
    edges = [round(sum(wanted[: at + 1])) for at in range(len(wanted))]
    edges[-1] = room
    return [edge - before for edge, before in zip(edges, [0, *edges], strict=False)]
