"""Spans -> runs: text in a character style, links, and the marks of notes."""

from collections.abc import Sequence

from briefexport.document.text import Comment, Span

from .language import marks, stretches
from .markup import Markup, run, tag, value
from .story import Manuscript, Story

_REFERENCE = "footnote reference"
_RAISED = tuple("⁰¹²³⁴⁵⁶⁷⁸⁹")
_RIGHT_TO_LEFT = "Right to Left Text"


def runs(spans: Sequence[Span], story: Story, *look: str) -> list[Markup]:
    """The spans in order, in the character styles that `look` names and those they ask for themselves."""
    made: list[Markup] = []
    before: Span | None = None
    for span in spans:
        if before is not None or span.comment is not None:
            made.extend(_between(before, span, story))
        if span.note is not None:
            made.extend(_note(span.note, story))
        elif span.link:
            made.extend(_link(span, story, look))
        else:
            made.extend(_text(span, story.manuscript, look))
        before = span
    return [*made, *_between(before, None, story)] if before and before.comment is not None else made


def _between(before: Span | None, after: Span | None, story: Story) -> list[Markup]:
    """What stands between two spans: where comments end and begin, and what keeps the mark of a note apart."""
    made: list[Markup] = []
    ending, beginning = _comment(before, story), _comment(after, story)
    if ending and ending != beginning:
        made.extend(_end_of_comment(story.manuscript))
    if before and after and after.note is not None:
        if before.note is not None:
            made.append(mark_run(",\u00a0", story))  # two marks in a row would read as one number
        elif before.text.endswith(_RAISED):
            made.append(mark_run("\u00a0", story))  # as would a mark right after m³
    if beginning and ending != beginning:
        made.append(tag("commentRangeStart", id=len(story.manuscript.comments)))
        story.manuscript.comments.append(beginning)
    return made


def _comment(span: Span | None, story: Story) -> Comment | None:
    """The comment on a span. Notes carry none: LibreOffice cannot open a file in which they do."""
    return None if span is None or story.of_notes else span.comment


def _end_of_comment(manuscript: Manuscript) -> list[Markup]:
    number = len(manuscript.comments) - 1
    mark = run("", manuscript.styles.character("annotation reference"))
    reference = f'<w:commentReference w:id="{number}"/></w:r>'
    return [tag("commentRangeEnd", id=number), Markup(mark.replace("</w:r>", reference))]


def words(text: str, manuscript: Manuscript, *look: str) -> list[Markup]:
    """Plain text in the document's language."""
    return _text(Span(text), manuscript, look)


def note_bookmark(number: int) -> str:
    """The bookmark at a note's first mark; Word doesn't list names that begin like this."""
    return f"_note_{number}"


def mark_run(mark: str, story: Story, *before: Markup) -> Markup:
    """A note's mark, raised."""
    raised = run(mark, story.manuscript.styles.character(_REFERENCE))
    return Markup(raised.replace("</w:rPr>", "</w:rPr>" + "".join(before), 1))


def _looks(span: Span) -> tuple[str, ...]:
    if not (span.bold or span.italic or span.strike or span.code or span.link):
        return ()
    asked = (
        (span.bold, "Strong"),
        (span.italic, "Emphasis"),
        (span.strike, "Struck Out"),
        (span.code, "Code Text"),
        (bool(span.link), "Hyperlink"),
    )
    return tuple(called for wanted, called in asked if wanted)


def _text(span: Span, manuscript: Manuscript, look: tuple[str, ...]) -> list[Markup]:
    look = look + _looks(span)
    made = []
    for stretch in stretches(span.text, manuscript.language, span.language):
        foreign = stretch.script.right_to_left and not manuscript.right_to_left
        style = manuscript.styles.character(*look, _RIGHT_TO_LEFT) if foreign else manuscript.styles.character(*look)
        made.append(run(stretch.text, style, *marks(stretch.script, stretch.language, manuscript.language)))
    return made


def _link(span: Span, story: Story, look: tuple[str, ...]) -> list[Markup]:
    """A link; where the target is nowhere, its text alone."""
    target = _target(span.link or "", story)
    if target is None:
        return _text(Span(span.text, span.bold, span.italic, span.strike, span.code), story.manuscript, look)
    inside = "".join(_text(span, story.manuscript, look))
    says = f' w:tooltip="{value(span.title)}"' if span.title else ""
    held = f">{inside}</w:hyperlink>" if inside else "/>"
    return [Markup(f'<w:hyperlink {target}{says} w:history="1"{held}')]


def _target(link: str, story: Story) -> str | None:
    if link.startswith("#"):
        bookmark = story.manuscript.bookmark(link[1:])
        return None if bookmark is None else f'w:anchor="{value(bookmark)}"'
    related = story.link(link)
    return None if related is None else f'r:id="{related}"'


def _note(mark: str, story: Story) -> list[Markup]:
    """The first mark of a note is its footnote; each later one leads back to the first.

    A note that only another note refers to is told inside that one: Word has no footnotes to footnotes.
    """
    manuscript = story.manuscript
    if mark not in manuscript.notes:
        raise ValueError(f"the document has no note '{mark}'")
    if mark in manuscript.placed:
        return [tag("hyperlink", mark_run(mark, story), anchor=note_bookmark(manuscript.placed[mark]))]
    number = manuscript.placed[mark] = len(manuscript.placed) + 1
    if story.of_notes:
        story.inner_notes.append(mark)
        return manuscript.marked(note_bookmark(number), [mark_run(mark, story)])
    counted = manuscript.counts(mark)
    reference = tag("footnoteReference", **({} if counted else {"customMarkFollows": 1}), id=number)
    return manuscript.marked(note_bookmark(number), [mark_run("" if counted else mark, story, reference)])
