"""Same parts, same bytes: a zip of Office parts without a trace of when and where it was packed."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable

# Readers that take the first entries for the file's kind look for these two first.
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_CORE = "docProps/core.xml"
_MOMENT = re.compile(rb"(<(?:\w+:)?(?:created|modified)\b[^>]*(?<!/)>)[^<]*")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
_UNIX = 3
_RIGHTS = 0o600 << 16


def seal(data: bytes, at: dt.datetime) -> bytes:
    """The same parts in one order, packed in one way; the file says it was created and last modified `at`.

    Entries carry the earliest date a zip can hold, so only the core properties tell a time.

    Raises:
        ValueError: two parts have one name, or `at` has no time zone.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as loose:
        return seal_parts(((name, loose.read(name)) for name in loose.namelist()), at)


def seal_parts(parts: Iterable[tuple[str, bytes]], at: dt.datetime) -> bytes:
    """The file that `seal` makes of these parts, each with its name.

    Raises:
        ValueError: two parts have one name, or `at` has no time zone.
    """
    moment = _w3c(at)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as sealed:
        for name, data in _in_order(parts):
            part = _MOMENT.sub(rb"\g<1>" + moment, data) if name == _CORE else data
            sealed.writestr(_entry(name), part, compresslevel=6)
    return buffer.getvalue()


def _w3c(at: dt.datetime) -> bytes:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone is a different one on each machine")
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()


def _in_order(parts: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    ordered = sorted(parts, key=lambda part: (part[0] not in _FIRST, part[0]))
    names = [name for name, _ in ordered]
    if len(set(names)) < len(names):
        raise ValueError(f"two parts have one name: {', '.join(sorted(names))}")
    return ordered


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _RIGHTS
    return entry
