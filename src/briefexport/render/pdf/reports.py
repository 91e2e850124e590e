"""The parts of reportlab that the page is made with, without the wait for what most pages do not need.

reportlab imports Pillow and HarfBuzz whatever is drawn. Both are left to load at their first use here: pictures and
shaped scripts are not on every page, and the two take a third of the time that a short run needs to start.
"""

import importlib.util
import sys


def _at_first_use(name: str) -> None:
    """Let a module load when something of it is first asked for; one that is loaded already stays as it is."""
    if name in sys.modules:
        return
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


_at_first_use("PIL.Image")
_at_first_use("uharfbuzz")

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject, PDFStream  # noqa: E402 - after the two above
from reportlab.pdfbase.ttfonts import TTFont  # noqa: E402

__all__ = ["PDFDocument", "PDFObject", "PDFStream", "TTFont"]
