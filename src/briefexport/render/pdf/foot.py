"""The foot of the page: the key, what stands in the memo only, the page number, the marking."""

from collections.abc import Sequence

from ...document.page import Closing, StatusMark
from ...document.text import Furniture
from .charts import MARK_WIDTH, draw_mark
from .pen import Pen
from .voice import MARKING, NOTE, Air, Speaker, height, natural_width, put
from .words import Text

_GAP = 12.0
_MARK_GAP = 3.0


class FootBox:
    """What stands below everything. `missing` are the words for what had no room, empty where all is here."""

    def __init__(self, speaker: Speaker, closing: Closing, furniture: Furniture, missing: str) -> None:
        self.palette = speaker.palette
        self.key = [(mark, speaker.text(mark.word, NOTE)) for mark in closing.key]
        self.key_label = speaker.text(closing.key_label, NOTE) if closing.key and closing.key_label else None
        words = ", ".join(word.text for word in closing.words)
        explained = [closing.words_label.replace("{words}", words)] if words else []
        said = [" ".join([*closing.notes, *explained]), missing]
        self.notes = [speaker.text(note, NOTE) for note in said if note]
        number = furniture.page_of.replace("{page}", "1").replace("{pages}", "1")
        self.number = speaker.text(number, NOTE)
        self.marking = speaker.text(furniture.marking, MARKING) if furniture.marking else None

    def _key_rows(self, width: float) -> list[list[tuple[StatusMark, Text]]]:
        rows: list[list[tuple[StatusMark, Text]]] = []
        used = width + 1.0
        for mark, text in self.key:
            wide = MARK_WIDTH + _MARK_GAP + natural_width(text, NOTE) + _GAP
            if used + wide > width:
                rows.append([])
                used = natural_width(self.key_label, NOTE) + _GAP if self.key_label and len(rows) == 1 else 0.0
            rows[-1].append((mark, text))
            used += wide
        return rows

    def _beside(self, inner: float) -> float:
        """Where the first note begins beside the key; 0 where there is no room for it."""
        rows = self._key_rows(inner)
        if len(rows) != 1 or not self.notes:
            return 0.0
        label = natural_width(self.key_label, NOTE) + _GAP if self.key_label else 0.0
        used = label + sum(MARK_WIDTH + _MARK_GAP + natural_width(text, NOTE) + _GAP for _, text in rows[0])
        return used if used + natural_width(self.notes[0], NOTE) <= inner else 0.0

    def _inner(self, width: float) -> float:
        """The room beside the page number."""
        return width - natural_width(self.number, NOTE) - _GAP

    def height(self, width: float, air: Air) -> float:
        """How high it is in that width."""
        inner, step = self._inner(width), NOTE.size * NOTE.leading
        notes = self.notes[1:] if self._beside(inner) else self.notes
        said = step * len(self._key_rows(inner)) + sum(height(note, NOTE, inner, air) for note in notes)
        marking = height(self.marking, MARKING, width, air) + 4 if self.marking else 0.0
        return 4 + max(said, step) + marking

    def draw(self, pen: Pen, at: tuple[float, float, float], air: Air) -> None:
        """Draw it inside left, top and width."""
        x, y, width = at
        pen.rule(x, y, x + width, self.palette.line, 0.8)
        y += 4
        inner = self._inner(width)
        with pen.decoration():
            put(pen, self.number, NOTE, (x, y, width), air, colour=self.palette.muted, align=1.0)
        key_top, beside = y, self._beside(inner)
        y = self._draw_key(pen, x, y, self._key_rows(inner), air)
        for number, note in enumerate(self.notes):
            with pen.element("P"):
                if beside and not number:
                    place = (x + beside, key_top, inner - beside)
                    put(pen, note, NOTE, place, air._replace(room=0), colour=self.palette.muted)
                else:
                    y = put(pen, note, NOTE, (x, y, inner), air, colour=self.palette.muted)
        if self.marking:
            with pen.decoration():
                end = at[1] + self.height(width, air) - height(self.marking, MARKING, width, air)
                put(pen, self.marking, MARKING, (x, end, width), air, colour=self.palette.marking, align=0.5)

    def _draw_key(
        self, pen: Pen, x: float, y: float, rows: Sequence[Sequence[tuple[StatusMark, Text]]], air: Air
    ) -> float:
        if not rows:
            return y
        flat, left = air._replace(room=0), x
        with pen.element("P"):
            for number, row in enumerate(rows):
                left = x
                if number == 0 and self.key_label:
                    wide = natural_width(self.key_label, NOTE)
                    put(pen, self.key_label, NOTE, (left, y, wide + 1), flat, colour=self.palette.muted)
                    left += wide + _GAP / 2
                for mark, text in row:
                    draw_mark(pen, mark, (left, y + NOTE.size * NOTE.leading / 2), self.palette)
                    left += MARK_WIDTH + _MARK_GAP
                    wide = natural_width(text, NOTE)
                    put(pen, text, NOTE, (left, y, wide + 1), flat, colour=self.palette.muted)
                    left += wide + _GAP
                y += NOTE.size * NOTE.leading
        return y
