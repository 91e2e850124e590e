"""Attributes after words in brackets: `[mots]{lang=fr}`, `[the dues]{comment="Ask the Treasury."}`."""

import re

from markdown_it.rules_inline import StateInline

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""A language as attributes name it."""

MEANT = re.compile(r"\{\s*(?:comment|by)\s*=")
"""Braces that were meant to carry a comment."""

ONLY_IN_QUOTES = 'write it as [words]{comment="what to ask" by="who asks"}; `by` may be left out'

_VALUE = r"\"((?:[^\"\\]|\\.)*)\"|([^\s\"{}=]+)"
_ATTRIBUTE = re.compile(rf"\s*(?:([\w:-]+)=(?:{_VALUE})|([.#%][^\s{{}}]*))(?=[\s}}])", re.DOTALL)
_END = re.compile(r"\s*}")
_ESCAPED = re.compile(r"\\([\"\\])")


def bracketed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's own signature
    """A rule of the parser: words in brackets with attributes in braces right after them.

    Braces that hold anything else are text, as they are where no bracket stands before them. Of two attributes of a
    name both are kept, so that none is lost unseen.
    """
    if state.src[state.pos] != "[" or state.src.startswith("[^", state.pos):
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos)
    if end < 0 or end + 1 >= state.posMax or state.src[end + 1] != "{":
        return False
    found = read_attributes(state.src, end + 1)
    if found is None or found[1] > state.posMax:
        return False
    attributes, after = found
    if not silent:
        most = state.posMax
        state.pos, state.posMax = state.pos + 1, end
        state.push("span_open", "span", 1).meta = {"attributes": attributes}
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = most
    state.pos = after
    return True


def read_attributes(text: str, at: int) -> tuple[list[tuple[str, str]], int] | None:
    """The attributes in the braces that open there, and where the braces end; None where they hold something else."""
    found: list[tuple[str, str]] = []
    at += 1
    while (match := _ATTRIBUTE.match(text, at)) is not None:
        name, quoted, bare, other = match.groups()
        found.append((other, "") if other else (name, bare or _ESCAPED.sub(r"\1", quoted or "")))
        at = match.end()
    return (found, end.end()) if found and (end := _END.match(text, at)) else None
