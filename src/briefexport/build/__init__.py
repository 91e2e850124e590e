"""Briefing + House + Edition -> artifacts in memory."""

from .stamp import Stamp, stamp_of

__all__ = ["Stamp", "stamp_of"]
