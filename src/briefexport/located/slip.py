"""What the YAML parser says when it gives up, in the words of somebody who writes a briefing."""

import re
from typing import NamedTuple

import yaml

from briefexport.problem import Code, Place, Problem


class _Saying(NamedTuple):
    """How one kind of slip is told; `pattern` finds it in what libyaml, or PyYAML without it, says."""

    pattern: str
    what: str
    fix: str
    code: Code = Code.YAML_SLIP
    at_start: bool = False
    """Told where the unfinished part starts, not where the parser stopped."""


_QUOTES = 'put the whole value in quotes: "…"'

_SAYINGS = (
    _Saying(
        r"tab character|start any token '\\t'",
        "a tab stands here, where YAML knows only spaces",
        "replace the tab with spaces",
        Code.TAB,
    ),
    _Saying("start any token", "a value cannot start with '{sign}'", _QUOTES),
    _Saying(
        "mapping values are not allowed",
        "a `:` stands here that begins no field",
        "put the whole value in quotes if the colon belongs to the text; else bring the line under its neighbours",
    ),
    _Saying(
        "scanning a quoted scalar: found unexpected end|scanning a double-quoted scalar: found unexpected end",
        "the quotation mark that opens here is never closed",
        "write the closing quotation mark",
        at_start=True,
    ),
    _Saying(
        "expected ',' or ']'",
        "the list that opens here with `[` is not closed, or a comma is missing in it",
        'write `]` and the commas; put a text that starts with [ in quotes: "…"',
        at_start=True,
    ),
    _Saying(
        "expected ',' or '}'",
        "the group that opens here with `{{` is not closed, or a comma is missing in it",
        'write `}}` and the commas; put a text that starts with {{ in quotes: "…"',
        at_start=True,
    ),
    _Saying(
        "could not find expected ':'",
        "this line is neither a field nor part of a text",
        "write `name: value`, or indent the line so that it belongs to the text above it",
        at_start=True,
    ),
    _Saying(
        "escape|hexdecimal|hexadecimal",
        "a backslash between double quotes begins a code, and this is none",
        "write two backslashes, or use single quotes: '…'",
    ),
    _Saying(
        "sequence entries are not allowed",
        "a list cannot start on the line of its field",
        "begin a new line before `- `, indented further than the field; or put a text that starts with - in quotes",
    ),
    _Saying("mapping keys are not allowed", "a value cannot start with `? `", _QUOTES),
    _Saying("expected '-' indicator|block collection: expected", "a field stands here among the entries of a list",
            "begin the line with `- `, or bring it under the fields it belongs to"),
    _Saying("scanning an (alias|anchor)", "a value cannot start with `*` or `&`", _QUOTES),
    _Saying("(parsing|scanning) a (tag|node): .*(tag|URI|expected)", "a value cannot start with `!`", _QUOTES),
    _Saying("block scalar", "something stands after the sign `|` or `>`",
            "begin the text on the next line, indented; or put a text that starts with | or > in quotes"),
    _Saying("directive|YAML document", "a line cannot start with `%`", "remove the line", Code.REFUSED_YAML),
    _Saying("document start|document end", "something stands here after the end of the briefing",
            "remove the line `...` or what follows it", Code.SEVERAL_DOCUMENTS),
    _Saying("node content", "a value is missing here, or starts with a sign that YAML uses itself",
            'write the value; put a text that starts with [ ] {{ }} or , in quotes: "…"'),
)  # fmt: skip

_INDENTED = _Saying(
    "",
    "this line is indented unlike its neighbours",
    "give it as many spaces as the lines of the same list or group have",
)
_AFTER_QUOTES = _Saying(
    "",
    "text stands here after a closing quotation mark",
    "put the whole value in one pair of quotes; inside \"…\" write \\\", inside '…' write ''",
)
_LIST_AMONG_FIELDS = _Saying(
    "",
    "an entry of a list stands here among fields",
    "indent it under the field it belongs to, or write `name: value`",
)
_OTHER = _Saying(
    "",
    "this cannot be read as YAML",
    "compare the indentation and the quotes of this line with those of the line above it",
)


def slip_said(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """The problem that stands for a parser's error, at a place inside the file."""
    lines = re.split("\r\n|\r|\n", text)
    start, stop = error.context_mark, error.problem_mark
    line, column = (stop.line, stop.column) if stop else (len(lines) - 1, 0)
    sign = lines[line][column : column + 1] if line < len(lines) else ""
    saying = _saying(error, lines[line] if line < len(lines) else "", column, sign)
    if start and (saying.at_start or (not sign and (line >= len(lines) or not lines[line].strip()))):
        line, column = start.line, start.column
    line = min(line, len(lines) - 1)
    place = Place(file, line + 1, min(column, len(lines[line])) + 1)
    return Problem(place, saying.code, saying.what.format(sign=sign), saying.fix.format())


def unreadable(file: str) -> Problem:
    """The problem that stands for an error without a place."""
    return Problem(Place(file, 1, 1), _OTHER.code, _OTHER.what, _OTHER.fix)


def _saying(error: yaml.MarkedYAMLError, line: str, column: int, sign: str) -> _Saying:
    problem = error.problem or ""
    said = f"{error.context or ''}: {problem}"
    if sign == "\t" and "start any token" in said:
        return _SAYINGS[0]
    if "expected key" in problem or "block mapping: expected <block end>" in said:
        if line[:column].strip():
            return _AFTER_QUOTES
        return _LIST_AMONG_FIELDS if line[column:].startswith("- ") else _INDENTED
    return next((saying for saying in _SAYINGS if re.search(saying.pattern, said)), _OTHER)
