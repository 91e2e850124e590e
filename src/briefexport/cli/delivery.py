"""The commands about finished sets: what they are given, and what they tell."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .state import state_folder
from .streams import put, tell, visible

if TYPE_CHECKING:
    from briefexport.delivery.ledger import Line
    from briefexport.delivery.proof import Proof, Proved
    from briefexport.delivery.send import Dispatch
    from briefexport.export import Order
    from briefexport.settings import Settings


def verify(**given: Any) -> int:
    """Proves the sets and gives the exit code."""
    from briefexport.delivery.proof import prove_sets
    from briefexport.export import Order

    from .tell import put_json, status_of, told_problem

    proofs = prove_sets(given["sources"], Order(into=given["into"], templates=given["templates"]))
    problems = list(dict.fromkeys(problem for proof in proofs for problem in proof.problems))
    status = status_of(problems, strict=given["strict"])
    if given["as_json"]:
        sets = [_set(proof) for proof in proofs if proof.receipt]
        put_json({"status": int(status), "sets": sets, "problems": [told_problem(problem) for problem in problems]})
    else:
        _tell(proofs, quiet=given["quiet"])
    return status


def _tell(proofs: Sequence["Proof"], *, quiet: bool) -> None:
    """The problems of each set, and a line for each file that has none."""
    from .tell import tell_problems

    for proof in proofs:
        tell_problems(proof.problems, hints=not quiet)
        for file in proof.files:
            if not (quiet or file.problems):
                tell(f"{visible(str(file.path))}: agrees in {file.facts} facts\n")


def _set(proof: "Proof") -> dict[str, Any]:
    return {
        "id": proof.id,
        "source": str(proof.source),
        "receipt": str(proof.receipt),
        "files": [_file(file) for file in proof.files],
    }


def _file(file: "Proved") -> dict[str, Any]:
    return {
        "product": file.product.value,
        "path": str(file.path),
        "state": file.verdict.value,
        "facts": file.facts,
        "differences": [
            {"field": each.field, "briefing": each.expected, "file": each.said} for each in file.differences
        ],
    }


# --- sending

_NOT_SENT = {"handed-over": "has it already", "dropped": "was dropped from the outbox, and is not sent"}


def send(**given: Any) -> int:
    """Sends the set of one briefing to a list, or writes the messages into a folder; gives the exit code."""
    from briefexport.delivery.send import Dispatch
    from briefexport.export import Order
    from briefexport.settings import read_settings

    source: Path = given["source"]
    settings = read_settings(source, os.environ)
    order = Order(into=given["into"], templates=given["templates"])
    dispatch = Dispatch(
        list=given["list_name"],
        only=given["only"],
        draft=given["draft"],
        again=given["again"],
        deadline_s=given["deadline"],
        state=state_folder(),
    )
    if given["dry_run"]:
        return _rehearse(source, order, dispatch, settings, given["dry_run"])
    return _send(source, order, dispatch, settings, quiet=given["quiet"])


def _send(source: Path, order: "Order", dispatch: "Dispatch", settings: "Settings", *, quiet: bool) -> int:
    from briefexport.delivery.send import send_set
    from briefexport.edition import now

    from .tell import status_of, tell_problems

    sent = send_set(source, order, dispatch, settings, os.environ, now)
    if not quiet:
        for result in sent.results:
            if not result.failed:
                tell(f"{visible(result.recipient)}: {'sent' if result.sent else _NOT_SENT[result.state.value]}\n")
    # Cron is told of a warning when something was sent, and not each time when nothing was.
    if not quiet or status_of(sent.problems) or any(result.sent for result in sent.results):
        tell_problems(sent.problems, hints=not quiet)
    return status_of(sent.problems)


def _rehearse(source: Path, order: "Order", dispatch: "Dispatch", settings: "Settings", folder: Path) -> int:
    from briefexport.delivery.send import prepare
    from briefexport.dist import add_file
    from briefexport.edition import now
    from briefexport.problem import Code, Place, Problem

    from .tell import status_of, tell_paths, tell_problems

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fix = "name a folder that is empty or not there"
        problem = Problem(Place(str(folder)), Code.FILE_EXISTS, "there is something here already", fix)
        tell_problems([problem])
        return status_of([problem])
    prepared = prepare(source, order, dispatch, settings, now())
    for number, parcel in enumerate(prepared.parcels, start=1):
        address = "".join(sign if sign.isalnum() or sign in "@.-_" else "_" for sign in parcel.line.recipient)
        path = folder / f"{number:04}-{address}.eml"
        add_file(path, parcel.mail.data)
        files = visible(", ".join(parcel.files) or "no file")
        size = f"{parcel.mail.size_bytes / 1_000_000:.1f} MB"
        tell(f"{visible(parcel.line.recipient)}: {visible(parcel.line.subject)}: {files} ({size})\n")
        tell_paths([path])
    tell_problems(prepared.withheld)
    return status_of(prepared.withheld)


def outbox(ident: str | None, *, retry: bool, drop: bool) -> int:
    """Lists what was not delivered, or changes what is to become of one message; gives the exit code."""
    from briefexport.delivery import outbox as box
    from briefexport.delivery.ledger import UNDELIVERED, State
    from briefexport.edition import now

    from .tell import Status

    folder = state_folder()
    if ident or retry:
        with box.ledger_of(folder) as ledger:
            lines = ledger.of(*UNDELIVERED, State.DROPPED) if ident else ledger.undelivered()
            chosen = [_known(ident, lines)] if ident else lines
            if drop:
                box.drop(ledger, chosen[0], now)
            else:
                box.retry(ledger, chosen, now)
        for line in chosen:
            tell(f"{visible(line.recipient)}: {'will not be sent' if drop else 'the next `send` tries again'}\n")
        return Status.DONE
    lines = box.undelivered(folder)
    for text in _listed(lines):
        put(text, sys.stdout)
    return Status.NOT_NOW if lines else Status.DONE


def _known(ident: str, lines: Sequence["Line"]) -> "Line":
    """The message that the user names by the beginning of its id, with or without its brackets."""
    import click

    wanted = ident.strip("<>")
    found = [line for line in lines if line.ident.strip("<>").startswith(wanted)]
    if len(found) != 1:
        what = "no undelivered message" if not found else f"{len(found)} messages"
        verb = "has an id that begins" if not found else "have ids that begin"
        raise click.UsageError(f"{what} {verb} with '{ident}'. `briefexport outbox` lists them.")
    return found[0]


def _listed(lines: Sequence["Line"]) -> Iterator[str]:
    for line in lines:
        parts = (line.ident.strip("<>"), line.state.value, line.recipient, line.subject, line.reason or "-")
        yield "\t".join(visible(part) for part in parts) + "\n"
