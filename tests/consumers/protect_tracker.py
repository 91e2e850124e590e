"""Protects a workbook by a password in LibreOffice; for the Python that LibreOffice brings.

Arguments: a folder for the profile, the workbook, where to save it, the password.
"""

import sys
from pathlib import Path

import uno
from com.sun.star.beans import NamedValue
from office import opened, value


def locked(password: str) -> object:
    """What LibreOffice encrypts a workbook of Excel's kind with."""
    said = (NamedValue("CryptoType", "Standard"), NamedValue("OOXPassword", password))
    return uno.Any("[]com.sun.star.beans.NamedValue", said)


def main() -> None:
    """Starts LibreOffice, opens, saves with the password, ends it."""
    profile, path, saved, password = sys.argv[1:]
    form = "Calc MS Excel 2007 XML"
    with opened(profile, Path(path).resolve(), Path(saved).resolve(), form, value("EncryptionData", locked(password))):
        pass


main()
