"""Likelihood in words: on the scale, in its field, and never in one sentence with confidence.

Source: Intelligence Community Directive 203 (2015), D.6.e.2.
"""

import re
from collections.abc import Iterator

from briefexport.briefing import LIKELIHOODS, Briefing, Judgement
from briefexport.problem import Code, Finding
from briefexport.source.findings import is_read

from .text import sentences, texts

_SCALES = tuple(dict.fromkeys(word for scale in LIKELIHOODS.values() for word, _least, _most in scale))

# In the languages of the labels; a text may mix them.
_OFF_THE_SCALE = (
    *("probably", "probable", "improbable", "possibly", "perhaps", "maybe", "may", "might", "conceivably"),
    *("presumably", "doubtless", "undoubtedly", "in all likelihood", "chances are", "a good chance", "no chance"),
    *("probablement", "peut-être", "sans doute", "vraisemblablement", "éventuellement", "il se peut"),
    *("presque certain", "wahrscheinlich", "unwahrscheinlich", "vermutlich", "vielleicht", "möglicherweise"),
    *("voraussichtlich", "womöglich", "вероятно", "маловероятно", "возможно", "наверное", "наверняка", "пожалуй"),
    *("скорее всего", "может быть", "शायद", "संभवतः", "संभावना", "कदाचित", "लगभग निश्चित"),
)
_EDGE = r"(?<![\w\u0900-\u097f-]){}(?![\w\u0900-\u097f-])"


def _any_of(words: tuple[str, ...], *more: str) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(_EDGE.format(f"(?:{'|'.join([*map(re.escape, longest_first), *more])})"))


_LIKELIHOOD = _any_of((*_SCALES, *_OFF_THE_SCALE))
_SURE = _any_of(_SCALES + tuple(word for word in _OFF_THE_SCALE if word not in {"may", "might"}))
_CONFIDENCE = _any_of(
    ("confident", "confidently"),
    "(?:high|moderate|medium|low|great|little|full) confidence",
    "(?:haute|grande|faible) confiance|confiance (?:élevée|modérée|faible|moyenne)",
    "(?:hoh|mittler|gering|groß)e[mnrs]? (?:sicherheit|zuversicht|konfidenz)",
    r"(?:высок|средн|низк)\w+ (?:степень\w* )?уверенност\w+",
    "(?:उच्च|मध्यम|निम्न) विश्वास",
)


def likelihood_in_words(briefing: Briefing) -> Iterator[Finding]:
    """Statements that say how likely they are, and sentences that say likelihood and confidence at once."""
    mixed = {path: sentence for path, text in texts(briefing) if (sentence := _mixed(text))}
    for path, sentence in mixed.items():
        what = f"likelihood and confidence stand in one sentence: '{_opening(sentence)}'"
        fix = "say them in two sentences: one how likely it is, one how good the ground is"
        yield Finding(path, Code.LIKELIHOOD_WITH_CONFIDENCE, what, fix)
    for index, judgement in enumerate(briefing.judgements):
        path = f"judgements[{index}].statement"
        if path not in mixed and is_read(judgement) and isinstance(judgement.statement, str):
            yield from _statement(path, judgement, briefing)


def _mixed(text: str) -> str:
    """The first sentence with both; empty when there is none."""
    small = text.lower()
    if not (_CONFIDENCE.search(small) and _SURE.search(small)):
        return ""
    both = (one for one in sentences(text) if _CONFIDENCE.search(one.lower()) and _SURE.search(one.lower()))
    return next(both, "")


def _statement(path: str, judgement: Judgement, briefing: Briefing) -> Iterator[Finding]:
    said, scale = judgement.statement, briefing.likelihood_scale
    # The month of May is none of the words.
    found = _LIKELIHOOD.search(said if said.startswith("May ") else said[:1].lower() + said[1:])
    if found is None or not is_read(scale):
        return
    words = [word for word, _least, _most in LIKELIHOODS[scale]]
    off = "" if found[0] in words else f", which is not on the scale {scale.value}"
    fix = f"take it out, and write under `likelihood:` one of: {', '.join(words)}"
    if isinstance(judgement.likelihood, str):
        fix = "take it out; `likelihood:` says how likely it is"
    yield Finding(path, Code.LIKELIHOOD_IN_STATEMENT, f"`statement` has the likelihood word '{found[0]}'{off}", fix)


def _opening(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")  # noqa: PLR2004 - enough to find it by
