"""How far the work has come, for a person at a terminal, and only when it takes long enough to wonder."""

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from .streams import in_colour, visible

# Below that everything is done before a person has read the line.
_MANY = 3
_LARGE_BYTES = 300_000


@contextlib.contextmanager
def progress(sources: Sequence[Path], *, wanted: bool) -> Iterator[Callable[[Path], None] | None]:
    """A function to call with each source before its documents are made; None when nobody would see it."""
    if not (wanted and in_colour(sys.stderr) and _is_long(sources)):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    # No refreshing thread: the documents are made in forked processes.
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
    ) as bar:
        task = bar.add_task("", total=len(sources))
        done = -1

        def tell(path: Path) -> None:
            nonlocal done
            done += 1
            bar.update(task, completed=done, description=visible(str(path)), refresh=True)

        yield tell


def _is_long(sources: Sequence[Path]) -> bool:
    with contextlib.suppress(OSError):
        return len(sources) >= _MANY or any(path.stat().st_size > _LARGE_BYTES for path in sources)
    return False
