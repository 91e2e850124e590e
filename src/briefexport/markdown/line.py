"""Spans: what stands in one line of a paragraph, a heading or a cell."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from briefexport.document.text import Block, Paragraph, Role, Span, Spans

from .plain import lines
from .setting import TOKEN, Plain, Prose, Setting
from .tree import Node

Refuse = Callable[[Node, str, str], None]


class LineReader:
    """Walks the inline parts of one text; `prose` reads a value that is Markdown itself."""

    def __init__(
        self, setting: Setting, field: str, refuse: Refuse, prose: Callable[[Prose, Role], Iterator[Block]]
    ) -> None:
        self.setting, self.field, self.refuse, self.prose = setting, field, refuse, prose
        self.language: str | None = None

    def spans(self, node: Node) -> Spans:
        """What stands in a block, neighbours of one look as one span."""
        inline = node.children[0] if node.children else None
        found = self.inline(inline.children if inline else (), Span(language=self.language))
        return tuple(_joined(span for span in found if span.text or span.note))

    def inline(self, nodes: Sequence[Node], look: Span) -> Iterator[Span]:
        """The parts in order, each looking like `look` and as it asks for itself."""
        for node in nodes:
            yield from self.span(node, look)

    def span(self, node: Node, look: Span) -> Iterator[Span]:
        """One part."""
        match node.type:
            case "text":
                yield from self.text(node.token.content, look)
            case "softbreak":
                yield _with(look, text=" ")
            case "hardbreak":
                yield _with(look, text="\n")
            case "code_inline":
                yield from self.text(node.token.content, _with(look, code=True))
            case "strong":
                yield from self.inline(node.children, _with(look, bold=True))
            case "em":
                yield from self.inline(node.children, _with(look, italic=True))
            case "s":
                yield from self.inline(node.children, _with(look, strike=True))
            case "link":
                address, title = (str(node.token.attrs.get(name, "")) or None for name in ("href", "title"))
                yield from self.inline(node.children, _with(look, link=address, title=title if address else None))
            case "span":
                yield from self.inline(node.children, _with(look, language=self.spoken(node) or look.language))
            case "image":
                fix = "give it to the briefing as a figure with `file` and `alt`"
                self.refuse(node, f"a picture in prose cannot be shown: '{node.token.attrs.get('src', '')}'", fix)
                yield from self.inline(node.children, look)
            case "html_inline":
                self.refuse(
                    node, f"raw HTML cannot be shown: '{node.token.content}'", "write it in Markdown, or as `code`"
                )
                yield _with(look, text=node.token.content)
            case "footnote_ref":
                yield _with(look, note=self.setting.mark(self.field, str(node.token.meta["label"])))
            case other:
                raise NotImplementedError(other)

    def text(self, content: str, look: Span) -> Iterator[Span]:
        """The spans of a text in which every token is replaced by its value."""
        if not self.setting.values:
            yield _with(look, text=content)
            return
        pieces = TOKEN.split(content)
        for place, piece in enumerate(pieces):
            if place % 2 == 0:
                yield _with(look, text=piece)
                continue
            value = self.setting.values[int(piece)]
            if isinstance(value, Plain):
                yield _with(look, text=value.text, language=value.language or look.language)
            else:
                yield from self.spliced(value, look)

    def spliced(self, value: Prose, look: Span) -> Iterator[Span]:
        """Prose in the middle of a line: its paragraphs one after the other."""
        for number, block in enumerate(self.prose(value, Role.BODY)):
            spans = block.spans if isinstance(block, Paragraph) else (Span("\n".join(lines((block,)))),)
            if number:
                yield _with(look, text="\n")
            for span in spans:
                bold, italic = span.bold or look.bold, span.italic or look.italic
                yield msgspec.structs.replace(span, bold=bold, italic=italic, language=span.language or look.language)

    def spoken(self, node: Node) -> str | None:
        """The language that `[words]{lang=fr}` names; all else in the braces is told."""
        for name in node.token.attrs:
            if name != "lang":
                fix = "write the words without it, or their language as {lang=fr}"
                self.refuse(node, f"the attribute `{name}` cannot be shown", fix)
        return str(node.token.attrs.get("lang", "")) or None

    def code(self, content: str) -> str:
        """A code block with the values in it; prose stands as it was typed."""
        return TOKEN.sub(lambda found: self.setting.values[int(found[1])].text, content)


def _with(look: Span, **changes: Any) -> Span:
    return msgspec.structs.replace(look, **changes)


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """Neighbours of one look as one span."""
    before: Span | None = None
    for span in spans:
        if before and not before.note and not span.note and _with(span, text="") == _with(before, text=""):
            before = _with(before, text=before.text + span.text)
            continue
        if before:
            yield before
        before = span
    if before:
        yield before
