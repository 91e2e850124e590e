"""Writes the table of modules in docs/architecture.md anew, from the first line of each module's docstring.

python tools/module_table.py
"""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "briefexport"
PAGE = ROOT / "docs" / "architecture.md"
HEAD = "| module | what it holds |\n| --- | --- |\n"


def table() -> str:
    """One row a module, packages by their folder."""
    paths = sorted(PACKAGE.rglob("*.py"), key=lambda path: path.relative_to(PACKAGE).parts)
    return HEAD + "".join(f"| `{_name(path)}` | {_holds(path)} |\n" for path in paths)


def written(page: str) -> str:
    """The table as the page has it now; empty where it has none."""
    start = page.find(HEAD)
    return "" if start < 0 else page[start:].split("\n\n", maxsplit=1)[0].rstrip("\n") + "\n"


def _name(path: Path) -> str:
    inside = path.relative_to(PACKAGE).as_posix()
    return inside.removesuffix("__init__.py") or "__init__.py"


def _holds(path: Path) -> str:
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return told.partition("\n")[0].rstrip(".").replace("|", r"\|")


def main() -> None:
    """Put the table of today in the place of the one that stands there."""
    page = PAGE.read_text("utf-8")
    PAGE.write_text(page.replace(written(page), table()), "utf-8")


if __name__ == "__main__":
    main()
