"""A real cron runs the line that `briefexport schedule add` installed: files appear, the mail arrives, once."""

import email
import email.policy
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from keeper import Keeper
from postoffice import Desk, serving
from test_verify_command import made_once
from watch import SETTINGS, log

# A minute of cron's in seconds of ours: 60 / TIMES_FASTER.
TIMES_FASTER = 12
OTHERS = 'MAILTO = "others@here"\n*\t* * * *  echo "of others"\n'


def wait_for(count: Callable[[], int], least: int) -> None:
    until = time.monotonic() + 90
    while count() < least and time.monotonic() < until:
        time.sleep(0.2)
    assert count() >= least


@pytest.mark.slow
def test_cron_makes_and_mails_what_is_due_and_is_silent_when_nothing_is(tmp_path: Path) -> None:
    keeper, office = Keeper(tmp_path), tmp_path / "50% of the office's"
    shutil.copytree(made_once(), office)
    shutil.rmtree(office / "dist")
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    keeper.write(OTHERS)
    desk = Desk()
    with serving(desk) as server:
        (office / "briefexport.toml").write_text(SETTINGS.format(port=server.port), "utf-8")
        added = keeper.briefexport(
            "schedule", "add", "water.yaml", "--send", "cabinet", "--cron", "* * * * *", "--as-written",
            cwd=office, env=environment,
        )  # fmt: skip
        with keeper.running(TIMES_FASTER):
            wait_for(lambda: len(log(tmp_path)), 2)

    assert added.returncode == 0, added.stderr
    lines = log(tmp_path)[:2]
    assert [(line["status"], line["sent"], line["had"], len(line["made"])) for line in lines] == [
        (0, 2, 0, 3),
        (0, 0, 2, 0),
    ]
    assert len([*(office / "dist").glob("water-*")]) == 3
    messages = [email.message_from_bytes(data, policy=email.policy.default) for _, data in desk.arrived]
    assert [message["To"] for message in messages] == ["Asha Rao <asha@cabinet.example>", "jo@cabinet.example"]
    # Cron mails what others print, and nothing of ours.
    mails = keeper.mailed()
    assert mails
    assert [mail for mail in mails if 'echo "of others"' not in mail] == []


@pytest.mark.slow
def test_what_fails_is_mailed_by_cron_where_the_mail_server_is_the_cause(tmp_path: Path) -> None:
    keeper, office = Keeper(tmp_path), tmp_path / "office"
    shutil.copytree(made_once(), office)
    (office / "briefexport.toml").write_text(SETTINGS.format(port=1), "utf-8")
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}

    added = keeper.briefexport(
        "schedule", "add", "water.yaml", "--send", "cabinet", "--deadline", "0", "--cron", "* * * * *", "--as-written",
        "--mail-to", "duty@ministry.example", cwd=office, env=environment,
    )  # fmt: skip
    with keeper.running(TIMES_FASTER):
        wait_for(lambda: len(keeper.mailed()), 1)

    mail = keeper.mailed()[0]
    assert added.returncode == 0, added.stderr
    assert "To: duty@ministry.example" in mail
    assert "B905 asha@cabinet.example has not got it: the server cannot be reached" in mail
