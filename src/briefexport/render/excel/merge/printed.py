"""What is printed of a sheet: the top and the foot of its pages, and how far down it goes."""

import re

from .book import Book, tag
from .page import Page, area, corners

_AREA = "_xlnm.Print_Area"


def furnish(page: Page, fresh: Page) -> None:
    """The top and the foot of printed pages: ours, unless they are already."""
    for place in ("oddHeader", "oddFooter"):
        mine = fresh.root.find(f"{tag('headerFooter')}/{tag(place)}")
        theirs = page.root.find(f"{tag('headerFooter')}/{tag(place)}")
        if mine is not None and theirs is not None and _bare(mine.text) != _bare(theirs.text):
            theirs.text = mine.text
            page.touch()


def reach(book: Book, sheet: str, issued: int, last: int) -> None:
    """What is printed ends with our last row where it ended with the one of the issue before; else somebody chose."""
    for name in book.workbook.iter(tag("definedName")):
        title, _, said = (name.text or "").rpartition("!")
        if name.get("name") != _AREA or title.strip("'").replace("''", "'") != sheet or "," in said:
            continue
        left, top, right, bottom = corners(said.replace("$", ""))
        if bottom == issued != last:
            name.text = f"{title}!" + re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", area(left, top, right, last))
            book.touch("xl/workbook.xml")


def _bare(text: str | None) -> str:
    """What is printed, without how: programs write that in their own ways."""
    return re.sub(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+', "", text or "")
