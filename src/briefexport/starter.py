"""The briefing that `briefexport init` writes: valid as it stands, with the rest of the model in comments."""

STARTER = """\
# yaml-language-server: $schema={schema}
#
# A briefing. Replace the texts. The lines that start with "# " are fields you may use: remove "# " from each of them.
# `briefexport check` tells what is wrong and where; docs/model.md explains every field.

title: The title, at most 120 characters
place: New Delhi
date: {date}
status: draft                         # draft, for-clearance or final
kind: meeting                         # information, action, meeting or assessment
# reference: EA/2025/117
# marking: RESTRICTED                 # a level of the UK, the US, India or TLP 2.0
# as_of: {date}T09:00+05:30           # the facts hold at this time

to: The reader
from:
  name: Your name
  role: Desk officer
  office: Your office
# through: Head of division
# copy: [Economic division, Legal adviser]

bottom_line: >
  What the reader must know, in at most sixty words. A claim carries its source, like this.[^report]
# purpose: Why this paper, now

# recommendations:                    # needed when kind is action
#   - id: agree
#     text: That you agree the three results to press for
#     decide_by: {date}
next_steps:
  - id: confirm-date
    action: Confirm the date of the meeting
    owner: Your office
    due: mid-December 2030            # or 2030-12-12, December 2030, 2030-Q4, {{from: 2030-12-11, to: 2030-12-12}}

# event:
#   name: Annual meeting
#   when: early December 2030 (expected)   # or (confirmed), (reported)
#   where: Moscow

# sections:
#   - id: background
#     heading: Background
#     body: |
#       Markdown: paragraphs, lists, **strong** and *stressed* words, [links](https://www.example.org).

agenda:
  - id: energy
    area: Energy
    our_interest: What our side wants
    ask: What we ask for at the meeting
    indicators: [energy-contracts]

# objectives:
#   - id: joint-text
#     text: What is to be achieved
#     success_looks_like: How one will know
#     level: must                     # must, should or could
#     agenda: energy

# judgements:
#   - id: outcome
#     statement: The meeting confirms the partnership.
#     likelihood: likely              # a word of the scale: almost no chance ... almost certain
#     confidence: {{level: moderate, reason: One source only.}}
#     basis: [report]

risks:
  - id: delay
    title: What may go wrong
    likelihood: unknown               # 1 to 5, or unknown
    impact: 3
    mitigation: What is done about it

indicators:
  - id: energy-contracts              # never change an id: the tracker is merged by it
    name: Energy contracts signed
    kind: numeric                     # numeric, percent, milestone, event or rating
    direction: up
    baseline: unknown                 # unknown stays unknown, never 0
    target: {{value: 3, by: 2030-Q4}}
    status: not-started               # green, amber, red, not-started, achieved, unknown or auto (with rules)
    frequency: weekly
#     observations:
#       - {{on: {date}, value: 1, by: Your office, sources: [report]}}

sources:
  - id: report
    title: The title of your source
    type: media                       # official, media, academic, think-tank, dataset, interview or other
#     url: https://www.example.org/article
#     reliability: C                  # A to F
#     credibility: 3                  # 1 to 6
"""


def starter_text(date: str, schema: str = "briefing.schema.json") -> str:
    """A briefing to begin with, of that date (`2025-11-07`), for an editor that finds the schema there."""
    return STARTER.format(date=date, schema=schema)
