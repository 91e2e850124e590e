"""The machine: its clock, and the folders that a run writes to."""

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from briefexport.schedule.zone import machine_zone

from .finding import Finding, Patient, State

YEARS = range(2024, 2100)
"""When this program can be run: it was not there before, and will not be there after."""
_LARGEST_DRIFT = dt.timedelta(minutes=2)
_LEAST_BYTES, _FEW_BYTES = 20_000_000, 200_000_000
_MEGABYTE = 1_000_000


def look_at_clock(patient: Patient) -> Iterator[Finding]:
    """The year, and the time zone that cron counts in."""
    about, zone = "clock", machine_zone()
    here = patient.at.astimezone(zone)
    said = f"{here:%a %d %b %Y, %H:%M %z}, time zone {zone.key}"
    if patient.at.year not in YEARS:
        fix = "set the clock of this machine; `timedatectl` shows what it is set by"
        yield Finding(about=about, state=State.FAILS, said=f"it is {said}, which cannot be", fix=fix)
    elif not Path("/etc/localtime").exists():
        fix = "set the zone: timedatectl set-timezone Asia/Kolkata"
        yield Finding(about=about, state=State.WARNING, said=f"{said}, for want of /etc/localtime", fix=fix)
    else:
        yield Finding(about=about, said=said)


def look_at_folders(patient: Patient) -> Iterator[Finding]:
    """Whether each folder can be written to, and has room."""
    yield from _folder("output folder", patient.into, patient, "choose another with --into, or ask for the right")
    yield from _folder("state folder", patient.state, patient, "ask for the right, or set XDG_STATE_HOME to another")
    if patient.shelf:
        for found in _folder("cache folder", patient.shelf, patient, "ask for the right; without it runs are slower"):
            slower = found.state is State.FAILS
            yield Finding(about=found.about, state=State.WARNING, said=found.said, fix=found.fix) if slower else found


def _folder(about: str, path: Path, patient: Patient, fix: str) -> Iterator[Finding]:
    """A folder that is not there is judged by the nearest one above it; nothing is made that stays."""
    there = next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())
    if path.is_symlink() or not there.is_dir():
        what = "is a link" if path.is_symlink() else f"cannot be a folder: '{there}' is a file"
        yield Finding(about=about, state=State.FAILS, said=f"{path} {what}", fix="choose another")
        return
    try:
        written_at = _try_out(there)
        room = shutil.disk_usage(there).free
    except OSError as error:
        yield Finding(about=about, state=State.FAILS, said=f"{path} cannot be written to ({error.strerror})", fix=fix)
        return
    yield _judged(about, path, room, written_at - patient.at)


def _judged(about: str, path: Path, room: int, drift: dt.timedelta) -> Finding:
    said = f"{path} can be written to, {room // _MEGABYTE:,} MB free"
    if room < _FEW_BYTES:
        state = State.FAILS if room < _LEAST_BYTES else State.WARNING
        return Finding(about=about, state=state, said=said, fix="free some space")
    if abs(drift) > _LARGEST_DRIFT:
        what = f"{said}, but its clock is {abs(drift).total_seconds() / 60:.0f} minutes off ours"
        fix = "set the clock of this machine or of the file server"
        return Finding(about=about, state=State.WARNING, said=what, fix=fix)
    return Finding(about=about, said=said)


def _try_out(folder: Path) -> dt.datetime:
    """Writes a file and takes it away; when, by the clock of the file system."""
    descriptor, name = tempfile.mkstemp(prefix=".briefexport-doctor-", dir=folder)
    try:
        os.write(descriptor, b"x")
        os.fsync(descriptor)
        return dt.datetime.fromtimestamp(os.fstat(descriptor).st_mtime, dt.UTC)
    finally:
        os.close(descriptor)
        Path(name).unlink()
