"""What the office decides, and whether documents come of it: the briefing, templates, labels and fonts."""

import time
from collections.abc import Iterator

from briefexport.briefing import Document
from briefexport.build import build_products, problem_of
from briefexport.compose.message import compose_message
from briefexport.edition import edition_of
from briefexport.export import Order, house_folders, read_pictures, read_ready
from briefexport.house import House, read_house
from briefexport.problem import Problem, RejectedError, UnfitError
from briefexport.product import Product, file_name
from briefexport.source import Source, read_source
from briefexport.starter import starter_text
from briefexport.template import TemplateError

from .finding import Finding, Kind, Patient, State, of_problem
from .machine import YEARS

_SHOWN = 3
# Of the sample: any day will do, and the clock may be wrong.
_DAY = "2026-01-15"


def look_at_office(patient: Patient) -> Iterator[Finding]:
    """The briefing; the labels; and, with them and a sample where there is no briefing, all documents in memory."""
    source = None
    if patient.source:
        try:
            source = read_ready(patient.source, Order(into=patient.into, templates=patient.templates)).source
            yield Finding(about="briefing", said=f"{patient.source} has no mistakes")
        except RejectedError as rejected:
            yield from _told("briefing", rejected.problems)
    try:
        house = read_house(house_folders(patient.beside, patient.templates))
        yield _labels(house)
    except RejectedError as rejected:
        yield from _told("templates", rejected.problems)
        return
    sample = read_source(starter_text(_DAY, "briefing.schema.json"), "the sample of `init`")
    yield from _documents(source or sample, house, patient)


def _labels(house: House) -> Finding:
    for language in house.languages():
        house.wording(language)
    languages = ", ".join(house.languages())
    return Finding(about="templates", said=f"{len(house.files)} files, with labels for {languages}")


def _documents(source: Source, house: House, patient: Patient) -> Iterator[Finding]:
    """Makes everything and writes nothing: what a template, a font or a library lacks shows here."""
    if patient.at.year not in YEARS:
        said = "not tried: no document can be packed in that year"
        yield Finding(about="documents", state=State.WARNING, said=said, fix="set the clock first")
        return
    begun = time.monotonic()
    try:
        pictures = read_pictures(source, patient.beside.parent)
        artifacts = build_products(source, house, edition_of(source.briefing.date), Product, pictures)
        _compose_mail(source, house)
    except RejectedError as rejected:
        yield from _told("documents", rejected.problems)
        return
    except TemplateError as error:
        said, kind = f"{error.origin}:{error.line}: {error.what}", Kind.SETTING
        yield Finding(about="documents", state=State.FAILS, said=said, fix=error.fix, kind=kind)
        return
    size_kb = sum(len(artifact.data) for artifact in artifacts) // 1000
    took = time.monotonic() - begun
    yield Finding(about="documents", said=f"memo, one-pager, tracker and mail come out: {size_kb} kB in {took:.1f} s")


def _compose_mail(source: Source, house: House) -> None:
    files = [(Document(product.value), file_name(source.briefing.id, product)) for product in Product]
    try:
        compose_message(source.briefing, house, None, files)
    except UnfitError as unfit:
        raise RejectedError([problem_of(finding, source) for finding in unfit.findings]) from None


def _told(about: str, problems: tuple[Problem, ...]) -> Iterator[Finding]:
    for problem in problems[:_SHOWN]:
        kind = Kind.SETTING if problem.code.value.startswith("B5") else Kind.BRIEFING
        yield of_problem(about, problem, kind)
    more = len(problems) - _SHOWN
    if more > 0:
        said, fix = f"there are {more} more problems", "`briefexport check` prints them all"
        yield Finding(about=about, state=State.FAILS, said=said, fix=fix, kind=Kind.BRIEFING)
