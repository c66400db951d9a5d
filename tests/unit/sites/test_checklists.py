"""Checklists in inspections: known, in use on the day, answered, and followed up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.records.inspection import Inspection
from regledger.testing.scenario import COUNTY, Scenario, given

from .conftest import Drafted, Opened, store
from .test_findings import CRITERIA, inspect

CHECKLIST = (
    CRITERIA
    + """
[[checklist]]
code = "fw-store"
version = 2
title = "Store"
title_zh = "零售点"
valid_from = 2026-01-01
valid_to = 2026-03-31

[[checklist.items]]
code = "1"
question = "Is the store locked?"
question_zh = "仓库是否上锁?"
article = "Art 20"

[[checklist.items]]
code = "2"
question = "Is the quantity kept?"
question_zh = "是否超量?"
article = "Art 20"
criterion = "fw-2017/4"
"""
)


def answer(item: str, said: str = "yes", **more: str) -> dict[str, str]:
    """One answer."""
    return {"item": item, "answer": said, **more}


ALL = [answer("1"), answer("2")]


@pytest.fixture
def checking(drafted: Drafted, opened: Opened) -> Scenario:
    """A store of a sector with checklist fw-store/2, of two questions, in use in the first quarter of 2026."""
    return given(opened(drafted(fireworks="", toml=CHECKLIST)), COUNTY, store()).on("2026-05-01")


def _inspect(scenario: Scenario, *found: dict[str, Any], **changes: Any) -> Any:
    return scenario.when(inspect(*found, **{"checklist": "fw-store/2", **changes}))


def test_a_checklist_is_recorded_with_its_answers(checking: Scenario) -> None:
    """Checklist and answers stand in the fact and in the record of the inspection."""
    given_answers = [answer("1", "not_applicable", note="No store room"), answer("2")]

    _inspect(checking, answers=given_answers).then("inspection.recorded").quietly()

    state = checking.state("inspection:I-1")
    assert isinstance(state, Inspection)
    assert state.checklist == "fw-store/2"
    assert [(one.item, one.answer, one.note) for one in state.answers] == [
        ("1", "not_applicable", "No store room"),
        ("2", "yes", ""),
    ]


def test_an_inspection_without_answers_is_recorded_as_before(checking: Scenario) -> None:
    """A named checklist without answers is quiet, and the entry has no answers, as those of earlier releases."""
    _inspect(checking).then("inspection.recorded").quietly()

    recorded = checking.ledger.at(checking.ledger.recorder.head().number)
    assert recorded is not None
    assert b"answers" not in recorded.data


def test_a_checklist_that_nothing_declares_is_noted(checking: Scenario) -> None:
    """REF: another version is another checklist; it is told, for the inspection happened."""
    _inspect(checking, checklist="fw-store/3", answers=ALL).warns("REF", code="inspection.checklist_unknown").says(
        "fw-store/3"
    )


@pytest.mark.parametrize(
    ("day", "in_use"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-03-31", True), ("2026-04-01", False)],
)
def test_a_checklist_is_in_use_on_its_days(checking: Scenario, day: str, in_use: bool) -> None:
    """REF: its first and last day belong to it; on others it is told."""
    attempt = _inspect(checking, answers=ALL, inspected_on=day)

    attempt.quietly() if in_use else attempt.warns("REF", code="inspection.checklist_out_of_use").says(day)


def test_an_answer_to_no_question_is_refused(checking: Scenario) -> None:
    """REF: the question is named."""
    _inspect(checking, answers=[*ALL, answer("3")]).refuses("REF", code="inspection.item_unknown").says("question 3")


def test_a_question_answered_twice_is_refused(checking: Scenario) -> None:
    """REF: of two answers nobody could say which counts."""
    _inspect(checking, answers=[*ALL, answer("1", "no")]).refuses("REF", code="inspection.item_twice")


def test_answers_without_a_checklist_are_refused(checking: Scenario) -> None:
    """REF: an answer is to a question of a checklist."""
    _inspect(checking, checklist=None, answers=ALL).refuses("REF", code="inspection.answers_without_checklist")


def test_a_question_left_open_is_noted(checking: Scenario) -> None:
    """REF: where answers are given, each question has one; the open ones are named."""
    _inspect(checking, answers=[answer("1")]).warns("REF", code="inspection.items_unanswered").says("1 question", ": 2")


def test_a_no_that_meets_a_criterion_and_no_hazard_is_noted(checking: Scenario) -> None:
    """I-01: a no to a question with a criterion is told, unless a hazard of that criterion was found."""
    noes = [answer("1", "no"), answer("2", "no")]

    attempt = _inspect(checking, answers=noes)
    followed = _inspect(
        checking,
        {"level": "major", "criterion": "fw-2017/4", "hazard": "H-7"},
        inspection="I-2",
        answers=noes,
    )

    attempt.warns("I-01", code="inspection.no_without_finding").says("question 2", "fw-2017/4")
    followed.quietly()


def test_a_no_with_a_hazard_of_another_criterion_is_noted(checking: Scenario) -> None:
    """I-01: a hazard of another criterion does not follow it up."""
    found = {"level": "major", "criterion": "fw-2017/3"}

    attempt = _inspect(checking, found, answers=[answer("1"), answer("2", "no")])

    attempt.warns("I-01", code="inspection.no_without_finding")


def test_of_many_open_questions_twenty_are_named(drafted: Drafted, opened: Opened) -> None:
    """REF: with one answer of 21 the other twenty are named; with one answer of 22 the rest is said to be left."""
    item = '\n[[checklist.items]]\ncode = "q{0}"\nquestion = "Question {0}"\nquestion_zh = "问题"\narticle = "Art 20"\n'
    said = {}
    for count in (21, 22):
        head = CHECKLIST[: CHECKLIST.index("[[checklist.items]]")]
        toml = head + "".join(item.format(number) for number in range(1, count + 1))
        scenario = given(opened(drafted(fireworks="", toml=toml)), COUNTY, store()).on("2026-05-01")
        said[count] = _inspect(scenario, answers=[answer("q1")]).warns("REF", code="inspection.items_unanswered")

    said[21].says("20 question(s)", "q21")
    assert "…" not in str(said[21].answer)
    said[22].says("21 question(s)", "q21, …")
    assert "q22" not in str(said[22].answer)


def test_what_does_not_apply_asks_for_no_hazard(checking: Scenario) -> None:
    """I-01: a question with a criterion that does not apply, or is answered yes, is no hazard that was passed over."""
    for number, said in enumerate(("not_applicable", "yes"), start=1):
        _inspect(checking, inspection=f"I-{number}", answers=[answer("1"), answer("2", said)]).quietly()


GIVEN = """
def criterion(code="fw/1", **changes):
    said = {"title": "T", "title_zh": "题", "status": "VERIFIED", "valid_from": date(2026, 1, 1), **changes}
    where = Citation(instrument="办法", edition="2026", article=said.pop("article", "Art 1"))
    return Criterion(code=code, citation=where, **said)


def checklist(code="fw", *items, **changes):
    said = {"version": 1, "title": "T", "title_zh": "题", **changes}
    return Checklist(code=code, items=items, **said)


def item(code="1", **changes):
    return CheckItem(code=code, **{"question": "Q", "question_zh": "问", "article": "Art 1", **changes})


@hookimpl
def regledger_criteria():
    return [CRITERIA]


@hookimpl
def regledger_checklists():
    return [CHECKLISTS]
"""


@pytest.mark.parametrize(
    ("criteria", "checklists", "hook", "words"),
    [
        ('criterion("")', "", "regledger_criteria", "the code ''"),
        ('criterion("a b")', "", "regledger_criteria", "the code 'a b'"),
        ('criterion(title=" ")', "", "regledger_criteria", "its title is empty"),
        ('criterion(article="")', "", "regledger_criteria", "its article is empty"),
        ("criterion(valid_to=date(2025, 1, 1))", "", "regledger_criteria", "is empty"),
        ("criterion(), criterion()", "", "regledger_criteria", "stands there twice"),
        ("", 'checklist("", item())', "regledger_checklists", "the code ''"),
        ("", 'checklist("fw")', "regledger_checklists", "it has no question"),
        ("", 'checklist("fw", item(), version=0)', "regledger_checklists", "its version is 0"),
        ("", 'checklist("fw", item(), title_zh="")', "regledger_checklists", "its title_zh is empty"),
        ("", 'checklist("fw", item(question=" "))', "regledger_checklists", "its question is empty"),
        ("", 'checklist("fw", item(), item())', "regledger_checklists", "stands there twice"),
        (
            "",
            'checklist("fw", item(), valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 31))',
            "regledger_checklists",
            "is empty",
        ),
        ("", 'checklist("fw", item()), checklist("fw", item())', "regledger_checklists", "stands there twice"),
    ],
)
def test_what_a_hook_gives_is_held_to_what_a_file_is(
    criteria: str, checklists: str, hook: str, words: str, drafted: Drafted
) -> None:
    """A criterion or a checklist that TOML could not give leaves the sector out when a hook gives it, named by the hook."""
    source = GIVEN.replace("CRITERIA", criteria).replace("CHECKLISTS", checklists)

    installed = drafted(fireworks=source)

    (broken,) = installed.sectors.broken
    assert hook in broken.found
    assert words in broken.found


def test_what_a_hook_gives_soundly_is_law(drafted: Drafted) -> None:
    """Its days and its items come through as they were given."""
    source = GIVEN.replace("CRITERIA", "criterion(valid_to=date(2026, 1, 1))").replace(
        "CHECKLISTS", 'checklist("fw", item(criterion="fw/1"), item("2"))'
    )

    law = drafted(fireworks=source).lawbook.open()

    criterion, checklist = law.criterion("fw/1"), law.checklist("fw/1")
    assert criterion is not None
    assert (criterion.valid_from, criterion.valid_to) == (date(2026, 1, 1), date(2026, 1, 1))
    assert checklist is not None
    assert [one.criterion for one in checklist.items] == ["fw/1", ""]
