"""What a build is stamped with, and who decides it."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
import time_machine

from briefexport.edition import VERSION, EditionError, edition_of, read_moment, today

NOVEMBER = dt.date(2025, 11, 7)
KOLKATA = dt.timezone(dt.timedelta(hours=5, minutes=30))


def test_the_briefings_own_date_at_midnight_utc() -> None:
    assert edition_of(NOVEMBER).at == dt.datetime(2025, 11, 7, tzinfo=dt.UTC)


def test_source_date_epoch_comes_before_the_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    assert edition_of(NOVEMBER).at == dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC)


def test_the_chosen_moment_comes_before_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    chosen = dt.datetime(2025, 11, 8, 9, 0, 0, 999, tzinfo=KOLKATA)

    assert edition_of(NOVEMBER, chosen).at == dt.datetime(2025, 11, 8, 3, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("epoch", ["soon", "-1", "1.5", "99999999999999999999", "300000000", "4400000000"])
def test_an_epoch_that_no_file_can_be_stamped_with(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    with pytest.raises(EditionError, match="SOURCE_DATE_EPOCH cannot be"):
        edition_of(NOVEMBER)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-11-07", dt.datetime(2025, 11, 7, tzinfo=dt.UTC)),
        ("2025-11-07T09:00+05:30", dt.datetime(2025, 11, 7, 9, tzinfo=KOLKATA)),
        ("2025-11-07T09:00:30Z", dt.datetime(2025, 11, 7, 9, 0, 30, tzinfo=dt.UTC)),
    ],
)
def test_a_moment_is_a_day_or_a_time_with_its_zone(text: str, moment: dt.datetime) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    "text", ["", "today", "2025-13-01", "2025-11-07T09:00", "1979-12-31", "2108-01-01", "0001-01-01"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(EditionError):
        read_moment(text)


def test_today_is_the_day_on_the_clock() -> None:
    with time_machine.travel(dt.datetime(2031, 2, 3, 12, tzinfo=dt.UTC)):
        day = today()

    assert day == dt.date(2031, 2, 3)


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))

    assert project["project"]["version"] == VERSION
