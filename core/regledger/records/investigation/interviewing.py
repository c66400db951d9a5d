"""Interviews (询问笔录): one person, two officers, every page confirmed (行政处罚法 Arts 42, 43, 55; J-05)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from regledger.clock import Instant, day_of
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.law.objections import Objection
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Id, Personal, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.case.reading import open_case
from regledger.records.investigation.collecting import well_formed
from regledger.records.investigation.evidence_facts import EvidenceCollected
from regledger.records.investigation.evidence_state import Evidence
from regledger.records.investigation.forms import EvidenceKind, Form, Signed
from regledger.records.investigation.recusal import file_reads, not_recused

__all__ = [
    "INTERVIEW",
    "OFFICER_INTERVIEWS",
    "Interview",
    "InterviewRecorded",
    "OfficerInterviews",
    "RecordInterview",
    "record_interview",
]

Standing = Literal["party", "responsible_person", "witness", "other"]
"""As what the person is interviewed."""


@fact(
    "interview.recorded",
    1,
    tags={
        "interview": "interview",
        "case": "case",
        "enterprise": "enterprise",
        "site": "site",
        "authority": "authority",
        "officers": "officer",
        "evidence": "evidence",
    },
    occurred="ended_at",
)
class InterviewRecorded(Fact, frozen=True, kw_only=True):
    """`interview.recorded` v1: officers interviewed one person, until an instant (询问笔录)."""

    interview: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    person: Id
    """Surrogate id of who was interviewed."""
    name: Personal
    identity: Personal | None
    """What identifies the person: number of the identity paper, address, telephone."""
    standing: Standing
    post: Text
    place: Text
    certificates_shown: bool
    recusal_told: bool
    """Whether the right to ask for recusal was told (Art 43)."""
    truth_told: bool
    """Whether the duty to answer truly was told (Art 55)."""
    statement: Personal
    """Questions and answers."""
    pages: int
    pages_confirmed: int
    """How many of them the person signed or sealed."""
    person_signed: Signed
    refusal_noted: bool
    officers_signed: bool
    id_copy: bool = False
    """Whether a copy of the identity paper lies with it."""
    evidence: Id | None
    """The evidence that the record of the interview is."""
    started_at: Instant
    ended_at: Instant


class Interview(State, frozen=True, kw_only=True):
    """An interview."""

    interview: str
    case: str
    enterprise: str
    site: str
    authority: str
    person: str
    officers: tuple[str, ...]
    started_at: datetime
    ended_at: datetime


class OfficerInterviews(State, frozen=True, kw_only=True):
    """When an officer was interviewing whom."""

    held: tuple[tuple[str, datetime, datetime], ...] = ()
    """Interview, its beginning and its end."""


def _evolve(state: Interview | None, recorded: RecordedFact) -> Interview | None:
    match recorded.body:
        case InterviewRecorded() as body:
            return Interview(
                interview=body.interview,
                case=body.case,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                person=body.person,
                officers=body.officers,
                started_at=body.started_at,
                ended_at=body.ended_at,
            )
    return state


def _evolve_officer(state: OfficerInterviews | None, recorded: RecordedFact) -> OfficerInterviews | None:
    match recorded.body:
        case InterviewRecorded() as body:
            before = () if state is None else state.held
            return OfficerInterviews(held=(*before, (body.interview, body.started_at, body.ended_at)))
    return state


INTERVIEW = Kind(name="interview", state=Interview, evolve=_evolve, facts=(InterviewRecorded,))
OFFICER_INTERVIEWS = Kind(
    name="officer_interviews",
    tag="officer",
    state=OfficerInterviews,
    evolve=_evolve_officer,
    facts=(InterviewRecorded,),
)


class RecordInterview(Command, frozen=True, kw_only=True):
    """Record an interview with one person."""

    interview: Id
    case: Id
    officers: tuple[Id, ...]
    person: Id
    """Surrogate id; never a name."""
    name: Personal
    identity: Personal | None = None
    standing: Standing
    post: Text = ""
    place: Text
    certificates_shown: bool
    recusal_told: bool
    truth_told: bool
    statement: Personal
    pages: int
    pages_confirmed: int
    person_signed: Signed
    refusal_noted: bool = False
    officers_signed: bool
    id_copy: bool = False
    evidence: Id | None = None
    """The id under which its record becomes evidence; None where it does not."""
    started_at: Instant
    ended_at: Instant


def _reads(command: RecordInterview, dossier: Dossier) -> Iterator[str]:
    yield f"interview:{command.interview}"
    yield from file_reads(command, dossier)
    yield from officer_reads(command.officers)
    yield from (f"officer_interviews:{one}" for one in command.officers)
    if command.evidence is not None:
        yield f"evidence:{command.evidence}"


@handles("interview.record", RecordInterview, on="ended_at", reads=_reads, world=True)
def record_interview(command: RecordInterview, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without two qualified officers (A-01), while one of them interviews another, or where the record is not whole (J-05)."""
    free = not dossier.known(Interview, command.interview)
    yield from judge.rule("REF", "interview.taken", free, interview=command.interview)
    if command.evidence is not None:
        new = not dossier.known(Evidence, command.evidence)
        yield from judge.rule("REF", "evidence.taken", new, evidence=command.evidence)
    case = yield from open_case(command, dossier, judge)
    runs = command.started_at < command.ended_at
    yield from judge.rule("SEQ", "interview.ends_before_it_begins", runs, interview=command.interview)
    yield from qualified(command.officers, day_of(command.started_at, judge.zone), dossier, judge)
    yield from not_recused(command.case, command.officers, dossier, judge)
    yield from _whole(command, judge)
    yield from _alone(command, dossier, judge)
    if case is None:
        return
    yield InterviewRecorded(
        **{name: getattr(command, name) for name in command.__struct_fields__},
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
    )
    if command.evidence is None:
        return
    kind: EvidenceKind = "witness_statement" if command.standing in ("witness", "other") else "party_statement"
    form = Form(
        officers_signed=command.officers_signed,
        person_signed=command.person_signed,
        refusal_noted=command.refusal_noted,
        identity_recorded=command.identity is not None,
        id_copy=command.id_copy,
        dated=True,
    )
    yield from well_formed(command.evidence, kind, form, judge)
    yield EvidenceCollected(
        evidence=command.evidence,
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        kind=kind,
        description=f"Record of interview {command.interview}",
        source=command.place,
        officers=command.officers,
        form=form,
        monitoring=None,
        obtained_on=None,
        interview=command.interview,
        collected_on=day_of(command.ended_at, judge.zone),
    )


def _whole(command: RecordInterview, judge: Judge) -> Iterator[Objection]:
    told = {
        "identity": command.identity is not None and not command.identity.blank,
        "name": not command.name.blank,
        "place": bool(command.place.strip()),
        "statement": not command.statement.blank,
        "certificates_shown": command.certificates_shown,
        "recusal_told": command.recusal_told,
        "truth_told": command.truth_told,
        "officers_signed": command.officers_signed,
    }
    for part, there in told.items():
        yield from judge.rule("J-05", "interview.part_missing", there, interview=command.interview, part=part)
    noted = command.person_signed == "refused" and command.refusal_noted
    yield from judge.rule(
        "J-05",
        "interview.page_unconfirmed",
        noted or (command.person_signed == "signed" and 0 < command.pages == command.pages_confirmed),
        interview=command.interview,
        pages=command.pages,
        confirmed=command.pages_confirmed,
    )


def _alone(command: RecordInterview, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    for officer in dict.fromkeys(command.officers):
        busy = dossier.latest(OfficerInterviews, officer)
        for other, start, end in () if busy is None else busy.held:
            apart = end <= command.started_at or command.ended_at <= start
            yield from judge.rule(
                "J-05", "interview.at_once", apart, interview=command.interview, officer=officer, other=other
            )
