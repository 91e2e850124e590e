"""What consumers read of our files, kept as text that a person can compare; `make golden` rewrites it."""

import difflib
import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def differences(name: str, text: str) -> list[str]:
    """Where a text differs from the one kept under that name, by lines; `make golden` keeps it instead."""
    path = FOLDER / name
    if os.environ.get("GOLDEN") == "rewrite":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    kept = path.read_text("utf-8") if path.exists() else ""
    return list(difflib.unified_diff(kept.splitlines(), text.splitlines(), "kept", "now", lineterm=""))
