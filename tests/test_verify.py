"""Finished files are read back and compared with the briefing; what departs from it is found, whatever the format."""

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefexport.briefing import Briefing, Marking, Status
from briefexport.build import build_products
from briefexport.edition import edition_of
from briefexport.house import read_house
from briefexport.product import Artifact, Product
from briefexport.source import Source, read_source
from briefexport.verify import Comparison, UnreadableError, read_told, verify_file
from briefexport.verify.told import Table, bare, plain
from conftest import REPOSITORY, SAMPLES, Sample, read

HOUSE = read_house()
TEXT = """\
title: Water summit
reference: W/7
issue: 3
status: for-clearance
place: Geneva
date: 2030-05-11
marking: RESTRICTED
to: The Minister
from: The water desk
bottom_line: The text is agreed but for one line.[^paper]
kind: action
recommendations:
  - id: sign
    text: That you sign the text
    decide_by: 2030-05-21
  - id: thank
    text: That you thank the chair
    decision: { outcome: approved, on: 2030-05-02 }
    decide_by: 2030-05-03
indicators:
  - id: wells
    name: Wells in service
    kind: numeric
    unit: wells
    baseline: { value: 10, on: 2029-01-01 }
    target: { value: 1500 }
    observations:
      - { on: 2030-04-01, value: 1240 }
    status: amber
  - id: law
    name: The water law
    status: not-started
sources:
  - { id: paper, title: The joint paper }
  - { id: other, title: Another paper }
"""
PRODUCTS = pytest.mark.parametrize("product", Product, ids=lambda product: product.value)


@cache
def small() -> Source:
    return read_source(TEXT, "water.yaml")


@cache
def artifact(product: Product) -> Artifact:
    (made,) = build_products(small(), HOUSE, edition_of(small().briefing.date), (product,))
    return made


def compared(product: Product, briefing: Briefing) -> Comparison:
    """The small file against another briefing."""
    return verify_file(product, read_told(product, artifact(product).data), briefing, HOUSE.wording("en"))


def of_sample(sample: Sample, product: Product) -> Comparison:
    made = sample.artifact(product)
    wording = HOUSE.wording(sample.briefing.language)
    return verify_file(product, read_told(product, made.data), sample.briefing, wording, made.left_out)


def changed(briefing: Briefing, **fields: object) -> Briefing:
    return msgspec.structs.replace(briefing, **fields)


def other_first(briefing: Briefing, name: str, **fields: object) -> Briefing:
    """The briefing with something else in the first entry of a list."""
    first, *rest = getattr(briefing, name)
    return changed(briefing, **{name: (msgspec.structs.replace(first, **fields), *rest)})


def observed(briefing: Briefing, **fields: object) -> Briefing:
    seen = briefing.indicators[0].observations[0]
    return other_first(briefing, "indicators", observations=(msgspec.structs.replace(seen, **fields),))


# --- what agrees


@pytest.mark.slow
@PRODUCTS
@pytest.mark.parametrize("name", SAMPLES)
def test_every_file_of_the_samples_agrees_with_its_briefing(name: str, product: Product) -> None:
    found = of_sample(read(name), product)

    assert found.differences == ()
    assert found.facts > 15


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["action", "brief", "note", "submission"])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_form_of_the_memo_agrees(name: str, profile: str) -> None:
    briefing = changed(read(name).briefing, profile=profile)
    source = msgspec.structs.replace(read(name).source, briefing=briefing)
    pictures = {figure.file: (REPOSITORY / "source" / figure.file).read_bytes() for figure in briefing.figures}
    (made,) = build_products(source, HOUSE, edition_of(briefing.date), (Product.MEMO,), pictures)

    told = read_told(Product.MEMO, made.data)

    assert verify_file(Product.MEMO, told, briefing, HOUSE.wording(briefing.language)).differences == ()


@PRODUCTS
def test_a_file_agrees_with_the_briefing_that_it_was_made_from(product: Product) -> None:
    found = compared(product, small().briefing)

    assert found.differences == ()
    assert found.unsaid == ()


# --- what does not

CHANGES: dict[str, tuple[Callable[[Briefing], Briefing], str]] = {
    "another title": (lambda b: changed(b, title="Water summits"), "title"),
    "a day that is the end of the right one": (lambda b: changed(b, date=b.date.replace(day=1)), "date"),
    "another issue": (lambda b: changed(b, issue=33), "issue"),
    "another reference": (lambda b: changed(b, reference="W/77"), "reference"),
    "no longer for clearance": (lambda b: changed(b, status=Status.DRAFT), "status"),
    "another marking": (lambda b: changed(b, marking=Marking(level="CONFIDENTIAL")), "marking"),
    "a caveat": (lambda b: changed(b, marking=Marking(level="RESTRICTED", caveats=("EYES ONLY",))), "marking"),
    "another decision": (lambda b: other_first(b, "recommendations", text="That you sign"), "recommendations[0]"),
    "a later day to decide": (
        lambda b: other_first(b, "recommendations", decide_by=b.date.replace(day=1)),
        "recommendations[0]",
    ),
    "another status": (
        lambda b: other_first(b, "indicators", status=b.indicators[1].status),
        "indicators[0].status",
    ),
    "another value": (lambda b: observed(b, value=Decimal(124)), "indicators[0].observations"),
    "another day of the value": (
        lambda b: observed(b, on=b.date.replace(month=4, day=11)),
        "indicators[0].observations",
    ),
    "no value yet": (lambda b: other_first(b, "indicators", observations=()), "indicators[0].observations"),
    "another name of a source": (lambda b: other_first(b, "sources", title="The joint"), "sources[0]"),
    "one indicator fewer": (lambda b: changed(b, indicators=b.indicators[:1]), "indicators"),
    "one indicator more": (
        lambda b: changed(
            b, indicators=(*b.indicators, msgspec.structs.replace(b.indicators[1], id="new", name="New"))
        ),
        "indicators[2]",
    ),
}


@PRODUCTS
@pytest.mark.parametrize("change", CHANGES)
def test_what_departs_from_the_briefing_is_found_in_every_format(change: str, product: Product) -> None:
    alter, field = CHANGES[change]

    found = compared(product, alter(small().briefing))

    assert field in {each.field for each in found.differences}


@PRODUCTS
def test_what_stands_in_the_place_of_a_fact_is_told(product: Product) -> None:
    found = compared(product, other_first(small().briefing, "indicators", status=small().briefing.indicators[1].status))

    (first,) = [each for each in found.differences if each.field == "indicators[0].status"]
    assert (first.expected, bare(first.said or "")) == ("not started", "at risk")


@pytest.mark.parametrize("product", [Product.MEMO, Product.TRACKER], ids=lambda product: product.value)
def test_sources_that_changed_places_are_found(product: Product) -> None:
    briefing = small().briefing
    swapped = changed(briefing, bottom_line="The text is agreed.[^other]")

    fields = {each.field for each in compared(product, swapped).differences}

    assert "sources[0]" in fields


def test_a_source_that_only_a_note_refers_to_is_found_inside_that_note() -> None:
    body = "So it is.[^1]\\n\\n[^1]: See there.[^other]"
    source = read_source(f'{TEXT}sections: [{{ id: more, heading: More, body: "{body}" }}]\n', "water.yaml")
    (made,) = build_products(source, HOUSE, edition_of(source.briefing.date), (Product.MEMO,))

    found = verify_file(Product.MEMO, read_told(Product.MEMO, made.data), source.briefing, HOUSE.wording("en"))

    assert found.differences == ()


def test_a_list_of_which_nothing_is_said_is_told_as_such() -> None:
    briefing = small().briefing
    more = tuple(msgspec.structs.replace(each, text=f"{each.text}, please") for each in briefing.recommendations)

    found = compared(Product.MEMO, changed(briefing, recommendations=more))

    assert found.unsaid == ("recommendations",)


def test_what_the_page_had_no_room_for_is_not_missed() -> None:
    briefing = small().briefing
    more = (*briefing.indicators, msgspec.structs.replace(briefing.indicators[1], id="new", name="New"))
    told = read_told(Product.ONEPAGER, artifact(Product.ONEPAGER).data)

    found = verify_file(
        Product.ONEPAGER, told, changed(briefing, indicators=more), HOUSE.wording("en"), ("indicators[2]",)
    )

    assert found.differences == ()


# --- files


def altered(data: bytes, part: str, alter: Callable[[bytes], bytes]) -> bytes:
    """An Office file with one part altered."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            after.writestr(name, alter(before.read(name)) if name == part else before.read(name))
    return buffer.getvalue()


def test_a_status_that_somebody_wrote_over_in_word_is_found() -> None:
    data = altered(artifact(Product.MEMO).data, "word/document.xml", lambda part: part.replace(b"at risk", b"on track"))

    found = verify_file(Product.MEMO, read_told(Product.MEMO, data), small().briefing, HOUSE.wording("en"))

    assert [(each.field, each.expected, each.said) for each in found.differences] == [
        ("indicators[0].status", "at risk", "on track")
    ]


def test_a_marking_that_is_gone_from_one_footer_is_found() -> None:
    data = altered(
        artifact(Product.MEMO).data, "word/footer2.xml", lambda part: part.replace(b"RESTRICTED", b"UNRESTRICTED")
    )

    found = verify_file(Product.MEMO, read_told(Product.MEMO, data), small().briefing, HOUSE.wording("en"))

    assert [each.field for each in found.differences] == ["marking"]


def test_a_cached_count_that_is_wrong_is_found() -> None:
    def alter(part: bytes) -> bytes:
        return re.sub(rb"(COUNTA\(.*?</f><v>)2(</v>)", rb"\g<1>3\2", part)

    data = altered(artifact(Product.TRACKER).data, "xl/worksheets/sheet1.xml", alter)

    found = verify_file(Product.TRACKER, read_told(Product.TRACKER, data), small().briefing, HOUSE.wording("en"))

    assert [(each.field, each.expected) for each in found.differences] == [("indicators", "2")]


def test_a_second_page_is_counted() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(artifact(Product.ONEPAGER).data))
    writer.add_blank_page()
    buffer = io.BytesIO()
    writer.write(buffer)

    assert read_told(Product.ONEPAGER, buffer.getvalue()).pages == 2


@PRODUCTS
def test_a_file_that_is_cut_short_does_not_open(product: Product) -> None:
    with pytest.raises(UnreadableError):
        read_told(product, artifact(product).data[:-200])


@PRODUCTS
def test_what_is_no_such_file_does_not_open(product: Product) -> None:
    with pytest.raises(UnreadableError):
        read_told(product, b"Dear Minister,")


def opens(product: Product, data: bytes) -> bool:
    try:
        read_told(product, data)
    except UnreadableError:
        return False
    return True


@pytest.mark.slow
@PRODUCTS
@given(place=st.floats(0, 0.999), junk=st.binary(min_size=1, max_size=40))
def test_damage_is_told_and_never_a_traceback(product: Product, place: float, junk: bytes) -> None:
    data = artifact(product).data
    at = int(place * len(data))

    assert opens(product, data[:at] + junk + data[at + len(junk) :]) in (True, False)


# --- reading


def test_a_pdf_is_read_as_its_tree_says() -> None:
    told = read_told(Product.ONEPAGER, artifact(Product.ONEPAGER).data)

    (table,) = [table for table in told.tables if table.headings[0] == "Indicator"]
    assert table.headings == ("Indicator", "Status", "Latest", "Target")
    assert [[plain(line) for line in cell] for cell in table.rows[0]] == [
        ["wells in service"],
        ["at risk"],
        ["1,240 wells", "1 apr 2030"],
        ["1,500 wells"],
    ]
    assert told.frames == ("RESTRICTED", "RESTRICTED ")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("▲ At risk", "at risk"),
        ("◇ Unknown", "unknown"),
        ("−5", "−5"),
        ("→ 5", "5"),
        ("Not\u00a0 started\n", "not started"),
    ],
)
def test_a_status_is_compared_without_its_shape(text: str, same: str) -> None:
    assert bare(text) == same


def test_a_heading_is_found_with_or_without_its_shape() -> None:
    table = Table(("All", "▲ At risk"), ())

    assert [table.column(heading) for heading in ("at risk", "All", "on track")] == [1, 0, None]


def test_what_excel_headers_say_of_their_fonts_is_no_text() -> None:
    frames: Any = read_told(Product.TRACKER, artifact(Product.TRACKER).data).frames

    assert "RESTRICTED" in frames[0].split("\n")
