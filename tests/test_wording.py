"""Every language says everything, in its own form; a mistake in a labels file is told with file and key."""

import datetime as dt
import pickle
import pkgutil
from decimal import Decimal
from enum import Enum
from importlib import import_module
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

import briefexport.briefing
from briefexport.briefing import (
    LIKELIHOODS,
    UNKNOWN,
    Certainty,
    ClearanceStatus,
    Indicator,
    IndicatorKind,
    Kind,
    LikelihoodScale,
    Precision,
    Rag,
    Window,
)
from briefexport.wording import PLACEHOLDER, Wording, WordingError, chosen_language, faults, read_wording, snake_case

LABELS = Path(__file__).parent.parent / "templates" / "labels"
WORDINGS = {path.stem: read_wording(path.read_text("utf-8"), path.name) for path in sorted(LABELS.glob("*.toml"))}
ENGLISH = WORDINGS["en"]
FOREIGN = sorted(WORDINGS.keys() - {"en"})

# Never printed: how a field is read, and how a window was written (its patterns stand in [dates]).
NOT_PRINTED = {Kind, Precision}
MODULES = [
    import_module(f"briefexport.briefing.{module.name}")
    for module in pkgutil.iter_modules(briefexport.briefing.__path__)
]
ENUMS = sorted(
    {
        value
        for module in MODULES
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Enum) and value.__module__ == module.__name__
    }
    - NOT_PRINTED,
    key=lambda enum: enum.__name__,
)

# Labels that are the same as in English, and rightly so: names of documents
NAMES = {"words.likelihood_scale.icd203", "words.likelihood_scale.phia", "words.scheme.tlp"}
# ... and words that are written alike in both languages.
SAME_WORD = {
    "de": {"Definition", "Name", "Person", "Status", "Status:", "Trend"},
    "fr": {
        "Action",
        "Actions",
        "Annexes",
        "Attention",
        "Date",
        "Dates",
        "Description",
        "Implications",
        "Note",
        "Notes",
        "Observations",
        "Obstacle",
        "Options",
        "Participants",
        "Source",
        "Sources",
        "Type",
        "date",
        "improbable",
    },
    "hi": set[str](),
    "ru": set[str](),
}

NOVEMBER = dt.date(2025, 11, 7)


def window(precision: str, first: str, last: str, week: int | None = None, status: str | None = None) -> Window:
    return Window(
        first=dt.date.fromisoformat(first),
        last=dt.date.fromisoformat(last),
        precision=Precision(precision),
        week=week,
        status=Certainty(status) if status else None,
    )


WINDOWS = {
    "first": window("day", "2025-12-01", "2025-12-01"),
    "in a month": window("span", "2025-12-04", "2025-12-06"),
    "in a year": window("span", "2025-11-28", "2025-12-02"),
    "over a year": window("span", "2025-12-28", "2026-01-02"),
    "early": window("early", "2025-12-01", "2025-12-10", status="expected"),
    "mid": window("mid", "2025-11-11", "2025-11-20", status="reported"),
    "late": window("late", "2025-10-21", "2025-10-31"),
    "week": window("week", "2025-11-15", "2025-11-21", week=3),
    "week in August": window("week", "2025-08-01", "2025-08-07", week=1),
    "month": window("month", "2025-11-01", "2025-11-30"),
    "quarter": window("quarter", "2025-10-01", "2025-12-31"),
    "half": window("half", "2025-07-01", "2025-12-31"),
    "year": window("year", "2026-01-01", "2026-12-31", status="confirmed"),
}
LONG = {
    "en": {
        "first": "1 December 2025",
        "in a month": "4–6 December 2025",
        "in a year": "28 November – 2 December 2025",
        "over a year": "28 December 2025 – 2 January 2026",
        "early": "early December 2025 (expected)",
        "mid": "mid-November 2025 (reported)",
        "late": "late October 2025",
        "week": "third week of November 2025",
        "month": "November 2025",
        "quarter": "Q4 2025",
        "half": "second half of 2025",
        "year": "2026 (confirmed)",
    },
    "de": {
        "first": "1. Dezember 2025",
        "in a month": "4.–6. Dezember 2025",
        "in a year": "28. November – 2. Dezember 2025",
        "early": "Anfang Dezember 2025 (erwartet)",
        "mid": "Mitte November 2025 (laut Berichten)",
        "late": "Ende Oktober 2025",
        "week": "dritte Novemberwoche 2025",
        "quarter": "4. Quartal 2025",
        "half": "zweites Halbjahr 2025",
        "year": "2026 (bestätigt)",
    },
    "fr": {
        "first": "1er décembre 2025",
        "in a month": "4–6 décembre 2025",
        "early": "début décembre 2025 (prévu)",
        "mid": "mi-novembre 2025 (rapporté)",
        "late": "fin octobre 2025",
        "week": "troisième semaine de novembre 2025",
        "week in August": "première semaine d’août 2025",
        "quarter": "4e trimestre 2025",
        "half": "second semestre 2025",
    },
    "ru": {
        "first": "1 декабря 2025",
        "in a month": "4–6 декабря 2025",
        "early": "начало декабря 2025\u00a0г. (ожидается)",
        "mid": "середина ноября 2025\u00a0г. (по сообщениям)",
        "late": "конец октября 2025\u00a0г.",
        "week": "третья неделя ноября 2025\u00a0г.",
        "month": "ноябрь 2025\u00a0г.",
        "quarter": "IV квартал 2025\u00a0г.",
        "half": "второе полугодие 2025\u00a0г.",
        "year": "2026\u00a0г. (подтверждено)",
    },
    "hi": {
        "first": "1 दिसंबर 2025",
        "in a month": "4–6 दिसंबर 2025",
        "early": "दिसंबर 2025 के आरंभ में (अपेक्षित)",
        "mid": "नवंबर 2025 के मध्य में (समाचारों के अनुसार)",
        "week": "नवंबर 2025 के तीसरे सप्ताह में",
        "quarter": "2025 की चौथी तिमाही",
        "half": "2025 की दूसरी छमाही",
    },
}
SHORT = {
    "en": {"first": "1 Dec 2025", "early": "early Dec 2025", "mid": "mid-Nov 2025", "half": "H2 2025", "year": "2026"},
    "de": {"first": "1. Dez. 2025", "late": "Ende Okt. 2025", "month": "Nov. 2025"},
    "fr": {"first": "1er déc. 2025", "mid": "mi-nov. 2025", "week": "3e sem. nov. 2025"},
    "ru": {"first": "1 дек. 2025", "month": "ноябрь 2025", "quarter": "IV кв. 2025"},
    "hi": {"first": "1 दिस॰ 2025", "week": "नव॰ 2025, तीसरा सप्ताह", "year": "2026"},
}


def cases(table: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(language, name, said) for language, row in table.items() for name, said in row.items()]


def broken(text: str) -> str:
    """What is told about a labels file that consists of a language and this text."""
    with pytest.raises(WordingError) as raised:
        read_wording(f'[language]\ntag = "en"\n{text}', "en.toml")
    return str(raised.value)


# -- complete


def test_the_languages_are_those_that_were_promised() -> None:
    assert {name: wording.language for name, wording in WORDINGS.items()} == {
        name: name for name in ("de", "en", "fr", "hi", "ru")
    }


@pytest.mark.parametrize("language", FOREIGN)
def test_every_language_has_the_keys_and_the_places_of_english(language: str) -> None:
    assert [str(fault) for fault in faults(WORDINGS[language], ENGLISH)] == []


def test_every_word_of_the_model_has_a_label_and_no_label_is_left_over() -> None:
    wanted = {f"words.{snake_case(enum.__name__)}.{member.value}" for enum in ENUMS for member in enum}
    wanted = {"words.unknown" if key == "words.unknown.unknown" else key for key in wanted}

    assert {key for key in ENGLISH.texts if key.startswith("words.")} == wanted | {"words.yes", "words.no"}


def test_every_likelihood_has_a_label_and_no_label_is_left_over() -> None:
    wanted = {
        f"likelihood.{scale.value}.{word.replace(' ', '-')}" for scale, row in LIKELIHOODS.items() for word, _, _ in row
    }

    assert {key for key in ENGLISH.texts if key.startswith("likelihood.")} == wanted


@pytest.mark.parametrize("language", FOREIGN)
def test_no_english_is_left_over(language: str) -> None:
    same = {
        key: text
        for key, text in WORDINGS[language].texts.items()
        if text == ENGLISH.texts.get(key)
        and not key.startswith(("language.", "dates.", "numbers."))
        and any(sign.isalpha() for sign in PLACEHOLDER.sub("", text))
    }

    assert {key: text for key, text in same.items() if key not in NAMES and text not in SAME_WORD[language]} == {}


@pytest.mark.parametrize("language", WORDINGS)
def test_no_two_words_of_a_scale_or_of_the_statuses_are_the_same(language: str) -> None:
    wording = WORDINGS[language]
    scales = [[wording.likelihood(scale, word) for word, _, _ in row] for scale, row in LIKELIHOODS.items()]

    assert all(len(set(scale)) == 7 for scale in scales)
    assert len({wording.word(rag) for rag in Rag}) == 6


# -- what the languages' own data say


@pytest.mark.parametrize("language", WORDINGS)
def test_months_are_those_of_the_unicode_locale_data(language: str) -> None:
    months = Locale(language).months
    texts = WORDINGS[language].texts
    found = [
        (texts[f"dates.months.{n}"], texts.get(f"dates.months_alone.{n}"), texts[f"dates.months_short.{n}"])
        for n in range(1, 13)
    ]

    forms = [(months["format"]["wide"][n], months["stand-alone"]["wide"][n]) for n in range(1, 13)]
    assert [(wide, alone or wide) for wide, alone, _ in found] == forms
    assert [short for _, _, short in found] == [months["format"]["abbreviated"][n] for n in range(1, 13)]


@pytest.mark.parametrize("language", WORDINGS)
def test_numbers_are_pointed_and_grouped_as_in_the_unicode_locale_data(language: str) -> None:
    locale, wording = Locale(language), WORDINGS[language]
    symbols = locale.number_symbols["latn"]
    # We write every space in a number narrow, and it does not break.
    narrow = {"\u00a0": "\u202f"}
    indian = locale.decimal_formats[None].pattern.startswith("#,##,##0")

    assert wording.label("numbers.decimal") == symbols["decimal"]
    assert wording.label("numbers.group") == narrow.get(symbols["group"], symbols["group"])
    assert (wording.label("numbers.grouping") == "indian") is indian


@pytest.mark.parametrize("language", WORDINGS)
def test_lines_start_where_the_unicode_locale_data_says(language: str) -> None:
    assert WORDINGS[language].right_to_left is (Locale(language).character_order == "right-to-left")


# -- dates


@pytest.mark.parametrize(("language", "name", "said"), cases(LONG))
def test_a_window_is_said_as_it_was_meant(language: str, name: str, said: str) -> None:
    assert WORDINGS[language].window(WINDOWS[name]) == said


@pytest.mark.parametrize(("language", "name", "said"), cases(SHORT))
def test_a_short_window_leaves_out_how_sure_it_is(language: str, name: str, said: str) -> None:
    assert WORDINGS[language].short_window(WINDOWS[name]) == said


@pytest.mark.parametrize(
    ("language", "day", "short"),
    [
        ("en", "7 November 2025", "7 Nov 2025"),
        ("de", "7. November 2025", "7. Nov. 2025"),
        ("fr", "7 novembre 2025", "7 nov. 2025"),
        ("ru", "7 ноября 2025", "7 нояб. 2025"),
        ("hi", "7 नवंबर 2025", "7 नव॰ 2025"),
    ],
)
def test_a_day_is_said_in_the_form_of_the_language(language: str, day: str, short: str) -> None:
    assert WORDINGS[language].day(NOVEMBER) == day
    assert WORDINGS[language].short_day(NOVEMBER) == short


@pytest.mark.parametrize(
    ("hours", "said"),
    [(5.5, "7 November 2025, 09:05 (UTC+05:30)"), (0, "7 November 2025, 09:05 (UTC)"), (-3.5, "(UTC−03:30)")],
)
def test_a_moment_keeps_the_zone_it_was_written_in(hours: float, said: str) -> None:
    zone = dt.timezone(dt.timedelta(hours=hours))

    assert ENGLISH.moment(dt.datetime(2025, 11, 7, 9, 5, tzinfo=zone)).endswith(said)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        ENGLISH.moment(dt.datetime(2025, 11, 7, 9, 5))  # noqa: DTZ001 - that is the point


@given(
    language=st.sampled_from(sorted(WORDINGS)),
    first=st.dates(dt.date(1900, 1, 1), dt.date(2999, 1, 1)),
    days=st.integers(0, 400),
    precision=st.sampled_from(Precision),
)
def test_every_window_can_be_said_in_every_language(
    language: str, first: dt.date, days: int, precision: Precision
) -> None:
    when = Window(first=first, last=first + dt.timedelta(days), precision=precision, week=5)
    said = (WORDINGS[language].window(when), WORDINGS[language].short_window(when))

    assert all(str(first.year) in text or str(when.last.year) in text for text in said)
    assert not any("{" in text for text in said)


# -- numbers


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "1234567.50", "1,234,567.50"),
        ("en", "-0.5", "−0.5"),
        ("en", "-0", "0"),
        ("en", "999", "999"),
        ("en", "1E+3", "1,000"),
        ("de", "1234.5", "1.234,5"),
        ("fr", "1234567.5", "1\u202f234\u202f567,5"),
        ("ru", "-1234", "−1\u202f234"),
        ("hi", "12345678.9", "1,23,45,678.9"),
        ("hi", "100000", "1,00,000"),
    ],
)
def test_a_number_keeps_every_digit_in_the_form_of_the_language(language: str, typed: str, said: str) -> None:
    assert WORDINGS[language].number(Decimal(typed)) == said


@pytest.mark.parametrize(
    ("language", "share", "said"),
    [
        ("en", "0.615", "62%"),
        ("en", "0.625", "63%"),
        ("en", "-0.255", "−26%"),
        ("de", "0.62", "62\u00a0%"),
        ("fr", "12.5", "1\u202f250\u202f%"),
        ("ru", "1", "100\u202f%"),
        ("hi", "0.004", "0%"),
    ],
)
def test_a_share_is_said_in_whole_percent(language: str, share: str, said: str) -> None:
    assert WORDINGS[language].percent(Decimal(share)) == said


@pytest.mark.parametrize(
    ("kind", "unit", "said"),
    [
        ("numeric", "t", "1,240.5\u00a0t"),
        ("numeric", "cfu/100 ml", "1,240.5\u00a0cfu/100\u00a0ml"),
        ("numeric", "people and their households", "1,240.5\u00a0people and their households"),
        ("numeric", None, "1,240.5"),
        ("percent", None, "1,240.5%"),
    ],
)
def test_a_value_has_its_unit(kind: str, unit: str | None, said: str) -> None:
    indicator = Indicator(id="i", name="I", kind=IndicatorKind(kind), unit=unit)

    assert ENGLISH.measured(indicator, Decimal("1240.5")) == said


@given(
    language=st.sampled_from(sorted(WORDINGS)),
    value=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=3),
)
def test_no_digit_is_lost(language: str, value: Decimal) -> None:
    said = WORDINGS[language].number(value)

    assert [sign for sign in said if sign.isdigit()] == [sign for sign in f"{value:f}" if sign.isdigit()]


# -- words and lists


@pytest.mark.parametrize(
    ("language", "texts", "said"),
    [
        ("en", [], ""),
        ("en", ["a"], "a"),
        ("en", ["a", "b"], "a and b"),
        ("en", ["a", "b", "c"], "a, b and c"),
        ("de", ["a", "b", "c"], "a, b und c"),
        ("ru", ["а", "б"], "а и б"),
    ],
)
def test_texts_are_strung_together(language: str, texts: list[str], said: str) -> None:
    assert WORDINGS[language].listed(texts) == said


def test_words_of_the_model_are_said_in_the_language() -> None:
    german = WORDINGS["de"]

    assert german.word(Rag.NOT_STARTED) == "nicht begonnen"
    assert german.word(ClearanceStatus.PENDING) == "ausstehend"
    assert german.word(UNKNOWN) == "unbekannt"
    assert german.likelihood(LikelihoodScale.ICD203, "roughly even chance") == "Chancen etwa gleich"


def test_a_cell_opens_with_a_capital() -> None:
    assert [ENGLISH.opening(text) for text in ("on track", "", "Q4 2025")] == ["On track", "", "Q4 2025"]
    assert WORDINGS["ru"].opening("по плану") == "По плану"


# -- which language


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [("en", "en"), ("en-GB", "en"), ("HI-Deva-IN", "hi"), ("pt-br", "pt-BR"), ("ja", None), ("de-x-lege", "de")],
)
def test_the_nearest_known_language_is_chosen(wanted: str, chosen: str | None) -> None:
    assert chosen_language(wanted, [*WORDINGS, "pt-BR"]) == chosen


# -- mistakes in a labels file


def test_broken_toml_is_told_with_its_line() -> None:
    assert broken("[memo]\nto = To").startswith("en.toml:4: this is no TOML:")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[memo]\nto = 3", "en.toml:4: `memo.to` is no text\n  fix: write it in quotes"),
        ("[dates]\nmonths = ['a', 2]", "en.toml:4: `dates.months.2` is no text\n  fix: write it in quotes"),
        (
            '[memo]\nfrom = "From"\nto = "To { name }"',
            "en.toml:5: `memo.to` has a brace that fills no place\n  fix: write a place as {name}",
        ),
    ],
)
def test_what_is_no_label_is_told_with_its_line_and_key(text: str, told: str) -> None:
    assert broken(text) == told


def test_a_labels_file_says_its_language() -> None:
    with pytest.raises(WordingError, match=r"^xx.toml: `language.tag` is missing"):
        read_wording('[memo]\nto = "To"', "xx.toml")


def test_a_misspelt_place_is_told_with_its_key() -> None:
    wording = Wording("en", {"memo.issue": "issue {nmuber}"}, "en.toml")

    with pytest.raises(WordingError, match=r"^en.toml: `memo.issue` has a place \{nmuber\}.*\n.*may have \{number\}$"):
        wording.label("memo.issue", number=1)


def test_a_missing_label_is_told_with_its_key() -> None:
    with pytest.raises(WordingError, match=r"^de.toml: `memo.nothing` is missing\n  fix: add `memo.nothing`$"):
        WORDINGS["de"].label("memo.nothing")


def test_an_unknown_grouping_is_told_with_what_there_is() -> None:
    wording = Wording("en", {**ENGLISH.texts, "numbers.grouping": "threes"}, "en.toml")

    with pytest.raises(WordingError, match=r"`numbers.grouping` cannot be 'threes'\n  fix: write 'western'"):
        wording.number(Decimal(1))


def test_what_keeps_a_file_from_being_complete_is_told_all_at_once() -> None:
    pattern = Wording("en", {"memo.to": "To", "memo.issue": "issue {number}", "dates.moment": "{day}"}, "en.toml")
    ours = Wording("it", {"memo.issue": "numero {n}", "memo.ot": "A", "dates.moment": "{hour}"}, "it.toml")

    assert [fault.what for fault in faults(ours, pattern)] == [
        "`memo.issue` has other places to fill",
        "`memo.ot` is not a key",
        "`memo.to` is missing",
    ]


def test_a_wording_error_survives_the_way_between_processes() -> None:
    with pytest.raises(WordingError) as raised:
        ENGLISH.label("memo.nothing")

    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)  # noqa: S301 - our own bytes
