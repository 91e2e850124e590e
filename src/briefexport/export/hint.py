"""What an author is told about finished documents."""

from collections import Counter
from collections.abc import Iterator, Sequence

from briefexport.briefing import BriefingKind
from briefexport.problem import Code, Place, Problem
from briefexport.product import Artifact
from briefexport.source import Source

_MOST_PAGES = 2


def too_long(artifacts: Sequence[Artifact], source: Source) -> Iterator[Problem]:
    """A memo of more pages than its readers want, told when it is made, at its longest section.

    A paper that asks for a decision has two pages; others may well have more, and are told as a hint.
    """
    code = Code.LONG_MEMO if source.briefing.kind is BriefingKind.ACTION else Code.LONG_PAPER
    for artifact in artifacts:
        if (artifact.pages or 0) > _MOST_PAGES:
            what = (
                f"the memo has about {artifact.pages} pages without its annexes, more than {_MOST_PAGES} (an estimate)"
            )
            yield Problem(_longest_section(source), code, what, "shorten the sections, or move them to `annexes:`")


def _longest_section(source: Source) -> Place:
    sections = source.briefing.sections
    if not sections:
        return Place(source.places.file)
    longest = max(range(len(sections)), key=lambda number: len(sections[number].body))
    return source.places.of(f"sections[{longest}].body")


def left_out_told(fields: Sequence[str], source: Source) -> Problem:
    """One hint for all: how many entries of each list the page has no room for, and that details are missing too."""
    entries = [field for field in fields if "." not in field.rpartition("]")[2]]
    counted = Counter(field.partition("[")[0] for field in entries)
    named = ", ".join(f"`{name}` ({count})" if name not in entries else f"`{name}`" for name, count in counted.items())
    details = len(fields) - len(entries)
    more = f"{details} details of other entries" if details else ""
    return Problem(
        Place(source.places.file),
        Code.LEFT_OUT,
        f"the one-pager has no room for {' and '.join(filter(None, (named, more)))}; the receipt lists each of them",
        "give what must be on it a smaller `priority` number, or shorten what stands beside it",
    )
