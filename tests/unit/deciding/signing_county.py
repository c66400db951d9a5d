"""Officers with keys of their own, and what they sign."""

from __future__ import annotations

import base64

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from regledger.deciding.answers import AsHappened, Recorded, Submission
from regledger.deciding.signing import signed
from regledger.ledger import Ledger
from regledger.log.envelope import Particulars
from regledger.records.officer_key import key_id
from regledger.testing.penalty import FILED, NOTIFIED
from regledger.testing.scenario import COUNTY, Attempt, Scenario, Step, given, step

LI = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SECOND = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
WANG = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
STATED = step(
    "case.make_statement",
    case="C-1",
    kind="statement",
    text={"value": "Chen Gang was on duty"},
    made_on="2026-03-10",
)


def public(private: Ed25519PrivateKey) -> str:
    return base64.urlsafe_b64encode(private.public_key().public_bytes_raw()).decode().rstrip("=")


def id_of(private: Ed25519PrivateKey) -> str:
    return key_id(private.public_key().public_bytes_raw())


def registered(private: Ed25519PrivateKey, officer: str = "li", **days: str) -> Step:
    days = {"valid_from": "2026-01-05", "registered_on": "2026-01-05", **days}
    return step("officer.register_key", officer=officer, public_key=public(private), **days)


def revoked(from_: str, on: str) -> Step:
    return step(
        "officer.revoke_key", officer="li", key=id_of(LI), revoked_from=from_, reason="Laptop stolen", revoked_on=on
    )


@pytest.fixture
def keys(ledger: Ledger) -> Scenario:
    """Li and Wang have registered keys, Li two; a case is filed and noticed; it is the 10th of March 2026."""
    keys = (registered(LI), registered(SECOND), registered(WANG, "wang"))
    return given(ledger, COUNTY, keys, FILED, NOTIFIED).on("2026-03-10")


def sent(one: Step, *, actor: str = "officer:li", key: str = "k-1", happened: AsHappened | None = None) -> Submission:
    return Submission(command=one.command, body=one.body, actor=actor, key=key, as_happened=happened)


def by_li(scenario: Scenario, one: Step = STATED, private: Ed25519PrivateKey = LI) -> Submission:
    return signed(scenario.ledger, sent(one), private)


def recorded(attempt: Attempt) -> Recorded:
    answer = attempt.is_recorded().answer
    assert isinstance(answer, Recorded)
    return answer


def particulars(scenario: Scenario, answer: Recorded) -> Particulars:
    fact = scenario.ledger.at(answer.numbers[0])
    assert fact is not None
    assert fact.commit.by is not None
    return fact.commit.by


def resigned(one: Submission, **changes: str) -> Submission:
    assert one.signature is not None
    return msgspec.structs.replace(one, signature=msgspec.structs.replace(one.signature, **changes))
