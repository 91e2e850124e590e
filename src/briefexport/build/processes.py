"""The products side by side, each in a process of its own, where a second core makes that quicker.

Children are forked, so they start with everything that was read; each sends one reply through a pipe and ends at once.
"""

import contextlib
import gc
import os
import pickle
import signal
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn, TypeAlias

import msgspec

from briefexport.edition import Edition
from briefexport.problem import Code, Place, Problem, RejectedError
from briefexport.product import Artifact, Product

from .documents import build_one, build_products

if TYPE_CHECKING:
    from briefexport.house import House
    from briefexport.source import Source


class ChildBugError(Exception):
    """Our mistake, in a child; the text is the child's traceback."""


class _Child(msgspec.Struct, frozen=True):
    pid: int
    pipe: int


class _Failure(msgspec.Struct, frozen=True):
    traceback: str


# With fewer products, or fewer cores, another process costs more than it gives.
_FEWEST = 2

# What a child sends: its document, or the problems that keep it from being made, or how it failed.
_Reply: TypeAlias = Artifact | tuple[Problem, ...] | _Failure


def usable_cores() -> int:
    """How many cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def build_side_by_side(
    source: "Source", house: "House", edition: Edition, products: Sequence[Product], pictures: Mapping[str, bytes]
) -> tuple[Artifact, ...]:
    """What `build_products` gives, in the quickest way: in processes where there are cores for them, else in this one.

    Raises:
        RejectedError: a product cannot be made or its process died; all problems together, each told once.
        ChildBugError: a child failed through a mistake of ours.
    """
    if len(products) < _FEWEST or usable_cores() < _FEWEST:
        return build_products(source, house, edition, products, pictures)
    return build_in_processes(source, house, edition, products, pictures)


def build_in_processes(
    source: "Source", house: "House", edition: Edition, products: Sequence[Product], pictures: Mapping[str, bytes]
) -> tuple[Artifact, ...]:
    """What `build_products` gives, from one process a product; the first is made in this one, which has one thread.

    Raises:
        RejectedError: a product cannot be made or its process died; all problems together, each told once.
        ChildBugError: a child failed through a mistake of ours.
    """

    def make(product: Product) -> _Reply:
        try:
            return build_one(product, source, house, edition, pictures)
        except RejectedError as rejected:
            return rejected.problems

    children: dict[Product, _Child] = {}
    gc.freeze()
    try:
        for product in products[1:]:
            # Where the system has no room for another process the work is done here.
            with contextlib.suppress(OSError):
                children[product] = _forked(make, product)
        replies = {product: make(product) for product in products if product not in children}
        while children:
            product = next(iter(children))
            replies[product] = _reply(children[product], product, source)
            del children[product]
    finally:
        for child in children.values():
            os.kill(child.pid, signal.SIGKILL)
            os.waitpid(child.pid, 0)
            os.close(child.pipe)
        gc.unfreeze()
    return _together([replies[product] for product in products])


def _together(replies: Sequence[_Reply]) -> tuple[Artifact, ...]:
    problems: dict[Problem, None] = {}
    for reply in replies:
        if isinstance(reply, _Failure):
            raise ChildBugError(reply.traceback)
        if isinstance(reply, tuple):
            problems.update(dict.fromkeys(reply))
    if problems:
        raise RejectedError(problems)
    return tuple(reply for reply in replies if isinstance(reply, Artifact))


def _forked(make: Callable[[Product], _Reply], product: Product) -> _Child:
    reading, writing = os.pipe()
    try:
        pid = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    if pid == 0:
        _live(make, product, writing)
    os.close(writing)
    return _Child(pid, reading)


def _live(make: Callable[[Product], _Reply], product: Product, writing: int) -> NoReturn:
    """All that a child does. It ends without looking back: what the parent has open is the parent's to close."""
    status = 1
    try:
        gc.disable()
        try:
            reply = make(product)
        except Exception:  # noqa: BLE001 - told by the parent
            reply = _Failure(traceback.format_exc())
        # Not msgpack: a path that is not UTF-8 has to come through.
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(reply, pipe, protocol=5)
        status = 0
    finally:
        os._exit(status)


def _reply(child: _Child, product: Product, source: "Source") -> _Reply:
    """What a child sends; returns when it has ended, however that was."""
    with os.fdopen(os.dup(child.pipe), "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child.pid, 0)
    os.close(child.pipe)
    if status != 0:
        return (_death(os.waitstatus_to_exitcode(status), product, source),)
    reply: _Reply = pickle.loads(data)  # noqa: S301 - from our own child
    return reply


def _death(code: int, product: Product, source: "Source") -> Problem:
    how = f"by signal {-code}" if code < 0 else f"with status {code}"
    return Problem(
        Place(source.places.file),
        Code.CHILD_DIED,
        f"the {product.value} was not made: the process that made it was ended {how}",
        "see whether this machine has memory left, then run this again",
    )
