"""The order in which Excel computed cells: it calls a file damaged in which such a cell has no formula any more."""

from .book import Book

_WORKBOOK, _TYPES = "xl/workbook.xml", "[Content_Types].xml"
_LINKS = "xl/_rels/workbook.xml.rels"


def forget_order(book: Book) -> None:
    """Takes the order out; Excel finds it anew and says nothing."""
    for order in [one for one in book.relations(_WORKBOOK) if one.kind == "calcChain"]:
        book.parts.pop(order.path, None)
        for name, key, value in ((_LINKS, "Id", order.ident), (_TYPES, "PartName", f"/{order.path}")):
            root = book.xml(name)
            for entry in [one for one in root if one.get(key) == value]:
                root.remove(entry)
                book.touch(name)
