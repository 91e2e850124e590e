"""Prose with signs of more than text: what no document can show, and drafting notes in a paper that is final.

Such prose is read as the documents read it, and all other prose is not, since the reader of Markdown takes longer to
load than a briefing to check.
"""

import re

from briefexport.located import quotable
from briefexport.problem import Code, Place

from .findings import Findings, Passage

_NOTABLE = re.compile(r"<[A-Za-z/!?]|!\[|\{")
_ATTRIBUTES = re.compile(r"(?<=\])\{(?:[^{}\"]|\"(?:[^\"\\]|\\.)*\")*\}")
_SHOWN = 40


def is_notable(text: str) -> bool:
    """Whether prose may have raw HTML, a picture or attributes in it."""
    return _NOTABLE.search(text) is not None


def without_attributes(text: str) -> str:
    """Prose without the braces after words in brackets; what they say is not part of the text."""
    return _ATTRIBUTES.sub("", text) if "]{" in text else text


def tell_notable(findings: Findings, *, final: bool) -> None:
    """Tell what the notable passages have that cannot be shown; in a final paper, their drafting notes too."""
    if not findings.passages:
        return
    from briefexport.markdown import read_markdown

    for passage in findings.passages:
        reading = read_markdown(passage.text)
        for refusal in reading.refusals:
            findings.tell(_at(passage, refusal.line, findings), Code.UNSHOWABLE, refusal.what, refusal.fix)
        for remark in reading.remarks if final else ():
            what = f"a drafting note stands in a final paper: '{quotable(remark.comment.text, _SHOWN)}'"
            fix = "take the braces after the words out, or write another `status`"
            findings.tell(_at(passage, remark.line, findings), Code.DRAFTING_NOTE, what, fix)


def _at(passage: Passage, line: int, findings: Findings) -> Place:
    """The line where lines stand as they were typed, else the field."""
    if passage.style == "|":
        return Place(findings.file, passage.line + 1 + line)
    return Place(findings.file, passage.at.line, passage.at.column)
