"""Whatever a briefing holds, the one-pager is one page, readable, with nothing lost in silence."""

from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from briefexport.document.page import (
    Ask,
    Asks,
    Closing,
    Detail,
    Explained,
    Grid,
    Line,
    Lines,
    ListStyle,
    Matrix,
    OnePage,
    PageCell,
    PageItem,
    PageRow,
    Panel,
    Plot,
    Slot,
)
from briefexport.problem import Code
from briefexport.render.pdf import DoesNotFitError, render_pdf
from briefexport.theme import Theme
from consumers import pdfua_check, qpdf_check, verapdf
from pages import EDITION, Seen, lines, overlapping, page, panel, read, spans

SIDE_PT, END_PT = 44.0, 24.0
WORDS = (
    "harbour works and water",
    "гавань ждёт решения министра",
    "बंदरगाह पर निर्णय की प्रतीक्षा",
    "λιμάνι και ποτάμι",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "https://example.org/" + "very-long-path/" * 8,
)


@st.composite
def pages(draw: Any) -> OnePage:
    """Pages with up to 40 entries a list, 400 words an entry, every script; each entry begins with its own mark."""
    panels = []
    for number in range(draw(st.integers(0, 6))):
        count = draw(st.sampled_from((0, 1, 2, 5, 12, 40)))
        longest = draw(st.sampled_from((1, 4, 12, 30) if count > 2 else (1, 30, 400)))
        entries = [_entry(draw, f"p{number}[{at}]", f"Q{number}x{at}z", longest) for at in range(count)]
        body = _body(draw(st.sampled_from(("list", "grid", "matrix"))), entries, draw)
        slot = draw(st.sampled_from(tuple(Slot)))
        made = panel(f"p{number}", body, slot, filler=draw(st.integers(0, 5)) == 0)
        panels.append(msgspec.structs.replace(made, heading=spans(draw(st.sampled_from((f"P{number}", *WORDS[1:5]))))))
    found = page([one for one in panels if one.body.items])
    title = spans(" ".join([draw(st.sampled_from(WORDS[:4]))] * draw(st.integers(1, 4))))
    return msgspec.structs.replace(found, masthead=msgspec.structs.replace(found.masthead, title=title))


def _entry(draw: Any, origin: str, mark: str, longest: int) -> tuple[str, str, int]:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
    said = " ".join((" ".join(words) + " ").split() * longest)
    short = " ".join(said.split()[: draw(st.integers(1, longest))])
    return origin, f"{mark} {short}", draw(st.sampled_from((1, 2, 3, 3, 3, 4, 5)))


def _body(kind: str, entries: list[tuple[str, str, int]], draw: Any) -> Any:
    match kind:
        case "list":
            style = draw(st.sampled_from(tuple(ListStyle)))
            items = [Line(origin=o, priority=p, spans=spans(text), details=_detail(draw, o)) for o, text, p in entries]
            return Lines(tuple(items), style)
        case "grid":
            rows = [
                PageRow(origin=o, priority=p, cells=(PageCell(spans(t)), PageCell(spans("yes")))) for o, t, p in entries
            ]
            return Grid(("First", "Second"), tuple(rows))
        case _:
            score = st.none() | st.integers(1, 5)
            plots = [
                Plot(
                    origin=o,
                    priority=p,
                    number=n,
                    spans=spans(t),
                    said=t,
                    likelihood=draw(score),
                    impact=draw(score),
                    details=_detail(draw, o),
                )
                for n, (o, t, p) in enumerate(entries, start=1)
            ]
            return Matrix(tuple(plots), "likelihood", "impact", "Risks", "Unknown: {numbers}")


def _detail(draw: Any, origin: str) -> tuple[Detail, ...]:
    """Nothing, or a detail that begins with a mark of its own."""
    words = draw(st.lists(st.sampled_from(WORDS), max_size=2))
    return (Detail(f"{origin}.more", spans(f"{_mark(origin)}d {' '.join(words)}")),) if words else ()


def _items(panels: tuple[Panel, ...]) -> list[PageItem]:
    return [item for one in panels for item in one.body.items]


def _mark(origin: str) -> str:
    panel_number, _, entry = origin.removeprefix("p").partition("[")
    return f"Q{panel_number}x{entry.removesuffix(']')}z"


def _absent(found: OnePage, text: str) -> dict[str, int]:
    """What does not stand in a text: entries, and details of entries that do; each with its priority."""
    absent = {}
    for item in _items(found.panels):
        if _mark(item.origin) not in text.replace(_mark(item.origin) + "d", ""):
            absent[item.origin] = item.priority
        else:
            details = getattr(item, "details", ())
            absent |= {detail.origin: 5 for detail in details if _mark(item.origin) + "d" not in text}
    return absent


def _complaints(found: OnePage) -> list[str]:
    """What is wrong with the page as it is drawn; a page that is refused because it is too long is right."""
    try:
        drawn = render_pdf(found, Theme(), EDITION)
    except DoesNotFitError as error:
        return [] if error.lines >= 1 and error.fields else ["refused without a reason"]
    seen = read(drawn.data)
    missing = _absent(found, seen.text)
    return [
        *([f"{seen.pages} pages"] if seen.pages != 1 else []),
        *(f"{origin} is missing or said to be" for origin in missing.keys() ^ set(drawn.left_out)),
        *(f"{origin} must stay" for origin, priority in missing.items() if priority == 1),
        *(f"{one} stands on {other}" for one, other in overlapping(seen.words)),
        *_misplaced(seen),
        *([f"{blank_pt:.0f} pt are blank"] if (blank_pt := widest_blank_pt(seen)) > seen.size[1] / 3 else []),
    ]


def widest_blank_pt(seen: Seen) -> float:
    """The highest stretch of the page, over all of its width, in which nothing is said."""
    tops = sorted({float(letter["top"]) for letter in seen.letters})
    return max(after - before for before, after in pairwise(tops))


def _misplaced(seen: Seen) -> list[str]:
    """Letters that are too small to be read, or outside the margins."""
    width, height = seen.size
    letters = [
        letter
        for letter in seen.letters
        if letter["size"] < 6.99
        or letter["x0"] < SIDE_PT - 1
        or letter["x1"] > width - SIDE_PT + 1
        or letter["top"] < END_PT - 2
        or letter["bottom"] > height - END_PT + 2
    ]
    return [
        f"{letter['text']} of {letter['size']:.2f} at {letter['x0']:.0f}, {letter['top']:.0f}" for letter in letters
    ]


@pytest.mark.slow
@settings(max_examples=25, phases=(Phase.explicit, Phase.generate))  # shrinking such large pages takes minutes
@given(pages())
def test_any_page_is_one_page_that_can_be_read_and_tells_what_it_left_out(found: OnePage) -> None:
    assert _complaints(found) == []


@pytest.mark.slow
def test_random_pages_keep_every_rule_for_readers_and_archives(tmp_path: Path) -> None:
    """All of them are checked at once: a validator takes seconds to start."""
    files: list[Path] = []

    @settings(max_examples=12, database=None, phases=(Phase.generate,))
    @given(pages())
    def draw(found: OnePage) -> None:
        with suppress(DoesNotFitError):
            data = render_pdf(found, Theme(), EDITION).data
            files.append(tmp_path / f"{len(files)}.pdf")
            files[-1].write_bytes(data)

    draw()

    assert files
    assert verapdf(("ua1", "2a"), *files) == []
    assert [found for file in files for found in (*pdfua_check(file), *qpdf_check(file))] == []


def test_running_text_is_never_smaller_than_a_reader_needs() -> None:
    crowded = page([panel("objectives", lines("objectives", ["Q harbour and water " * 9] * 40))])

    seen = read(render_pdf(crowded, Theme(), EDITION).data)
    sizes = [letter["size"] for letter in seen.letters if letter["text"] == "Q"]

    assert sizes
    assert min(sizes) >= 8.5


def test_what_must_stay_and_is_too_long_is_an_error_that_names_the_longest_fields() -> None:
    long = lines("objectives", ["word " * 400, "word " * 350, "short"], priority=1)

    with pytest.raises(DoesNotFitError) as refused:
        render_pdf(
            page([panel("objectives", long), panel("more", lines("more", ["word " * 300] * 4, priority=1))]),
            Theme(),
            EDITION,
        )

    assert refused.value.fields == ("objectives[0]", "objectives[1]", "more[0]")
    assert refused.value.lines > 10
    assert refused.value.findings[0].code is Code.DOES_NOT_FIT
    assert refused.value.findings[0].field == "objectives[0]"


def test_what_is_least_important_goes_first() -> None:
    panels = [
        panel("kept", lines("kept", ["harbour " * 60] * 6, priority=2)),
        panel("gone", lines("gone", ["harbour " * 60] * 6, priority=5)),
    ]

    left_out = render_pdf(page(panels), Theme(), EDITION).left_out

    assert left_out
    assert all(origin.startswith("gone") for origin in left_out)


def test_what_had_no_room_is_said_on_the_page() -> None:
    panels = [
        panel("kept", lines("kept", ["harbour " * 60] * 6, priority=1)),
        panel("gone", lines("gone", ["harbour " * 60] * 9)),
    ]

    drawn = render_pdf(page(panels), Theme(), EDITION)

    count = len(drawn.left_out)
    said = "Inthememo:Gone." if count == 9 else f"Inthememo:Gone({count}more)."
    assert 0 < count <= 9
    assert said in read(drawn.data).text


def test_a_long_list_is_cut_before_a_short_one_is() -> None:
    panels = [
        panel("long", lines("long", ["harbour and water " * 14] * 40)),
        panel("short", lines("short", ["harbour and water " * 14] * 3), Slot.NARROW),
    ]

    left_out = render_pdf(page(panels), Theme(), EDITION).left_out

    assert left_out
    assert all(origin.startswith("long") for origin in left_out)


def test_a_panel_that_only_fills_the_page_goes_before_the_type_gets_small() -> None:
    filler = panel("filler", lines("filler", ["harbour and water " * 10] * 8), filler=True)
    panels = [panel("kept", lines("kept", ["harbour and water " * 10] * 14)), filler]

    drawn = render_pdf(page(panels), Theme(), EDITION)
    sizes = [letter["size"] for letter in read(drawn.data).letters]

    assert all(origin.startswith("filler") for origin in drawn.left_out)
    assert drawn.left_out
    assert sorted(sizes)[len(sizes) // 2] >= 9.2


def test_details_go_before_anything_else_and_are_told() -> None:
    sign = Detail("objectives[0].success_looks_like", spans("It is still here in June"))
    line = Line(origin="objectives[0]", priority=1, spans=spans("Keep the dredger"), details=(sign,))
    roomy = page([panel("objectives", Lines((line,)))])
    full = page(
        [
            panel("objectives", Lines((line,))),
            panel("kept", lines("kept", ["harbour and water " * 14] * 15, priority=1)),
        ]
    )

    shown, dropped = (render_pdf(one, Theme(), EDITION) for one in (roomy, full))

    assert "ItisstillhereinJune" in read(shown.data).text
    assert "ItisstillhereinJune" not in read(dropped.data).text
    assert (shown.left_out, dropped.left_out) == ((), ("objectives[0].success_looks_like",))
    assert "Inthememo:Objectives(details)." in read(dropped.data).text


def test_details_of_the_decisions_go_and_the_decisions_stay() -> None:
    ask = Ask(
        "recommendations[0]", spans("That you sign"), details=(Detail("recommendations[0].options", spans("Or not")),)
    )
    kept = panel("kept", lines("kept", ["harbour and water " * 14] * 15, priority=1))
    full = page([kept], asks=Asks("Decision asked", "By", (ask,)))

    drawn = render_pdf(full, Theme(), EDITION)

    assert drawn.left_out == ("recommendations[0].options",)
    assert "Thatyousign" in read(drawn.data).text
    assert "Inthememo:Decisionasked(details)." in read(drawn.data).text


def test_an_entry_that_goes_takes_its_details_along() -> None:
    details = (Detail("objectives[0].success_looks_like", spans("It is still here in June")),)
    gone = Line(origin="objectives[0]", priority=5, spans=spans("Keep the dredger " * 90), details=details)
    kept = panel("kept", lines("kept", ["harbour and water " * 14] * 15, priority=1))

    drawn = render_pdf(page([panel("objectives", Lines((gone,))), kept]), Theme(), EDITION)

    assert drawn.left_out == ("objectives[0]",)


def test_words_are_explained_for_as_long_as_they_stand_on_the_page() -> None:
    kept = panel("kept", lines("kept", ["harbour and water " * 14] * 15, priority=1))
    gone = panel("gone", lines("gone", ["harbour " * 90], priority=5))
    words = (Explained("likely 55–80%", ("kept[0]",)), Explained("remote 1–5%", ("gone[0]",)))
    closing = Closing("In the memo: {parts}.", "", words_label="Likelihood: {words}.", words=words)

    drawn = render_pdf(page([kept, gone], closing=closing), Theme(), EDITION)

    assert drawn.left_out == ("gone[0]",)
    assert "Likelihood:likely55–80%." in read(drawn.data).text


@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_short_page_is_filled_to_its_foot(count: int) -> None:
    panels = [panel("objectives", lines("objectives", ["Keep the dredger"] * count))] if count else []

    seen = read(render_pdf(page(panels), Theme(), EDITION).data)

    assert widest_blank_pt(seen) < seen.size[1] / 3
    assert max(letter["size"] for letter in seen.letters) > 20
