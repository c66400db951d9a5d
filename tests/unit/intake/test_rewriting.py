"""A register that rewrites itself: what it moved, dropped, renumbered or said later is named."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.intake.facts import MilestoneStated
from regledger.intake.source_rows import SourceRows

from .conftest import A, B, Desk, closed_on, counts


def test_a_date_that_moves_back_is_backdated(desk: Desk) -> None:
    """A date moved to an earlier day corrects the old fact, and is named with both days."""
    desk.export("2026-01-31.csv", B)

    report = desk.export("2026-03-31.csv", B.replace("2024-06-01", "2024-05-20"))

    (one,) = report.rewritten
    assert (one.key, one.kind, one.column, one.before, one.now) == (
        "B-2",
        "backdated",
        "closed",
        "2024-06-01",
        "2024-05-20",
    )
    assert [fact.body.on for fact in desk.ledger.standing("source:cases-case-B-2") if _named(fact.body, "closed")] == [
        date(2024, 5, 20)
    ]


def test_the_register_as_it_was_known_before_stays_readable(desk: Desk) -> None:
    """What a register said before it rewrote a date is shown at the number known then."""
    before = desk.export("2026-01-31.csv", B).head
    desk.export("2026-03-31.csv", B.replace("2024-06-01", "2024-05-20"))

    now = desk.ledger.show("source:cases-case-B-2")
    then = desk.ledger.show("source:cases-case-B-2", known_at=before)

    assert closed_on(now) == date(2024, 5, 20)
    assert closed_on(then) == date(2024, 6, 1)


@pytest.mark.parametrize(
    ("now", "kind", "column", "before", "after"),
    [
        (B.replace("2024-06-01", "2024-06-02"), "postdated", "closed", "2024-06-01", "2024-06-02"),
        (B.replace("2024-06-01", ""), "blanked", "closed", "2024-06-01", ""),
        (A.replace(",,,", ",2025-12-24,10,"), "said_later", "decided", "", "2025-12-24"),
        ("C-3,Gamma Ltd,West,open,,2025-05-05,2025-06-06,1,", "said_later", "opened", "", "2025-05-05"),
    ],
)
def test_a_register_that_rewrites_itself_is_named(
    desk: Desk, now: str, kind: str, column: str, before: str, after: str
) -> None:
    """A date moved, taken back, or said only after an export that lay later than it, is named with both values."""
    desk.export("2026-01-31.csv", A, B)
    rest = [line for line in (A, B) if line[:3] != now[:3]]

    report = desk.export("2026-03-31.csv", *rest, now)

    assert [(one.kind, one.column, one.before, one.now) for one in report.rewritten] == [(kind, column, before, after)]
    assert counts(desk)["source.row_rewritten"] == 1


def test_a_step_that_happened_since_is_no_rewriting(desk: Desk) -> None:
    """A date on or after the day of the previous export is news."""
    desk.export("2026-01-31.csv", A)

    report = desk.export("2026-03-31.csv", A.replace(",,,", ",2026-01-31,10,"))

    assert report.rewritten == ()
    assert report.recorded_by_type["source.milestone"] == 1


def test_a_key_that_is_gone_was_dropped_once(desk: Desk) -> None:
    """A key that a whole export no longer has is named and recorded once, and again as returned."""
    desk.export("2026-01-31.csv", A, B)

    gone = desk.export("2026-03-31.csv", A)
    still_gone = desk.export("2026-04-30.csv", A)
    back = desk.export("2026-05-31.csv", A, B)

    assert [(one.key, one.kind, one.before, one.now) for one in gone.rewritten] == [("B-2", "dropped", "B-2", "")]
    assert still_gone.rewritten == ()
    assert [(one.key, one.kind) for one in back.rewritten] == [("B-2", "returned")]
    assert back.recorded_by_type == {"source.row_rewritten": 1, "source.export_seen": 1}


def test_content_that_comes_back_under_another_key_was_renumbered(desk: Desk) -> None:
    """A key that is gone while one new key has its identity is named with both keys, and found from both."""
    desk.export("2026-01-31.csv", A, B)

    report = desk.export("2026-03-31.csv", A, B.replace("B-2", "B-9"))

    renumbered = [one for one in report.rewritten if one.kind == "renumbered"]
    assert [(one.key, one.before, one.now) for one in renumbered] == [("B-2", "B-2", "B-9")]
    assert "source:cases-case-B-9" in desk.facts("source.row_rewritten")[-1].tags
    shown = desk.ledger.show("source:cases-case-B-2")
    assert shown is not None
    assert isinstance(shown.state, SourceRows)
    assert shown.state.rows["cases-case-B-2"].renumbered_to == "B-9"


def test_identity_that_several_share_renumbers_nothing(desk: Desk) -> None:
    """Where two new rows have the identity of a lost key, it was dropped: nothing is guessed."""
    desk.export("2026-01-31.csv", A, B)

    report = desk.export("2026-03-31.csv", A, B.replace("B-2", "B-8"), B.replace("B-2", "B-9"))

    assert [one.kind for one in report.rewritten if one.key == "B-2"] == ["dropped"]


def test_part_of_a_register_drops_nothing(desk: Desk) -> None:
    """An export that is declared a part says nothing of the keys that it lacks."""
    desk.mapping = desk.mapping.replace('zone = "Asia/Shanghai"', 'zone = "Asia/Shanghai"\nexport = "part"')
    desk.export("2026-01-31.csv", A, B)

    report = desk.export("2026-03-31.csv", A)

    assert report.rewritten == ()


def _named(body: object, milestone: str) -> bool:
    return isinstance(body, MilestoneStated) and body.milestone == milestone
