"""One briefing, written once as YAML, becomes a Word memo, a PDF one-pager and an Excel tracker that agree.

    from pathlib import Path
    import briefexport

    for result in briefexport.export_briefings([Path("source/summit.yaml")], briefexport.Order(into=Path("dist"))):
        print(result.written, *result.problems)

Everything is imported when it is first used, so that asking for the version costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .briefing import Briefing as Briefing
    from .build import Stamp as Stamp
    from .build import build_products as build_products
    from .build import stamp_of as stamp_of
    from .dist import NotWrittenError as NotWrittenError
    from .dist import Receipt as Receipt
    from .dist import Written as Written
    from .dist import write_set as write_set
    from .edition import VERSION as __version__  # noqa: F401, N811
    from .edition import Edition as Edition
    from .edition import edition_of as edition_of
    from .export import Exported as Exported
    from .export import Order as Order
    from .export import check_briefing as check_briefing
    from .export import export_briefings as export_briefings
    from .export import read_pictures as read_pictures
    from .house import House as House
    from .house import read_house as read_house
    from .problem import Code as Code
    from .problem import Place as Place
    from .problem import Problem as Problem
    from .problem import RejectedError as RejectedError
    from .problem import Severity as Severity
    from .product import Artifact as Artifact
    from .product import Product as Product
    from .schema import schema as json_schema  # noqa: F401
    from .source import Source as Source
    from .source import read_file as read_briefing  # noqa: F401
    from .source import read_source as read_source

# Where each name is. None of them is the name of a module, for importing that module would take its place here.
_HOMES = {
    "Artifact": "product",
    "Briefing": "briefing",
    "Code": "problem",
    "Edition": "edition",
    "Exported": "export",
    "House": "house",
    "NotWrittenError": "dist",
    "Order": "export",
    "Place": "problem",
    "Problem": "problem",
    "Product": "product",
    "Receipt": "dist",
    "RejectedError": "problem",
    "Severity": "problem",
    "Source": "source",
    "Stamp": "build",
    "Written": "dist",
    "__version__": "edition",
    "build_products": "build",
    "check_briefing": "export",
    "edition_of": "edition",
    "export_briefings": "export",
    "json_schema": "schema",
    "read_briefing": "source",
    "read_house": "house",
    "read_pictures": "export",
    "read_source": "source",
    "stamp_of": "build",
    "write_set": "dist",
}
# What it is called there, when that differs.
_THERE = {"__version__": "VERSION", "json_schema": "schema", "read_briefing": "read_file"}

__all__ = [*_HOMES]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'briefexport' has no attribute '{name}'")
    found = getattr(import_module(f".{_HOMES[name]}", __name__), _THERE.get(name, name))
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(_HOMES)
