"""Prose without its markup."""

from collections.abc import Iterator, Sequence

from briefexport.document.text import Block, Bullets, Code, Heading, Paragraph, Quote, Table, plain


def plain_text(text: str) -> str:
    """Prose without its markup: paragraphs and items on lines of their own. For cells and other plain places."""
    from .read import read_markdown

    return "\n".join(lines(read_markdown(text).blocks))


def lines(blocks: Sequence[Block]) -> Iterator[str]:
    """The text of blocks, a line for each paragraph, item or row."""
    for block in blocks:
        match block:
            case Paragraph(spans=spans) | Heading(spans=spans):
                yield plain(spans)
            case Bullets(items=items):
                for item in items:
                    yield from lines(item)
            case Quote(blocks=inner):
                yield from lines(inner)
            case Code(text=text):
                yield text
            case Table(columns=columns, rows=rows):
                yield " | ".join(plain(column.head) for column in columns)
                for row in rows:
                    yield " | ".join(" ".join(lines(cell.blocks)) for cell in row)
            case _:
                continue
