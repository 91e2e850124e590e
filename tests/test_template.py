"""Templates print values as values, and their mistakes are told with line and field."""

import datetime as dt
import tracemalloc
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefexport.briefing import (
    AgendaArea,
    Briefing,
    Document,
    Frequency,
    Indicator,
    Person,
    Precision,
    TimelineEntry,
    Window,
)
from briefexport.house import read_house
from briefexport.markdown import Plain, Prose
from briefexport.template import Template, TemplateError, Written, write
from briefexport.template.sandbox import environment_of

WORDING = read_house().wording("en")


def briefing(**changes: object) -> Briefing:
    fields: dict[str, object] = {
        "id": "sample",
        "title": "A title",
        "place": "Geneva",
        "date": dt.date(2030, 5, 1),
        "to": (Person(role="Minister"),),
        "from_": (Person(role="Desk"),),
        "bottom_line": "The *line*.",
    }
    return Briefing(**{**fields, **changes})  # type: ignore[arg-type]


def written(text: str, words: Mapping[str, object] | None = None, /, **changes: object) -> Written:
    templates = {"t.j2": Template("t.j2", text, "house/t.j2")}
    return write("t.j2", templates, briefing(**changes), WORDING, Document.MEMO, words=words)


def said(text: str, words: Mapping[str, object] | None = None, /, **changes: object) -> str:
    """What a template says once its values are put in."""
    found = written(text, words, **changes)
    for number, value in enumerate(found.values):
        text = found.text.replace(f"\ue000{number}\ue001", value.text)
        found = Written(text, found.values)
    return found.text


def rejected(text: str, **changes: object) -> TemplateError:
    with pytest.raises(TemplateError) as raised:
        written(text, **changes)
    return raised.value


def test_a_plain_value_leaves_a_token_and_prose_stays_prose() -> None:
    found = written("# {{ briefing.title }}\n{{ briefing.bottom_line }}")

    numbers = [found.values.index(Plain("A title")), found.values.index(Prose("The *line*.", "bottom_line"))]
    assert found.text == "# \ue000{}\ue001\n\ue000{}\ue001".format(*numbers)


@given(st.text(st.characters(exclude_characters="\ue000\ue001"), min_size=1))
def test_no_text_reaches_the_markdown(text: str) -> None:
    assert written("{{ briefing.title }}", title=text).text == "\ue0001\ue001"


def test_dates_windows_people_and_words_are_printed_in_the_language() -> None:
    window = Window(first=dt.date(2030, 12, 1), last=dt.date(2030, 12, 10), precision=Precision.EARLY)
    entry = TimelineEntry(id="a", when=window, what="x")

    assert said("{{ briefing.date }}") == "1 May 2030"
    assert said("{{ briefing.timeline[0].when }}", timeline=(entry,)) == "early December 2030"
    assert said("{{ briefing.to }}", to=(Person(name="A", office="B"), Person(name="C"))) == "A, B; C"
    assert said("{{ briefing.status }}") == "draft"


def test_a_choice_is_compared_as_the_author_writes_it() -> None:
    assert said("{% if briefing.status == 'draft' %}yes{% endif %}") == "yes"


def test_an_entry_that_is_not_for_the_document_is_not_there() -> None:
    areas = (AgendaArea(id="a", area="One"), AgendaArea(id="b", area="Two", show=(Document.TRACKER,)))

    assert said("%% for item in briefing.agenda\n- {{ item.area }}\n%% endfor\n", agenda=areas) == "- One\n"


def test_a_reference_is_called_by_the_name_of_its_item() -> None:
    areas = (AgendaArea(id="a", area="Energy", indicators=("oil",)),)
    indicators = (Indicator(id="oil", name="Oil deliveries", frequency=Frequency.MONTHLY),)

    found = said("{{ called(briefing.agenda[0].indicators) }}", agenda=areas, indicators=indicators)

    assert found == "Oil deliveries"


def test_a_name_that_does_not_exist_is_told_with_its_line() -> None:
    error = rejected("one\n{{ briefing.titel }}\n")

    assert (error.origin, error.line) == ("house/t.j2", 2)
    assert "titel" in error.what
    assert error.fix


def test_an_error_names_the_field_that_was_being_written() -> None:
    areas = (AgendaArea(id="a", area="One"),)

    assert rejected("{{ briefing.agenda[0].area.nothing }}", agenda=areas).field == "agenda[0].area"


def test_a_missing_label_is_told_with_its_key() -> None:
    assert "memo.nothing" in rejected('{{ label("memo.nothing") }}').what


def test_a_slip_of_syntax_is_told_with_its_line() -> None:
    error = rejected("one\n\n{% if %}\n")

    assert (error.origin, error.line) == ("house/t.j2", 3)


def test_a_template_that_is_missing_is_told() -> None:
    assert "other.j2" in rejected('{% include "other.j2" %}').what


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        '{% set x = namespace(s="a") %}{% for i in range(99999) %}{% set x.s = x.s ~ x.s %}{% endfor %}',
        '{{ "a" * 99999999 }}',
        "{{ 9 ** 9 ** 9 }}",
        "{{ 2|round(-99999999) }}",
        "{{ briefing.issue|round(99999999) }}",
        "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    ],
)
def test_a_template_cannot_run_for_ever(text: str) -> None:
    assert rejected(text).line == 1


TEN = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 0]"
DOUBLED = "{% macro m(x, n) %}{% if n %}{{ m(ARG, n - 1) }}{% endif %}{% endmacro %}{{ m(FIRST, 60) }}"


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{{% for {name} in {TEN} %}}" for name in "abcdefghij") + "{% endfor %}" * 10,
        "{% macro m(n) %}{% set a = m(n + 1) %}{% set b = m(n + 1) %}{% endmacro %}{% set c = m(1) %}",
        "{% for a in [1, 2] recursive %}{{ loop([1, 2]) }}{% endfor %}",
        "{% for a in briefing.agenda %}{% include 't.j2' %}{% endfor %}",
    ],
    ids=["nested", "macro", "recursive", "include"],
)
def test_a_template_that_does_little_without_end_is_stopped(text: str) -> None:
    error = rejected(text, agenda=(AgendaArea(id="a", area="One"), AgendaArea(id="b", area="Two")))

    assert error.what == "the template does not come to an end"


@pytest.mark.parametrize(
    "text",
    [
        DOUBLED.replace("ARG", "x ~ x").replace("FIRST", "'ab'"),
        DOUBLED.replace("ARG", "x + x").replace("FIRST", "'ab'"),
        DOUBLED.replace("ARG", "x + x").replace("FIRST", "[1]"),
        DOUBLED.replace("ARG", "[x, x] | join").replace("FIRST", "'ab'"),
        DOUBLED.replace("ARG", "[1, 2, 3, 4] | join(x)").replace("FIRST", "'ab'"),
        DOUBLED.replace("ARG", "x | replace('a', 'aa')").replace("FIRST", "'a'"),
        DOUBLED.replace("ARG", "x * x").replace("FIRST", "99"),
        "{% set x %}0123456789{% endset %}" + "{% set x %}{{ x }}{{ x }}{{ x }}{{ x }}{% endset %}" * 30,
        "{{ [1] | batch(9999999999, 'x') | list }}",
    ],
    ids=["~", "+", "lists", "join", "glue", "replace", "numbers", "captured", "batch"],
)
def test_a_text_that_grows_without_end_is_stopped_before_it_is_made(text: str) -> None:
    tracemalloc.start()
    error = rejected(text)
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert error.what == "the template makes a text that grows without end"
    assert most_bytes < 100_000_000


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a'.ljust(9999999999) }}",
        "{{ 'a'.zfill(9999999999) }}",
        "{{ 'a'.join(['b', 'c']) }}",
        "{{ ('a' | upper).center(9999999999) }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ [1] * 9999999999 }}",
        "{{ briefing.date.strftime('%9999999999d') }}",
        "{{ briefing.bottom_line.text }}",
        "{{ [1].append(2) }}",
        "{{ 5 .real }}",
    ],
)
def test_methods_and_operators_that_make_much_of_little_are_refused(text: str) -> None:
    assert rejected(text).line == 1


def test_what_a_template_needs_is_still_there() -> None:
    assert said("{{ ('a' ~ 1 ~ 'b') | upper }}{{ [1, 2] | join('-') }}{{ 2 * 3 + 1 }}") == "A1B1-27"
    assert said("{{ [1, 2, 3] | batch(2, 0) | list | length }}{{ 'aba' | replace('a', 'c') }}") == "2cbc"
    assert said("{{ briefing.date.year }}{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}") == "2030a1"
    assert said("{% for a in [1, 2, 3] %}{{ loop.index }}/{{ loop.length }}{{ ',' if not loop.last }}{% endfor %}") == (
        "1/3,2/3,3/3"
    )
    assert (
        said("{% for a in [] %}x{% else %}none{% endfor %}{% for a in [1, 2] if a > 1 %}{{ a }}{% endfor %}") == "none2"
    )


def test_a_text_of_the_template_stays_structure_when_it_is_joined() -> None:
    assert said("{% set x %}**{% endset %}{{ x ~ briefing.title ~ x }}") == "**A title**"


def test_a_long_briefing_has_work_for_a_long_memo() -> None:
    text = "{% for a in briefing.agenda %}{% for b in range(250) %}{% endfor %}x{% endfor %}"
    areas = tuple(AgendaArea(id=f"a-{number}", area="x") for number in range(500))

    assert said(text, agenda=areas) == "x" * 500


@pytest.mark.parametrize(
    "text",
    [
        "{{ briefing.__class__ }}",
        "{{ briefing._struct }}",
        "{{ briefing.__struct_fields__ }}",
        "{{ label.__globals__ }}",
        "{{ briefing.title.__class__.__mro__ }}",
        "{{ ''.format.__self__ }}",
        "{{ briefing.status.member }}",
        "{{ called.__func__ }}",
        "{{ self.__init__ }}",
        "{{ briefing.lists() }}",
        "{{ label|string }}",
        "{{ briefing|string }}",
        "{{ briefing.title|attr('__class__') }}",
        "{{ [briefing]|map(attribute='_struct')|list }}",
        "{{ briefing['_desk'] }}",
    ],
)
def test_a_template_sees_fields_and_nothing_else(text: str) -> None:
    assert rejected(text).line == 1


def test_compiled_templates_are_kept_and_a_damaged_one_is_compiled_anew(tmp_path: Path) -> None:
    templates = {"t.j2": Template("t.j2", "{{ briefing.title }}", "house/t.j2")}

    def text() -> str:
        environment_of.cache_clear()
        return write("t.j2", templates, briefing(), WORDING, Document.MEMO, shelf=str(tmp_path)).text

    first = text()
    (kept,) = tmp_path.iterdir()
    again = text()
    kept.write_bytes(b"j2 and nothing that can be read")
    mended = text()

    assert first == again == mended
    assert kept.stat().st_size > 100


def test_a_shelf_that_is_full_or_gone_is_done_without(tmp_path: Path) -> None:
    templates = {"t.j2": Template("t.j2", "{{ briefing.title }} again", "house/t.j2")}

    written = write("t.j2", templates, briefing(), WORDING, Document.MEMO, shelf=str(tmp_path / "gone"))

    assert written.text == "\ue0001\ue001 again"


@pytest.mark.parametrize("twice", ["[s, s]", "(s, s)", '{"a": s, "b": s}', "[s, s] | batch(2) | list", "[[s] + [s]]"])
@pytest.mark.parametrize("use", ["{{ s }}", "{{ s in {1: 2} }}", '{{ "a" ~ s }}'])
def test_lists_of_the_same_list_do_not_grow_without_end(twice: str, use: str) -> None:
    text = f"{{% macro m(n, s) %}}{{% if n %}}{{{{ m(n - 1, {twice}) }}}}{{% else %}}{use}{{% endif %}}{{% endmacro %}}"

    assert rejected(f"{text}{{{{ m(60, ['ab']) }}}}").what == "the template makes a text that grows without end"


def test_arguments_handed_on_do_not_grow_without_end() -> None:
    text = "{% macro m(n) %}{% if n %}{{ m(n - 1, varargs, varargs) }}{% else %}{{ varargs }}{% endif %}{% endmacro %}"

    assert rejected(text + "{{ m(60, 'ab') }}").what == "the template makes a text that grows without end"


def test_lists_of_a_template_s_own_are_what_they_were() -> None:
    assert said(
        "{% for a, b in [(1, 2), (3, 4)] %}{{ a }}-{{ b }} {% endfor %}{% set c, d = 5, 6 %}{{ c }}{{ d }}"
    ) == ("1-2 3-4 56")
    assert (
        said('{% for key, each in {"a": ["x", "y"]}.items() %}{{ key }}: {{ each | join(" ") }}{% endfor %}')
        == "a: x y"
    )
