"""What the one-pager says, before anything is drawn."""

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest

from briefexport.briefing import Briefing, source_numbers
from briefexport.compose.onepager import compose_onepager
from briefexport.document.page import Grid, Lines, Matrix, OnePage, Panel, Shape, Slot, Strip
from briefexport.document.text import Spans, plain
from briefexport.house import House, HouseFile, read_house
from briefexport.problem import RejectedError
from briefexport.source import read_file, read_source
from briefexport.template import TemplateError

SOURCE = Path(__file__).parent.parent / "source"
LANGUAGES = ("en", "hi", "ru", "fr", "de")

SHORT = """
schema: 1
id: short
title: Ferry strike ends on Monday
place: Port Ardel
date: 2026-03-16
to: Minister for Transport
from: Coast desk
bottom_line: Crews return on **Monday**.
"""


def briefing(name: str = "summit", **changes: Any) -> Briefing:
    """A sample with changes."""
    return msgspec.structs.replace(read_file(SOURCE / f"{name}.yaml").briefing, **changes)


def composed(found: Briefing, template: str | None = None) -> OnePage:
    """The page of a briefing, with the template of the house or another one."""
    house = read_house()
    if template is not None:
        house = House({**house.files, "onepager.md.j2": HouseFile("mine/onepager.md.j2", template.encode())})
    return compose_onepager(found, house, {figure.file: b"" for figure in found.figures})


def short(more: str = "") -> Briefing:
    """A briefing of a few lines."""
    return read_source(SHORT + more, "short.yaml").briefing


def panels(page: OnePage) -> dict[str, Panel]:
    """The panels by name."""
    return {panel.name: panel for panel in page.panels}


def joined(spans: Spans) -> str:
    """Spans with their notes in brackets."""
    return "".join(f"[{span.note}]" if span.note else span.text for span in spans)


def test_a_short_briefing_has_a_head_and_no_panels() -> None:
    page = composed(short())

    assert page.panels == ()
    assert plain(page.masthead.title) == "Ferry strike ends on Monday"
    assert (page.masthead.office, page.masthead.addressed) == ("Coast desk", "For: Minister for Transport")
    assert (page.masthead.status, page.masthead.draft) == ("draft", True)
    assert page.masthead.dateline == "Port Ardel, 16 March 2026"
    assert [(span.text, span.bold) for span in page.bottom_line.paragraphs[0]] == [
        ("Crews return on ", False),
        ("Monday", True),
        (".", False),
    ]


def test_the_parts_come_in_the_order_of_the_template_under_its_headings() -> None:
    page = composed(briefing())

    assert [panel.name for panel in page.panels][:6] == [
        "purpose",
        "agenda",
        "objectives",
        "indicators",
        "risks",
        "judgements",
    ]
    assert plain(panels(page)["agenda"].heading) == "Agenda at a glance"
    assert panels(page)["sources"].slot is Slot.FULL


def test_an_office_can_drop_reorder_and_rename_parts() -> None:
    template = "# Gefahren\n::: risks wide priority=5\n:::\n\n# Ziele\n::: objectives narrow\n:::\n"

    page = composed(briefing(), template)

    assert [(panel.name, plain(panel.heading), panel.slot) for panel in page.panels] == [
        ("risks", "Gefahren", Slot.WIDE),
        ("objectives", "Ziele", Slot.NARROW),
    ]
    assert page.asks.items == ()
    assert plain(page.bottom_line.paragraphs[0]).startswith("The Moscow visit decides")


def test_words_of_an_office_s_own_stand_on_the_page() -> None:
    page = composed(short(), "# Note\nRead *this* first.\n\n::: text summary priority=5\n- one\n- two\n:::\n")

    assert [(panel.name, plain(panel.heading)) for panel in page.panels] == [("text", "Note"), ("text", "")]
    assert [plain(line.spans) for panel in page.panels for line in panel.body.items if hasattr(line, "spans")] == [
        "Read this first.",
        "• one",
        "• two",
    ]


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("# Risks\n::: riscs\n:::\n", 2, "there is no part '::: riscs'"),
        ("::: risks huge\n:::\n", 1, "'huge' means nothing after the name of a part"),
        ("::: risks priority=1\n:::\n", 1, "'priority' means nothing after the name of a part"),
        ("::: risks wide\n:::\n\n::: agenda wide hug\n:::\n", 4, "'hug' means nothing after the name of a part"),
        ("# Asks\n\n::: decisions wide\n:::\n", 3, "'wide' means nothing after the name of a part"),
        ("\n{{ briefing.titel }}\n", 2, "titel"),
        ("{% for %}\n", 1, "Expected"),
    ],
)
def test_a_broken_template_is_told_at_its_line(template: str, line: int, said: str) -> None:
    with pytest.raises(TemplateError) as refused:
        composed(short(), template)

    assert (refused.value.origin, refused.value.line) == ("mine/onepager.md.j2", line)
    assert said in refused.value.what


def test_a_broken_value_is_told_with_the_field_it_was_about() -> None:
    template = "{% for risk in briefing.risks %}\n{{ risk.title.colour }}\n{% endfor %}\n"

    with pytest.raises(TemplateError) as refused:
        composed(briefing(), template)

    assert (refused.value.line, refused.value.field) == (2, "risks[0].title")


def test_a_likelihood_stands_bold_behind_the_judgement_and_confidence_below_it() -> None:
    body = panels(composed(briefing()))["judgements"].body

    assert isinstance(body, Lines)
    first = body.items[0]
    assert joined(first.spans) == "The summit confirms the partnership and does not change its nature.[1] Likely."
    assert [span.text for span in first.spans if span.bold] == ["Likely."]
    assert plain(first.aside) == "Low confidence: One media report of unnamed analysts; no official text."


def test_the_likelihood_words_that_are_used_are_explained_for_as_long_as_they_are_used() -> None:
    closing = composed(briefing()).closing

    assert closing.words_label == "Likelihood (ICD 203): {words}."
    assert [(word.text, word.origins) for word in closing.words] == [
        ("likely 55–80%", ("judgements[0]", "judgements[1]")),
        ("very likely 80–95%", ("judgements[2]",)),
    ]


def test_details_are_named_by_the_fields_they_were_written_in() -> None:
    found = composed(briefing("harbour"))
    items = [*found.asks.items, *(item for panel in found.panels for item in panel.body.items)]
    named = {detail.origin: plain(detail.spans) for item in items for detail in getattr(item, "details", ())}

    assert named["recommendations[0].options"].startswith("Options: ")
    assert named["objectives[0].success_looks_like"]
    assert named["risks[0].mitigation"]
    assert {name.partition("]")[2] for name in named if name.startswith("next_steps")} == {".owner", ".due", ".status"}


def test_risks_without_scores_have_none() -> None:
    body = panels(composed(briefing()))["risks"].body

    assert isinstance(body, Matrix)
    assert {(plot.likelihood, plot.impact) for plot in body.items} == {(None, None)}
    assert [plot.number for plot in body.items] == [1, 2, 3, 4]
    assert body.items[0].said == "1 Sanctions slow payments and logistics: likelihood unknown, impact unknown"


def test_a_status_is_a_word_a_shape_and_a_colour() -> None:
    body = panels(composed(briefing("harbour")))["indicators"].body

    assert isinstance(body, Grid)
    marks = [row.cells[1].status for row in body.items]
    assert [(mark.word, mark.shape) for mark in marks if mark][:2] == [
        ("At risk", Shape.TRIANGLE),
        ("On track", Shape.DISC),
    ]
    assert all(marks)


def test_a_trend_says_all_of_its_numbers() -> None:
    body = panels(composed(briefing("harbour")))["indicators"].body

    assert isinstance(body, Grid)
    trend = body.items[1].cells[2].trend
    assert trend is not None
    assert trend.alt == (
        "Waste water treated before it reaches the harbour, over time: 67.5% on 31 December 2024, then 74% on "
        "30 June 2025, then 88% on 31 December 2025"
    )
    assert (trend.values, trend.target) == ((67.5, 74.0, 88.0), 95.0)


def test_dates_are_in_order_and_past_ones_go_first_when_space_is_short() -> None:
    body = panels(composed(briefing("harbour")))["timeline"].body

    assert isinstance(body, Strip)
    assert [moment.first for moment in body.items] == sorted(moment.first for moment in body.items)
    assert {moment.priority for moment in body.items if moment.kind.value == "past"} <= {1, 2, 4, 5}


def test_sources_have_the_numbers_of_the_set() -> None:
    found = briefing("harbour")
    body = panels(composed(found))["sources"].body

    assert isinstance(body, Lines)
    numbers = source_numbers(found)
    idents = [found.sources[int(line.origin[8:-1])].id for line in body.items]
    assert [plain(line.spans).split()[0] for line in body.items] == [f"[{numbers[ident]}]" for ident in idents]


def test_an_entry_that_is_shown_elsewhere_only_is_not_on_the_page() -> None:
    more = "objectives:\n  - {id: one, text: First, show: [memo]}\n  - {id: two, text: Second, marking: null}\n"
    body = panels(composed(short(more.replace(", marking: null", ""))))["objectives"].body

    assert [(line.origin, plain(line.spans)) for line in body.items if hasattr(line, "spans")] == [
        ("objectives[1]", "Second")
    ]


def test_a_decision_asked_has_its_day_and_what_became_of_it() -> None:
    asks = composed(briefing("harbour")).asks

    assert [ask.by for ask in asks.items] == ["27 March 2026", "10 April 2026", "20 February 2026"]
    assert plain(asks.items[2].aside) == "Approved, Minister for Coasts and Waters, 18 Feb 2026"
    assert plain(asks.items[0].spans).startswith("That you approve phase two")


def test_what_the_author_says_of_priority_stands_before_what_is_usual() -> None:
    entries = ("{id: one, scope: global, text: First, priority: 1}", "{id: two, scope: global, text: Second}")
    more = "implications:\n" + "".join(f"  - {entry}\n" for entry in entries)
    template = "::: implications priority=4\n:::\n"

    items = panels(composed(short(more), template))["implications"].body.items

    assert [item.priority for item in items] == [1, 4]


def test_the_facts_time_stands_in_the_foot() -> None:
    at = dt.datetime(2025, 11, 7, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))

    notes = composed(briefing(as_of=at)).closing.notes

    assert notes[0] == "Facts as of 7 November 2025, 09:00 (UTC+05:30)."


def test_a_crest_that_is_not_there_is_told_at_the_theme() -> None:
    house = read_house()
    theme = HouseFile("mine/theme.toml", b'[logo]\nfile = "crest.png"\nalt = "Crest"\n')

    with pytest.raises(RejectedError) as refused:
        compose_onepager(short(), House({**house.files, "theme.toml": theme}), {})

    assert "there is no file 'crest.png'" in str(refused.value)
    assert refused.value.problems[0].place.file == "mine/theme.toml"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_there_in_every_language(language: str) -> None:
    page = composed(briefing("harbour", language=language))

    assert page.bottom_line.label
    assert {plain(panel.heading) for panel in page.panels} >= {page.panels[0].heading[0].text}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_english_is_left_over_in_another_language(language: str) -> None:
    english, other = (read_house().wording(each).texts for each in ("en", language))
    same = {key for key, text in english.items() if key.startswith("onepager.") and other[key] == text}

    # The words that these languages share, and labels that are places only.
    assert same <= {"onepager.sources", "onepager.status", "onepager.key", "onepager.likely", "onepager.confidence",
                    "onepager.dateline", "onepager.options", "onepager.range", "onepager.plotted",
                    "onepager.timeline"}  # fmt: skip
