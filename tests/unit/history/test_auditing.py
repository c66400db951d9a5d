"""What an auditor looks at first."""

from __future__ import annotations

from datetime import date

from regledger.history.auditing import AuditReport, audit
from regledger.ledger import Ledger
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, PAID, SERVED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import COUNTY, given, step

YEAR_END = date(2026, 12, 31)


def told(report: AuditReport, section: str) -> list[tuple[str, str]]:
    """(subject, rule) of a section's findings."""
    return [(one.subject, one.rule) for one in report.findings if one.section == section]


def test_nothing_is_found_where_all_is_in_order(ledger: Ledger) -> None:
    """A county that only registered has nothing to look at, and no money."""
    given(ledger, COUNTY)

    report = audit(ledger, on=date(2020, 1, 3))

    assert report.findings == ()
    assert report.money.cases == 0


def test_what_is_past_its_last_day_is_found_the_day_after(ledger: Ledger) -> None:
    """An order's last day is not overdue on that day itself."""
    given(ledger, COUNTY, FOUND.but(hazards=FOUND.body["hazards"][:1]), ORDERED)

    on_the_day, after = (audit(ledger, on=date(2026, 3, day)) for day in (30, 31))

    assert told(on_the_day, "overdue") == []
    assert ("hazard:H-1", "I-03") in told(after, "overdue")


def test_a_defect_is_told_with_its_reason_and_approver(ledger: Ledger) -> None:
    """What was recorded although it was unlawful says why, and who approved it; another authority's are left out."""
    alone = FOUND.but(officers=["li"])
    given(ledger, COUNTY).on("2026-03-02").when(alone).as_it_happened("Only one officer was there").recorded  # noqa: B018

    report = audit(ledger, on=date(2026, 3, 2))
    [one] = [one for one in report.findings if one.section == "defect" and one.subject.startswith("inspection:")]

    assert (one.rule, one.on, one.authority) == ("A-01", date(2026, 3, 2), "emb")
    assert (one.reason, one.approver) == ("Only one officer was there", "authority:emb")
    assert audit(ledger, on=date(2026, 3, 2), since=date(2026, 3, 3)).findings == ()
    assert told(audit(ledger, on=date(2026, 3, 2), authority="nobody"), "defect") == []


def test_a_correction_and_a_withdrawal_are_told(ledger: Ledger) -> None:
    """Each with the number of what it changed, and its reason."""
    scenario = given(ledger, COUNTY, FOUND)
    number = next(one.number for one in ledger.facts(types=["hazard.found"]))
    body = next(one for one in FOUND.body["hazards"])
    fields = {"inspection", "enterprise", "site", "authority"}
    new = {**body, **{name: FOUND.body[name] for name in fields}, "found_on": FOUND.body["inspected_on"]}
    new = {"criterion": None, **new, "description": "Valve 7 drips", "level": body.get("level", "general")}
    corrected = step(
        "fact.correct", number=number, body=new, reason="Wrong valve", authority="emb", corrected_on="2026-03-05"
    )
    scenario.on("2026-03-05").when(corrected).recorded  # noqa: B018

    report = audit(ledger, on=date(2026, 3, 5))
    [one] = [one for one in report.findings if one.section == "corrected"]

    assert (one.subject, one.reason) == ("hazard:H-1", "Wrong valve")
    assert f"#{number}" in one.found


def test_an_unpaid_fine_is_money_that_does_not_meet(ledger: Ledger) -> None:
    """On the last day to pay nothing is found; after it fine and growing surcharge are, and once all is paid nothing is."""
    scenario = given(ledger, COUNTY, FOUND, FILED, NOTIFIED, DECIDED, SERVED)
    served = date.fromisoformat(SERVED.body["served_on"])
    last = date.fromordinal(served.toordinal() + 15)

    before, after = (audit(ledger, on=day) for day in (last, date.fromordinal(last.toordinal() + 1)))
    scenario.on(PAID.body["paid_on"]).when(PAID).recorded  # noqa: B018
    paid = audit(ledger, on=YEAR_END)

    assert told(before, "money") == []
    assert told(after, "money") == [("case:C-1", "A-22")]
    assert after.money.left_fen == after.money.fined_fen + after.money.surcharge_fen
    assert after.money.surcharge_fen == after.money.fined_fen * 3 // 100
    assert paid.money.paid_fen == PAID.body["amount_fen"]
    assert told(paid, "money") == []
