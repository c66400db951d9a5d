"""A signature counts once and in its time: the instant of signing, and copies of what was sent before."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from regledger.clock import to_micros
from regledger.deciding.answers import Recorded, Refused, Signature, Submission
from regledger.deciding.keeping import kept_command, key_tag, whole_command
from regledger.deciding.signing import message_of, sealed_by, signed
from regledger.errors import BadCommand
from regledger.history.signature import verify_commit
from regledger.ledger import Installation, Ledger
from regledger.records.officer_key import key_id
from regledger.testing.scenario import COUNTY, Scenario, given, step

LI = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RAW = LI.public_key().public_bytes_raw()
KEY = step(
    "officer.register_key",
    officer="li",
    public_key=base64.urlsafe_b64encode(RAW).decode().rstrip("="),
    valid_from="2026-01-05",
    registered_on="2026-01-05",
)
APPOINT = step("officer.appoint", officer="new", authority="emb", name="New", appointed_on="2026-03-01")
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)


@pytest.fixture
def keys(ledger: Ledger) -> Scenario:
    """Li has registered a key; it is noon of the 10th of March 2026."""
    return given(ledger, COUNTY, KEY).on("2026-03-10")


def sent(key: str = "k-1") -> Submission:
    return Submission(command=APPOINT.command, body=APPOINT.body, actor="officer:li", key=key)


def made(ledger: Ledger, at: datetime | None) -> Submission:
    """A command that Li signed at that instant, or without saying when, by a program of their own."""
    one = sent()
    _, command = ledger.handlers.read(one.command, one.body)
    message = message_of(
        ledger_id=ledger.recorder.ledger_id,
        actor=one.actor,
        key=key_id(RAW),
        keyed=key_tag(one),
        digest=hashlib.sha256(kept_command(one, command)).hexdigest(),
        whole=sealed_by(bytes(32), whole_command(one, command)),
        signed_at=at,
    )
    text = base64.urlsafe_b64encode(LI.sign(message)).decode().rstrip("=")
    signature = Signature(key=key_id(RAW), signature=text, salt=bytes(32).hex(), signed_at=at)
    return msgspec.structs.replace(one, signature=signature)


def resigned(one: Submission, **changes: object) -> Submission:
    assert one.signature is not None
    return msgspec.structs.replace(one, signature=msgspec.structs.replace(one.signature, **changes))


def test_what_signs_says_when(keys: Scenario) -> None:
    """The instant is the ledger's, is kept with the signature, and is checked anew from the log."""
    submission = signed(keys.ledger, sent(), LI)
    assert submission.signature is not None
    assert submission.signature.signed_at == NOON

    keys.when(submission).is_recorded()

    number = keys.ledger.recorder.head().number
    fact, found = keys.ledger.at(number), verify_commit(keys.ledger, number)
    assert fact is not None
    assert fact.commit.by is not None
    assert fact.commit.by.signed is not None
    assert fact.commit.by.signed.signed_at == NOON
    assert found is not None
    assert found.verdict == "valid"


@pytest.mark.parametrize(
    ("signed_before", "code"),
    [
        (timedelta(hours=24), ""),
        (timedelta(hours=24, seconds=1), "signature.too_old"),
        (-timedelta(minutes=5), ""),
        (-timedelta(minutes=5, seconds=1), "signature.in_the_future"),
    ],
)
def test_a_signature_is_taken_for_a_day(keys: Scenario, signed_before: timedelta, code: str) -> None:
    """ROLE: a copy of what was refused is not recorded long after, nor what is signed ahead of its day."""
    attempt = keys.when(made(keys.ledger, NOON - signed_before))

    if code:
        attempt.refuses("ROLE", code=code)
    else:
        attempt.is_recorded()


@pytest.mark.parametrize("changed", [NOON, None])
def test_the_instant_is_part_of_what_is_signed(keys: Scenario, changed: datetime | None) -> None:
    """ROLE: whoever has an old copy neither writes another instant under it nor leaves it out."""
    old = made(keys.ledger, NOON - timedelta(days=300))

    keys.when(resigned(old, signed_at=changed)).refuses("ROLE", code="signature.wrong")


def test_a_signature_that_does_not_say_when_counts_whenever_it_comes(keys: Scenario) -> None:
    """Who signs elsewhere may leave the instant out; then only the idempotency key keeps copies away."""
    submission = made(keys.ledger, None)

    keys.on("2027-03-10").when(submission).is_recorded()


def test_an_instant_has_an_offset(keys: Scenario) -> None:
    """Without one it is no instant; it is not guessed."""
    with pytest.raises(BadCommand, match=r"signature\.signed_at"):
        keys.ledger.submit(resigned(made(keys.ledger, NOON), signed_at=NOON.replace(tzinfo=None)))


def test_an_auditor_finds_a_signature_of_another_day(keys: Scenario, core: Installation) -> None:
    """A commit that the log says was recorded long after its signing did not come through the door."""
    keys.when(made(keys.ledger, NOON)).is_recorded()
    number = keys.ledger.recorder.head().number

    restamped(keys.ledger, number, NOON + timedelta(hours=25))

    with Ledger.open(keys.ledger.place.url, installation=core) as opened:
        found = verify_commit(opened, number)
    assert found is not None
    assert (found.verdict, "within a day" in found.found) == ("invalid", True)


def test_an_auditor_finds_a_key_that_was_known_to_be_revoked(keys: Scenario, core: Installation) -> None:
    """A commit under a key whose revocation was recorded before it is doubtful, and it is said that the door knew."""
    revoke = step(
        "officer.revoke_key",
        officer="li",
        key=key_id(RAW),
        revoked_from="2026-03-12",
        reason="Leaves",
        revoked_on="2026-03-10",
    )
    keys.when(revoke).is_recorded()
    keys.when(made(keys.ledger, None)).is_recorded()
    number = keys.ledger.recorder.head().number

    restamped(keys.ledger, number, NOON + timedelta(days=10))

    with Ledger.open(keys.ledger.place.url, installation=core) as opened:
        found = verify_commit(opened, number)
    assert found is not None
    assert found.verdict == "doubtful"
    assert found.found == "its key was revoked from 2026-03-12 on when it was recorded"


def restamped(ledger: Ledger, number: int, at: datetime) -> None:
    """Somebody who can write the file says that a fact was recorded at another time."""
    file = ledger.place.file
    assert file is not None
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER fact_never_edited")
        connection.execute("UPDATE fact SET recorded_at = ? WHERE number = ?", (to_micros(at), number))


# ── copies ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("change", [{"signature": "A" * 86}, {"salt": "00" * 31 + "01"}, {"key": "0" * 40}])
def test_a_forged_copy_is_not_answered_as_the_first(keys: Scenario, change: dict[str, str]) -> None:
    """ROLE: who has the idempotency key and not the signature is refused, and does not read that it was recorded."""
    first = signed(keys.ledger, sent(), LI)
    keys.when(first).is_recorded()

    answer = keys.ledger.submit(resigned(first, **change))

    assert isinstance(answer, Refused)
    assert {one.code for one in answer.objections} <= {"signature.wrong", "signature.key_unknown"}
    assert answer.objections


def test_a_forged_copy_in_one_batch_refuses_the_batch(keys: Scenario) -> None:
    """ROLE: the line behind is looked at by itself."""
    first = signed(keys.ledger, sent(), LI)
    forged = resigned(first, signature="A" * 86)

    answers = keys.ledger.submit_all([first, forged])

    assert [type(one) for one in answers] == [Refused, Refused]
    assert [[one.code for one in each.objections] for each in answers if isinstance(each, Refused)] == [
        [],
        ["signature.wrong"],
    ]


def test_what_was_recorded_in_time_is_answered_later(keys: Scenario) -> None:
    """Who lost the answer and sends the same line again after two days gets that answer, and records nothing."""
    first = signed(keys.ledger, sent(), LI)
    keys.when(first).is_recorded()

    again = keys.on("2026-03-12").ledger.submit(first)

    assert isinstance(again, Recorded)
    assert again.again


def test_a_key_of_the_same_batch_checks_its_copies(ledger: Ledger) -> None:
    """Both lines are checked against a key that is registered before them, though nothing is recorded yet."""
    scenario = given(ledger, COUNTY).on("2026-03-10")
    register = Submission(command=KEY.command, body=KEY.body, actor="officer:wang")

    answers = scenario.ledger.submit_all([register, signed(ledger, sent(), LI), signed(ledger, sent(), LI)])

    assert [isinstance(one, Recorded) and one.again for one in answers] == [False, False, True]
