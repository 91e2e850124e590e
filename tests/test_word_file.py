"""The memo as a file: what it says about itself, what it leaves out, how it follows its styles."""

import hashlib
import os
import re
import subprocess
import sys

import msgspec
import pytest
from lxml import etree

from briefexport.document.text import (
    Memo,
    NewPage,
    Picture,
    Properties,
    Span,
    Turn,
)
from briefexport.render.word import StylesError, page_estimate, render_word
from memos import (
    EDITION,
    EVERYTHING,
    FURNITURE,
    NOTES,
    STYLES,
    everything,
    memo,
    png,
    said,
    word,
)
from word_reading import MAIN, R, W, packed, root, texts, unpacked, val

CORE = "docProps/core.xml"


def restyled(*changes: tuple[str, str, str]) -> bytes:
    """The styles file with a text of one of its parts replaced by another."""
    parts = unpacked(STYLES)
    for part, old, new in changes:
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode())
    return packed(parts)


def without_style(called: str) -> bytes:
    """The styles file without a style."""
    parts = unpacked(STYLES)
    gone = rf'<w:style [^>]*><w:name w:val="{called}"/>.*?</w:style>'.encode()
    parts["word/styles.xml"] = re.sub(gone, b"", parts["word/styles.xml"], flags=re.DOTALL)
    return packed(parts)


# --- What the file says about itself ---


def test_the_file_tells_what_it_is() -> None:
    said_so = {each.tag.rpartition("}")[2]: each.text for each in root(everything(), CORE)}

    assert said_so == {
        "title": "Before the summit",
        "subject": "Preparatory visit",
        "creator": "Joint Secretary, Eurasia",
        "keywords": "India, Russia",
        "identifier": "summit",
        "language": "en",
        "lastModifiedBy": "Joint Secretary, Eurasia",
        "revision": "2",
        "version": "2",
        "contentStatus": "draft",
        "created": "2025-11-07T00:00:00Z",
        "modified": "2025-11-07T00:00:00Z",
    }


def test_further_properties_have_names_of_their_own() -> None:
    own = root(everything(), "docProps/custom.xml")

    assert [(each.get("pid"), each.get("name"), each[0].text) for each in own] == [
        ("2", "Source hash", "sha256:00"),
        ("3", "Issue", "2"),
    ]


def test_a_property_may_be_longer_than_python_docx_allows() -> None:
    long = Memo(Properties("t" * 400, "en", keywords="k" * 400), FURNITURE, ())

    assert root(render_word(long, STYLES, EDITION), CORE)[0].text == "t" * 400


def test_the_file_has_the_parts_it_needs_and_no_others() -> None:
    assert sorted(unpacked(word(said("a")))) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/header1.xml",
        "word/header2.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    ]


def test_nothing_names_the_library_or_asks_the_reader() -> None:
    everywhere = b"".join(unpacked(everything()).values()).lower()

    assert b"python-docx" not in everywhere
    assert b"updatefields" not in everywhere
    assert b"attachedtemplate" not in everywhere
    assert b"w:rsid" not in everywhere


# --- Same input, same bytes ---


@pytest.mark.parametrize(("seed", "zone"), [("0", "UTC"), ("1", "Asia/Kolkata"), ("2", "America/New_York")])
def test_every_process_makes_the_same_bytes(seed: str, zone: str) -> None:
    script = "import hashlib, memos; print(hashlib.sha256(memos.everything()).hexdigest())"
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": os.pathsep.join(sys.path)}
    there = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True, text=True)

    assert there.stdout.strip() == hashlib.sha256(everything()).hexdigest()


def test_a_memo_made_twice_is_the_same() -> None:
    assert everything() == everything()


def test_one_memo_leaves_nothing_to_the_next_in_the_same_styles() -> None:
    before = everything()
    other = everything(msgspec.structs.replace(FURNITURE, right_to_left=True), "ar")

    assert other != before
    assert everything() == before


ODD = ("", " ", "a\tb\nc", "<&>\"'", "\x01\x7f\x85\u2028", "\u0939\u093f\u0928")
LINKS = (None, 'https://a.example/\u00fc?<&"', "#nowhere")


@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_text_is_written_as_a_tree_of_it_would_be(language: str) -> None:
    spans = [Span(text, link=link, title=text) for text in ODD for link in LINKS]
    shown = Picture(png(4, 4), '<&>"\u0939'), Picture(png(4, 4), "")
    text = unpacked(word(*EVERYTHING, *shown, said(*spans), notes=NOTES, language=language))[MAIN]

    assert etree.tostring(etree.fromstring(text), encoding="UTF-8", standalone=True) == text


# --- The styles file ---


def test_a_style_changed_in_the_styles_file_is_changed_in_the_memo() -> None:
    changed = restyled(("word/styles.xml", "17325F", "8A1C5B"))
    styles = unpacked(render_word(memo(*EVERYTHING, notes=NOTES), changed, EDITION))["word/styles.xml"]

    assert b"17325F" not in styles
    assert styles.count(b"8A1C5B") > 5


W_SPACE, R_SPACE = W.strip("{}"), R.strip("{}")


@pytest.mark.parametrize(
    "document",
    [
        f'<o:document xmlns:o="{W_SPACE}" xmlns:r="{R_SPACE}"><o:body/></o:document>',
        f'<w:document xmlns:w="{W_SPACE}" xmlns:r="urn:else"><w:body/></w:document>',
        f'<w:document xmlns:w="{W_SPACE}" xmlns:r="{R_SPACE}"><w:body> </w:body></w:document>',
        f'<w:document xmlns:w="{W_SPACE}" xmlns:r="{R_SPACE}"><w:body/><w:body/></w:document>',
    ],
    ids=["another name for Word's", "another meaning of r", "a space in the body", "two bodies"],
)
def test_a_memo_says_the_same_however_the_styles_file_is_written(document: str) -> None:
    usual = f'<w:document xmlns:w="{W_SPACE}" xmlns:r="{R_SPACE}"><w:body/></w:document>'
    made, there = (
        root(render_word(memo(*EVERYTHING, notes=NOTES), packed(unpacked(STYLES) | {MAIN: text.encode()}), EDITION))
        for text in (document, usual)
    )

    assert [(each.tag, each.attrib, each.text) for each in made[0].iterfind(".//*")] == [
        (each.tag, each.attrib, each.text) for each in there[0].iterfind(".//*")
    ]
    assert len(list(there.iter())) > 100


def test_strong_emphasis_follows_emphasis() -> None:
    changed = restyled(("word/styles.xml", "<w:rPr><w:i/><w:iCs/></w:rPr>", '<w:rPr><w:u w:val="double"/></w:rPr>'))
    styles = root(render_word(memo(*EVERYTHING, notes=NOTES), changed, EDITION), "word/styles.xml")
    both = next(each for each in styles.iter(W + "style") if val(each, "styleId") == "StrongEmphasis")

    assert [(each.tag, val(each)) for each in both.iterfind(f"{W}rPr/*")] == [(W + "u", "double")]


def test_paper_and_margins_are_those_of_the_styles_file() -> None:
    changed = restyled(
        (MAIN, 'w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"'), (MAIN, 'w:left="1361"', 'w:left="1600"')
    )
    data = render_word(memo(said("a"), NewPage(Turn.LANDSCAPE)), changed, EDITION)
    page = root(data).find(f".//{W}pgSz")
    stops = [
        int(val(each, "pos") or 0)
        for style in root(data, "word/styles.xml").iter(W + "style")
        if val(style, "styleId") in {"Footer", "FooterLandscape"}
        for each in style.iter(W + "tab")
        if val(each) == "right"
    ]

    assert (val(page, "w"), val(page, "h")) == ("12240", "15840")
    assert stops == [12240 - 1600 - 1361, 15840 - 1600 - 1361]


def test_a_letterhead_in_the_styles_file_stays_under_the_marking() -> None:
    parts = unpacked(STYLES)
    header = f'<w:hdr xmlns:w="{W[1:-1]}"><w:p/><w:p><w:r><w:t>Ministry of Ships</w:t></w:r></w:p></w:hdr>'
    parts["word/header9.xml"] = header.encode()
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    types, rels = "[Content_Types].xml", "word/_rels/document.xml.rels"
    override = b'<Override PartName="/word/header9.xml" ContentType="' + kind + b'"/></Types>'
    parts[types] = parts[types].replace(b"</Types>", override)
    link = f'<Relationship Id="rId99" Type="{R[1:-1]}/header" Target="header9.xml"/></Relationships>'
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode())
    reference = f'<w:sectPr><w:headerReference xmlns:r="{R[1:-1]}" w:type="default" r:id="rId99"/>'
    parts[MAIN] = parts[MAIN].replace(b"<w:sectPr>", reference.encode())
    data = render_word(memo(said("a")), packed(parts), EDITION)

    assert [texts(root(data, f"word/header{at}.xml")) for at in (1, 2)] == [
        "RESTRICTEDDRAFTMinistry of Ships",
        "RESTRICTEDDRAFT · Before the summitMinistry of Ships",
    ]
    assert "word/header9.xml" not in unpacked(data)


@pytest.mark.parametrize("called", ["Key Point", "Strong", "Memo Table", "footnote text"])
def test_a_style_that_is_missing_is_named(called: str) -> None:
    with pytest.raises(StylesError, match=f"the styles file has no '{called}'"):
        render_word(memo(), without_style(called), EDITION)


def test_a_list_style_without_a_list_is_named() -> None:
    changed = restyled(("word/styles.xml", '<w:numPr><w:numId w:val="2"/></w:numPr>', ""))

    with pytest.raises(StylesError, match="no list belongs to the style 'List Bullet'"):
        render_word(memo(), changed, EDITION)


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"PK\x05\x06" + bytes(18),
        b"no zip at all",
        packed({"[Content_Types].xml": b"<Types/>"}),
        packed({**unpacked(STYLES), "word/styles.xml": b"<broken"}),
        packed({**unpacked(STYLES), MAIN: f'<w:document xmlns:w="{W[1:-1]}"/>'.encode()}),
    ],
    ids=["empty", "empty zip", "text", "no parts", "broken part", "no body"],
)
def test_a_styles_file_that_is_none_is_refused(junk: bytes) -> None:
    with pytest.raises(StylesError, match=r"is no Word document \(.docx\)"):
        render_word(memo(), junk, EDITION)


def test_the_styles_file_shows_every_style_that_a_memo_uses() -> None:
    shown = {texts(each) for each in root(STYLES).iter(W + "p")}

    assert {"Key Point", "Memo Field", "Strong", "Table Head"} <= shown
    assert page_estimate(memo(), STYLES) == 1
