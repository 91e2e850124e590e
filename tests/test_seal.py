"""Same parts, same bytes."""

import datetime as dt
import io
import warnings
import zipfile

import pytest

from briefexport.render.seal import seal, seal_parts

AT = dt.datetime(2025, 11, 7, tzinfo=dt.UTC)
CORE = (
    '<p xmlns:dcterms="t"><dcterms:created a="b">2031-01-01T00:00:00Z</dcterms:created>'
    "<dcterms:modified>x</dcterms:modified></p>"
)


def pack(parts: dict[str, str], year: int = 2020, method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, (year, 5, 6, 7, 8, 10)), text, method)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def test_order_date_and_packing_of_the_parts_leave_no_trace() -> None:
    one = pack({"b.xml": "<b/>", "a.xml": "<a/>", "[Content_Types].xml": "<t/>"})
    other = pack({"[Content_Types].xml": "<t/>", "a.xml": "<a/>", "b.xml": "<b/>"}, 2030, zipfile.ZIP_DEFLATED)

    assert one != other
    assert seal(one, AT) == seal(other, AT)


def test_a_sealed_file_is_sealed_already() -> None:
    once = seal(pack({"word/document.xml": "<d/>", "_rels/.rels": "<r/>"}), AT)

    assert seal(once, AT) == once


def test_the_parts_that_tell_the_kind_of_file_come_first() -> None:
    sealed = seal(pack({"A.xml": "", "_rels/.rels": "", "[Content_Types].xml": ""}), AT)

    assert list(parts_of(sealed)) == ["[Content_Types].xml", "_rels/.rels", "A.xml"]


def test_the_file_says_it_was_made_at_the_moment_given() -> None:
    east = AT.astimezone(dt.timezone(dt.timedelta(hours=5, minutes=30)))

    assert parts_of(seal(pack({"docProps/core.xml": CORE}), east))["docProps/core.xml"] == (
        '<p xmlns:dcterms="t"><dcterms:created a="b">2025-11-07T00:00:00Z</dcterms:created>'
        "<dcterms:modified>2025-11-07T00:00:00Z</dcterms:modified></p>"
    )


def test_other_parts_keep_every_byte() -> None:
    assert parts_of(seal(pack({"word/created.xml": CORE}), AT))["word/created.xml"] == CORE


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        seal(pack({"a.xml": ""}), dt.datetime(2025, 11, 7))  # noqa: DTZ001  # the point of the test

    assert AT.tzinfo is not None


def test_two_parts_of_one_name_are_refused() -> None:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as package:
        warnings.simplefilter("ignore")
        package.writestr("a.xml", "1")
        package.writestr("a.xml", "2")

    with pytest.raises(ValueError, match="two parts have one name"):
        seal(buffer.getvalue(), AT)


def test_parts_are_sealed_as_the_file_that_holds_them_is() -> None:
    parts = {"word/document.xml": "<d/>", "docProps/core.xml": CORE, "[Content_Types].xml": "<t/>"}

    assert seal_parts(((name, text.encode()) for name, text in parts.items()), AT) == seal(pack(parts), AT)


def test_two_loose_parts_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"two parts have one name: a\.xml, a\.xml"):
        seal_parts([("a.xml", b"1"), ("a.xml", b"2")], AT)
