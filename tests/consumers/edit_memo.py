"""Edits a memo in LibreOffice itself, through UNO, as people do who clear it.

Run by the Python that LibreOffice brings: edit_memo.py PROFILE MEMO SAVED. Changes words, adds a paragraph, an item of
a list and a row of a table, answers with a comment of its own, and changes what a style looks like.
"""

import sys
from pathlib import Path
from typing import Any

import uno  # noqa: F401 # brings the names of com.sun.star
from com.sun.star.util import DateTime
from office import opened

GREEN = 0x006633


def paragraphs(text: Any) -> list[Any]:
    """The paragraphs that stand in the text itself."""
    steps, found = text.createEnumeration(), []
    while steps.hasMoreElements():
        each = steps.nextElement()
        if each.supportsService("com.sun.star.text.Paragraph"):
            found.append(each)
    return found


def that_begins(text: Any, words: str) -> Any:
    """The paragraph that begins so."""
    return next(each for each in paragraphs(text) if each.String.startswith(words))


def add_after(document: Any, paragraph: Any, words: str) -> None:
    """A paragraph of the same kind, as the Enter key makes it."""
    text = document.Text
    cursor = text.createTextCursorByRange(paragraph.End)
    text.insertControlCharacter(cursor, 0, False)  # noqa: FBT003 # a paragraph break, as UNO wants it
    text.insertString(cursor, words, False)  # noqa: FBT003 # the same


def some_day() -> Any:
    """When the note of our own was written."""
    day = DateTime()
    day.Year, day.Month, day.Day = 2025, 11, 10
    return day


def edit(document: Any) -> None:
    """Everything that people do, one after the other."""
    text = document.Text
    search = document.createReplaceDescriptor()
    search.SearchString, search.ReplaceString = "It grew from defence", "It began with defence"
    document.replaceAll(search)
    add_after(document, that_begins(text, "It began"), "A sentence that the Treasury asked for.")
    add_after(document, that_begins(text, "two"), "three, typed by hand")
    table = document.TextTables.getByIndex(1)
    table.Rows.insertByIndex(table.Rows.Count, 1)
    table.getCellByPosition(0, table.Rows.Count - 1).String = "Space"
    note = document.createInstance("com.sun.star.text.textfield.Annotation")
    note.Author, note.Content, note.DateTimeValue = "A reader", "Agreed.", some_day()
    text.insertTextContent(that_begins(text, "A sentence").End, note, False)  # noqa: FBT003 # the same
    document.StyleFamilies.getByName("ParagraphStyles").getByName("Heading 1").CharColor = GREEN


def main() -> None:
    """Starts LibreOffice, edits, saves, ends it."""
    profile, path, saved = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
    with opened(profile, path, saved, "MS Word 2007 XML") as memo:
        edit(memo)


main()
