"""One document after the other. The libraries of a product are imported when it is made, and not before."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from briefexport.briefing import Briefing
from briefexport.edition import Edition
from briefexport.house import House
from briefexport.problem import Finding, Place, Problem, RejectedError, UnfitError
from briefexport.product import Artifact, Product, file_name
from briefexport.source import Source


def build(
    source: Source,
    house: House,
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
    product: Product, source: Source, house: House, edition: Edition, pictures: Mapping[str, bytes]
) -> Artifact:
    """One product of a briefing.

    Raises:
        RejectedError: it cannot be made.
    """
    from briefexport.template import TemplateError

    try:
        data, left_out = _made(product, source.briefing, house, edition, pictures)
    except UnfitError as unfit:
        raise RejectedError(problem_of(finding, source) for finding in unfit.findings) from unfit
    except TemplateError as error:
        raise RejectedError([_problem_of_template(error)]) from error
    return Artifact(product, file_name(source.briefing.id, product), data, left_out)


def problem_of(finding: Finding, source: Source) -> Problem:
    """A finding, at the place where its field was written."""
    place = source.places.of(finding.field)
    if finding.line:
        place = Place(place.file, place.line + finding.line)
    return Problem(place, finding.code, finding.what, finding.fix)
