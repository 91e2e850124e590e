"""The products of a briefing, made side by side where there are cores for it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefexport.crew import Crew, Job, MemberDiedError, usable_cores
from briefexport.edition import Edition
from briefexport.problem import Code, Place, Problem
from briefexport.product import Artifact, Product

from .documents import Material, Reply, make_product, settled

if TYPE_CHECKING:
    from briefexport.house import House
    from briefexport.source import Source

# With fewer products, or fewer cores, another process costs more than it gives.
_FEWEST = 2


def new_crew() -> Crew:
    """A crew that makes products; nobody is called yet."""
    return Crew(_job_done, get_ready)


def build_side_by_side(
    source: "Source",
    house: "House",
    edition: Edition,
    products: Sequence[Product],
    material: Material,
    crew: Crew,
) -> tuple[Artifact, ...]:
    """What `build_products` gives: the first product from this process, the others from the crew where there are cores.

    Raises:
        RejectedError: a product cannot be made or its process died; all problems together, each told once.
        MemberBugError: a member of the crew failed through a mistake of ours.
    """
    job = (source.briefing, house, edition, material)
    # Members that are there already begin at once; only then is imported what the others need.
    early = [product for product in products[1:] if product.value in crew]
    _ask(early, job, crew)
    late = _called([product for product in products if product not in early], crew)
    _ask(late, job, crew)
    theirs = [*early, *late]
    replies = {product: _job_done(product.value, job) for product in products if product not in theirs}
    replies |= {product: _answer(product, crew, source) for product in theirs}
    return settled([replies[product] for product in products], source)


def _ask(products: Sequence[Product], job: Job, crew: Crew) -> None:
    for product in products:
        crew.ask(product.value, job)


def _called(products: Sequence[Product], crew: Crew) -> list[Product]:
    """The products that a member makes; what the memo and the one-pager share is imported before a member is forked."""
    if usable_cores() < _FEWEST:
        return []
    if Product.MEMO in products and Product.ONEPAGER in products[1:]:
        import briefexport.template  # noqa: F401
    return [product for product in products[1:] if crew.call(product.value)]


def get_ready(name: str) -> None:
    """Import what a product needs, ahead of the briefing."""
    match Product(name):
        case Product.MEMO:
            import briefexport.compose.memo
            import briefexport.render.word
        case Product.ONEPAGER:
            import briefexport.compose.onepager
            import briefexport.render.pdf
        case Product.TRACKER:
            import briefexport.compose.tracker
            import briefexport.render.excel  # noqa: F401


def _job_done(name: str, job: Job) -> Reply:
    briefing, house, edition, material = job
    return make_product(Product(name), briefing, house, edition, material)


def _answer(product: Product, crew: Crew, source: "Source") -> Reply:
    try:
        reply: Reply = crew.answer(product.value)
    except MemberDiedError as death:
        return (
            Problem(
                Place(source.places.file),
                Code.CHILD_DIED,
                f"the {product.value} was not made: the process that made it was ended {death}",
                "see whether this machine has memory left, then run this again",
            ),
        )
    return reply
