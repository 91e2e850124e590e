"""Makes the first `templates/memo.docx`: the Word styles of every memo, each shown on a line of its own.

The file is meant to be restyled in Word or LibreOffice afterwards. Run this only to begin again from the house's own
look: it overwrites. The same bytes come out every time.
"""

# Long on purpose: it is one table of styles, read from top to bottom.

import datetime as dt
import io
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from briefexport.render.seal import seal
from briefexport.theme import Palette

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OPC = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MADE_AT = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)

# Every office suite has Calibri or, with the same widths, Carlito; Nirmala UI writes all scripts of India.
TEXT, COMPLEX, PITCH, RIGHT_TO_LEFT = "Calibri", "Nirmala UI", "Courier New", "Arial"

INK, MUTED, ACCENT, TINT, LINE, MARKING = (
    colour.removeprefix("#").upper()
    for colour in (
        Palette().ink,
        Palette().muted,
        Palette().accent,
        Palette().tint,
        Palette().line,
        Palette().marking,
    )
)

FIRST_SMALL_HEADING, LAST_HEADING = 4, 6
LINK = "0B57A4"
LIST_STEP, LIST_HANG = 397, 340  # twips
SMALL_STEP, SMALL_HANG = 284, 227
FIELD_STOP, WIDE_FIELD_STOP = 1474, 2835
TEXT_WIDTH, LANDSCAPE_WIDTH = 9184, 14116
BULLETS = "•–·"
NUMBERS = (("decimal", "{}."), ("lowerLetter", "{})"), ("lowerRoman", "{}."))


class Style(NamedTuple):
    """One style: `look` is what stands in its w:pPr, `type` in its w:rPr."""

    name: str
    base: str = "Normal"
    look: str = ""
    type: str = ""
    next: str = ""
    kind: str = "paragraph"


def size(points: float) -> str:
    """Type of that size, in every script."""
    return f'<w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/>'


def colour(rgb: str) -> str:
    """Text of that colour."""
    return f'<w:color w:val="{rgb}"/>'


def space(before: float, after: float, line: float = 0) -> str:
    """Points above and below a paragraph; `line` as a multiple of the type's own line."""
    lines = f' w:line="{line * 240:.0f}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before * 20:.0f}" w:after="{after * 20:.0f}"{lines}/>'


def indent(left: int, hanging: int = 0) -> str:
    """Twips from the margin."""
    return f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'


def stand(where: str) -> str:
    """Where the text of a paragraph stands."""
    return f'<w:jc w:val="{where}"/>'


def border(side: str, width: int, rgb: str, gap: int) -> str:
    """A line at one side of a paragraph: eighths of a point wide, points away."""
    return f'<w:{side} w:val="single" w:sz="{width}" w:space="{gap}" w:color="{rgb}"/>'


def borders(*lines: str) -> str:
    """Lines at the sides of a paragraph."""
    return f"<w:pBdr>{''.join(lines)}</w:pBdr>"


def tabs(*stops: tuple[str, int]) -> str:
    """Tab stops, in twips from the margin."""
    set_at = "".join(f'<w:tab w:val="{kind}" w:pos="{at}"/>' for kind, at in stops)
    return f"<w:tabs>{set_at}</w:tabs>"


def sided(width: int, instead_of: int = 0) -> str:
    """A line with something at the left, in the middle and at the right, twips wide."""
    gone = [("clear", instead_of // 2), ("clear", instead_of)] if instead_of else []
    return tabs(*sorted([*gone, ("center", width // 2), ("right", width)], key=lambda stop: stop[1]))


SIGN_GAP = '<w:ind w:right="567"/>'  # between the lines of two who sign
BOLD = "<w:b/><w:bCs/>"
ITALIC = "<w:i/><w:iCs/>"
TOGETHER = "<w:keepNext/><w:keepLines/>"
FIELD_LINES = borders(border("top", 6, ACCENT, 5), border("bottom", 4, LINE, 5))
MONO = f'<w:rFonts w:ascii="{PITCH}" w:hAnsi="{PITCH}" w:cs="{PITCH}"/>'
NUMBERED = '<w:numPr>{level}<w:numId w:val="{number}"/></w:numPr>'


def numbered(number: int, level: int = 0) -> str:
    """The list a style belongs to."""
    return NUMBERED.format(level=f'<w:ilvl w:val="{level}"/>' if level else "", number=number)


STYLES = (
    Style("Normal", "", "", colour(INK)),
    # Word takes the larger of two spaces: this one keeps text away from a list above it.
    Style("Body Text", "Normal", space(5, 6, 1.1)),
    Style("Body Text Kept", "BodyText", TOGETHER, next="BodyText"),
    Style("Title", "Normal", TOGETHER + space(0, 9, 1.0), BOLD + colour(ACCENT) + size(18), "BodyText"),
    Style(
        "Memo Label",
        "Normal",
        TOGETHER + space(0, 4),
        BOLD + "<w:caps/>" + colour(ACCENT) + '<w:spacing w:val="36"/>' + size(9.5),
        "Title",
    ),
    Style(
        "heading 1",
        "Normal",
        TOGETHER + numbered(1) + space(15, 4, 1.0) + '<w:outlineLvl w:val="0"/>',
        BOLD + colour(ACCENT) + size(14),
        "BodyText",
    ),
    Style(
        "heading 2",
        "Normal",
        TOGETHER + numbered(1, 1) + space(11, 3, 1.0) + '<w:outlineLvl w:val="1"/>',
        BOLD + colour(ACCENT) + size(12),
        "BodyText",
    ),
    Style(
        "heading 3",
        "Normal",
        TOGETHER + numbered(1, 2) + space(9, 2, 1.0) + '<w:outlineLvl w:val="2"/>',
        BOLD + colour(ACCENT) + size(11),
        "BodyText",
    ),
    *(
        Style(
            f"heading {level}",
            "Normal",
            TOGETHER + space(8, 2, 1.0) + f'<w:outlineLvl w:val="{level - 1}"/>',
            (BOLD if level == FIRST_SMALL_HEADING else ITALIC)
            + colour(ACCENT if level < LAST_HEADING else MUTED)
            + size(10.5),
            "BodyText",
        )
        for level in range(FIRST_SMALL_HEADING, LAST_HEADING + 1)
    ),
    Style(
        "Key Point",
        "Normal",
        "<w:keepLines/>" + borders(border("left", 36, ACCENT, 13)) + space(14, 14, 1.2) + indent(340),
        BOLD + size(13),
        "BodyText",
    ),
    Style("Aside", "Normal", space(3, 6, 1.05), colour(MUTED) + size(9)),
    Style(
        "Quote",
        "Normal",
        borders(border("left", 12, LINE, 10)) + space(4, 6) + indent(340),
        ITALIC + colour(MUTED),
    ),
    Style("Quote Kept", "Quote", "<w:keepNext/>", next="Quote"),
    Style("caption", "Normal", TOGETHER + space(8, 4, 1.0), BOLD + colour(ACCENT) + size(9), "TableText"),
    Style("Figure Caption", "Caption", '<w:keepNext w:val="0"/>' + space(3, 8, 1.0), next="BodyText"),
    Style("Figure", "Normal", space(8, 6, 1.0), next="BodyText"),
    Style("Figure Above Caption", "Figure", "<w:keepNext/>" + space(8, 0, 1.0), next="FigureCaption"),
    Style(
        "Code Block",
        "Normal",
        borders(*(border(side, 4, TINT, 4) for side in ("top", "left", "bottom", "right")))
        + f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
        + space(6, 10, 1.0)
        + '<w:ind w:left="100" w:right="100"/>',
        MONO + "<w:noProof/>" + size(9),
    ),
    Style("Rule", "Normal", borders(border("bottom", 6, LINE, 1)) + space(2, 10, 1.0), size(4)),
    Style("List Bullet", "Normal", numbered(2) + space(0, 3)),
    Style("List Number", "Normal", numbered(3) + space(0, 3)),
    Style("List Bullet Open", "ListBullet", space(0, 6)),
    Style("List Number Open", "ListNumber", space(0, 6)),
    Style("List Continue", "Normal", space(0, 4) + indent(LIST_STEP)),
    Style(
        "Memo Field",
        "Normal",
        FIELD_LINES + tabs(("left", FIELD_STOP)) + space(4, 4, 1.05) + indent(FIELD_STOP, FIELD_STOP),
    ),
    Style(
        "Memo Field Wide",
        "MemoField",
        tabs(("clear", FIELD_STOP), ("left", WIDE_FIELD_STOP)) + indent(WIDE_FIELD_STOP, WIDE_FIELD_STOP),
    ),
    Style("Sign Label", "Normal", TOGETHER + space(4, 0, 1.0) + SIGN_GAP),
    Style("Sign Line", "Normal", borders(border("bottom", 6, MUTED, 1)) + space(10, 2, 1.0) + SIGN_GAP),
    Style("Table Text", "Normal", space(0, 0, 1.05), size(9.5)),
    Style("Table Text Centre", "TableText", stand("center")),
    Style("Table Text End", "TableText", stand("right")),
    Style("Table Head", "TableText", TOGETHER, BOLD + colour(ACCENT)),
    Style("Table Head Centre", "TableHead", stand("center")),
    Style("Table Head End", "TableHead", stand("right")),
    Style("Table Bullet", "TableText", numbered(4)),
    Style("Table Number", "TableText", numbered(5)),
    Style(
        "Table Gap",
        "Normal",
        '<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>',
        size(4),
    ),
    Style(
        "Marking",
        "Normal",
        space(0, 0, 1.0) + stand("center"),
        BOLD + colour(MARKING) + '<w:spacing w:val="24"/>' + size(9.5),
    ),
    Style("header", "Normal", sided(TEXT_WIDTH) + space(4, 0, 1.0), colour(MUTED) + size(8.5)),
    Style("footer", "Normal", sided(TEXT_WIDTH) + space(0, 0, 1.0), colour(MUTED) + size(8.5)),
    Style("Header Landscape", "Header", sided(LANDSCAPE_WIDTH, TEXT_WIDTH)),
    Style("Footer Landscape", "Footer", sided(LANDSCAPE_WIDTH, TEXT_WIDTH)),
    Style("footnote text", "Normal", space(0, 2, 1.0), size(8.5)),
    Style("annotation text", "Normal", space(0, 2, 1.0), size(10)),
    Style("Default Paragraph Font", kind="character"),
    Style("Strong", "", "", BOLD, kind="character"),
    Style("Emphasis", "", "", ITALIC, kind="character"),
    Style("Struck Out", "", "", "<w:strike/>", kind="character"),
    Style("Code Text", "", "", MONO + "<w:noProof/>", kind="character"),
    Style("Hyperlink", "", "", colour(LINK) + '<w:u w:val="single"/>', kind="character"),
    Style("footnote reference", "", "", colour(ACCENT) + '<w:vertAlign w:val="superscript"/>', kind="character"),
    Style("annotation reference", "", "", size(8), kind="character"),
    Style("Field Name", "", "", colour(MUTED), kind="character"),
    Style(
        "Marking Text",
        "",
        "",
        BOLD + colour(MARKING) + '<w:spacing w:val="24"/>' + size(9.5),
        kind="character",
    ),
    Style("Draft Status", "", "", BOLD + colour(MARKING), kind="character"),
    Style("Right to Left Text", "", "", f'<w:rFonts w:cs="{RIGHT_TO_LEFT}"/>', kind="character"),
)

# Word's own names of these styles are written in lower case.
IDS = {
    "heading": "Heading",
    "caption": "Caption",
    "header": "Header",
    "footer": "Footer",
    "footnote": "Footnote",
    "annotation": "Comment",
}
SECONDARY = {
    "Default Paragraph Font",
    "Table Gap",
    "header",
    "footer",
    "Header Landscape",
    "Footer Landscape",
}

TABLES = f"""
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>
<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="MemoTable"><w:name w:val="Memo Table"/>
<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/><w:tblPr><w:tblBorders>
<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders><w:tblCellMar>
<w:top w:w="68" w:type="dxa"/><w:left w:w="113" w:type="dxa"/><w:bottom w:w="68" w:type="dxa"/>
<w:right w:w="113" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr>
<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr></w:tblStylePr><w:tblStylePr w:type="firstCol">
<w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="SignOffTable"><w:name w:val="Sign Off Table"/>
<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/><w:tblPr><w:tblCellMar>
<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/>
<w:semiHidden/><w:unhideWhenUsed/></w:style>"""


def identifier(name: str) -> str:
    """The style's id: its name without spaces, as Word itself makes them."""
    words = [IDS.get(word, word[0].upper() + word[1:]) for word in name.split()]
    return "".join(words)


def style_xml(style: Style) -> str:
    """A w:style; the first of each kind is the one that text has without a style."""
    default = ' w:default="1"' if style.name in {"Normal", "Default Paragraph Font"} else ""
    base = f'<w:basedOn w:val="{style.base}"/>' if style.base and style.name != "Default Paragraph Font" else ""
    follow = f'<w:next w:val="{style.next}"/>' if style.next else ""
    shown = "" if style.name in SECONDARY else "<w:qFormat/>"
    look = f"<w:pPr>{style.look}</w:pPr>" if style.look else ""
    text = f"<w:rPr>{style.type}</w:rPr>" if style.type else ""
    return (
        f'<w:style w:type="{style.kind}"{default} w:styleId="{identifier(style.name)}"><w:name w:val="{style.name}"/>'
        f"{base}{follow}{shown}{look}{text}</w:style>"
    )


def styles() -> str:
    """The styles part."""
    fonts = f'<w:rFonts w:ascii="{TEXT}" w:hAnsi="{TEXT}" w:eastAsia="{TEXT}" w:cs="{COMPLEX}"/>'
    language = '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="hi-IN"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{size(10.5)}{language}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{space(0, 6, 1.1)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    return f'{HEAD}<w:styles xmlns:w="{W}">{defaults}{"".join(map(style_xml, STYLES))}{TABLES}</w:styles>'


def level(number: int, style: str, mark: tuple[str, str], place: tuple[int, int]) -> str:
    """One level of a list: the style that belongs to it, how its mark is written, where its text stands."""
    kind, text = mark
    left, hanging = place
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{linked}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{indent(left, hanging)}</w:pPr></w:lvl>'
    )


def heading_levels() -> str:
    """1, 1.1, 1.1.1, hanging in front of the heading."""
    written = ["%1", "%1.%2", "%1.%2.%3"]
    places = [(397, 397), (510, 510), (680, 680)]
    return "".join(level(at, f"Heading{at + 1}", ("decimal", written[at]), places[at]) for at in range(len(written)))


def list_levels(style: str, *, bullets: bool, step: int, hanging: int) -> str:
    """Nine levels, each a step further in; their marks take turns."""
    return "".join(
        level(
            at,
            "" if at else style,
            ("bullet", BULLETS[at % 3]) if bullets else (NUMBERS[at % 3][0], NUMBERS[at % 3][1].format(f"%{at + 1}")),
            ((at + 1) * step, hanging),
        )
        for at in range(9)
    )


def numbering() -> str:
    """The numbering part: headings, bullets, numbers, and both once more for table cells and notes."""
    lists = (
        heading_levels(),
        list_levels("ListBullet", bullets=True, step=LIST_STEP, hanging=LIST_HANG),
        list_levels("ListNumber", bullets=False, step=LIST_STEP, hanging=LIST_HANG),
        list_levels("TableBullet", bullets=True, step=SMALL_STEP, hanging=SMALL_HANG),
        list_levels("TableNumber", bullets=False, step=SMALL_STEP, hanging=SMALL_HANG),
    )
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for at, levels in enumerate(lists, start=1)
    )
    used = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(1, len(lists) + 1))
    return f'{HEAD}<w:numbering xmlns:w="{W}">{abstract}{used}</w:numbering>'


def shown(style: Style) -> str:
    """A line that shows the style under its own name."""
    run = f"<w:t>{escape(style.name)}</w:t>"
    if style.kind == "character":
        return f'<w:p><w:r><w:rPr><w:rStyle w:val="{identifier(style.name)}"/></w:rPr>{run}</w:r></w:p>'
    return f'<w:p><w:pPr><w:pStyle w:val="{identifier(style.name)}"/></w:pPr><w:r>{run}</w:r></w:p>'


def shown_table(name: str) -> str:
    """A small table in a table style."""
    cell = (
        '<w:tc><w:tcPr><w:tcW w:w="4592" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>'
        f"<w:r><w:t>{name}</w:t></w:r></w:p></w:tc>"
    )
    rows = (
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cell.format('TableHead') * 2}</w:tr>"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell.format('TableText') * 2}</w:tr>"
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{identifier(name)}"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/>'
        f'<w:tblDescription w:val="{name}"/></w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="4592"/><w:gridCol w:w="4592"/></w:tblGrid>{rows}</w:tbl>'
    )


def document() -> str:
    """The file's own text: what it is for, then every style under its name."""
    words = (
        "The styles of every memo. Change a style here, save, and the next memo looks like it. Paper and margins are "
        "those of this page. What this page says is never printed; what stands in its header and footer is."
    )
    lines = "".join(shown(style) for style in STYLES if style.name not in SECONDARY)
    tables = "".join(f"{shown_table(name)}<w:p/>" for name in ("Memo Table", "Sign Off Table"))
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1531" w:right="1361" w:bottom="1361" '
        'w:left="1361" w:header="567" w:footer="510" w:gutter="0"/><w:cols w:space="708"/></w:sectPr>'
    )
    return (
        f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body><w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p>'
        f"{lines}{tables}{page}</w:body></w:document>"
    )


def core() -> str:
    """What the file says about itself."""
    terms = "http://purl.org/dc/terms/"
    moments = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">2025-01-01T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{OPC}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:dcterms="{terms}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>Memo styles</dc:title><dc:language>en-GB</dc:language>{moments}</cp:coreProperties>"
    )


def settings() -> str:
    """Word's present way of laying out a page, not that of an older version."""
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:defaultTabStop w:val="567"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat></w:settings>"
    )


def theme() -> str:
    """The palette and the fonts that Word offers to whoever restyles the file."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    colours = (
        ("dk1", INK), ("lt1", "FFFFFF"), ("dk2", ACCENT), ("lt2", TINT), ("accent1", ACCENT), ("accent2", MARKING),
        ("accent3", MUTED), ("accent4", "1E6B45"), ("accent5", "96560A"), ("accent6", LINE), ("hlink", LINK),
        ("folHlink", MUTED),
    )  # fmt: skip
    palette = "".join(f'<a:{name}><a:srgbClr val="{rgb}"/></a:{name}>' for name, rgb in colours)
    face = f'<a:latin typeface="{TEXT}"/><a:ea typeface=""/><a:cs typeface="{COMPLEX}"/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEAD}<a:theme xmlns:a="{drawing}" name="Memo"><a:themeElements><a:clrScheme name="Memo">{palette}'
        "</a:clrScheme>"
        f'<a:fontScheme name="Memo"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Memo"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def font_table() -> str:
    """The fonts that the styles name, and what kind of letters to take where one is missing."""
    fonts = ((TEXT, "swiss", "variable"), (COMPLEX, "swiss", "variable"), (RIGHT_TO_LEFT, "swiss", "variable"))
    lines = "".join(
        f'<w:font w:name="{name}"><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, family, pitch in (*fonts, (PITCH, "modern", "fixed"))
    )
    return f'{HEAD}<w:fonts xmlns:w="{W}">{lines}</w:fonts>'


def relations(*targets: tuple[str, str]) -> str:
    """A relationships part."""
    lines = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{OPC}/relationships">{lines}</Relationships>'


def parts() -> dict[str, str]:
    """Every part of the file by its name."""
    same = ("styles", "numbering", "settings", "fontTable")
    kinds = {"document": "document.main"} | {name: name for name in same}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{OPC}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{types}<Override PartName="/word/theme/theme1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": relations(
            (f"{R}/officeDocument", "word/document.xml"),
            (f"{OPC}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/_rels/document.xml.rels": relations(
            *((f"{R}/{name}", f"{name}.xml") for name in same), (f"{R}/theme", "theme/theme1.xml")
        ),
        "word/document.xml": document(),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/theme/theme1.xml": theme(),
        "docProps/core.xml": core(),
    }


def memo_styles() -> bytes:
    """The whole file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in parts().items():
            package.writestr(name, text)
    return seal(buffer.getvalue(), MADE_AT)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "templates/memo.docx")
    target.write_bytes(memo_styles())
    print(target)
