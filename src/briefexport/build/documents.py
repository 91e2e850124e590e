"""One document after the other. The libraries of a product are imported when it is made, and not before."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from briefexport.edition import Edition
from briefexport.problem import Code, Finding, Place, Problem, RejectedError, UnfitError
from briefexport.product import Artifact, Product, file_name

from .refused import memo_refused

if TYPE_CHECKING:
    from briefexport.briefing import Briefing
    from briefexport.facts import Facts
    from briefexport.house import House
    from briefexport.source import Source


Reply: TypeAlias = Artifact | tuple[Finding | Problem, ...]
"""What comes of one product: its document, or what keeps it from being made."""


class Material(msgspec.Struct, frozen=True):
    """What documents are made from beside the briefing: the bytes of every figure by its file, and earlier issues."""

    pictures: Mapping[str, bytes] = {}
    past: "tuple[Facts, ...]" = ()


def build_products(
    source: "Source",
    house: "House",
    edition: Edition,
    products: Iterable[Product] = Product,
    pictures: Mapping[str, bytes] | None = None,
    *,
    past: "tuple[Facts, ...]" = (),
) -> tuple[Artifact, ...]:
    """The products of a briefing, in the order asked for; `pictures` holds the bytes of every figure by its file.

    `past` are the facts of earlier issues, so that the documents say what changed.

    Raises:
        RejectedError: a product cannot be made; the problems of all of them together, each told once.
    """
    material = Material(pictures or {}, past)
    return settled([make_product(product, source.briefing, house, edition, material) for product in products], source)


def settled(replies: Iterable[Reply], source: "Source") -> tuple[Artifact, ...]:
    """The documents, when every product could be made.

    Raises:
        RejectedError: one could not; the problems of all of them together, each at its place and told once.
    """
    artifacts = []
    problems: dict[Problem, None] = {}
    for reply in replies:
        if isinstance(reply, Artifact):
            artifacts.append(reply)
        else:
            problems.update(dict.fromkeys(_placed(found, source) for found in reply))
    if problems:
        raise RejectedError(problems)
    return tuple(artifacts)


def make_product(product: Product, briefing: "Briefing", house: "House", edition: Edition, material: Material) -> Reply:
    """One product of a briefing; what keeps it from being made is a reply, not an exception, and knows fields only."""
    from briefexport.wording import WordingError

    try:
        return _made(product, briefing, house, edition, material)
    except UnfitError as unfit:
        return unfit.findings
    except RejectedError as rejected:
        return rejected.problems
    except WordingError as error:
        return (Problem(error.place, Code.LABELS, error.what, error.fix),)


def _made(product: Product, briefing: "Briefing", house: "House", edition: Edition, material: Material) -> Artifact:
    name = file_name(briefing.id, product)
    match product:
        case Product.MEMO:
            data, pages = _memo(briefing, house, edition, material)
            return Artifact(product, name, data, pages=pages)
        case Product.ONEPAGER:
            data, left_out = _onepager(briefing, house, edition, material)
            return Artifact(product, name, data, left_out)
        case Product.TRACKER:
            return Artifact(product, name, _tracker(briefing, house, edition, material))


def _memo(briefing: "Briefing", house: "House", edition: Edition, material: Material) -> tuple[bytes, int]:
    """The bytes of the memo, and about how many pages it has up to the first page break, where annexes begin."""
    from briefexport.compose.memo import compose_memo
    from briefexport.render.word import typeset

    with _templates_told():
        memo = compose_memo(briefing, house, material.pictures, material.past)
    with memo_refused(briefing, house):
        done = typeset(memo, house.memo_styles(), edition)
    return done.data, done.pages[0]


def _onepager(
    briefing: "Briefing", house: "House", edition: Edition, material: Material
) -> tuple[bytes, tuple[str, ...]]:
    from briefexport.compose.onepager import compose_onepager
    from briefexport.render.pdf import render_pdf

    with _templates_told():
        page = compose_onepager(briefing, house, material.pictures, material.past)
    drawn = render_pdf(page, house.theme(), edition)
    return drawn.data, drawn.left_out


def _tracker(briefing: "Briefing", house: "House", edition: Edition, material: Material) -> bytes:
    from briefexport.compose.tracker import compose_tracker
    from briefexport.render.excel import render_excel

    return render_excel(compose_tracker(briefing, house, material.past), house.theme(), edition)


@contextmanager
def _templates_told() -> Iterator[None]:
    from briefexport.template import TemplateError

    try:
        yield
    except TemplateError as error:
        about = f" (while writing `{error.field}`)" if error.field else ""
        place = Place(error.origin, error.line)
        raise RejectedError([Problem(place, Code.TEMPLATE, error.what + about, error.fix)]) from error


def _placed(found: Finding | Problem, source: "Source") -> Problem:
    return problem_of(found, source) if isinstance(found, Finding) else found


def problem_of(finding: Finding, source: "Source") -> Problem:
    """A finding, at the place where its field was written."""
    place = source.places.within(finding.field, finding.line)
    return Problem(place, finding.code, finding.what, finding.fix)
