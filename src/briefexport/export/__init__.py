"""From briefings on disk to sets on disk."""

from .make import export_briefings
from .order import Exported, Order
from .picture import read_pictures
from .ready import Ready, check_briefing, house_folders, read_ready
from .typed import read_counted

__all__ = [
    "Exported",
    "Order",
    "Ready",
    "check_briefing",
    "export_briefings",
    "house_folders",
    "read_counted",
    "read_pictures",
    "read_ready",
]
