"""The walk: a tree of YAML beside the shapes of the model, every problem told and reading on behind it."""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Map
from typing import Any

import msgspec

from briefexport.briefing import UNKNOWN, Target
from briefexport.located import Broken, Mapping, Node, Scalar, Sequence, quotable
from briefexport.problem import Code

from .findings import UNREAD, Unread
from .near import choices, near
from .number import number_of, plain_form
from .scalar import (
    Slot,
    read_choice,
    read_day,
    read_moment,
    read_number,
    read_switch,
    read_text,
    read_window,
)
from .shape import (
    ChoiceShape,
    Dated,
    DayShape,
    EitherShape,
    Field,
    ListShape,
    MomentShape,
    NumberShape,
    Shape,
    Span,
    StructShape,
    SwitchShape,
    TargetShape,
    TextShape,
    VersionShape,
    WindowShape,
    struct_shape,
)
from .window import EXAMPLES, span, with_status

NOTHING: Map[str, Any] = {}


def read(shape: Shape, node: Node, slot: Slot) -> Any:
    """The value of a field, or what stands for one that could not be read."""
    if type(node) is Scalar:
        if (not (text := node.text) or text in _NULLS or text.isspace()) and _is_empty(node):
            slot.findings.unsure.add(slot.name)
            return _told_empty(shape, node, slot)
        if (reader := _OF_ONE.get(type(shape))) is not None:
            return reader(shape, node, slot)
    elif isinstance(node, Broken):
        slot.findings.unsure.add(slot.name)
        return UNREAD
    return _READERS[type(shape)](shape, node, slot)


def _is_empty(node: Scalar) -> bool:
    text = node.text
    return not text or text.isspace() or (text in _NULLS and not node.style)


_NULLS = {"~", "null", "Null", "NULL"}


def _told_empty(shape: Shape, node: Scalar, slot: Slot) -> Any:
    says = f"is {node.text}, which is nothing" if node.text.strip() else "is empty"
    fix = f"write {_wanted(shape)}" if slot.required else f"write {_wanted(shape)}, or remove the line"
    if node.text.strip():
        fix += "; put the word in quotes if it is meant"
    return slot.tell(Code.EMPTY_FIELD, says, fix)


def _wanted(shape: Shape) -> str:
    """What has to stand in a field, for a fix."""
    if isinstance(shape, EitherShape):
        return f"{_wanted(shape.other)} or {choices(shape.words)}"
    return _WANTED[type(shape)]


_WANTED: dict[type, str] = {
    TextShape: "a text",
    ChoiceShape: "one of its words",
    NumberShape: "a number",
    SwitchShape: "true or false",
    DayShape: "a day such as 2025-11-07",
    MomentShape: "day, time and zone such as 2025-11-07T09:00+05:30",
    VersionShape: "1",
    ListShape: "its entries below it, each after `- `",
    StructShape: "its fields below it, indented",
    WindowShape: EXAMPLES,
    TargetShape: "a number, a text, 'unknown' or its fields below it",
}


# -- one value


def _wrong_shape(shape: Shape, node: Node, slot: Slot) -> Any:
    if isinstance(node, Mapping) and not node.whole:
        return UNREAD
    kind = {Sequence: "a list", Mapping: "a group of fields", Scalar: "a single value"}[type(node)]
    fix = f"write {_wanted(shape)}"
    if isinstance(node, Mapping) and isinstance(shape, TextShape):
        fix += "; a text with a colon or with braces stands in quotes"
    return slot.tell(Code.WRONG_SHAPE, f"cannot be {kind}", fix)


def _read_version(shape: VersionShape, node: Scalar, slot: Slot) -> Any:
    if node.text == str(shape.version):
        return shape.version
    fix = f"write 'schema: {shape.version}' or remove the line; this briefexport reads version {shape.version}"
    return slot.cannot_be(Code.WRONG_VERSION, node.text, fix)


def _read_either(shape: EitherShape, node: Node, slot: Slot) -> Any:
    if not isinstance(node, Scalar):
        return read(shape.other, node, slot)
    if node.text in shape.words:
        return shape.words[node.text]
    problems = slot.findings.problems
    before = len(problems)
    value = read(shape.other, node, slot)
    if len(problems) > before and not _is_empty(node):
        problems[-1] = msgspec.structs.replace(problems[-1], fix=f"{problems[-1].fix}, or {choices(shape.words)}")
    return value


# -- lists


def _read_list(shape: ListShape, node: Node, slot: Slot) -> Any:
    if not isinstance(node, Sequence):
        if shape.alone and not (isinstance(node, Mapping) and not isinstance(shape.item, StructShape)):
            return (read(shape.item, node, slot),)
        slot.findings.unsure.add(slot.name)
        kind = "one entry" if isinstance(node, Mapping) else "a single value"
        return slot.tell(Code.WRONG_SHAPE, f"is {kind}, not a list", "write each entry below it after `- `")
    if len(node.items) < shape.least:
        return slot.tell(Code.EMPTY_FIELD, "has no entry", "write at least one below it after `- `")
    findings = slot.findings
    if isinstance(shape.item, StructShape) and "id" in shape.item.fields:
        return tuple(_read_entry(shape.item, item, Slot(findings, item, slot.name)) for item in node.items)
    return tuple(read(shape.item, item, Slot(findings, item, slot.name)) for item in node.items)


def _read_entry(shape: StructShape, node: Node, slot: Slot) -> Any:
    """An entry with an id, which is noted so that references find it, even when the entry has other problems."""
    key, ident = _written_id(node)
    if key is None or ident is None:
        slot.findings.unsure.add(slot.name)
    elif first := slot.findings.add_entry(slot.name, ident, key):
        what = f"`id` '{quotable(ident)}' stands twice in `{slot.name}`"
        fix = f"give one of the two another id; the first is on line {first.line}"
        slot.findings.tell(key, Code.ID_TWICE, what, fix)
    return read(shape, node, slot)


def _written_id(node: Node) -> tuple[Scalar | None, str | None]:
    entries = node.entries if isinstance(node, Mapping) else ()
    for key, value in entries:
        if key.text == "id":
            return key, value.text if isinstance(value, Scalar) and value.text else None
    return None, None


# -- groups of fields


def _read_struct(shape: StructShape, node: Node, slot: Slot) -> Any:
    if isinstance(node, Mapping):
        return read_fields(shape, node, slot)
    if isinstance(node, Scalar) and shape.alone is not None:
        field = shape.fields[shape.alone]
        return shape.cls(**{field.name: read(field.shape, node, slot)})
    return _wrong_shape(shape, node, slot)


def read_fields(shape: StructShape, node: Mapping, slot: Slot, given: Map[str, Any] = NOTHING) -> Any:
    """The group with every field that is written; `given` are values for fields that are not."""
    values = dict(given)
    findings, fields = slot.findings, shape.fields
    strange = []
    for key, value in node.entries:
        field = fields.get(key.text)
        if field is None:
            strange.append(key)
        else:
            values[field.name] = read(field.shape, value, Slot(findings, key, key.text, field.required))
    if strange or not node.whole:
        unwritten = [field for field in fields.values() if field.name not in values]
        values |= dict.fromkeys(_spoiled(strange, unwritten, node, slot), UNREAD)
    for field in shape.required:
        if field.name not in values:
            values[field.name] = _missing(field, slot)
    return shape.cls(**values)


def _spoiled(strange: list[Scalar], unwritten: list[Field], node: Mapping, slot: Slot) -> Iterator[str]:
    """Tell the keys that are no fields; gives back the fields that they, or a refused key, may stand for."""
    missing = {field.written: field for field in unwritten}
    meant = [_unknown(key, missing, node, slot) for key in strange]
    for name in meant if node.whole else missing:
        if name is not None:
            slot.findings.unsure.add(name)
            yield missing[name].name


def _unknown(key: Scalar, missing: Map[str, Field], node: Mapping, slot: Slot) -> str | None:
    """Tell a key that is no field; gives back the missing field that was most likely meant."""
    meant = near(key.text, missing)
    written = near(key.text, (other.text for other, _value in node.entries if other is not key))
    if meant:
        fix = f"write `{meant}`"
    elif written:
        fix = f"remove it; `{quotable(written)}` is there already"
    else:
        fix = f"remove it; fields that can stand here are {', '.join(missing)}"
    slot.findings.tell(key, Code.UNKNOWN_FIELD, f"`{quotable(key.text)}` is not a field", fix)
    return meant


def _missing(field: Field, slot: Slot) -> Any:
    slot.findings.unsure.add(field.written)
    says = field.says[:1].lower() + field.says[1:]
    return slot.findings.tell(
        slot.at, Code.MISSING_FIELD, f"`{field.written}` is missing", f"add `{field.written}:` with {says}"
    )


# -- windows and targets


def _read_window(shape: WindowShape, node: Node, slot: Slot) -> Any:
    if isinstance(node, Scalar):
        return read_window(node, slot)
    if not isinstance(node, Mapping) or shape.on_one_line:
        return _wrong_shape(shape, node, slot)
    keys = {key.text for key, _value in node.entries}
    form = Span if keys & {"from", "to"} else Dated
    written = read_fields(struct_shape(form), node, slot)
    return _spanned(written, slot) if isinstance(written, Span) else _dated(written, slot)


def _spanned(written: Span, slot: Slot) -> Any:
    if written.to < written.from_:
        what = f"`to` {written.to} is before `from` {written.from_}"
        return slot.findings.tell(slot.at, Code.DATES_OUT_OF_ORDER, what, "exchange the two days")
    if _is_unread(written.from_, written.to, written.status):
        return UNREAD
    return span(written.from_, written.to, written.status)


def _dated(written: Dated, slot: Slot) -> Any:
    if _is_unread(written.when, written.status):
        return UNREAD
    window, status = written.when, written.status
    if window.status and status and window.status is not status:
        what = f"is both {window.status.value} and {status.value}"
        return slot.tell(Code.WRONG_WINDOW, what, "give the status once")
    return with_status(window, status or window.status)


def _is_unread(*values: object) -> bool:
    return any(isinstance(value, Unread) for value in values)


def _read_target(shape: TargetShape, node: Node, slot: Slot) -> Any:
    if not isinstance(node, Scalar):
        return _read_struct(shape.group, node, slot)
    fields = shape.group.fields
    if node.text == UNKNOWN.value or number_of(node.text) is not None:
        return Target(value=read(fields["value"].shape, node, slot))
    if plain := plain_form(node.text):
        fix = f"write '{plain}' if it is a number, or put the words under `text:`"
        return slot.cannot_be(Code.WRONG_NUMBER, node.text, fix)
    return Target(text=read(fields["text"].shape, node, slot))


_OF_ONE: dict[type, Callable[[Any, Scalar, Slot], Any]] = {
    TextShape: read_text,
    ChoiceShape: read_choice,
    NumberShape: read_number,
    SwitchShape: read_switch,
    DayShape: read_day,
    MomentShape: read_moment,
    VersionShape: _read_version,
}
"""Readers of single values; of a list or a group of fields in their place is told."""

_READERS: dict[type, Callable[[Any, Any, Slot], Any]] = dict.fromkeys(_OF_ONE, _wrong_shape) | {
    EitherShape: _read_either,
    ListShape: _read_list,
    StructShape: _read_struct,
    WindowShape: _read_window,
    TargetShape: _read_target,
}
