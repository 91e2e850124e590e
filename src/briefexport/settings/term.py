"""One value of the settings at a time: what it is, or what is wrong with it and where."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from briefexport.briefing import schemes_of
from briefexport.document.message import Mailbox
from briefexport.problem import Code, Problem
from briefexport.product import Product
from briefexport.source.near import choices, near

from .place import Path as KeyPath
from .place import Written
from .secret import SecretSource
from .value import Security

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")
_MAILBOX = re.compile(
    rf'(?:(?:"(?P<quoted>[^<>"]*)"|(?P<name>[^<>"]*?))\s*<(?P<inner>{_ADDRESS.pattern})>|'
    rf"(?P<plain>{_ADDRESS.pattern}))"
)
_NO_TEXT = ("Cc", "Cn", "Co", "Cs", "Zl", "Zp")
# They turn the order of what follows around, so that one address can look like another.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_HIGHEST_PORT = 65535
_LONGEST_WAIT_S = 3600
_PASSWORD = tuple(SecretSource.__struct_fields__)


class Terms:
    """Reads the values of one file; each method gives None for one that is not right, and problems gather."""

    def __init__(self, text: str, path: Path) -> None:
        self.path, self.written = path, Written(text, str(path))
        self.problems: list[Problem] = []

    def text(self, path: KeyPath, value: Any) -> str | None:
        """A text on one line, without the spaces around it."""
        if isinstance(value, str) and value.strip() and _is_on_one_line(value):
            return value.strip()
        self.cannot_be(path, value, "write it in quotes, on one line")
        return None

    def host(self, path: KeyPath, value: Any) -> str | None:
        """The name or address of a machine."""
        if isinstance(value, str) and re.fullmatch(r"[\w.:-]+", value):
            return value
        self.cannot_be(path, value, "write the name of the server, such as mail.example.org, without a port")
        return None

    def port(self, path: KeyPath, value: Any) -> int | None:
        """The number of a port."""
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _HIGHEST_PORT:
            return value
        self.cannot_be(path, value, f"write a number from 1 to {_HIGHEST_PORT}, without quotes")
        return None

    def seconds(self, path: KeyPath, value: Any) -> int | None:
        """How long to wait: whole seconds, an hour at most."""
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LONGEST_WAIT_S:
            return value
        self.cannot_be(path, value, f"write whole seconds from 1 to {_LONGEST_WAIT_S}, without quotes")
        return None

    def security(self, path: KeyPath, value: Any) -> Security | None:
        """How the way to the server is protected."""
        words = [each.value for each in Security]
        if value in words:
            return Security(value)
        self.cannot_be(path, value, f"write {choices(words)}")
        return None

    def mailbox(self, path: KeyPath, value: Any) -> Mailbox | None:
        """A name with an address in angle brackets, or an address alone."""
        found = _MAILBOX.fullmatch(value.strip()) if isinstance(value, str) and _is_on_one_line(value) else None
        address = found and (found["inner"] or found["plain"])
        if not (found and address and address.isprintable()):
            self.problem(path, Code.SETTINGS_ADDRESS, f"`{path[-1]}` cannot be {_shown(value)}", _AS_ADDRESS)
            return None
        return Mailbox((found["quoted"] or found["name"] or "").strip(), address)

    def address(self, path: KeyPath, value: Any) -> str | None:
        """An address alone."""
        if isinstance(value, str) and value.isprintable() and _ADDRESS.fullmatch(value):
            return value
        fix = "write the address alone, such as asha@ministry.example, and the name in `name`"
        self.problem(path, Code.SETTINGS_ADDRESS, f"`{path[-1]}` cannot be {_shown(value)}", fix)
        return None

    def language(self, path: KeyPath, value: Any) -> str | None:
        """A language tag; whether there are labels in it is found out when it is needed."""
        if isinstance(value, str) and _LANGUAGE.fullmatch(value):
            return value
        self.cannot_be(path, value, "write a language tag, such as en or hi")
        return None

    def marking(self, path: KeyPath, value: Any) -> str | None:
        """A level of any scheme."""
        if isinstance(value, str) and schemes_of(value):
            return value
        self.cannot_be(path, value, "write a level such as OFFICIAL, RESTRICTED or TLP:AMBER, in capitals")
        return None

    def products(self, path: KeyPath, value: Any) -> tuple[Product, ...]:
        """Some of the documents, in their usual order; empty when what is written is not right."""
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
        """Where a password is to be had. What stands there is not shown: it may be the password."""
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
        """The one place that a password is from."""
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
        """A table; an empty one when it is none."""
        if isinstance(value, dict):
            return value
        self.wrong(path, f"`{path[-1]}` is no table", f"write [{path[-1]}] and its settings below it")
        return {}

    # -- problems

    def unknown(self, path: KeyPath, written: Mapping[str, Any], known: Sequence[str]) -> None:
        """Tells of each key that is not a setting, with the one that may be meant."""
        for key in written:
            if key not in known:
                meant = near(key, known)
                fix = (
                    f"did you mean `{meant}`?" if meant else f"there are {choices(known, '`').replace(' or ', ' and ')}"
                )
                self.problem((*path, key), Code.SETTINGS_KEY, f"`{key}` is not a setting", fix)

    def cannot_be(self, path: KeyPath, value: Any, fix: str) -> None:
        """Tells that a value is not one that this setting takes."""
        self.wrong(path, f"`{path[-1]}` cannot be {_shown(value)}", fix)

    def wrong(self, path: KeyPath, what: str, fix: str) -> None:
        """Tells of a mistake in what a setting says."""
        self.problem(path, Code.SETTINGS_VALUE, what, fix)

    def problem(self, path: KeyPath, code: Code, what: str, fix: str) -> None:
        """Tells of a mistake of any kind, at its place."""
        self.problems.append(Problem(self.written.of(path), code, what, fix))


def _is_on_one_line(text: str) -> bool:
    """Whether a text can stand in a header: no line ends, controls or encoded words; but joiners, as Hindi needs."""
    return "=?" not in text and not any(sign in _TURNS or unicodedata.category(sign) in _NO_TEXT for sign in text)


_AS_ADDRESS = "write an address, such as desk@ministry.example, or Water desk <desk@ministry.example>"
_LONGEST_SHOWN = 60


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + '…'}'"
