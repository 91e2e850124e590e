"""The look that an office chooses: paper, colours, fonts, a crest. A value made from the text of `theme.toml`."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import msgspec

from .problem import Code, Place, Problem, RejectedError

LEAST_CONTRAST = 4.5
"""What text needs against its ground. Source: WCAG 2.2, success criterion 1.4.3."""

_STRAIGHT = 0.04045  # below it the curve of sRGB is a line

PAPERS = ("a4", "letter")
FAMILIES = ("Fira Sans", "Fira Sans Condensed")
"""The families that come with the package: nothing else is ever put into a page."""


class Palette(msgspec.Struct, frozen=True):
    """Colours as `#rrggbb`. Each one that carries text has a contrast of at least 4.5:1 on its ground."""

    ink: str = "#1b2330"
    muted: str = "#5a6472"
    accent: str = "#17325f"
    on_accent: str = "#ffffff"
    tint: str = "#eef1f7"
    line: str = "#d5dae2"
    marking: str = "#b3261e"
    green: str = "#1e6b45"
    amber: str = "#96560a"
    red: str = "#b3261e"
    green_tint: str = "#dcefe5"
    amber_tint: str = "#fbe7cc"
    red_tint: str = "#f6d5d3"


class Logo(msgspec.Struct, frozen=True):
    """A crest or logo: a PNG or JPEG file of the house, and what it shows."""

    file: str
    alt: str


class Theme(msgspec.Struct, frozen=True):
    """Paper is `a4` or `letter`; `family` is the text family of the one-pager, `office_family` that of the tracker."""

    paper: str = "a4"
    landscape: bool = False
    palette: Palette = Palette()
    family: str = "Fira Sans"
    office_family: str = "Calibri"
    logo: Logo | None = None


PAPER = "#ffffff"
GROUNDS = (
    ("ink", PAPER),
    ("muted", PAPER),
    ("accent", PAPER),
    ("marking", PAPER),
    ("green", PAPER),
    ("amber", PAPER),
    ("red", PAPER),
    ("on_accent", "accent"),
    ("ink", "tint"),
    ("muted", "tint"),
    ("accent", "tint"),
    ("green", "green_tint"),
    ("amber", "amber_tint"),
    ("red", "red_tint"),
    ("ink", "green_tint"),
    ("ink", "amber_tint"),
    ("ink", "red_tint"),
)
"""Which colour carries text on which: names of the palette, or a colour."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21. Source: WCAG 2.2, relative luminance.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def read_theme(text: str, file: str) -> Theme:
    """The theme that a file says; what it leaves out is as the package has it.

    Raises:
        RejectedError: every mistake in it, at its line.
    """
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        place = Place(file, int(found[1]) if found else 0)
        fix = 'write each setting as name = "value", with a heading such as [colours] above it'
        raise RejectedError([Problem(place, Code.THEME_NO_TOML, f"this is no TOML: {error}", fix)]) from None
    reading = _Reading(text, file)
    theme = reading.theme(tree)
    if reading.problems:
        raise RejectedError(reading.problems)
    return theme


class _Reading:
    """One theme as it is read; problems gather on the way."""

    def __init__(self, text: str, file: str) -> None:
        self.lines, self.file = text.splitlines(), file
        self.problems: list[Problem] = []

    def theme(self, tree: Mapping[str, Any]) -> Theme:
        known = ("paper", "landscape", "fonts", "colours", "logo")
        self.unknown(tree, "", known)
        fonts = self.table(tree, "fonts", ("family", "office"))
        return Theme(
            paper=self.choice(tree, "", "paper", PAPERS),
            landscape=self.switch(tree, "landscape"),
            palette=self.palette(self.table(tree, "colours", Palette.__struct_fields__)),
            family=self.choice(fonts, "fonts", "family", FAMILIES),
            office_family=self.text(fonts, "fonts", "office", "Calibri"),
            logo=self.logo(tree),
        )

    def palette(self, written: Mapping[str, Any]) -> Palette:
        usual = Palette()
        colours = {name: self.colour(written, name) or getattr(usual, name) for name in Palette.__struct_fields__}
        for name, ground in GROUNDS:
            against = colours.get(ground, ground)
            ratio = contrast(colours[name], against)
            if ratio < LEAST_CONTRAST:
                at = name if name in written else ground
                what = f"`{name}` {colours[name]} on {_named(ground)}{against} has a contrast of {ratio:.1f}:1"
                self.wrong(
                    "colours", at, Code.THEME_CONTRAST, what, "take a darker or a lighter colour: text needs 4.5:1"
                )
        return Palette(**colours)

    def colour(self, written: Mapping[str, Any], name: str) -> str | None:
        value = written.get(name)
        if value is None:
            return None
        if isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            return value.lower()
        what = f"`{name}` cannot be {_typed(value)}"
        self.wrong("colours", name, Code.THEME_VALUE, what, 'write a colour as "#rrggbb", such as "#17325f"')
        return None

    def logo(self, tree: Mapping[str, Any]) -> Logo | None:
        written = self.table(tree, "logo", ("file", "alt"))
        if "logo" not in tree:
            return None
        file, alt = (self.text(written, "logo", name, "") for name in ("file", "alt"))
        if not file:
            self.wrong(
                "logo",
                "file",
                Code.THEME_VALUE,
                "`logo.file` is missing",
                'name a PNG or JPEG file: file = "crest.png"',
            )
        if not alt.strip():
            fix = 'say what it shows, for readers who cannot see it: alt = "State emblem of India"'
            self.wrong("logo", "alt", Code.THEME_VALUE, "`logo.alt` is missing", fix)
        return Logo(file, alt)

    def table(self, tree: Mapping[str, Any], name: str, known: tuple[str, ...]) -> Mapping[str, Any]:
        written = tree.get(name, {})
        if not isinstance(written, dict):
            self.wrong("", name, Code.THEME_VALUE, f"`{name}` cannot be {_typed(written)}", f"write a heading [{name}]")
            return {}
        self.unknown(written, name, known)
        return written

    def choice(self, written: Mapping[str, Any], table: str, name: str, choices: tuple[str, ...]) -> str:
        value = written.get(name, choices[0])
        if value not in choices:
            fix = "write " + " or ".join(f'"{choice}"' for choice in choices)
            self.wrong(table, name, Code.THEME_VALUE, f"`{name}` cannot be {_typed(value)}", fix)
            return choices[0]
        return str(value)

    def switch(self, written: Mapping[str, Any], name: str) -> bool:
        value = written.get(name, False)
        if not isinstance(value, bool):
            self.wrong("", name, Code.THEME_VALUE, f"`{name}` cannot be {_typed(value)}", "write true or false")
            return False
        return value

    def text(self, written: Mapping[str, Any], table: str, name: str, usual: str) -> str:
        value = written.get(name, usual)
        if not isinstance(value, str):
            self.wrong(table, name, Code.THEME_VALUE, f"`{name}` cannot be {_typed(value)}", "write it in quotes")
            return usual
        return value

    def unknown(self, written: Mapping[str, Any], table: str, known: tuple[str, ...]) -> None:
        for name in written:
            if name not in known:
                self.wrong(table, name, Code.THEME_KEY, f"`{name}` is not a setting", f"use one of {', '.join(known)}")

    def wrong(self, table: str, name: str, code: Code, what: str, fix: str) -> None:
        self.problems.append(Problem(Place(self.file, *self.where(table, name)), code, what, fix))

    def where(self, table: str, name: str) -> tuple[int, int]:
        """Line and column of a setting; those of its table where it is not written, else 0."""
        found, inside = (0, 0), ""
        for number, line in enumerate(self.lines, start=1):
            column = len(line) - len(line.lstrip()) + 1
            if heading := re.match(r"\s*\[([^\]]+)\]", line):
                inside = heading[1].strip()
                found = (number, column) if inside in (table, name) else found
            elif inside == table and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line):
                return number, column
        return found


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= _STRAIGHT else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _named(ground: str) -> str:
    return "paper " if ground == PAPER else f"`{ground}` "


def _typed(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value).lower()
