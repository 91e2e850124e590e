"""Processes that make products side by side, where a second core makes that quicker.

A member is forked from this process and can be called before there is a briefing: it then imports what its product
needs while the briefing is read. It makes one product a job, as many jobs as come, and ends when this process closes
its pipe or dies. Nothing heavy is imported at the top: calling a member early is only worth it when it is early.
"""

import contextlib
import os
import pickle
import signal
import traceback
from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn, Self

_PIPE_BYTES = 2**20

Job = tuple[Any, ...]
Make = Callable[[str, Job], Any]
"""What a member does: the name of its product and a job -> a reply, both of which can be pickled."""


class MemberBugError(Exception):
    """Our mistake, in a member; the text is the member's traceback."""


class MemberDiedError(Exception):
    """A member ended without a reply; the text says how."""


class _Failure(NamedTuple):
    traceback: str


class _Member(NamedTuple):
    pid: int
    jobs: int
    replies: int


def usable_cores() -> int:
    """How many cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew:
    """The members, by the name of the product that each makes. Closing it ends them, whatever they are at."""

    def __init__(self, make: Make, get_ready: Callable[[str], None]) -> None:
        self._make, self._get_ready = make, get_ready
        self._members: dict[str, _Member] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def call(self, name: str) -> bool:
        """Let a member get ready, unless it was called before; False where the system has no room for it."""
        if name not in self._members:
            with contextlib.suppress(OSError):
                self._members[name] = self._forked(name)
        return name in self._members

    def ask(self, name: str, job: Job) -> None:
        """Hand a member its job; a member that has died is told when its answer is asked for."""
        with contextlib.suppress(BrokenPipeError), os.fdopen(os.dup(self._members[name].jobs), "wb") as pipe:
            # Not msgpack: a path that is not UTF-8 has to come through.
            pickle.dump(job, pipe, protocol=5)

    def answer(self, name: str) -> Any:
        """What a member made of its job.

        Raises:
            MemberDiedError: it was killed, or had no memory left.
            MemberBugError: it failed through a mistake of ours.
        """
        with os.fdopen(os.dup(self._members[name].replies), "rb") as pipe:
            try:
                reply = pickle.load(pipe)  # noqa: S301 - from our own child
            except (EOFError, pickle.UnpicklingError):
                raise MemberDiedError(self._ended(name)) from None
        if isinstance(reply, _Failure):
            raise MemberBugError(reply.traceback)
        return reply

    def close(self) -> None:
        """End every member and wait for it."""
        while self._members:
            name, member = self._members.popitem()
            del name
            os.close(member.jobs)
            os.close(member.replies)
            os.kill(member.pid, signal.SIGKILL)
            os.waitpid(member.pid, 0)

    def _ended(self, name: str) -> str:
        member = self._members.pop(name)
        os.close(member.jobs)
        os.close(member.replies)
        _, status = os.waitpid(member.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        return f"by signal {-code}" if code < 0 else f"with status {code}"

    def _forked(self, name: str) -> _Member:
        job_reading, job_writing = os.pipe()
        reply_reading, reply_writing = os.pipe()
        try:
            pid = os.fork()
        except OSError:
            for end in (job_reading, job_writing, reply_reading, reply_writing):
                os.close(end)
            raise
        if pid == 0:
            # The ends of others must not stay open here: a member knows by the end of its pipe that we are gone.
            others = [end for member in self._members.values() for end in (member.jobs, member.replies)]
            for end in (job_writing, reply_reading, *others):
                os.close(end)
            self._live(name, job_reading, reply_writing)
        os.close(job_reading)
        os.close(reply_writing)
        _widen(job_writing)
        return _Member(pid, job_writing, reply_reading)

    def _live(self, name: str, jobs: int, replies: int) -> NoReturn:
        """All that a member does. It ends without looking back: what the parent has open is the parent's to close."""
        status = 1
        try:
            with os.fdopen(jobs, "rb") as coming, os.fdopen(replies, "wb") as going:
                self._get_ready(name)
                while True:
                    job = pickle.load(coming)  # noqa: S301 - from our own parent
                    pickle.dump(self._tried(name, job), going, protocol=5)
                    going.flush()
        except EOFError:
            status = 0
        finally:
            os._exit(status)

    def _tried(self, name: str, job: Job) -> Any:
        try:
            return self._make(name, job)
        except Exception:  # noqa: BLE001 - told by the parent
            return _Failure(traceback.format_exc())


def _widen(pipe: int) -> None:
    """Room for a whole job, so that handing it over does not wait for a member that is still getting ready."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
