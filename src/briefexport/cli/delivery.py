"""The commands about finished sets: what they are given, and what they tell."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .streams import tell, visible

if TYPE_CHECKING:
    from briefexport.delivery.proof import Proof, Proved


def verify(**given: Any) -> int:
    """Proves the sets and gives the exit code."""
    from briefexport.delivery.proof import prove_sets
    from briefexport.export import Order

    from .tell import put_json, status_of, told_problem

    proofs = prove_sets(given["sources"], Order(into=given["into"], templates=given["templates"]))
    problems = list(dict.fromkeys(problem for proof in proofs for problem in proof.problems))
    status = status_of(problems, strict=given["strict"])
    if given["as_json"]:
        sets = [_set(proof) for proof in proofs if proof.receipt]
        put_json({"status": int(status), "sets": sets, "problems": [told_problem(problem) for problem in problems]})
    else:
        _tell(proofs, quiet=given["quiet"])
    return status


def _tell(proofs: Sequence["Proof"], *, quiet: bool) -> None:
    """The problems of each set, and a line for each file that has none."""
    from .tell import tell_problems

    for proof in proofs:
        tell_problems(proof.problems, hints=not quiet)
        for file in proof.files:
            if not (quiet or file.problems):
                tell(f"{visible(str(file.path))}: agrees in {file.facts} facts\n")


def _set(proof: "Proof") -> dict[str, Any]:
    return {
        "id": proof.id,
        "source": str(proof.source),
        "receipt": str(proof.receipt),
        "files": [_file(file) for file in proof.files],
    }


def _file(file: "Proved") -> dict[str, Any]:
    return {
        "product": file.product.value,
        "path": str(file.path),
        "state": file.verdict.value,
        "facts": file.facts,
        "differences": [
            {"field": each.field, "briefing": each.expected, "file": each.said} for each in file.differences
        ],
    }
