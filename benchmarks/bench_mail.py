"""A set composed for, and handed over to, each of many recipients: messages a second, beside a plain script."""

import contextlib
import datetime as dt
import os
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path

from rich.table import Table

from briefexport.delivery.send import Dispatch, send_set
from briefexport.dist import read_set
from briefexport.document.message import Mailbox
from briefexport.export import Order, export_briefings
from briefexport.settings import Member, Security, Server, Settings

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "source" / "summit.yaml"
POSTFIX = ROOT / "build" / "postfix" / "usr"
SINK = POSTFIX / "sbin" / "smtp-sink"
RECIPIENTS = 300
LANGUAGES = ("en", "hi", "fr")

# What we hold ourselves to.
MESSAGES_A_SECOND = 50


def report() -> Table:
    """One row a way: how many messages a second, how large they are, and whether that is within the aim."""
    with tempfile.TemporaryDirectory() as place, _server() as port:
        folder = Path(place)
        order = Order(into=folder / "dist")
        export_briefings([SOURCE], order)
        plain_s, size = _plain(port, order.into)
        ours_s = _ours(port, folder, order)
    title = f"Mail to {RECIPIENTS}, {size / 1e6:.2f} MB each"
    table = Table("way", "messages/s", "aim", title=title)
    table.add_row("plain script, no ledger", f"{RECIPIENTS / plain_s:.0f}", "")
    rate = RECIPIENTS / ours_s
    met = "met" if rate >= MESSAGES_A_SECOND else "MISSED"
    table.add_row("briefexport send", f"{rate:.0f}", f"{met}: {MESSAGES_A_SECOND}/s")
    return table


def _ours(port: int, folder: Path, order: Order) -> float:
    """Seconds of a whole `send` of a set that is there: proving it, composing, handing over and the ledger."""
    members = tuple(
        Member(mailbox=Mailbox(f"N {number}", address), language=LANGUAGES[number % 3], marking="SECRET")
        for number, address in enumerate(_addresses())
    )
    settings = Settings(
        server=Server(host="127.0.0.1", port=port, security=Security.NONE),
        sender=Mailbox("Desk", "desk@ministry.example"),
        lists={"all": members},
    )
    dispatch = Dispatch(list="all", draft=True, state=folder / "state")
    began = time.perf_counter()
    sent = send_set(SOURCE, order, dispatch, settings, {}, lambda: dt.datetime.now(dt.UTC))
    took = time.perf_counter() - began
    if sum(result.sent for result in sent.results) != RECIPIENTS:
        sys.exit(f"not everything was sent: {sent.problems[:3]}")
    return took


def _plain(port: int, into: Path) -> tuple[float, int]:
    """Seconds of a script that makes and sends each message by itself, and the size of one."""
    found = read_set(into, "summit")
    files: Mapping[str, bytes | None] = found.files if found else {}
    began, size = time.perf_counter(), 0
    with smtplib.SMTP("127.0.0.1", port) as client:
        for address in _addresses():
            mail = EmailMessage()
            mail["Subject"], mail["From"], mail["To"] = "Summit", "desk@ministry.example", address
            mail.set_content("The summit.")
            for name, data in files.items():
                mail.add_attachment(data or b"", "application", "octet-stream", filename=name)
            size = len(mail.as_bytes())
            client.send_message(mail)
    return time.perf_counter() - began, size


def _addresses() -> list[str]:
    return [f"{number}@cabinet.example" for number in range(RECIPIENTS)]


@contextlib.contextmanager
def _server() -> Iterator[int]:
    """The port of Postfix's sink, which takes everything and keeps nothing, in a process of its own."""
    if not SINK.exists():
        sys.exit("Postfix is missing; run: tools/environment mailserver")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    # It will not run as root.
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    environment = {**os.environ, "LD_LIBRARY_PATH": str(POSTFIX / "lib" / "postfix")}
    with subprocess.Popen([SINK, *user, f"127.0.0.1:{port}", "10"], env=environment) as server:
        try:
            for _ in range(200):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.05)
            yield port
        finally:
            server.terminate()
