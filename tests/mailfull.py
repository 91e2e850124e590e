"""Sends to forty with a ledger on a disk that may be too small: run with a port and a folder, it prints the outcome."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from briefexport.delivery.ledger import LedgerError, Line, opened
from briefexport.delivery.post import Post
from briefexport.delivery.round import Delivered, Parcel, deliver
from briefexport.document.message import Envelope, Mailbox, Message
from briefexport.render.mail import render_mail
from briefexport.settings import Security, Server

AT = dt.datetime(2030, 5, 2, 6, 0, tzinfo=dt.UTC)
MESSAGE = Message("en", "Water", "Agreed.\n", "<p>Agreed.</p>\n")


def parcel(address: str) -> Parcel:
    """A message to somebody."""
    envelope = Envelope(series="water.3", sender=Mailbox("", "desk@x.example"), recipient=Mailbox("", address), at=AT)
    mail = render_mail(MESSAGE, [], envelope)
    line = Line(ident=mail.ident, series="water", issue=3, list="l", source="s", recipient=address, subject="Water")
    return Parcel(line, mail)


def main(port: int, folder: Path) -> dict[str, Any]:
    """How many got it now, how many of them perhaps again, and what stopped the run."""
    server = Server(host="127.0.0.1", port=port, security=Security.NONE)
    what = [parcel(f"{number}@x.example") for number in range(40)]
    try:
        with opened(folder / "ledger.sqlite3") as ledger, Post(server, None) as post:
            done = deliver(what, post, ledger, lambda: AT, deadline_s=0)
    except LedgerError as error:
        done = Delivered((), error)
    return {
        "sent": sum(result.sent for result in done.results),
        "repeated": sum(result.repeated for result in done.results),
        "stopped": done.stopped.what if done.stopped else None,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), Path(sys.argv[2]))) + "\n")
