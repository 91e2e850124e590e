"""openpyxl, without the wait for what a tracker does not need.

openpyxl imports Pillow for pictures, parses the built-in styles of Excel one by one, and makes ready to read workbooks.
A tracker has none of these, and together they take a fifth of the time that openpyxl needs to start.
"""

from ..late import at_first_use, by_name_only

at_first_use("PIL.Image")
with by_name_only("openpyxl.styles.builtins", "openpyxl.reader.excel"):
    import openpyxl

__all__ = ["openpyxl"]
