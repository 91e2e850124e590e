"""LibreOffice at work for a script that edits in it; for the Python that LibreOffice brings."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue


def value(name: str, said: Any) -> Any:
    """A named value."""
    made = PropertyValue()
    made.Name, made.Value = name, said
    return made


@contextmanager
def opened(profile: str, path: Path, saved: Path, form: str, *manner: Any) -> Iterator[Any]:
    """A file as LibreOffice has it open; after the block it is saved in that form and manner, in its place or another.

    No other LibreOffice runs for that `saved` at the same time.
    """
    with _at_work(profile, saved) as desktop:
        document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (value("Hidden", said=True),))
        yield document
        document.storeToURL(saved.as_uri(), (value("FilterName", form), *manner))
        document.close(True)  # noqa: FBT003 # as UNO wants it


@contextmanager
def _at_work(profile: str, saved: Path) -> Iterator[Any]:
    pipe = f"briefexport{abs(hash(str(saved)))}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp",
        ]
    )
    try:
        yield _desktop(pipe)
    finally:
        office.terminate()
        office.wait(30)


def _desktop(pipe: str) -> Any:
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(300):
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 # UNO raises what it likes until somebody answers
            time.sleep(0.1)
        else:
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
    raise SystemExit("LibreOffice does not answer")
