"""Which language a stretch of text is in, as Word's proofing tools and screen readers want to know it."""

import re
from enum import Enum
from functools import cache
from typing import NamedTuple

from .markup import Markup, tag, value


class Kind(Enum):
    """How Word treats a script: each kind has fonts, sizes and a language of its own."""

    PLAIN = "val"
    COMPLEX = "bidi"
    EAST_ASIAN = "eastAsia"


class Script(NamedTuple):
    """A script: the ranges of its letters, and the language it is taken for where nothing says which."""

    letters: str
    language: str
    kind: Kind = Kind.PLAIN
    right_to_left: bool = False


_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\ufb00-\ufb06"
SCRIPTS = {
    "Latn": Script(_LATIN, "en-GB"),
    "Cyrl": Script("\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f", "ru-RU"),
    "Grek": Script("\u0370-\u03ff\u1f00-\u1fff", "el-GR"),
    "Hebr": Script("\u0590-\u05ff\ufb1d-\ufb4f", "he-IL", Kind.COMPLEX, right_to_left=True),
    "Arab": Script(
        "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
        "ar-SA",
        Kind.COMPLEX,
        right_to_left=True,
    ),
    "Deva": Script("\u0900-\u097f\ua8e0-\ua8ff", "hi-IN", Kind.COMPLEX),
    "Beng": Script("\u0980-\u09ff", "bn-IN", Kind.COMPLEX),
    "Guru": Script("\u0a00-\u0a7f", "pa-IN", Kind.COMPLEX),
    "Gujr": Script("\u0a80-\u0aff", "gu-IN", Kind.COMPLEX),
    "Orya": Script("\u0b00-\u0b7f", "or-IN", Kind.COMPLEX),
    "Taml": Script("\u0b80-\u0bff", "ta-IN", Kind.COMPLEX),
    "Telu": Script("\u0c00-\u0c7f", "te-IN", Kind.COMPLEX),
    "Knda": Script("\u0c80-\u0cff", "kn-IN", Kind.COMPLEX),
    "Mlym": Script("\u0d00-\u0d7f", "ml-IN", Kind.COMPLEX),
    "Sinh": Script("\u0d80-\u0dff", "si-LK", Kind.COMPLEX),
    "Thai": Script("\u0e00-\u0e7f", "th-TH", Kind.COMPLEX),
    "Hang": Script("\u1100-\u11ff\u3130-\u318f\uac00-\ud7af", "ko-KR", Kind.EAST_ASIAN),
    "Jpan": Script("\u3040-\u30ff", "ja-JP", Kind.EAST_ASIAN),
    "Hani": Script("\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", "zh-CN", Kind.EAST_ASIAN),
}

# Languages of each script; a language that isn't here is written in Latin letters.
_WRITTEN_IN = {
    language: script
    for script, languages in {
        "Cyrl": "ru uk be bg sr mk kk ky mn tg",
        "Grek": "el",
        "Hebr": "he yi",
        "Arab": "ar fa ur ps sd ug ckb",
        "Deva": "hi mr ne sa kok mai",
        "Beng": "bn as",
        "Guru": "pa",
        "Gujr": "gu",
        "Orya": "or",
        "Taml": "ta",
        "Telu": "te",
        "Knda": "kn",
        "Mlym": "ml",
        "Sinh": "si",
        "Thai": "th",
        "Hang": "ko",
        "Jpan": "ja",
        "Hani": "zh",
    }.items()
    for language in languages.split()
}

# Word knows a language by the country it is spoken in.
_SPOKEN_IN = """
    en-GB hi-IN ru-RU fr-FR de-DE es-ES it-IT pt-PT nl-NL pl-PL uk-UA be-BY bg-BG mk-MK kk-KZ ky-KG mn-MN
    tg-TJ el-GR he-IL ar-SA fa-IR ur-PK ps-AF mr-IN ne-NP sa-IN kok-IN bn-IN as-IN pa-IN gu-IN or-IN ta-IN
    te-IN kn-IN ml-IN si-LK th-TH ko-KR ja-JP zh-CN cs-CZ sk-SK sl-SI hr-HR ro-RO hu-HU fi-FI sv-SE da-DK
    nb-NO nn-NO et-EE lv-LV lt-LT tr-TR az-AZ id-ID ms-MY vi-VN sw-KE ga-IE is-IS sq-AL hy-AM ka-GE
"""
_COUNTRIES = dict(pair.split("-") for pair in _SPOKEN_IN.split())

# Marks and joiners belong to the letter before them.
_JOINED = "[\u0300-\u036f\u200c\u200d\ufe00-\ufe0f]*"
# Where no other script has a letter: Latin letters, and the dashes, quotes, arrows and signs between them.
_LATIN_ALONE = re.compile("[\0-\u036f\u1e00-\u1eff\u2000-\u2bff]*")


class Stretch(NamedTuple):
    """A stretch of text in one script, and its language as Word names it."""

    text: str
    script: Script
    language: str


@cache
def script_of(language: str) -> str:
    """The script a language is written in: `sr` in Cyrillic, `sr-Latn` in Latin letters."""
    first, *rest = language.split("-")
    named = next((each.title() for each in rest if each.title() in SCRIPTS), None)
    return named or _WRITTEN_IN.get(first.lower(), "Latn")


@cache
def culture(language: str) -> str:
    """The tag Word's tools know: `hi` is `hi-IN`; a tag that names a country is kept.

    >>> culture("hi"), culture("en-IN"), culture("tlh")
    ('hi-IN', 'en-IN', 'tlh')
    """
    country = _COUNTRIES.get(language.lower())
    return f"{language.lower()}-{country}" if country else language


def stretches(text: str, document: str, span: str | None = None) -> list[Stretch]:
    """The text cut where the script changes.

    What belongs to no script (digits, spaces, punctuation, emoji) goes with the letters around it when they are of one
    script, else with the document's own.
    """
    own = script_of(span or document)
    if own == "Latn" and (text.isascii() or _LATIN_ALONE.fullmatch(text)):
        return [Stretch(text, *_voice(own, document, span))]
    return [Stretch(piece, *_voice(script, document, span)) for piece, script in _joined(_cut(text, own))]


@cache
def _stretch() -> re.Pattern[str]:
    """A stretch of letters of one script. It takes longer to make than a short memo, and most memos need none."""
    return re.compile("|".join(f"(?P<{name}>(?:[{script.letters}]{_JOINED})+)" for name, script in SCRIPTS.items()))


def _cut(text: str, own: str) -> list[tuple[str, str]]:
    """Pieces and their scripts in turn; what is between pieces of one script is of that script, else of `own`."""
    found = [(match.start(), match.end(), match.lastgroup or own) for match in _stretch().finditer(text)]
    pieces: list[tuple[str, str]] = []
    end, before = 0, own
    for start, stop, script in found:
        pieces += [(text[end:start], script if script == before else own), (text[start:stop], script)]
        end, before = stop, script
    return [*pieces, (text[end:], own)]


def _joined(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    joined: list[tuple[str, str]] = []
    for text, script in pieces:
        if joined and (joined[-1][1] == script or not text):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        elif text:
            joined.append((text, script))
    return joined


@cache
def _voice(script: str, document: str, span: str | None) -> tuple[Script, str]:
    known = next((each for each in (span, document) if each and script_of(each) == script), None)
    return SCRIPTS[script], culture(known) if known else SCRIPTS[script].language


def marks(script: Script, language: str, document: str) -> tuple[Markup, ...]:
    """What a run says about its script and language, where the document hasn't said it already."""
    if script.kind is Kind.PLAIN and language == culture(document):
        return ()
    said = [tag("rtl" if script.right_to_left else "cs")] if script.kind is Kind.COMPLEX else []
    if language != culture(document):
        said.append(tag("lang", **{script.kind.value: value(language)}))
    return tuple(said)
