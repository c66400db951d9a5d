"""Authorities and their officers: who may inspect and decide, and until when.

Officers are tagged with an *index* kind: an officer's certificate is read with a decision, but two decisions
that name one officer do not wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.law.objections import Objection
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Code, Id, Text
from regledger.records.identity.ending import stands
from regledger.records.identity.facts import AuthorityLocated, AuthorityRenamed, SubjectSucceeded
from regledger.records.identity.state import FormerName, Origin, Succession, renamed, succeeded

__all__ = [
    "AUTHORITY",
    "OFFICER",
    "AppointOfficer",
    "Authority",
    "AuthorityForm",
    "AuthorityRegistered",
    "Certificate",
    "CertifyOfficer",
    "Level",
    "Officer",
    "OfficerAppointed",
    "OfficerCertified",
    "RegisterAuthority",
    "appoint_officer",
    "authority_stands",
    "certify_officer",
    "officer_reads",
    "qualified",
    "register_authority",
]


Level = Literal["state", "province", "city", "county", "township"]
"""The level of government at which an authority stands; a sub-district (街道) stands at that of townships."""
AuthorityForm = Literal["government", "department", "zone", "organisation", "office"]
"""What an authority is: a people's government (a township's or sub-district office too), a department of one, the
administration of a development zone or park, a public-affairs organisation (行政处罚法 Art 21), the office of a body."""


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────


@fact("authority.registered", 1, tags={"authority": "authority"}, occurred="registered_on")
class AuthorityRegistered(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """`authority.registered` v1: an authority that supervises was entered on a legal day."""

    authority: Id
    name: Text
    registered_on: date
    level: Level | None = None
    """Since 0.3.0; None where nobody said it, and then nothing that depends on it is asked."""
    form: AuthorityForm | None = None
    """Since 0.3.0, as `level`."""


@fact("officer.appointed", 1, tags={"officer": "officer", "authority": "authority"}, occurred="appointed_on")
class OfficerAppointed(Fact, frozen=True, kw_only=True):
    """`officer.appointed` v1: an officer acts for an authority from a legal day. An official's name is public."""

    officer: Id
    authority: Id
    name: Text
    appointed_on: date


@fact("officer.certified", 1, tags={"officer": "officer"}, occurred="certified_on")
class OfficerCertified(Fact, frozen=True, kw_only=True):
    """`officer.certified` v1: an officer holds an enforcement certificate (行政处罚法 Art 42)."""

    officer: Id
    certificate: Code
    valid_from: date
    valid_to: date
    """The last legal day on which it is valid."""
    certified_on: date


# ── state ────────────────────────────────────────────────────────────────────────────────────────────────


class Authority(State, frozen=True, kw_only=True):
    """An authority."""

    authority: str
    name: str
    registered_on: date
    level: Level | None = None
    form: AuthorityForm | None = None
    region: str | None = None
    former_names: tuple[FormerName, ...] = ()
    predecessors: tuple[Origin, ...] = ()
    succession: Succession | None = None


class Certificate(State, frozen=True, kw_only=True):
    """An enforcement certificate; both days are valid days."""

    number: str
    valid_from: date
    valid_to: date


class Officer(State, frozen=True, kw_only=True):
    """An officer."""

    officer: str
    authority: str
    name: str
    certificates: tuple[Certificate, ...] = ()

    def certificate_on(self, day: date) -> Certificate | None:
        """The certificate that is valid on `day`."""
        valid = (one for one in self.certificates if one.valid_from <= day <= one.valid_to)
        return next(valid, None)


def _evolve_authority(state: Authority | None, recorded: RecordedFact) -> Authority | None:
    match recorded.body:
        case AuthorityRegistered() as body:
            return Authority(
                authority=body.authority,
                name=body.name,
                registered_on=body.registered_on,
                level=body.level,
                form=body.form,
            )
        case AuthorityRenamed() as body if state is not None and body.renamed == state.authority:
            return renamed(state, body.name, body.renamed_on)
        case AuthorityLocated() as body if state is not None and body.located == state.authority:
            return msgspec.structs.replace(state, region=body.region)
        case SubjectSucceeded() as body if state is not None:
            return succeeded(state, f"authority:{state.authority}", body)
    return state


def _evolve_officer(state: Officer | None, recorded: RecordedFact) -> Officer | None:
    match recorded.body:
        case OfficerAppointed() as body:
            certificates = () if state is None else state.certificates
            return Officer(officer=body.officer, authority=body.authority, name=body.name, certificates=certificates)
        case OfficerCertified() as body if state is not None:
            one = Certificate(number=body.certificate, valid_from=body.valid_from, valid_to=body.valid_to)
            return msgspec.structs.replace(state, certificates=(*state.certificates, one))
    return state


AUTHORITY = Kind(
    name="authority",
    state=Authority,
    evolve=_evolve_authority,
    facts=(AuthorityRegistered, AuthorityRenamed, AuthorityLocated, SubjectSucceeded),
)
OFFICER = Kind(name="officer", state=Officer, evolve=_evolve_officer, facts=(OfficerAppointed, OfficerCertified))


def authority_stands(authority: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """REF: the authority is on record on the day of the act; SEQ: it has not ended."""
    state = dossier.get(Authority, authority)
    yield from judge.rule("REF", "authority.unknown", state is not None, authority=authority)
    yield from stands(f"authority:{authority}", state, judge)


# ── A-01, shared by every step that officers take ────────────────────────────────────────────────────────


def officer_reads(officers: Iterable[str]) -> Iterator[str]:
    """The tags of `officers`."""
    return (f"officer:{officer}" for officer in officers)


def qualified(officers: tuple[str, ...], day: date, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-01: at least two officers, each known and with a certificate that is valid on `day`."""
    asked = judge.whole("A-01.officers", on=day)
    distinct = tuple(dict.fromkeys(officers))
    valid = 0
    for one in distinct:
        officer = dossier.get(Officer, one)
        if officer is None:
            yield from judge.rule("REF", "officer.unknown", False, officer=one)
            continue
        certificate = officer.certificate_on(day)
        valid += certificate is not None
        lapsed = max((held.valid_to for held in officer.certificates if held.valid_to < day), default=None)
        yield from judge.rule(
            "A-01",
            "officer.certificate_lapsed" if lapsed else "officer.no_certificate",
            certificate is not None,
            officer=one,
            day=day,
            lapsed=lapsed,
        )
    yield from judge.rule("A-01", "officers.too_few", valid >= asked, found=valid, asked=asked, day=day)


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────


class RegisterAuthority(Command, frozen=True, kw_only=True):
    """Enter an authority that supervises."""

    authority: Id
    name: Text
    registered_on: date
    level: Level | None = None
    form: AuthorityForm | None = None


class AppointOfficer(Command, frozen=True, kw_only=True):
    """Let an officer act for an authority."""

    officer: Id
    authority: Id
    name: Text
    appointed_on: date


class CertifyOfficer(Command, frozen=True, kw_only=True):
    """Enter an officer's enforcement certificate."""

    officer: Id
    certificate: Code
    valid_from: date
    valid_to: date
    certified_on: date


def _authority_reads(command: RegisterAuthority, dossier: Dossier) -> Iterable[str]:
    return (f"authority:{command.authority}",)


@handles("authority.register", RegisterAuthority, on="registered_on", reads=_authority_reads, shared=True)
def register_authority(command: RegisterAuthority, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the id is taken, or the name is blank."""
    free = not dossier.known(Authority, command.authority)
    yield from judge.rule("REF", "authority.taken", free, authority=command.authority)
    named = bool(command.name.strip())
    yield from judge.rule("REF", "authority.blank", named, authority=command.authority, part="name")
    yield AuthorityRegistered(
        authority=command.authority,
        name=command.name,
        registered_on=command.registered_on,
        level=command.level,
        form=command.form,
    )


def _appoint_reads(command: AppointOfficer, dossier: Dossier) -> Iterable[str]:
    return (f"officer:{command.officer}", f"authority:{command.authority}")


@handles("officer.appoint", AppointOfficer, on="appointed_on", reads=_appoint_reads, role="approve")
def appoint_officer(command: AppointOfficer, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the authority is unknown, or the name is blank."""
    yield from judge.rule(
        "REF", "authority.unknown", dossier.get(Authority, command.authority) is not None, authority=command.authority
    )
    yield from stands(f"authority:{command.authority}", dossier.get(Authority, command.authority), judge)
    named = bool(command.name.strip())
    yield from judge.rule("REF", "officer.blank", named, officer=command.officer, part="name")
    yield OfficerAppointed(
        officer=command.officer, authority=command.authority, name=command.name, appointed_on=command.appointed_on
    )


def _certify_reads(command: CertifyOfficer, dossier: Dossier) -> Iterable[str]:
    return (f"officer:{command.officer}",)


@handles("officer.certify", CertifyOfficer, on="certified_on", reads=_certify_reads, role="approve")
def certify_officer(command: CertifyOfficer, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the officer is unknown, the certificate is entered already, or it ends before it begins."""
    known = dossier.get(Officer, command.officer) is not None
    yield from judge.rule("REF", "officer.unknown", known, officer=command.officer)
    officer = dossier.latest(Officer, command.officer)
    new = Certificate(number=command.certificate, valid_from=command.valid_from, valid_to=command.valid_to)
    yield from judge.rule(
        "REF",
        "officer.certificate_taken",
        officer is None or new not in officer.certificates,
        officer=command.officer,
        certificate=command.certificate,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    yield from judge.rule(
        "SEQ",
        "certificate.ends_before_it_begins",
        command.valid_from <= command.valid_to,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    yield OfficerCertified(
        officer=command.officer,
        certificate=command.certificate,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        certified_on=command.certified_on,
    )
