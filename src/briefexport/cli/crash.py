"""When the mistake is ours: one line, the traceback in a file, and what to send."""

from .streams import tell

BUG = 70


def tell_bug(error: BaseException) -> None:
    """Saves the traceback and says where; without a place to save it, it is printed."""
    import os
    import tempfile
    import traceback

    text = "".join(traceback.format_exception(error))
    # What a child process said of itself is the better traceback.
    summary = traceback.format_exception_only(error)[-1].strip().splitlines()[-1]
    try:
        descriptor, path = tempfile.mkstemp(prefix="briefexport-bug-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except OSError:
        tell(text)
        path = "the lines above"
    tell(
        f"briefexport has a bug: {summary}; send {path}, the command and, if you may, the briefing "
        "to whoever looks after briefexport for you\n"
    )
