"""The comments part: drafting notes beside the text, each with who asks."""

import datetime as dt
import re

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.package import Package

from briefexport.document.text import Comment

from .inline import words
from .markup import Markup, parsed, run, tag, value
from .part import xml_part
from .story import Manuscript

_MOST_INITIALS = 4
_BEGINNING = re.compile(r"(?:^|(?<=[\s.\-]))\w")


def add_comments(manuscript: Manuscript, package: Package, body: Part, at: dt.datetime) -> None:
    """Write the comments that the text refers to, as of that moment; there is no part where there are none."""
    if not manuscript.comments:
        return
    # Word does without a date; LibreOffice saves one that is no date where there is none.
    moment = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    written = [_comment(number, said, manuscript, moment) for number, said in enumerate(manuscript.comments)]
    part = xml_part("/word/comments.xml", CT.WML_COMMENTS, parsed("comments", written), package)
    body.relate_to(part, RT.COMMENTS)


def _comment(number: int, said: Comment, manuscript: Manuscript, moment: str) -> Markup:
    mark = run("", manuscript.styles.character("annotation reference"))
    mark = Markup(mark.replace("</w:r>", "<w:annotationRef/></w:r>"))
    paragraph = manuscript.paragraph("annotation text", [mark, *words(said.text, manuscript)])
    who = {"author": value(said.by), "date": moment, "initials": value(initials(said.by))}
    return tag("comment", paragraph, id=number, **who)


def initials(name: str) -> str:
    """The first letters of a name's words.

    >>> initials("L. Kovac"), initials("Anne-Marie da Costa"), initials("")
    ('LK', 'AMDC', '')
    """
    return "".join(_BEGINNING.findall(name))[:_MOST_INITIALS].upper()
