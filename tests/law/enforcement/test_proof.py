"""The proof of service: J-08."""

from __future__ import annotations

import pytest
from regledger.history.steps import next_steps
from regledger.testing.enforcement import PROVED, UNPAID
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.scenarios import Scenarios

LEFT = SERVED.but(mode="left", witnessed=True)
LEFT_PROOF = PROVED.but(mode="left", receiver=None, refusal="Would not open", witness={"value": "赵六"})


@pytest.mark.rule("J-08")
@pytest.mark.parametrize(
    "change",
    [
        {"place": " "},
        {"receiver": None},
        {"receiver": {"value": " "}},
        {"relation": ""},
        {"time": ""},
        {"officers": []},
    ],
)
def test_direct_service_is_proved_in_full(given: Scenarios, change: dict[str, object]) -> None:
    """Who took it, how that person belongs to the party, where, when, and who brought it."""
    served = given(FILED, NOTIFIED, DECIDED, SERVED).on("2026-03-19")

    served.when(PROVED.but(**change)).refuses("J-08", code="service.part_missing")
    served.when(PROVED).then("service.proved").quietly()


@pytest.mark.rule("J-08")
def test_left_service_is_witnessed_or_shown(given: Scenarios) -> None:
    """Without a witness and without media it is not served; either of them will do; the reason of the refusal is noted."""
    served = given(FILED, NOTIFIED, DECIDED, LEFT).on("2026-03-19")

    served.when(LEFT_PROOF.but(witness=None)).refuses("J-08", code="service.left_unproved")
    served.when(LEFT_PROOF.but(refusal=" ")).refuses("J-08", code="service.part_missing")
    served.when(LEFT_PROOF).then("service.proved")
    served.when(LEFT_PROOF.but(witness=None, media="Photo 7")).then("service.proved")


@pytest.mark.rule("J-08")
@pytest.mark.parametrize("mode", ["electronic", "post", "public_notice"])
def test_what_nobody_handed_over_is_proved_by_a_paper(given: Scenarios, mode: str) -> None:
    """The arrival, the receipt of the post, the paper that printed it."""
    proof = PROVED.but(document="urging", mode=mode, receiver=None, relation="", time="", officers=[])
    unpaid = given(*UNPAID).on("2026-03-19")

    unpaid.when(proof).refuses("J-08", code="service.part_missing")
    unpaid.when(proof.but(media="Receipt 1187")).then("service.proved")


@pytest.mark.rule("J-08")
def test_the_proof_is_of_the_service_on_record(given: Scenarios) -> None:
    """Another day, or another mode, is another service."""
    served = given(FILED, NOTIFIED, DECIDED, SERVED).on("2026-03-19")

    served.when(PROVED.but(served_on="2026-03-19")).refuses("J-08", code="service.day_differs")
    served.when(LEFT_PROOF).refuses("J-08", code="service.day_differs")
    given(FILED, NOTIFIED, DECIDED).on("2026-03-19").when(PROVED).refuses("SEQ", code="case.not_served")


def test_whoever_serves_is_qualified(given: Scenarios) -> None:
    """One officer alone serves nothing."""
    served = given(FILED, NOTIFIED, DECIDED, SERVED).on("2026-03-19")

    served.when(PROVED.but(officers=["li"])).refuses("A-01", code="officers.too_few")


@pytest.mark.rule("J-08")
def test_the_proof_waits_until_it_is_recorded(given: Scenarios) -> None:
    """A served decision waits for its proof, and then no more."""
    served = given(FILED, NOTIFIED, DECIDED, SERVED).on("2026-03-19")

    before = [one.command for one in next_steps(served.ledger, "case:C-1").steps if one.rule == "J-08"]
    served.when(PROVED).is_recorded()

    assert before == ["service.prove"]
    assert [one for one in next_steps(served.ledger, "case:C-1").steps if one.rule == "J-08"] == []
