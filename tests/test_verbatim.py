"""Any plain text in a plain field stands in all three documents as it was typed, whatever it looks like."""

import datetime as dt
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefexport.briefing import (
    AgendaArea,
    Briefing,
    Indicator,
    Objective,
    Person,
    Recommendation,
    Risk,
    Source,
)
from briefexport.build import build_products
from briefexport.edition import edition_of
from briefexport.house import read_house
from briefexport.problem import Code, RejectedError
from briefexport.product import Product
from briefexport.source import Source as Text
from briefexport.source import read_source
from consumers import page_text
from test_arrives import in_excel, in_word, squeezed

HOUSE = read_house()
LOOKS_LIKE = (
    "=1+1",
    "+SUM(A1:A9)",
    "@SUM(1)",
    "-1",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{! no comment !}",
    "%% if x",
    "<b>bold</b>",
    "| --- | --- |",
    "*x* **y** _z_ ~~w~~",
    "&amp; &lt; &#65;",
    "[a](b) ![c](d) [^e]",
    "# heading",
    "- item 1. item",
    "::: agenda",
    "`code` ``x``",
    "\\ backslash \\",
    "a__b__c --- ... “quoted” ‘so’",
    'He said "no", didn\'t he?',
    "{0} {name} %s %(x)s",
    "https://example.org/a?b=c&d=e#f",
    "Ünïcödé é ñ",
    "Ĵ o̊ ä́",
    "Сумма: 5 ₽, ₹ 7, € 9",
    "सहयोग की रूपरेखा",
    "Ελληνικά",
)


def saying(text: str) -> Text:
    """A briefing that says the text wherever all three documents have to repeat it."""
    made = read_source("title: x\nplace: x\ndate: 2030-05-01\nto: x\nfrom: x\nbottom_line: x\n", "x.yaml")
    briefing = Briefing(
        id="x",
        title=text,
        place=text,
        date=dt.date(2030, 5, 1),
        to=(Person(name="Reader"),),
        from_=(Person(name="Desk"),),
        bottom_line="The line.",
        recommendations=(Recommendation(id="a", text=text, priority=1),),
        agenda=(AgendaArea(id="a", area=text, our_interest=text, ask=text, sources=("s",), priority=1),),
        objectives=(Objective(id="a", text=text, priority=1),),
        risks=(Risk(id="a", title=text, priority=1),),
        indicators=(Indicator(id="a", name=text, priority=1),),
        sources=(Source(id="s", title=text),),
    )
    return Text(briefing, made.places, ())


def built(text: str, *products: Product) -> dict[Product, bytes]:
    """The bytes of the documents that say the text."""
    artifacts = build_products(saying(text), HOUSE, edition_of(dt.date(2030, 5, 1)), products)
    return {artifact.product: artifact.data for artifact in artifacts}


def paper(data: bytes, folder: Path) -> str:
    """What another program reads on the page; ligatures and compatible forms count as their letters."""
    path = folder / "page.pdf"
    path.write_bytes(data)
    return unicodedata.normalize("NFC", squeezed(page_text(path)))


@pytest.mark.parametrize("text", LOOKS_LIKE)
def test_text_that_looks_like_something_else_is_text(text: str, tmp_path: Path) -> None:
    files = built(text, *Product)

    wanted = squeezed(text)
    assert squeezed(in_word(files[Product.MEMO])).count(wanted) >= 7
    assert squeezed(in_excel(files[Product.TRACKER])).count(wanted) >= 2
    assert paper(files[Product.ONEPAGER], tmp_path).count(unicodedata.normalize("NFC", wanted)) >= 6


@pytest.mark.parametrize("text", ["🇮🇳 flag", "tick ✅", "family 👨‍👩‍👧"])
def test_emoji_stand_in_word_and_excel_and_are_told_for_the_page(text: str) -> None:
    files = built(text, Product.MEMO, Product.TRACKER)

    assert squeezed(text) in squeezed(in_word(files[Product.MEMO]))
    assert squeezed(text) in squeezed(in_excel(files[Product.TRACKER]))
    with pytest.raises(RejectedError) as rejected:
        built(text, Product.ONEPAGER)
    assert {problem.code for problem in rejected.value.problems} == {Code.NO_GLYPH}
    assert re.search(r"U\+[0-9A-F]{4,}", rejected.value.problems[0].what)


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=60)


@settings(max_examples=40)
@given(WORDS.filter(lambda text: text.strip() == text))
def test_any_text_stands_in_word_and_excel(text: str) -> None:
    files = built(text, Product.MEMO, Product.TRACKER)

    assert text in in_word(files[Product.MEMO])
    assert text in in_excel(files[Product.TRACKER])


LATIN = st.text(
    st.sampled_from("abcXYZ éßøžŁ 0123 .,:;!?'\"()[]{}<>|*_`#&%$@^~+-=/\\ абвЖЯ αβγ"), min_size=1, max_size=40
)


@settings(max_examples=20)
@given(LATIN.filter(lambda text: bool(text.strip())))
def test_any_text_stands_on_the_page(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    files = built(text, Product.ONEPAGER)

    assert squeezed(text) in paper(files[Product.ONEPAGER], tmp_path_factory.mktemp("page"))
