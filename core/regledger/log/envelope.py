"""What stands around a fact's body in the log: its commit, and where it came from.

Part of entry format 1: these field names never change. Every fact carries its commit's id, its index in it
and the commit's size; the first fact of a commit also carries the commit's particulars.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from regledger.law.objections import Objection

__all__ = ["Channel", "Commit", "Correction", "Envelope", "Known", "Particulars", "Signed", "Source", "Used"]

Channel = Literal["cli", "nats", "import", "api"]
Known = Literal["asserted", "os", "nkey", "signed"]


class Used(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A dated legal parameter that a decision stood on: one line of its decision trace."""

    parameter: str
    value: str | int | bool
    valid_from: str
    citation: str
    status: str
    digest: str
    pack: str = ""
    """The law pack that gave it, as `id/version`; empty where none did."""


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """An officer's signature under a command, as it was checked before the command was decided.

    What was signed can be put together again from the log alone: `regledger.deciding.signing`.
    """

    key: str
    """The id of the officer's key, as in `officer.key_registered`."""
    signature: str
    """Ed25519 (RFC 8032), in base64url without padding."""
    whole: str
    """SHA-256 in hex over a salt that nobody kept and the whole command, personal values with it."""
    signed_at: datetime | None = None
    """When it was signed, in UTC, as the signer says; None where the signature does not say so."""


class Particulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who decided what, knowing what: carried by the first fact of a commit."""

    actor: str
    """Who sent the command, as `kind:id`."""
    known: Known = "asserted"
    """How the actor is known: said by the sender, the login of this machine, the key of a connection, or an officer's signature."""
    via: str = ""
    """Through whom it came where the sender only said who the actor is, such as `os:clerk`; empty where nothing is known."""
    signed: Signed | None = None
    """The signature, where `known` is `signed`."""
    channel: Channel = "api"
    command: str
    """The command's stable name, such as `hazard.clear`."""
    digest: str
    """SHA-256 of the command as it is kept beside the log, personal values replaced."""
    boundary: tuple[str, ...] = ()
    """The tags that were read to decide."""
    head: int = 0
    """The last fact of the store when they were read."""
    rules: tuple[str, ...] = ()
    """The rules that were asked; those that objected stand among the warnings, or among the defects of the facts."""
    used: tuple[Used, ...] = ()
    warnings: tuple[Objection, ...] = ()
    sectors: tuple[str, ...] = ()
    """The sectors that were asked, each with its version."""
    as_happened: str = ""
    """Why the act was recorded although it was unlawful; empty where it was lawful."""
    approver: str = ""
    """Who approved recording it, as `kind:id`."""


class Commit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole decision that a fact belongs to; a reader shows all of it or none."""

    id: str
    index: int
    size: int
    by: Particulars | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where an imported fact was read: it is source-asserted, and proves no procedure."""

    register: str
    file: str
    """SHA-256 of the file."""
    row: int
    """Line of the file on which the record begins, 1 being the first; 0 where the fact is about what the file lacks."""
    column: str
    key: str
    """The row's own key in that register."""


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """Which fact this one stands in the place of, and why."""

    number: int
    reason: str
    authority: str


class Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The stored `data` of a fact."""

    body: msgspec.Raw
    commit: Commit
    version: int
    zone: str
    """The zone of every legal day in the body."""
    corrects: Correction | None = None
    defects: tuple[Objection, ...] = ()
    """What was unlawful about it, where it was recorded as it happened."""
    source: Source | None = None
