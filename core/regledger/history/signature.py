"""Signatures checked anew from the log alone, by whoever does not trust the one who ran it."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from regledger.clock import GRACE, day_of, from_micros
from regledger.deciding.signing import WINDOW, message_of, verifies
from regledger.history.timeline import particulars
from regledger.log.envelope import Particulars, Signed
from regledger.log.facts import RecordedFact
from regledger.records.officer_key import OfficerKeyRegistered, SigningKey

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["SignatureChecked", "verify_commit"]


class SignatureChecked(msgspec.Struct, frozen=True, kw_only=True):
    """What became of checking the signature of one commit."""

    key: str
    officer: str
    """Whose key it is, as `officer:li`; empty where the log has no such key."""
    verdict: Literal["valid", "doubtful", "invalid"]
    """Doubtful: the key was revoked later, from a day before the signature on."""
    found: str = ""
    """What is wrong; empty where nothing is."""


def verify_commit(ledger: Ledger, number: int) -> SignatureChecked | None:
    """Check the signature of the commit of fact `number` against the key that the log has; None where it is not signed.

    It needs nothing but the ledger: the id, the commit's particulars and tags, the command that is kept and the facts of the
    key. A key that expired or was revoked since does not make an older signature wrong.
    """
    fact = ledger.at(number)
    by = None if fact is None else particulars(ledger, fact)
    if fact is None or by is None or (by.signed is None and by.known != "signed"):
        return None
    signed = by.signed
    if signed is None:
        return SignatureChecked(key="", officer="", verdict="invalid", found="it is said to be signed and is not")
    first = fact if fact.commit.index == 0 else ledger.at(number - fact.commit.index)
    held = ledger.show(f"key:{signed.key}")
    if first is None or held is None or not isinstance(held.state, SigningKey):
        return SignatureChecked(
            key=signed.key, officer="", verdict="invalid", found="the key is not registered, or that was withdrawn"
        )
    key = held.state
    wrong = _wrong(ledger, first, by, signed, key)
    doubt = "" if wrong else _doubt(ledger, first, key)
    return SignatureChecked(
        key=signed.key,
        officer=f"officer:{key.officer}",
        verdict="invalid" if wrong else "doubtful" if doubt else "valid",
        found=wrong or doubt,
    )


def _wrong(ledger: Ledger, first: RecordedFact, by: Particulars, signed: Signed, key: SigningKey) -> str:
    if by.known != "signed" or by.actor != f"officer:{key.officer}":
        return f"it is that of officer:{key.officer}, and the commit says {by.actor} ({by.known})"
    kept = ledger.recorder.command(by.digest)
    if kept is not None and hashlib.sha256(kept).hexdigest() != by.digest:
        return "the command that is kept is not the one that was signed"
    message = message_of(
        ledger_id=ledger.recorder.ledger_id,
        actor=by.actor,
        key=signed.key,
        keyed=next((tag for tag in first.tags if tag.startswith("command:")), ""),
        digest=by.digest,
        whole=signed.whole,
        signed_at=signed.signed_at,
    )
    if not verifies(key, signed.signature, message):
        return "it does not fit to the ledger, actor, key, idempotency key or command"
    registered = ledger.facts(tags=[f"key:{signed.key}"], types=[OfficerKeyRegistered.__fact__.name])
    if not any(one.number < first.number for one in registered):
        return "the key was registered only after it"
    recorded = from_micros(first.recorded_at)
    # What is decided within its day may be stamped a moment after it.
    if signed.signed_at is not None and not (-GRACE <= recorded - signed.signed_at <= WINDOW + GRACE):
        return f"it was made at {signed.signed_at.isoformat(timespec='seconds')}, and the commit was not recorded within a day"
    unrevoked = msgspec.structs.replace(key, revoked_from=None)
    return min((unrevoked.unusable(day) for day in _days(ledger, first)), key=len)


def _doubt(ledger: Ledger, first: RecordedFact, key: SigningKey) -> str:
    """A revocation that reaches back behind the signature; one known at that time would have been refused at the door."""
    then = ledger.show(f"key:{key.key}", known_at=first.number)
    before = then.state if then is not None else None
    if isinstance(before, SigningKey) and all(before.unusable(day) for day in _days(ledger, first)):
        return f"its key was {before.unusable(_days(ledger, first)[0])} when it was recorded"
    return min((key.unusable(day) for day in _days(ledger, first)), key=len)


def _days(ledger: Ledger, fact: RecordedFact) -> tuple[date, date]:
    # What is decided a moment before midnight is stamped a moment after it. The zone of its legal days was the sender's choice.
    at = from_micros(fact.recorded_at)
    return day_of(at, ledger.zone), day_of(at - GRACE, ledger.zone)
