"""Template and briefing -> the page."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import cast

import msgspec

from briefexport.briefing import Briefing, Document
from briefexport.compose.changes import compose_changes
from briefexport.compose.imprint import furniture_of, properties_of
from briefexport.compose.misnamed import no_such_part, no_such_word
from briefexport.document.lines import lines
from briefexport.document.page import Asks, BottomLine, Closing, Line, Lines, OnePage, Panel, Slot
from briefexport.document.text import Block, Heading, Picture, Spans, plain
from briefexport.facts import Facts
from briefexport.house import House
from briefexport.markdown import Component, Setting, UnknownComponentError, read_markdown
from briefexport.problem import Code, Finding, Place, Problem, RejectedError, UnfitError
from briefexport.template import write

from .assessment import likelihood_words, status_key
from .desk import Desk, desk_of
from .opening import asks, bottom_line, masthead
from .parts import HEAD_PARTS, PARTS, TEXT_PART, ArgumentError, Placed, place

TEMPLATE = "onepager.md.j2"


def compose_onepager(
    briefing: Briefing, house: House, pictures: Mapping[str, bytes], past: Sequence[Facts] = ()
) -> OnePage:
    """The one-pager of a briefing, with everything that it would say on a page of any length.

    `pictures` holds the bytes of every figure by its file, `past` the facts of earlier issues.

    Raises:
        TemplateError: the template cannot be used.
        UnfitError: the bottom line has something that a page cannot show.
    """
    wording = house.wording(briefing.language)
    changes = compose_changes(briefing, wording, past, Document.ONEPAGER)
    desk = desk_of(briefing, wording, pictures, changes)
    blocks = _blocks(desk, house)
    decisions = next((heading for heading, block in blocks if _is(block, "decisions")), None)
    areas = [area.area for area in briefing.agenda if area.shown_in(Document.ONEPAGER)]
    return OnePage(
        properties=properties_of(briefing, desk.wording, areas),
        furniture=furniture_of(briefing, desk.wording, "onepager"),
        masthead=masthead(desk, _logo(house)),
        bottom_line=_bottom_line(desk, blocks),
        asks=_asks(desk, decisions),
        panels=tuple(_panels(blocks)),
        closing=_closing(desk),
    )


def _blocks(desk: Desk, house: House) -> list[tuple[Spans, Block | Placed]]:
    """What the template says, each part with the heading above it; a heading counts for one part only."""
    templates = house.templates()
    names = {"changes": desk.changes}
    written = write(TEMPLATE, templates, desk.briefing, desk.wording, Document.ONEPAGER, words=names, shelf=house.shelf)
    citations = frozenset(desk.numbers)

    def mark(_field: str, label: str) -> str:
        return str(desk.numbers.get(label, label))

    setting = Setting(written.values, _components(desk), citations, mark=mark)
    try:
        reading = read_markdown(written.text, setting)
    except UnknownComponentError as error:
        raise no_such_part(error, templates, TEMPLATE) from None
    except ArgumentError as error:
        raise no_such_word(error.part, error.word, error.known, templates, TEMPLATE) from None
    if reading.refusals:
        raise UnfitError(
            Finding(refusal.field, Code.UNSHOWABLE, refusal.what, refusal.fix, refusal.line)
            for refusal in reading.refusals
        )
    return list(_headed(reading.blocks))


def _components(desk: Desk) -> dict[str, Component]:
    def component(name: str, arguments: dict[str, str], inner: tuple[Block, ...]) -> Sequence[Block]:
        # The reader of Markdown passes on what a part gives, whatever it is.
        return [cast("Block", place(desk, name, arguments, inner))]

    return {name: partial(component, name) for name in (*HEAD_PARTS, *PARTS, TEXT_PART)}


def _headed(blocks: Sequence[Block]) -> Iterator[tuple[Spans, Block | Placed]]:
    heading: Spans = ()
    for block in cast("Sequence[Block | Placed]", blocks):
        if isinstance(block, Heading):
            heading = block.spans
            continue
        yield heading, block
        heading = ()


def _is(block: Block | Placed, name: str) -> bool:
    return isinstance(block, Placed) and block.name == name


def _bottom_line(desk: Desk, blocks: Sequence[tuple[Spans, Block | Placed]]) -> BottomLine:
    for heading, block in blocks:
        if isinstance(block, Placed) and block.name == "bottom-line":
            return bottom_line(plain(heading) or desk.label("bottom_line"), block.inner)
    return bottom_line(desk.label("bottom_line"), read_markdown(desk.briefing.bottom_line).blocks)


def _panels(blocks: Sequence[tuple[Spans, Block | Placed]]) -> Iterator[Panel]:
    """The panels in the order of the template; text that stands free is a panel too, and an empty one is none."""
    for heading, block in blocks:
        if isinstance(block, Placed):
            panel = block.panel and msgspec.structs.replace(block.panel, heading=heading)
        else:
            free = tuple(Line(origin=TEXT_PART, spans=spans) for spans in lines((block,)))
            panel = Panel(TEXT_PART, heading, Lines(free), Slot.WIDE)
        if panel and panel.body.items:
            yield panel


def _asks(desk: Desk, heading: Spans | None) -> Asks:
    """The decisions; none where the template has no part for them."""
    label = plain(heading or ()) or desk.label("decisions")
    return Asks(label, desk.label("by")) if heading is None else asks(desk, label)


def _closing(desk: Desk) -> Closing:
    as_of, scale = desk.briefing.as_of, desk.briefing.likelihood_scale
    return Closing(
        in_the_memo=desk.label("in_the_memo", parts="{parts}"),
        more=desk.label("more", heading="{heading}", count="{count}"),
        less=desk.label("less", heading="{heading}"),
        key_label=desk.label("key"),
        key=status_key(desk),
        notes=(desk.label("as_of", moment=desk.wording.moment(as_of)),) if as_of else (),
        words_label=desk.label("likelihood_key", scale=desk.wording.word(scale), ranges="{words}"),
        words=likelihood_words(desk),
    )


def _logo(house: House) -> Picture | None:
    """The crest that the theme names.

    Raises:
        RejectedError: the house has no such file.
    """
    logo = house.theme().logo
    if logo is None:
        return None
    if logo.file not in house.files:
        place = Place(house.files["theme.toml"].origin)
        what, fix = f"there is no file '{logo.file}' beside the theme", "put it into your folder of templates"
        raise RejectedError([Problem(place, Code.HOUSE_FILE, what, fix)])
    return Picture(house.files[logo.file].data, logo.alt)
