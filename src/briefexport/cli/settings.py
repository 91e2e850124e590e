"""The settings as they are taken together: a line for each, with the place where it was written."""

import json
import os
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from briefexport.settings import Member, Server, Settings, read_settings

from .streams import put, visible
from .tell import put_json

_MASK = "***"
_WIDTH = 48


def tell_settings(source: Path, *, as_json: bool) -> None:
    """Prints the settings on stdout.

    Raises:
        RejectedError: a file of settings has mistakes.
    """
    settings = read_settings(source, os.environ)
    if as_json:
        mail = {key: value for key, value, _ in _mail(settings)}
        lists = {name: [_told(member) for member in members] for name, members in settings.lists.items()}
        operator = {"email": str(settings.operator)} if settings.operator else {}
        put_json({"mail": mail, "operator": operator, "lists": lists, "origins": dict(settings.origins)})
    else:
        put("\n".join(_lines(settings)) + "\n", sys.stdout)


def _lines(settings: Settings) -> Iterator[str]:
    yield "[mail]"
    for key, value, origin in _mail(settings):
        yield _line(key, value, origin)
    if settings.operator:
        yield from ("", "[operator]", _line("email", str(settings.operator), settings.origins["operator.email"]))
    for name, members in settings.lists.items():
        for member in members:
            yield ""
            yield f"[[lists.{name}]]".ljust(_WIDTH) + f"  # {visible(settings.origins[f'lists.{name}'])}"
            yield from (_line(key, value) for key, value in _told(member).items())


def _line(key: str, value: Any, origin: str = "") -> str:
    # What TOML and JSON write alike: texts, numbers and lists of texts.
    written = f"{key} = {visible(json.dumps(value, ensure_ascii=False))}"
    return f"{written:{_WIDTH}}  # {visible(origin)}" if origin else written


def _mail(settings: Settings) -> Iterator[tuple[str, Any, str]]:
    """Each key with its value and where it was written."""
    server = settings.server
    written = {"sender": settings.sender, "reply_to": settings.reply_to}
    for key in (*(Server.__struct_fields__ if server else ()), *written):
        value = written[key] if key in written else getattr(server, key)
        if value is None:
            continue
        origin = settings.origins.get(f"mail.{key}", "default")
        if key == "password":
            yield key, _MASK, f"from {value}, {origin}"
        else:
            yield key, value if isinstance(value, int) else _text(value), origin


def _text(value: object) -> str:
    return str(value.value if isinstance(value, Enum) else value)


def _told(member: Member) -> dict[str, Any]:
    said = {
        "name": member.mailbox.name or None,
        "email": member.mailbox.address,
        "language": member.language,
        "products": [product.value for product in member.products],
        "marking": member.marking,
    }
    return {key: value for key, value in said.items() if value is not None}
