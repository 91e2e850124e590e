"""Real lists: a list of its own for every list, restarted where it starts."""

from .element import Element, el, name
from .markup import Markup, tag
from .styles import Styles, StylesError

LIST_STYLES = ("List Bullet", "List Number", "Table Bullet", "Table Number")

_DEEPEST = 8
# Word counts no higher.
_HIGHEST = 32767


class Lists:
    """The lists of a document, made of those that belong to list styles.

    Raises:
        StylesError: a list style belongs to no list.
    """

    def __init__(self, root: Element, styles: Styles) -> None:
        self._root = root
        self._styles = styles
        self._abstract = {
            num.get(name("numId"), ""): num.find(name("abstractNumId")).get(name("val"), "")  # type: ignore[union-attr]
            for num in root.iterfind(name("num"))
        }
        self._next = max((int(number) for number in self._abstract), default=0) + 1
        self._indents: dict[str, list[int]] = {}
        self._silent = 0
        lost = [style for style in LIST_STYLES if self._number(style) not in self._abstract]
        if lost:
            raise StylesError(f"no list belongs to the style {' or '.join(repr(style) for style in lost)}")

    def bullets(self, style: str) -> int:
        """The list of a bullet style; all its bullets are of one list."""
        return int(self._number(style))

    def numbers(self, style: str, level: int, start: int) -> int:
        """A new list that counts from `start` at its level."""
        begin = el("startOverride", val=min(max(start, 0), _HIGHEST))
        override = el("lvlOverride", begin, ilvl=min(level, _DEEPEST))
        return self._add(self._abstract[self._number(style)], override)

    def _add(self, abstract: str, *overrides: Element) -> int:
        number, self._next = self._next, self._next + 1
        made = el("num", el("abstractNumId", val=abstract), *overrides, numId=number)
        last = self._root.find(name("numIdMacAtCleanup"))
        self._root.append(made) if last is None else last.addprevious(made)
        return number

    def none(self) -> Markup:
        """The place of a paragraph that its style would number and that is to stand outside the count.

        Word itself writes number 0 here, which checkers take for a list that is missing.
        """
        if not self._silent:
            silent = str(max((int(number) for number in self._abstract.values()), default=0) + 1)
            level = el("lvl", el("start", val=1), el("numFmt", val="none"), el("suff", val="nothing"), ilvl=0)
            level.extend([el("lvlText", val=""), el("lvlJc", val="left")])
            made = el("abstractNum", el("multiLevelType", val="singleLevel"), level, abstractNumId=silent)
            first = self._root.find(name("num"))
            self._root.append(made) if first is None else first.addprevious(made)
            self._silent = self._add(silent)
        return self.place(self._silent, 0)

    def place(self, number: int, level: int) -> Markup:
        """A paragraph's place in a list; what is nested deeper than Word can count stays at its deepest."""
        return tag("numPr", tag("ilvl", val=min(level, _DEEPEST)), tag("numId", val=number))

    def indent(self, style: str, level: int) -> int:
        """Where the text of that level stands, in twips."""
        if style not in self._indents:
            self._indents[style] = self._read_indents(style)
        return self._indents[style][min(level, _DEEPEST)]

    def _number(self, style: str) -> str:
        """The number of the list that a style, or the style it is based on, belongs to."""
        said = self._styles.element("paragraph", style).find(f"{name('pPr')}/{name('numPr')}/{name('numId')}")
        return "" if said is None else said.get(name("val"), "")

    def _read_indents(self, style: str) -> list[int]:
        wanted = self._abstract[self._number(style)]
        indents = [0] * (_DEEPEST + 1)
        for abstract in self._root.iterfind(name("abstractNum")):
            if abstract.get(name("abstractNumId")) == wanted:
                for level in abstract.iterfind(name("lvl")):
                    said = level.find(f"{name('pPr')}/{name('ind')}")
                    if said is not None:
                        left = said.get(name("left")) or said.get(name("start")) or "0"
                        indents[int(level.get(name("ilvl"), "0"))] = int(left)
        return indents
