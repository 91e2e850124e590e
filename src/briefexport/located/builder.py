"""Parser events -> a tree, without recursion and with everything refused that a briefing has no use for."""

from collections.abc import Callable
from typing import Any

import msgspec
import yaml

from briefexport.problem import Code, Place, Problem, RejectedError

from .sign import quotable
from .tree import Broken, Mapping, Node, Scalar, Sequence

MOST_LEVELS = 40
"""How deep lists and fields may stand in each other; a briefing needs seven."""

MOST_PARTS = 2_000_000
"""How many keys and values a file may have; 10,000 indicators with 100,000 observations have one million."""


_SIGNS = {sign: sign for sign in "\"'|>"}
"""The signs before a text, by what the parser says of its style."""


class _Open(msgspec.Struct):
    """A list or a mapping whose end has not come yet; `lines` holds the line of each key."""

    is_mapping: bool
    line: int
    column: int
    items: list[Any] = msgspec.field(default_factory=list)
    lines: dict[str, int] = msgspec.field(default_factory=dict)
    key: Node | None = None
    whole: bool = True

    def closed(self) -> Node:
        """The finished node."""
        if self.is_mapping:
            return Mapping(tuple(self.items), self.line, self.column, self.whole)
        return Sequence(tuple(self.items), self.line, self.column)


class Builder:
    """Puts a tree together, event by event. `root` is None until the first document has ended."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._above: _Open | None = None
        self._parts = 0
        self._documents = 0
        self._takes = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceStartEvent: self._start,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def take_all(self, next_event: Callable[[], Any]) -> None:
        """Take in every event up to the end of the text.

        Raises:
            RejectedError: What follows cannot be read in a bounded time, or is no part of this briefing.
        """
        takes, scalar, end, put = self._takes, yaml.ScalarEvent, yaml.StreamEndEvent, self._put
        while (kind := type(event := next_event())) is not end:
            # Most of a large file is texts without marks, half of them keys: these are put in place without a call.
            if kind is scalar and event.anchor is None and event.tag is None:
                mark, sign = event.start_mark, event.style
                node = Scalar(event.value, _SIGNS.get(sign, "") if sign else "", mark.line + 1, mark.column + 1)
                above = self._above
                if above is not None and above.is_mapping and above.key is None and self._parts < MOST_PARTS:
                    above.key = node
                    self._parts += 1
                else:
                    put(node)
            elif (take := takes.get(kind)) is not None:
                take(event)

    def _scalar(self, event: Any) -> None:
        self._refuse_marks(event)
        mark = event.start_mark
        self._put(Scalar(event.value, _SIGNS.get(event.style, ""), mark.line + 1, mark.column + 1))

    def _start(self, event: Any) -> None:
        mark = event.start_mark
        if len(self._open) >= MOST_LEVELS:
            self._stop(
                Place(self.file, mark.line + 1, mark.column + 1),
                Code.TOO_DEEP,
                f"lists and fields stand more than {MOST_LEVELS} levels deep in each other",
                "bring the text further to the left; a briefing needs no more than seven levels",
            )
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        self._above = _Open(isinstance(event, yaml.MappingStartEvent), mark.line + 1, mark.column + 1)
        self._open.append(self._above)

    def _end(self, _event: Any) -> None:
        node = self._open.pop().closed()
        self._above = self._open[-1] if self._open else None
        self._put(node)

    def _alias(self, event: Any) -> None:
        mark = event.start_mark
        part = Broken(mark.line + 1, mark.column + 1)
        self._tell(
            part,
            Code.REFUSED_YAML,
            f"`*{quotable(event.anchor)}` repeats a part of the file, which a briefing does not allow",
            "write the part out here; put a text that starts with * in quotes",
        )
        self._put(part)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(
                Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1),
                Code.SEVERAL_DOCUMENTS,
                "a second document starts here; a file holds one briefing",
                "remove the line `---`, or move what follows it to a file of its own",
            )

    def _put(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        self._parts += 1
        if self._parts > MOST_PARTS:
            self._stop(
                Place(self.file, node.line, node.column),
                Code.TOO_MANY_PARTS,
                f"the file has more than {MOST_PARTS:,} keys and values",
                "divide it into several briefings",
            )
        parent = self._above
        if parent is None:
            self.root = node
        elif not parent.is_mapping:
            parent.items.append(node)
        elif (key := parent.key) is None:
            parent.key = node
        else:
            parent.key = None
            if type(key) is Scalar and (text := key.text) and text not in parent.lines and text != "<<":
                parent.lines[text] = key.line
                parent.items.append((key, node))
            else:
                self._refuse_pair(parent, key)

    def _refuse_pair(self, parent: _Open, key: Node) -> None:
        if isinstance(key, Broken):
            parent.whole = False
        elif not isinstance(key, Scalar) or not key.text:
            parent.whole = False
            fix = "write `name: value`, the name in one word; put a text that starts with { or ? in quotes"
            self._tell(key, Code.NO_KEY, "a field without a name stands here", fix)
        elif key.text == "<<":
            parent.whole = False
            what = "`<<` merges another part of the file, which a briefing does not allow"
            self._tell(key, Code.REFUSED_YAML, what, "write the fields out here")
        else:
            fix = f"keep one of the two; the first is on line {parent.lines[key.text]}"
            self._tell(key, Code.KEY_TWICE, f"`{quotable(key.text)}` stands here a second time", fix)

    def _refuse_marks(self, event: Any) -> None:
        at = Broken(event.start_mark.line + 1, event.start_mark.column + 1)
        if event.anchor is not None:
            name = f"`&{quotable(event.anchor)}`"
            what = f"{name} names a part of the file, which a briefing does not allow"
            self._tell(at, Code.REFUSED_YAML, what, f"remove {name}; put a text that starts with & in quotes")
        if event.tag is not None:
            name = f"`{quotable(event.tag.replace('tag:yaml.org,2002:', '!!'))}`"
            what = f"{name} gives a value a type, which a briefing does not allow"
            self._tell(at, Code.REFUSED_YAML, what, f"remove {name}; put a text that starts with ! in quotes")

    def _tell(self, at: Node, code: Code, what: str, fix: str) -> None:
        self.problems.append(Problem(Place(self.file, at.line, at.column), code, what, fix))
        if len(self.problems) >= _MOST_PROBLEMS:
            raise RejectedError(self.problems)

    def _stop(self, place: Place, code: Code, what: str, fix: str) -> None:
        self.problems.append(Problem(place, code, what, fix))
        raise RejectedError(self.problems)


_MOST_PROBLEMS = 1000
