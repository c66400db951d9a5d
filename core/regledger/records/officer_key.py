"""The keys with which officers sign their commands: registered, in use from day to day, revoked, and never forgotten.

A key is a record of its own, under its fingerprint, so that no two officers ever share one. What was signed while it was
valid stays verifiable after it expired or was revoked. What a register asserts makes no key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from datetime import date

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Officer

__all__ = [
    "KEY",
    "KEYRING",
    "Keyring",
    "OfficerKeyRegistered",
    "OfficerKeyRevoked",
    "RegisterOfficerKey",
    "RevokeOfficerKey",
    "SigningKey",
    "key_id",
    "public_bytes",
    "register_officer_key",
    "revoke_officer_key",
]

PUBLIC_BYTES = 32
"""Of an Ed25519 public key (RFC 8032)."""

_SMALL_ORDER = frozenset(
    bytes.fromhex(text)
    for text in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
)
"""The points of order 1, 2, 4 and 8 in every writing, without their sign. Under such a key anybody can forge a signature, so
whoever registered one could deny what they signed (RFC 8032 section 8.4 leaves it to the verifier)."""


def public_bytes(text: str) -> bytes | None:
    """The 32 bytes of a public key in base64url without padding; None where `text` is none, or is another writing of one.

    A point of small order is none: it has no private key that one officer alone could have.
    """
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    again = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    if len(raw) != PUBLIC_BYTES or again != text or raw[:-1] + bytes([raw[-1] & 0x7F]) in _SMALL_ORDER:
        return None
    return raw


def key_id(raw: bytes) -> str:
    """The id of a public key: the first 40 hex digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(raw).hexdigest()[:40]


@fact(
    "officer.key_registered",
    1,
    tags={"key": "key", "officer": "officer"},
    occurred="registered_on",
    asserted="never",
    amended="never",
)
class OfficerKeyRegistered(Fact, frozen=True, kw_only=True):
    """`officer.key_registered` v1: an officer signs with an Ed25519 key from a legal day on."""

    officer: Id
    key: Id
    """The first 40 hex digits of the SHA-256 of the public key's 32 bytes."""
    public_key: Code
    """In base64url without padding."""
    valid_from: date
    valid_to: date | None
    """The last legal day on which it may sign; None where it has none."""
    registered_on: date


@fact(
    "officer.key_revoked",
    1,
    tags={"key": "key", "officer": "officer"},
    occurred="revoked_on",
    asserted="never",
    amended="never",
)
class OfficerKeyRevoked(Fact, frozen=True, kw_only=True):
    """`officer.key_revoked` v1: a key may not sign from a legal day on, which may lie before the day of the revocation."""

    officer: Id
    key: Id
    revoked_from: date
    """The first legal day on which a signature of it does not count: where it was stolen, the day of the theft."""
    reason: Text
    revoked_on: date


class SigningKey(State, frozen=True, kw_only=True):
    """An officer's key; both days are valid days."""

    officer: str
    key: str
    public_key: str
    valid_from: date
    valid_to: date | None
    revoked_from: date | None = None

    def unusable(self, day: date) -> str:
        """Why it may not sign on `day`; empty where it may."""
        if self.revoked_from is not None and self.revoked_from <= day:
            return f"revoked from {self.revoked_from} on"
        if day < self.valid_from:
            return f"valid only from {self.valid_from} on"
        if self.valid_to is not None and self.valid_to < day:
            return f"valid only until {self.valid_to}"
        return ""


class Keyring(State, frozen=True, kw_only=True):
    """Every key of one officer."""

    officer: str
    keys: tuple[SigningKey, ...] = ()


def _evolve_key(state: SigningKey | None, recorded: RecordedFact) -> SigningKey | None:
    if recorded.asserted:
        return state
    match recorded.body:
        case OfficerKeyRegistered() as body:
            return SigningKey(
                officer=body.officer,
                key=body.key,
                public_key=body.public_key,
                valid_from=body.valid_from,
                valid_to=body.valid_to,
            )
        case OfficerKeyRevoked() as body if state is not None:
            since = [day for day in (state.revoked_from, body.revoked_from) if day is not None]
            return msgspec.structs.replace(state, revoked_from=min(since))
    return state


def _evolve_ring(state: Keyring | None, recorded: RecordedFact) -> Keyring | None:
    match recorded.body:
        case (OfficerKeyRegistered() | OfficerKeyRevoked()) as body if not recorded.asserted:
            before = state or Keyring(officer=body.officer)
            one = next((one for one in before.keys if one.key == body.key), None)
            new = _evolve_key(one, recorded)
            others = tuple(each for each in before.keys if each.key != body.key)
            return msgspec.structs.replace(before, keys=(*others, *([] if new is None else [new])))
    return state


_FACTS = (OfficerKeyRegistered, OfficerKeyRevoked)
KEY = Kind(name="key", state=SigningKey, evolve=_evolve_key, facts=_FACTS)
KEYRING = Kind(name="keyring", state=Keyring, evolve=_evolve_ring, facts=_FACTS, tag="officer")


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────


class RegisterOfficerKey(Command, frozen=True, kw_only=True):
    """Let an officer sign commands with a key; "regledger key new" makes one."""

    officer: Id
    public_key: Code
    """Of Ed25519, in base64url without padding."""
    valid_from: date
    valid_to: date | None = None
    """The last legal day on which it may sign."""
    registered_on: date


class RevokeOfficerKey(Command, frozen=True, kw_only=True):
    """Let a key sign no longer, from a legal day on."""

    officer: Id
    key: Id
    revoked_from: date
    """The first legal day on which a signature of it does not count."""
    reason: Text
    revoked_on: date


def _register_reads(command: RegisterOfficerKey, dossier: Dossier) -> Iterable[str]:
    yield f"officer:{command.officer}"
    yield f"holding:{command.officer}"
    if (raw := public_bytes(command.public_key)) is not None:
        yield f"key:{key_id(raw)}"


def _vouching(command: RegisterOfficerKey, dossier: Dossier) -> Iterable[str]:
    # Whoever has an officer's key acts wherever the officer holds a role.
    return (f"officer:{command.officer}", f"holding:{command.officer}")


@handles(
    "officer.register_key",
    RegisterOfficerKey,
    on="registered_on",
    reads=_register_reads,
    role="approve",
    concerns=_vouching,
    shared=True,
)
def register_officer_key(command: RegisterOfficerKey, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for an unknown officer, for what is no key, for one that is registered, or where it ends before it begins."""
    known = dossier.get(Officer, command.officer) is not None
    yield from judge.rule("REF", "officer.unknown", known, officer=command.officer)
    yield from judge.rule(
        "SEQ",
        "key.ends_before_it_begins",
        command.valid_to is None or command.valid_from <= command.valid_to,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    raw = public_bytes(command.public_key)
    yield from judge.rule("REF", "key.unreadable", raw is not None, officer=command.officer)
    if raw is None:
        return
    key = dossier.latest(SigningKey, key_id(raw))
    yield from judge.rule(
        "REF", "key.taken", key is None, key=key_id(raw), officer=None if key is None else key.officer
    )
    yield OfficerKeyRegistered(
        officer=command.officer,
        key=key_id(raw),
        public_key=command.public_key,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        registered_on=command.registered_on,
    )


def _revoke_reads(command: RevokeOfficerKey, dossier: Dossier) -> Iterable[str]:
    return (f"officer:{command.officer}", f"key:{command.key}")


@handles("officer.revoke_key", RevokeOfficerKey, on="revoked_on", reads=_revoke_reads, role="approve", shared=True)
def revoke_officer_key(command: RevokeOfficerKey, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for a key that is not the officer's, without a reason, or where it counts no longer since that day already."""
    key = dossier.get(SigningKey, command.key)
    theirs = key is not None and key.officer == command.officer
    yield from judge.rule("REF", "key.unknown", theirs, key=command.key, officer=command.officer)
    reasoned = bool(command.reason.strip())
    yield from judge.rule("REF", "key.without_reason", reasoned, key=command.key)
    latest = dossier.latest(SigningKey, command.key)
    since = None if latest is None else latest.revoked_from
    yield from judge.rule(
        "SEQ",
        "key.revoked_already",
        since is None or command.revoked_from < since,
        key=command.key,
        since=since,
    )
    yield OfficerKeyRevoked(
        officer=command.officer,
        key=command.key,
        revoked_from=command.revoked_from,
        reason=command.reason,
        revoked_on=command.revoked_on,
    )
