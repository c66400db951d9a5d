"""Lists of records by conditions, as of any day and as known at any number."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.conditions import BadCondition, Condition
from regledger.history.listing import KindUnknown, listed
from regledger.ledger import Ledger
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.rectification import CLEARED, FOUND, ORDERED, PASSED, REPORTED
from regledger.testing.scenario import COUNTY, given

ROW = {
    "level": "major",
    "due_on": "2026-03-30",
    "order": None,
    "officers": ["li", "wang"],
    "open": True,
    "decision": {"fine_fen": 2_000_000},
    "payments": [{"amount_fen": 5}, {"amount_fen": 70}],
    "note": "",
}


@pytest.mark.parametrize(
    "text",
    [
        "level=major",
        "level!=general",
        "level~maj",
        "due_on<2026-03-31",
        "due_on<=2026-03-30",
        "due_on>=2026-03-30",
        "order=",
        "note=",
        "level!=",
        "officers=wang",
        "officers!=zhao",
        "open=true",
        "decision.fine_fen>1999999",
        "decision.fine_fen=2000000",
        "payments.amount_fen>60",
        " level = major ".replace(" = ", "="),
    ],
)
def test_a_condition_holds(text: str) -> None:
    """Texts, days, numbers, nothing, a field inside another, and one item of a list."""
    assert Condition.read(text).holds(ROW)


@pytest.mark.parametrize(
    "text",
    [
        "level=general",
        "level!=major",
        "due_on<2026-03-30",
        "due_on>2026-03-30",
        "order!=",
        "order=O-1",
        "order<O-1",
        "level=",
        "officers=zhao",
        "officers!=li",
        "open=false",
        "decision.fine_fen<2000000",
        "payments.amount_fen>70",
        "decision.nothing=1",
    ],
)
def test_a_condition_does_not_hold(text: str) -> None:
    """Its other side; nothing is neither less nor more than anything."""
    assert not Condition.read(text).holds(ROW)


@pytest.mark.parametrize("text", ["level", "=major", "Level=major", "level:major", ""])
def test_what_is_no_condition_is_refused(text: str) -> None:
    """Its form is told with an example."""
    with pytest.raises(BadCondition, match="such as level=major"):
        Condition.read(text)


def test_a_number_is_compared_with_a_number() -> None:
    """A word in the place of a sum is a mistake, and no record that fits."""
    with pytest.raises(BadCondition, match=r"decision\.fine_fen is a number, and 'much' is none"):
        Condition.read("decision.fine_fen>much").holds(ROW)


def test_the_list_is_that_of_its_day_and_of_what_was_known(ledger: Ledger) -> None:
    """A hazard is open until the day on which it was cleared, and was not there before it was known."""
    given(ledger, COUNTY, FOUND)
    found = ledger.recorder.head().number
    given(ledger, ORDERED, REPORTED, PASSED, CLEARED)
    open_ = [Condition.read("cleared_on="), Condition.read("hazard=H-1")]
    cleared = CLEARED.body["cleared_on"]

    def subjects(**at: object) -> list[str]:
        return [one.subject for one in listed(ledger, "hazard", open_, **at).rows]  # type: ignore[arg-type]

    assert subjects(on=date.fromisoformat(cleared)) == []
    assert subjects(on=date(2026, 3, 19)) == ["hazard:H-1"]
    assert subjects(on=date.fromisoformat(cleared), known_at=found) == ["hazard:H-1"]
    assert subjects(on=date(2020, 1, 1)) == []


def test_what_follows_from_the_day_can_be_asked_for(ledger: Ledger) -> None:
    """The surcharge of a case is among its fields, and grows with the day."""
    given(ledger, COUNTY, FOUND, FILED, NOTIFIED, DECIDED, SERVED)
    owing = [Condition.read("surcharge_left_fen>0")]

    late = listed(ledger, "case", owing, on=date(2026, 12, 31))
    early = listed(ledger, "case", owing, on=date.fromisoformat(SERVED.body["served_on"]))

    assert [one.subject for one in late.rows] == ["case:C-1"]
    assert late.rows[0].state["surcharge_left_fen"] > 0
    assert "surcharge_left_fen" in late.fields
    assert early.rows == ()


def test_an_unknown_kind_or_field_is_answered_with_what_there_is(ledger: Ledger) -> None:
    """Also where no record is of that kind."""
    with pytest.raises(KindUnknown, match="Did you mean hazard"):
        listed(ledger, "hazards")
    with pytest.raises(BadCondition, match=r"no such record has 'levl'\. Its fields are level"):
        listed(ledger, "hazard", [Condition.read("levl=major")])
