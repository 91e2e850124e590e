"""The day from which everything is counted, in a workbook whose cover, where it stood, was taken out."""

from decimal import Decimal

from lxml import etree

from .book import Book, tag
from .cover import DAY
from .page import page_of, placed

_FROM_1904 = 1462


def keep_day(book: Book, fresh: Book) -> None:
    """The name of the day says the day itself, that of the new issue: else every formula that counts is an error."""
    place = next(one.text or "" for one in fresh.workbook.iter(tag("definedName")) if one.get("name") == DAY)
    column, row = placed(place.rpartition("!")[2])
    drawn = next(path for _, path, _ in fresh.sheets())
    day = page_of(fresh, drawn).value(row, column)
    assert isinstance(day, Decimal)
    said = str(int(day) - (_FROM_1904 if book.from_1904 else 0))
    name = next((one for one in book.workbook.iter(tag("definedName")) if one.get("name") == DAY), None)
    if name is None:
        names = book.workbook.find(tag("definedNames"))
        if names is None:
            return
        name = etree.SubElement(names, tag("definedName"), name=DAY)
    if name.text != said:
        name.text = said
        book.touch("xl/workbook.xml")
