"""What is sent to the ledger, and what it answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, TypedDict

import msgspec

from regledger.law.objections import Objection
from regledger.log.envelope import Channel, Known

__all__ = ["AsHappened", "Recorded", "Refused", "Sent", "Signature", "Submission"]


class AsHappened(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The wish to record what already happened in the world although it was unlawful."""

    reason: str
    approver: str
    """Who approved it, as `kind:id`."""


class Sent(TypedDict):
    """The fields of a submission that say who sends it."""

    actor: str
    known: Known
    via: str


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An officer's signature under a command, made by `regledger.deciding.signing.signed`."""

    key: str
    """The id of the officer's registered key."""
    signature: str
    """Ed25519, in base64url without padding."""
    salt: str
    """32 random bytes in hex. They keep the personal values of the command from being guessed, and are kept nowhere."""
    signed_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    """When it was signed, with its offset; it counts for a day from then on. None where it counts whenever it comes."""


class Submission(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command on its way in: one line of `regledger submit`."""

    command: str
    """The command's name, such as `hazard.clear`."""
    body: dict[str, Any]
    key: str = ""
    """Makes sending twice harmless: the same actor and key with the same body is recorded once."""
    actor: str = "officer:unknown"
    """Who sends it, as `kind:id`."""
    known: Known = "asserted"
    """How the channel knows the actor. A signature is never taken on somebody's word: give it as `signature`."""
    via: str = ""
    """Through whom it came where the sender only said who the actor is, as `kind:id`."""
    signature: Signature | None = None
    channel: Channel = "api"
    as_happened: AsHappened | None = None
    zone: str = ""
    """The zone of its legal days; the ledger's own where it is empty."""


class Recorded(msgspec.Struct, frozen=True, kw_only=True, tag="recorded", tag_field="answer"):
    """The command was decided and its facts are in the log."""

    numbers: tuple[int, ...]
    facts: tuple[str, ...]
    """The names of the facts, in order of number."""
    commit: str
    warnings: tuple[Objection, ...] = ()
    defects: tuple[Objection, ...] = ()
    """What was unlawful about an act recorded as it happened."""
    again: bool = False
    """True where the same command had been recorded before; nothing was added."""


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag="refused", tag_field="answer"):
    """The command was refused: nothing was recorded."""

    objections: tuple[Objection, ...]
    warnings: tuple[Objection, ...] = ()
