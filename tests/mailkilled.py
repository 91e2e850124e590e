"""Sends to twenty in child processes that kill themselves at one step or another, and tells what the next run says.

Run as a program with the port of a server and an empty folder; prints one JSON value. A step is one call that reaches
the network or the ledger, and a process dies just before it. The recipients of each run that dies are of a domain of
their own, `k7.example`; those of `all.example` see every death, one after another.
"""

import json
import os
import signal
import smtplib
import sys
from pathlib import Path
from typing import Any

import tenacity  # noqa: F401 - imported here once, not in every child

from briefexport.delivery.ledger import Ledger, opened
from briefexport.delivery.post import Post
from briefexport.delivery.round import Parcel, deliver
from briefexport.document.message import Attachment, Mailbox
from briefexport.render.mail import render_mail
from briefexport.settings import Security, Server
from killed import die_at
from test_message import envelope, message
from test_round import AT, line_of

EVERYBODY = 20
# A message takes ten steps, so that these come by each of them, in one message or another.
POINTS = range(1, 200, 13)
STEPS = ((Ledger, "intend"), (Ledger, "mark"), (smtplib.SMTP, "send"), (smtplib.SMTP, "getreply"))


def parcels(domain: str) -> list[Parcel]:
    """A message to each, with a file that is nobody else's."""
    made = []
    for number in range(EVERYBODY):
        address = f"{number}@{domain}"
        own = Attachment("own.txt", "application/octet-stream", address.encode())
        mail = render_mail(message(), [own], envelope(recipient=Mailbox("", address)))
        made.append(Parcel(line_of(mail), mail))
    return made


def sent(server: Server, ledger: Path, what: list[Parcel], step: int = 0) -> list[str] | None:
    """Who is said to have got what may be a repeat; None when the run died at its step."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if step:
            die_at(step, STEPS)
        with opened(ledger) as book, Post(server, None) as post:
            done = deliver(what, post, book, lambda: AT, deadline_s=0)
        os.write(writing, json.dumps([result.recipient for result in done.results if result.repeated]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    if status:
        raise RuntimeError(f"the child failed at step {step}")
    return list(json.loads(said))


def main(port: int, folder: Path) -> dict[str, Any]:
    """What the run after each death says, and the one after all of them."""
    server = Server(host="127.0.0.1", port=port, security=Security.NONE, timeout_s=5)
    found: dict[str, Any] = {"lived": [], "repeated": {}}
    everybody = parcels("all.example")
    for point in POINTS:
        own, ledger = parcels(f"k{point}.example"), folder / f"k{point}.sqlite3"
        if sent(server, ledger, own, point) is not None:
            found["lived"].append(point)
        found["repeated"][f"k{point}.example"] = sent(server, ledger, own)
        # A run that has less left to do has fewer steps, so that it dies in its first or second message.
        sent(server, folder / "all.sqlite3", everybody, 2 + point % 20)
    found["repeated"]["all.example"] = sent(server, folder / "all.sqlite3", everybody)
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), Path(sys.argv[2]))))
