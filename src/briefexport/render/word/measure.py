"""Lines and columns: how high a line is, and how columns share the room there is."""

LINE_EM = 1.22
"""A line is so much higher than its type."""


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
