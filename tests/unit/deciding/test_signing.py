"""Commands signed by an officer's own key: what the door takes, and what an auditor finds in the log."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from regledger.deciding.answers import AsHappened, Recorded, Refused, Signature, Submission
from regledger.deciding.keeping import kept_command, key_tag, whole_command
from regledger.deciding.signing import message_of, sealed_by, signed
from regledger.errors import BadCommand
from regledger.ledger import Installation, Ledger
from regledger.testing.penalty import FILED, NOTIFIED
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import COUNTY, Scenario, county_ledger, given, step

from .signing_county import (
    LI,
    SECOND,
    STATED,
    WANG,
    by_li,
    id_of,
    particulars,
    recorded,
    registered,
    resigned,
    revoked,
    sent,
)

# ── at the door ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_signed_command_makes_its_officer_signed(keys: Scenario) -> None:
    """Only then does the commit say so, with the key and the signature."""
    submission = by_li(keys)

    by = particulars(keys, recorded(keys.when(submission)))

    assert submission.signature is not None
    assert by.signed is not None
    assert (by.known, by.signed.key, by.signed.signature) == ("signed", id_of(LI), submission.signature.signature)


def test_nobody_is_signed_by_saying_so(keys: Scenario) -> None:
    """A submission that claims it is signed is not read, whoever sends it."""
    with pytest.raises(BadCommand, match="says of itself that it is signed"):
        keys.ledger.submit(msgspec.structs.replace(sent(STATED), known="signed"))


def test_without_an_idempotency_key_nothing_is_signed(keys: Scenario) -> None:
    """Whoever copied it could send it again; neither the signer nor the door takes it."""
    with pytest.raises(BadCommand, match="has no key"):
        signed(keys.ledger, sent(STATED, key=""), LI)
    keys.when(msgspec.structs.replace(by_li(keys), key="")).refuses("ROLE", code="signature.without_key")


def test_a_signed_command_sent_again_records_nothing_twice(keys: Scenario) -> None:
    """A replay gets the first answer."""
    submission = by_li(keys)
    first = recorded(keys.when(submission))

    again = keys.ledger.submit(submission)

    assert isinstance(again, Recorded)
    assert (again.again, again.numbers) == (True, first.numbers)


def test_what_was_sent_unsigned_before_is_not_taken_for_signed(keys: Scenario) -> None:
    """Somebody in Li's name was faster: Li is told so, instead of getting that answer as their own."""
    keys.when(sent(STATED)).is_recorded()

    with pytest.raises(BadCommand, match="without a signature"):
        keys.ledger.submit(by_li(keys))


def test_in_one_batch_unsigned_is_not_taken_for_signed_either(keys: Scenario) -> None:
    """One key stands for one wish, and a signed one is another; a signed one twice is the same."""
    with pytest.raises(BadCommand, match="sends key 'k-1' twice"):
        keys.ledger.submit_all([sent(STATED), by_li(keys)])

    first, second = keys.ledger.submit_all([by_li(keys), by_li(keys)])

    assert isinstance(first, Recorded)
    assert second == msgspec.structs.replace(first, again=True)


CHANGES: dict[str, Callable[[Submission], Submission]] = {
    "body": lambda one: msgspec.structs.replace(one, body={**one.body, "made_on": "2026-03-09"}),
    "personal value": lambda one: msgspec.structs.replace(one, body={**one.body, "text": {"value": "Chen Wei"}}),
    "command": lambda one: msgspec.structs.replace(
        one, command="case.accept_review", body={"case": "C-1", "kind": "suit", "accepted_on": "2026-03-10"}
    ),
    "idempotency key": lambda one: msgspec.structs.replace(one, key="k-2"),
    "zone": lambda one: msgspec.structs.replace(one, zone="Asia/Shanghai"),
    "exception": lambda one: msgspec.structs.replace(one, as_happened=AsHappened(reason="x", approver="officer:wang")),
    "salt": lambda one: resigned(one, salt="00" * 32),
    "short salt": lambda one: resigned(one, salt="00"),
    "no salt": lambda one: resigned(one, salt="zz"),
    "key of the same officer": lambda one: resigned(one, key=id_of(SECOND)),
    "signature": lambda one: resigned(one, signature="A" * 86),
    "no signature": lambda one: resigned(one, signature="é"),
}


@pytest.mark.parametrize("part", CHANGES)
def test_whatever_is_changed_after_signing_is_refused(keys: Scenario, part: str) -> None:
    """ROLE: every part of the message counts, and so do the personal values that the log does not hold."""
    changed = CHANGES[part](by_li(keys))

    answer = keys.ledger.submit(changed)

    assert isinstance(answer, Refused)
    assert "signature.wrong" in [one.code for one in answer.objections]


def test_a_short_salt_is_refused(keys: Scenario) -> None:
    """ROLE: with few random bytes the digest that is kept would let personal values be guessed, though its officer signed it."""
    submission = sent(STATED)
    _, command = keys.ledger.handlers.read(submission.command, submission.body)
    message = message_of(
        ledger_id=keys.ledger.recorder.ledger_id,
        actor=submission.actor,
        key=id_of(LI),
        keyed=key_tag(submission),
        digest=hashlib.sha256(kept_command(submission, command)).hexdigest(),
        whole=sealed_by(b"1", whole_command(submission, command)),
    )
    made = base64.urlsafe_b64encode(LI.sign(message)).decode().rstrip("=")
    signature = Signature(key=id_of(LI), signature=made, salt=b"1".hex())

    keys.when(msgspec.structs.replace(submission, signature=signature)).refuses("ROLE", code="signature.wrong")


def test_a_signature_for_another_ledger_is_refused(keys: Scenario, tmp_path: Path, core: Installation) -> None:
    """ROLE: what was signed for one county is not recorded in another that has the same officers and keys."""
    submission = by_li(keys)

    with county_ledger(tmp_path, installation=core) as other:
        scenario = given(other, COUNTY, registered(LI), FILED, NOTIFIED).on("2026-03-10")
        scenario.when(submission).refuses("ROLE", code="signature.wrong")


def test_a_signature_of_another_officer_is_refused(keys: Scenario) -> None:
    """ROLE: Wang's key signs for Wang, though it signs what says Li."""
    keys.when(by_li(keys, private=WANG)).refuses("ROLE", code="signature.of_another")


def test_a_signed_command_is_not_sent_as_somebody_else(keys: Scenario) -> None:
    """ROLE: the actor is part of what is signed, and of whose key it is."""
    changed = msgspec.structs.replace(by_li(keys), actor="officer:wang")

    keys.when(changed).refuses("ROLE", code="signature.of_another").refuses("ROLE", code="signature.wrong")


def test_a_key_that_nobody_registered_signs_nothing(keys: Scenario) -> None:
    """ROLE: a stranger's key is named, and where to register one."""
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))

    attempt = keys.when(by_li(keys, private=stranger))

    attempt.refuses("ROLE", code="signature.key_unknown").says("officer.register_key")


def test_a_key_signs_on_its_days(ledger: Ledger) -> None:
    """ROLE: neither before its first day, nor after its last, whatever the day of the act."""
    key = registered(LI, valid_from="2026-03-11", valid_to="2026-03-12", registered_on="2026-03-01")
    scenario = given(ledger, COUNTY, FILED, NOTIFIED, key)

    for day, why in (("2026-03-10", "only from 2026-03-11"), ("2026-03-13", "only until 2026-03-12")):
        scenario.on(day).when(by_li(scenario)).refuses("ROLE", code="signature.key_unusable").says(why)
    scenario.on("2026-03-12").when(by_li(scenario)).is_recorded()


def test_a_revoked_key_signs_no_more_from_its_day(keys: Scenario) -> None:
    """ROLE: from the day of the revocation on it is refused, also for an act of before."""
    keys.when(revoked("2026-03-11", "2026-03-10")).is_recorded()

    keys.when(by_li(keys)).is_recorded()
    late = signed(keys.ledger, sent(STATED, key="k-2"), LI)
    keys.on("2026-03-11").when(late).refuses("ROLE", code="signature.key_unusable").says("revoked from 2026-03-11")


def test_a_signature_key_is_an_id(keys: Scenario) -> None:
    """What cannot be a key's id is told as such, and looked up nowhere."""
    with pytest.raises(BadCommand, match=r"signature\.key"):
        keys.ledger.submit(resigned(by_li(keys), key="no id"))


def test_a_role_granted_for_signing_is_exercised_signed(keys: Scenario) -> None:
    """ROLE: whoever only says to be Li is refused, and so is naming Li as the approver of an exception."""
    grant = step(
        "role.grant",
        holder="officer:li",
        role="approve",
        authority="emb",
        valid_from="2026-01-05",
        signed_only=True,
        ground="Appointment 3 (2026)",
        granted_on="2026-03-10",
    )
    other = grant.but(holder="officer:wang", signed_only=False)
    keys.when(grant).is_recorded()

    keys.when(sent(other)).refuses("ROLE", code="role.unsigned").says("--sign-with")
    lapsed = sent(FOUND.but(officers=["li", "zhao"]), actor="officer:wang", key="")
    happened = AsHappened(reason="It happened", approver="officer:li")
    attempt = keys.when(msgspec.structs.replace(lapsed, as_happened=happened))
    attempt.refuses("A-01", "ROLE", code="approver.only_named")
    keys.when(by_li(keys, other)).is_recorded()
