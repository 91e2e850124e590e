"""What a document was made from."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from briefexport.edition import VERSION, Edition

if TYPE_CHECKING:
    from briefexport.facts import Facts


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides the bytes of a document: equal stamps, equal bytes.

    `source`, `pictures` and `templates` are SHA-256 in hexadecimal; `pictures` is None for a briefing
    without figures, and `past`, that of the facts of the issues before, for a first issue. `typed` is that of what
    people entered in the tracker, None for nothing. `profile` is the form of the memo, None for the house's own.
    """

    source: str
    pictures: str | None = None
    past: str | None = None
    typed: str | None = None
    templates: str
    profile: str | None = None
    tool: str
    edition: dt.datetime
    language: str


def stamp_of(
    source: str,
    pictures: Mapping[str, bytes],
    templates: str,
    edition: Edition,
    language: str,
    profile: str | None = None,
    *,
    earlier: "Sequence[Facts]" = (),
) -> Stamp:
    """The stamp of a briefing whose text and house style have these digests, made by this version.

    `earlier` are the facts of the issues before, which the documents tell of.
    """
    return Stamp(
        source=source,
        pictures=_digest(pictures) if pictures else None,
        past=hashlib.sha256(msgspec.json.encode(earlier)).hexdigest() if earlier else None,
        templates=templates,
        profile=profile,
        tool=VERSION,
        edition=edition.at,
        language=language,
    )


def _digest(pictures: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name, data in sorted(pictures.items()):
        whole.update(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest())
        whole.update(hashlib.sha256(data).digest())
    return whole.hexdigest()
