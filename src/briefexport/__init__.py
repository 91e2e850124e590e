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
    from .briefing import Briefing
    from .build import Stamp, build_products, stamp_of
    from .dist import NotWrittenError, Receipt, Written, write_set
    from .edition import VERSION as __version__  # noqa: N811
    from .edition import Edition, edition_of
    from .export import Exported, Order, check_briefing, export_briefings, read_pictures
    from .facts import Change, Facts, changes_between, facts_of
    from .house import House, read_house
    from .problem import Code, Place, Problem, RejectedError, Severity
    from .product import Artifact, Product
    from .schema import schema as json_schema
    from .source import Source, read_source
    from .source import read_file as read_briefing

# Where each name is. None of them is the name of a module, for importing that module would take its place here.
_HOMES = {
    "Artifact": "product",
    "Briefing": "briefing",
    "Change": "facts",
    "Code": "problem",
    "Edition": "edition",
    "Exported": "export",
    "Facts": "facts",
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
    "changes_between": "facts",
    "check_briefing": "export",
    "edition_of": "edition",
    "export_briefings": "export",
    "facts_of": "facts",
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

__all__ = [
    "Artifact",
    "Briefing",
    "Change",
    "Code",
    "Edition",
    "Exported",
    "Facts",
    "House",
    "NotWrittenError",
    "Order",
    "Place",
    "Problem",
    "Product",
    "Receipt",
    "RejectedError",
    "Severity",
    "Source",
    "Stamp",
    "Written",
    "__version__",
    "build_products",
    "changes_between",
    "check_briefing",
    "edition_of",
    "export_briefings",
    "facts_of",
    "json_schema",
    "read_briefing",
    "read_house",
    "read_pictures",
    "read_source",
    "stamp_of",
    "write_set",
]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module 'briefexport' has no attribute '{name}'")
        found = getattr(import_module(f".{_HOMES[name]}", __name__), _THERE.get(name, name))
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted(_HOMES)
