"""The message that goes with a set: its templates filled in, once as plain text and once as HTML."""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from briefexport.briefing import Briefing, Document, source_numbers
from briefexport.document.message import Mailbox, Message
from briefexport.facts import Facts
from briefexport.house import House
from briefexport.markdown import Plain, Prose
from briefexport.problem import Code, Finding, UnfitError
from briefexport.template import Written, write
from briefexport.wording import Wording

from .changes import compose_changes
from .prose import plain_lines

_TOKEN = re.compile("\ue000(\\d+)\ue001")
_GAP = re.compile(r"\n{3,}")


def compose_message(
    briefing: Briefing,
    house: House,
    language: str | None,
    files: Sequence[tuple[Document, str]],
    past: Sequence[Facts] = (),
) -> Message:
    """The message that carries files, each a document and a name; labels are in `language`, None for the briefing's.

    `past` are the facts of earlier issues: the message says what changed.

    Raises:
        TemplateError: a template cannot be used.
        UnfitError: the subject does not begin with the marking, or a part does not show it.
        RejectedError: there are no labels in that language.
    """
    wording = house.wording(language or briefing.language)
    names = {
        "attachments": [_attached(kind, name, wording) for kind, name in files],
        "changes": compose_changes(briefing, wording, past, Document.MAIL),
        "likelihood": partial(wording.likelihood, briefing.likelihood_scale),
        **_tongues(briefing, wording),
    }

    def filled(template: str, written_as: Callable[[str], str]) -> str:
        written = write(template, house.templates(), briefing, wording, Document.MAIL, words=names, shelf=house.shelf)
        return _filled(written, briefing, written_as)

    message = Message(
        language=wording.language,
        subject=" ".join(filled("mail.subject.j2", str).split()),
        text=_GAP.sub("\n\n", filled("mail.txt.j2", str)).strip() + "\n",
        html=_GAP.sub("\n", filled("mail.html.j2", _escaped)).strip() + "\n",
    )
    _refuse_unmarked(message, briefing)
    return message


def who_answers(briefing: Briefing) -> Mailbox | None:
    """The first of the drafters, then of the senders, who has an address."""
    people = (*briefing.drafters, *briefing.from_)
    return next((Mailbox(person.name or person.short, person.email) for person in people if person.email), None)


def _attached(kind: Document, name: str, wording: Wording) -> str:
    return wording.label("mail.attached_file", kind=wording.label(f"mail.{kind.value}"), name=name)


def _tongues(briefing: Briefing, wording: Wording) -> Mapping[str, object]:
    """The languages of the labels and of the content, and the direction of the labels."""
    direction = "rtl" if wording.right_to_left else "ltr"
    return {"label_language": wording.language, "content_language": briefing.language, "direction": direction}


def _filled(written: Written, briefing: Briefing, written_as: Callable[[str], str]) -> str:
    numbers = source_numbers(briefing)

    def value(token: re.Match[str]) -> str:
        found = written.values[int(token[1])]
        match found:
            case Plain(text):
                return written_as(text)
            case Prose(text=text):
                return written_as("\n".join(plain_lines(text, numbers)))

    return _TOKEN.sub(value, written.text)


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>\n")


def _refuse_unmarked(message: Message, briefing: Briefing) -> None:
    """A message must carry its marking wherever it can be read without the rest."""
    if briefing.marking is None:
        return
    banner = briefing.marking.banner
    marked = {
        "mail.subject.j2": message.subject.startswith(banner),
        "mail.txt.j2": message.text.startswith(banner) and message.text.rstrip().endswith(banner),
        "mail.html.j2": message.html.count(html.escape(banner)) > 1,
    }
    missing = [name for name, shown in marked.items() if not shown]
    if missing:
        what = f"the message does not show the marking '{banner}' where {', '.join(missing)} should put it"
        fix = "put it first in the subject, and at the top and the bottom of the text and of the HTML"
        raise UnfitError([Finding("marking", Code.MESSAGE_UNMARKED, what, fix)])
