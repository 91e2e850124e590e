"""The text of a briefing with observations and statuses added to it; everything else stays as its author wrote it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from briefexport.briefing import Assessment, Observation
from briefexport.located.span import Lines, Span, spanned

_PLAIN = re.compile(r"[^\W\d_](?:[\w .()/%+-]*[\w)%.])?")
_NO_TEXTS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})

Fields = Mapping[str, str]
"""The fields of an entry as they are written, in their order."""


class Addition(msgspec.Struct, frozen=True, kw_only=True):
    """What an indicator gets: observations behind its own, and a status in place of its own."""

    ident: str
    observations: tuple[Observation, ...] = ()
    status: Assessment | None = None


class Edit(msgspec.Struct, frozen=True):
    """A piece of the text from `start` up to `end`, and what takes its place."""

    start: int
    end: int
    text: str


def amended(text: str, additions: Iterable[Addition]) -> str:
    """The text with what is added, in the layout that its neighbours have.

    `text` is that of a briefing without problems. An indicator that it does not have gets nothing.
    """
    root = spanned(text)
    listed = root.field("indicators") if root else None
    indicators = {ident.text: item for item in (listed.items or () if listed else ()) if (ident := item.field("id"))}
    writer = _Writer(text, listed, indicators)
    edits: list[Edit] = []
    for addition in additions:
        if addition.ident in indicators:
            edits += writer.edits(indicators[addition.ident], addition)
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda one: one.start):
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*pieces, text[at:]))


class _Writer:
    def __init__(self, text: str, listed: Span | None, indicators: Mapping[str, Span]) -> None:
        self.text, self.lines = text, Lines(text)
        self.step = listed.column if listed and not listed.flow else 2
        first = next(iter(indicators.values()), None)
        self.gap = first.column - listed.column - 1 if first and listed and not listed.flow else 1
        self.model = next(filter(None, map(_last_seen, reversed([*indicators.values()]))), None)

    def edits(self, indicator: Span, addition: Addition) -> Iterator[Edit]:
        """Changes of what is there first, then observations, then a status that is new to the indicator."""
        status = status_fields(addition.status) if addition.status is not None else None
        there = indicator.field("status")
        if status and there is not None:
            yield from self._judged(there, status)
        if addition.observations:
            yield self._observed(indicator, [observation_fields(seen) for seen in addition.observations])
        if status and there is None:
            said = f"status: {_status(status)}"
            yield (
                self._behind(indicator, said)
                if indicator.flow
                else self._below(indicator.last, [" " * indicator.column + said])
            )

    # -- observations

    def _observed(self, indicator: Span, entries: Sequence[Fields]) -> Edit:
        there = indicator.field("observations")
        if there is not None and there.flow:
            return self._in_brackets(there, [self._flow(entry) for entry in entries])
        if there is not None and there.items:
            lines = [line for entry in entries for line in self._item(entry, there.column, there.items[-1])]
            return self._below(there.last, lines)
        if indicator.flow:
            inside = ", ".join(self._flow(entry) for entry in entries)
            return self._behind(indicator, f"observations: [{inside}]")
        column = indicator.column + self.step
        lines = [" " * indicator.column + "observations:"]
        lines += [line for entry in entries for line in self._item(entry, column, self.model)]
        return self._below(indicator.last, lines)

    def _item(self, entry: Fields, column: int, model: Span | None) -> Iterator[str]:
        """An entry of a list that stands below its field, written as another one is."""
        gap = self._gap(model)
        fields = self._like(entry, model)
        if model is not None and model.flow:
            yield " " * column + "-" + " " * gap + self._flow(entry, model)
            return
        for place, (name, value) in enumerate(fields.items()):
            start = " " * column + "-" + " " * gap if not place else " " * (column + 1 + gap)
            yield f"{start}{name}: {value}"

    def _gap(self, model: Span | None) -> int:
        """The blanks behind the dash."""
        if model is None:
            return max(self.gap, 1)
        begins, *_ = self.lines.at(model.start)
        before = self.text[begins : model.start]
        return len(before) - len(before.rstrip(" ")) if before.rstrip(" ").endswith("-") else max(self.gap, 1)

    def _like(self, entry: Fields, model: Span | None) -> dict[str, str]:
        """The fields with the quotes that the other entry has around its keys and its day."""
        keys = [key for key, _ in model.entries or ()] if model else []
        quote = keys[0].style if keys and keys[0].style in ("'", '"') else ""
        day = model.field("on") if model else None
        around = day.style if day is not None and day.style in ("'", '"') else ""
        named = {name: f"{around}{value}{around}" if name == "on" else value for name, value in entry.items()}
        return {f"{quote}{name}{quote}": value for name, value in named.items()}

    def _flow(self, entry: Fields, model: Span | None = None) -> str:
        model = model or self.model
        pad = " " if model is not None and model.flow and self.text[model.start + 1] == " " else ""
        inside = ", ".join(f"{name}: {value}" for name, value in self._like(entry, model).items())
        return "{" + pad + inside + pad + "}"

    def _in_brackets(self, there: Span, entries: list[str]) -> Edit:
        """Behind the last entry of a list in brackets, on a line of its own where that one has one."""
        if not there.items:
            return Edit(there.start, there.end, f"[{', '.join(entries)}]")
        last = there.items[-1]
        begins, _, how = self.lines.at(last.start)
        indent = self.text[begins : last.start]
        if indent.strip():
            return Edit(last.end, last.end, "".join(f", {entry}" for entry in entries))
        rest = self.text[last.end : there.end]
        if rest.lstrip().startswith(","):
            _, ends, _ = self.lines.at(last.end + rest.index(","))
            return Edit(ends, ends, "".join(f"{how}{indent}{entry}," for entry in entries))
        return Edit(last.end, last.end, "".join(f",{how}{indent}{entry}" for entry in entries))

    # -- statuses

    def _judged(self, there: Span, status: Fields) -> Iterator[Edit]:
        if there.entries and not there.flow:
            yield from self._field_by_field(there, status)
        else:
            yield Edit(there.start, there.end, _status(status))

    def _field_by_field(self, there: Span, status: Fields) -> Iterator[Edit]:
        """A status whose fields have lines of their own keeps them."""
        new = [f"{' ' * there.column}{name}: {said}" for name, said in status.items() if there.field(name) is None]
        given = there.field("rag")
        if new and given is not None:
            yield self._below(given.last, new)
        for key, value in there.entries or ():
            said = status.get(key.text)
            if said is None:
                yield Edit(self.lines.ends_before(key.start), self.lines.at(value.last)[1], "")
            elif said not in (value.text, self.text[value.start : value.end]):
                yield Edit(value.start, value.end, said)

    # -- places

    def _below(self, last: int, lines: Iterable[str]) -> Edit:
        """New lines below the line that says the last thing."""
        _, ends, how = self.lines.at(last)
        if self.text[last - 1 : last] in ("\n", "\r"):  # behind a text that keeps the empty lines at its end
            return Edit(last, last, "".join(f"{line}{how}" for line in lines))
        return Edit(ends, ends, "".join(f"{how}{line}" for line in lines))

    def _behind(self, group: Span, said: str) -> Edit:
        """One more field behind the last one of a group in braces."""
        last = (group.entries or ((group, group),))[-1][1].last
        return Edit(last, last, f", {said}")


def _last_seen(indicator: Span) -> Span | None:
    """The last observation of an indicator, as a pattern for others."""
    there = indicator.field("observations")
    last = there.items[-1] if there and there.items else None
    return last if last is not None and last.entries else None


def observation_fields(seen: Observation) -> dict[str, str]:
    """The fields of an observation as they are written."""
    fields = {"on": seen.on.isoformat()}
    if seen.value is not None:
        fields["value"] = f"{seen.value:f}"
    texts = {"text": seen.text, "by": seen.by, "note": seen.note}
    return fields | {name: scalar(text) for name, text in texts.items() if text is not None}


def status_fields(status: Assessment) -> dict[str, str]:
    """The fields of a status as they are written."""
    fields = {"rag": status.rag.value}
    if status.reason is not None:
        fields["reason"] = scalar(status.reason)
    if status.on is not None:
        fields["on"] = status.on.isoformat()
    return fields


def _status(fields: Fields) -> str:
    """A status on one line; one without reason and day is a word alone."""
    if len(fields) == 1:
        return fields["rag"]
    return "{" + ", ".join(f"{name}: {value}" for name, value in fields.items()) + "}"


def scalar(text: str) -> str:
    """A text as a value that stands for nothing else, in braces too: in quotes unless it is a plain one."""
    plain = _PLAIN.fullmatch(text) and ": " not in text and text.casefold() not in _NO_TEXTS
    return text if plain else json.dumps(text, ensure_ascii=False)
