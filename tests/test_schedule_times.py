"""When a line comes: words, five fields, what is refused or doubted, and where clocks change."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from briefexport.schedule.timing import Timing, TimingError, check_timing, in_words, read_timing
from briefexport.schedule.zone import machine_zone, zone_named

UTC = ZoneInfo("UTC")
BERLIN = ZoneInfo("Europe/Berlin")
SATURDAY = dt.datetime(2026, 3, 28, 12, tzinfo=dt.UTC)


def refused(text: str, zone: ZoneInfo = UTC) -> TimingError:
    with pytest.raises(TimingError) as raised:
        check_timing(read_timing(text), SATURDAY, zone)
    return raised.value


def runs(text: str, zone: ZoneInfo = UTC, count: int = 3) -> list[str]:
    timing = read_timing(text)
    check_timing(timing, SATURDAY, zone)
    return [f"{run:%Y-%m-%d %H:%M %z}" for run in timing.after(SATURDAY, zone, count)]


@pytest.mark.parametrize(
    ("every", "at", "fields"),
    [
        ("weekday", "06:00", "0 6 * * 1-5"),
        ("day", "6:05", "5 6 * * *"),
        ("sunday", "23:59", "59 23 * * 0"),
        ("month", "00:00", "0 0 1 * *"),
        ("hour", None, "0 * * * *"),
        ("hour", ":15", "15 * * * *"),
    ],
)
def test_words_are_fields(every: str, at: str | None, fields: str) -> None:
    assert read_timing(in_words(every, at)) == Timing(fields)


@pytest.mark.parametrize(
    ("every", "at"), [("day", None), ("day", "24:00"), ("day", "6"), ("hour", "06:15"), ("day", "")]
)
def test_a_time_that_is_none_is_told_with_one_to_write(every: str, at: str | None) -> None:
    with pytest.raises(TimingError) as raised:
        in_words(every, at)

    assert raised.value.fix.startswith("write ")


def test_the_next_runs_are_what_people_expect() -> None:
    assert runs("0 6 * * 1-5") == ["2026-03-30 06:00 +0000", "2026-03-31 06:00 +0000", "2026-04-01 06:00 +0000"]
    assert runs("0 6 * * sun,7") == ["2026-03-29 06:00 +0000", "2026-04-05 06:00 +0000", "2026-04-12 06:00 +0000"]
    assert runs("@monthly") == ["2026-04-01 00:00 +0000", "2026-05-01 00:00 +0000", "2026-06-01 00:00 +0000"]
    assert runs("*/30 6  1\tJAN-MAR *") == [
        "2027-01-01 06:00 +0000",
        "2027-01-01 06:30 +0000",
        "2027-02-01 06:00 +0000",
    ]


def test_a_time_that_the_clocks_skip_runs_right_after_and_one_that_comes_twice_runs_once() -> None:
    in_october = dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC)
    twice = read_timing("30 2 * * *").after(in_october, BERLIN, 2)

    assert runs("30 2 * * *", BERLIN, 2) == ["2026-03-29 03:00 +0200", "2026-03-30 02:30 +0200"]
    assert [f"{run:%d %H:%M %z}" for run in twice] == ["25 02:30 +0200", "26 02:30 +0100"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("0 6 * *", "'0 6 * *' has 4 fields, and cron has five"),
        ("0 0 6 * * *", "'0 0 6 * * *' has 6 fields, and cron has five"),
        ("60 6 * * *", "the minute cannot be '60'"),
        ("0 24 * * *", "the hour cannot be '24'"),
        ("0 6 0 * *", "the day of month cannot be '0'"),
        ("0 6 * 13 *", "the month cannot be '13'"),
        ("0 6 * * 8", "the day of week cannot be '8'"),
        ("0 6 * * mo", "the day of week cannot be 'mo'"),
        ("0 6 * * 5-1", "the day of week cannot be '5-1'"),
        ("*/0 6 * * *", "the minute cannot be '*/0'"),
        ("5/15 * * * *", "the minute cannot be '5/15'"),
        ("0 6 L * *", "the day of month cannot be 'L'"),
        ("0 6 * * mon#1", "the day of week cannot be 'mon#1'"),
        ("0 6 30 2 *", "'0 6 30 2 *' never comes: no such month has that day"),
        ("0 6 31 4,6 *", "'0 6 31 4,6 *' never comes: no such month has that day"),
        ("@reboot", "'@reboot' says no time"),
        ("", "'' has 0 fields, and cron has five"),
    ],
)
def test_what_no_cron_can_run_is_refused(text: str, what: str) -> None:
    error = refused(text)

    assert (error.what, error.doubtful) == (what, False)
    assert error.fix.startswith("write ")


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        ("* * * * *", "'* * * * *' runs every minute", "write one minute: '0 * * * *'"),
        ("* 6 * * 1", "'* 6 * * 1' runs every minute of those hours", "write one minute: '0 6 * * 1'"),
        ("0,2 6 * * *", "'0,2 6 * * *' runs every few minutes of those hours", "write one minute: '0 6 * * *'"),
        (
            "0 6 1 * 1",
            "'0 6 1 * 1' runs on the days of the month and also on the days of the week, not where both meet",
            "set one of the two to *",
        ),
        ("0 6 31 * *", "'0 6 31 * *' skips every month without a day 31", "write a day up to 28"),
        (
            "0 6 1 1 */7",
            "'0 6 1 1 */7' leaves more than a year between two runs",
            "write a day that comes every year",
        ),
    ],
)
def test_what_is_rarely_meant_is_doubted(text: str, what: str, fix: str) -> None:
    error = refused(text)

    assert (error.what, error.doubtful) == (what, True)
    assert error.fix == f"{fix}; if it is meant as it is, add --as-written"


@pytest.mark.parametrize(
    "text", ["0 6 * * 1-5", "*/10 * * * *", "0 6 28 * *", "0 6 */2 * 1", "0 6 1 1 *", "0 6 30 4 *"]
)
def test_what_people_mean_is_not_doubted(text: str) -> None:
    assert len(runs(text)) == 3


def test_the_zone_is_that_of_the_machine_and_not_of_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Berlin")

    assert machine_zone(link).key == "Europe/Berlin"
    assert machine_zone(tmp_path / "none").key == "UTC"
    assert dt.datetime(2026, 7, 1, tzinfo=machine_zone(link)).utcoffset() == dt.timedelta(hours=2)
    assert zone_named("Asia/Kolkata") is not None
    assert [zone_named(name) for name in ("Mars/Base", "../etc/passwd", "")] == [None, None, None]
