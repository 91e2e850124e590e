"""Compiled templates kept between runs, for compiling takes longer than filling in. Losing them costs only time."""

import jinja2
from jinja2.bccache import Bucket

_FORM = 3  # of what is compiled; another one for each change of how templates are compiled


class Shelf(jinja2.FileSystemBytecodeCache):
    """A folder of compiled templates, by the hash of their text; what cannot be read or written is done without."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder, f"__briefexport_{_FORM}_%s.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what was compiled before; leave it empty when that is damaged or gone."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - whatever a damaged file makes of unpickling, compiling anew mends it
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled; a full disk or a folder that is gone is no reason to stop."""
        try:
            super().dump_bytecode(bucket)
        except OSError:
            return
