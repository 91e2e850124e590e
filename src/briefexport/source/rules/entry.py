"""The entries of a briefing's lists, with their paths."""

from collections.abc import Iterator

from briefexport.briefing import Briefing, Item


def entries(briefing: Briefing) -> Iterator[tuple[str, Item]]:
    """Every entry that has an id, in the order of the model; those that could not be read are left out."""
    for name in briefing.__struct_fields__:
        value = getattr(briefing, name)
        for index, item in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(item, Item):
                yield f"{name}[{index}]", item
