"""`briefexport run`, as cron starts it: silent when all is well, once, logged; a failure is mailed once a day."""

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from briefexport.schedule.log import LOG, write_line
from command import run
from postoffice import Desk
from watch import RUN, TO_CABINET, edit, furnished, log, mails_to, staffed, texts_to_duty


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a briefing and its set; commands run in there."""
    return furnished(tmp_path, monkeypatch)


@pytest.fixture
def office(folder: Path) -> Iterator[Desk]:
    """A server that the settings of that folder lead to."""
    assert folder.is_dir()
    with staffed() as desk:
        yield desk


def test_what_is_due_is_made_and_sent_once_and_silently(
    folder: Path, office: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    edit("title: ", "title: New ")

    first = run(capfd, *TO_CABINET)
    second = run(capfd, *TO_CABINET)

    assert (first, second) == ((0, "", ""), (0, "", ""))
    assert [to for to, _ in office.arrived] == ["asha@cabinet.example", "jo@cabinet.example"]
    lines = log(folder)
    assert [(line["status"], line["sent"], line["had"], line["list"]) for line in lines] == [
        (0, 2, 0, "cabinet"),
        (0, 0, 2, "cabinet"),
    ]
    assert lines[0]["made"] == ["water-memo.docx", "water-onepager.pdf", "water-tracker.xlsx"]
    assert (lines[1]["made"], lines[1]["source"]) == ([], str(folder / "water.yaml"))


def test_without_a_list_the_files_are_made_and_nothing_is_sent(
    folder: Path, office: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree("dist")

    assert run(capfd, *RUN) == (0, "", "")
    assert len([*Path("dist").glob("water-*")]) == 3
    assert office.arrived == []
    assert log(folder)[0]["list"] is None


def test_the_log_names_no_address_and_no_secret(folder: Path, office: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    office.replies["rcpt"] = ["550 asha@cabinet.example is unknown"]

    status, _, _ = run(capfd, *TO_CABINET)
    text = (folder / "state" / "briefexport" / LOG).read_text("utf-8")

    assert status == 3
    assert "@" not in text
    assert json.loads(text)["undelivered"] == 1


def test_a_failure_is_told_logged_and_mailed_once_a_day_for_each_cause(
    folder: Path, office: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    good = Path("water.yaml").read_text("utf-8")
    with time_machine.travel(dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC), tick=True) as clock:
        edit("\nstatus: ", "\nstatus: x")
        results = [run(capfd, *TO_CABINET) for _ in range(2)]
        edit("title: ", "titel: ")
        results.append(run(capfd, *TO_CABINET))
        clock.shift(dt.timedelta(days=1))
        results.append(run(capfd, *TO_CABINET))
        Path("water.yaml").write_text(good, "utf-8")
        mended = run(capfd, *TO_CABINET)

    assert [status for status, _, _ in results] == [1, 1, 1, 1]
    assert all("water.yaml:" in err for _, _, err in results)
    told = texts_to_duty(office)
    assert ["B103" in text for text in told] == [True, True, True]
    assert ["B102" in text for text in told] == [False, True, True]
    assert mended == (0, "", "")
    assert [line["status"] for line in log(folder)] == [1, 1, 1, 1, 0]
    assert log(folder)[0]["problems"] == ["B103"]


def test_the_mail_to_the_operator_says_what_to_do_and_quotes_nothing_of_the_briefing(
    office: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    edit("\nstatus: ", "\nstatus: topsecretword")
    run(capfd, *TO_CABINET)
    (message,) = mails_to(office, "duty@ministry.example")
    (text,) = texts_to_duty(office)

    assert message["Subject"] == "briefexport: water.yaml failed (B103)"
    assert message["To"] == "Duty officer <duty@ministry.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "topsecretword" not in message.as_string()
    assert "briefexport check water.yaml, or briefexport doctor water.yaml" in text
    assert "water.yaml:" in text


def test_what_the_operator_was_mailed_is_not_told_again_where_quiet_is_asked_for(
    office: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    edit("\nstatus: ", "\nstatus: x")

    assert run(capfd, *TO_CABINET, "--quiet") == (1, "", "")
    assert len(texts_to_duty(office)) == 1


def test_when_the_mail_server_is_the_cause_it_is_told_on_stderr_even_where_quiet_is_asked_for(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capfd, *TO_CABINET, "--quiet")

    assert (status, out) == (3, "")
    assert "B905" in err
    assert "the server cannot be reached" in err
    assert log(folder)[0]["status"] == 3
    assert json.loads((folder / "state" / "briefexport" / "alarms.json").read_bytes()) == {}


def test_wrong_settings_are_a_failure_too(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("briefexport.toml").write_text("[mail]\nhots = 'x'\n", "utf-8")

    status, _, err = run(capfd, *TO_CABINET, "--quiet")

    assert (status, log(folder)[0]["status"]) == (2, 2)
    assert "briefexport.toml:2:1: B703" in err


def test_a_damaged_memory_of_the_mails_costs_a_second_mail_and_no_more(
    folder: Path, office: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    edit("\nstatus: ", "\nstatus: x")
    run(capfd, *TO_CABINET)
    (folder / "state" / "briefexport" / "alarms.json").write_bytes(b"{")

    assert run(capfd, *TO_CABINET)[0] == 1
    assert len(texts_to_duty(office)) == 2


def test_where_nobody_can_remember_a_mail_there_is_none_and_it_is_told_instead(
    folder: Path, office: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    edit("\nstatus: ", "\nstatus: x")
    (folder / "state" / "briefexport" / "alarms.json").mkdir(parents=True)

    status, _, err = run(capfd, *TO_CABINET, "--quiet")

    assert (status, "B103" in err) == (1, True)
    assert office.arrived == []


def test_a_draft_is_made_and_waits_silently_until_it_is_none(
    folder: Path, office: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    text = Path("water.yaml").read_text("utf-8")
    (status,) = [line for line in text.splitlines() if line.startswith("status: ")]
    edit(status, "status: draft")
    waiting = run(capfd, *TO_CABINET)
    count = len(office.arrived)

    edit("status: draft", status)
    final = run(capfd, *TO_CABINET)

    assert (waiting, count) == ((0, "", ""), 0)
    assert log(folder)[0]["problems"] == ["B902"]
    assert (final, len(office.arrived)) == ((0, "", ""), 2)


def test_a_draft_is_sent_where_that_is_asked_for(office: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    text = Path("water.yaml").read_text("utf-8")
    (status,) = [line for line in text.splitlines() if line.startswith("status: ")]
    edit(status, "status: draft")

    assert run(capfd, *TO_CABINET, "--draft")[0] == 0
    assert len(office.arrived) == 2


def test_what_a_failing_server_kept_back_the_next_run_sends_and_nothing_else(
    office: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    office.replies["rcpt"] = ["451 later"]

    first = run(capfd, *TO_CABINET)[0]
    second = run(capfd, *TO_CABINET)[0]
    third = run(capfd, *TO_CABINET)[0]

    officials = [to for to, _ in office.arrived if to != "duty@ministry.example"]
    assert (first, second, third) == (3, 0, 0)
    assert sorted(officials) == ["asha@cabinet.example", "jo@cabinet.example"]


# --- the log


def test_the_log_never_grows_for_ever(tmp_path: Path) -> None:
    for number in range(40):
        write_line(tmp_path, {"number": number}, most_bytes=100)

    assert sorted(path.name for path in tmp_path.iterdir()) == [LOG, *(f"{LOG}.{old}" for old in range(1, 5))]
    assert max(path.stat().st_size for path in tmp_path.iterdir()) <= 100
    assert json.loads((tmp_path / LOG).read_text("ascii").splitlines()[-1]) == {"number": 39}


def test_a_log_that_cannot_be_written_is_told_and_the_work_is_done(
    folder: Path, office: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "state" / "briefexport" / LOG).mkdir(parents=True)

    status, _, err = run(capfd, *TO_CABINET)

    assert status == 3
    assert "B608 the log of the runs cannot be written to (Is a directory)" in err
    assert len(office.arrived) == 2
