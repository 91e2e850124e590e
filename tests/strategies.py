"""Valid briefings of every kind, for hypothesis, and the YAML that says them.

`briefings()` gives values of the model that keep all of its rules; `written()` gives the YAML of one. The shapes of the
fields are taken from the model's own classes, so a new field is filled in here from the day it exists.
"""

import datetime as dt
import string
from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

import msgspec
import yaml
from hypothesis import strategies as st

from briefexport.briefing import (
    LEVELS,
    LIKELIHOODS,
    Baseline,
    Briefing,
    BriefingKind,
    ColumnType,
    Figure,
    Indicator,
    Item,
    Judgement,
    Kind,
    Marking,
    Observation,
    Person,
    Precision,
    Recommendation,
    Rules,
    Status,
    Target,
    TimelineEntry,
    TimelineKind,
    TrackerColumn,
    TrackerSettings,
    Window,
    schemes_of,
)
from briefexport.source.shape import (
    ALONE,
    ChoiceShape,
    DayShape,
    EitherShape,
    ListShape,
    MomentShape,
    NumberShape,
    Shape,
    StructShape,
    SwitchShape,
    TargetShape,
    TextShape,
    VersionShape,
    WindowShape,
    struct_shape,
)
from briefexport.source.window import window_of

Draw = Callable[[st.SearchStrategy[Any]], Any]

ALPHABETS = {
    "latin": string.ascii_letters
    + string.digits
    + " .,;:!?'\"()-–—’“”%&/+*#@<>[]{}|=_~`^$€£₹₽\\éèüößñçøåæłşžěőÀÉÜÑÇØŁŽ",
    "cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯёЁ іїєґ .,-",
    "greek": "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώςΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ .,-",
    "devanagari": "अआइईउऊऋएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह्ािीुूेैोौंःँ०१२३ ।,-",
}
"""The letters of the scripts that all three documents can show."""


def plain_texts(scripts: Sequence[str] = (), characters: int = 40) -> st.SearchStrategy[str]:
    """Texts of one line that are not blank; of any characters that a document can hold when no script is named."""
    if scripts:
        letters: st.SearchStrategy[str] = st.sampled_from("".join(ALPHABETS[name] for name in scripts))
    else:
        letters = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff")
    return st.text(letters, min_size=1, max_size=characters).filter(lambda text: bool(text.strip()))


class _World(NamedTuple):
    """What the parts of one briefing have to agree on."""

    draw: Draw
    texts: st.SearchStrategy[str]
    most: int
    idents: dict[str, tuple[str, ...]]
    today: dt.date
    banner: str | None
    scale: tuple[str, ...]


_IDENT_POOL = ("a", "no", "null", "true", "2025", "12-5", "energy-2", "x" * 50, "0", "y", "1e3", "0x1f")
_IDENTS = st.sampled_from(_IDENT_POOL)
_CHOICES = st.binary(min_size=16, max_size=16).map(lambda octets: int.from_bytes(octets, "big"))
_DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))
_NUMBERS = st.decimals(Decimal(-99999), Decimal(99999), places=2) | st.integers(-(10**12), 10**12).map(Decimal)
_LANGUAGES = st.sampled_from(("en", "en-GB", "fr", "de", "hi", "ru", "zh-Hans", "sr-Cyrl-RS", "es-419"))
_LINKS = st.sampled_from(("https://example.org/a?b=c#d", "http://пример.испытание/путь", "mailto:desk@example.org"))
_MAILS = st.sampled_from(("desk@example.org", "o'neill+brief@mail.example.org"))
_PICTURES = st.sampled_from(("map.png", "figures/trade chart.jpg", "схема.jpeg"))


@st.composite
def briefings(draw: Draw, *, most: int = 2, scripts: Sequence[str] = (), characters: int = 40) -> Briefing:
    """Briefings with at most so many entries a list, and texts of so many characters in those scripts."""
    shape = struct_shape(Briefing)
    listed = [
        name
        for name, field in shape.fields.items()
        if isinstance(field.shape, ListShape) and "id" in getattr(field.shape.item, "fields", ())
    ]
    idents = _drawn_idents(draw, listed, most)
    levels = tuple(level for scheme in LEVELS.values() for level in scheme)
    as_of = draw(st.none() | st.builds(_moment, _DAYS, st.sampled_from((-300, 0, 330))))
    date = draw(_DAYS)
    scale = draw(st.sampled_from(tuple(LIKELIHOODS)))
    world = _World(
        draw,
        plain_texts(scripts, characters),
        most,
        idents,
        as_of.date() if as_of else date,
        draw(st.none() | st.sampled_from(levels)),
        tuple(word for word, _least, _most in LIKELIHOODS[scale]),
    )
    values: dict[str, Any] = {"as_of": as_of, "date": date, "likelihood_scale": scale, "marking": _banner(world)}
    for name, idents_of_list in idents.items():
        values[name] = tuple(_entry(shape.fields[name].shape, ident, world) for ident in idents_of_list)
    return _agreed(_struct(shape, world, **values), world)


def briefing_texts(*, most: int = 2, scripts: Sequence[str] = (), characters: int = 40) -> st.SearchStrategy[str]:
    """The YAML of such briefings, in its short and its long forms."""
    some = briefings(most=most, scripts=scripts, characters=characters)
    return st.builds(lambda briefing, short: written(briefing, short=short), some, st.booleans())


def _moment(day: dt.date, minutes: int) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))


def _drawn_idents(draw: Draw, lists: Sequence[str], most: int) -> dict[str, tuple[str, ...]]:
    """The ids of every list, from one draw."""
    choice = draw(_CHOICES)
    idents = {}
    for name in lists:
        choice, count = divmod(choice, most + 1)
        start = choice % len(_IDENT_POOL)
        turned = _IDENT_POOL[start:] + _IDENT_POOL[:start]
        idents[name] = tuple(turned[n % len(turned)] + (f"-{n}" if n >= len(turned) else "") for n in range(count))
    return idents


# -- the parts


def _value(shape: Shape, world: _World) -> Any:
    draw = world.draw
    match shape:
        case TextShape():
            return draw(_text(shape, world))
        case ChoiceShape():
            return draw(st.sampled_from(tuple(shape.members.values())))
        case NumberShape(whole=True):
            return draw(st.integers(shape.limit.least or 0, shape.limit.most or 10**6))
        case NumberShape():
            return draw(_NUMBERS)
        case SwitchShape():
            return draw(st.booleans())
        case DayShape():
            return draw(_DAYS)
        case MomentShape():
            return draw(st.builds(_moment, _DAYS, st.just(0)))
        case WindowShape():
            return draw(windows())
        case VersionShape():
            return shape.version
        case EitherShape():
            word = draw(st.none() | st.sampled_from(tuple(shape.words.values())))
            return _value(shape.other, world) if word is None else word
        case ListShape():
            return _several(shape, world)
        case TargetShape():
            return _struct(shape.group, world)
        case StructShape():
            return _struct(shape, world)


def _text(shape: TextShape, world: _World) -> st.SearchStrategy[str]:
    match shape.kind:
        case Kind.TEXT:
            most = shape.limit.characters or 10**6
            return world.texts.map(lambda text: text[:most]).filter(lambda text: bool(text.strip()))
        case Kind.PROSE:
            return _prose(world)
        case Kind.REF:
            return st.sampled_from(_targets(shape, world) or ("none",))
        case Kind.ID:
            return _IDENTS
        case Kind.LANGUAGE:
            return _LANGUAGES
        case Kind.URL:
            return _LINKS
        case Kind.EMAIL:
            return _MAILS
        case Kind.FILE:
            return _PICTURES
        case Kind.LEVEL:
            return st.sampled_from(_levels_up_to(world.banner))


def _prose(world: _World) -> st.SearchStrategy[str]:
    paragraphs = st.lists(world.texts, min_size=1, max_size=3).map("\n\n".join)
    plain = paragraphs.map(lambda text: text.replace("[^", "[ "))
    if not world.idents["sources"]:
        return plain
    cited = st.sampled_from(world.idents["sources"])
    return plain | st.builds(lambda text, source: f"{text} [^{source}]", plain, cited)


def _targets(shape: TextShape, world: _World) -> tuple[str, ...]:
    return tuple(ident for name in shape.lists or world.idents for ident in world.idents[name])


def _levels_up_to(banner: str | None) -> tuple[str, ...]:
    if banner is None:
        return ()
    levels = LEVELS[schemes_of(banner)[0]]
    return levels[: levels.index(banner) + 1]


def _several(shape: ListShape, world: _World) -> tuple[Any, ...]:
    count = world.draw(st.integers(shape.least, max(shape.least, world.most)))
    if isinstance(shape.item, TextShape) and shape.item.kind is Kind.REF and not _targets(shape.item, world):
        return ()
    return tuple(_value(shape.item, world) for _ in range(count))


def _entry(shape: Shape, ident: str, world: _World) -> Any:
    assert isinstance(shape, ListShape)
    assert isinstance(shape.item, StructShape)
    return _struct(shape.item, world, id=ident)


def _struct(shape: StructShape, world: _World, **given: object) -> Any:
    values = dict(given)
    choice = world.draw(_CHOICES)  # one bit a field: a draw for each would take most of the time
    for bit, field in enumerate(shape.fields.values()):
        is_chosen = field.required or choice >> bit & 1
        if is_chosen and field.name not in values and not _cannot_refer(field.shape, world):
            values[field.name] = _value(field.shape, world)
    if issubclass(shape.cls, Item) and world.banner is None:
        values.pop("marking", None)
    mend = _MENDS.get(shape.cls)
    if mend is not None:
        mend(values, world)
    return shape.cls(**values)


def _cannot_refer(shape: Shape, world: _World) -> bool:
    if not isinstance(shape, TextShape):
        return False
    if shape.kind is Kind.LEVEL:
        return world.banner is None
    return shape.kind is Kind.REF and not _targets(shape, world)


# -- what the rules ask of the parts

Values = dict[str, Any]


def _mend_person(values: Values, world: _World) -> None:
    if not values.keys() & {"name", "role", "office"}:
        values["role"] = world.draw(world.texts)


def _mend_observation(values: Values, world: _World) -> None:
    values["on"] = world.draw(st.dates(dt.date(1985, 1, 1), world.today))
    if not values.keys() & {"value", "text"}:
        values["text"] = world.draw(world.texts)


def _mend_baseline(values: Values, world: _World) -> None:
    if "on" in values:
        values["on"] = world.draw(st.dates(dt.date(1985, 1, 1), world.today))


def _mend_target(values: Values, world: _World) -> None:
    if not values.keys() & {"value", "text"}:
        values["value"] = world.draw(_NUMBERS)


def _mend_indicator(values: Values, world: _World) -> None:
    if values.get("status") == "auto" and "rules" not in values:
        values["rules"] = Rules(green=Decimal("0.8"), amber=Decimal("0.5"))
    if getattr(values.get("status"), "on", None):
        values["status"] = msgspec.structs.replace(values["status"], on=world.today)
    target, baseline = values.get("target"), values.get("baseline")
    if target and target.by and baseline and baseline.on and target.by.last < baseline.on:
        values["baseline"] = msgspec.structs.replace(baseline, on=None)


def _mend_rules(values: Values, _world: _World) -> None:
    values["green"] = values["amber"] + 1


def _mend_figure(values: Values, world: _World) -> None:
    values["decorative"] = values.get("alt") is None and world.draw(st.booleans())
    if not values["decorative"] and values.get("alt") is None:
        values["alt"] = world.draw(world.texts)


def _mend_judgement(values: Values, world: _World) -> None:
    if "likelihood" in values:
        values["likelihood"] = world.draw(st.sampled_from(world.scale))


def _mend_timeline(values: Values, world: _World) -> None:
    if values.get("kind") is TimelineKind.PAST and values["when"].first > world.today:
        values["kind"] = TimelineKind.PLANNED


def _mend_column(values: Values, world: _World) -> None:
    is_choice = values.get("type") is ColumnType.CHOICE
    values["choices"] = (world.draw(world.texts),) if is_choice else ()


def _mend_columns(values: Values, _world: _World) -> None:
    kept: dict[str, TrackerColumn] = {}
    for column in values.get("columns", ()):
        kept.setdefault(column.title.casefold(), column)
    values["columns"] = tuple({column.key: column for column in kept.values()}.values())


_MENDS: dict[type, Callable[[Values, _World], None]] = {
    Person: _mend_person,
    Observation: _mend_observation,
    Baseline: _mend_baseline,
    Target: _mend_target,
    Indicator: _mend_indicator,
    Rules: _mend_rules,
    Figure: _mend_figure,
    Judgement: _mend_judgement,
    TimelineEntry: _mend_timeline,
    TrackerColumn: _mend_column,
    TrackerSettings: _mend_columns,
}


def _banner(world: _World) -> Marking | None:
    if world.banner is None:
        return None
    shape = struct_shape(Marking)
    marking: Marking = _struct(shape, world, level=world.banner)
    return marking


def _agreed(briefing: Briefing, world: _World) -> Briefing:
    """The same briefing with what its kind and its status ask for."""
    if briefing.status is Status.FINAL and briefing.approver is None:
        briefing = msgspec.structs.replace(briefing, approver=Person(role=world.draw(world.texts)))
    if briefing.kind is BriefingKind.ACTION:
        asked: tuple[Recommendation, ...] = tuple(
            msgspec.structs.replace(one, decide_by=one.decide_by or world.today) for one in briefing.recommendations
        )
        briefing = msgspec.structs.replace(briefing, recommendations=asked)
        if not asked:
            briefing = msgspec.structs.replace(briefing, kind=BriefingKind.MEETING)
    return briefing


# -- windows

_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WEEK_NAMES = ("first", "second", "third", "fourth")


def windows() -> st.SearchStrategy[Window]:
    """Windows of every precision, with every status."""
    years = st.integers(1990, 2090)
    lines = st.one_of(
        _DAYS.map(str),
        st.builds("{} {}".format, st.sampled_from(_MONTH_NAMES), years),
        st.builds("{} {} {}".format, st.sampled_from(("early", "mid", "late")), st.sampled_from(_MONTH_NAMES), years),
        st.builds("{} week of {} {}".format, st.sampled_from(_WEEK_NAMES), st.sampled_from(_MONTH_NAMES), years),
        st.builds("{}-Q{}".format, years, st.integers(1, 4)),
        st.builds("{}-H{}".format, years, st.integers(1, 2)),
        years.map(str),
    )
    status = st.sampled_from(("", " (confirmed)", " (expected)", " (reported)"))
    spans = st.builds(
        lambda first, days: Window(first=first, last=first + dt.timedelta(days), precision=Precision.SPAN),
        _DAYS,
        st.integers(1, 400),
    )
    return st.builds(lambda line, end: window_of(line + end), lines, status).map(_not_none) | spans


def _not_none(window: Window | None) -> Window:
    assert window is not None
    return window


# -- a briefing as YAML


def written(briefing: Briefing, *, short: bool = True) -> str:
    """The YAML that says a briefing; with `short`, single values stand where the model allows them."""
    return yaml.dump(tree(briefing, short=short), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def tree(value: Any, *, short: bool = True) -> Any:
    """A value of the model as the plain tree that an author would write."""
    if isinstance(value, Window):
        return _window_tree(value, short=short)
    if isinstance(value, tuple):
        return [tree(part, short=short) for part in value]
    if isinstance(value, msgspec.Struct):
        return _struct_tree(value, short=short)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, dt.date) else value


def _struct_tree(value: msgspec.Struct, *, short: bool) -> Any:
    fields = {
        field.name.rstrip("_"): tree(getattr(value, field.name), short=short)
        for field in msgspec.structs.fields(value)
        if field.required or getattr(value, field.name) != field.default
    }
    alone = "value" if isinstance(value, Target) else ALONE.get(type(value))
    return fields[alone] if short and alone and fields.keys() == {alone} else fields


def _window_tree(window: Window, *, short: bool) -> Any:
    status = {"status": window.status.value} if window.status else {}
    if window.precision is Precision.SPAN:
        return {"from": window.first.isoformat(), "to": window.last.isoformat(), **status}
    line = _line(window)
    if short or not window.status:
        return f"{line} ({window.status.value})" if window.status else line
    return {"when": line, **status}


def _line(window: Window) -> str:
    first = window.first
    month = f"{_MONTH_NAMES[first.month - 1]} {first.year}"
    match window.precision:
        case Precision.DAY | Precision.SPAN:
            return first.isoformat()
        case Precision.EARLY | Precision.MID | Precision.LATE:
            return f"{window.precision.value} {month}"
        case Precision.WEEK:
            assert window.week is not None
            return f"{_WEEK_NAMES[window.week - 1]} week of {month}"
        case Precision.MONTH:
            return month
        case Precision.QUARTER:
            return f"{first.year}-Q{(first.month + 2) // 3}"
        case Precision.HALF:
            return f"{first.year}-H{1 if first.month == 1 else 2}"
        case Precision.YEAR:
            return str(first.year)


class _Dumper(yaml.SafeDumper):
    """Writes numbers as people do, and no aliases."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _plain_number(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    text = format(number, "f")
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Dumper.add_representer(Decimal, _plain_number)
