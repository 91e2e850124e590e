"""Spans -> runs: text in a character style, links, and the marks of notes."""

from collections.abc import Sequence

from briefexport.document.text import Span

from .language import marks, stretches
from .markup import Markup, run, tag, value
from .story import Manuscript, Story

_REFERENCE = "footnote reference"
_RIGHT_TO_LEFT = "Right to Left Text"


def runs(spans: Sequence[Span], story: Story, *look: str) -> list[Markup]:
    """The spans in order, in the character styles that `look` names and those they ask for themselves."""
    made: list[Markup] = []
    after_note = False
    for span in spans:
        if span.note is not None:
            # Two marks in a row would read as one number.
            made.extend([mark_run(", ", story)] if after_note else [])
            made.extend(_note(span.note, story))
        elif span.link:
            made.extend(_link(span, story, look))
        else:
            made.extend(_text(span, story.manuscript, look))
        after_note = span.note is not None
    return made


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
    asked = (
        (span.bold, "Strong"),
        (span.italic, "Emphasis"),
        (span.strike, "Struck Out"),
        (span.code, "Code Text"),
        (bool(span.link), "Hyperlink"),
    )
    return tuple(called for wanted, called in asked if wanted)


def _text(span: Span, manuscript: Manuscript, look: tuple[str, ...]) -> list[Markup]:
    look = (*look, *_looks(span))
    made = []
    for stretch in stretches(span.text, manuscript.language, span.language):
        foreign = stretch.script.right_to_left and not manuscript.right_to_left
        style = manuscript.styles.character(*look, *([_RIGHT_TO_LEFT] if foreign else []))
        made.append(run(stretch.text, style, *marks(stretch.script, stretch.language, manuscript.language)))
    return made


def _link(span: Span, story: Story, look: tuple[str, ...]) -> list[Markup]:
    """A link; where the target is nowhere, its text alone."""
    target = _target(span.link or "", story)
    if target is None:
        return _text(Span(span.text, span.bold, span.italic, span.strike, span.code), story.manuscript, look)
    inside = "".join(_text(span, story.manuscript, look))
    says = f' w:tooltip="{value(span.title)}"' if span.title else ""
    return [Markup(f'<w:hyperlink {target}{says} w:history="1">{inside}</w:hyperlink>')]


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
