"""The facts of the investigation of an accident and of the reply to it (Decree 493 Arts 19–32)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Id, Text
from regledger.records.accident.reported import TAGS, Count, Fen, Grade, Level

__all__ = [
    "AccidentAppraisalBegun",
    "AccidentAppraisalEnded",
    "AccidentCrimeReferred",
    "AccidentInvestigationExtended",
    "AccidentInvestigationReported",
    "AccidentReplied",
    "AccidentReplyExtended",
    "AccidentTeamFormed",
    "Days",
    "Member",
    "Organ",
    "Through",
]

Organ = Literal[
    "government", "emergency", "sector", "supervision", "police", "union", "procuratorate", "expert", "unit"
]
"""Who sends a member of the team (Art 22)."""

Through = Literal["own", "department", "unit"]
"""Whether the government investigates itself, or entrusts a department or the unit (Art 19)."""

Days = Annotated[int, msgspec.Meta(ge=1, le=3650)]
"""Calendar days."""


class Member(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member of an investigation team."""

    member: Id
    organ: Organ
    interest: bool = False
    """Whether the member has a direct interest in the accident (Art 23)."""


@fact("accident.team_formed", 1, tags={**TAGS, "government": "authority"}, occurred="formed_on")
class AccidentTeamFormed(Fact, frozen=True, kw_only=True):
    """`accident.team_formed` v1: a government formed the investigation team on a legal day (Arts 19–24)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    government: Id
    level: Level
    through: Through
    taken_over: bool
    """Whether a higher government took the accident over (Art 20)."""
    influence: Text
    """Why an accident without casualties and loss is investigated (Art 44)."""
    members: tuple[Member, ...]
    procuratorate_invited: bool
    leader: Id
    formed_on: date


@fact("accident.investigation_extended", 1, tags=TAGS, occurred="extended_on")
class AccidentInvestigationExtended(Fact, frozen=True, kw_only=True):
    """`accident.investigation_extended` v1: the government gave the team more days on a legal day (Art 29)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    government: Id
    days: Days
    ground: Text
    extended_on: date


@fact("accident.appraisal_begun", 1, tags=TAGS, occurred="begun_on")
class AccidentAppraisalBegun(Fact, frozen=True, kw_only=True):
    """`accident.appraisal_begun` v1: a technical appraisal began on a legal day (Art 27)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    appraisal: Id
    institution: Text
    qualified: bool
    begun_on: date


@fact("accident.appraisal_ended", 1, tags=TAGS, occurred="ended_on")
class AccidentAppraisalEnded(Fact, frozen=True, kw_only=True):
    """`accident.appraisal_ended` v1: a technical appraisal ended on a legal day, which still belongs to it (Art 27)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    appraisal: Id
    ended_on: date


@fact("accident.investigation_reported", 1, tags=TAGS, occurred="submitted_on")
class AccidentInvestigationReported(Fact, frozen=True, kw_only=True):
    """`accident.investigation_reported` v1: the team handed its report to the government on a legal day (Arts 29–31)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    unit: Text
    course: Text
    casualties: Text
    cause: Text
    responsibility: Text
    prevention: Text
    evidence_attached: bool
    signed: tuple[Id, ...]
    dissents: tuple[Id, ...]
    """Members who did not sign and whose dissent is noted."""
    grade: Grade
    deaths: Count
    injuries: Count
    loss_fen: Fen
    responsible: bool
    """Whether it is an accident of responsibility (责任事故)."""
    submitted_on: date


@fact("accident.crime_referred", 1, tags=TAGS, occurred="referred_on")
class AccidentCrimeReferred(Fact, frozen=True, kw_only=True):
    """`accident.crime_referred` v1: the material was handed to the police on a legal day (Art 26; 法释〔2015〕22号 Arts 6–8)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    crime: Text
    main_responsibility: bool
    consequence: Literal["grave", "especially_grave"]
    referred_on: date


@fact("accident.reply_extended", 1, tags=TAGS, occurred="extended_on")
class AccidentReplyExtended(Fact, frozen=True, kw_only=True):
    """`accident.reply_extended` v1: the government gave itself more days for its reply on a legal day (Art 32)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    days: Days
    ground: Text
    extended_on: date


@fact("accident.replied", 1, tags=TAGS, occurred="replied_on")
class AccidentReplied(Fact, frozen=True, kw_only=True):
    """`accident.replied` v1: the government replied to the report on a legal day (批复, Art 32)."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    government: Id
    document: Text
    replied_on: date
