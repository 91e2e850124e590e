"""A Word file -> what it says."""

from collections.abc import Iterator

from .package import Element, Package, opened
from .told import Table, Told

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}noBreakHyphen": "\u2011"}
_NO_NOTE = ("separator", "continuationSeparator", "continuationNotice")


def read_word(data: bytes) -> Told:
    """Reads a memo back.

    Raises:
        UnreadableError: it is damaged, or no Word file.
    """
    with opened(data) as package:
        body = package.part("word/document.xml")
        title, language, status = package.told_of_itself()
        frames = [*package.parts("word/header"), *package.parts("word/footer")]
        return Told(
            title=title,
            language=language,
            status=status,
            frames=tuple("\n".join(_paragraphs(frame)) for frame in frames),
            texts=tuple(_paragraphs(body)),
            tables=tuple(_table(found) for found in body.iter(f"{_W}tbl")),
            notes=_notes(package, body),
        )


def _paragraphs(parent: Element) -> Iterator[str]:
    """The paragraphs outside of tables, in order."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield _text(child)
        elif child.tag != f"{_W}tbl":
            yield from _paragraphs(child)


def _table(table: Element) -> Table:
    rows = [tuple(_lines(cell) for cell in row.iter(f"{_W}tc")) for row in table.iter(f"{_W}tr")]
    headings = tuple(" ".join(cell) for cell in rows[0]) if rows else ()
    return Table(headings, tuple(rows[1:]))


def _lines(cell: Element) -> tuple[str, ...]:
    return tuple(line for found in cell.iter(f"{_W}p") for line in _text(found).split("\n"))


def _text(paragraph: Element) -> str:
    """The text; marks of notes are no part of it."""
    return "".join(
        _BREAKS.get(part.tag) or (part.text or "" if part.tag == f"{_W}t" else "")
        for run in paragraph.iter(f"{_W}r")
        if not _is_raised(run)
        for part in run
    )


def _is_raised(run: Element) -> bool:
    if run.find(f"{_W}footnoteReference") is not None or run.find(f"{_W}footnoteRef") is not None:
        return True
    raised = run.find(f"{_W}rPr/{_W}vertAlign")
    style = run.find(f"{_W}rPr/{_W}rStyle")
    named = style is not None and style.get(f"{_W}val") == "FootnoteReference"
    return named or (raised is not None and raised.get(f"{_W}val") == "superscript")


def _notes(package: Package, body: Element) -> dict[str, str]:
    """The footnotes by the mark that a reader sees: Word counts those that carry no mark of their own."""
    if "word/footnotes.xml" not in package.names:
        return {}
    texts = {
        note.get(f"{_W}id"): "\n".join(_text(line).strip() for line in note.iter(f"{_W}p"))
        for note in package.part("word/footnotes.xml")
        if note.get(f"{_W}type") not in _NO_NOTE
    }
    found: dict[str, str] = {}
    counted = 0
    for run in body.iter(f"{_W}r"):
        reference = run.find(f"{_W}footnoteReference")
        if reference is None:
            continue
        mark = str(counted := counted + 1)
        if reference.get(f"{_W}customMarkFollows") in ("1", "true", "on"):
            counted -= 1
            mark = "".join(part.text or "" for part in run.iter(f"{_W}t"))
        found[mark] = texts[reference.get(f"{_W}id")]
    return found
