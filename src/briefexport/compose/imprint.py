"""What every document of a briefing says of itself: in its properties, and at the top and the foot of its pages."""

from collections.abc import Iterable

from briefexport.briefing import Briefing, Status
from briefexport.document.text import Furniture, Properties
from briefexport.wording import Wording


def properties_of(briefing: Briefing, wording: Wording, keywords: Iterable[str]) -> Properties:
    """What a file says about itself."""
    extra = (("Reference", briefing.reference or ""), ("Issue", str(briefing.issue)), ("Series", briefing.id))
    return Properties(
        title=briefing.title,
        language=briefing.language,
        subject=briefing.subject or briefing.purpose or "",
        author="; ".join(person.full for person in (briefing.drafters or briefing.from_)),
        keywords=", ".join(dict.fromkeys(keywords)),
        identifier=f"{briefing.id}/{briefing.issue}",
        revision=briefing.issue,
        status=wording.word(briefing.status),
        extra=tuple((name, value) for name, value in extra if value),
    )


def furniture_of(briefing: Briefing, wording: Wording, document: str) -> Furniture:
    """What stands at the top and the foot of every page; `document` is the section of its labels."""
    issue = wording.label(f"{document}.issue", number=briefing.issue)
    return Furniture(
        marking=briefing.marking.banner if briefing.marking else "",
        reference=" · ".join(part for part in (briefing.reference, issue) if part),
        draft="" if briefing.status is Status.FINAL else wording.word(briefing.status),
        page_of=wording.label(f"{document}.page_of", page="{page}", pages="{pages}"),
        right_to_left=wording.right_to_left,
    )
