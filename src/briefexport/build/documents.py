"""One document after the other. The libraries of a product are imported when it is made, and not before."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefexport.edition import Edition
from briefexport.problem import Code, Finding, Place, Problem, RejectedError, UnfitError
from briefexport.product import Artifact, Product, file_name

from .refused import memo_refused

if TYPE_CHECKING:
    from briefexport.briefing import Briefing
    from briefexport.house import House
    from briefexport.source import Source


def build_products(
    source: "Source",
    house: "House",
    edition: Edition,
    products: Iterable[Product] = Product,
    pictures: Mapping[str, bytes] | None = None,
) -> tuple[Artifact, ...]:
    """The products of a briefing, in the order asked for; `pictures` holds the bytes of every figure by its file.

    Raises:
        RejectedError: a product cannot be made; the problems of all of them together, each told once.
    """
    artifacts = []
    problems: dict[Problem, None] = {}
    for product in products:
        try:
            artifacts.append(build_one(product, source, house, edition, pictures or {}))
        except RejectedError as rejected:
            problems.update(dict.fromkeys(rejected.problems))
    if problems:
        raise RejectedError(problems)
    return tuple(artifacts)


def build_one(
    product: Product, source: "Source", house: "House", edition: Edition, pictures: Mapping[str, bytes]
) -> Artifact:
    """One product of a briefing.

    Raises:
        RejectedError: it cannot be made.
    """
    with _located(source):
        data, left_out = _made(product, source.briefing, house, edition, pictures)
    return Artifact(product, file_name(source.briefing.id, product), data, left_out)


def _made(
    product: Product, briefing: "Briefing", house: "House", edition: Edition, pictures: Mapping[str, bytes]
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of a product, and the fields that it had no room for."""
    match product:
        case Product.MEMO:
            return _memo(briefing, house, edition, pictures), ()
        case Product.ONEPAGER:
            return _onepager(briefing, house, edition, pictures)
        case Product.TRACKER:
            return _tracker(briefing, house, edition), ()


def _memo(briefing: "Briefing", house: "House", edition: Edition, pictures: Mapping[str, bytes]) -> bytes:
    from briefexport.compose.memo import compose_memo
    from briefexport.render.word import render_word

    with _templates_told():
        memo = compose_memo(briefing, house, pictures)
    with memo_refused(briefing, house):
        return render_word(memo, house.memo_styles(), edition)


def _onepager(
    briefing: "Briefing", house: "House", edition: Edition, pictures: Mapping[str, bytes]
) -> tuple[bytes, tuple[str, ...]]:
    from briefexport.compose.onepager import compose_onepager
    from briefexport.render.pdf import render_pdf

    with _templates_told():
        page = compose_onepager(briefing, house, pictures)
    drawn = render_pdf(page, house.theme(), edition)
    return drawn.data, drawn.left_out


def _tracker(briefing: "Briefing", house: "House", edition: Edition) -> bytes:
    from briefexport.compose.tracker import compose_tracker
    from briefexport.render.excel import render_excel

    return render_excel(compose_tracker(briefing, house), house.theme(), edition)


@contextmanager
def _located(source: "Source") -> Iterator[None]:
    """Gives what a composer or renderer found its place in the YAML."""
    from briefexport.wording import WordingError

    try:
        yield
    except UnfitError as unfit:
        raise RejectedError(problem_of(finding, source) for finding in unfit.findings) from unfit
    except WordingError as error:
        raise RejectedError([Problem(error.place, Code.LABELS, error.what, error.fix)]) from error


@contextmanager
def _templates_told() -> Iterator[None]:
    from briefexport.template import TemplateError

    try:
        yield
    except TemplateError as error:
        about = f" (while writing `{error.field}`)" if error.field else ""
        place = Place(error.origin, error.line)
        raise RejectedError([Problem(place, Code.TEMPLATE, error.what + about, error.fix)]) from error


def problem_of(finding: Finding, source: "Source") -> Problem:
    """A finding, at the place where its field was written."""
    place = source.places.within(finding.field, finding.line)
    return Problem(place, finding.code, finding.what, finding.fix)
