"""Every text of every field arrives, verbatim, in each document that the model names for it."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import msgspec
import pytest
from lxml import etree

from appearance import APPEARS, NOWHERE
from briefexport import briefing as model
from briefexport.briefing import Document, Frozen, Item, Kind
from briefexport.document.lines import lines as plain_lines
from briefexport.document.text import plain
from briefexport.markdown import read_markdown
from briefexport.product import Product
from conftest import Sample
from consumers import page_text

WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENTS = {
    "M": (Document.MEMO, Product.MEMO),
    "P": (Document.ONEPAGER, Product.ONEPAGER),
    "X": (Document.TRACKER, Product.TRACKER),
}
TEXTS = {Kind.TEXT, Kind.PROSE, Kind.URL, Kind.EMAIL}


class Said(NamedTuple):
    """A text of a briefing: the field it stands in, its path, whether it is Markdown."""

    field: str
    path: str
    text: str
    is_prose: bool


def marks(hint: Any) -> set[object]:
    """Every mark of a field's type, also inside unions and tuples."""
    inner = [part for part in (getattr(hint, "__origin__", None), *getattr(hint, "__args__", ())) if part is not None]
    return set(getattr(hint, "__metadata__", ())).union(*(marks(part) for part in inner if part is not hint), set())


def text_fields() -> set[str]:
    """`Class.field` of every text of the model."""
    classes = [each for each in vars(model).values() if isinstance(each, type) and issubclass(each, Frozen)]
    return {
        f"{each.__name__}.{name}"
        for each in classes
        for name, hint in get_type_hints(each, include_extras=True).items()
        if marks(hint) & TEXTS and name in each.__struct_fields__ and not (issubclass(each, Item) and name == "marking")
    }


def said(value: object, document: Document, path: str = "") -> Iterator[Said]:
    """Every text of a value that a document may show."""
    if isinstance(value, Item) and not value.shown_in(document):
        return
    if isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from said(part, document, f"{path}[{number}]")
    if not isinstance(value, msgspec.Struct):
        return
    hints = get_type_hints(type(value), include_extras=True)
    for name in value.__struct_fields__:
        part, here = getattr(value, name), f"{path}.{name}".lstrip(".")
        kinds = marks(hints[name]) & TEXTS
        for text in part if isinstance(part, tuple) else (part,):
            if isinstance(text, str) and kinds and name != "marking":
                yield Said(f"{type(value).__name__}.{name}", here, text, Kind.PROSE in kinds)
        yield from said(part, document, here)


def squeezed(text: str) -> str:
    """A text without white space and without the hyphens of line ends."""
    return re.sub(r"[\s\u00ad]+", "", text)


def in_word(data: bytes) -> str:
    """What a memo says, with its notes, headers and alternative texts, read from its parts."""
    return "".join(_xml_texts(data, r"word/(document|footnotes|header\d*|footer\d*)\.xml", f"{WORDS}t", f"{WORDS}p"))


def in_excel(data: bytes) -> str:
    """What a workbook says in its cells, headers and tables, read from its parts."""
    return "".join(_xml_texts(data, r"xl/(worksheets/sheet\d+|sharedStrings)\.xml", "*", "*"))


def _xml_texts(data: bytes, parts: str, tag: str, line: str) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if re.fullmatch(parts, name):
                for node in etree.fromstring(package.read(name)).iter():
                    if line in ("*", node.tag):
                        yield "\n"
                    if tag in ("*", node.tag):
                        yield node.text or ""
                    yield node.get("descr") or ""


def found_in(sample: Sample, letter: str, tmp_path: Path) -> str:
    product = DOCUMENTS[letter][1]
    data = sample.artifact(product).data
    if product is Product.MEMO:
        return squeezed(in_word(data))
    if product is Product.TRACKER:
        return squeezed(in_excel(data))
    (tmp_path / "page.pdf").write_bytes(data)
    return squeezed(page_text(tmp_path / "page.pdf"))


def is_left_out(path: str, sample: Sample) -> bool:
    """Whether the page had no room for it: the field itself, or the item or list it stands in."""
    gone = sample.artifact(Product.ONEPAGER).left_out
    return any(path == field or path.startswith((f"{field}.", f"{field}[")) for field in gone)


def lines(each: Said) -> list[str]:
    """The text as it stands between the marks of its notes; prose without its markup, a line each."""
    if not each.is_prose:
        return [squeezed(each.text)]
    blocks = read_markdown(re.sub(r"\[\^[^\]]+\]:?", "\u2063", each.text)).blocks
    text = "\n".join(re.sub(r"^(• |\d+\. )+", "", plain(line)) for line in plain_lines(blocks))
    return [squeezed(line) for line in re.split("[\u2063\n|]", text)]


def test_every_text_of_the_model_says_where_it_arrives() -> None:
    listed = {f"{name}.{field}" for name, fields in APPEARS.items() for field in fields}

    assert text_fields() == listed
    assert {
        f"{name}.{field}" for name, fields in APPEARS.items() for field, where in fields.items() if not where
    } == set(NOWHERE)


@pytest.mark.parametrize("letter", DOCUMENTS)
def test_every_text_arrives_in_the_documents_the_model_names(sample: Sample, letter: str, tmp_path: Path) -> None:
    document = found_in(sample, letter, tmp_path)
    expected = [
        each
        for each in said(sample.briefing, DOCUMENTS[letter][0])
        if letter in APPEARS[each.field.split(".")[0]][each.field.split(".")[1]]
        and not (letter == "P" and is_left_out(each.path, sample))
    ]

    missing = [f"{each.path}: {each.text}" for each in expected for line in lines(each) if line not in document]

    assert len(expected) > 20
    assert missing == []
