"""Making and checking: what the commands are given, and what they tell."""

from typing import TYPE_CHECKING, Any

from .state import shelf_folder

if TYPE_CHECKING:
    from briefexport.crew import Crew


def make(products: tuple[str, ...], given: dict[str, Any]) -> int:
    """Makes the products of each source and gives the exit code."""
    _check_tracker(given)
    with _called(products, given) as crew:
        return _made(products, given, crew)


def _check_tracker(given: dict[str, Any]) -> None:
    """Refuses a tracker elsewhere for several briefings: each would be merged into it."""
    tracker = given.get("tracker")
    if tracker is None:
        return
    import click

    if len({*given["sources"]}) > 1:
        raise click.UsageError("--tracker names one file, so it goes with one SOURCE.")
    if tracker.suffix.lower() not in (".xlsx", ".xlsm"):
        raise click.UsageError(f"--tracker names an Excel workbook, and '{tracker.name}' does not end in .xlsx.")
    if tracker.suffix.lower() == ".xlsm" and not tracker.exists():
        raise click.UsageError(
            f"'{tracker}' is not there, and a first issue has no macros: name a file ending in .xlsx."
        )


def _called(products: tuple[str, ...], given: dict[str, Any]) -> "Crew":
    """The crew; the tracker's library takes longest to import, so that member is called before anything is read.

    Not for briefings that seem to be unchanged: then there will be nothing to make.
    """
    from briefexport.build.together import new_crew
    from briefexport.crew import usable_cores

    crew = new_crew()
    if "tracker" in products[1:] and usable_cores() > 1 and (given["again"] or _seem_new(given)):
        crew.call("tracker")
    return crew


def _seem_new(given: dict[str, Any]) -> bool:
    """Whether a briefing is not one that a receipt in the folder was written for; being wrong costs only time."""
    import hashlib

    try:
        receipts = b"".join(path.read_bytes() for path in given["into"].glob("*.receipt.json"))
        hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in given["sources"]]
    except OSError:
        return True
    return not all(one.encode() in receipts for one in hashes)


def _made(products: tuple[str, ...], given: dict[str, Any], crew: "Crew") -> int:
    from briefexport.export import Order, export_briefings
    from briefexport.product import Product

    from .progress import progress
    from .tell import status_of, tell_exported, tell_json

    order = Order(
        into=given["into"],
        products=tuple(Product(name) for name in products),
        templates=given["templates"],
        edition=given["edition"],
        profile=given.get("profile"),
        over_typing=given["replace_tracker"],
        again=given["again"],
        strict=given["strict"],
        wait_s=given["wait"],
        keep=given["keep"],
        beside=given["beside"],
        tracker=given.get("tracker"),
        shelf=shelf_folder(),
    )
    with progress(given["sources"], wanted=not (given["quiet"] or given["as_json"])) as tell:
        results = export_briefings(given["sources"], order, tell, crew)
    problems = [problem for result in results for problem in result.problems]
    status = status_of(problems, strict=order.strict)
    if given["as_json"]:
        tell_json(results, status)
    else:
        tell_exported(results, quiet=given["quiet"])
    return status


def check(**given: Any) -> int:
    """Checks each source and gives the exit code."""
    from briefexport.export import Exported, Order, check_briefing

    from .tell import status_of, tell_checked, tell_json

    order = Order(templates=given["templates"], edition=given["edition"])
    results = [Exported(path, None, check_briefing(path, order)) for path in given["sources"]]
    problems = [problem for result in results for problem in result.problems]
    status = status_of(problems, strict=given["strict"])
    if given["as_json"]:
        tell_json(results, status)
    else:
        tell_checked(results, quiet=given["quiet"])
    return status
