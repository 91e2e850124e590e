"""The parts of reportlab that the page is made with, without the wait for what most pages do not need.

reportlab imports Pillow and HarfBuzz whatever is drawn. Pictures and shaped scripts are not on every page, and the two
take a third of the time that a short run needs to start: Pillow loads at its first use, and HarfBuzz is asked directly
(`shaping.py`), so reportlab is imported as it is where HarfBuzz is not installed.
"""

from ..late import as_if_not_installed, at_first_use

at_first_use("PIL.Image")
with as_if_not_installed("uharfbuzz"):
    from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject, PDFStream
    from reportlab.pdfbase.ttfonts import TTFont

__all__ = ["PDFDocument", "PDFObject", "PDFStream", "TTFont"]
