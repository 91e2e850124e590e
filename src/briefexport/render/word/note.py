"""The notes part: real footnotes under their own marks."""

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.package import Package

from briefexport.document.text import Note

from .block import set_blocks
from .inline import mark_run
from .markup import Markup, is_paragraph, parsed, run, tag, with_opening
from .part import root_of, xml_part
from .room import Ground, Room
from .story import Manuscript, Story

# Word's own two, that draw the line above the notes.
SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


def add_notes(manuscript: Manuscript, package: Package, body: Part) -> None:
    """Write the notes that the body refers to; there is no part where there are none.

    A note that nothing refers to has no place in a Word file and is left out.
    """
    if not manuscript.placed:
        return
    # Links in notes belong to the notes' part, so the part is there before its text.
    part = xml_part("/word/footnotes.xml", CT.WML_FOOTNOTES, parsed("footnotes", ()), package)
    body.relate_to(part, RT.FOOTNOTES)
    story = Story(manuscript, part, package, of_notes=True)
    written = [_separator(kind, number, manuscript) for kind, number in SEPARATORS]
    for mark, number in list(manuscript.placed.items()):
        written.append(tag("footnote", *_whole_note(manuscript.notes[mark], story), id=number))
    root_of(part).extend(parsed("footnotes", written))


def _separator(kind: str, number: int, manuscript: Manuscript) -> Markup:
    look = [tag("pPr", tag("bidi"))] if manuscript.right_to_left else []
    return tag("footnote", tag("p", *look, tag("r", tag(kind))), type=kind, id=number)


def _whole_note(note: Note, story: Story) -> list[Markup]:
    """The note, and after it those that only it refers to."""
    made = _note(note, story)
    while story.inner_notes:
        made.extend(_note(story.manuscript.notes[story.inner_notes.pop(0)], story))
    return made


def _note(note: Note, story: Story) -> list[Markup]:
    manuscript = story.manuscript
    room = Room(Ground.NOTE, manuscript.pages.width)
    made = set_blocks(note.blocks, story, room)
    if not made or not is_paragraph(made[0]):
        made.insert(0, manuscript.paragraph(room.body(), []))
    counted = note.mark in manuscript.counted
    mark = mark_run("", story, tag("footnoteRef")) if counted else mark_run(note.mark, story)
    made[0] = with_opening(made[0], mark, run(" ", ""))
    return made
