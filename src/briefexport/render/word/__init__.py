"""A memo -> the bytes of a .docx file. The only package that knows python-docx.

What a memo looks like is said in the styles file alone; a memo's own text carries no formatting but names of styles.
Beside those it says only what no style can: places in lists and how deep something is nested, widths of tables, how
pages lie, and the language and direction of text.
"""

from briefexport.document.text import Memo, Paragraph, Role, Turn, Value
from briefexport.edition import Edition
from briefexport.render.seal import seal_parts

from .block import gap, set_blocks
from .columns import Columns
from .comment import add_comments
from .furniture import Furnisher
from .inline import words
from .length import estimate_pages
from .markup import ends_section, written
from .note import add_notes
from .numbering import Lists
from .package import StylesFile, numbering, open_styles, parts_of, write_settings
from .page import Geometry, Pages, fit_tab_stops, text_width
from .part import root_of
from .picture import PictureError
from .properties import add_properties
from .room import Room
from .story import Manuscript, Story
from .styles import Styles, StylesError

__all__ = ["PictureError", "StylesError", "Typeset", "page_estimate", "render_word", "typeset"]


class Typeset(Value, frozen=True):
    """A memo as a file, and about how many pages it has up to each page break and after the last."""

    data: bytes
    pages: tuple[int, ...]


def render_word(memo: Memo, styles: bytes, edition: Edition) -> bytes:
    """The file of a memo, as `typeset` sets it.

    Raises:
        StylesError: the styles file is no Word document, or lacks a style.
        PictureError: a picture is no PNG or JPEG file.
    """
    return typeset(memo, styles, edition).data


def typeset(memo: Memo, styles: bytes, edition: Edition) -> Typeset:
    """Set a memo in the styles of a `memo.docx`. Same memo, styles and edition: same bytes.

    The title stands above the blocks, but below the labels that they begin with.

    Raises:
        StylesError: the styles file is no Word document, or lacks a style.
        PictureError: a picture is no PNG or JPEG file.
    """
    file = open_styles(styles)
    furniture, language = memo.furniture, memo.properties.language
    columns = Columns(file.styles)
    estimate = estimate_pages(memo, file.styles, file.geometry, columns)
    page_count = sum(estimate)
    file.styles.speak(language, right_to_left=furniture.right_to_left)
    _fit(file.styles, file.geometry)
    furnish = Furnisher(memo, file.package, file.body, file.own, page_count)
    pages = Pages(file.geometry, furnish, right_to_left=furniture.right_to_left)
    manuscript = Manuscript(memo, file.styles, Lists(numbering(file), file.styles), pages, columns)
    furnish.manuscript = manuscript
    body = _body(memo, file, manuscript)
    add_notes(manuscript, file.package, file.body)
    add_comments(manuscript, file.package, file.body, edition.at)
    write_settings(file, language)
    add_properties(file.package, memo.properties, edition, page_count)
    return Typeset(seal_parts(parts_of(file.package, {file.body: body}), edition.at), estimate)


def page_estimate(memo: Memo, styles: bytes) -> int:
    """About how many pages the memo has; right for one and two pages, near beyond.

    Raises:
        StylesError: the styles file is no Word document, or lacks a style.
    """
    file = open_styles(styles)
    return sum(estimate_pages(memo, file.styles, file.geometry, Columns(file.styles)))


def _body(memo: Memo, file: StylesFile, manuscript: Manuscript) -> bytes:
    story = Story(manuscript, file.body, file.package)
    labels = 0
    while labels < len(memo.blocks) and _is_label(memo.blocks[labels]):
        labels += 1
    made = set_blocks(memo.blocks[:labels], story, Room())
    made.append(manuscript.paragraph("Title", words(memo.properties.title, manuscript)))
    made.extend(set_blocks(memo.blocks[labels:], story, Room()))
    if ends_section(made[-1]):
        made.append(gap(manuscript))  # the last section is never without a paragraph
    made.append(manuscript.pages.end_section())
    return written(root_of(file.body), "body", made)


def _is_label(block: object) -> bool:
    return isinstance(block, Paragraph) and block.role is Role.LABEL


def _fit(styles: Styles, geometry: Geometry) -> None:
    for turn, suffix in ((Turn.PORTRAIT, ""), (Turn.LANDSCAPE, " Landscape")):
        for kind in ("header", "footer"):
            style = styles.element("paragraph", kind + suffix if not suffix else kind.title() + suffix)
            fit_tab_stops(style, text_width(geometry, turn))
