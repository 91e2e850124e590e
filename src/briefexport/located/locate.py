"""The way from a text to its tree.

Nothing is interpreted: `NO`, `1_000`, `0123` and `12:30` stay the texts that their author typed. What a briefing has no
use for (anchors, aliases, tags, merge keys, several documents) is refused, so a tree is never larger than its text.
"""

from typing import Any

import msgspec
import yaml

from briefexport.problem import Code, Place, Problem, RejectedError

from .builder import Builder
from .sign import unseen
from .slip import slip_said, unreadable
from .tree import Node, Scalar

QUICK_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it: nine times as fast."""


class Located(msgspec.Struct, frozen=True):
    """A tree and the problems met on the way, each of which left the rest of the tree readable."""

    root: Node
    problems: tuple[Problem, ...]


def locate(text: str, file: str, parser: Any = QUICK_PARSER) -> Located:
    """The tree of a YAML text.

    Raises:
        RejectedError: No tree can be made of the text at all.
    """
    text = text.removeprefix("\ufeff")
    controls = tuple(unseen(text, file))
    if controls:
        raise RejectedError(controls)
    builder = Builder(file)
    events = parser(text)
    try:
        builder.take_all(events.get_event)
    except yaml.MarkedYAMLError as error:
        raise RejectedError([*builder.problems, slip_said(error, text, file)]) from None
    except (ValueError, OverflowError):  # PyYAML without libyaml lets \U99999999 come to this
        raise RejectedError([*builder.problems, unreadable(file)]) from None
    finally:
        events.dispose()
    root = builder.root
    if root is None or (isinstance(root, Scalar) and not root.text and not root.style):
        nothing = Problem(
            Place(file, 1, 1),
            Code.NOTHING_IN_IT,
            "there is no briefing in this file",
            "write one; `briefexport init` gives a start",
        )
        raise RejectedError([*builder.problems, nothing])
    return Located(root, tuple(builder.problems))
