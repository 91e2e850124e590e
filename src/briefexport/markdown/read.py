"""Blocks: a text is parsed and walked once; headings, notes and refusals gather as it goes."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from briefexport.document.text import (
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
    Table,
)

from .attribute import MEANT
from .grammar import UNSHOWABLE, parser
from .line import LineReader, without_first_breaks
from .setting import TOKEN, Prose, Reading, Refusal, Remark, Setting, UnknownComponentError
from .tree import Node, tree


def read_markdown(text: str, setting: Setting | None = None, field: str = "", level: int = 0) -> Reading:
    """The blocks of a text. Headings start below `level` and skip none; nothing of the text is lost.

    Raises:
        UnknownComponentError: the text has a container that is not among the components.
    """
    reader = _Reader(setting or Setting(), field, level)
    blocks = tuple(reader.read(text))
    return Reading(blocks, tuple(reader.notes.items()), tuple(reader.refusals), tuple(reader.all_remarks()))


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
        self.remarks: list[Remark] = []
        self.line = LineReader(setting, field, self.refuse, self.prose)

    def read(self, text: str) -> Iterator[Block]:
        refs = {f":{label}": -1 for label in sorted(self.setting.citations)}
        told: dict[str, Any] = {"footnotes": {"refs": refs, "list": {}}}
        root = tree(parser().parse(text, told))
        for line, written in told.get(UNSHOWABLE, ()):
            if MEANT.search(written):
                continue  # told where it stands as text
            what = f"the attributes {written} cannot be shown"
            fix = "leave them out; {#name} before a heading and {lang=fr} before any part are all there is"
            self.refusals.append(Refusal(self.field, line, what, fix))
        return self.blocks(root.children)

    def blocks(self, nodes: Sequence[Node], role: Role = Role.BODY) -> Iterator[Block]:
        for node in nodes:
            before = self.line.language
            self.line.language = str(node.token.attrs.get("lang", "")) or before
            yield from self.block(node, role)
            self.line.language = before

    def block(self, node: Node, role: Role) -> Iterator[Block]:
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
                yield Code(self.line.code(node.token.content).removesuffix("\n"))
            case "hr":
                yield Rule()
            case "table":
                yield self.table(node)
            case "html_block":
                self.line.breaks = 0
                self.refuse(node, "raw HTML cannot be shown", "write it in Markdown, or as `code`")
                yield Paragraph((Span(node.token.content.rstrip("\n")),), role)
            case "container_part":
                yield from self.part(node)
            case "footnote_reference":
                mark = self.setting.mark(self.field, str(node.token.meta["label"]))
                self.line.in_note = True
                self.notes[mark] = tuple(self.blocks(node.children))
                self.line.in_note = False
            case other:
                raise NotImplementedError(other)

    def heading(self, node: Node) -> Heading:
        written = int(node.token.tag[1])
        if self.shift is None:
            self.shift = self.base + 1 - written if self.base else 0
        self.level = max(self.base + 1, min(written + self.shift, self.level + 1, 6))
        anchor = node.token.attrs.get("id")
        return Heading(self.level, self.line.spans(node), str(anchor) if anchor else None)

    def paragraph(self, node: Node, role: Role) -> Iterator[Block]:
        content = node.children[0].token.content if node.children else ""
        alone = TOKEN.fullmatch(content)
        value = self.setting.values[int(alone[1])] if alone else None
        if isinstance(value, Prose):
            yield from self.prose(value, role)
        else:
            yield Paragraph(self.line.spans(node), role)

    def prose(self, value: Prose, role: Role) -> Iterator[Block]:
        inner = msgspec.structs.replace(self.setting, values=(), components={})
        reading = read_markdown(value.text, inner, value.field, self.level)
        self.notes.update(reading.notes)
        self.refusals += reading.refusals
        self.remarks += reading.remarks
        for block in reading.blocks:
            yield Paragraph(block.spans, role) if isinstance(block, Paragraph) else block

    def bullets(self, node: Node, role: Role) -> Bullets:
        items = tuple(tuple(self.blocks(item.children, role)) for item in node.children)
        first = int(str(node.token.attrs.get("start", 1))) if node.type == "ordered_list" else None
        tight = all(
            child.token.hidden for item in node.children for child in item.children if child.type == "paragraph"
        )
        return Bullets(items, first, tight)

    def table(self, node: Node) -> Table:
        head, *body = node.children
        cells = head.children[0].children
        columns = tuple(Column(self.line.spans(cell), _align(cell)) for cell in cells)
        rows = [row for part in body for row in part.children]
        return Table(columns, tuple(tuple(self.cell(cell) for cell in row.children) for row in rows))

    def cell(self, node: Node) -> Cell:
        """A cell; a template breaks the line before each thing it may say, and the first of them needs no break."""
        spans = without_first_breaks(self.line.spans(node))
        return Cell((Paragraph(spans),) if spans else ())

    def part(self, node: Node) -> Iterator[Block]:
        name, _, rest = node.token.info.strip().partition(" ")
        if name in _ROLES:
            yield from self.blocks(node.children, _ROLES[name])
            return
        if name not in self.setting.components:
            if not self.setting.components:
                yield Paragraph((Span(f"{node.token.markup} {node.token.info.strip()}"),))
                yield from self.blocks(node.children)
                return
            line = node.token.map[0] + 1 if node.token.map else 1
            raise UnknownComponentError(name, line, sorted([*self.setting.components, *_ROLES]))
        arguments = dict(_argument(word) for word in rest.split())
        yield from self.setting.components[name](arguments, tuple(self.blocks(node.children)))

    def refuse(self, node: Node, what: str, fix: str) -> None:
        self.refusals.append(Refusal(self.field, _first_line(node) + self.line.breaks, what, fix))

    def all_remarks(self) -> Iterator[Remark]:
        yield from self.remarks
        for node, breaks, comment in self.line.comments:
            yield Remark(self.field, _first_line(node) + breaks, comment)


def _first_line(node: Node) -> int:
    """The first line of the block that a part stands in, counted from 0."""
    return next((seen.token.map for seen in node.upwards() if seen.token.map), (0, 0))[0]


def _align(cell: Node) -> Align:
    style = str(cell.token.attrs.get("style", ""))
    return {"right": Align.END, "center": Align.CENTRE}.get(style.rpartition(":")[2], Align.START)


def _argument(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name, value
