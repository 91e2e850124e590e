"""Our lines in a crontab: quoted, marked, replaced, taken away; what others wrote stays byte for byte."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefexport.schedule.block import Around, CrontabError, command_of, entries, with_entry, without_entry
from briefexport.schedule.task import Task, carried
from briefexport.schedule.timing import Timing

AROUND = Around(user="asha", zone="Asia/Kolkata")
AT_SIX = Timing("0 6 * * 1-5")
SUMMIT = Task(source=Path("/srv/summit.yaml"), to="cabinet", options=("--into", "/srv/dist", "--quiet"))
OTHERS = """\
# m h  dom mon dow   command
MAILTO = "root@here"
0\t6  * *\tMON-FRI   /bin/x  # hello\x20\x20
@daily  /bin/y
  5 4 * * sun echo a\\%b
#0 0 * * * /off

0 0 * * * /bin/z %stdin%more
"""


def test_a_line_of_ours_says_who_put_it_there_and_how_to_take_it_away() -> None:
    text = with_entry("", AT_SIX, SUMMIT, AROUND)

    assert text.splitlines() == [
        f"# >>> briefexport {SUMMIT.ident} >>> `briefexport schedule remove {SUMMIT.ident}` takes this away",
        f"0 6 * * 1-5 {sys.executable} -P -m briefexport run /srv/summit.yaml --send cabinet --into /srv/dist --quiet",
        f"# <<< briefexport {SUMMIT.ident} <<<",
    ]


def test_what_others_wrote_stays_byte_for_byte() -> None:
    added = with_entry(OTHERS, AT_SIX, SUMMIT, AROUND)

    assert added.startswith(OTHERS)
    assert without_entry(added, SUMMIT.ident) == OTHERS
    assert without_entry(OTHERS, SUMMIT.ident) == OTHERS


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=80))
def test_whatever_others_wrote_comes_back(text: str) -> None:
    text = text + "\n" if text else ""

    assert without_entry(with_entry(text, AT_SIX, SUMMIT, AROUND), SUMMIT.ident) == text


def test_adding_the_same_briefing_and_list_again_replaces_the_line() -> None:
    later = Timing("30 7 * * *")
    press = Task(source=SUMMIT.source, to="press")

    text = with_entry(with_entry(OTHERS, AT_SIX, SUMMIT, AROUND), AT_SIX, press, AROUND)
    text = with_entry(text, later, SUMMIT, AROUND)

    assert [(entry.timing, entry.task) for entry in entries(text)] == [(AT_SIX, press), (later, SUMMIT)]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\n\r/"), min_size=1, max_size=40))
def test_any_path_comes_back_from_its_line(name: str) -> None:
    task = Task(source=Path("/srv") / f"x{name}.yaml", to="cabinet", variables={"XDG_STATE_HOME": f"/{name}"})

    (entry,) = entries(with_entry("", AT_SIX, task, AROUND))

    assert entry.task == task


def test_a_shell_reads_the_command_as_it_is_meant() -> None:
    """Cron takes the backslash off each percent sign (crontab(5)) and hands the rest to a shell."""
    odd = '/srv/it\'s 50% "new" $HOME `id` \\ ; rm & é.yaml'
    command = command_of(Task(source=Path(odd))).replace("\\%", "%")
    words = command.replace(shlex.quote(sys.executable), "printf '%s\\n'", 1)

    said = subprocess.run(["/bin/sh", "-c", words], capture_output=True, check=True, text=True).stdout

    assert "%" not in command_of(Task(source=Path(odd))).replace("\\%", "")
    assert said.splitlines() == ["-P", "-m", "briefexport", "run", odd]


@pytest.mark.parametrize("name", ["a\nb.yaml", "a\rb.yaml", "x" * 1000])
def test_what_cannot_stand_in_a_crontab_is_refused(name: str) -> None:
    with pytest.raises(CrontabError) as raised:
        with_entry(OTHERS, AT_SIX, Task(source=Path("/srv") / name), AROUND)

    assert raised.value.fix


def test_cron_mails_to_whom_it_did_before_the_line_again_after_it() -> None:
    around = Around(mail_to="duty@here", user="asha", zone="UTC")

    alone = with_entry("", AT_SIX, SUMMIT, around).splitlines()
    among = with_entry(OTHERS, AT_SIX, SUMMIT, around).splitlines()

    assert (alone[1], alone[3]) == ('MAILTO="duty@here"', "MAILTO=asha")
    assert (among[-4], among[-2]) == ('MAILTO="duty@here"', 'MAILTO="root@here"')


def test_another_shell_or_zone_of_the_crontab_does_not_reach_our_line() -> None:
    before = "SHELL=/usr/bin/fish\nCRON_TZ=Asia/Tokyo\n"

    lines = with_entry(before, AT_SIX, SUMMIT, AROUND).splitlines()

    assert lines[3:5] == ['SHELL="/bin/sh"', 'CRON_TZ="Asia/Kolkata"']
    assert lines[6:8] == ["SHELL=/usr/bin/fish", "CRON_TZ=Asia/Tokyo"]


def test_a_line_that_somebody_changed_is_listed_as_theirs() -> None:
    text = with_entry("", AT_SIX, SUMMIT, AROUND).replace(" -m briefexport run", " -m other")

    assert [(entry.ident, entry.task) for entry in entries(text)] == [(SUMMIT.ident, None)]


@pytest.mark.parametrize("lost", ["# >>> briefexport", "# <<< briefexport"])
def test_where_a_mark_is_gone_nothing_is_guessed(lost: str) -> None:
    lines = with_entry(OTHERS, AT_SIX, SUMMIT, AROUND).splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith(lost))

    with pytest.raises(CrontabError) as raised:
        without_entry(text, SUMMIT.ident)

    assert raised.value.fix.startswith("run `crontab -e`, delete every line of briefexport ")


def test_only_variables_that_lead_somewhere_are_carried() -> None:
    environment = {"XDG_STATE_HOME": "/var/state", "XDG_CONFIG_HOME": "relative", "HOME": "/h", "SECRET": "x"}

    assert carried(environment) == {"XDG_STATE_HOME": "/var/state"}
