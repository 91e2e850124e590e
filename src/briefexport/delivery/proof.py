"""Finished sets on disk, read back and compared with their briefings."""

from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path

import msgspec

from briefexport.dist import Finished, Made, read_set, receipt_name, sha256
from briefexport.export import Order, Ready, read_counted
from briefexport.problem import Code, Place, Problem, RejectedError, Severity
from briefexport.product import Product
from briefexport.verify import Comparison, Difference, UnreadableError, read_told, verify_file
from briefexport.wording import Wording

_ANEW = "make the set again with `briefexport all`"
_OURS = "make the set again with --again; if it stays so, send the briefing and this file to whoever looks after this"


class Verdict(Enum):
    """What became of the proof of one file."""

    AGREES = "agrees"
    DIFFERS = "differs"
    TYPED_INTO = "typed-into"
    OUT_OF_DATE = "out-of-date"
    DAMAGED = "damaged"


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """A file and what was found in it: how many facts were looked for, and where it departs from the briefing."""

    product: Product
    path: Path
    verdict: Verdict
    facts: int = 0
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of one briefing: `id` and `receipt` are None when it could not even be read."""

    source: Path
    id: str | None = None
    receipt: Path | None = None
    files: tuple[Proved, ...] = ()
    problems: tuple[Problem, ...] = ()


def prove_sets(paths: Sequence[Path], order: Order) -> tuple[Proof, ...]:
    """Reads the set of each briefing back; problems are results, in the order of the paths."""
    return tuple(_proof(path, order) for path in dict.fromkeys(paths))


def prove_set(ready: Ready, found: Finished | None, into: Path) -> Proof:
    """What the bytes of a set, as they were read, say beside the briefing, as it was read."""
    briefing = ready.source.briefing
    receipt = into / receipt_name(briefing.id)
    proof = Proof(source=ready.path, id=briefing.id, receipt=receipt)
    if found is None or not found.receipt.files:
        return msgspec.structs.replace(proof, problems=(_no_set(receipt, briefing.id),))
    wording = ready.house.wording(briefing.language)
    files = tuple(_proved(made, found, ready, wording, into) for made in found.receipt.files)
    problems = tuple(problem for file in files for problem in file.problems)
    return msgspec.structs.replace(proof, files=files, problems=problems)


def _proof(path: Path, order: Order) -> Proof:
    try:
        ready = read_counted(path, order)
        return prove_set(ready, read_set(order.into, ready.source.briefing.id), order.into)
    except RejectedError as rejected:
        return Proof(source=path, problems=rejected.problems)


def _proved(made: Made, found: Finished, ready: Ready, wording: Wording, into: Path) -> Proved:
    """A file that is not as it was made, or not made from this briefing, is not compared: what differs is no news."""
    path = made.path_in(into)
    proved = Proved(product=made.product, path=path, verdict=Verdict.AGREES)
    data = found.files[made.name]
    typed = data is not None and sha256(data) != made.sha256
    if data is None:
        return _with(proved, Verdict.DAMAGED, _problem(path, Code.FILE_GONE, "the file is not there", _ANEW))
    if typed and made.product is not Product.TRACKER:
        what = "the file is not as it was made: its bytes are not those that the receipt names"
        return _with(proved, Verdict.DAMAGED, _problem(path, Code.NOT_AS_MADE, what, f"{_ANEW}; this one is kept"))
    try:
        told = read_told(made.product, data)
    except UnreadableError as error:
        return _with(
            proved, Verdict.DAMAGED, _problem(path, Code.DOES_NOT_OPEN, f"the file does not open: {error}", _ANEW)
        )
    if found.unsettled or not _is_current(made, ready):
        if typed and not found.unsettled and _is_current(made, ready, typing=True):
            return _with(proved, Verdict.TYPED_INTO, _typed_into(path, ()))
        return _with(proved, Verdict.OUT_OF_DATE, _out_of_date(path, unsettled=found.unsettled))
    if told.pages not in (None, 1):
        what = f"the one-pager has {told.pages} pages"
        return _with(proved, Verdict.DAMAGED, _problem(path, Code.NOT_ONE_PAGE, what, _OURS))
    compared = verify_file(made.product, told, ready.source.briefing, wording, made.left_out, ready.past)
    proved = msgspec.structs.replace(proved, facts=compared.facts, differences=compared.differences)
    if typed or (made.merged and compared.differences):
        # Into a tracker that people work in the briefing is merged, and where the two differ it says what people typed.
        return _with(proved, Verdict.TYPED_INTO, _typed_into(path, compared.differences))
    problems = tuple(_told(path, compared))
    grave = any(problem.code.severity is Severity.ERROR for problem in problems)
    return _with(proved, Verdict.DIFFERS if grave else Verdict.AGREES, *problems)


def _with(proved: Proved, verdict: Verdict, *problems: Problem) -> Proved:
    return msgspec.structs.replace(proved, verdict=verdict, problems=problems)


def _is_current(made: Made, ready: Ready, *, typing: bool = False) -> bool:
    """Whether it was made from this briefing and house; for what moment, and in what form, was free to choose.

    `typing`: what people typed since does not matter.
    """
    free = {"edition": made.stamp.edition, "profile": made.stamp.profile}
    if typing:
        free["typed"] = made.stamp.typed
    return msgspec.structs.replace(ready.stamp, **free) == made.stamp


# --- problems


def _told(path: Path, compared: Comparison) -> Iterator[Problem]:
    """A problem for each difference, and one for each part that the office's own template seems to leave out."""
    for part in compared.unsaid:
        what = f"the file says nothing of `{part}`, which the briefing has"
        fix = "put the part back into your template, or leave it so if that is meant"
        yield _problem(path, Code.PART_NOT_SAID, what, fix)
    for each in compared.differences:
        if each.field.partition("[")[0] in compared.unsaid:
            continue
        if each.said is None:
            what = f"`{each.field}` is '{each.expected}' in the briefing, and the file does not say so"
            yield _problem(path, Code.DOES_NOT_SAY, what, _OURS)
        else:
            what = f"`{each.field}` is '{each.expected}' in the briefing, and '{each.said}' in the file"
            yield _problem(path, Code.SAYS_OTHERWISE, what, _OURS)


def _no_set(receipt: Path, ident: str) -> Problem:
    return _problem(
        receipt, Code.NO_SET, f"there is no finished set of '{ident}' here", f"{_ANEW}, or name its folder with --into"
    )


def _out_of_date(path: Path, *, unsettled: bool) -> Problem:
    what = "the file was made from another version of the briefing, its pictures or the templates"
    if unsettled:
        what = "a run has died here, or is still on its way, and the files may be of two sets"
    return _problem(path, Code.OUT_OF_DATE, what, _ANEW)


def _typed_into(path: Path, differences: Sequence[Difference]) -> Problem:
    fields = ", ".join(f"`{field}`" for field in dict.fromkeys(each.field for each in differences))
    what = "people typed into this tracker since it was made"
    if fields:
        what += f", and it departs from the briefing in {fields}"
    return _problem(path, Code.TYPED_INTO, what, "take over into the briefing what is true, then make the set again")


def _problem(path: Path, code: Code, what: str, fix: str) -> Problem:
    return Problem(Place(str(path)), code, what, fix)
