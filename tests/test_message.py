"""The message that goes with a set: text and HTML say the same, and the marking is where it must be."""

import datetime as dt
import email
import email.policy
import json
import re
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefexport.briefing import Briefing, Document
from briefexport.compose.message import compose_message, who_answers
from briefexport.document.message import Attachment, Envelope, Mailbox, Message
from briefexport.house import read_house
from briefexport.problem import Code, RejectedError, UnfitError
from briefexport.product import Artifact, Product, file_name
from briefexport.render.mail import HeaderError, Mail, render_mail
from briefexport.settings.read import read_layer
from briefexport.source import read_source
from conftest import SAMPLES, read

HOUSE = read_house()
AT = dt.datetime(2030, 5, 2, 6, 0, tzinfo=dt.UTC)
TEXT = """\
title: 'Water & <summit>'
reference: W/7
issue: 3
place: Geneva
date: 2030-05-02
marking: { level: RESTRICTED, handling: Not by post }
to: The Minister
from: The water desk
drafters: [{ name: Asha Rao, email: asha@ministry.example }]
bottom_line: The text is *agreed* but for one line.[^paper]
kind: action
recommendations:
  - { id: sign, text: That you sign the text, decide_by: 2030-05-21 }
  - { id: hide, text: That you keep this off the mail, decide_by: 2030-05-22, show: [memo] }
indicators:
  - id: wells
    name: Wells in service
    kind: numeric
    unit: wells
    observations: [{ on: 2030-04-01, value: 1240 }]
    status: amber
timeline:
  - { id: open, when: 2030-06-01, what: The wells open, kind: planned }
  - { id: dug, when: 2029-06-01, what: The wells were dug, kind: past }
sources: [{ id: paper, title: The joint paper }]
"""


@cache
def briefing() -> Briefing:
    return read_source(TEXT, "water.yaml").briefing


def artifacts(ident: str = "water") -> list[Artifact]:
    return [Artifact(product, file_name(ident, product), product.value.encode()) for product in Product]


def files(ident: str = "water") -> list[tuple[Document, str]]:
    return [(Document(product.value), file_name(ident, product)) for product in Product]


@cache
def message(language: str | None = None) -> Message:
    return compose_message(briefing(), HOUSE, language, files())


class _Words(HTMLParser):
    """What a reader of the HTML reads."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.hidden = tag in ("title", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words += data.split()


def words_of(markup: str) -> list[str]:
    parser = _Words()
    parser.feed(markup)
    return parser.words


def test_the_text_says_what_matters_and_nothing_else() -> None:
    assert message().text == (
        "RESTRICTED\n\nNot by post\n\n"
        "Water & <summit>\nGeneva, 2 May 2030 · issue 3 · draft · W/7\n\n"
        "For: The Minister\nFrom: The water desk\n\n"
        "The text is agreed but for one line. [1]\n\n"
        "Decisions asked\n\n* That you sign the text (by 21 May 2030)\n\n"
        "Indicators\n\n* Wells in service: at risk; 1,240\u00a0wells (1 April 2030)\n\n"
        "Next dates\n\n* 1 June 2030: The wells open\n\n"
        "Attached\n\n"
        "* Memo: water-memo.docx\n* One-pager: water-onepager.pdf\n* Indicator tracker: water-tracker.xlsx\n\n"
        "This message was sent automatically. A reply goes to the desk that wrote the briefing.\n\n"
        "RESTRICTED\n"
    )


def test_the_marking_is_first_in_the_subject() -> None:
    assert message().subject == "RESTRICTED: Water & <summit> (issue 3, draft)"


@pytest.mark.parametrize("language", ["de", "en", "fr", "hi", "ru"])
@pytest.mark.parametrize("name", SAMPLES)
def test_text_and_html_say_the_same(name: str, language: str) -> None:
    sample = read(name).briefing
    made = compose_message(sample, HOUSE, language, files(sample.id))
    headings = {
        HOUSE.wording(language).label(f"mail.{key}") for key in ("indicator", "status", "latest", "when", "what")
    }
    columns = " ".join(headings).split()

    # The text has marks for its lists, and the HTML headings for its tables.
    said = [word.strip(":;()") for word in made.text.split() if word != "*"]
    shown = [word.strip(":;()") for word in words_of(made.html)]

    assert set(said) - set(shown) == set()
    assert set(shown) - set(said) - set(columns) == set()


def test_the_labels_are_in_the_language_of_the_reader_and_the_content_in_its_own() -> None:
    made = message("fr")

    assert made.language == "fr"
    assert '<html lang="fr" dir="ltr">' in made.html
    assert '<h1 lang="en"' in made.html
    assert "Décisions demandées" in made.text
    assert "1\u202f240" in made.text or "1 240" in made.text.replace("\u00a0", " ")


def test_the_html_loads_nothing_and_escapes_everything() -> None:
    made = message().html

    assert "Water &amp; &lt;summit&gt;" in made
    assert re.findall(r"<(?:img|script|link|iframe|style|form)\b|url\(|src=", made) == []


def test_tables_have_heads() -> None:
    made = message().html

    assert made.count("<table") == made.count("<thead>") == 2
    assert made.count('scope="col"') == 5


@pytest.mark.parametrize("template", ["mail.subject.j2", "mail.txt.j2", "mail.html.j2"])
def test_a_template_that_loses_the_marking_is_refused(template: str, tmp_path: Path) -> None:
    (tmp_path / template).write_text("{{ briefing.title }}\n", "utf-8")

    with pytest.raises(UnfitError) as unfit:
        compose_message(briefing(), read_house((tmp_path,)), None, files())

    (finding,) = unfit.value.findings
    assert (finding.code, template in finding.what) == (Code.MESSAGE_UNMARKED, True)


def test_a_briefing_without_a_marking_is_sent_without_one() -> None:
    plain = msgspec.structs.replace(briefing(), marking=None)

    assert compose_message(plain, HOUSE, None, ()).subject == "Water & <summit> (issue 3, draft)"


def test_the_drafter_answers() -> None:
    assert who_answers(briefing()) == Mailbox("Asha Rao", "asha@ministry.example")


# --- the e-mail


def envelope(**changes: object) -> Envelope:
    usual = Envelope(
        series="water.3",
        sender=Mailbox("Water desk", "desk@ministry.example"),
        recipient=Mailbox("Jörg Öz", "jo@cabinet.example"),
        reply_to=Mailbox("Asha Rao", "asha@ministry.example"),
        at=AT,
    )
    return msgspec.structs.replace(usual, **changes)


def attachments() -> list[Attachment]:
    return [Attachment(each.name, each.product.media_type, each.data) for each in artifacts()]


def mail(**changes: object) -> Mail:
    return render_mail(message(), attachments(), envelope(**changes))


def parsed(sent: Mail) -> EmailMessage:
    found = email.message_from_bytes(sent.data, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_the_headers_say_who_what_and_that_it_was_automatic() -> None:
    headers = parsed(mail())

    assert headers["Subject"] == "RESTRICTED: Water & <summit> (issue 3, draft)"
    assert headers["From"] == "Water desk <desk@ministry.example>"
    assert headers["To"] == "Jörg Öz <jo@cabinet.example>"
    assert headers["Reply-To"] == "Asha Rao <asha@ministry.example>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Date"] == "Thu, 02 May 2030 06:00:00 +0000"
    assert headers["Content-Language"] == "en"


def test_the_parts_stand_as_readers_expect_them() -> None:
    whole = parsed(mail())
    forms, *files = whole.iter_parts()

    assert whole.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in forms.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content().replace("\r\n", "\n") for part in forms.iter_parts()] == [message().text, message().html]
    assert [(part.get_filename(), part.get_content_type(), part.get_content()) for part in files] == [
        (each.name, each.product.media_type, each.data) for each in artifacts()
    ]


def test_the_same_message_has_the_same_bytes_and_the_same_id() -> None:
    assert mail() == mail()
    assert re.fullmatch(r"<water\.3\.[0-9a-f]{32}@ministry\.example>", mail().ident)
    assert mail(at=AT + dt.timedelta(hours=1)).ident == mail().ident


def test_another_recipient_file_or_issue_is_another_message() -> None:
    others = {
        mail().ident,
        mail(recipient=Mailbox("", "else@cabinet.example")).ident,
        mail(series="water.4").ident,
        render_mail(message(), attachments()[:1], envelope()).ident,
        render_mail(message("fr"), attachments(), envelope()).ident,
    }

    assert len(others) == 5


def test_a_message_leads_back_to_the_ones_before_it() -> None:
    headers = parsed(mail(references=("<water.1@x.example>", "<water.2@x.example>")))

    assert headers["References"] == "<water.1@x.example> <water.2@x.example>"


def test_an_address_that_is_not_ascii_is_written_as_mail_servers_need_it() -> None:
    found = mail(recipient=Mailbox("Jörg", "jörg@käse.example"))

    assert (found.recipient, found.needs_utf8) == ("jörg@xn--kse-qla.example", True)
    assert mail().needs_utf8 is False


@pytest.mark.parametrize("sign", ["\n", "\r", "\r\n", "\0", "\u2028", "\x0b"])
def test_nothing_breaks_out_of_a_header(sign: str) -> None:
    evil = f"x{sign}Bcc: all@cabinet.example"

    for changes in (
        {"sender": Mailbox(evil, "desk@ministry.example")},
        {"recipient": Mailbox("", f"jo@cabinet.example{sign}")},
        {"reply_to": Mailbox(evil, "asha@ministry.example")},
        {"series": evil},
        {"references": (evil,)},
    ):
        with pytest.raises(HeaderError):
            mail(**changes)
    with pytest.raises(HeaderError):
        render_mail(msgspec.structs.replace(message(), subject=evil), attachments(), envelope())


SUBJECTS = [
    "प्रतिबंधित: जल शिखर सम्मेलन की तैयारी पर मंत्रिमंडल के लिए टिप्पणी और निर्णय हेतु प्रस्ताव (अंक 3, सहमति हेतु)",
    "ДЛЯ СЛУЖЕБНОГО ПОЛЬЗОВАНИЯ: Саммит по воде и санитарии в Женеве, подготовка делегации (выпуск 3)",
    "RESTRICTED: Sommet de l’eau — préparation de la délégation française à Genève et décisions (numéro 3, pour visa)",
    "RESTRICTED: a long title that goes on and on and on and on and on until it has to be folded (issue 3, draft)",
    "RESTRICTED: Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft (Ausgabe 3)",
    "TLP:AMBER+STRICT: 🌊 é",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_arrives_letter_by_letter_and_space_by_space(subject: str) -> None:
    sent = render_mail(msgspec.structs.replace(message(), subject=subject), [], envelope())

    assert parsed(sent)["Subject"] == subject
    assert (
        str(make_header(decode_header(email.message_from_bytes(sent.data)["Subject"].replace("\r\n", "")))) == subject
    )
    assert max(map(len, sent.data.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 100


def test_what_mail_programs_take_for_code_is_refused() -> None:
    with pytest.raises(HeaderError, match="take for letters in code"):
        mail(recipient=Mailbox("=?utf-8?q?The_Minister?=", "jo@cabinet.example"))


def test_an_address_for_replies_keeps_no_message_from_a_server_that_writes_ascii_only() -> None:
    beyond = Mailbox("Jörg", "jörg@ministry.example")

    assert parsed(mail(reply_to=beyond))["Reply-To"] is None
    assert parsed(mail(reply_to=beyond, recipient=beyond))["Reply-To"] == "Jörg <jörg@ministry.example>"


@pytest.mark.slow
@given(name=st.text(max_size=40), subject=st.text(max_size=80))
def test_whatever_a_name_or_a_subject_is_it_comes_back_or_is_refused(name: str, subject: str) -> None:
    said = msgspec.structs.replace(message(), subject=subject)
    sent = _sent(said, name)

    headers = None if sent is None else parsed(sent)

    assert headers is None or headers["To"].addresses[0].addr_spec == "jo@cabinet.example"
    assert headers is None or headers["Bcc"] is None


@pytest.mark.slow
@given(name=st.text(min_size=1, max_size=120))
def test_every_name_that_the_settings_take_arrives(name: str) -> None:
    taken = _taken(name)

    written = taken and email.message_from_bytes(mail(recipient=Mailbox(taken, "jo@cabinet.example")).data)["To"]

    assert not written or _names(written) == [(taken, "jo@cabinet.example")]


def _taken(name: str) -> str | None:
    """A name as the settings take it; None when they do not."""
    text = (
        f'[[lists.a]]\nname = {json.dumps(name, ensure_ascii=False)}\nemail = "jo@cabinet.example"\nmarking = "CUI"\n'
    )
    try:
        (member,) = read_layer(text, Path("briefexport.toml")).lists["a"]
    except RejectedError:
        return None
    return member.mailbox.name


def _names(written: str) -> list[tuple[str, str]]:
    return [(str(make_header(decode_header(name))), address) for name, address in getaddresses([written])]


def _sent(said: Message, name: str) -> Mail | None:
    try:
        return render_mail(said, [], envelope(recipient=Mailbox(name, "jo@cabinet.example")))
    except HeaderError:
        return None


def test_a_long_line_of_the_text_survives_the_way() -> None:
    long = msgspec.structs.replace(message(), text="a" * 3000 + "\n.\nFrom here\n")

    (body,) = [
        part for part in parsed(render_mail(long, [], envelope())).walk() if part.get_content_type() == "text/plain"
    ]

    assert body.get_content().replace("\r\n", "\n") == long.text
