"""A folder in which runs happen, the server that its settings lead to, and what became of the runs."""

import email
import email.policy
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from briefexport.schedule.log import LOG
from postoffice import Desk, free_port, serving
from test_verify_command import made_once

RUN = ("run", "water.yaml", "--deadline", "0", "--wait", "1")
TO_CABINET = (*RUN, "--send", "cabinet")
SETTINGS = """\
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "Water desk <desk@ministry.example>"

[operator]
email = "Duty officer <duty@ministry.example>"

[[lists.cabinet]]
name = "Asha Rao"
email = "asha@cabinet.example"
marking = "SECRET"

[[lists.cabinet]]
email = "jo@cabinet.example"
marking = "SECRET"
products = ["onepager"]
"""


def settle(port: int) -> None:
    """Writes the settings for a server on that port."""
    Path("briefexport.toml").write_text(SETTINGS.format(port=port), "utf-8")


def furnished(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with a briefing and its set, in which commands now run; its settings lead to no server yet."""
    shutil.copytree(made_once(), folder, dirs_exist_ok=True)
    monkeypatch.chdir(folder)
    for name in ("STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    settle(free_port())
    return folder


@contextmanager
def staffed() -> Iterator[Desk]:
    """A server that the settings here lead to."""
    desk = Desk()
    with serving(desk) as server:
        settle(server.port)
        yield desk


def log(folder: Path) -> list[dict[str, Any]]:
    """The log of the runs, the oldest of them first; empty before the first one."""
    path = folder / "state" / "briefexport" / LOG
    return [json.loads(line) for line in path.read_text("ascii").splitlines()] if path.exists() else []


def edit(old: str, new: str) -> None:
    """Changes the briefing."""
    text = Path("water.yaml").read_text("utf-8")
    assert old in text
    Path("water.yaml").write_text(text.replace(old, new), "utf-8")


def mails_to(desk: Desk, address: str) -> list[EmailMessage]:
    """What arrived for somebody."""
    return [email.message_from_bytes(data, policy=email.policy.default) for to, data in desk.arrived if to == address]


def texts_to_duty(desk: Desk) -> list[str]:
    """What the operator was mailed."""
    bodies = [message.get_body(("plain",)) for message in mails_to(desk, "duty@ministry.example")]
    return [body.get_content() for body in bodies if body]
