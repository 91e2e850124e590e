"""The parts of reportlab that the page is made with, without the wait for what most pages do not need.

reportlab imports Pillow and HarfBuzz whatever is drawn. Pictures and shaped scripts are not on every page, and the two
take a third of the time that a short run needs to start: Pillow loads at its first use, and HarfBuzz is asked directly
(`shaping.py`), so reportlab is imported as it is where HarfBuzz is not installed.
"""

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


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


@contextmanager
def _as_if_not_installed(name: str) -> Iterator[None]:
    """Imports inside do without a library; one that is loaded already stays as it is."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # how Python marks a module that is not to be found
    try:
        yield
    finally:
        del sys.modules[name]


_at_first_use("PIL.Image")
with _as_if_not_installed("uharfbuzz"):
    from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject, PDFStream
    from reportlab.pdfbase.ttfonts import TTFont

__all__ = ["PDFDocument", "PDFObject", "PDFStream", "TTFont"]
