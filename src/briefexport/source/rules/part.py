"""Parts that contradict themselves: pictures, judgements, the columns of the tracker."""

from collections.abc import Iterator

from briefexport.briefing import LIKELIHOODS, Briefing, ColumnType
from briefexport.located import quotable
from briefexport.problem import Code, Finding
from briefexport.source.findings import is_read
from briefexport.source.near import near


def part_contradictions(briefing: Briefing) -> Iterator[Finding]:
    """Pictures without words, judgements off the scale or without a basis, columns that clash."""
    yield from _figures(briefing)
    yield from _judgements(briefing)
    yield from _columns(briefing)


def _figures(briefing: Briefing) -> Iterator[Finding]:
    for index, figure in enumerate(briefing.figures):
        if figure.alt is None and figure.decorative is False:
            fix = "add `alt:` with what the picture shows, or `decorative: true` if it says nothing"
            what = "the picture has no words for readers who cannot see it"
            yield Finding(f"figures[{index}]", Code.PICTURE_WITHOUT_WORDS, what, fix)
        if figure.alt and figure.decorative is True:
            fix = "remove `alt:` if the picture says nothing, else remove `decorative:`"
            what = "the picture is decorative, but `alt` says what it shows"
            yield Finding(f"figures[{index}].alt", Code.DECORATION_WITH_WORDS, what, fix)


def _judgements(briefing: Briefing) -> Iterator[Finding]:
    words = {word for word, _least, _most in LIKELIHOODS.get(briefing.likelihood_scale, ())}
    for index, judgement in enumerate(briefing.judgements):
        if judgement.likelihood and words and judgement.likelihood not in words:
            yield _off_the_scale(briefing, f"judgements[{index}].likelihood", judgement.likelihood)
        if judgement.basis == ():
            fix = "add `basis:` with the ids of the sources, indicators or events it rests on"
            yield Finding(f"judgements[{index}]", Code.NO_BASIS, "`basis` is missing: nothing shows why", fix)


def _off_the_scale(briefing: Briefing, path: str, word: str) -> Finding:
    scale = [known for known, _least, _most in LIKELIHOODS[briefing.likelihood_scale]]
    meant = near(word, [known.replace(" ", "-") for known in scale])
    fix = f"write one of: {', '.join(scale)}"
    if meant:
        fix = f"write '{meant.replace('-', ' ')}'; the scale is {', '.join(scale)}"
    what = f"`likelihood` cannot be '{quotable(word)}' on the scale {briefing.likelihood_scale.value}"
    return Finding(path, Code.NOT_ON_THE_SCALE, what, fix)


def _columns(briefing: Briefing) -> Iterator[Finding]:
    keys: set[str] = set()
    titles: set[str] = set()
    for index, column in enumerate(briefing.tracker.columns):
        path = f"tracker.columns[{index}]"
        yield from _seen_before(path, "key", column.key, keys)
        yield from _seen_before(path, "title", column.title, titles)
        if column.type is ColumnType.CHOICE and column.choices == ():
            fix = "add `choices:` with the words to choose from, or write `type: text`"
            yield Finding(f"{path}.type", Code.CHOICES_AND_TYPE, "`type` is choice, but there are no `choices`", fix)
        if is_read(column.type) and column.type is not ColumnType.CHOICE and column.choices:
            fix = "write `type: choice`, or remove the choices"
            what = f"`choices` are given, but `type` is {column.type.value}"
            yield Finding(f"{path}.choices", Code.CHOICES_AND_TYPE, what, fix)


def _seen_before(path: str, name: str, text: str, seen: set[str]) -> Iterator[Finding]:
    """A heading or a key that another column has; Excel does not tell capitals from small letters."""
    if not text:
        return
    if text.casefold() in seen:
        what = f"`{name}` '{quotable(text)}' stands twice in `columns`"
        yield Finding(f"{path}.{name}", Code.ID_TWICE, what, f"give one of the two columns another {name}")
    seen.add(text.casefold())
