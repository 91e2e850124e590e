"""What is kept of an issue, and what another issue says otherwise: on plain values."""

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefexport.briefing import (
    Briefing,
    Confidence,
    Document,
    IndicatorKind,
    LikelihoodScale,
    Outcome,
    Precision,
    Progress,
    Rag,
    RiskStatus,
    Window,
)
from briefexport.facts import (
    AskFact,
    Change,
    ConfidenceMoved,
    DateFact,
    DateMoved,
    Decided,
    Fact,
    Facts,
    Goal,
    IndicatorFact,
    JudgementFact,
    LikelihoodMoved,
    Rated,
    RiskFact,
    StatusMoved,
    StepsMet,
    Subject,
    TargetMoved,
    ValueMoved,
    WorkFact,
    changes_between,
    facts_of,
    last_before,
)
from briefexport.source import read_source
from strategies import briefings

MAY, JUNE = dt.date(2030, 5, 2), dt.date(2030, 6, 3)
TEXT = """\
title: Water talks
issue: 3
place: Geneva
date: 2030-05-02
marking: {level: RESTRICTED}
to: The Minister
from: The water desk
bottom_line: The text is agreed but for one line.
recommendations:
  - {id: visit, text: that you visit, decide_by: 2030-05-10, decision: {outcome: approved, by: The Minister}}
event: {name: Summit, when: 2030-06-04, preparatory: [{name: Visit, number: 1}, {name: Visit, number: 1}]}
timeline: [{id: begun, when: 2030-04-01, what: Talks begun, kind: past}]
risks: [{id: stall, title: The talks stall, likelihood: 2, show: [memo]}]
judgements: [{id: sign, statement: They sign, likelihood: likely, confidence: low, basis: [flow]}]
objectives: [{id: text, text: An agreed text, status: done}]
agenda: [{id: data, area: Data, marking: RESTRICTED}]
next_steps: [{id: call, action: Call them, due: 2030-05-05}]
indicators:
  - id: flow
    name: Flow at the gauge
    kind: numeric
    unit: t
    target: {value: 600, by: 2030-12-31}
    observations: [{on: 2030-04-01, value: 480}, {on: 2030-03-01, value: 470}]
    milestones: [{label: one, met: true}, {label: two}]
    status: {rag: amber, reason: Below the norm}
"""


def day(date: dt.date) -> Window:
    """One day."""
    return Window(first=date, last=date, precision=Precision.DAY)


def issue(number: int = 1, **lists: Any) -> Facts:
    """The facts of an issue, of May when it is the first one and of June when it is another."""
    return Facts(issue=number, on=MAY if number == 1 else JUNE, **lists)


def indicator(**fields: Any) -> IndicatorFact:
    """An indicator in numbers."""
    usual: dict[str, Any] = {"id": "flow", "name": "Flow", "status": Rag.AMBER, "kind": IndicatorKind.NUMERIC}
    return IndicatorFact(**(usual | fields))


def moves(subject: str, before: Fact, now: Fact) -> Any:
    """Everything that moved when one fact became the other."""
    found = changes_between(issue(1, **{subject: (before,)}), issue(2, **{subject: (now,)}))
    return tuple(move for change in found for move in change.moves)


def test_the_facts_of_a_briefing_are_what_it_says_without_its_prose() -> None:
    facts = facts_of(read_source(TEXT, "water.yaml").briefing)

    assert facts == Facts(
        issue=3,
        on=MAY,
        marking="RESTRICTED",
        indicators=(
            IndicatorFact(
                id="flow",
                name="Flow at the gauge",
                status=Rag.AMBER,
                reason="Below the norm",
                kind=IndicatorKind.NUMERIC,
                unit="t",
                value=Decimal(480),
                seen_on=dt.date(2030, 4, 1),
                target=Goal(value=Decimal(600), by=day(dt.date(2030, 12, 31))),
                steps_met=1,
                steps=2,
            ),
        ),
        risks=(
            RiskFact(id="stall", name="The talks stall", show=(Document.MEMO,), status=RiskStatus.OPEN, likelihood=2),
        ),
        recommendations=(
            AskFact(
                id="visit",
                name="that you visit",
                decide_by=dt.date(2030, 5, 10),
                outcome=Outcome.APPROVED,
                decided_by="The Minister",
            ),
        ),
        judgements=(
            JudgementFact(
                id="sign",
                name="They sign",
                scale=LikelihoodScale.ICD203,
                likelihood="likely",
                confidence=Confidence.LOW,
            ),
        ),
        event=(
            DateFact(id="event", name="Summit", when=day(dt.date(2030, 6, 4))),
            DateFact(id="preparatory: Visit 1", name="Visit"),
            DateFact(id="preparatory: Visit 1 (2)", name="Visit"),
        ),
        timeline=(DateFact(id="begun", name="Talks begun", when=day(dt.date(2030, 4, 1)), over=True),),
        objectives=(WorkFact(id="text", name="An agreed text", status=Progress.DONE),),
        agenda=(WorkFact(id="data", name="Data", marking="RESTRICTED"),),
        next_steps=(WorkFact(id="call", name="Call them", status=Progress.NOT_STARTED, due=day(dt.date(2030, 5, 5))),),
    )


RISK = RiskFact(id="stall", name="The talks stall", status=RiskStatus.OPEN, likelihood=2, impact=4)
ASK = AskFact(id="visit", name="that you visit", decide_by=MAY)
JUDGEMENT = JudgementFact(id="sign", name="They sign", scale=LikelihoodScale.ICD203, likelihood="likely")
STEP = WorkFact(id="call", name="Call them", status=Progress.NOT_STARTED)
SUMMIT = DateFact(id="event", name="Summit", when=day(MAY))


@pytest.mark.parametrize(
    ("subject", "before", "now", "moved"),
    [
        (
            "indicators",
            indicator(),
            indicator(status=Rag.RED, reason="Rain failed"),
            StatusMoved(Rag.AMBER, Rag.RED, "Rain failed"),
        ),
        (
            "indicators",
            indicator(value=Decimal(12), unit="t", seen_on=MAY),
            indicator(value=Decimal(14), unit="t", seen_on=JUNE),
            ValueMoved(Decimal(12), Decimal(14), JUNE),
        ),
        ("indicators", indicator(), indicator(text="begun", seen_on=MAY), ValueMoved(None, "begun", MAY)),
        ("indicators", indicator(steps_met=1, steps=3), indicator(steps_met=2, steps=3), StepsMet((1, 3), (2, 3))),
        (
            "indicators",
            indicator(target=Goal(value=Decimal(5))),
            indicator(target=Goal(value=Decimal(6))),
            TargetMoved(Goal(value=Decimal(5)), Goal(value=Decimal(6))),
        ),
        (
            "risks",
            RISK,
            msgspec.structs.replace(RISK, status=RiskStatus.CLOSED),
            StatusMoved(RiskStatus.OPEN, RiskStatus.CLOSED),
        ),
        ("risks", RISK, msgspec.structs.replace(RISK, likelihood=None), Rated((2, None), (4, 4))),
        (
            "recommendations",
            ASK,
            msgspec.structs.replace(ASK, outcome=Outcome.APPROVED, decided_by="The Minister", decided_on=JUNE),
            Decided(None, Outcome.APPROVED, "The Minister", JUNE),
        ),
        ("recommendations", ASK, msgspec.structs.replace(ASK, decide_by=JUNE), DateMoved(MAY, JUNE)),
        (
            "judgements",
            JUDGEMENT,
            msgspec.structs.replace(JUDGEMENT, scale=LikelihoodScale.PHIA),
            LikelihoodMoved((LikelihoodScale.ICD203, "likely"), (LikelihoodScale.PHIA, "likely")),
        ),
        (
            "judgements",
            JUDGEMENT,
            msgspec.structs.replace(JUDGEMENT, confidence=Confidence.LOW),
            ConfidenceMoved(None, Confidence.LOW),
        ),
        ("event", SUMMIT, msgspec.structs.replace(SUMMIT, when=day(JUNE)), DateMoved(day(MAY), day(JUNE))),
        ("timeline", SUMMIT, msgspec.structs.replace(SUMMIT, when=None), DateMoved(day(MAY), None)),
        (
            "objectives",
            STEP,
            msgspec.structs.replace(STEP, status=Progress.DONE),
            StatusMoved(Progress.NOT_STARTED, Progress.DONE),
        ),
        ("next_steps", STEP, msgspec.structs.replace(STEP, due=day(JUNE)), DateMoved(None, day(JUNE))),
    ],
)
def test_what_moved_is_told_with_what_it_was_and_is(subject: str, before: Fact, now: Fact, moved: Any) -> None:
    assert moves(subject, before, now) == (moved,)


@pytest.mark.parametrize(
    ("subject", "before", "now"),
    [
        ("indicators", indicator(), indicator(name="The flow", reason="The same as ever")),
        ("indicators", indicator(text="none", seen_on=MAY), indicator(text="none", seen_on=JUNE)),
        ("indicators", indicator(unit="t"), indicator(unit="kg")),
        ("recommendations", ASK, msgspec.structs.replace(ASK, name="that you go")),
        ("timeline", SUMMIT, msgspec.structs.replace(SUMMIT, over=True)),
    ],
)
def test_another_name_reason_or_day_of_the_same_is_no_change(subject: str, before: Fact, now: Fact) -> None:
    assert moves(subject, before, now) == ()


def test_all_moves_of_an_item_are_one_change() -> None:
    before, now = indicator(value=Decimal(1)), indicator(value=Decimal(2), status=Rag.GREEN)

    found = changes_between(issue(1, indicators=(before,)), issue(2, indicators=(now,)))

    moved = (StatusMoved(Rag.AMBER, Rag.GREEN), ValueMoved(Decimal(1), Decimal(2), None))
    assert found == (Change(Subject.INDICATORS, before, now, moved),)


def test_what_matters_most_comes_first() -> None:
    red, green = (indicator(id=word, status=Rag.UNKNOWN) for word in ("red", "green"))
    before = issue(1, indicators=(green, red), risks=(RISK,), recommendations=(ASK,), event=(SUMMIT,))
    now = issue(
        2,
        indicators=(
            msgspec.structs.replace(green, status=Rag.GREEN),
            msgspec.structs.replace(red, status=Rag.RED),
            indicator(id="new"),
        ),
        risks=(RISK, msgspec.structs.replace(RISK, id="flood")),
        recommendations=(msgspec.structs.replace(ASK, outcome=Outcome.DEFERRED),),
        event=(msgspec.structs.replace(SUMMIT, when=day(JUNE)),),
        next_steps=(STEP,),
    )

    found = [change.fact.id for change in changes_between(before, now)]

    assert found == ["visit", "event", "red", "green", "flood", "new", "call"]


def test_what_was_over_goes_without_a_word() -> None:
    closed = msgspec.structs.replace(RISK, status=RiskStatus.CLOSED)
    done = msgspec.structs.replace(STEP, status=Progress.DONE)
    past = msgspec.structs.replace(SUMMIT, over=True)
    decided = msgspec.structs.replace(ASK, outcome=Outcome.APPROVED)
    before = issue(1, risks=(closed,), next_steps=(done,), timeline=(past,), recommendations=(decided,))

    assert changes_between(before, issue(2)) == ()
    assert changes_between(issue(1, risks=(RISK,)), issue(2)) == (Change(Subject.RISKS, RISK, None),)


def test_a_date_that_was_over_already_is_no_news_when_it_is_added() -> None:
    old = msgspec.structs.replace(SUMMIT, id="old", when=day(dt.date(1971, 8, 9)))
    fresh = msgspec.structs.replace(SUMMIT, id="fresh", when=day(dt.date(2030, 5, 20)))

    found = changes_between(issue(1), issue(2, timeline=(old, fresh)))

    assert found == (Change(Subject.TIMELINE, None, fresh),)


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (None, "RESTRICTED", True),
        ("RESTRICTED", "RESTRICTED", True),
        ("RESTRICTED", "SECRET", True),
        ("SECRET", "RESTRICTED", False),
        ("SECRET", None, False),
        ("TLP:RED", "SECRET", False),
    ],
)
def test_nothing_is_told_from_an_issue_that_was_marked_higher(before: str | None, now: str | None, told: bool) -> None:  # noqa: FBT001
    found = changes_between(issue(1, marking=before, risks=(RISK,)), issue(2, marking=now))

    assert bool(found) is told


@pytest.mark.parametrize(
    ("before", "now", "marking"),
    [
        (None, None, None),
        ("SECRET", None, "SECRET"),
        (None, "RESTRICTED", "RESTRICTED"),
        ("SECRET", "RESTRICTED", "SECRET"),
        ("RESTRICTED", "SECRET", "SECRET"),
    ],
)
def test_a_change_is_marked_as_the_higher_of_what_was_and_is(
    before: str | None, now: str | None, marking: str | None
) -> None:
    was, is_now = (msgspec.structs.replace(RISK, marking=level) for level in (before, now))

    assert Change(Subject.RISKS, was, is_now).marking == marking


def test_a_change_is_shown_where_the_item_is_and_was_shown() -> None:
    hidden = msgspec.structs.replace(RISK, show=(Document.TRACKER,))

    assert Change(Subject.RISKS, RISK, None).shown_in(Document.MEMO)
    assert not Change(Subject.RISKS, hidden, RISK).shown_in(Document.MEMO)
    assert not Change(Subject.RISKS, RISK, hidden).shown_in(Document.MEMO)


def test_the_issue_before_is_the_highest_below() -> None:
    past = (issue(1), issue(2), issue(5))

    assert last_before(past, 5) == issue(2)
    assert last_before(past, 9) == issue(5)
    assert last_before(past, 1) is None
    assert last_before((), 3) is None


# -- for any facts

IDS = st.sampled_from(["a", "b", "c"])
LEVELS = st.none() | st.integers(1, 5)
DAYS = st.none() | st.dates(dt.date(2030, 1, 1), dt.date(2030, 12, 31))


def listed(facts: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Some facts of a kind, each id once."""
    return st.lists(facts, max_size=3, unique_by=lambda fact: fact.id).map(tuple)


INDICATORS = st.builds(
    IndicatorFact,
    id=IDS,
    name=st.just("Flow"),
    status=st.sampled_from(Rag),
    kind=st.just(IndicatorKind.NUMERIC),
    value=st.none() | st.decimals(-9, 9, places=1),
    steps=st.just(3),
    steps_met=st.integers(0, 3),
    target=st.none() | st.builds(Goal, value=st.decimals(0, 9, places=0)),
)
RISKS = st.builds(
    RiskFact, id=IDS, name=st.just("Stall"), status=st.sampled_from(RiskStatus), likelihood=LEVELS, impact=LEVELS
)
ASKS = st.builds(AskFact, id=IDS, name=st.just("visit"), decide_by=DAYS, outcome=st.none() | st.sampled_from(Outcome))
JUDGEMENTS = st.builds(
    JudgementFact,
    id=IDS,
    name=st.just("They sign"),
    scale=st.just(LikelihoodScale.ICD203),
    likelihood=st.sampled_from([None, "likely", "unlikely"]),
    confidence=st.none() | st.sampled_from(Confidence),
)
DATES = st.builds(DateFact, id=IDS, name=st.just("Visit"), when=DAYS.map(lambda on: on and day(on)))
WORK = st.builds(
    WorkFact,
    id=IDS,
    name=st.just("Call"),
    status=st.none() | st.sampled_from(Progress),
    due=DAYS.map(lambda on: on and day(on)),
)


def issues(number: int) -> st.SearchStrategy[Facts]:
    """The facts of an issue of that number."""
    return st.builds(
        Facts,
        issue=st.just(number),
        on=st.just(dt.date(2030, 1, 1)),
        indicators=listed(INDICATORS),
        risks=listed(RISKS),
        recommendations=listed(ASKS),
        judgements=listed(JUDGEMENTS),
        event=listed(DATES),
        timeline=listed(DATES),
        objectives=listed(WORK),
        agenda=listed(WORK),
        next_steps=listed(WORK),
    )


@given(before=issues(1), now=issues(2))
def test_every_fact_that_differs_is_in_one_change_and_no_other_is(before: Facts, now: Facts) -> None:
    differing = []
    for subject in Subject:
        was, is_now = ({fact.id: fact for fact in facts.of(subject)} for facts in (before, now))
        gone_quietly = {ident for ident, fact in was.items() if ident not in is_now and fact.settled}
        names = {ident for ident in {*was, *is_now} if was.get(ident) != is_now.get(ident)}
        differing += [(subject, ident) for ident in names - gone_quietly]

    found = [(change.subject, change.fact.id) for change in changes_between(before, now)]

    assert sorted(found, key=str) == sorted(differing, key=str)
    assert changes_between(now, now) == ()


@settings(max_examples=25)
@given(briefing=briefings(most=1))
def test_the_facts_of_any_briefing_survive_being_kept_and_do_not_change(briefing: Briefing) -> None:
    facts = facts_of(briefing)

    kept = msgspec.json.decode(msgspec.json.encode(facts), type=Facts)

    assert kept == facts
    assert changes_between(kept, facts) == ()
