"""Types into a tracker in LibreOffice itself, through UNO, and saves it where it is.

Run by the Python that LibreOffice brings: type_values.py PROFILE WORKBOOK, then for each cell SHEET ID HEADING TEXT.
What begins with a digit or `=` is read as LibreOffice reads what is typed: `62%` is a share, `2025-10-04` a day.
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue


def value(name: str, said: Any) -> Any:
    """A named value."""
    made = PropertyValue()
    made.Name, made.Value = name, said
    return made


def desktop(pipe: str) -> Any:
    """LibreOffice, once it answers."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(300):
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 # UNO raises what it likes until somebody answers
            time.sleep(0.1)
        else:
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
    raise SystemExit("LibreOffice does not answer")


def types(book: Any, title: str, ident: str, heading: str, said: str) -> None:
    """Types one text into one cell."""
    sheet = book.Sheets.getByName(title)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)  # noqa: FBT003 # as UNO wants it
    last, right = cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn
    head = next(row for row in range(10) if sheet.getCellByPosition(0, row).String.endswith(("Id", "id")))
    columns = {sheet.getCellByPosition(column, head).String: column for column in range(right + 1)}
    rows = {sheet.getCellByPosition(0, row).String: row for row in range(head + 1, last + 1)}
    cell = sheet.getCellByPosition(columns[heading], rows[ident])
    if said.startswith(("0", "1", "2", "=")):
        cell.FormulaLocal = said
    else:
        cell.String = said


def main() -> None:
    """Starts LibreOffice, types, saves, ends it."""
    profile, path, *said = sys.argv[1:]
    place = Path(path).resolve()
    pipe = f"briefexporttypes{place.stat().st_ino}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp",
        ]
    )
    try:
        book = desktop(pipe).loadComponentFromURL(place.as_uri(), "_blank", 0, (value("Hidden", said=True),))
        for at in range(0, len(said), 4):
            types(book, *said[at : at + 4])
        book.store()
        book.close(True)  # noqa: FBT003 # as UNO wants it
    finally:
        office.terminate()
        office.wait(30)


main()
