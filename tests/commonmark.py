"""The examples of the CommonMark specification, and what their reference HTML says as text."""

import html
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

SPECIFICATION = Path(__file__).parents[1] / "build" / "commonmark-spec" / "package" / "spec.txt"

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$|^#{1,6} *([^\n]*)$", re.MULTILINE | re.DOTALL)
_TAG = re.compile(
    r"""<!--->|<!-->|<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<![A-Za-z].*?>|</?[A-Za-z][\w-]*(?:\s+[\w:.-]+(?:\s*=\s*
    (?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?>""",
    re.DOTALL | re.VERBOSE,
)
_OF_MARKDOWN = re.compile(r"</?(p|h[1-6]|em|strong|code|pre|a|ul|ol|li|blockquote|hr|br|img)\b")


class Example(NamedTuple):
    """One example: its number, the section it stands in, Markdown, and the HTML it must become."""

    number: int
    section: str
    markdown: str
    html: str


class MissingSpecificationError(Exception):
    """The specification was not fetched."""


@cache
def examples() -> tuple[Example, ...]:
    """Every example, in order.

    Raises:
        MissingSpecificationError: it is not here; the message is the command that fetches it.
    """
    if not SPECIFICATION.exists():
        raise MissingSpecificationError("the CommonMark specification is missing; run: tools/environment specification")
    found: list[Example] = []
    section = ""
    for markdown, page, heading in _EXAMPLE.findall(
        SPECIFICATION.read_text("utf-8").partition("<!-- END TESTS -->")[0]
    ):
        section = heading or section
        if not heading:
            found.append(Example(len(found) + 1, section, markdown.replace("→", "\t"), page.replace("→", "\t")))
    return tuple(found)


def raw_html(example: Example) -> list[str]:
    """The tags and comments that the author of the example typed and that come through as they are."""
    return [tag for tag in _TAG.findall(example.html) if tag in example.markdown and not _made(tag, example)]


def reference_text(example: Example) -> str:
    """What the page says, without white space: its letters, the words of its pictures, and raw HTML as it was typed."""
    raw = raw_html(example)
    if not raw:
        reader = _Words()
        reader.feed(example.html)
        reader.close()
        return squeezed("".join(reader.words))
    said, end = [], 0
    for tag in _TAG.finditer(example.html):
        said += [html.unescape(example.html[end : tag.start()]), tag[0] if tag[0] in raw else _alt(tag[0])]
        end = tag.end()
    return squeezed("".join([*said, html.unescape(example.html[end:])]))


def reference_lines(example: Example) -> str:
    """The same where lists are lines: every item begins with its bullet or number."""
    raw = raw_html(example)
    said, end, lists = [], 0, list[int | None]()
    for tag in _TAG.finditer(example.html):
        said.append(html.unescape(example.html[end : tag.start()]))
        said.append(tag[0] if tag[0] in raw else _alt(tag[0]) + _mark(tag[0], lists))
        end = tag.end()
    return squeezed("".join([*said, html.unescape(example.html[end:])]))


def _mark(tag: str, lists: list[int | None]) -> str:
    """What stands before an item; `lists` are those that are open, each with the number of its next item."""
    if found := re.fullmatch(r'<ol(?: start="(\d+)")?>|<ul>', tag):
        lists.append(None if tag == "<ul>" else int(found[1] or 1))
    elif tag in ("</ol>", "</ul>"):
        lists.pop()
    elif tag == "<li>":
        number = lists[-1]
        lists[-1] = None if number is None else number + 1
        return "•" if number is None else f"{number}."
    return ""


def reference_code(example: Example) -> list[str]:
    """The blocks of code, letter by letter."""
    blocks = re.findall(r"<pre><code[^>]*>(.*?)</code></pre>", example.html, re.DOTALL)
    return [html.unescape(block).removesuffix("\n") for block in blocks]


def reference_links(example: Example) -> list[str]:
    """Where the links lead, in order."""
    return [html.unescape(target) for target in re.findall(r'<a href="([^"]*)"', example.html)]


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def _made(tag: str, example: Example) -> bool:
    """Whether the tag is the page's own although the Markdown has the same letters, in code."""
    return bool(_OF_MARKDOWN.match(tag)) and example.html.count(tag) > example.markdown.count(tag)


def _alt(tag: str) -> str:
    found = re.search(r'alt="([^"]*)"', tag) if tag.startswith("<img") else None
    return html.unescape(found[1]) if found else ""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.words.append(dict(attrs).get("alt") or "")
