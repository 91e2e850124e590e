"""The risk matrix: five by five fields with numbered dots, and beside it what the numbers stand for."""

from collections import defaultdict
from collections.abc import Sequence

from ...document.page import Matrix, Plot
from .charts import grid_of
from .lists import draw_entry, entry_narrowest
from .pen import Pen
from .voice import ASIDE, BODY, NOTE_PT, STRONG, Air, Speaker, Voice, height, put
from .words import Text

_STEPS = 5
_MIDDLE, _HIGH = 6, 15
_CELL = (20.0, 16.0)
_AXIS = 11.0
_GAP = 12.0
_INDENT = 15.0
_RADIUS = 5.6
_MOST_IN_A_FIELD = 4
_NARROWEST_LIST = 96.0
_DIGIT = Voice(NOTE_PT, 1.0, "on_accent", bold=True)
_ENTRY_GAP = 3.2


class MatrixBox:
    """A matrix with its list: side by side where there is room, else one below the other."""

    def __init__(self, speaker: Speaker, body: Matrix) -> None:
        self.speaker, self.body = speaker, body
        self.axes = speaker.text(body.likelihood, ASIDE), speaker.text(body.impact, ASIDE)
        self.entries = [self._entry(plot) for plot in body.items]
        self.plotted = [plot for plot in body.items if plot.likelihood is not None and plot.impact is not None]
        self.size = (_CELL[0] * _STEPS, _CELL[1] * _STEPS)
        self.longest = _INDENT + max(map(entry_narrowest, self.entries), default=0.0)
        self.narrowest = max(self.longest, self.size[0])
        unscored = ", ".join(str(plot.number) for plot in body.items if plot not in self.plotted)
        self.note = speaker.text(body.unscored.replace("{numbers}", unscored), ASIDE) if unscored else None

    def _entry(self, plot: Plot) -> tuple[Text, Text, Text | None]:
        aside = self.speaker.text(plot.aside, ASIDE) if plot.aside else None
        return self.speaker.text(str(plot.number), STRONG), self.speaker.text(plot.spans, BODY), aside

    def torn(self, width: float) -> int:
        """How many of its entries have a word that breaks in that width."""
        return sum(_INDENT + entry_narrowest(entry) > width for entry in self.entries)

    def _beside(self, width: float) -> bool:
        """Whether the list stands beside the matrix: where no word breaks there, and it is no thin high column."""
        room = width - self.size[0] - _GAP
        if not self.plotted or room < self.longest:
            return False
        return room - _INDENT >= _NARROWEST_LIST or self._list_height(room, Air()) <= self._picture_height()

    def _picture_height(self) -> float:
        return self.size[1] + 2 * _AXIS if self.plotted else 0.0

    def _list_height(self, width: float, air: Air) -> float:
        gaps = _ENTRY_GAP * (1 + air.room) * (len(self.entries) - 1)
        note = height(self.note, ASIDE, width, air) + _ENTRY_GAP * (1 + air.room) if self.note else 0.0
        return (
            gaps
            + note
            + sum(
                height(text, BODY, width - _INDENT, air)
                + (height(aside, ASIDE, width - _INDENT, air) if aside else 0.0)
                for _, text, aside in self.entries
            )
        )

    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""
        if self._beside(width):
            return max(self._picture_height(), self._list_height(width - self.size[0] - _GAP, air))
        between = _ENTRY_GAP if self.plotted else 0.0
        return self._picture_height() + between + self._list_height(width, air)

    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
        x, y, width = at
        if self.plotted:
            self._draw_picture(pen, x, y, air)
        if self._beside(width):
            shift = self.size[0] + _GAP
            self._draw_list(pen, (x + shift, y, width - shift), air)
        else:
            self._draw_list(pen, (x, y + self._picture_height() + (_ENTRY_GAP if self.plotted else 0.0), width), air)

    def _draw_list(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        x, y, width = at
        palette = self.speaker.palette
        with pen.element("L", A="<</O/List/ListNumbering/Decimal>>"):
            for number, text, aside in self.entries:
                with pen.element("LI"):
                    with pen.element("Lbl"):
                        put(pen, number, STRONG, (x, y, _INDENT), air, colour=palette.accent)
                    with pen.element("LBody"):
                        place = (x + _INDENT, y, width - _INDENT)
                        y = draw_entry(pen, (text, aside), place, air, (palette.ink, palette.muted))
                y += _ENTRY_GAP * (1 + air.room)
        if self.note:
            with pen.element("P"):
                put(pen, self.note, ASIDE, (x, y, width), air, colour=palette.muted)

    def _draw_picture(self, pen: Pen, x: float, y: float, air: Air) -> None:
        palette, (width, high) = self.speaker.palette, self.size
        said = "; ".join(plot.said for plot in self.plotted)
        with pen.figure(f"{self.body.description}: {said}", x, y, (width, high + 2 * _AXIS)):
            put(pen, self.axes[1], ASIDE, (x, y, width), air, colour=palette.muted)
            top = y + _AXIS
            for across in range(_STEPS):
                for up in range(_STEPS):
                    at = (x + across * _CELL[0] + 0.4, top + (_STEPS - 1 - up) * _CELL[1] + 0.4)
                    pen.box(*at, (_CELL[0] - 0.8, _CELL[1] - 0.8), getattr(palette, _tint(across + 1, up + 1)))
            self._draw_dots(pen, x, top, air)
            put(pen, self.axes[0], ASIDE, (x, top + high, width), air, colour=palette.muted, align=1.0)

    def _draw_dots(self, pen: Pen, x: float, top: float, air: Air) -> None:
        fields: dict[tuple[int, int], list[Plot]] = defaultdict(list)
        for plot in self.plotted:
            fields[plot.likelihood or 0, plot.impact or 0].append(plot)
        for (across, up), plots in fields.items():
            middle = (x + (across - 0.5) * _CELL[0], top + (_STEPS - up + 0.5) * _CELL[1])
            self._draw_field(pen, middle, _labels(plots), air)

    def _draw_field(self, pen: Pen, middle: tuple[float, float], labels: Sequence[str], air: Air) -> None:
        """The dots of one field: alone in the middle, more in rows that may reach over its edges."""
        columns, rows = grid_of(len(labels))
        for place, label in enumerate(labels):
            row, column = divmod(place, columns)
            x = middle[0] + (column - (columns - 1) / 2) * _RADIUS * 1.75
            y = middle[1] + (row - (rows - 1) / 2) * _RADIUS * 1.4
            self._draw_dot(pen, x, y, label, air)

    def _draw_dot(self, pen: Pen, x: float, y: float, label: str, air: Air) -> None:
        palette, text = self.speaker.palette, self.speaker.text(label, _DIGIT)
        pen.disc(x, y, _RADIUS, palette.accent, palette.on_accent)
        wide = text.natural * _DIGIT.size
        put(
            pen,
            text,
            _DIGIT,
            (x - wide / 2, y - _DIGIT.size / 2 - 0.2, wide + 0.01),
            air._replace(room=0),
            colour=palette.on_accent,
        )


def _tint(likelihood: int, impact: int) -> str:
    """The ground of a field, by likelihood times impact."""
    score = likelihood * impact
    return "red_tint" if score >= _HIGH else "amber_tint" if score >= _MIDDLE else "green_tint"


def _labels(plots: Sequence[Plot]) -> list[str]:
    """The numbers of a field; where they are too many, the first ones and a plus: all of them stand in the list."""
    numbers = [str(plot.number) for plot in plots]
    return numbers if len(numbers) <= _MOST_IN_A_FIELD else [*numbers[: _MOST_IN_A_FIELD - 1], "+"]
