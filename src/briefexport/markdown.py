"""Markdown text -> blocks and spans.

CommonMark with tables, strikethrough, footnotes, attributes (`{#name}` before a heading) and containers
(`::: name key=value`). Values of the briefing are not part of the text: a template leaves a token for each one, and the
token becomes its value here, after the text was parsed, so that nothing a value says can be taken for markup.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from .document.text import (
    Align,
    Block,
    Bullets,
    Cell,
    Code,
    Column,
    Heading,
    Paragraph,
    Quote,
    Role,
    Rule,
    Span,
    Spans,
    Table,
    plain,
)

TOKEN = re.compile("\ue000(\\d+)\ue001")
"""Where a value of the briefing goes: its number between two private-use characters."""


class Plain(msgspec.Struct, frozen=True):
    """A value that is text and nothing else."""

    text: str
    language: str | None = None


class Prose(msgspec.Struct, frozen=True):
    """A value that is Markdown itself; `field` is its path in the briefing."""

    text: str
    field: str


Component = Callable[[dict[str, str], tuple[Block, ...]], Sequence[Block]]
"""What a container becomes: its arguments and what stands inside it -> blocks."""


class Refusal(msgspec.Struct, frozen=True):
    """Something in prose that no document can show. `line` counts from 0 inside the field."""

    field: str
    line: int
    what: str
    fix: str


class Setting(msgspec.Struct):
    """What the text is read against.

    `citations` are the labels that `[^label]` may name without a definition. `mark` gives the printed mark of a note by
    the field it stands in and its label.
    """

    values: Sequence[Plain | Prose] = ()
    components: Mapping[str, Component] = {}
    citations: frozenset[str] = frozenset()
    mark: Callable[[str, str], str] = lambda _field, label: label


class Reading(msgspec.Struct, frozen=True):
    """Blocks in order, the notes defined in the text by mark, and what had to be refused."""

    blocks: tuple[Block, ...]
    notes: tuple[tuple[str, tuple[Block, ...]], ...] = ()
    refusals: tuple[Refusal, ...] = ()


class UnknownComponentError(ValueError):
    """A container of a name that nothing is known about; `line` counts from 1 in the text."""

    def __init__(self, name: str, line: int, known: Sequence[str]) -> None:
        self.name, self.line, self.known = name, line, tuple(known)
        super().__init__(f"line {line}: there is no part '{name}'")


def read_markdown(text: str, setting: Setting | None = None, field: str = "", level: int = 0) -> Reading:
    """The blocks of a text. Headings start below `level` and skip none; nothing of the text is lost.

    Raises:
        UnknownComponentError: the text has a container that is not among the components.
    """
    reader = _Reader(setting or Setting(), field, level)
    blocks = tuple(reader.read(text))
    return Reading(blocks, tuple(reader.notes.items()), tuple(reader.refusals))


def plain_text(text: str) -> str:
    """Prose without its markup: paragraphs and items on lines of their own. For cells and other plain places."""
    return "\n".join(_lines(read_markdown(text).blocks))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.use(attrs_block_plugin)
    parser.use(container_plugin, "part", validate=lambda params, *_: bool(params.strip()))
    return parser


_ROLES = {
    "key": Role.KEY,
    "label": Role.LABEL,
    "aside": Role.ASIDE,
    "caption": Role.CAPTION,
}


class _Reader:
    """Walks one text; headings, notes and refusals gather as it goes."""

    def __init__(self, setting: Setting, field: str, level: int) -> None:
        self.setting, self.field, self.level = setting, field, level
        self.base = level
        self.shift: int | None = None
        self.notes: dict[str, tuple[Block, ...]] = {}
        self.refusals: list[Refusal] = []

    def read(self, text: str) -> Iterator[Block]:
        refs = {f":{label}": -1 for label in sorted(self.setting.citations)}
        root = SyntaxTreeNode(_parser().parse(text, {"footnotes": {"refs": refs, "list": {}}}))
        return self.blocks(root.children)

    def blocks(self, nodes: Sequence[SyntaxTreeNode], role: Role = Role.BODY) -> Iterator[Block]:
        for node in nodes:
            yield from self.block(node, role)

    def block(self, node: SyntaxTreeNode, role: Role) -> Iterator[Block]:
        match node.type:
            case "heading":
                yield self.heading(node)
            case "paragraph":
                yield from self.paragraph(node, role)
            case "bullet_list" | "ordered_list":
                yield self.bullets(node, role)
            case "blockquote":
                yield Quote(tuple(self.blocks(node.children)))
            case "fence" | "code_block":
                yield Code(self.code(node.content).removesuffix("\n"))
            case "hr":
                yield Rule()
            case "table":
                yield self.table(node)
            case "html_block":
                self.refuse(node, "raw HTML cannot be shown", "write it in Markdown, or as `code`")
                yield Paragraph((Span(node.content.rstrip("\n")),), role)
            case "container_part":
                yield from self.part(node)
            case "footnote_reference":
                mark = self.setting.mark(self.field, str(node.meta["label"]))
                self.notes[mark] = tuple(self.blocks(node.children))
            case other:
                raise NotImplementedError(other)

    def heading(self, node: SyntaxTreeNode) -> Heading:
        written = int(node.tag[1])
        if self.shift is None:
            self.shift = self.base + 1 - written if self.base else 0
        self.level = max(self.base + 1, min(written + self.shift, self.level + 1, 6))
        anchor = node.attrs.get("id")
        return Heading(self.level, self.spans(node), str(anchor) if anchor else None)

    def paragraph(self, node: SyntaxTreeNode, role: Role) -> Iterator[Block]:
        content = node.children[0].content if node.children else ""
        alone = TOKEN.fullmatch(content)
        value = self.setting.values[int(alone[1])] if alone else None
        if isinstance(value, Prose):
            yield from self.prose(value, role)
        else:
            yield Paragraph(self.spans(node), role)

    def prose(self, value: Prose, role: Role) -> Iterator[Block]:
        inner = msgspec.structs.replace(self.setting, values=(), components={})
        reading = read_markdown(value.text, inner, value.field, self.level)
        self.notes.update(reading.notes)
        self.refusals += reading.refusals
        for block in reading.blocks:
            yield Paragraph(block.spans, role) if isinstance(block, Paragraph) else block

    def bullets(self, node: SyntaxTreeNode, role: Role) -> Bullets:
        items = tuple(tuple(self.blocks(item.children, role)) for item in node.children)
        first = int(str(node.attrs.get("start", 1))) if node.type == "ordered_list" else None
        tight = all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")
        return Bullets(items, first, tight)

    def table(self, node: SyntaxTreeNode) -> Table:
        head, *body = node.children
        cells = head.children[0].children
        columns = tuple(Column(self.spans(cell), _align(cell)) for cell in cells)
        rows = [row for part in body for row in part.children]
        return Table(columns, tuple(tuple(self.cell(cell) for cell in row.children) for row in rows))

    def cell(self, node: SyntaxTreeNode) -> Cell:
        spans = self.spans(node)
        return Cell((Paragraph(spans),) if spans else ())

    def part(self, node: SyntaxTreeNode) -> Iterator[Block]:
        name, _, rest = node.info.strip().partition(" ")
        if name in _ROLES:
            yield from self.blocks(node.children, _ROLES[name])
            return
        if name not in self.setting.components:
            if not self.setting.components:
                yield Paragraph((Span(f"{node.markup} {node.info.strip()}"),))
                yield from self.blocks(node.children)
                return
            line = node.map[0] + 1 if node.map else 1
            raise UnknownComponentError(name, line, sorted([*self.setting.components, *_ROLES]))
        arguments = dict(_argument(word) for word in rest.split())
        yield from self.setting.components[name](arguments, tuple(self.blocks(node.children)))

    def refuse(self, node: SyntaxTreeNode, what: str, fix: str) -> None:
        place = next((seen.map for seen in _upwards(node) if seen.map), (0, 0))
        self.refusals.append(Refusal(self.field, place[0], what, fix))

    # -- spans

    def spans(self, node: SyntaxTreeNode) -> Spans:
        inline = node.children[0] if node.children else None
        found = self.inline(inline.children if inline else (), Span())
        return tuple(_joined(span for span in found if span.text or span.note))

    def inline(self, nodes: Sequence[SyntaxTreeNode], look: Span) -> Iterator[Span]:
        for node in nodes:
            yield from self.span(node, look)

    def span(self, node: SyntaxTreeNode, look: Span) -> Iterator[Span]:
        match node.type:
            case "text":
                yield from self.text(node.content, look)
            case "softbreak":
                yield _with(look, text=" ")
            case "hardbreak":
                yield _with(look, text="\n")
            case "code_inline":
                yield from self.text(node.content, _with(look, code=True))
            case "strong":
                yield from self.inline(node.children, _with(look, bold=True))
            case "em":
                yield from self.inline(node.children, _with(look, italic=True))
            case "s":
                yield from self.inline(node.children, _with(look, strike=True))
            case "link":
                yield from self.inline(node.children, _with(look, link=str(node.attrs.get("href", "")) or None))
            case "image":
                fix = "give it to the briefing as a figure with `file` and `alt`"
                self.refuse(node, f"a picture in prose cannot be shown: '{node.attrs.get('src', '')}'", fix)
                yield from self.inline(node.children, look)
            case "html_inline":
                self.refuse(node, f"raw HTML cannot be shown: '{node.content}'", "write it in Markdown, or as `code`")
                yield _with(look, text=node.content)
            case "footnote_ref":
                yield _with(look, note=self.setting.mark(self.field, str(node.meta["label"])))
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
                yield _with(look, text=value.text, language=value.language)
            else:
                yield from self.spliced(value, look)

    def spliced(self, value: Prose, look: Span) -> Iterator[Span]:
        """Prose in the middle of a line: its paragraphs one after the other."""
        for number, block in enumerate(self.prose(value, Role.BODY)):
            spans = block.spans if isinstance(block, Paragraph) else (Span("\n".join(_lines((block,)))),)
            if number:
                yield _with(look, text="\n")
            for span in spans:
                bold, italic = span.bold or look.bold, span.italic or look.italic
                yield msgspec.structs.replace(span, bold=bold, italic=italic)

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


def _align(cell: SyntaxTreeNode) -> Align:
    style = str(cell.attrs.get("style", ""))
    return {"right": Align.END, "center": Align.CENTRE}.get(style.rpartition(":")[2], Align.START)


def _argument(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name, value


def _upwards(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    here: SyntaxTreeNode | None = node
    while here is not None and here.type != "root":
        yield here
        here = here.parent


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    """The text of blocks, a line for each paragraph, item or row."""
    for block in blocks:
        match block:
            case Paragraph(spans=spans) | Heading(spans=spans):
                yield plain(spans)
            case Bullets(items=items):
                for item in items:
                    yield from _lines(item)
            case Quote(blocks=inner):
                yield from _lines(inner)
            case Code(text=text):
                yield text
            case Table(columns=columns, rows=rows):
                yield " | ".join(plain(column.head) for column in columns)
                for row in rows:
                    yield " | ".join(" ".join(_lines(cell.blocks)) for cell in row)
            case _:
                continue
