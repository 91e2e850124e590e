"""Briefing + House + Edition -> artifacts in memory."""

from .documents import Material, build_products, problem_of
from .stamp import Stamp, stamp_of

__all__ = ["Material", "Stamp", "build_products", "problem_of", "stamp_of"]
