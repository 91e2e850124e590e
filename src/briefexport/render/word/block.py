"""Blocks -> paragraphs and tables, each in a named style."""

from collections.abc import Sequence

from briefexport.document.text import (
    Block,
    Bullets,
    Code,
    Fields,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Quote,
    Role,
    Rule,
    SignOff,
    Span,
    Spans,
    Table,
    plain,
)
from briefexport.document.width import width_pt

from .inline import runs
from .markup import Markup, ends_section, is_paragraph, with_section
from .picture import drawing
from .room import Ground, Room
from .story import Manuscript, Story
from .table import sign_off, table

_DEEPEST_HEADING = 6
_QUOTES = ("Quote", "Quote Kept")
_SHORT_QUOTE = 600  # letters, some seven lines; LibreOffice never breaks what stays with the next paragraph
_TAB = Span("\t")
# What a line that ends in a colon announces, and what is a table in Word.
_ANNOUNCED = (Bullets, Table, Code, Quote, Picture)
_RULED = (Table, SignOff)
# These have air above them; anything else right under a table would stick to it.
_AIRY = {Role.KEY, Role.ASIDE, Role.CAPTION, Role.QUOTE}


def set_blocks(blocks: Sequence[Block], story: Story, room: Room) -> list[Markup]:
    """The blocks in order. A page break ends the section in the last paragraph before it; cells and notes have none.

    A quote often ends in who said it: that stays with what was said, unless that is long enough to break.
    """
    made: list[Markup] = []
    for at, block in enumerate(blocks):
        if isinstance(block, NewPage):
            if room.ground is Ground.PAGE:
                _end_section(made, block, story.manuscript)
            continue
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        kept = _leads_to(after, block) or (room.quoted and at == len(blocks) - 2 and _is_short(block))
        made.extend(_block(block, story, room if kept is room.kept else room._replace(kept=kept)))
        if isinstance(block, _RULED) and _sticks(after):
            made.append(gap(story.manuscript))
    return made


def gap(manuscript: Manuscript) -> Markup:
    """A little air: Word wants a paragraph between tables, after the last, and at the end of a cell."""
    return manuscript.paragraph("Table Gap", [])


def _sticks(after: Block | None) -> bool:
    if isinstance(after, Table):
        return not after.caption
    return not isinstance(after, Heading) and not (isinstance(after, Paragraph) and after.role in _AIRY)


def _leads_to(after: Block | None, block: Block) -> bool:
    """Whether a block says what is signed below it, or announces what follows with a colon."""
    if isinstance(after, SignOff):
        return True
    if not isinstance(after, _ANNOUNCED) or not isinstance(block, Paragraph):
        return False
    return plain(block.spans).rstrip().endswith((":", "\uff1a"))


def _is_short(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(plain(block.spans)) <= _SHORT_QUOTE


def _end_section(made: list[Markup], page: NewPage, manuscript: Manuscript) -> None:
    if not made or not is_paragraph(made[-1]) or ends_section(made[-1]):
        made.append(gap(manuscript))
    made[-1] = with_section(made[-1], manuscript.pages.end_section(page.turn))


def _block(block: Block, story: Story, room: Room) -> list[Markup]:
    match block:
        case Paragraph():
            return [_paragraph(block, story, room)]
        case Heading():
            return [_heading(block, story, room)]
        case Bullets():
            return _bullets(block, story, room)
        case Quote():
            return _quote(block, story, room)
        case Table():
            return _table(block, story, room)
        case Picture():
            return _picture(block, story, room)
        case Fields():
            return _fields(block, story, room)
        case SignOff():
            return [sign_off(block, story, width(story, room), room.indent)]
        case Code() | Rule():
            return [_plain_block(block, story, room)]
        case NewPage():
            return []


def width(story: Story, room: Room) -> int:
    """Twips from one side to the other."""
    return max((room.width or story.manuscript.pages.width) - room.indent, 1)


def _set(story: Story, style: str, content: Sequence[Markup], room: Room) -> Markup:
    """A paragraph of a style, as deep as the room is: its own indent counts from there."""
    manuscript = story.manuscript
    if not room.nested:
        return manuscript.paragraph(style, content)
    # The indent of that style is that of the first level.
    inner = 0 if style == "List Continue" else round(manuscript.styles.look(style).left_pt * 20)
    return manuscript.paragraph(style, content, indent=room.indent + inner)


def _paragraph(block: Paragraph, story: Story, room: Room) -> Markup:
    style = room.style(block)
    deeper = room if style not in _QUOTES or not room.quoted else room._replace(indent=room.indent - _inset(story))
    return _set(story, style, runs(block.spans, story), deeper)


def _heading(block: Heading, story: Story, room: Room) -> Markup:
    manuscript = story.manuscript
    content = runs(block.spans, story)
    if block.anchor:
        content = manuscript.marked(manuscript.bookmark(block.anchor), content)
    style = f"heading {min(max(block.level, 1), _DEEPEST_HEADING)}"
    place = None if block.numbered else manuscript.lists.none()
    return manuscript.paragraph(style, content, place, room.indent if room.nested else 0)


def _bullets(block: Bullets, story: Story, room: Room) -> list[Markup]:
    manuscript, numbered = story.manuscript, block.start is not None
    listed = room.items(numbered=numbered)
    number = (
        manuscript.lists.bullets(listed)
        if block.start is None
        else manuscript.lists.numbers(listed, room.level, block.start)
    )
    style = listed if block.tight or room.ground is not Ground.PAGE else f"{listed} Open"
    inside = room._replace(level=room.level + 1, indent=manuscript.lists.indent(listed, room.level), quoted=False)
    made: list[Markup] = []
    for item in block.items:
        first, rest = _opening(item)
        place = manuscript.lists.place(number, room.level)
        made.append(manuscript.paragraph(style, runs(first, story), place))
        made.extend(set_blocks(rest, story, inside))
    return made


def _opening(item: tuple[Block, ...]) -> tuple[Spans, tuple[Block, ...]]:
    """The text beside the bullet and what follows it."""
    first = item[0] if item else None
    return (first.spans, item[1:]) if isinstance(first, Paragraph) else ((), item)


def _inset(story: Story) -> int:
    return round(story.manuscript.styles.look("Quote").left_pt * 20)


def _quote(block: Quote, story: Story, room: Room) -> list[Markup]:
    inside = room._replace(level=room.level + 1, indent=room.indent + _inset(story), quoted=True)
    return set_blocks(block.blocks, story, inside)


def _plain_block(block: Code | Rule, story: Story, room: Room) -> Markup:
    if isinstance(block, Rule):
        return _set(story, "Rule", [], room)
    # A bracket alone on its line has no letters that say which way it looks.
    spans = (Span(block.text, language="en" if story.manuscript.right_to_left else None),)
    return _set(story, "Code Block", runs(spans, story), room)


def _table(block: Table, story: Story, room: Room) -> list[Markup]:
    made = [_set(story, "caption", runs(block.caption, story), room)] if block.caption else []
    return [*made, table(block, story, (width(story, room), room.indent if room.nested else 0), set_cell)]


def set_cell(blocks: Sequence[Block], story: Story, room: Room) -> list[Markup]:
    """What a cell holds: never nothing, and a paragraph last, as Word wants it."""
    return set_blocks(blocks, story, room) or [story.manuscript.paragraph(room.body(), [])]


def _picture(block: Picture, story: Story, room: Room) -> list[Markup]:
    style = "Figure Above Caption" if block.caption else "Figure"
    made = [_set(story, style, [drawing(block, story, width(story, room))], room)]
    if block.caption:
        made.append(_set(story, "Figure Caption", runs(block.caption, story), room))
    return made


def _fields(block: Fields, story: Story, room: Room) -> list[Markup]:
    """Names and values, one paragraph each: the value stands at the tab stop of the style that is wide enough."""
    style = "Memo Field" if _names_fit(block, story.manuscript) else "Memo Field Wide"
    return [
        _set(story, style, [*runs(called, story, "Field Name"), *runs((_TAB, *value), story)], room)
        for called, value in block.rows
    ]


def _names_fit(block: Fields, manuscript: Manuscript) -> bool:
    look = manuscript.styles.look("Memo Field")
    widest = max((width_pt(plain(called), look.size_pt, bold=True) for called, _ in block.rows), default=0)
    return widest < look.left_pt - look.size_pt / 2
