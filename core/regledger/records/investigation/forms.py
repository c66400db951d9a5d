"""What each kind of evidence has to show (行政诉讼证据规定(2002) Arts 10, 12, 13, 15; A-06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from regledger.clock import Instant
from regledger.log.text import Id, Text

__all__ = ["REQUIRED", "EvidenceKind", "Form", "Monitoring", "Signed"]

EvidenceKind = Literal[
    "documentary",
    "physical",
    "audio_visual",
    "electronic",
    "witness_statement",
    "party_statement",
    "expert_opinion",
    "site_record",
]
"""书证, 物证, 视听资料, 电子数据, 证人证言, 当事人的陈述, 鉴定意见, 勘验笔录/现场笔录 (行政处罚法 Art 46): there is no ninth."""

Signed = Literal["signed", "refused", "none"]
"""Whether the person concerned signed, refused to, or was not asked."""


class Form(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a piece of evidence shows of how it came about; what it does not show is left out."""

    original: bool = False
    """Whether it is the original, or its original carrier."""
    copied_from: Text = ""
    """Where the original lies, for a copy."""
    made_at: Instant | None = None
    place: Text = ""
    events: Text = ""
    """What was seen."""
    method: Text = ""
    maker: Id | None = None
    """Surrogate id of who made it; never a name."""
    purpose: Text = ""
    """What it is to prove."""
    officers_signed: bool = False
    person_signed: Signed = "none"
    """The party, the interviewee or the witness."""
    refusal_noted: bool = False
    """Whether the reason of a refusal stands in the record."""
    identity_recorded: bool = False
    id_copy: bool = False
    """Whether a copy of the identity paper lies with it."""
    dated: bool = False

    def shows(self, part: str) -> bool:
        """Whether it shows `part`, one of those named in `REQUIRED`."""
        if part == "origin":
            return self.original or bool(self.copied_from.strip())
        if part == "person_signed":
            return self.person_signed == "signed" or (self.person_signed == "refused" and self.refusal_noted)
        value = getattr(self, part)
        return bool(value.strip()) if isinstance(value, str) else bool(value)

    def missing(self, kind: EvidenceKind) -> tuple[str, ...]:
        """What evidence of that kind has to show and does not."""
        return tuple(part for part in REQUIRED.get(kind, ()) if not self.shows(part))


_CARRIER = ("origin", "method", "made_at", "maker", "purpose")
REQUIRED: Mapping[EvidenceKind, tuple[str, ...]] = {
    "documentary": ("origin",),
    "audio_visual": _CARRIER,
    "electronic": _CARRIER,
    "witness_statement": ("identity_recorded", "person_signed", "dated", "id_copy"),
    "party_statement": ("officers_signed", "person_signed"),
    "site_record": ("made_at", "place", "events", "officers_signed", "person_signed"),
}
"""Kind → what it has to show: Art 10 for documents and statements, 12, 13 and 15 for the others."""


class Monitoring(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A device by which the authority itself monitors under a law or administrative regulation (行政处罚法 Art 41).

    An enterprise's own sensor is none: what it gives is ordinary electronic data.
    """

    device: Id
    legal_review: bool
    technical_review: bool
    meets_standard: bool
    marked: bool
    location_published: bool

    def missing(self) -> tuple[str, ...]:
        """What Art 41 asks of the device and is not there."""
        return tuple(field for field in self.__struct_fields__[1:] if not getattr(self, field))
