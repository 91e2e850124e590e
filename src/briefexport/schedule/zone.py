"""The time zone of the machine, in which cron counts, whatever zone the operator's terminal shows."""

import contextlib
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LOCALTIME = Path("/etc/localtime")
_UTC = "UTC"


def machine_zone(localtime: Path = _LOCALTIME) -> ZoneInfo:
    """The zone of /etc/localtime under its name; UTC on a machine that has none."""
    name = _name(localtime)
    with contextlib.suppress(OSError, ValueError), localtime.open("rb") as file:
        return ZoneInfo.from_file(file, key=name)
    return ZoneInfo(_UTC)


def zone_named(name: str) -> ZoneInfo | None:
    """A zone by its name in the IANA database, such as Asia/Kolkata; None when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _name(localtime: Path) -> str:
    _, found, name = str(localtime.resolve()).partition("/zoneinfo/")
    return name if found else "the machine's zone"
