"""The parser: which Markdown there is, and which attributes.

Attributes that no document can show are put back as text, and told: the plugins drop what they do not know.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from .attribute import LANGUAGE, bracketed

UNSHOWABLE = "unshowable_attributes"
"""Where the parser leaves the lines, counted from 0, of attributes that cannot be shown."""

_MARKUP = re.compile(r"[^\w ,.;()’\ue000\ue001-]|_")
_NAME = r"#[\w:-]+"
_LANGUAGE = rf"lang=(?:\"{LANGUAGE.pattern}\"|{LANGUAGE.pattern})"
_ATTRIBUTES = re.compile(rf"\{{\s*(?:{_NAME}|{_LANGUAGE})(?:\s+(?:{_NAME}|{_LANGUAGE}))*\s*\}}")


@cache
def parser() -> MarkdownIt:
    """The parser; made once, as it keeps nothing of what it parses."""
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    markdown.use(footnote_plugin, inline=False, move_to_end=False)
    markdown.use(attrs_block_plugin)
    markdown.inline.ruler.after("link", "bracketed", bracketed)
    markdown.use(container_plugin, "part", validate=lambda params, *_: bool(params.strip()))
    markdown.core.ruler.before("attr", "shown_attributes", _shown_attributes)
    markdown.core.ruler.at("inline", _inline)
    return markdown


def _inline(state: StateCore) -> None:
    """The inline parts; a line that has no sign of markup, as most cells have none, is text without being walked."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if not _MARKUP.search(token.content):
            token.children += [Token("text", "", 0, content=token.content)] if token.content else []
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _shown_attributes(state: StateCore) -> None:
    """Leaves attributes that name a heading or give a language; a line of any other is text again, and noted."""
    lines = state.src.split("\n")
    found: list[Token] = []
    for at, token in enumerate(state.tokens):
        if token.type != "attrs_block":
            found.append(token)
            continue
        line = token.map[0] if token.map else 0
        written = lines[line][lines[line].find("{") :].strip()
        after = next((each.type for each in state.tokens[at + 1 :] if each.type != "attrs_block"), "_close")
        named_wrongly = "id" in token.attrs and after != "heading_open"
        if _ATTRIBUTES.fullmatch(written) and not after.endswith("_close") and not named_wrongly:
            found.append(token)
            continue
        state.env.setdefault(UNSHOWABLE, []).append((line, written))
        found += _paragraph(written, token)
    state.tokens = found


def _paragraph(text: str, token: Token) -> list[Token]:
    inline = Token("inline", "", 0, content=text, map=token.map, level=token.level + 1, children=[])
    return [
        Token("paragraph_open", "p", 1, map=token.map, level=token.level, block=True),
        inline,
        Token("paragraph_close", "p", -1, level=token.level, block=True),
    ]
