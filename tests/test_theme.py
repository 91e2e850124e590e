"""The theme: what it may say, and every mistake in it at its line."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefexport.problem import Code, RejectedError
from briefexport.theme import GROUNDS, Logo, Palette, Theme, contrast, read_theme

SHIPPED = Path(__file__).parent.parent / "templates" / "theme.toml"


def problems(text: str) -> list[tuple[int, int, str, str]]:
    """Line, column, code and text of every problem."""
    with pytest.raises(RejectedError) as rejected:
        read_theme(text, "theme.toml")
    return [(one.place.line, one.place.column, one.code.value, one.what) for one in rejected.value.problems]


def test_an_empty_theme_is_the_usual_one() -> None:
    assert read_theme("", "theme.toml") == Theme()


def test_the_shipped_theme_says_what_the_program_would_do_anyway() -> None:
    assert read_theme(SHIPPED.read_text("utf-8"), "theme.toml") == Theme()


def test_everything_a_theme_may_say_is_read() -> None:
    text = """
    paper = "letter"
    landscape = true
    [fonts]
    family = "Fira Sans Condensed"
    office = "Arial"
    [logo]
    file = "crest.png"
    alt = "Crest of the port"
    [colours]
    accent = "#0B3D2E"
    """

    theme = read_theme(text, "theme.toml")

    assert (theme.paper, theme.landscape, theme.family, theme.office_family) == (
        "letter",
        True,
        "Fira Sans Condensed",
        "Arial",
    )
    assert theme.logo == Logo("crest.png", "Crest of the port")
    assert theme.palette.accent == "#0b3d2e"
    assert theme.palette.ink == Palette().ink


def test_every_mistake_is_told_at_once_and_at_its_line() -> None:
    head = 'paper = "a5"\ntypo = 1\nlandscape = "yes"\n'
    text = head + '[colours]\nink = "black"\n  blue = "#0000ff"\n[logo]\nfile = "x.png"\n'

    assert problems(text) == [
        (1, 1, "B523", "`paper` cannot be 'a5'"),
        (2, 1, "B522", "`typo` is not a setting"),
        (3, 1, "B523", "`landscape` cannot be 'yes'"),
        (5, 1, "B523", "`ink` cannot be 'black'"),
        (6, 3, "B522", "`blue` is not a setting"),
        (7, 1, "B523", "`logo.alt` is missing"),
    ]


def test_a_colour_that_cannot_be_read_on_its_ground_is_refused_with_the_contrast() -> None:
    found = problems('[colours]\nmuted = "#999999"\n')

    assert found[0] == (2, 1, "B524", "`muted` #999999 on paper #ffffff has a contrast of 2.8:1")


def test_a_ground_that_makes_a_colour_unreadable_is_refused_where_it_stands() -> None:
    found = problems('[colours]\n\naccent = "#f0f0f0"\n')

    assert (3, 1, "B524", "`on_accent` #ffffff on `accent` #f0f0f0 has a contrast of 1.1:1") in found


def test_text_that_is_no_toml_is_told_with_its_line() -> None:
    ((line, _, code, what),) = problems('paper = "a4"\nink = \n')

    assert (line, code) == (2, Code.THEME_NO_TOML.value)
    assert what.startswith("this is no TOML")


@pytest.mark.parametrize(
    "text", ["fonts = 1", "colours = []", "logo = 'x.png'", "[fonts]\noffice = 3", "[fonts]\nfamily = 'Arial'"]
)
def test_a_setting_of_the_wrong_sort_is_refused(text: str) -> None:
    assert {code for _, _, code, _ in problems(text)} == {"B523"}


SETTING = r'[a-z]{1,9} = ("[#a-z0-9]*"|[0-9]+|true|\[\])\n(\[colours\]\nink = "#[0-9a-f]{6}")?'


@given(st.text(max_size=80) | st.from_regex(SETTING, fullmatch=True))
def test_any_text_is_a_theme_or_a_list_of_problems(text: str) -> None:
    paper, fixes = "a4", ["none"]
    try:
        paper = read_theme(text, "theme.toml").paper
    except RejectedError as rejected:
        fixes = [problem.fix for problem in rejected.problems]

    assert paper in ("a4", "letter")
    assert all(fixes)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1.0)]
)
def test_contrast_is_as_wcag_counts_it(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_every_colour_that_carries_text_is_checked_against_a_ground() -> None:
    carries = {name for name, _ in GROUNDS}

    assert set(Palette.__struct_fields__) - carries == {"tint", "line", "green_tint", "amber_tint", "red_tint"}


def test_the_shipped_theme_shows_every_setting() -> None:
    text = SHIPPED.read_text("utf-8")
    names = ["paper", "landscape", "family", "office", "file", "alt", *Palette.__struct_fields__]

    assert [name for name in names if not re.search(rf"(?m)^#? ?{name} =", text)] == []
