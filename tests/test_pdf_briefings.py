"""Any briefing at all becomes a page, or a problem that names the field."""

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from briefexport.briefing import Briefing
from briefexport.compose.onepager import compose_onepager
from briefexport.document.page import OnePage
from briefexport.house import read_house
from briefexport.problem import UnfitError
from briefexport.render.pdf import render_pdf
from briefexport.theme import Theme
from pages import EDITION, read
from strategies import briefings

SCRIPTS = ("latin", "cyrillic", "greek", "devanagari")
HOUSE = read_house()
THEMES = (Theme(), Theme(paper="letter"), Theme(landscape=True), Theme(family="Fira Sans Condensed"))


def composed(found: Briefing) -> OnePage:
    """The page of a briefing whose pictures are all the same grey point."""
    return compose_onepager(found, HOUSE, {figure.file: GREY for figure in found.figures})


GREY = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63686868000003040181"
    "4bd3d2100000000049454e44ae426082"
)


@pytest.mark.slow
@settings(max_examples=25, phases=(Phase.explicit, Phase.generate))
@given(briefings(most=3, scripts=SCRIPTS), st.sampled_from(("en", "hi", "ru", "fr", "de")), st.sampled_from(THEMES))
def test_any_briefing_is_one_page_that_says_its_point(found: Briefing, language: str, theme: Theme) -> None:
    page = composed(msgspec.structs.replace(found, language=language))

    assert _complaints(page, theme) == []


def _complaints(page: OnePage, theme: Theme) -> list[str]:
    """What is wrong with the page as it is drawn; a page that is refused with a place and a fix is right."""
    try:
        seen = read(render_pdf(page, theme, EDITION).data)
    except UnfitError as error:
        return [finding.what for finding in error.findings if not finding.fix]
    small = [letter["text"] for letter in seen.letters if letter["size"] < 6.99]
    return [*small, *([f"{seen.pages} pages"] if seen.pages != 1 else [])]


@pytest.mark.slow
@settings(max_examples=40, phases=(Phase.explicit, Phase.generate))
@given(briefings(most=1))
def test_any_character_is_drawn_or_told(found: Briefing) -> None:
    page = composed(msgspec.structs.replace(found, language="en"))
    codes: set[str] = set()
    try:
        render_pdf(page, Theme(), EDITION)
    except UnfitError as error:
        codes = {finding.code.value for finding in error.findings}

    assert codes <= {"B301", "B302", "B303"}
