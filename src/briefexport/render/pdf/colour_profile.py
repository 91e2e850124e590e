"""The sRGB colour space as an ICC profile, made from its definition and so the same on every day."""

import struct
from functools import cache

_WHITE = (0.9642, 1.0, 0.8249)
_RED, _GREEN, _BLUE = (0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)
_STEPS = 1024
_STRAIGHT = 0.04045  # below it the curve is a line
_HEADER_BYTES = 128
_ENTRY_BYTES = 12


@cache
def srgb() -> bytes:
    """The profile. Source: IEC 61966-2-1, adapted to the D50 white of ICC.1:2001-04."""
    curve = b"curv" + struct.pack(">II", 0, _STEPS) + b"".join(_step(number) for number in range(_STEPS))
    tags = {
        b"desc": _description(b"sRGB IEC61966-2.1"),
        b"cprt": b"text" + bytes(4) + b"No copyright, use freely\0",
        b"wtpt": _colour(_WHITE),
        b"rXYZ": _colour(_RED),
        b"gXYZ": _colour(_GREEN),
        b"bXYZ": _colour(_BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    at = _HEADER_BYTES + 4 + _ENTRY_BYTES * len(tags)
    table, body, places = struct.pack(">I", len(tags)), b"", dict[bytes, int]()
    for name, data in tags.items():
        if data not in places:
            places[data] = at + len(body)
            body += data + bytes(-len(data) % 4)
        table += name + struct.pack(">II", places[data], len(data))
    return _header(at + len(body)) + table + body


def _header(size: int) -> bytes:
    dated = struct.pack(">6H", 2001, 1, 1, 0, 0, 0)  # a day that stays
    start = struct.pack(">I4xI4s4s4s", size, 0x02100000, b"mntr", b"RGB ", b"XYZ ") + dated + b"acsp"
    white = b"".join(_fixed(part) for part in _WHITE)
    return (start + bytes(28) + white).ljust(_HEADER_BYTES, b"\0")


def _step(number: int) -> bytes:
    share = number / (_STEPS - 1)
    linear = share / 12.92 if share <= _STRAIGHT else ((share + 0.055) / 1.055) ** 2.4
    return struct.pack(">H", round(linear * 65535))


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _colour(parts: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(_fixed(part) for part in parts)


def _description(text: bytes) -> bytes:
    return b"desc" + bytes(4) + struct.pack(">I", len(text) + 1) + text + b"\0" + bytes(4 + 4 + 2 + 1 + 67)
