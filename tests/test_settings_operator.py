"""Who is told when a run fails that nobody watches: one address, which the nearer file decides."""

import os
from pathlib import Path

import pytest

from briefexport.cli import main
from briefexport.document.message import Mailbox
from briefexport.problem import Code, RejectedError
from briefexport.settings import Settings, read_settings


def settings(folder: Path, text: str, common: str = "") -> Settings:
    (folder / "own" / "briefexport").mkdir(parents=True)
    (folder / "own" / "briefexport" / "briefexport.toml").write_text(common, "utf-8")
    (folder / "briefexport.toml").write_text(text, "utf-8")
    return read_settings(folder / "water.yaml", {"XDG_CONFIG_HOME": str(folder / "own")})


def test_without_one_nobody_is_told(tmp_path: Path) -> None:
    assert settings(tmp_path, "").operator is None


def test_the_nearer_file_decides(tmp_path: Path) -> None:
    ours, theirs = '[operator]\nemail = "Duty <duty@here.example>"\n', '[operator]\nemail = "it@there.example"\n'

    found = settings(tmp_path, ours, theirs)

    assert found.operator == Mailbox("Duty", "duty@here.example")
    assert found.origins["operator.email"] == f"{tmp_path}/briefexport.toml:2:1"


def test_the_common_file_decides_where_the_nearer_says_nothing(tmp_path: Path) -> None:
    assert settings(tmp_path, "", '[operator]\nemail = "it@there.example"\n').operator == Mailbox(
        "", "it@there.example"
    )


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('[operator]\nemail = "nobody"\n', Code.SETTINGS_ADDRESS, 2),
        ('[operator]\nmail = "a@b.example"\n', Code.SETTINGS_KEY, 2),
        ('operator = "a@b.example"\n', Code.SETTINGS_VALUE, 1),
    ],
)
def test_a_slip_is_told_at_its_line(tmp_path: Path, text: str, code: Code, line: int) -> None:
    with pytest.raises(RejectedError) as raised:
        settings(tmp_path, text)

    (problem,) = raised.value.problems
    assert (problem.code, problem.place.line) == (code, line)


def test_it_is_shown_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    (tmp_path / "briefexport.toml").write_text('[operator]\nemail = "Duty <duty@here.example>"\n', "utf-8")

    main(["settings", str(tmp_path / "water.yaml")])
    (line,) = [line for line in capfd.readouterr().out.splitlines() if line.startswith("email")]

    assert line.startswith('email = "Duty <duty@here.example>"')
    assert line.endswith(f"# {os.fspath(tmp_path)}/briefexport.toml:2:1")
