"""Signing commands: what an officer's Ed25519 key signs, and how the door and an auditor check it (RFC 8032).

What is signed can be put together again from the log alone, also after a person was erased:

    regledger/command/1 ‖ ledger id ‖ actor ‖ key's id ‖ tag of the idempotency key ‖ digest of the command as kept ‖ whole
    ‖ instant of signing

where the instant may be missing, with its length, each part led by its length in 8 bytes, big end first, so that no two lists of parts have one message. *whole* is SHA-256 over
the domain `regledger/whole/1`, 32 random bytes and the command with its personal values. The door checks it, so nobody between
officer and ledger changes a personal value unseen; then the random bytes are forgotten, so it gives no value away. From there
on the commitments in the facts hold the personal values, and the signature says nothing of them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from regledger.clock import GRACE, from_micros, zone
from regledger.deciding.answers import Signature, Submission
from regledger.deciding.keeping import check_form, kept_command, key_tag, whole_command
from regledger.errors import BadCommand
from regledger.log.envelope import Signed
from regledger.records.officer_key import SigningKey, key_id, public_bytes

if TYPE_CHECKING:
    from datetime import date

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from regledger.deciding.dossier import Dossier
    from regledger.deciding.handlers import Command
    from regledger.deciding.judge import Judge
    from regledger.law.objections import Objection
    from regledger.ledger import Ledger

__all__ = ["WINDOW", "examined", "message_of", "sealed_by", "signed", "unfit", "verifies"]

COMMAND_DOMAIN = b"regledger/command/1"
WHOLE_DOMAIN = b"regledger/whole/1"
SALT_BYTES = 32
SIGNATURE_BYTES = 64

WINDOW = timedelta(hours=24)
"""How long after its instant of signing a signature is taken at the door."""


def message_of(
    *, ledger_id: str, actor: str, key: str, keyed: str, digest: str, whole: str, signed_at: datetime | None = None
) -> bytes:
    """The bytes that are signed.

    Args:
        ledger_id: the ledger's UUID.
        actor: as `kind:id`.
        key: the id of the officer's key.
        keyed: the tag `command:…` that stands for actor and idempotency key.
        digest: SHA-256 in hex of the command as it is kept.
        whole: SHA-256 in hex over salt and the whole command.
        signed_at: the instant of signing, written in UTC to the microsecond; no part of the message where it is None.
    """
    at = () if signed_at is None else (signed_at.astimezone(UTC).isoformat(timespec="microseconds"),)
    return _parted(COMMAND_DOMAIN, *(part.encode() for part in (ledger_id, actor, key, keyed, digest, whole, *at)))


def signed(ledger: Ledger, submission: Submission, private: Ed25519PrivateKey) -> Submission:
    """`submission` with its signature, made now by the ledger's clock.

    Raises:
        BadCommand, UnknownCommand: it cannot be read, or it has no idempotency key: without one it could be sent again.
    """
    check_form(submission)
    if not submission.key:
        raise BadCommand(name=submission.command, found="it is to be signed and has no key", field="the key")
    _, command = ledger.handlers.read(submission.command, submission.body)
    key = key_id(private.public_key().public_bytes_raw())
    salt, now = secrets.token_bytes(SALT_BYTES), from_micros(ledger.clock())
    message = message_of(
        ledger_id=ledger.recorder.ledger_id,
        actor=submission.actor,
        key=key,
        keyed=key_tag(submission),
        digest=hashlib.sha256(kept_command(submission, command)).hexdigest(),
        whole=sealed_by(salt, whole_command(submission, command)),
        signed_at=now,
    )
    signature = Signature(key=key, signature=_text(private.sign(message)), salt=salt.hex(), signed_at=now)
    return msgspec.structs.replace(submission, signature=signature)


def sealed_by(salt: bytes, whole: bytes) -> str:
    """SHA-256 in hex over `salt` and the command with its personal values."""
    return hashlib.sha256(_parted(WHOLE_DOMAIN, salt, whole)).hexdigest()


def examined(
    submission: Submission,
    command: Command,
    digest: str,
    ledger_id: str,
    dossier: Dossier,
    judge: Judge,
    now: datetime,
    today: date,
) -> tuple[Signed | None, list[Objection]]:
    """The signature of a submission as it is kept, or why it does not count; neither where there is none.

    Args:
        digest: SHA-256 in hex of the command as it is kept.
        dossier: has read the record `key:…` that the signature names.
        now: the instant of the sending: a copy of what was refused, or never sent, is not recorded long after.
        today: its legal day: a key signs on the days on which it is valid, whenever the act was.
    """
    signature = submission.signature
    if signature is None:
        return None, []
    key = dossier.latest(SigningKey, signature.key)
    sealed = _sealed(signature, submission, command)
    objections = [*unfit(submission, command, digest, ledger_id, key, judge)]
    if key is not None:
        why = key.unusable(today)
        objections += judge.rule("ROLE", "signature.key_unusable", not why, key=signature.key, day=today, why=why)
    if (at := signature.signed_at) is not None:
        local = at.astimezone(zone(judge.zone)).isoformat(timespec="seconds")
        objections += judge.rule("ROLE", "signature.too_old", now - WINDOW <= at, key=signature.key, at=local)
        objections += judge.rule("ROLE", "signature.in_the_future", at <= now + GRACE, key=signature.key, at=local)
    if objections:
        return None, objections
    utc = None if at is None else at.astimezone(UTC)
    return Signed(key=signature.key, signature=signature.signature, whole=sealed, signed_at=utc), []


def unfit(
    submission: Submission, command: Command, digest: str, ledger_id: str, key: SigningKey | None, judge: Judge
) -> Iterator[Objection]:
    """Why the signature of a submission is not one of `key` under exactly this command, whenever it comes."""
    signature = submission.signature
    assert signature is not None
    yield from judge.rule("ROLE", "signature.without_key", bool(submission.key), command=submission.command)
    yield from judge.rule("ROLE", "signature.key_unknown", key is not None, key=signature.key)
    if key is not None:
        theirs = submission.actor == f"officer:{key.officer}"
        yield from judge.rule("ROLE", "signature.of_another", theirs, key=signature.key, actor=submission.actor)
        sealed = _sealed(signature, submission, command)
        message = message_of(
            ledger_id=ledger_id,
            actor=submission.actor,
            key=signature.key,
            keyed=key_tag(submission),
            digest=digest,
            whole=sealed,
            signed_at=signature.signed_at,
        )
        right = bool(sealed) and verifies(key, signature.signature, message)
        yield from judge.rule("ROLE", "signature.wrong", right, key=signature.key, actor=submission.actor)


def _sealed(signature: Signature, submission: Submission, command: Command) -> str:
    """What stands for the whole command; empty where the salt is none."""
    salt = _bytes_of_hex(signature.salt)
    return "" if salt is None else sealed_by(salt, whole_command(submission, command))


def verifies(key: SigningKey, signature: str, message: bytes) -> bool:
    """Whether `signature`, in base64url without padding, is the key's under `message`."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - most commands are not signed
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    public, raw = public_bytes(key.public_key), _bytes(signature)
    if public is None or raw is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(raw, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _parted(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes | None:
    """The bytes of a signature; None for what is none, or for another writing of one: a signature has one text."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == SIGNATURE_BYTES and _text(raw) == text else None


def _bytes_of_hex(text: str) -> bytes | None:
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        return None
    return raw if len(raw) == SALT_BYTES and raw.hex() == text else None
