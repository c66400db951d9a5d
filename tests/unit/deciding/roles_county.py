"""An authority with roles in force, and who sends."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.deciding.answers import AsHappened, Submission
from regledger.ledger import Ledger
from regledger.log.envelope import Known
from regledger.testing.scenario import COUNTY, Attempt, Scenario, Step, given, step

GRANT = step(
    "role.grant",
    holder="officer:li",
    role="approve",
    authority="emb",
    valid_from="2026-01-05",
    ground="Appointment 3 (2026)",
    granted_on="2026-01-05",
)
END = step("role.end", holder="officer:wang", role="propose", authority="emb", reason="Moved on", ended_on="2026-03-05")
FIRE = step("authority.register", authority="fire", name="Fire brigade", registered_on="2020-01-02")
LI, WANG, ZHAO = "officer:li", "officer:wang", "officer:zhao"


def by(actor: str, one: Step, *, known: Known = "asserted", approver: str = "") -> Submission:
    """`one` as that actor sends it; recorded as it happened where there is an approver."""
    happened = AsHappened(reason="It happened", approver=approver) if approver else None
    return Submission(command=one.command, body=one.body, actor=actor, known=known, as_happened=happened)


@pytest.fixture
def roles(ledger: Ledger) -> Scenario:
    """Since the 5th of January 2026 Li approves and Wang proposes for `emb`; it is the 2nd of March."""
    return given(ledger, COUNTY, FIRE, GRANT, by(LI, GRANT.but(holder=WANG, role="propose"))).on("2026-03-02")


def refused(attempt: Attempt, code: str, *words: str) -> None:
    """ROLE alone refuses, for that reason."""
    attempt.refuses("ROLE", code=code).says(*words)


def codes(scenario: Scenario, submission: Submission) -> list[str]:
    return [one.code for one in scenario.ledger.check(submission).objections]


def amended(command: str, number: int, **body: str) -> Step:
    """A correction or a withdrawal of that fact, said to be of the fire brigade."""
    about: dict[str, Any] = {"number": number, "reason": "Wrong", "authority": "fire"}
    if command == "fact.withdraw":
        return step(command, **about, withdrawn_on="2026-03-02")
    return step(command, **about, body=body or {"act": "Another act"}, corrected_on="2026-03-02")
