"""The operator's page: every command in it is run, in its order, up to mail that has arrived and a schedule."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from keeper import Keeper
from postoffice import Desk, certificate, serving
from test_docs import ROOT, blocks

PAGE = ROOT / "docs" / "operator.md"


def prepared(folder: Path, port: int) -> list[str]:
    """The page's shell blocks, with the settings it shows and a password in their places, and a server on loopback."""
    (settings,) = blocks(PAGE, "toml")
    here = f'host = "127.0.0.1"\nport = {port}\nauthority = "{folder}/authority.pem"'
    settings, count = re.subn(r"^host = .*$", here, settings, flags=re.MULTILINE)
    assert count == 1
    (folder / "settings.toml").write_text(settings, "utf-8")
    first, password, *others = blocks(PAGE, "sh")
    assert password.startswith("install -m 600 /dev/null password")
    return [first, f"cp '{folder}/settings.toml' briefexport.toml\n", password, "echo hunter2 >password\n", *others]


@pytest.mark.slow
def test_the_operators_page_leads_from_nothing_to_mail_and_a_schedule(tmp_path: Path) -> None:
    keeper, home, desk = Keeper(tmp_path), tmp_path / "home", Desk()
    home.mkdir()
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with serving(desk, certificate(tmp_path), login=True) as server:
        script = "".join(prepared(tmp_path, server.port))
        done = keeper.run("sh", "-ex", "-c", script, cwd=tmp_path, env={"HOME": str(home), "PATH": path})

    assert shutil.which("briefexport", path=path)
    assert done.returncode == 0, done.stderr
    assert [to for to, _ in desk.arrived] == ["asha.rao@cabinet.example", "registry@cabinet.example"]
    assert "✓ ok       mail server    127.0.0.1" in done.stdout
    assert "✗" not in done.stdout
    assert '"sent": 0, "had": 2' in done.stdout
    assert "0 6 * * 1-5\tsystemd\t" in done.stdout.splitlines()[-1]
    assert keeper.crontab() == ""


def test_every_shell_block_of_the_page_is_run() -> None:
    text = PAGE.read_text("utf-8")

    assert text.count("\n```") == 2 * (1 + len(blocks(PAGE, "sh")))
    assert set(re.findall(r"^```(\w+)$", text, re.MULTILINE)) == {"sh", "toml"}
