"""A batch is recorded whole or not at all, and later lines see what earlier ones bring about."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.errors import BadCommand
from regledger.testing.scenario import Scenario, Step

AUTHORITY = {"authority": "park", "name": "Park", "registered_on": "2026-03-02"}
OFFICER = {"officer": "chen", "authority": "park", "name": "Chen", "appointed_on": "2026-03-02"}


def sent(name: str, body: dict[str, Any], **how: Any) -> Submission:
    return Submission(command=name, body=body, **how)


def test_a_later_line_sees_an_earlier_one(county: Scenario) -> None:
    """An officer of an authority that the same batch registers; each line is a commit of its own, numbered in order."""
    first, second = county.ledger.submit_all([sent("authority.register", AUTHORITY), sent("officer.appoint", OFFICER)])

    assert isinstance(first, Recorded)
    assert isinstance(second, Recorded)
    assert second.numbers == (first.numbers[0] + 1,)
    assert first.commit != second.commit


def test_the_whole_loop_of_a_hazard_fits_in_one_batch(county: Scenario, found: Step, ordered: Step) -> None:
    """Found, ordered, reported, re-inspected and cleared: each line stands on lines that are not recorded yet."""
    lines = [
        sent(found.command, found.body),
        sent(ordered.command, ordered.body),
        sent(
            "hazard.report_rectified",
            {"hazard": "H-1", "rectifier": "p", "evidence": "Photo", "reported_on": "2026-03-05"},
        ),
        sent(
            "hazard.reinspect",
            {
                "hazard": "H-1",
                "officers": ["li", "wang"],
                "result": "passed",
                "findings": "-",
                "reinspected_on": "2026-03-06",
            },
        ),
        sent("hazard.clear", {"hazard": "H-1", "cleared_on": "2026-03-07"}),
    ]

    answers = county.ledger.submit_all(lines)

    assert [type(answer) for answer in answers] == [Recorded] * 5
    assert str(getattr(county.state("hazard:H-1"), "cleared_on", "")) == "2026-03-07"


def test_a_line_may_correct_one_of_the_same_batch(county: Scenario) -> None:
    """It names the number that the earlier line will have, and stands in its place for the next line."""
    number = county.ledger.recorder.head().number + 1
    correction = {
        "number": number,
        "body": {**AUTHORITY, "name": "The park"},
        "reason": "Copied wrongly",
        "authority": "emb",
    }
    lines = [
        sent("authority.register", AUTHORITY),
        sent("fact.correct", {**correction, "corrected_on": "2026-03-10"}),
        sent("officer.appoint", OFFICER),
    ]

    answers = county.ledger.submit_all(lines)

    assert [type(answer) for answer in answers] == [Recorded] * 3
    assert getattr(county.state("authority:park"), "name", "") == "The park"


def test_one_refused_line_stops_the_batch(county: Scenario) -> None:
    """Nothing is recorded; the line that refuses carries its objections, the others none."""
    before = county.ledger.recorder.head()
    lines = [
        sent("authority.register", AUTHORITY),
        sent("officer.appoint", {**OFFICER, "authority": "nobody"}),
        sent("officer.appoint", OFFICER),
    ]

    answers = county.ledger.submit_all(lines)

    assert county.ledger.recorder.head() == before
    assert [isinstance(answer, Refused) and len(answer.objections) for answer in answers] == [0, 1, 0]


def test_two_lines_cannot_take_one_id(county: Scenario) -> None:
    """The second is refused as it would be after the first."""
    answers = county.ledger.submit_all([sent("authority.register", AUTHORITY)] * 2)

    assert isinstance(answers[1], Refused)
    assert [one.code for one in answers[1].objections] == ["authority.taken"]


def test_one_line_that_cannot_be_read_stops_the_batch(county: Scenario) -> None:
    """The error names the line's command, and nothing is recorded."""
    before = county.ledger.recorder.head()

    with pytest.raises(BadCommand, match=r"officer\.appoint"):
        county.ledger.submit_all([sent("authority.register", AUTHORITY), sent("officer.appoint", {"officer": "x"})])

    assert county.ledger.recorder.head() == before


def test_an_empty_batch_is_answered_with_nothing(county: Scenario) -> None:
    """No line, no answer, no commit."""
    assert county.ledger.submit_all([]) == []


def test_a_fact_too_large_stops_the_batch(county: Scenario) -> None:
    """What does not fit in an entry is told with its size, and the lines before it are not recorded."""
    from regledger.errors import EntryTooLarge  # noqa: PLC0415

    before = county.ledger.recorder.head()
    name = "宽" * 20_000
    body = {"enterprise": "E-9", "name": name, "credit_code": "91430922MA4Q8XC21P", "registered_on": "2026-03-02"}
    site = {"site": "S-9", "enterprise": "E-9", "name": name, "address": name, "authority": "emb", "sector": "general"}

    with pytest.raises(EntryTooLarge, match=r"site\.registered is \d+ bytes"):
        county.ledger.submit_all(
            [
                sent("enterprise.register", msgspec.to_builtins(body) | {"name": "宽"}),
                sent("site.register", {**site, "registered_on": "2026-03-02"}),
            ]
        )

    assert county.ledger.recorder.head() == before
