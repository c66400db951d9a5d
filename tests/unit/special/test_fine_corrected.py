"""A fine that is corrected is held to the law that its own notice or decision was held to (A-14, A-32, A-34, A-35)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.penalty import NOTIFIED
from regledger.testing.scenario import Attempt, Scenario, given

from .conftest import Drafted, Opened
from .smoke import HERE, LEAST, MOST, RANGE, TIERS, decided

TOLD_OF = NOTIFIED.but(fine_fen=MOST - 1, offence="K-99.smoke", tier="K-99.grave")
DECISION = decided(MOST - 1, tier="K-99.grave")


def corrected(scenario: Scenario, fact: str, **body: Any) -> Attempt:
    """The correction, of long after, of the first fact of that type."""
    number = min(one.number for one in scenario.ledger.facts(tags=["case:C-1"]) if one.type == fact)
    named = {"reason": "A slip", "authority": "emb", "corrected_on": "2027-03-01"}
    return scenario.on("2027-03-01").when("fact.correct", number=number, body=body, **named)


@pytest.fixture
def punished(drafted: Drafted, opened: Opened) -> Scenario:
    """A case in which a fine of a fen less than the highest was told of and imposed."""
    return given(opened(drafted(kiln=RANGE + TIERS)).ledger, HERE, TOLD_OF, DECISION)


@pytest.mark.parametrize(
    ("fine", "rules"),
    [(MOST + 1, {"A-14", "A-34"}), (MOST, {"A-14"}), (LEAST - 1, {"A-32"})],
)
def test_a_decision_is_corrected_to_no_fine_that_could_not_be_imposed(
    punished: Scenario, fine: int, rules: set[str]
) -> None:
    """A-14, A-32, A-34: above what the party was told of, or off the range, a corrected fine is refused as a new one is."""
    corrected(punished, "case.decided", fine_fen=fine, deviation="none").refuses(*rules)


def test_a_decision_is_corrected_to_a_fine_that_could_be_imposed(punished: Scenario) -> None:
    """A fine inside range, tier and notice is corrected quietly, and one off the tier is noted."""
    corrected(punished, "case.decided", fine_fen=MOST - 2).then("case.decided").quietly()

    corrected(punished, "case.decided", fine_fen=LEAST).warns("A-35", code="case.fine_off_tier")


@pytest.mark.parametrize(("fine", "rule"), [(MOST + 1, "A-34"), (LEAST - 1, "A-32")])
def test_a_notice_is_corrected_within_the_range_too(punished: Scenario, fine: int, rule: str) -> None:
    """A-32, A-34: a notice is corrected to no fine that could not be imposed, and to one that could."""
    corrected(punished, "case.notice_served", fine_fen=fine, deviation="none").refuses(rule)

    corrected(punished, "case.notice_served", fine_fen=MOST).then("case.notice_served")


def test_another_correction_asks_nothing_of_the_fine(drafted: Drafted, opened: Opened) -> None:
    """What was recorded off the range, as it happened, is still corrected in its other words; its fine then warns."""
    scenario = given(opened(drafted(kiln=RANGE + TIERS)).ledger, HERE).on("2026-03-09")
    scenario.when(TOLD_OF.but(fine_fen=MOST + 1)).as_it_happened("it was served so").records_defect("A-34")

    corrected(scenario, "case.notice_served", facts="It smoked for ten days").then("case.notice_served").quietly()
    corrected(scenario, "case.notice_served", fine_fen=MOST + 2, deviation="none").warns("A-34")


@pytest.mark.parametrize("since", ["2026-03-17", "2026-03-18"])
def test_a_fine_is_corrected_by_the_law_of_its_own_day(drafted: Drafted, opened: Opened, since: str) -> None:
    """A-36: a milder law of after the decision makes no correction of it wrong; one of its own day does."""
    lower = f"""
[[parameter.value]]
value = {LEAST + 1}
valid_from = {since}
citation = {{ instrument = "窑炉条例", edition = "2026", article = "Art 40" }}
status = "VERIFIED"
known_from = 2026-01-01
"""
    first, most, rest = RANGE.partition('id = "K-99.most"')
    value, offence, last = rest.partition("\n[[offence]]")
    dated = value.replace(
        "valid_from = 2020-01-01", f"valid_from = 2020-01-01\nvalid_to = 2026-03-{int(since[-2:]) - 1}"
    )
    tables = first + most + dated + lower + offence + last
    notice, decision = (one.but(fine_fen=LEAST, tier=None) for one in (TOLD_OF.but(fine_fen=MOST), DECISION))
    scenario = given(opened(drafted(kiln=tables)).ledger, HERE, notice.but(fine_fen=MOST), decision)

    changed = corrected(scenario, "case.decided", fine_fen=LEAST + 2)

    if since == "2026-03-17":
        changed.refuses("A-36").says("20,000.01")
    else:
        changed.then("case.decided").quietly()


def test_a_large_fine_asks_for_the_right_to_a_hearing_when_it_is_corrected_too(
    drafted: Drafted, opened: Opened
) -> None:
    """A-15: a notice or a decision that is corrected to a large fine, of whose hearing nobody told, is warned about."""
    untold = TOLD_OF.but(hearing_right_told=False)
    notice, decision = (
        given(opened(drafted(kiln=RANGE + TIERS)).ledger, HERE, history)
        for history in ((untold,), (untold.but(fine_fen=MOST), DECISION))
    )

    corrected(notice, "case.notice_served", fine_fen=MOST).warns("A-15", code="case.hearing_right_not_told")
    corrected(decision, "case.decided", fine_fen=MOST).warns("A-15", code="case.hearing_right_not_told")
