"""The wheel is all that a user needs: no checkout, no templates beside it, no variables set."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    into = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", into],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (made,) = into.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`briefexport` in an environment of its own, which sees our dependencies but not our checkout."""
    place = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(place, with_pip=False, symlinks=True)
    python = place / "bin" / "python"
    site = next(place.glob("lib/python*/site-packages"))
    # Only the folder is shared: .pth files in it, as that of the checkout itself, aren't followed from here.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    pip = ["-m", "pip", "--python", str(python), "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([sys.executable, *pip, "--no-deps", "--no-index", "--ignore-installed", wheel], check=True)
    return place / "bin" / "briefexport"


def bare(folder: Path) -> dict[str, str]:
    """The environment that cron gives: a path and little else."""
    return {"PATH": os.defpath, "TMPDIR": str(folder)}


@pytest.mark.slow
def test_the_wheel_carries_code_templates_and_the_mark_of_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    templates = {f"briefexport/templates/{path.relative_to(ROOT / 'templates')}" for path in _templates()}

    assert "briefexport/py.typed" in names
    assert templates
    assert templates - names == set()
    assert [name for name in names if name.startswith(("tests/", "source/"))] == []


def _templates() -> list[Path]:
    return [path for path in (ROOT / "templates").rglob("*") if path.is_file()]


@pytest.mark.slow
def test_an_installed_briefexport_makes_the_sample_without_a_checkout(command: Path, tmp_path: Path) -> None:
    source = tmp_path / "summit.yaml"
    source.write_bytes((ROOT / "source" / "summit.yaml").read_bytes())

    done = subprocess.run(
        [command, "all", source, "--into", tmp_path / "out", "--strict"],
        cwd=tmp_path,
        env=bare(tmp_path),
        check=False,
        capture_output=True,
        text=True,
    )

    made = [Path(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.suffix for path in made) == [".docx", ".pdf", ".xlsx"]
    assert [path for path in made if not (tmp_path / path).is_file()] == []


@pytest.mark.slow
def test_an_installed_briefexport_does_not_come_from_the_checkout(command: Path, tmp_path: Path) -> None:
    script = "import briefexport; print(briefexport.__file__)"
    found = subprocess.run(
        [command.with_name("python"), "-c", script],
        cwd=tmp_path,
        env=bare(tmp_path),
        check=True,
        capture_output=True,
        text=True,
    )

    assert found.stdout.startswith(str(command.parent.parent))
