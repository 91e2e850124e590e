"""The named styles of `memo.docx`: the only place where a memo's look is said."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from .element import Element, el, name
from .language import SCRIPTS, Kind, culture, script_of
from .markup import value

PARAGRAPHS = (
    "Body Text",
    "Body Text Kept",
    "Title",
    "Memo Label",
    *(f"heading {level}" for level in range(1, 7)),
    "Key Point",
    "Aside",
    "Quote",
    "Quote Kept",
    "caption",
    "Figure Caption",
    "Figure",
    "Figure Above Caption",
    "Code Block",
    "Rule",
    "List Bullet",
    "List Number",
    "List Bullet Open",
    "List Number Open",
    "List Continue",
    "Memo Field",
    "Memo Field Wide",
    "Sign Label",
    "Sign Line",
    "Table Text",
    "Table Text Centre",
    "Table Text End",
    "Table Head",
    "Table Head Centre",
    "Table Head End",
    "Table Bullet",
    "Table Number",
    "Table Gap",
    "Marking",
    "header",
    "footer",
    "Header Landscape",
    "Footer Landscape",
    "footnote text",
    "annotation text",
)
CHARACTERS = (
    "Strong",
    "Emphasis",
    "Struck Out",
    "Code Text",
    "Hyperlink",
    "footnote reference",
    "annotation reference",
    "Field Name",
    "Marking Text",
    "Draft Status",
    "Right to Left Text",
)
TABLES = ("Memo Table", "Sign Off Table")

# LibreOffice saves some of Word's own styles under names of its own.
_ALSO_CALLED = {
    "footnote reference": ("footnote characters", "footnote anchor"),
    "footnote text": ("footnote",),
    "hyperlink": ("internet link",),
    "strong": ("strong emphasis",),
    "body text": ("text body",),
}

# The order the schema wants inside w:rPr.
_SCHEMA = """
    rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
    webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
    eastAsianLayout specVanish oMath
"""
_ORDER = {tag: at for at, tag in enumerate(_SCHEMA.split())}
_LOOKS = {name("pPr"), name("rPr")}
_SIDES = ("top", "left", "bottom", "right", "between", "bar")


class StylesError(ValueError):
    """A styles file that no memo can be made with; the message says what it lacks, for the one who keeps it."""


class Look(NamedTuple):
    """What a paragraph style and its ancestors say of sizes: points, and `line`, a multiple of the type's own line."""

    size_pt: float = 10.0
    before_pt: float = 0.0
    after_pt: float = 0.0
    line: float = 1.0
    left_pt: float = 0.0
    bold: bool = False


class Styles:
    """Styles by the names Word writes into every file, whatever language it speaks; all those wanted are there.

    Raises:
        StylesError: names the styles that are missing.
    """

    def __init__(self, root: Element) -> None:
        self.root = root
        found = [(style.get(name("type"), ""), _called(style), style) for style in root.iterfind(name("style"))]
        self._by_id = {style.get(name("styleId"), ""): style for _, _, style in found}
        # Word writes `caption`; LibreOffice adds a `Caption` of its own beside it. The exact name wins.
        self._by_name = {(kind, called.lower()): style for kind, called, style in found}
        self._by_name |= {(kind, called): style for kind, called, style in found}
        self._ids: dict[tuple[str, str], str] = {}
        self._mixed: dict[tuple[str, ...], str] = {}
        self._looks: dict[str, Look] = {}
        self._known: dict[str | None, Look] = {}
        wanted = (("paragraph", PARAGRAPHS), ("character", CHARACTERS), ("table", TABLES))
        missing = [each for kind, names in wanted for each in names if self._found(kind, each) is None]
        if missing:
            raise StylesError(f"the styles file has no {', '.join(repr(each) for each in missing)}")

    def paragraph(self, called: str) -> str:
        """The id of a paragraph style."""
        return self._ids["paragraph", called]

    def table(self, called: str) -> str:
        """The id of a table style."""
        return self._ids["table", called]

    def character(self, *called: str) -> str:
        """The id of a character style, or of one that joins the looks of several; empty for none.

        A run has one style only, so bold and italic together are a style of their own, made of the two as they are in
        the file: who restyles Strong restyles strong emphasis too.
        """
        if not called:
            return ""
        if (alone := self._ids.get(("character", " ".join(called)))) is not None:
            return alone
        if called not in self._mixed:
            self._mixed[called] = self._mix(called)
        return self._mixed[called]

    def element(self, kind: str, called: str) -> Element:
        """The w:style of that name."""
        found = self._found(kind, called)
        if found is None:
            raise StylesError(f"the styles file has no '{called}'")
        return found

    def look(self, called: str) -> Look:
        """The sizes of a paragraph style."""
        if called not in self._looks:
            self._looks[called] = self._inherited(self.element("paragraph", called))
        return self._looks[called]

    def speak(self, language: str, *, right_to_left: bool) -> None:
        """Make the language that of all text, and turn what has a side when text runs from right to left."""
        said = self._default("lang")
        said.set(name("val"), culture(language))
        script = SCRIPTS[script_of(language)]
        if script.kind is not Kind.PLAIN:
            said.set(name(script.kind.value), culture(language))
        if script.kind is Kind.COMPLEX:
            self._close_up()
        if right_to_left:
            self._turn()

    def _found(self, kind: str, called: str) -> Element | None:
        for each in (called, called.lower(), *_ALSO_CALLED.get(called.lower(), ())):
            style = self._by_name.get((kind, each))
            if style is not None:
                self._ids[kind, called] = value(style.get(name("styleId"), ""))
                return style
        return None

    def _mix(self, called: tuple[str, ...]) -> str:
        styles = [self.element("character", each) for each in called]
        ids = [style.get(name("styleId"), "") for style in styles]
        made = el(
            "style",
            el("name", val=" and ".join(map(_called, styles))),
            el("basedOn", val=ids[0]),
            el("rPr", *_merged(styles[1:])),
            type="character",
            customStyle=1,
            styleId="".join(ids),
        )
        self.root.append(made)
        return value("".join(ids))

    def _inherited(self, style: Element | None) -> Look:
        """What the style and its ancestors say together; each of them is read once."""
        called = None if style is None else style.get(name("styleId"), "")
        if called not in self._known:
            self._known[called] = self._read(style)
        return self._known[called]

    def _read(self, style: Element | None) -> Look:
        if style is None:
            return _with(Look(), self.root.iterfind(f"{name('docDefaults')}/*/*"))
        base = style.find(name("basedOn"))
        older = self._inherited(None if base is None else self._by_id.get(base.get(name("val"), "")))
        return _with(older, (part for part in style if part.tag in _LOOKS))

    def _default(self, tag: str) -> Element:
        """An element of what all text has, made where it is missing."""
        place = self.root
        for each in ("docDefaults", "rPrDefault", "rPr", tag):
            inner = place.find(name(each))
            if inner is None:
                inner = el(each)
                # docDefaults and rPrDefault come first; lang is the last but for rare East Asian settings.
                place.append(inner) if each == tag else place.insert(0, inner)
            place = inner
        return place

    def _close_up(self) -> None:
        """Take letter spacing and capitals away: they tear joined letters apart."""
        for spaced in list(self.root.iterfind(f".//{name('rPr')}/{name('spacing')}")):
            parent = spaced.getparent()
            if parent is not None:
                parent.remove(spaced)

    def _turn(self) -> None:
        fonts, own = self._default("rFonts"), self.element("character", "Right to Left Text")
        said = own.find(f"{name('rPr')}/{name('rFonts')}")
        if said is not None and said.get(name("cs")):
            if name("cstheme") in fonts.attrib:
                del fonts.attrib[name("cstheme")]
            fonts.set(name("cs"), said.get(name("cs"), ""))
        # Borders know left and right, not start and end.
        for border in self.root.iterfind(f".//{name('pPr')}/{name('pBdr')}"):
            _swap_sides(border)


def _called(style: Element) -> str:
    said = style.find(name("name"))
    return "" if said is None else said.get(name("val"), "")


def _merged(styles: Iterable[Element]) -> list[Element]:
    merged: dict[str, Element] = {}
    for style in styles:
        for said in style.iterfind(f"{name('rPr')}/*"):
            merged[said.tag] = el(said.tag.rpartition("}")[2])
            merged[said.tag].attrib.update(said.attrib)
    return sorted(merged.values(), key=lambda said: _ORDER.get(said.tag.rpartition("}")[2], len(_ORDER)))


def _swap_sides(border: Element) -> None:
    left, right = border.find(name("left")), border.find(name("right"))
    for side, other in ((left, "right"), (right, "left")):
        if side is not None:
            side.tag = name(other)
    border[:] = sorted(border, key=lambda side: _SIDES.index(side.tag.rpartition("}")[2]))


def _with(look: Look, parts: Iterable[Element]) -> Look:
    for part in parts:
        look = look._replace(**_said(part))
    return look


def _said(part: Element) -> dict[str, Any]:
    """What one w:pPr or w:rPr says of sizes."""
    found: dict[str, Element] = {each.tag: each for each in part}
    said: dict[str, Any] = {}
    for tag, key, called, unit in _SIZES:
        value = found[tag].get(key) if tag in found else None
        if value is not None:
            said[called] = float(value) / unit
    if (bold := found.get(name("b"))) is not None:
        said["bold"] = bold.get(name("val"), "1") not in {"0", "false", "off"}
    return said


# Which attribute says a size, and how many of its units make one of ours.
_SIZES = tuple(
    (name(tag), name(key), called, unit)
    for tag, key, called, unit in (
        ("sz", "val", "size_pt", 2),
        ("ind", "left", "left_pt", 20),
        ("spacing", "before", "before_pt", 20),
        ("spacing", "after", "after_pt", 20),
        ("spacing", "line", "line", 240),
    )
)
