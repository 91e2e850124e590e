"""Artifacts -> files: a whole set at once, its receipt, and a lock for each output folder."""

from .finished import Finished, read_set, sha256
from .folder import Folder
from .lock import Held, held
from .new import add_file
from .receipt import Made, Receipt, read_receipt, receipt_name
from .tracker import joined, keep_copy, leave_tracker, opened_elsewhere, path_of, tracker_to_merge
from .trouble import NotWrittenError
from .write import Written, place_set, standing, write_set

__all__ = [
    "Finished",
    "Folder",
    "Held",
    "Made",
    "NotWrittenError",
    "Receipt",
    "Written",
    "add_file",
    "held",
    "joined",
    "keep_copy",
    "leave_tracker",
    "opened_elsewhere",
    "path_of",
    "place_set",
    "read_receipt",
    "read_set",
    "receipt_name",
    "sha256",
    "standing",
    "tracker_to_merge",
    "write_set",
]
