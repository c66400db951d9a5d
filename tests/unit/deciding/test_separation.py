"""Who stands apart, and on whose day: proposing from approving, the last approver, and the sender's zone (rule ROLE)."""

from __future__ import annotations

import base64
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from regledger.deciding.answers import Refused, Submission
from regledger.deciding.signing import signed
from regledger.history.signature import verify_commit
from regledger.ledger import Ledger
from regledger.records.officer_key import SigningKey, key_id
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import COUNTY, Scenario, Step, given, step

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RAW = PRIVATE.public_key().public_bytes_raw()
GRANT = step(
    "role.grant",
    holder="officer:li",
    role="approve",
    authority="emb",
    valid_from="2026-01-05",
    ground="Appointment 3 (2026)",
    granted_on="2026-01-05",
)
END = step("role.end", holder="officer:wang", role="approve", authority="emb", reason="Moved", ended_on="2026-03-02")
KEY = step(
    "officer.register_key",
    officer="wang",
    public_key=base64.urlsafe_b64encode(RAW).decode().rstrip("="),
    valid_from="2026-01-05",
    registered_on="2026-01-05",
)
REVOKE = step(
    "officer.revoke_key",
    officer="wang",
    key=key_id(RAW),
    revoked_from="2026-03-02",
    reason="Lost",
    revoked_on="2026-03-02",
)
APPOINT = step("officer.appoint", officer="new", authority="emb", name="New", appointed_on="2026-03-01")
LI, WANG = "officer:li", "officer:wang"
WEST = "Pacific/Pago_Pago"
"""Where it is still yesterday at noon in Shanghai."""


def by(actor: str, one: Step, zone: str = "", key: str = "") -> Submission:
    return Submission(command=one.command, body=one.body, actor=actor, zone=zone, key=key)


def corrected(number: int, **body: object) -> Step:
    about = {"number": number, "reason": "Wrong", "authority": "emb", "corrected_on": "2026-03-17"}
    return step("fact.correct", **about, body=body)


def withdrawn(number: int) -> Step:
    return step("fact.withdraw", number=number, reason="Wrong", authority="emb", withdrawn_on="2026-03-17")


@pytest.fixture
def roles(ledger: Ledger) -> Scenario:
    """Li approves and proposes for `emb`, Wang approves; it is the 2nd of March 2026."""
    others = (GRANT.but(role="propose"), GRANT.but(holder=WANG))
    return given(ledger, COUNTY, GRANT, [by(LI, one) for one in others]).on("2026-03-02")


def last(scenario: Scenario) -> int:
    return scenario.ledger.recorder.head().number


# ── proposing and approving ──────────────────────────────────────────────────────────────────────────────


def test_a_corrected_proposal_is_still_who_proposed_it(roles: Scenario) -> None:
    """ROLE: who files a case does not decide it, also after they reworded what they filed."""
    roles.when(by(LI, FILED)).is_recorded()
    filed = last(roles)
    roles.on("2026-03-09").when(NOTIFIED).is_recorded()

    roles.on("2026-03-17").when(by(LI, corrected(filed, act="Another act"))).is_recorded()

    roles.when(by(LI, DECIDED)).refuses("ROLE", code="role.proposed_it")
    roles.when(by(WANG, DECIDED)).is_recorded()


def test_who_proposed_does_not_reword_or_withdraw_the_approval(roles: Scenario) -> None:
    """ROLE: else the proposer would decide after all, with another's decision as the cover."""
    roles.when(by(LI, FILED)).is_recorded()
    roles.on("2026-03-09").when(NOTIFIED).is_recorded()
    roles.on("2026-03-17").when(by(WANG, DECIDED)).is_recorded()
    decided = last(roles)

    for one in (corrected(decided, fine_fen=1), withdrawn(decided)):
        roles.when(by(LI, one)).refuses("ROLE", code="role.proposed_it").says(LI)
    roles.when(by(WANG, corrected(decided, fine_fen=1))).is_recorded()


# ── somebody can always grant the next ───────────────────────────────────────────────────────────────────


@pytest.fixture
def signing(ledger: Ledger) -> Scenario:
    """Li approves for `emb`, and so does Wang under the signature of a registered key; it is the 2nd of March 2026."""
    grant = by(LI, GRANT.but(holder=WANG, signed_only=True))
    return given(ledger, COUNTY, KEY, GRANT, grant).on("2026-03-02")


def test_who_has_no_key_left_is_no_approver_for_the_last(signing: Scenario) -> None:
    """SEQ: a role that is exercised by signing alone counts while its holder can sign."""
    end = by(LI, END.but(holder=LI))

    assert signing.ledger.check(end).objections == ()
    signing.when(by(LI, REVOKE)).is_recorded()
    signing.when(end).refuses("SEQ", code="role.last_approver")


# ── the day of sending ───────────────────────────────────────────────────────────────────────────────────


def test_the_senders_zone_does_not_bring_back_an_ended_role(roles: Scenario) -> None:
    """ROLE: the day of sending is that of the ledger, wherever the sender says to be."""
    roles.when(by(LI, END)).is_recorded()

    for zone in ("", WEST):
        roles.when(by(WANG, APPOINT, zone)).refuses("ROLE", code="role.missing")


def test_the_senders_zone_does_not_bring_back_a_revoked_key(signing: Scenario) -> None:
    """ROLE: a key that was revoked from today on does not sign for yesterday."""
    signing.when(by(LI, REVOKE)).is_recorded()

    for zone in ("", WEST):
        sent = signed(signing.ledger, by(WANG, APPOINT, zone, key=f"k{zone}"), PRIVATE)
        answer = signing.ledger.submit(sent)
        assert isinstance(answer, Refused)
        assert "signature.key_unusable" in [one.code for one in answer.objections]


def test_an_auditor_counts_the_ledgers_days_too(signing: Scenario) -> None:
    """A revocation from the ledger's day on casts doubt, though the sender's zone said that it was the day before."""
    sent = signed(signing.ledger, by(WANG, APPOINT, WEST, key="k"), PRIVATE)
    signing.when(sent).is_recorded()
    number = last(signing)

    signing.when(by(LI, REVOKE)).is_recorded()

    found = verify_commit(signing.ledger, number)
    assert found is not None
    assert found.verdict == "doubtful"


# ── in the order of days and of recording ────────────────────────────────────────────────────────────────


def test_the_earliest_revocation_counts(signing: Scenario) -> None:
    """A revocation that reaches further back is not undone by one whose own day is later."""
    for from_, on in (("2026-03-08", "2026-03-12"), ("2026-03-05", "2026-03-10")):
        signing.on("2026-03-12").when(by(LI, REVOKE.but(revoked_from=from_, revoked_on=on))).is_recorded()

    key = signing.state(f"key:{key_id(RAW)}")

    assert isinstance(key, SigningKey)
    assert key.revoked_from == date(2026, 3, 5)


def test_a_succession_frees_nobody_before_its_day(roles: Scenario) -> None:
    """ROLE: until another authority stands in its place, the roles of the one that is to end count."""
    fire = step("authority.register", authority="fire", name="Fire brigade", registered_on="2026-03-02")
    own = GRANT.but(holder="officer:zhao", authority="fire", granted_on="2026-03-02", valid_from="2026-03-02")
    succeed = step(
        "subject.succeed",
        predecessors=["authority:emb"],
        successors=["authority:fire"],
        how="replaced",
        ground="Reform plan",
        authority="emb",
        decided_on="2026-03-02",
        effective_on="2026-03-10",
    )
    for one in (fire, own):
        roles.when(by(LI, one)).is_recorded()
    between = given(roles.ledger).on("2026-03-02")
    answer = roles.ledger.check(by(LI, succeed))
    assert "role.missing" in [one.code for one in answer.objections]
    roles.when(by(LI, own.but(holder=LI))).refuses("ROLE", code="role.missing")
    roles.when(by("officer:zhao", own.but(holder=LI))).is_recorded()
    roles.when(by(LI, succeed)).is_recorded()

    between.when(by("officer:zhao", APPOINT)).refuses("ROLE", code="role.missing").says("emb")
    between.when(by(WANG, APPOINT)).is_recorded()


# ── founding ─────────────────────────────────────────────────────────────────────────────────────────────


def test_who_may_only_sign_founds_by_signing(signing: Scenario) -> None:
    """ROLE: a further authority takes the approver's signature where the role is held under it alone."""
    parks = step("authority.register", authority="parks", name="Parks", registered_on="2026-03-02")

    signing.when(by(WANG, parks)).refuses("ROLE", code="role.founding")
    signing.when(signed(signing.ledger, by(WANG, parks, key="k"), PRIVATE)).is_recorded()


def test_who_says_to_be_a_login_founds_nothing(roles: Scenario) -> None:
    """ROLE: a role of a login is exercised through that login."""
    parks = step("authority.register", authority="parks", name="Parks", registered_on="2026-03-02")
    roles.when(by(LI, GRANT.but(holder="os:head"))).is_recorded()

    roles.when(by("os:head", parks)).refuses("ROLE", code="role.founding")
