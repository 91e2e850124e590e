"""The Python API: each name is there, is what it says, and costs nothing until it is used."""

import subprocess
import sys
from pathlib import Path

import pytest

import briefexport


@pytest.mark.parametrize("name", briefexport.__all__)
def test_every_name_is_there(name: str) -> None:
    found = getattr(briefexport, name)

    assert found is not None
    assert type(found).__name__ != "module"


def test_no_name_is_that_of_a_module() -> None:
    folder = Path(briefexport.__path__[0])
    modules = {path.stem for path in folder.iterdir()}

    assert modules & set(briefexport.__all__) == set()


def test_a_name_that_is_not_there_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError, match="module 'briefexport' has no attribute 'docx'"):
        briefexport.docx  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, briefexport; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    imported = done.stdout.split()
    assert [name for name in imported if name.startswith("briefexport")] == ["briefexport"]
    assert {"msgspec", "click", "yaml", "docx", "reportlab", "openpyxl"} & set(imported) == set()


def test_a_briefing_goes_all_the_way_by_hand(tmp_path: Path) -> None:
    source = briefexport.read_source(
        "title: Water\nplace: Geneva\ndate: 2030-05-02\nto: A\nfrom: B\nbottom_line: Agreed.\n", "water.yaml"
    )
    house = briefexport.read_house()
    edition = briefexport.edition_of(source.briefing.date)
    memo = briefexport.build_products(source, house, edition, [briefexport.Product.MEMO])
    stamp = briefexport.stamp_of("0" * 64, {}, house.digest, edition, "en")

    written = briefexport.write_set(tmp_path, source.briefing.id, stamp, memo)

    assert written.made == (tmp_path / "water-memo.docx",)
    assert (tmp_path / "water-memo.docx").read_bytes() == memo[0].data


def test_what_changed_between_two_briefings_is_told_by_hand() -> None:
    text = (
        "title: Water\nplace: Geneva\ndate: 2030-05-02\nto: A\nfrom: B\nbottom_line: Agreed.\nissue: {issue}\n{risks}"
    )
    risks = "risks: [{id: stall, title: The talks stall}]\n"
    before, now = (
        briefexport.facts_of(briefexport.read_source(text.format(issue=issue, risks=more), "water.yaml").briefing)
        for issue, more in ((1, ""), (2, risks))
    )

    (change,) = briefexport.changes_between(before, now)

    assert (change.subject.value, change.before, change.name) == ("risks", None, "The talks stall")
