"""What a tracker remembers of its issues, and how it is kept in cells."""

import re
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from briefexport.render.excel.packed import Line, packed, unpacked
from edits import Workbook
from test_merge import A, B, issue, merged, seen, told
from workbooks import ISSUED, file_of, opened

_MOST_CHARS = 32_767  # Source: Microsoft, Excel specifications and limits

names = st.text(min_size=1, max_size=40)
words = st.lists(st.from_regex(r"[A-Za-z0-9_-]{7}[!]?|[-?]", fullmatch=True), max_size=5).map(" ".join)
rows = st.builds(lambda table, name, said: ["row", table, name, said], st.sampled_from("AB"), names, words)
others = st.builds(lambda table, said: ["opening", table, "", said], st.sampled_from("AB"), words)


def remembered(data: bytes) -> list[Line]:
    """The lines on the sheet that is out of sight, below the first."""
    rows = opened(data)[ISSUED].iter_rows(min_row=2, values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def of_an_earlier_version(data: bytes) -> bytes:
    """The workbook as it would have been issued when every row of a table had a row of the sheet to itself."""
    lines: list[Line] = [["Fingerprints"]]
    for line in remembered(data):
        if line[0] == "rows":
            lines += [["row", line[1], *row.split(" ", 1)] for row in line[3].split("|")]
        else:
            lines.append(line)
    said = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in line) + "</row>"
        for line in lines
    )
    book = Workbook(data)
    part = book.parts[book.memory].decode()
    cells = f"<sheetData>{said}</sheetData>"
    book.parts[book.memory] = re.sub("<sheetData>.*</sheetData>", lambda _: cells, part, flags=re.DOTALL).encode()
    return book.saved()


@given(st.lists(rows | others))
def test_rows_come_out_as_they_went_in_whatever_they_are_called(lines: list[Line]) -> None:
    padded = [[*line, *[""] * (5 - len(line))] for line in packed(lines)]

    assert [one[:4] for line in padded for one in unpacked(line)] == lines


def test_as_many_rows_share_a_cell_as_a_cell_can_hold() -> None:
    lines = [["row", "A", f"indicator-{number}", "abcdefg " * 20] for number in range(1_000)]

    found = list(packed(lines))

    assert all(len(line[3]) <= _MOST_CHARS for line in found)
    assert len(found) == 6


def test_a_workbook_of_an_earlier_version_is_brought_up_to_date_like_any_other() -> None:
    book = Workbook(of_an_earlier_version(file_of(issue(A, B))))
    book.type(book.rows()["a"], book.columns()["Unit"], "tonnes")

    done = merged(book.saved(), issue(A, seen(B, "170")))

    assert Workbook(done.data).cell_of("a", "Unit") == "tonnes"
    assert told(done.report.kept) == [("a", "Unit")]
    assert not done.report.conflicts
    assert {line[0] for line in remembered(done.data)} >= {"rows", "column", "people"}
    assert "row" not in {line[0] for line in remembered(done.data)}
