"""Finished files -> what they say, compared with what the briefing says. Bytes in, differences out."""

from briefexport.briefing import Briefing
from briefexport.facts import Facts
from briefexport.product import Product
from briefexport.wording import Wording

from .changed import expected_changes
from .compare import Comparison, Difference, compare
from .expected import expected_facts
from .told import Told, UnreadableError

__all__ = ["Comparison", "Difference", "Told", "UnreadableError", "read_told", "verify_file"]


def read_told(product: Product, data: bytes) -> Told:
    """What a finished file says.

    Raises:
        UnreadableError: it does not open.
    """
    match product:
        case Product.MEMO:
            from .word import read_word

            return read_word(data)
        case Product.ONEPAGER:
            from .pdf import read_pdf

            return read_pdf(data)
        case Product.TRACKER:
            from .excel import read_excel

            return read_excel(data)


def verify_file(
    product: Product,
    told: Told,
    briefing: Briefing,
    wording: Wording,
    left_out: tuple[str, ...] = (),
    past: tuple[Facts, ...] = (),
) -> Comparison:
    """How a file stands against its briefing.

    `left_out` names what its page had no room for, `past` are the facts of earlier issues, from which it tells changes.
    """
    facts = expected_facts(product, briefing, wording, left_out)
    return compare((*facts, *expected_changes(product, briefing, wording, past, left_out)), told)
