"""One file of settings, and several laid over each other."""

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from briefexport.document.message import Mailbox
from briefexport.problem import Code, Place, Problem, RejectedError
from briefexport.product import Product

from .place import Path as KeyPath
from .place import read_tree
from .term import Terms
from .value import Member, Security, Server, Settings

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")

_TOP = ("mail", "operator", "lists")
_MAIL = ("host", "port", "security", "user", "password", "sender", "reply_to", "authority", "timeout_s")
_OPERATOR = ("email",)
_MEMBER = ("name", "email", "language", "products", "marking")

Value = TypeVar("Value")


class Layer(msgspec.Struct, frozen=True):
    """What one file says: the values of [mail] by their keys, the lists by their names, and where each is written."""

    file: str
    mail: Mapping[str, Any]
    operator: Mailbox | None
    lists: Mapping[str, tuple[Member, ...]]
    places: Mapping[str, Place]


def read_layer(text: str, path: Path) -> Layer:
    """What a file says.

    Raises:
        RejectedError: every mistake in it, at its line.
    """
    reading = _Reading(text, path)
    layer = reading.layer(read_tree(text, str(path)))
    if reading.problems:
        raise RejectedError(reading.problems)
    return layer


def settled(layers: Sequence[Layer]) -> Settings:
    """The layers as one, the nearest first.

    Raises:
        RejectedError: together they are no settings that a message could be sent with safely.
    """
    mail: dict[str, Any] = {}
    lists: dict[str, tuple[Member, ...]] = {}
    places: dict[str, Place] = {}
    operator: Mailbox | None = None
    for layer in reversed(layers):
        mail |= layer.mail
        operator = layer.operator or operator
        lists |= layer.lists
        places |= layer.places
    problems = list(_unsafe(mail, places))
    if problems:
        raise RejectedError(problems)
    return Settings(
        server=_server(mail),
        sender=mail.get("sender"),
        reply_to=mail.get("reply_to"),
        operator=operator,
        lists=lists,
        origins={key: str(place) for key, place in places.items()},
    )


def _server(mail: Mapping[str, Any]) -> Server | None:
    if "host" not in mail:
        return None
    security = mail.get("security", Security.STARTTLS)
    fields = {name: mail[name] for name in Server.__struct_fields__ if name in mail}
    return Server(**{"security": security, "port": security.port, **fields})


def _unsafe(mail: Mapping[str, Any], places: Mapping[str, Place]) -> Iterator[Problem]:
    """What would send a password, or a message, through the open."""

    def problem(key: str, what: str, fix: str) -> Problem:
        return Problem(places[f"mail.{key}"], Code.SETTINGS_UNSAFE, what, fix)

    if mail.get("security") is Security.NONE:
        if "user" in mail:
            yield problem(
                "security", "`security` 'none' would send the password in the open", "write 'starttls' or 'tls'"
            )
        elif not _is_here(mail.get("host", "")):
            fix = "write 'starttls' or 'tls'; 'none' is for a server on this machine"
            yield problem("security", "`security` 'none' would send the message in the open", fix)
    if "user" in mail and "password" not in mail:
        yield problem("user", "`user` is given without a password", "say in [mail.password] where it comes from")
    if "password" in mail and "user" not in mail:
        yield problem("password", "`password` is given without a user", "add `user`, or take the password out")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost")


class _Reading(Terms):
    """One file as it is read."""

    def layer(self, tree: Mapping[str, Any]) -> Layer:
        self.unknown((), tree, _TOP)
        table = self.table(("mail",), tree.get("mail", {}))
        self.unknown(("mail",), table, _MAIL)
        readers = {
            "host": self.host, "port": self.port, "security": self.security, "user": self.text,
            "password": self.password, "sender": self.mailbox, "reply_to": self.mailbox, "authority": self.file,
            "timeout_s": self.seconds,
        }  # fmt: skip
        read = {name: readers[name](("mail", name), table[name]) for name in _MAIL if name in table}
        operator = self.operator(tree["operator"]) if "operator" in tree else None
        lists = self.table(("lists",), tree.get("lists", {}))
        members = {name: self.members(name, written) for name, written in lists.items()}
        places = {f"mail.{name}": self.written.of(("mail", name)) for name in read}
        if operator:
            places["operator.email"] = self.written.of(("operator", "email"))
        places |= {f"lists.{name}": self.written.of(("lists", name, 0)) for name in members}
        mail = {name: value for name, value in read.items() if value is not None}
        return Layer(str(self.path), mail, operator, members, places)

    def operator(self, written: Any) -> Mailbox | None:
        path: KeyPath = ("operator",)
        table = self.table(path, written)
        self.unknown(path, table, _OPERATOR)
        return self.mailbox((*path, "email"), table["email"]) if "email" in table else None

    # -- lists

    def members(self, name: str, written: Any) -> tuple[Member, ...]:
        path: KeyPath = ("lists", name)
        if not _NAME.fullmatch(name):
            self.wrong(path, f"a list cannot be called '{name}'", "use small letters, digits and hyphens")
        if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
            self.wrong(path, f"`{name}` is no list of members", f"write [[lists.{name}]] above each member")
            return ()
        found = [self.member((*path, place), each) for place, each in enumerate(written)]
        seen: set[str] = set()
        for place, member in enumerate(found):
            if member and (folded := member.mailbox.address.casefold()) in seen:
                what = f"'{member.mailbox.address}' is in the list '{name}' twice"
                self.problem((*path, place, "email"), Code.SETTINGS_TWICE, what, "take one of the two out")
            elif member:
                seen.add(folded)
        return tuple(member for member in found if member)

    def member(self, path: KeyPath, written: Mapping[str, Any]) -> Member | None:
        self.unknown(path, written, _MEMBER)
        missing = [key for key in ("email", "marking") if key not in written]
        for key in missing:
            fix = {"email": "add the address", "marking": "add the highest marking that they may receive"}[key]
            self.problem(path, Code.SETTINGS_MISSING, f"`{key}` is missing", fix)
        address = self.address((*path, "email"), written["email"]) if "email" in written else None
        marking = self.marking((*path, "marking"), written["marking"]) if "marking" in written else None
        name = self.text((*path, "name"), written.get("name", "")) if written.get("name") else ""
        language = self.language((*path, "language"), written["language"]) if "language" in written else None
        products = self.products((*path, "products"), written.get("products", [product.value for product in Product]))
        if address is None or marking is None:
            return None
        return Member(mailbox=Mailbox(name or "", address), language=language, products=products, marking=marking)
