"""What an indicator's fields ask of each other."""

from collections.abc import Iterator

from briefexport.briefing import Briefing, Indicator, IndicatorKind
from briefexport.problem import Code, Finding
from briefexport.source.findings import is_read


def indicator_contradictions(briefing: Briefing) -> Iterator[Finding]:
    """Statuses without rules, rules out of order, observations and targets that say nothing."""
    for index, indicator in enumerate(briefing.indicators):
        path = f"indicators[{index}]"
        yield from _status(path, indicator)
        yield from _sayings(path, indicator)
        if indicator.milestones and is_read(indicator.kind) and indicator.kind is not IndicatorKind.MILESTONE:
            fix = "write `kind: milestone` if they measure it, or move them to another indicator"
            what = f"`milestones` do not count, because `kind` is {indicator.kind.value}"
            yield Finding(f"{path}.milestones", Code.MILESTONES_NOT_COUNTED, what, fix)


def _status(path: str, indicator: Indicator) -> Iterator[Finding]:
    if indicator.status == "auto" and indicator.rules is None:
        fix = "add `rules: {green: 0.8, amber: 0.5}`, or write the status itself"
        yield Finding(f"{path}.status", Code.AUTO_WITHOUT_RULES, "`status` is auto, but there are no `rules`", fix)
    if indicator.rules and indicator.rules.green <= indicator.rules.amber:
        what = f"`green` {indicator.rules.green} is not above `amber` {indicator.rules.amber}"
        yield Finding(f"{path}.rules.green", Code.RULES_OUT_OF_ORDER, what, "write the larger share under `green`")


def _sayings(path: str, indicator: Indicator) -> Iterator[Finding]:
    for index, seen in enumerate(indicator.observations):
        if seen.value is None and seen.text is None:
            what, fix = "the observation does not say what was seen", "add `value:` with a number or `text:` with words"
            yield Finding(f"{path}.observations[{index}]", Code.SAYS_NOTHING, what, fix)
    target = indicator.target
    if target and target.value is None and target.text is None:
        what, fix = "the target does not say what is to be reached", "add `value:` with a number or `text:` with words"
        yield Finding(f"{path}.target", Code.SAYS_NOTHING, what, fix)
