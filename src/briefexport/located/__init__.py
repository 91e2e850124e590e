"""YAML text -> a plain tree that remembers where each part was written. The only package that knows YAML."""

from .builder import MOST_LEVELS, MOST_PARTS
from .locate import Located, locate
from .sign import CONTROL, quotable
from .tree import Broken, Mapping, Node, Scalar, Sequence

__all__ = [
    "CONTROL",
    "MOST_LEVELS",
    "MOST_PARTS",
    "Broken",
    "Located",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "locate",
    "quotable",
]
