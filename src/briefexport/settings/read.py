"""One file of settings, and several laid over each other."""

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from briefexport.briefing import schemes_of
from briefexport.problem import Code, Place, Problem, RejectedError
from briefexport.product import Product
from briefexport.source.near import choices, near

from .place import Path as KeyPath
from .place import Written, read_tree
from .secret import SecretSource
from .value import Mailbox, Member, Security, Server, Settings

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")
_MAILBOX = re.compile(rf"(?:(?P<name>[^<>\"]*?)\s*<(?P<inner>{_ADDRESS.pattern})>|(?P<plain>{_ADDRESS.pattern}))")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_HIGHEST_PORT = 65535
_LONGEST_WAIT_S = 3600

_TOP = ("mail", "lists")
_MAIL = ("host", "port", "security", "user", "password", "sender", "reply_to", "authority", "timeout_s")
_MEMBER = ("name", "email", "language", "products", "marking")
_PASSWORD = tuple(SecretSource.__struct_fields__)

Value = TypeVar("Value")


class Layer(msgspec.Struct, frozen=True):
    """What one file says: the values of [mail] by their keys, the lists by their names, and where each is written."""

    file: str
    mail: Mapping[str, Any]
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
    for layer in reversed(layers):
        mail |= layer.mail
        lists |= layer.lists
        places |= layer.places
    problems = list(_unsafe(mail, places))
    if problems:
        raise RejectedError(problems)
    return Settings(
        server=_server(mail),
        sender=mail.get("sender"),
        reply_to=mail.get("reply_to"),
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


class _Reading:
    """One file as it is read; problems gather on the way."""

    def __init__(self, text: str, path: Path) -> None:
        self.path, self.written = path, Written(text, str(path))
        self.problems: list[Problem] = []

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
        lists = self.table(("lists",), tree.get("lists", {}))
        members = {name: self.members(name, written) for name, written in lists.items()}
        places = {f"mail.{name}": self.written.of(("mail", name)) for name in read}
        places |= {f"lists.{name}": self.written.of(("lists", name, 0)) for name in members}
        return Layer(
            str(self.path), {name: value for name, value in read.items() if value is not None}, members, places
        )

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

    # -- values

    def text(self, path: KeyPath, value: Any) -> str | None:
        if isinstance(value, str) and value.strip() and value.isprintable():
            return value.strip()
        self.cannot_be(path, value, "write it in quotes, on one line")
        return None

    def host(self, path: KeyPath, value: Any) -> str | None:
        if isinstance(value, str) and re.fullmatch(r"[\w.:-]+", value):
            return value
        self.cannot_be(path, value, "write the name of the server, such as mail.example.org, without a port")
        return None

    def port(self, path: KeyPath, value: Any) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _HIGHEST_PORT:
            return value
        self.cannot_be(path, value, f"write a number from 1 to {_HIGHEST_PORT}, without quotes")
        return None

    def seconds(self, path: KeyPath, value: Any) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LONGEST_WAIT_S:
            return value
        self.cannot_be(path, value, f"write whole seconds from 1 to {_LONGEST_WAIT_S}, without quotes")
        return None

    def security(self, path: KeyPath, value: Any) -> Security | None:
        words = [each.value for each in Security]
        if value in words:
            return Security(value)
        self.cannot_be(path, value, f"write {choices(words)}")
        return None

    def mailbox(self, path: KeyPath, value: Any) -> Mailbox | None:
        found = _MAILBOX.fullmatch(value) if isinstance(value, str) and value.isprintable() else None
        if found is None:
            self.problem(path, Code.SETTINGS_ADDRESS, f"`{path[-1]}` cannot be {_shown(value)}", _AS_ADDRESS)
            return None
        return Mailbox(found["name"] or "", found["inner"] or found["plain"])

    def address(self, path: KeyPath, value: Any) -> str | None:
        if isinstance(value, str) and value.isprintable() and _ADDRESS.fullmatch(value):
            return value
        fix = "write the address alone, such as asha@ministry.example, and the name in `name`"
        self.problem(path, Code.SETTINGS_ADDRESS, f"`{path[-1]}` cannot be {_shown(value)}", fix)
        return None

    def language(self, path: KeyPath, value: Any) -> str | None:
        if isinstance(value, str) and _LANGUAGE.fullmatch(value):
            return value
        self.cannot_be(path, value, "write a language tag, such as en or hi")
        return None

    def marking(self, path: KeyPath, value: Any) -> str | None:
        if isinstance(value, str) and schemes_of(value):
            return value
        self.cannot_be(path, value, "write a level such as OFFICIAL, RESTRICTED or TLP:AMBER, in capitals")
        return None

    def products(self, path: KeyPath, value: Any) -> tuple[Product, ...]:
        words = [product.value for product in Product]
        if isinstance(value, list) and value and all(each in words for each in value):
            return tuple(product for product in Product if product.value in value)
        self.cannot_be(path, value, f"write a list of {choices(words)}, in brackets")
        return ()

    def file(self, path: KeyPath, value: Any) -> Path | None:
        """A path counts from the folder of the file that names it."""
        text = self.text(path, value)
        return self.path.absolute().parent / text if text else None

    def password(self, path: KeyPath, value: Any) -> SecretSource | None:
        fix = f"write [mail.password] and under it one of {choices(_PASSWORD, '`')}"
        if not isinstance(value, dict):
            # What stands there may be the password: it is not shown.
            self.problem(path, Code.SETTINGS_SECRET, "a password does not belong into this file", fix)
            return None
        self.unknown(path, value, _PASSWORD)
        known = [key for key in _PASSWORD if key in value]
        if len(known) != 1:
            what = "`password` says nothing of where it comes from" if not known else "`password` comes from two places"
            self.problem(path, Code.SETTINGS_SECRET, what, fix)
            return None
        return self.source((*path, known[0]), known[0], value[known[0]])

    def source(self, path: KeyPath, key: str, value: Any) -> SecretSource | None:
        if key == "command":
            if isinstance(value, list) and value and all(isinstance(word, str) and word for word in value):
                return SecretSource(command=tuple(value))
            self.problem(path, Code.SETTINGS_VALUE, "`command` is no list of words", 'write ["pass", "show", "mail"]')
            return None
        if key == "file":
            found = self.file(path, value)
            return SecretSource(file=found) if found else None
        if not isinstance(value, str) or not value.strip() or not value.isprintable() or "/" in value:
            # The value is not shown: it may be the password itself.
            self.problem(path, Code.SETTINGS_VALUE, f"`{key}` is no name", "write the name, in quotes, and no password")
            return None
        match key:
            case "environment":
                return SecretSource(environment=value)
            case "credential":
                return SecretSource(credential=value)
            case _:
                return SecretSource(keyring=value)

    def table(self, path: KeyPath, value: Any) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return value
        self.wrong(path, f"`{path[-1]}` is no table", f"write [{path[-1]}] and its settings below it")
        return {}

    # -- problems

    def unknown(self, path: KeyPath, written: Mapping[str, Any], known: Sequence[str]) -> None:
        for key in written:
            if key not in known:
                meant = near(key, known)
                fix = (
                    f"did you mean `{meant}`?" if meant else f"there are {choices(known, '`').replace(' or ', ' and ')}"
                )
                self.problem((*path, key), Code.SETTINGS_KEY, f"`{key}` is not a setting", fix)

    def cannot_be(self, path: KeyPath, value: Any, fix: str) -> None:
        self.wrong(path, f"`{path[-1]}` cannot be {_shown(value)}", fix)

    def wrong(self, path: KeyPath, what: str, fix: str) -> None:
        self.problem(path, Code.SETTINGS_VALUE, what, fix)

    def problem(self, path: KeyPath, code: Code, what: str, fix: str) -> None:
        self.problems.append(Problem(self.written.of(path), code, what, fix))


_AS_ADDRESS = "write an address, such as desk@ministry.example, or Water desk <desk@ministry.example>"
_LONGEST_SHOWN = 60


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + '…'}'"
