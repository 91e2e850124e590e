"""What the tracker says, on plain values."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefexport.briefing import (
    UNKNOWN,
    Assessment,
    Baseline,
    Certainty,
    ColumnType,
    Decision,
    Document,
    Frequency,
    Indicator,
    IndicatorKind,
    LikelihoodScale,
    Milestone,
    NextStep,
    Observation,
    Outcome,
    Position,
    Precision,
    Progress,
    Rag,
    Recommendation,
    Risk,
    Rules,
    Source,
    Target,
    TrackerColumn,
    TrackerSettings,
    Window,
)
from briefexport.compose.prose import plain_lines
from briefexport.compose.tracker.cell import prose, said_of
from briefexport.compose.tracker.indicators import drawn
from briefexport.document.sheet import Banner, Formula, Measure, Strip, Workbook, fingerprint, serial, this_row
from briefexport.problem import UnfitError
from strategies import plain_texts
from workbooks import FISH, briefing, column, sheet, tracker, words

EARLY_DECEMBER = Window(
    first=dt.date(2025, 12, 1),
    last=dt.date(2025, 12, 10),
    precision=Precision.EARLY,
    status=Certainty.EXPECTED,
)

# What a text that names sources may be put together from, and what may make something else of them.
CITING = ("word", "ß", "7", " ", "[^a]", "[^b-2]", "[^other]", *".,:;!?()[]{}*_^#=-+\"'/\\`<>&~|\n")


def with_indicator(**fields: object) -> Workbook:
    return tracker(indicators=(replace(FISH, **fields),))


def shown(workbook: Workbook, key: str) -> object:
    (cell,) = column(workbook, "Indicators", key)
    return cell.result if isinstance(cell, Formula) else cell


# -- indicators


def test_an_indicator_is_one_row_with_numbers_as_numbers_and_days_as_days() -> None:
    workbook = tracker(indicators=(FISH,))

    assert shown(workbook, "id") == "fish"
    assert shown(workbook, "baseline") == Measure(Decimal(100))
    assert shown(workbook, "baseline_on") == dt.date(2024, 12, 31)
    assert shown(workbook, "latest") == Measure(Decimal(150))
    assert shown(workbook, "latest_on") == dt.date(2025, 9, 1)
    assert shown(workbook, "progress") == Decimal("0.25")
    assert shown(workbook, "status") == "▲ At risk"
    assert shown(workbook, "status_reason") == "Slow"
    assert shown(workbook, "trend") == "↑ rising"


def test_unknown_stays_the_word_and_is_never_nought() -> None:
    workbook = with_indicator(baseline=Baseline(value=UNKNOWN), target=Target(value=UNKNOWN))

    assert shown(workbook, "baseline") == "unknown"
    assert shown(workbook, "target") == "unknown"
    assert shown(workbook, "progress") == ""


def test_a_window_is_written_as_it_was_meant_with_its_first_day_beside_it_for_sorting() -> None:
    workbook = with_indicator(target=Target(value=Decimal(1), by=EARLY_DECEMBER))

    assert shown(workbook, "target_by") == "early December 2025 (expected)"
    assert shown(workbook, "target_earliest") == dt.date(2025, 12, 1)


def test_sixty_two_percent_is_kept_as_the_62_that_its_author_typed() -> None:
    workbook = with_indicator(
        kind=IndicatorKind.PERCENT, unit=None, observations=(Observation(on=dt.date(2025, 9, 1), value=Decimal(62)),)
    )

    assert shown(workbook, "latest") == Measure(Decimal(62), percent=True)


def test_a_number_with_more_digits_than_a_spreadsheet_keeps_is_written_as_text() -> None:
    value = Decimal("12345678901234567.25")

    workbook = with_indicator(observations=(Observation(on=dt.date(2025, 9, 1), value=value),))

    assert shown(workbook, "latest") == "12,345,678,901,234,567.25"
    assert shown(workbook, "progress") == ""


def test_a_day_before_spreadsheets_agree_on_days_is_written_as_text() -> None:
    workbook = with_indicator(baseline=Baseline(value=Decimal(1), on=dt.date(1900, 2, 28)))

    assert shown(workbook, "baseline_on") == "28 Feb 1900"


def test_an_observation_in_words_stands_where_the_number_would() -> None:
    workbook = with_indicator(observations=(Observation(on=dt.date(2025, 9, 1), text="talks held"),))

    assert shown(workbook, "latest") == "talks held"


def test_milestones_that_are_met_make_the_progress() -> None:
    steps = (Milestone(label="Agreed", met=True), Milestone(label="Signed"), Milestone(label="In force", met=True))

    workbook = with_indicator(kind=IndicatorKind.MILESTONE, milestones=(*steps, Milestone(label="Reviewed")))

    assert shown(workbook, "progress") == Decimal("0.5")
    assert column(workbook, "Milestones", "met") == ["Yes", "No", "Yes", "No"]


def test_an_automatic_status_is_a_formula_with_the_status_that_the_briefing_has() -> None:
    workbook = with_indicator(status="auto", rules=Rules(green=Decimal("0.8"), amber=Decimal("0.25")))

    (cell,) = column(workbook, "Indicators", "status")

    assert isinstance(cell, Formula)
    assert cell.result == "▲ At risk"
    assert ">=0.8," in cell.expression


def test_a_status_that_somebody_gave_is_no_formula() -> None:
    workbook = tracker(indicators=(FISH,))

    assert column(workbook, "Indicators", "status") == ["▲ At risk"]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"next_check": dt.date(2025, 11, 6)}, "Overdue"),
        ({"next_check": dt.date(2025, 11, 7)}, ""),
        ({"frequency": Frequency.MONTHLY}, "Stale"),
        ({"frequency": Frequency.QUARTERLY}, ""),
        ({"frequency": Frequency.ONCE}, ""),
        ({"frequency": Frequency.MONTHLY, "next_check": dt.date(2025, 11, 1)}, "Overdue"),
        ({"frequency": Frequency.MONTHLY, "status": Assessment(rag=Rag.ACHIEVED)}, ""),
    ],
)
def test_attention_is_called_for_on_the_day_of_the_facts(fields: dict[str, object], word: str) -> None:
    workbook = with_indicator(**fields)

    assert shown(workbook, "attention") == word


def test_what_has_no_column_stands_in_the_notes() -> None:
    workbook = with_indicator(
        baseline=Baseline(value=Decimal(1), note="by eye"), target=Target(value=Decimal(2), text="and clean")
    )

    assert shown(workbook, "notes") == "Baseline: by eye\nTarget: and clean"


def test_a_course_is_drawn_from_three_numbers_on() -> None:
    seen = tuple(Observation(on=dt.date(2025, month, 1), value=Decimal(month)) for month in (1, 2, 8))

    assert shown(with_indicator(observations=seen), "trend") == "↑ rising ▁▂█"
    assert drawn([Decimal(5)] * 3) == "▁▁▁"


def test_people_own_four_columns_unless_the_office_names_its_own() -> None:
    columns = (
        TrackerColumn(key="mood", title="Mood", type=ColumnType.CHOICE, choices=("good", "bad")),
        TrackerColumn(key="seen", title="Status", type=ColumnType.DATE),
    )

    usual = sheet(tracker(indicators=(FISH,)), "Indicators").table.columns
    own = sheet(tracker(indicators=(FISH,), tracker=TrackerSettings(columns=columns)), "Indicators").table.columns

    assert [each.title for each in usual if each.people] == [
        "Analyst note",
        "Action taken",
        "Reviewed on",
        "Entered by",
    ]
    assert [(each.title, each.choices) for each in own if each.people] == [("Mood", "own_mood"), ("Status (2)", None)]


@given(st.lists(st.sampled_from(["a", "A", "a (2)", "Status"]), max_size=4))
def test_headings_are_unique_whatever_the_office_calls_its_columns(titles: list[str]) -> None:
    own = tuple(TrackerColumn(key=f"k{number}", title=title) for number, title in enumerate(titles))

    columns = sheet(tracker(tracker=TrackerSettings(columns=own)), "Indicators").table.columns

    assert len({column.title.casefold() for column in columns}) == len(columns)


def test_history_has_one_row_an_observation_in_the_order_of_days() -> None:
    workbook = tracker(indicators=(FISH,))

    assert column(workbook, "History", "on") == [dt.date(2025, 3, 1), dt.date(2025, 9, 1)]
    assert column(workbook, "History", "value") == [Measure(Decimal(120)), Measure(Decimal(150))]


def test_a_briefing_without_indicators_has_a_row_to_write_the_first_one_into() -> None:
    workbook = tracker()

    assert column(workbook, "Indicators", "id") == [None]
    assert shown(workbook, "progress") == ""


# -- what else the briefing says


def test_an_entry_that_is_not_shown_in_the_tracker_is_not_in_it() -> None:
    hidden = (Document.MEMO,)
    risks = (Risk(id="a", title="Seen"), Risk(id="b", title="Not seen", show=hidden))

    workbook = tracker(risks=risks, indicators=(FISH, replace(FISH, id="crab", show=hidden)))

    assert column(workbook, "Risks", "risk") == ["Seen"]
    assert column(workbook, "Indicators", "id") == ["fish"]
    assert set(column(workbook, "History", "indicator_id")) == {"fish"}


def test_a_sheet_without_rows_is_left_out() -> None:
    names = [each.table.name for each in tracker().sheets]

    assert names == ["Indicators", "History", "People", "Key"]


def test_a_decision_is_asked_until_it_is_taken() -> None:
    taken = Decision(outcome=Outcome.APPROVED, by="Minister", on=dt.date(2025, 11, 5))
    asked = Recommendation(
        id="a", text="that you agree", supports=(Position(holder="Trade"), Position(holder="Finance", reason="cheap"))
    )

    workbook = tracker(recommendations=(asked, replace(asked, id="b", supports=(), decision=taken)))

    assert column(workbook, "Actions", "work_status") == ["Decision asked", "Approved"]
    assert column(workbook, "Actions", "supports") == ["Trade\nFinance: cheap", None]
    assert column(workbook, "Actions", "decided_on") == [None, dt.date(2025, 11, 5)]


def test_a_risk_weighs_likelihood_times_impact_and_nothing_while_one_is_unknown() -> None:
    workbook = tracker(risks=(Risk(id="a", title="A", likelihood=4, impact=5), Risk(id="b", title="B", impact=5)))

    weights = [cell.result for cell in column(workbook, "Risks", "score") if isinstance(cell, Formula)]

    assert weights == [Decimal(20), ""]


def test_sources_have_the_numbers_of_the_other_documents() -> None:
    sources = (Source(id="late", title="Cited second"), Source(id="early", title="Cited first"))

    workbook = tracker(sources=sources, bottom_line="It is so.[^early] And so.[^late]")

    assert column(workbook, "Sources", "number") == [Decimal(1), Decimal(2)]
    assert column(workbook, "Sources", "title") == ["Cited first", "Cited second"]


def test_the_key_holds_the_words_that_cells_choose_from() -> None:
    workbook = tracker(indicators=(FISH,))
    terms = column(workbook, "Key", "term")

    lists = {each.name: terms[each.first : each.first + each.count] for each in workbook.choices}

    assert lists["progress"] == ["Not started", "Under way", "Done", "Blocked", "Dropped"]
    assert lists["rag"] == ["● On track", "▲ At risk", "■ Off track", "○ Not started", "✓ Achieved", "◇ Unknown"]
    assert lists["score"] == [Decimal(1), Decimal(2), Decimal(3), Decimal(4), Decimal(5), "unknown"]


@pytest.mark.parametrize("language", ["en", "hi", "ru", "fr", "de"])
def test_every_list_that_a_column_chooses_from_exists(language: str) -> None:
    steps = (NextStep(id="a", action="Go", status=Progress.DONE),)

    workbook = tracker(language, indicators=(FISH,), next_steps=steps, risks=(Risk(id="a", title="A"),))

    wanted = {each.choices for page in workbook.sheets for each in page.table.columns if each.choices}
    assert wanted <= {each.name for each in workbook.choices}


def test_the_scale_in_force_is_printed_with_its_ranges() -> None:
    workbook = tracker(likelihood_scale=LikelihoodScale.PHIA)

    pairs = dict(zip(column(workbook, "Key", "term"), column(workbook, "Key", "meaning"), strict=True))

    assert pairs["Realistic possibility"] == "40–50%"
    assert "Roughly even chance" not in pairs


# -- the cover


def numbers(workbook: Workbook, name: str) -> dict[str, object]:
    strip = next(part for part in workbook.board.parts if isinstance(part, Strip) and part.name == name)
    cells = {number.label: number.value for number in (strip.total, *strip.numbers)}
    return {label: cell.result if isinstance(cell, Formula) else cell for label, cell in cells.items()}


def test_the_cover_counts_the_statuses() -> None:
    workbook = tracker(indicators=(FISH, replace(FISH, id="crab", status=None)))

    assert numbers(workbook, "statuses") == {
        "All indicators": 2,
        "● On track": 0,
        "▲ At risk": 1,
        "■ Off track": 0,
        "○ Not started": 0,
        "✓ Achieved": 0,
        "◇ Unknown": 1,
    }


def test_the_cover_counts_what_needs_somebody_on_a_day_that_it_names() -> None:
    steps = (NextStep(id="a", action="Go"), NextStep(id="b", action="Stop", status=Progress.BLOCKED))
    late = replace(FISH, next_check=dt.date(2025, 11, 1))

    workbook = tracker(indicators=(late,), next_steps=steps, recommendations=(Recommendation(id="r", text="that"),))

    assert numbers(workbook, "work") == {
        "Counted as of": dt.date(2025, 11, 7),
        "Overdue": 1,
        "Stale": 0,
        "Decisions asked": 1,
        "Open steps": 2,
        "Blocked steps": 1,
    }


def test_the_chart_says_its_numbers_in_a_sentence() -> None:
    workbook = tracker(indicators=(FISH,))

    (banner,) = [part for part in workbook.board.parts if isinstance(part, Banner)]

    assert banner.chart is not None
    assert banner.chart.told([0, 1, 0, 0, 0, 7]) == (
        "Column chart of the indicators by status: 0 on track, 1 at risk, 0 off track, 0 not started, 0 achieved "
        "and 7 unknown."
    )


# -- text


def test_prose_becomes_plain_lines_with_the_numbers_of_sources() -> None:
    said = said_of(briefing(sources=(Source(id="src", title="T"),)), words())

    text = prose("It *is* so.[^src]\n\n1. one\n2. two\n\nSee [here](https://example.org).", said)

    assert text == "It is so. [1]\n1. one\n2. two\nSee here (https://example.org)."


@given(plain_texts())
def test_prose_that_looks_plain_says_the_same_without_being_parsed(text: str) -> None:
    said = said_of(briefing(), words())

    assert prose(text, said) == "\n".join(plain_lines(text, {}))


@example("word[^a](word)")
@example("[^a]: word")
@example("word[^a][word]")
@example("2[^a]. word")
@example("![^a] word")
@given(st.lists(st.sampled_from(CITING), min_size=1, max_size=9).map("".join).filter(lambda text: text == text.strip()))
def test_prose_that_names_its_sources_says_the_same_without_being_parsed(text: str) -> None:
    sources = tuple(Source(id=ident, title="T") for ident in ("a", "b-2"))
    said = said_of(briefing(sources=sources), words())

    assert prose(text, said) == "\n".join(plain_lines(text, said.sources))


def test_a_text_that_no_cell_can_hold_is_told_with_its_field() -> None:
    with pytest.raises(UnfitError) as raised:
        tracker(risks=(Risk(id="a", title="A", description="x" * 32_768),))

    assert [finding.field for finding in raised.value.findings] == ["risks[0].description"]


def test_a_text_as_long_as_a_cell_can_hold_is_held() -> None:
    workbook = tracker(risks=(Risk(id="a", title="A", description="x" * 32_767),))

    assert column(workbook, "Risks", "description") == ["x" * 32_767]


def test_a_long_text_that_the_tracker_does_not_show_is_no_matter_of_its() -> None:
    workbook = tracker(summary="x " * 20_000)

    assert workbook.properties.title == "A note"


def test_a_heading_that_no_table_can_have_is_told_with_its_field() -> None:
    with pytest.raises(UnfitError) as raised:
        tracker(tracker=TrackerSettings(columns=(TrackerColumn(key="a", title="x" * 256),)))

    assert [finding.field for finding in raised.value.findings] == ["tracker.columns[0].title"]


# -- values


def test_a_fingerprint_tells_change_and_nothing_else() -> None:
    assert fingerprint("open") != fingerprint("closed")
    assert fingerprint(Decimal("1.0")) == fingerprint(Measure(Decimal(1)))
    assert fingerprint(dt.date(2025, 11, 7)) == fingerprint(Decimal(45968))
    assert fingerprint("45968") != fingerprint(Decimal(45968))
    assert fingerprint(None) == fingerprint("") == "-"
    assert len(fingerprint("a long text, of which nothing is left")) == 7


def test_a_day_has_the_number_that_spreadsheets_give_it() -> None:
    assert serial(dt.date(1900, 3, 1)) == 61
    assert serial(dt.date(2025, 11, 7)) == 45968


def test_a_heading_with_brackets_is_escaped_in_a_formula() -> None:
    assert this_row("T", "Cost [EUR] #1's") == "T[[#This Row],[Cost '[EUR'] '#1''s]]"


@given(st.lists(st.decimals(-1000, 1000, places=1), min_size=1, max_size=30))
def test_a_drawn_course_has_one_column_a_number_and_touches_both_ends(values: list[Decimal]) -> None:
    course = drawn(values)

    assert len(course) == min(len(values), 12)
    assert "▁" in course
    assert ("█" in course) == (len(set(values[-12:])) > 1)


def test_indicators_keep_the_order_of_their_author() -> None:
    entries = tuple(Indicator(id=name, name=name) for name in ("c", "a", "b"))

    assert column(tracker(indicators=entries), "Indicators", "id") == ["c", "a", "b"]
