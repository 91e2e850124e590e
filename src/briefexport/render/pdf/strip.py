"""The strip of dates: days as dots and windows as bars on a line that is true to scale, what they are below it."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from ...document.page import Moment, MomentKind, Strip
from ...document.text import Span, plain
from .pen import Pen
from .voice import ASIDE, BODY, STRONG, Air, Speaker, height, natural_width, put
from .words import Text

_NARROWEST = 76.0
_GUTTER = 9.0
_LANE = 9.0
_RADIUS = 3.3
_SHORTEST = 8.0
_LEADER = 7.0
_WHEN_SHARE = 0.34
_ROW_GAP = 3.0


class _Entry(NamedTuple):
    """A date with its measured texts."""

    moment: Moment
    when: Text
    what: Text
    certainty: Text | None


class StripBox:
    """Dates in a row below a line of time, or as a list where there are too many for the width."""

    def __init__(self, speaker: Speaker, body: Strip) -> None:
        self.palette, self.body = speaker.palette, body
        self.entries = [
            _Entry(
                moment,
                speaker.text(moment.when, STRONG),
                speaker.text(moment.spans, BODY),
                speaker.text((Span(moment.certainty),), ASIDE) if moment.certainty else None,
            )
            for moment in body.items
        ]
        self.lanes = _lanes([entry.moment for entry in self.entries])
        self.longest = [_longest(entry) for entry in self.entries]
        self.narrowest = sum(max(found, default=0.0) for found in zip(*self.longest, strict=True)) + _GUTTER

    def torn(self, width: float) -> int:
        """How many of its dates have a word that breaks in that width."""
        if self._in_a_row(width):
            return sum(max(pair) > self._column(width) for pair in self.longest)
        left = self._left(width)
        return sum(when > left or what > width - left - _GUTTER for when, what in self.longest)

    def _in_a_row(self, width: float) -> bool:
        """Whether labels stand side by side: not where a word would break that a list has room for."""
        if len(self.entries) < 2 or width / len(self.entries) < _NARROWEST:  # noqa: PLR2004 - a row has two
            return False
        return max(map(max, self.longest)) <= self._widest(width) or self.narrowest > width

    def _left(self, width: float) -> float:
        """The room for the dates of a list: as wide as they are, within reason."""
        dates = max((natural_width(entry.when, STRONG) for entry in self.entries), default=0.0)
        return min(dates + 1, width * _WHEN_SHARE)

    def _widest(self, width: float) -> float:
        return (width - _GUTTER * (len(self.entries) - 1)) / len(self.entries)

    def _column(self, width: float) -> float:
        """The width of a label: what its text would like, so that it can stand below its date."""
        most = self._widest(width)
        wish = max(max(natural_width(entry.when, STRONG), natural_width(entry.what, BODY)) for entry in self.entries)
        return min(most, max(wish + 1, _NARROWEST))

    def _line_height(self) -> float:
        return _LANE * (max(self.lanes, default=0) + 1) + _LEADER

    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""
        if self._in_a_row(width):
            return self._line_height() + max(_label_height(entry, self._column(width), air) for entry in self.entries)
        gaps = _ROW_GAP * (1 + air.room) * (len(self.entries) - 1)
        return gaps + sum(_row_height(entry, (self._left(width), width), air) for entry in self.entries)

    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
        if self._in_a_row(at[2]):
            self._draw_line(pen, at)
            self._draw_labels(pen, at, air)
        else:
            self._draw_list(pen, at, air)

    def _draw_line(self, pen: Pen, at: tuple[float, float, float]) -> None:
        x, y, width = at
        said = "; ".join(f"{entry.moment.when}: {plain(entry.moment.spans)}" for entry in self.entries)
        spans = _places([entry.moment for entry in self.entries], width)
        labels, column = self._label_places(width), self._column(width)
        with pen.figure(f"{self.body.description}: {said}", x, y, (width, self._line_height())):
            axis = y + _LANE / 2
            pen.rule(x, axis, x + width, self.palette.line, 1.2)
            for number, (entry, lane, (left, right)) in enumerate(zip(self.entries, self.lanes, spans, strict=True)):
                start = x + left + (4 if right > left else 0)
                label = x + labels[number]
                end = min(max(start, label + 4), label + column - 4)
                self._draw_leader(pen, (start, axis + lane * _LANE), (end, y + self._line_height()))
                self._draw_moment(pen, entry.moment, (x + left, axis + lane * _LANE, right - left))

    def _draw_leader(self, pen: Pen, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A thin line from the date to its label."""
        pen.path([start, (start[0], end[1] - _LEADER * 0.9), (end[0], end[1] - 0.5)], self.palette.muted, 0.5)

    def _draw_moment(self, pen: Pen, moment: Moment, at: tuple[float, float, float]) -> None:
        x, y, length = at
        accent, paper = self.palette.accent, "#ffffff"
        fill, edge = (paper, accent) if moment.kind is MomentKind.PAST else (accent, None)
        if moment.kind is MomentKind.DEADLINE and length <= 0:
            pen.area(
                [(x, y - _RADIUS * 1.25), (x + _RADIUS * 1.25, y), (x, y + _RADIUS * 1.25), (x - _RADIUS * 1.25, y)],
                accent,
            )
        elif length <= 0:
            pen.disc(x, y, _RADIUS * (0.85 if edge else 1), fill, edge)
        else:
            pen.pill(x, y, (length, _RADIUS * 0.9), fill if edge else blend(accent, paper), edge)

    def _draw_labels(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        x, y, width = at
        column, top, places = self._column(width), y + self._line_height(), self._label_places(width)
        with pen.element("L", A="<</O/List/ListNumbering/None>>"):
            for number, entry in enumerate(self.entries):
                place = (x + places[number], top, column)
                with pen.element("LI"), pen.element("LBody"):
                    self._draw_label(pen, entry, place, air)

    def _label_places(self, width: float) -> list[float]:
        """The left end of each label: as near to its date as its neighbours and the edges let it be."""
        column = self._column(width)
        spans = _places([entry.moment for entry in self.entries], width)
        places: list[float] = []
        for left, _right in spans:
            least = places[-1] + column + _GUTTER if places else 0.0
            places.append(max(left - (_RADIUS if places else left), least))
        most = width - column
        for number in reversed(range(len(places))):
            places[number] = min(places[number], most)
            most = places[number] - column - _GUTTER
        return places

    def _draw_label(self, pen: Pen, entry: _Entry, at: tuple[float, float, float], air: Air) -> None:
        x, y, width = at
        with pen.element("P"):
            y = put(pen, entry.when, STRONG, at, air, colour=self.palette.accent)
        self._draw_what(pen, entry, (x, y, width), air)

    def _draw_what(self, pen: Pen, entry: _Entry, at: tuple[float, float, float], air: Air) -> None:
        x, y, width = at
        with pen.element("P"):
            y = put(pen, entry.what, BODY, at, air, colour=self.palette.ink)
        if entry.certainty:
            with pen.element("P"):
                put(pen, entry.certainty, ASIDE, (x, y, width), air, colour=self.palette.muted)

    def _draw_list(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        x, y, width = at
        left = self._left(width)
        with pen.element("L", A="<</O/List/ListNumbering/None>>"):
            for entry in self.entries:
                with pen.element("LI"):
                    with pen.element("Lbl"):
                        put(pen, entry.when, STRONG, (x, y, left), air, colour=self.palette.accent)
                    with pen.element("LBody"):
                        self._draw_what(pen, entry, (x + left + _GUTTER, y, width - left - _GUTTER), air)
                y += _row_height(entry, (left, width), air) + _ROW_GAP * (1 + air.room)


def _longest(entry: _Entry) -> tuple[float, float]:
    """The longest word of the date, and of what it is."""
    certainty = entry.certainty.narrowest * ASIDE.size if entry.certainty else 0.0
    return entry.when.narrowest * STRONG.size, max(entry.what.narrowest * BODY.size, certainty)


def _label_height(entry: _Entry, width: float, air: Air) -> float:
    below = height(entry.certainty, ASIDE, width, air) if entry.certainty else 0.0
    return height(entry.when, STRONG, width, air) + height(entry.what, BODY, width, air) + below


def _row_height(entry: _Entry, widths: tuple[float, float], air: Air) -> float:
    """How high an entry of a list is; the widths are those of its date and of all."""
    left, right = widths[0], widths[1] - widths[0] - _GUTTER
    below = height(entry.certainty, ASIDE, right, air) if entry.certainty else 0.0
    return max(height(entry.when, STRONG, left, air), height(entry.what, BODY, right, air) + below)


def _lanes(moments: Sequence[Moment]) -> list[int]:
    """The lane of each: windows that overlap stand one below the other."""
    ends: list[dt.date] = []
    lanes = []
    for moment in moments:
        lane = next((number for number, end in enumerate(ends) if end < moment.first), len(ends))
        ends[lane : lane + 1] = [moment.last]
        lanes.append(lane)
    return lanes


def _places(moments: Sequence[Moment], width: float) -> list[tuple[float, float]]:
    """Left and right end of each on the line, true to scale; a day has no length."""
    first, last = min(moment.first for moment in moments), max(moment.last for moment in moments)
    room, days = width - 2 * _RADIUS, max((last - first).days, 1)

    def at(day: dt.date) -> float:
        return _RADIUS + (day - first).days / days * room

    def end(moment: Moment) -> float:
        shortest = _SHORTEST if moment.last > moment.first else 0.0
        return max(at(moment.last), at(moment.first) + shortest)

    return [(at(moment.first), end(moment)) for moment in moments]


def blend(colour: str, ground: str, share: float = 0.45) -> str:
    """A colour let through by another: solid on paper, so no transparency is needed."""
    parts = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(front * share + back * (1 - share)):02x}" for front, back in parts)
