"""Where things are kept from run to run: the ledger, the log of the runs, compiled templates."""

import os
from pathlib import Path


def state_folder() -> Path:
    """Where the ledger is kept: the user's state folder (XDG base directories), /var/lib for a user without."""
    state, home = Path(os.environ.get("XDG_STATE_HOME", "")), Path(os.environ.get("HOME", ""))
    if not state.is_absolute():
        state = home / ".local" / "state"
    return state / "briefexport" if state.is_absolute() else Path("/var/lib/briefexport")


def shelf_folder() -> Path | None:
    """Where compiled templates are kept: the user's cache folder (XDG base directories), None for a user without."""
    cache, home = Path(os.environ.get("XDG_CACHE_HOME", "")), Path(os.environ.get("HOME", ""))
    if not cache.is_absolute():
        cache = home / ".cache"
    return cache / "briefexport" / "templates" if cache.is_absolute() else None
