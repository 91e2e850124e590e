"""Nine one-pagers to look at: three briefings, short, usual and far too long, in English, Hindi and Russian."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from briefexport.briefing import Briefing
from briefexport.source import read_file
from briefexport.theme import Theme

HERE = Path(__file__).parent
SOURCE = HERE.parent / "source"
USUAL = {"en": SOURCE / "summit.yaml", "hi": SOURCE / "museum.yaml", "ru": HERE / "looks" / "sample-ru.yaml"}
OTHER_PAPERS = {"letter": Theme(paper="letter"), "landscape": Theme(landscape=True)}
TIMES_TOO_LONG = 5
KEPT_ONCE = ("recommendations", "timeline", "sources", "figures")


def nine_briefings() -> dict[str, Briefing]:
    """The nine by name: `short-en`, `usual-hi`, `overfull-ru`, ..."""
    usual = {language: read_file(path).briefing for language, path in USUAL.items()}
    short = {language: read_file(HERE / "looks" / f"short-{language}.yaml").briefing for language in USUAL}
    return {
        **{f"short-{language}": found for language, found in short.items()},
        **{f"usual-{language}": found for language, found in usual.items()},
        **{f"overfull-{language}": overfull(found) for language, found in usual.items()},
    }


def overfull(briefing: Briefing) -> Briefing:
    """A briefing of which all lists are several times as long, with nothing that must stay but what always does."""
    longer = {
        name: tuple(
            msgspec.structs.replace(item, priority=max(item.priority, 2))
            for _ in range(TIMES_TOO_LONG)
            for item in items
        )
        for name, items in briefing.lists()
        if name not in KEPT_ONCE
    }
    return msgspec.structs.replace(briefing, **longer)


def pictures_of(briefing: Briefing) -> Mapping[str, bytes]:
    """The pictures of one of the nine, by file."""
    return {figure.file: (SOURCE / figure.file).read_bytes() for figure in briefing.figures}
