"""A tracker that people edited, and its next issue -> the same workbook, brought up to date.

Nothing that people wrote is lost: a value that they changed stands, whatever they added stays where it is, and parts of
the file that are not ours are not written anew. See docs/decisions/0021-a-tracker-is-merged-part-by-part.md.
"""

from .merge import Merged, merge_tracker
from .report import Change, NotMergedError, Report, listed, shown

__all__ = ["Change", "Merged", "NotMergedError", "Report", "listed", "merge_tracker", "shown"]
