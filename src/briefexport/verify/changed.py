"""What changed since the issue before, as each product has to say it.

A change is looked for by the name of its item with what was and what is: both stand together nowhere else.
"""

from collections.abc import Collection, Iterator, Sequence

from briefexport.briefing import Briefing, Document, Indicator
from briefexport.facts import (
    Change,
    Decided,
    Facts,
    IndicatorFact,
    LikelihoodMoved,
    Move,
    StatusMoved,
    ValueMoved,
    changes_between,
    facts_of,
    last_before,
)
from briefexport.product import Product
from briefexport.wording import Wording

from .fact import Line

_LISTED = {Product.MEMO: None, Product.TRACKER: 8, Product.ONEPAGER: 5}
"""How many a document lists, None for all of them."""


def expected_changes(
    product: Product, briefing: Briefing, wording: Wording, past: Sequence[Facts], left_out: Collection[str] = ()
) -> Iterator[Line]:
    """A line for each change that the document lists; `left_out` names what its page had no room for."""
    before = last_before(past, briefing.issue)
    if before is None:
        return
    document = Document(product.value)
    found = [change for change in changes_between(before, facts_of(briefing)) if change.shown_in(document)]
    for place, change in enumerate(found[: _LISTED[product]]):
        field = f"changes[{place}]"
        if field not in left_out:
            yield Line(field, (change.name, *_words(change, wording)))


def _words(change: Change, wording: Wording) -> Iterator[str]:
    """What stands beside the name: for an item that is new or gone what is said of such, else what moved."""
    if change.before is None:
        yield wording.opening(wording.label(f"changes.new.{change.subject.value}"))
    elif change.now is None:
        yield wording.opening(wording.label(f"changes.gone.{change.subject.value}"))
    for move in change.moves:
        yield from _moved(move, change, wording)


def _moved(move: Move, change: Change, wording: Wording) -> Iterator[str]:
    match move:
        case Decided(outcome=outcome) if outcome:
            yield wording.word(outcome)
        case StatusMoved(before=before, now=now) if now:
            yield from (wording.word(each) for each in (before, now) if each)
        case LikelihoodMoved(before=before, now=now) if now:
            yield from (wording.likelihood(*each) for each in (before, now) if each)
        case ValueMoved() if isinstance(change.now, IndicatorFact) and change.now.value is not None:
            fact = change.now
            indicator = Indicator(id=fact.id, name=fact.name, kind=fact.kind, unit=fact.unit)
            yield wording.measured(indicator, change.now.value)
        case _:
            pass
