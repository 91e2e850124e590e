"""Artifacts -> files: a whole set at once, its receipt, and a lock for each output folder."""

from .away import Put, put_away
from .finished import Finished, read_set, sha256
from .folder import Folder
from .lock import Held, held
from .new import add_file
from .past import past_in, read_past
from .receipt import Made, Receipt, read_receipt, receipt_name
from .rewrite import rewrite_file
from .seat import Seat, read_seat, seat_of, seated, tracker_made
from .tracker import day_of, joined, keep_copy, leave_tracker, opened_elsewhere, put_beside, tracker_to_merge
from .trouble import NotWrittenError
from .write import Written, place_set, standing, tracker_kept, write_set

__all__ = [
    "Finished",
    "Folder",
    "Held",
    "Made",
    "NotWrittenError",
    "Put",
    "Receipt",
    "Seat",
    "Written",
    "add_file",
    "day_of",
    "held",
    "joined",
    "keep_copy",
    "leave_tracker",
    "opened_elsewhere",
    "past_in",
    "place_set",
    "put_away",
    "put_beside",
    "read_past",
    "read_receipt",
    "read_seat",
    "read_set",
    "receipt_name",
    "rewrite_file",
    "seat_of",
    "seated",
    "sha256",
    "standing",
    "tracker_kept",
    "tracker_made",
    "tracker_to_merge",
    "write_set",
]
