"""Equal bytes for equal input: on any day, in any zone, locale, folder and process, whatever the hash seed."""

import datetime as dt
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine

from briefexport.build import build_products
from briefexport.edition import edition_of
from briefexport.export import read_pictures
from briefexport.house import read_house
from briefexport.product import Product
from briefexport.source import read_file

SOURCES = Path(__file__).parent.parent / "source"
SAMPLES = sorted(path.name for path in SOURCES.glob("*.yaml"))


def digests(sample: str, product: Product) -> str:
    """The hash of one product, made in this process at the time its clock shows."""
    source = read_file(SOURCES / sample)
    pictures = read_pictures(source, SOURCES)
    (artifact,) = build_products(source, read_house(), edition_of(source.briefing.date), [product], pictures)
    return hashlib.sha256(artifact.data).hexdigest()


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("product", Product)
def test_the_clock_on_the_wall_does_not_matter(sample: str, product: Product) -> None:
    with time_machine.travel(dt.datetime(1970, 1, 1, tzinfo=dt.UTC), tick=False):
        long_ago = digests(sample, product)
    with time_machine.travel(dt.datetime(2031, 12, 31, 23, 59, 58, tzinfo=dt.UTC), tick=False):
        far_ahead = digests(sample, product)

    assert long_ago == far_ahead


def made_in_a_process(folder: Path, **env: str) -> dict[str, str]:
    """The hash of every file of every sample, made by the command in a process of its own."""
    folder.mkdir()
    subprocess.run(
        [sys.executable, "-m", "briefexport", "all", *(SOURCES / name for name in SAMPLES), "--quiet"],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **env},
    )
    made = (path for path in sorted((folder / "dist").iterdir()) if not path.name.startswith("."))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in made}


@pytest.mark.slow
def test_zone_locale_hash_seed_folder_and_process_do_not_matter(tmp_path: Path) -> None:
    first = made_in_a_process(tmp_path / "first", TZ="UTC", LC_ALL="C", PYTHONHASHSEED="0")
    second = made_in_a_process(tmp_path / "second", TZ="Asia/Kolkata", LC_ALL="hi_IN.UTF-8", PYTHONHASHSEED="1")
    third = made_in_a_process(
        tmp_path / "third folder", TZ="Pacific/Kiritimati", LC_ALL="ru_RU.UTF-8", PYTHONHASHSEED="4242"
    )

    assert len(first) == 4 * len(SAMPLES)
    assert first == second
    assert first == third


@pytest.mark.slow
def test_another_edition_is_another_file(tmp_path: Path) -> None:
    first = made_in_a_process(tmp_path / "first")
    later = made_in_a_process(tmp_path / "later", SOURCE_DATE_EPOCH="1893456000")

    assert first.keys() == later.keys()
    assert [name for name in first if first[name] == later[name]] == []
