"""Where each text of the model has to arrive: M memo, P one-pager, X tracker.

Written by hand after the description of the model. A text that stands in no document says why in `NOWHERE`.
"""

APPEARS: dict[str, dict[str, str]] = {
    "Briefing": {
        "title": "MPX",
        "subject": "M",
        "reference": "MPX",
        "place": "MPX",
        "bottom_line": "MPX",
        "purpose": "MP",
        "summary": "M",
    },
    "Marking": {"caveats": "MPX", "handling": "M"},
    "Person": {"name": "M", "role": "M", "office": "M", "email": ""},
    "Clearance": {"office": "MX", "person": "MX", "note": "MX"},
    "Recommendation": {"text": "MPX", "options": "MX"},
    "Decision": {"by": "MX", "note": "MX"},
    "Position": {"holder": "MX", "reason": "MX"},
    "NextStep": {"action": "MPX", "owner": "MX"},
    "Event": {"name": "MPX", "type": "MX", "where": "MX", "hosts": "MX"},
    "Meeting": {"name": "MPX", "type": "MX", "where": "MX", "hosts": "MX"},
    "Participant": {"name": "M", "role": "M", "side": "M", "note": "M"},
    "TimelineEntry": {"what": "MPX"},
    "Section": {"heading": "M", "body": "M", "onepage": "P"},
    "AgendaArea": {"area": "MPX", "our_interest": "MPX", "their_interest": "MX", "ask": "MPX", "lead": "MX"},
    "Objective": {"text": "MPX", "success_looks_like": "MX"},
    "PointToMake": {"text": "M"},
    "IfRaised": {"question": "M", "line": "M"},
    "CommercialPoint": {"sector": "MP", "opportunity": "MP", "value": "M", "obstacle": "M"},
    "Implication": {"text": "MP", "horizon": "M"},
    "View": {"holder": "M", "stance": "M", "text": "M"},
    "Figure": {"caption": "MP", "alt": "MP"},
    "Annex": {"title": "MX", "body": "M"},
    "Term": {"term": "MX", "meaning": "MX"},
    "Assurance": {"reason": "MPX"},
    "Judgement": {"statement": "MPX", "likelihood": "", "since_last": "MX"},
    "Assumption": {"text": "MX", "if_wrong": "MX"},
    "Gap": {"text": "MX", "how_to_find_out": "MX"},
    "Risk": {"title": "MPX", "description": "MX", "mitigation": "MX", "owner": "MX"},
    "Baseline": {"note": "X"},
    "Target": {"text": "MPX"},
    "Milestone": {"label": "X"},
    "Observation": {"text": "X", "by": "X", "note": "X"},
    "Assessment": {"reason": "MX"},
    "Indicator": {
        "name": "MPX",
        "definition": "X",
        "unit": "X",
        "category": "MX",
        "source_of_verification": "X",
    },
    "TrackerColumn": {"title": "X", "choices": "X"},
    "Source": {"title": "MPX", "publisher": "MX", "author": "MX", "url": "MX"},
}
"""The documents in which a text of each field arrives verbatim, by class and field."""

NOWHERE: dict[str, str] = {
    "Person.email": "for Reply-To only",
    "Judgement.likelihood": "a word of the scale, printed in the language of the document",
}
"""Why a text stands in no document."""
