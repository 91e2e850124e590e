"""The house rules that no linter knows."""

import ast
import importlib.metadata
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import module_table

ROOT = Path(__file__).parent.parent
TESTS = sorted((ROOT / "tests").glob("test_*.py"))
ARCHITECTURE = ROOT / "docs" / "architecture.md"

# What `--help` must not pay for: libraries that belong to one product, to reading, or to no product at all.
HEAVY = (
    "docx",
    "reportlab",
    "openpyxl",
    "jinja2",
    "markdown_it",
    "yaml",
    "rich",
    "lxml",
    "pydantic",
    "msgspec",
)


def functions(module: ast.AST) -> Iterator[ast.FunctionDef]:
    """The tests of a module, in classes too."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def asserts(test: ast.AST) -> bool:
    """Whether a test states something that always is checked.

    That is an `assert` or a `with pytest.raises(...)` which no `if`, no `except`, no loop over nothing and no
    inner function can pass by: at the test's own level, or inside a `with` there.
    """
    body: list[ast.stmt] = getattr(test, "body", [])
    return any(
        isinstance(statement, ast.Assert)
        or (isinstance(statement, ast.With) and (_raises(statement) or asserts(statement)))
        for statement in body
    )


def _raises(statement: ast.With) -> bool:
    calls = (item.context_expr for item in statement.items)
    return any(isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.raises" for call in calls)


def conditional_asserts(test: ast.AST) -> list[int]:
    """The lines of asserts that a condition decides about, or that check one thing or another."""
    branches = (ast.If, ast.Try, ast.Match, ast.While)
    inside = [node for branch in ast.walk(test) if isinstance(branch, branches) for node in ast.walk(branch)]
    either = [node for node in ast.walk(test) if isinstance(node, ast.Assert) and isinstance(node.test, ast.IfExp)]
    return sorted({node.lineno for node in [*inside, *either] if isinstance(node, ast.Assert)})


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_every_test_asserts_and_no_assert_is_conditional(path: Path) -> None:
    tests = list(functions(ast.parse(path.read_text("utf-8"))))

    assert tests
    assert [test.name for test in tests if not asserts(test)] == []
    assert [f"{test.name}:{line}" for test in tests for line in conditional_asserts(test)] == []


@pytest.mark.parametrize(
    ("body", "enough", "lines"),
    [
        ("assert x", True, []),
        ("with pytest.raises(ValueError): f()", True, []),
        ("with open(x) as f:\n  assert f", True, []),
        ("f()", False, []),
        ("for x in y:\n  assert x", False, []),
        ("if x:\n  assert x", False, [3]),
        ("try:\n  assert x\nfinally: f()", False, [3]),
        ("assert a\nif x:\n  assert x", True, [4]),
        ("def inner():\n  assert x", False, []),
        ("assert (a if b else c)", True, [2]),
    ],
)
def test_a_test_that_cannot_fail_is_noticed(body: str, enough: bool, lines: list[int]) -> None:  # noqa: FBT001
    test = ast.parse("def test_it():\n" + "\n".join(f"  {line}" for line in body.splitlines()))
    (function,) = functions(test)

    assert asserts(function) == enough
    assert conditional_asserts(function) == lines


def loaded_by(*arguments: str) -> set[str]:
    """The top-level packages in memory when the command line has done its work."""
    script = (
        "import sys\n"
        "from briefexport.cli import main\n"
        "sys.argv[0] = 'briefexport'\n"
        "code = 0\n"
        "try: main()\n"
        "except SystemExit as end: code = end.code or 0\n"
        "print(code, file=sys.stderr)\n"
        "print('\\n'.join(sorted({name.partition('.')[0] for name in sys.modules})), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    code, *modules = done.stderr.splitlines()
    assert code == "0"
    return set(modules)


def test_help_loads_no_library_that_it_does_not_need() -> None:
    loaded = loaded_by("--help")

    assert "briefexport" in loaded
    assert loaded & set(HEAVY) == set()


def test_checking_a_briefing_loads_no_library_that_makes_a_product() -> None:
    loaded = loaded_by("check", "--quiet", str(ROOT / "source" / "summit.yaml"))

    assert "yaml" in loaded
    assert loaded & {"docx", "reportlab", "openpyxl", "lxml", "jinja2", "markdown_it", "pydantic"} == set()


def test_numpy_is_not_in_the_environment() -> None:
    assert importlib.util.find_spec("numpy") is None


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_the_architecture_page_quotes_the_layers_that_are_kept() -> None:
    contracts = project()["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    quoted = re.search(r"```layers\n(.*?)```", ARCHITECTURE.read_text("utf-8"), re.DOTALL)

    assert quoted is not None
    assert [line.split("  ")[0] for line in quoted[1].splitlines()] == layers


def test_the_architecture_page_tells_what_each_module_holds() -> None:
    table = module_table.table()

    assert table.count("\n") > 20
    assert "|  |" not in table
    assert module_table.written(ARCHITECTURE.read_text("utf-8")) == table


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    assert listed is not None
    lines = listed[1].splitlines()
    bare = [line for above, line in zip(["", *lines], lines, strict=False) if line.startswith('  "') and '"' in above]

    # A family of fonts shares one reason.
    assert [line.strip() for line in bare] == ['"fontpkg-fira-sans-condensed",']


def imported(folder: str) -> set[str]:
    """The libraries that the files of a folder name in their imports: Python's own and ours left out."""
    names = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    ours = {path.stem for place in ("tests", "tools", "benchmarks") for path in (ROOT / place).rglob("*.py")}
    return names - sys.stdlib_module_names - ours - {"briefexport", "uno", "com"}


def named(wanted: Iterable[str]) -> set[str]:
    """The packages of some requirements, as an index spells them."""
    return {re.split(r"[<>=!~\[; ]", one)[0].lower().replace("_", "-") for one in wanted}


@pytest.mark.parametrize(("folder", "extras"), [("src", ("keyring",)), ("tests", ("test",)), ("tools", ("test",))])
def test_every_library_that_is_imported_is_declared(folder: str, extras: tuple[str, ...]) -> None:
    settings, brought_by = project()["project"], importlib.metadata.packages_distributions()
    engines = [line for line in (ROOT / "tools" / "engines.txt").read_text("utf-8").splitlines() if line[0] != "#"]
    declared = named(settings["dependencies"]).union(*(named(settings["optional-dependencies"][e]) for e in extras))
    if folder == "tests":
        declared |= named(engines)

    libraries = imported(folder)

    assert libraries
    assert [name for name in sorted(libraries) if declared.isdisjoint(named(brought_by.get(name, ())))] == []


def tracked() -> list[Path]:
    """Every file that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False, text=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


# Spelt in two pieces, so that this file doesn't name them itself.
HOSTS = re.compile(
    r"\b(?:py" + r"pi|files\.python" + r"hosted|registry\.npm" + r"js|deb\.deb" + r"ian)\.(?:org|net|com)\b"
)
PLACES = re.compile(r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me|opt/py" + r"pi|Us" + r"ers)/\w")


def test_no_file_names_a_package_index_or_a_place_on_somebodys_machine() -> None:
    files = tracked()
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in files}
    found = [
        f"{path.relative_to(ROOT)}: {name[0]}"
        for path, text in texts.items()
        for name in [*HOSTS.finditer(text), *PLACES.finditer(text)]
    ]

    assert len(files) > 10
    assert found == []


def test_the_pins_carry_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]

    assert len(pins) > 30
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.+!-]+", pin)] == []


def test_every_dependency_is_pinned() -> None:
    pins = (ROOT / "constraints.txt").read_text("utf-8").lower().replace("_", "-")
    settings = project()["project"]
    wanted = [
        *settings["dependencies"],
        *(name for extra in settings["optional-dependencies"].values() for name in extra),
    ]

    assert [name for name in sorted(named(wanted)) if f"\n{name}==" not in pins] == []


def test_every_make_target_says_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    (targets,) = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    told = dict(re.findall(r"^([a-z-]+):.*## (.+)$", text, re.MULTILINE))

    assert targets.split() == list(told)
