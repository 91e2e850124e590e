"""The first file of a newcomer, and the schema that its first line tells an editor of."""

from pathlib import Path

from briefexport.dist import add_file
from briefexport.edition import today
from briefexport.schema import schema_text
from briefexport.starter import starter_text

_SCHEMA = "briefing.schema.json"


def begin(path: Path) -> tuple[Path, ...]:
    """Writes a starter and, where none is yet, the schema beside it; the files written.

    Raises:
        NotWrittenError: a file of that name is there, or the system refused.
    """
    add_file(path, starter_text(today().isoformat(), _SCHEMA).encode())
    schema = path.with_name(_SCHEMA)
    if schema.exists():
        return (path,)
    add_file(schema, schema_text().encode())
    return (path, schema)
