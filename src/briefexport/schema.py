"""The model as JSON Schema 2020-12, so that an editor completes, explains and checks while a briefing is written.

It says what an editor can see: the shapes of fields. The rules across fields are told by `briefexport check`. Editors
read `NO`, `2025` and `12:30` as something else than text, so a plain text may be a number or a switch there.
"""

import json
from collections.abc import Callable
from enum import Enum
from typing import Any

from briefexport.briefing import LEVELS, Briefing, Kind
from briefexport.source import shape as shapes

Json = dict[str, Any]

_PLAIN = ["string", "number", "boolean"]
_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"
_PATTERNS = {
    Kind.ID: _SLUG,
    Kind.REF: None,
    Kind.LANGUAGE: "^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$",
    Kind.URL: "^(https?://|mailto:)",
    Kind.EMAIL: "^[^@ ]+@[^@ ]+$",
    Kind.FILE: r"\.([Pp][Nn][Gg]|[Jj][Pp][Ee]?[Gg])$",
}


def schema() -> Json:
    """The schema of a briefing."""
    definitions: Json = {}
    root = _group(shapes.struct_shape(Briefing), definitions)
    root["required"].remove("id")  # the file's name stands in for it
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A briefing for briefexport",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """The schema as `briefexport schema` prints it, with a line break at its end."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _schema(shape: shapes.Shape, definitions: Json) -> Json:
    return _WRITERS[type(shape)](shape, definitions)


def _text(shape: shapes.TextShape, _definitions: Json) -> Json:
    if shape.kind is Kind.LEVEL:
        return {"enum": list(dict.fromkeys(level for levels in LEVELS.values() for level in levels))}
    written: Json = {"type": _PLAIN, "minLength": 1}
    if shape.limit.characters is not None:
        written["maxLength"] = shape.limit.characters
    pattern = _PATTERNS.get(shape.kind)
    return {**written, "pattern": pattern} if pattern else written


def _number(shape: shapes.NumberShape, _definitions: Json) -> Json:
    written: Json = {"type": "integer" if shape.whole else "number"}
    if shape.limit.least is not None:
        written["minimum"] = shape.limit.least
    if shape.limit.most is not None:
        written["maximum"] = shape.limit.most
    return written


def _either(shape: shapes.EitherShape, definitions: Json) -> Json:
    return {"anyOf": [{"enum": list(shape.words)}, _schema(shape.other, definitions)]}


def _list(shape: shapes.ListShape, definitions: Json) -> Json:
    item = _schema(shape.item, definitions)
    written: Json = {"type": "array", "items": item}
    if shape.least:
        written["minItems"] = shape.least
    return {"anyOf": [written, item]} if shape.alone else written


def _struct(shape: shapes.StructShape, definitions: Json) -> Json:
    group = _defined(shape, definitions)
    if shape.alone is None:
        return group
    return {"anyOf": [_schema(shape.fields[shape.alone].shape, definitions), group]}


def _window(shape: shapes.WindowShape, definitions: Json) -> Json:
    line: Json = {"type": ["string", "integer"]}
    if shape.on_one_line:
        return line
    return {
        "anyOf": [line, *(_defined(shapes.struct_shape(form), definitions) for form in (shapes.Span, shapes.Dated))]
    }


def _target(shape: shapes.TargetShape, definitions: Json) -> Json:
    return {"anyOf": [{"type": _PLAIN, "minLength": 1}, _defined(shape.group, definitions)]}


def _defined(shape: shapes.StructShape, definitions: Json) -> Json:
    """A reference to the definition of a group of fields, which is written on first use."""
    name = shape.cls.__name__
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _group(shape, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _group(shape: shapes.StructShape, definitions: Json) -> Json:
    return {
        "type": "object",
        "description": (shape.cls.__doc__ or "").partition("\n")[0],
        "properties": {name: _field(field, definitions) for name, field in shape.fields.items()},
        "required": [field.written for field in shape.required],
        "additionalProperties": False,
    }


def _field(field: shapes.Field, definitions: Json) -> Json:
    written = {"description": field.says, **_schema(field.shape, definitions)}
    default = field.default.value if isinstance(field.default, Enum) else field.default
    if isinstance(default, str | int) and default != "":
        written["default"] = default
    return written


_WRITERS: dict[type, Callable[[Any, Json], Json]] = {
    shapes.TextShape: _text,
    shapes.ChoiceShape: lambda shape, _definitions: {"enum": list(shape.members)},
    shapes.NumberShape: _number,
    shapes.SwitchShape: lambda _shape, _definitions: {"type": "boolean"},
    shapes.DayShape: lambda _shape, _definitions: dict(_DAY),
    shapes.MomentShape: lambda _shape, _definitions: {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}",
    },
    shapes.VersionShape: lambda shape, _definitions: {"const": shape.version},
    shapes.EitherShape: _either,
    shapes.ListShape: _list,
    shapes.StructShape: _struct,
    shapes.WindowShape: _window,
    shapes.TargetShape: _target,
}
