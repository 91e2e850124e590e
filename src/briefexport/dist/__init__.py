"""Artifacts -> files: a whole set at once, its receipt, and a lock for each output folder."""

from .folder import Folder
from .lock import Held, held
from .new import add_file
from .receipt import Made, Receipt, read_receipt, receipt_name
from .trouble import NotWrittenError
from .write import Written, place_set, standing, write_set

__all__ = [
    "Folder",
    "Held",
    "Made",
    "NotWrittenError",
    "Receipt",
    "Written",
    "add_file",
    "held",
    "place_set",
    "read_receipt",
    "receipt_name",
    "standing",
    "write_set",
]
