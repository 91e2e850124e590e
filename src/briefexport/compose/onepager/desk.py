"""What every part of the page is composed from, and the small things that all of them say alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from briefexport.briefing import Briefing, Document, Item, Person, source_numbers
from briefexport.compose.changes import Changes
from briefexport.document.text import Span, Spans
from briefexport.wording import Wording

USUAL_PRIORITY = 3

Entry = TypeVar("Entry", bound=Item)


class Desk(msgspec.Struct, frozen=True):
    """A briefing, the words for it, its pictures by file, and the numbers of its sources by id.

    `changes` is what changed since the issue before, None when nothing did.
    """

    briefing: Briefing
    wording: Wording
    pictures: Mapping[str, bytes]
    numbers: Mapping[str, int]
    changes: Changes | None = None

    def label(self, key: str, /, **values: object) -> str:
        """A label of the one-pager's own."""
        return self.wording.label(f"onepager.{key}", **values)

    def cited(self, sources: Iterable[str]) -> Spans:
        """The numbers of sources, raised."""
        numbers = sorted({self.numbers[ident] for ident in sources if ident in self.numbers})
        spans: list[Span] = []
        for number in numbers:
            spans += [*([Span("\u00a0")] if spans else []), Span(note=str(number))]
        return tuple(spans)


def desk_of(
    briefing: Briefing, wording: Wording, pictures: Mapping[str, bytes], changes: Changes | None = None
) -> Desk:
    """Everything that the parts need."""
    return Desk(briefing, wording, pictures, source_numbers(briefing), changes)


def shown(name: str, entries: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """The entries of a list that belong on the page, each with its path in the briefing."""
    for number, entry in enumerate(entries):
        if entry.shown_in(Document.ONEPAGER):
            yield f"{name}[{number}]", entry


def priority_of(entry: Item, usual: int) -> int:
    """How soon an entry goes: as its author says; where nothing was said, as is usual for its part."""
    return usual if entry.priority == USUAL_PRIORITY else entry.priority


def portion(entry: Item) -> Spans:
    """The marking of an entry alone, before its text."""
    return (Span(f"({entry.marking}) "),) if entry.marking else ()


def said(*texts: str | None, between: str = " ") -> Spans:
    """Texts in a row; nothing for those that are missing."""
    joined = between.join(text for text in texts if text)
    return (Span(joined),) if joined else ()


def people(desk: Desk, persons: Sequence[Person]) -> str:
    """The first two of a list of people, in short."""
    names = [person.short for person in persons[:2]]
    if len(persons) > len(names):
        return desk.label("and_others", who=", ".join(names))
    return desk.wording.listed(names)
