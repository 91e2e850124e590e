"""Spans: what stands in one line of a paragraph, a heading or a cell."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from briefexport.document.lines import lines
from briefexport.document.text import Block, Comment, Role, Span, Spans

from .attribute import LANGUAGE, MEANT, ONLY_IN_QUOTES
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
        self.comments: list[tuple[Node, int, Comment]] = []
        """The comments, where they stand, and how many lines of their block end before."""
        self.in_note = False
        self.breaks = 0

    def spans(self, node: Node) -> Spans:
        """What stands in a block, neighbours of one look as one span."""
        self.breaks = 0
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
                if MEANT.search(node.token.content):
                    self.refuse(node, "a comment cannot be read", ONLY_IN_QUOTES)
                yield from self.text(node.token.content, look)
            case "softbreak" | "hardbreak":
                self.breaks += 1
                yield _with(look, text=" " if node.type == "softbreak" else "\n")
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
                yield from self.inline(node.children, self.attributed(node, look))
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
        for number, line in enumerate(lines(tuple(self.prose(value, Role.BODY)))):
            if number:
                yield _with(look, text="\n")
            yield from (_also(span, look) for span in line)

    def attributed(self, node: Node, look: Span) -> Span:
        """What `[words]{lang=fr comment="Why?" by="A name"}` asks for its words; all else in the braces is told."""
        asked: dict[str, str] = {}
        for name, value in node.token.meta["attributes"]:
            if name not in _KNOWN or name in asked:
                what = (
                    f"the attribute `{name}` stands twice"
                    if name in asked
                    else f"the attribute `{name}` cannot be shown"
                )
                fix = 'write the words without it; {lang=fr} and {comment="what to ask"} are all there is'
                self.refuse(node, what, fix)
            asked.setdefault(name, " ".join(self.code(value).split()))
        if ("by" in asked or "comment" in asked) and not asked.get("comment"):
            self.refuse(node, "a comment says nothing", ONLY_IN_QUOTES)
        if "lang" in asked and not LANGUAGE.fullmatch(asked["lang"]):
            self.refuse(node, f"'{asked['lang']}' is no language", "write it as {lang=fr}, or {lang=pt-BR}")
        found = _with(look, language=asked.get("lang") or look.language)
        if not asked.get("comment"):
            return found
        if self.in_note:
            self.refuse(node, "a note cannot carry a comment", "put the comment on words of the text")
        comment = Comment(asked["comment"], asked.get("by") or self.setting.drafter)
        self.comments.append((node, self.breaks, comment))
        return _with(found, comment=comment)

    def code(self, content: str) -> str:
        """A code block with the values in it; prose stands as it was typed."""
        return TOKEN.sub(lambda found: self.setting.values[int(found[1])].text, content)


_KNOWN = ("lang", "comment", "by")


def _also(span: Span, look: Span) -> Span:
    """The span, with what its surroundings ask for besides."""
    return _with(
        span,
        bold=span.bold or look.bold,
        italic=span.italic or look.italic,
        strike=span.strike or look.strike,
        link=span.link or look.link,
        language=span.language or look.language,
        comment=span.comment or look.comment,
    )


def without_first_breaks(spans: Spans) -> Spans:
    """The spans without the hard breaks that they begin with."""
    while spans and spans[0].note is None and not spans[0].text.strip():
        spans = spans[1:]
    return (_with(spans[0], text=spans[0].text.lstrip("\n")), *spans[1:]) if spans else ()


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
