"""The model's own arithmetic."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from briefexport.briefing import (
    LEVELS,
    LIKELIHOODS,
    UNKNOWN,
    AgendaArea,
    Assessment,
    Baseline,
    Briefing,
    Direction,
    Document,
    Frequency,
    Indicator,
    IndicatorKind,
    Judgement,
    Marking,
    Milestone,
    Observation,
    Person,
    Precision,
    Rag,
    Reliability,
    Risk,
    Rules,
    Scheme,
    Section,
    Source,
    Target,
    View,
    Window,
    is_above,
    numbered_sources,
    schemes_of,
    source_numbers,
)
from briefexport.source.shape import struct_shape

DAY = dt.date(2025, 11, 7)
RULES = Rules(green=Decimal("0.8"), amber=Decimal("0.5"))


def seen(*values: object) -> tuple[Observation, ...]:
    """One observation a day, of numbers or of words."""
    return tuple(
        Observation(on=DAY + dt.timedelta(days), text=value)
        if isinstance(value, str)
        else Observation(on=DAY + dt.timedelta(days), value=Decimal(str(value)))
        for days, value in enumerate(values)
    )


def indicator(start: object = 0, goal: object = 10, *values: object, **more: Any) -> Indicator:
    """An indicator from a start to a goal, with observations."""
    return Indicator(
        id="trade",
        name="Trade",
        kind=IndicatorKind.NUMERIC,
        baseline=Baseline(value=UNKNOWN if start is UNKNOWN else Decimal(str(start))),
        target=Target(value=UNKNOWN if goal is UNKNOWN else Decimal(str(goal))),
        observations=seen(*values),
        **more,
    )


def briefing(**more: Any) -> Briefing:
    """A briefing with little in it, and more."""
    some = {"id": "a", "title": "A", "place": "A", "date": DAY, "bottom_line": "A"}
    return Briefing(to=(Person(name="A"),), from_=(Person(name="B"),), **dict[str, Any](some | more))


# -- progress


@pytest.mark.parametrize(
    ("start", "goal", "now", "progress"),
    [
        (0, 10, 5, "0.5"),
        (10, 20, 10, "0"),
        (10, 20, 20, "1"),
        (10, 20, 25, "1.5"),
        (10, 20, 5, "-0.5"),
        (20, 10, 15, "0.5"),
        (20, 10, 25, "-0.5"),
        ("-1.5", "1.5", 0, "0.5"),
    ],
)
def test_progress_is_the_share_of_the_way_from_baseline_to_target(
    start: object, goal: object, now: object, progress: str
) -> None:
    assert indicator(start, goal, now).progress() == Decimal(progress)


@pytest.mark.parametrize(
    "watched",
    [
        indicator(0, 10),
        indicator(UNKNOWN, 10, 5),
        indicator(0, UNKNOWN, 5),
        indicator(10, 10, 5),
        indicator(0, 10, "some movement"),
        Indicator(id="a", name="A", observations=seen(5)),
        Indicator(id="a", name="A", kind=IndicatorKind.MILESTONE),
    ],
    ids=["not observed", "no baseline", "no target", "no way", "words", "nothing", "no milestones"],
)
def test_there_is_no_progress_where_a_number_is_missing(watched: Indicator) -> None:
    assert watched.progress() is None


def test_progress_of_milestones_is_the_share_of_those_met() -> None:
    steps = tuple(Milestone(label=label, met=label in {"a", "c"}) for label in ("a", "b", "c", "d"))
    watched = Indicator(id="a", name="A", kind=IndicatorKind.MILESTONE, milestones=steps)

    assert watched.progress() == Decimal("0.5")


# -- the latest observation and the trend


def test_the_latest_observation_has_the_latest_day_wherever_it_is_written() -> None:
    first, second, third = seen(1, 2, 3)

    assert Indicator(id="a", name="A", observations=(second, third, first)).latest == third


def test_of_one_day_the_observation_written_last_is_the_latest() -> None:
    morning, evening = (Observation(on=DAY, value=Decimal(value)) for value in (1, 2))

    assert Indicator(id="a", name="A", observations=(morning, evening)).latest == evening


def test_there_is_no_latest_observation_before_the_first() -> None:
    assert Indicator(id="a", name="A").latest is None


@pytest.mark.parametrize(
    ("values", "trend"),
    [
        ((), None),
        ((1,), None),
        ((1, "words"), None),
        ((1, 2), Direction.UP),
        ((1, "words", 2), Direction.UP),
        ((5, 9, 2), Direction.DOWN),
        ((3, Decimal("3.0")), Direction.NONE),
    ],
)
def test_the_trend_is_between_the_last_two_numbers(values: tuple[object, ...], trend: Direction | None) -> None:
    assert indicator(0, 10, *values).trend() is trend


# -- status


@pytest.mark.parametrize(
    ("now", "rag"),
    [
        (12, Rag.ACHIEVED),
        (10, Rag.ACHIEVED),
        (9, Rag.GREEN),
        (8, Rag.GREEN),
        (Decimal("7.99"), Rag.AMBER),
        (5, Rag.AMBER),
        (Decimal("4.99"), Rag.RED),
        (-3, Rag.RED),
    ],
)
def test_an_automatic_status_is_given_by_the_rules(now: object, rag: Rag) -> None:
    watched = indicator(0, 10, now, status="auto", rules=RULES)

    assert watched.assessment() == Assessment(rag=rag, on=DAY)


def test_an_automatic_status_without_numbers_is_unknown() -> None:
    assert indicator(0, 10, status="auto", rules=RULES).assessment() == Assessment(rag=Rag.UNKNOWN)


def test_a_given_status_stands_whatever_the_numbers_say() -> None:
    given = Assessment(rag=Rag.RED, reason="The buyer withdrew")

    assert indicator(0, 10, 10, status=given, rules=RULES).assessment() == given


def test_no_status_is_an_unknown_one() -> None:
    assert indicator(0, 10, 10).assessment() == Assessment(rag=Rag.UNKNOWN)


def test_every_frequency_but_once_is_a_number_of_days() -> None:
    assert [frequency.days for frequency in Frequency] == [1, 7, 14, 31, 92, 184, 366, None]


# -- sources


def test_sources_are_numbered_in_the_order_of_first_citation_and_the_uncited_last() -> None:
    sources = tuple(Source(id=name, title=name.upper()) for name in ("unused", "map", "law", "talk", "news"))
    cited = briefing(
        bottom_line="First.[^news] Then.[^law][^news]",
        sections=(Section(id="s", heading="S", body="More.[^none]"),),
        agenda=(AgendaArea(id="a", area="A", sources=("law", "map")),),
        views=(View(id="v", holder="V", text="V", source="talk"),),
        sources=sources,
    )

    assert source_numbers(cited) == {"news": 1, "law": 2, "map": 3, "talk": 4, "unused": 5}
    assert [(number, source.title) for number, source in numbered_sources(cited)] == [
        (1, "NEWS"),
        (2, "LAW"),
        (3, "MAP"),
        (4, "TALK"),
        (5, "UNUSED"),
    ]


def test_a_judgement_that_rests_on_a_source_cites_it() -> None:
    resting = briefing(
        judgements=(Judgement(id="j", statement="J", basis=("risk", "news")),),
        risks=(Risk(id="risk", title="R"),),
        sources=(Source(id="law", title="L"), Source(id="news", title="N")),
    )

    assert source_numbers(resting) == {"news": 1, "law": 2}


@pytest.mark.parametrize(
    ("reliability", "credibility", "grade"),
    [(Reliability.B, 2, "B2"), (Reliability.F, None, "F-"), (None, 6, "-6"), (None, None, None)],
)
def test_a_grade_is_two_signs(reliability: Reliability | None, credibility: int | None, grade: str | None) -> None:
    assert Source(id="a", title="A", reliability=reliability, credibility=credibility).grade == grade


# -- markings


@pytest.mark.parametrize(
    ("level", "banner", "above"),
    [
        ("SECRET", "OFFICIAL", True),
        ("OFFICIAL", "SECRET", False),
        ("SECRET", "SECRET", False),
        ("CUI", "UNCLASSIFIED", True),
        ("RESTRICTED", "CONFIDENTIAL", False),
        ("TLP:RED", "TLP:AMBER+STRICT", True),
        ("TLP:RED", "SECRET", None),
        ("CUI", "RESTRICTED", None),
        ("OFFICIAL", "CONFIDENTIAL", None),
    ],
)
def test_levels_are_ranked_within_a_scheme_only(level: str, banner: str, above: bool | None) -> None:  # noqa: FBT001
    assert is_above(level, banner) is above


def test_two_schemes_never_rank_two_levels_differently() -> None:
    levels = [level for scheme in LEVELS.values() for level in scheme]
    ranks = [
        {scheme.index(one) > scheme.index(other) for scheme in LEVELS.values() if one in scheme and other in scheme}
        for one in levels
        for other in levels
    ]

    assert max(len(rank) for rank in ranks) == 1


def test_a_level_may_belong_to_several_schemes() -> None:
    assert schemes_of("SECRET") == (Scheme.UK, Scheme.US, Scheme.INDIA)
    assert schemes_of("Secret") == ()


def test_a_banner_has_the_level_and_the_caveats() -> None:
    assert Marking(level="SECRET", caveats=("EYES ONLY", "NO FOREIGN")).banner == "SECRET // EYES ONLY // NO FOREIGN"


# -- the rest


def test_a_person_is_called_by_the_role_first() -> None:
    assert Person(name="A. Verne", role="Head", office="Port").short == "Head"
    assert Person(name="A. Verne", role="Head", office="Port").full == "A. Verne, Head, Port"
    assert Person(office="Port").short == Person(office="Port").full == "Port"


def test_an_entry_is_shown_everywhere_unless_it_names_documents() -> None:
    assert Risk(id="a", title="A").shown_in(Document.MAIL)
    assert not Risk(id="a", title="A", show=(Document.MEMO,)).shown_in(Document.MAIL)


def test_windows_are_sorted_by_their_first_day_and_the_shorter_first() -> None:
    month = Window(first=dt.date(2025, 12, 1), last=dt.date(2025, 12, 31), precision=Precision.MONTH)
    early = Window(first=dt.date(2025, 12, 1), last=dt.date(2025, 12, 10), precision=Precision.EARLY)
    day = Window(first=dt.date(2025, 11, 30), last=dt.date(2025, 11, 30), precision=Precision.DAY)

    assert sorted((month, early, day), key=lambda window: window.sort_key) == [day, early, month]


@pytest.mark.parametrize("words", LIKELIHOODS.values(), ids=[scale.value for scale in LIKELIHOODS])
def test_a_likelihood_scale_has_seven_words_that_rise(words: tuple[tuple[str, int, int], ...]) -> None:
    ranges = [(least, most) for _word, least, most in words]

    assert len({word for word, _least, _most in words}) == 7
    assert ranges == sorted(ranges)


def test_the_lists_of_a_briefing_are_those_whose_entries_have_an_id() -> None:
    found = dict(briefing(risks=(Risk(id="a", title="A"),), sources=(Source(id="b", title="B"),)).lists())

    assert found.keys() == {"risks", "sources"}


def test_every_field_of_the_model_is_in_the_authors_guide() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "model.md").read_text("utf-8")
    shapes, seen_shapes = [struct_shape(Briefing)], set()
    missing = []
    while shapes:
        shape = shapes.pop()
        seen_shapes.add(shape.cls)
        for field in shape.fields.values():
            row = f"| `{field.written}` "
            if not any(line.startswith(row) and field.says in line for line in guide.splitlines()):
                missing.append(f"{shape.cls.__name__}.{field.written}")
            inner = _group_in(field.shape)
            if inner is not None and inner.cls not in seen_shapes:
                shapes.append(inner)

    assert missing == []


def _group_in(shape: Any) -> Any:
    while not hasattr(shape, "fields"):
        shape = next((getattr(shape, name) for name in ("item", "other", "group") if hasattr(shape, name)), None)
        if shape is None:
            return None
    return shape
