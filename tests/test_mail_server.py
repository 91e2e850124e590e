"""Mail through a real mail server into mailboxes: Postfix takes it, and two programs read what arrived."""

import email
import email.policy
import mailbox
import random
import re
import shutil
import time
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

import msgspec
import pytest

from briefexport.delivery.post import Post, RefusedError
from briefexport.document.message import Attachment, Mailbox
from briefexport.render.mail import Mail, render_mail
from briefexport.settings import Security, Server
from command import run
from mailserver import MailServer, postfix, read_by_mblaze
from postoffice import free_port
from test_message import envelope, message
from test_verify_command import made_once

pytestmark = pytest.mark.slow

BOXES = {
    "asha@cabinet.example": "asha",
    "jörg@cabinet.example": "joerg",
    "neha@cabinet.example": "neha",
}
SETTINGS = """\
[mail]
host = "127.0.0.1"
port = {port}
authority = "{authority}"
security = "starttls"
sender = "Water desk <desk@ministry.example>"

[[lists.cabinet]]
name = "Rao, Asha"
email = "asha@cabinet.example"
marking = "SECRET"

[[lists.cabinet]]
name = "Jörg Öz"
email = "jörg@cabinet.example"
marking = "SECRET"
products = ["onepager"]
language = "de"

[[lists.cabinet]]
name = "नेहा शर्मा"
email = "neha@cabinet.example"
marking = "RESTRICTED"
language = "hi"

[[lists.cabinet]]
email = "gone@cabinet.example"
marking = "SECRET"
"""
SEND = ("send", "water.yaml", "--list", "cabinet", "--deadline", "0")


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with postfix(free_port(), BOXES, largest_bytes=50_000_000) as found:
        yield found


@pytest.fixture
def desk(server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(made_once(), tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    Path("briefexport.toml").write_text(SETTINGS.format(port=server.port, authority=server.authority), "utf-8")
    for box in server.mailboxes.iterdir():
        shutil.rmtree(box)
    return tmp_path


def delivered(server: MailServer, box: str, count: int = 1) -> list[Path]:
    """The files of a mailbox; the server delivers a moment after it has taken a message on."""
    end, found = time.monotonic() + 20, []
    while time.monotonic() < end:
        found = sorted((server.mailboxes / box / "new").glob("*")) if (server.mailboxes / box).exists() else []
        if len(found) >= count:
            return found
        time.sleep(0.02)
    raise AssertionError(f"not {count} but {len(found)} in {box}: {server.log.read_text('utf-8')[-2000:]}")


def read(server: MailServer, box: str) -> EmailMessage:
    """The only message of a mailbox, as Python's mailbox reads it."""
    delivered(server, box)
    (kept,) = mailbox.Maildir(server.mailboxes / box, create=False)
    found = email.message_from_bytes(bytes(kept), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def text_of(found: EmailMessage, kind: str) -> str:
    body = found.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def header(path: Path, name: str) -> str:
    """A header as mblaze decodes it."""
    return read_by_mblaze(path, "mhdr", "-d", "-h", name).decode().strip()


def test_each_finds_their_files_in_their_mailbox_and_who_is_unknown_is_told(
    desk: Path, server: MailServer, capfd: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run(capfd, *SEND)
    asha, neha = read(server, "asha"), read(server, "neha")

    assert status == 3
    assert err.splitlines()[:3] == [f"{address}: sent" for address in BOXES]
    assert "B905 gone@cabinet.example has not got it: 550 5.1.1 <gone@cabinet.example>: Recipient address" in err
    assert asha["Subject"] == "RESTRICTED: Water summit (issue 3, for clearance)"
    assert asha["To"] == '"Rao, Asha" <asha@cabinet.example>'
    assert asha["From"] == "Water desk <desk@ministry.example>"
    assert (asha["Return-Path"], asha["Delivered-To"]) == ("<desk@ministry.example>", "asha@cabinet.example")
    assert [(part.get_filename(), part.get_content()) for part in asha.iter_attachments()] == [
        (name, (desk / "dist" / name).read_bytes())
        for name in ("water-memo.docx", "water-onepager.pdf", "water-tracker.xlsx")
    ]
    assert neha["To"] == "नेहा शर्मा <neha@cabinet.example>"
    assert neha["Content-Language"] == "hi"
    for whose, word in ((neha, "संलग्न"), (asha, "Attached")):
        assert word in text_of(whose, "plain")
        assert f">{word}</h2>" in text_of(whose, "html")


def test_another_program_reads_the_same_message(
    desk: Path, server: MailServer, capfd: pytest.CaptureFixture[str]
) -> None:
    run(capfd, *SEND, "--only", "jörg@cabinet.example")
    (path,) = delivered(server, "joerg")
    parts = read_by_mblaze(path, "mshow", "-t").decode()
    text, page, pdf = (read_by_mblaze(path, "mshow", "-O", arguments=[part]) for part in ("3", "4", "5"))

    assert header(path, "subject") == "RESTRICTED: Water summit (Ausgabe 3, zur Mitzeichnung)"
    assert header(path, "to") == "Jörg Öz <jörg@cabinet.example>"
    assert header(path, "from") == "Water desk <desk@ministry.example>"
    assert header(path, "auto-submitted") == "auto-generated"
    assert re.findall(r"(?m)^ +\d: (\S+)", parts) == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip
    assert text.decode().startswith("RESTRICTED\n\nWater summit\n")
    assert page.startswith(b'<!DOCTYPE html>\n<html lang="de" dir="ltr">')
    assert pdf == (desk / "dist" / "water-onepager.pdf").read_bytes()


def test_a_repeat_is_the_same_message_in_the_mailbox(
    desk: Path, server: MailServer, capfd: pytest.CaptureFixture[str]
) -> None:
    only = ("--only", "asha@cabinet.example")
    run(capfd, *SEND, *only)
    first, second = run(capfd, *SEND, *only), run(capfd, *SEND, *only, "--again")
    paths = delivered(server, "asha", 2)

    assert desk.is_dir()
    assert "asha@cabinet.example: has it already" in first[2]
    assert "may be a repeat" in second[2]
    assert len(paths) == 2
    assert len({header(path, "message-id") for path in paths}) == 1


def way_to(server: MailServer) -> Server:
    return Server(host="127.0.0.1", port=server.port, security=Security.STARTTLS, authority=server.authority)


def random_bytes(count: int) -> bytes:
    """Always the same."""
    return random.Random(1).randbytes(count)  # noqa: S311 - no secret


def big(size_bytes: int) -> Mail:
    attachment = Attachment("annex.pdf", "application/pdf", random_bytes(size_bytes))
    return render_mail(message(), [attachment], envelope(recipient=Mailbox("", "asha@cabinet.example")))


def test_twenty_five_megabytes_arrive_as_they_are(desk: Path, server: MailServer) -> None:
    with Post(way_to(server), None) as post:
        post.hand_over(big(25_000_000))
    (path,) = delivered(server, "asha")

    assert desk.is_dir()
    assert read_by_mblaze(path, "mshow", "-O", arguments=["5"]) == random_bytes(25_000_000)


def test_what_the_server_says_it_will_not_take_is_not_offered(server: MailServer) -> None:
    why = "the message has 60.0 MB, and the server takes 50.0 MB at most"
    heavy = msgspec.structs.replace(big(1), body=bytes(60_000_000))

    with Post(way_to(server), None) as post, pytest.raises(RefusedError, match=re.escape(why)):
        post.hand_over(heavy)


NAMES = [
    'Rao, Asha "the Minister" <all@cabinet.example>',
    "a@cabinet.example, b@cabinet.example; group: c@cabinet.example;",
    "O'Neill \\ (press)",
    "डॉ. लक्ष्मी\u200dनारायण शर्मा, संयुक्त सचिव",
    "דן \u200fכהן",
    "محمد \u202bالعلي\u202c",
    "Ярослава Константинопольская-Преображенская, заместитель директора департамента",
    "王小明",
    "🌊 Water",
]


def test_hostile_and_foreign_names_come_back_letter_by_letter(desk: Path, server: MailServer) -> None:
    with Post(way_to(server), None) as post:
        for name in NAMES:
            post.hand_over(render_mail(message(), [], envelope(recipient=Mailbox(name, "asha@cabinet.example"))))
    mails = [email.message_from_bytes(path.read_bytes()) for path in delivered(server, "asha", len(NAMES))]

    assert desk.is_dir()
    assert sorted(name_of(each["To"]) for each in mails) == sorted(NAMES)
    assert {tuple(address for _, address in getaddresses([each["To"]])) for each in mails} == {
        ("asha@cabinet.example",)
    }
    assert {each["Bcc"] for each in mails} == {None}


def name_of(header: str) -> str:
    """Who is named first; Python's newer reader of names puts spaces between encoded words."""
    (name, _), *_ = getaddresses([header])
    return str(make_header(decode_header(name)))
