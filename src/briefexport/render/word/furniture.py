"""Headers and footers: the marking on every page, the draft word, the reference, the page number."""

import copy
import re
from collections.abc import Mapping

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.package import Package

from briefexport.document.text import Memo, Turn
from briefexport.document.width import width_pt

from .inline import words
from .markup import Markup, field, parsed, tag
from .page import letterhead
from .part import root_of, xml_part
from .story import Manuscript

_PLACES = re.compile(r"(\{pages?\})")
_KINDS = {"header": (CT.WML_HEADER, RT.HEADER), "footer": (CT.WML_FOOTER, RT.FOOTER)}
_TAGS = {"header": "hdr", "footer": "ftr"}


class Furnisher:
    """Makes each header and footer when a section first asks for it.

    `own` are the parts that the styles file brings, by `header` and `footer`: a letterhead stays, under the marking.
    """

    def __init__(self, memo: Memo, package: Package, body: Part, own: Mapping[str, Part], pages: int) -> None:
        self._memo, self._package, self._body, self._own, self._pages = memo, package, body, own, pages
        self._made: dict[tuple[str, Turn, bool], str] = {}
        self.manuscript: Manuscript | None = None

    def __call__(self, turn: Turn, *, first: bool) -> list[Markup]:
        """References to the header and footer of all pages, and to those of the first page."""
        references = []
        for kind in ("header", "footer"):
            for of_first in (True, False) if first else (False,):
                which = "first" if of_first else "default"
                related = self._part(kind, turn, of_first=of_first)
                references.append(Markup(f'<w:{kind}Reference w:type="{which}" r:id="{related}"/>'))
        return references

    def _part(self, kind: str, turn: Turn, *, of_first: bool) -> str:
        key = kind, turn, of_first
        if key not in self._made:
            self._made[key] = self._make(kind, turn, of_first=of_first)
        return self._made[key]

    def _make(self, kind: str, turn: Turn, *, of_first: bool) -> str:
        content_type, relation = _KINDS[kind]
        number = sum(made[0] == kind for made in self._made) + 1
        style = kind if turn is Turn.PORTRAIT else f"{kind.title()} Landscape"
        lines = self._header(style, of_first=of_first) if kind == "header" else self._footer(style, of_first=of_first)
        own = self._own.get(kind)
        brought = letterhead(None if own is None else root_of(own))
        root = parsed(_TAGS[kind], lines + brought if kind == "header" else brought + lines)
        part = xml_part(f"/word/{kind}{number}.xml", content_type, root, self._package)
        if own is not None:
            for rid, related in own.rels.items():
                part.rels[rid] = copy.copy(related)
        return self._body.relate_to(part, relation)

    def _header(self, style: str, *, of_first: bool) -> list[Markup]:
        manuscript, said = self._manuscript(), self._memo.furniture
        lines = []
        if said.marking:
            lines.append(manuscript.paragraph("Marking", words(said.marking, manuscript)))
        content = words(said.draft, manuscript, "Draft Status") if said.draft else []
        if not of_first:
            title = self._memo.properties.title
            content += words(f" · {title}" if said.draft else title, manuscript)
        return [*lines, manuscript.paragraph(style, content)] if content or not lines else lines

    def _footer(self, style: str, *, of_first: bool) -> list[Markup]:
        manuscript, said = self._manuscript(), self._memo.furniture
        tab = [tag("r", tag("tab"))]
        page = self._page_of("1" if of_first else "2")
        reference = words(said.reference, manuscript) if said.reference else []
        if not self._fits(style):
            above = manuscript.paragraph("Marking", words(said.marking, manuscript))
            return [above, manuscript.paragraph(style, reference + tab + tab + page)]
        marking = words(said.marking, manuscript, "Marking Text") if said.marking else []
        return [manuscript.paragraph(style, reference + tab + marking + tab + page)]

    def _fits(self, style: str) -> bool:
        """Whether reference, marking and page number have room on one line."""
        said, manuscript = self._memo.furniture, self._manuscript()
        size_pt = manuscript.styles.look(style).size_pt
        line_pt = manuscript.pages.width / 20
        middle_pt = width_pt(said.marking, size_pt, bold=True) * 1.3  # it is spaced
        sides_pt = width_pt(said.reference, size_pt), width_pt(said.page_of, size_pt)
        return not said.marking or max(sides_pt) + middle_pt / 2 < line_pt / 2 - size_pt

    def _page_of(self, page: str) -> list[Markup]:
        """`Page 1 of 2`, both numbers as fields with a result that stands until Word counts itself."""
        fields = {
            "{page}": lambda: [field("PAGE", page)],
            "{pages}": lambda: [field("NUMPAGES", str(max(self._pages, int(page))))],
        }
        made: list[Markup] = []
        for piece in _PLACES.split(self._memo.furniture.page_of):
            if piece:
                made.extend(fields[piece]() if piece in fields else words(piece, self._manuscript()))
        return made

    def _manuscript(self) -> Manuscript:
        assert self.manuscript is not None
        return self.manuscript
