"""Markdown text -> blocks and spans.

CommonMark with tables, strikethrough, footnotes, attributes (`{#name}` before a heading, `{lang=fr}` before any block
and after `[words]`, where `{comment="why?"}` may stand too) and containers (`::: name key=value`). Values of the
briefing are not part of the text: a template leaves a token for each one, and the token becomes its value here, after
the text was parsed, so that nothing a value says can be taken for markup.
"""

from .read import read_markdown
from .setting import (
    TOKEN,
    Component,
    Plain,
    Prose,
    Reading,
    Refusal,
    Remark,
    Setting,
    UnknownComponentError,
)

__all__ = [
    "TOKEN",
    "Component",
    "Plain",
    "Prose",
    "Reading",
    "Refusal",
    "Remark",
    "Setting",
    "UnknownComponentError",
    "read_markdown",
]
