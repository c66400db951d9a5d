"""Investigating an accident and replying to the report (Decree 493 Arts 19–32)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Literal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.accident import inquiry
from regledger.records.accident.grading import (
    GRADES,
    LEVELS,
    crime,
    grade_of,
    graded,
    happened_on,
    reply_due,
    report_due,
)
from regledger.records.accident.inquiry import Days, Member, Through
from regledger.records.accident.reading import (
    OnAccident,
    accident_reads,
    body_of,
    filled,
    final,
    found_accident,
    still_open,
)
from regledger.records.accident.reported import Count, Fen, Grade, Level
from regledger.records.accident.state import Accident
from regledger.records.authority import Authority
from regledger.records.licence.competence import level_of

__all__ = ["INVESTIGATING"]

_SENDING = ("government", "emergency", "sector", "supervision", "police", "union")
"""Who sends members (Art 22); the procuratorate is invited."""


class FormAccidentTeam(Command, frozen=True, kw_only=True):
    """Form the team that investigates an accident."""

    accident: Id
    government: Id
    level: Level
    through: Through = "own"
    taken_over: bool = False
    influence: Text = ""
    members: tuple[Member, ...]
    procuratorate_invited: bool
    leader: Id
    formed_on: date


class ExtendAccidentInvestigation(Command, frozen=True, kw_only=True):
    """Give the team more days for its report."""

    accident: Id
    government: Id
    days: Days
    ground: Text
    extended_on: date


class BeginAppraisal(Command, frozen=True, kw_only=True):
    """Record that a technical appraisal began."""

    accident: Id
    appraisal: Id
    institution: Text
    qualified: bool
    begun_on: date


class EndAppraisal(Command, frozen=True, kw_only=True):
    """Record that a technical appraisal ended."""

    accident: Id
    appraisal: Id
    ended_on: date


class SubmitInvestigationReport(Command, frozen=True, kw_only=True):
    """Hand the investigation report to the government."""

    accident: Id
    unit: Text
    course: Text
    casualties: Text
    cause: Text
    responsibility: Text
    prevention: Text
    evidence_attached: bool
    signed: tuple[Id, ...]
    dissents: tuple[Id, ...] = ()
    grade: Grade
    deaths: Count
    injuries: Count
    loss_fen: Fen
    responsible: bool
    submitted_on: date


class ReferAccidentCrime(Command, frozen=True, kw_only=True):
    """Hand what looks like a crime to the police."""

    accident: Id
    crime: Text
    main_responsibility: bool
    consequence: Literal["grave", "especially_grave"]
    referred_on: date


class ExtendAccidentReply(Command, frozen=True, kw_only=True):
    """Give the government more days for its reply."""

    accident: Id
    days: Days
    ground: Text
    extended_on: date


class ReplyToInvestigation(Command, frozen=True, kw_only=True):
    """Reply to the investigation report."""

    accident: Id
    government: Id
    document: Text
    replied_on: date


def _government_reads(
    command: FormAccidentTeam | ExtendAccidentInvestigation | ReplyToInvestigation, dossier: Dossier
) -> Iterator[str]:
    yield from accident_reads(command, dossier)
    yield f"authority:{command.government}"


@handles("accident.form_team", FormAccidentTeam, on="formed_on", reads=_government_reads, role="approve")
def form_team(command: FormAccidentTeam, dossier: Dossier, judge: Judge) -> Outcome:
    """C-08 for the level, C-09 for the members, C-19 where nobody was hurt and nothing lost."""
    accident = yield from found_accident(command, dossier, judge)
    known = dossier.get(Authority, command.government) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.government)
    if accident is None:
        return
    yield from still_open(accident, judge)
    last = final(accident, dossier)
    open_ = command.taken_over or (last.team is None and last.submitted_on is None)
    yield from judge.rule("SEQ", "accident.team_formed_already", open_, accident=command.accident)
    yield from _level(command, accident, dossier, judge)
    higher = not command.taken_over or last.team is None or _above(command.level, last.team.level)
    yield from judge.rule("C-08", "accident.taken_over_from_none_lower", higher, accident=command.accident)
    hurt = accident.deaths + accident.injuries + accident.missing + accident.loss_fen > 0
    influenced = hurt or bool(command.influence.strip())
    yield from judge.rule("C-19", "accident.influence_not_stated", influenced, accident=command.accident)
    yield from _members(command, judge)
    yield inquiry.AccidentTeamFormed(**body_of(command, accident))


def _above(level: str, other: str) -> bool:
    return LEVELS.index(level) > LEVELS.index(other)


def _level(command: FormAccidentTeam, accident: Accident, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    grade = graded(accident, judge)
    own, asked = LEVELS.index(command.level), GRADES.index(grade)
    told = {"accident": command.accident, "level": command.level, "grade": grade, "competent": LEVELS[asked]}
    yield from judge.rule("C-08", "accident.level_too_low", own >= asked, **told)
    yield from judge.rule("C-08", "accident.level_too_high", own <= asked or command.taken_over, **told)
    government = dossier.get(Authority, command.government)
    true = None if government is None else level_of(government.region)
    yield from judge.rule(
        "C-08",
        "accident.level_misnamed",
        true in (None, command.level),
        accident=command.accident,
        level=command.level,
        government=command.government,
        right=true,
    )
    unhurt = accident.deaths + accident.injuries + accident.missing == 0 and asked == 0
    entrusted = command.through != "unit" or unhurt
    yield from judge.rule("C-08", "accident.entrusted_to_unit", entrusted, accident=command.accident)


def _members(command: FormAccidentTeam, judge: Judge) -> Iterator[Objection]:
    ids = [one.member for one in command.members]
    yield from judge.rule("REF", "accident.member_twice", len(ids) == len(set(ids)), accident=command.accident)
    leads = command.leader in ids
    yield from judge.rule("C-09", "accident.leader_no_member", leads, accident=command.accident, leader=command.leader)
    for one in command.members:
        free = not one.interest
        yield from judge.rule("C-09", "accident.member_interested", free, accident=command.accident, member=one.member)
    if command.through == "unit":
        return
    sent = {one.organ for one in command.members}
    for organ in _SENDING:
        yield from judge.rule("C-09", "accident.organ_missing", organ in sent, accident=command.accident, organ=organ)
    invited = command.procuratorate_invited
    yield from judge.rule("C-09", "accident.procuratorate_not_invited", invited, accident=command.accident)


@handles(
    "accident.extend_investigation",
    ExtendAccidentInvestigation,
    on="extended_on",
    reads=_government_reads,
    role="approve",
)
def extend_investigation(command: ExtendAccidentInvestigation, dossier: Dossier, judge: Judge) -> Outcome:
    """C-10: by the investigating government, by 60 days at most in all, while the period runs."""
    accident = yield from _investigated(command, dossier, judge)
    if accident is None or accident.team is None:
        return
    yield from filled("C-10", command, command.accident, ("ground",), judge)
    yield from _by_the_government("C-10", command.government, accident, judge)
    most = judge.whole("C-10.extension")
    total = final(accident, dossier).extension_days + command.days
    told: dict[str, str | int] = {"accident": command.accident, "days": total, "most": most}
    yield from judge.rule("C-10", "accident.extended_too_far", total <= most, **told)
    last, _ = report_due(accident, judge)
    in_time = command.extended_on <= last
    yield from judge.rule("C-10", "accident.extended_late", in_time, accident=command.accident, last=last)
    yield inquiry.AccidentInvestigationExtended(**body_of(command, accident))


def _investigated(command: OnAccident, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Accident | None]:
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return None
    formed = accident.team is not None
    yield from judge.rule("SEQ", "accident.no_team", formed, accident=accident.accident)
    running = accident.submitted_on is None and final(accident, dossier).submitted_on is None
    yield from judge.rule("SEQ", "accident.investigated_already", running, accident=accident.accident)
    return accident


def _by_the_government(rule: str, government: str, accident: Accident, judge: Judge) -> Iterator[Objection]:
    competent = None if accident.team is None else accident.team.government
    yield from judge.rule(
        rule,
        "accident.another_government",
        government == competent,
        accident=accident.accident,
        government=government,
        competent=competent,
    )


@handles("accident.begin_appraisal", BeginAppraisal, on="begun_on", reads=accident_reads, world=True)
def begin_appraisal(command: BeginAppraisal, dossier: Dossier, judge: Judge) -> Outcome:
    """C-10: by a qualified institution; its time is not counted."""
    accident = yield from _investigated(command, dossier, judge)
    if accident is None:
        return
    fresh = command.appraisal not in {one.appraisal for one in final(accident, dossier).appraisals}
    yield from judge.rule("REF", "accident.appraisal_taken", fresh, appraisal=command.appraisal)
    yield from filled("REF", command, command.accident, ("institution",), judge)
    qualified = command.qualified
    yield from judge.rule("C-10", "accident.appraiser_unqualified", qualified, appraisal=command.appraisal)
    yield inquiry.AccidentAppraisalBegun(**body_of(command, accident))


@handles("accident.end_appraisal", EndAppraisal, on="ended_on", reads=accident_reads, world=True)
def end_appraisal(command: EndAppraisal, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: one that began and has not ended."""
    accident = yield from _investigated(command, dossier, judge)
    if accident is None:
        return
    begun, later = (
        next((one for one in state.appraisals if one.appraisal == command.appraisal), None)
        for state in (accident, final(accident, dossier))
    )
    runs = begun is not None and later is not None and later.ended_on is None
    yield from judge.rule("SEQ", "accident.appraisal_not_running", runs, appraisal=command.appraisal)
    yield inquiry.AccidentAppraisalEnded(**body_of(command, accident))


@handles("accident.submit_report", SubmitInvestigationReport, on="submitted_on", reads=accident_reads, role="propose")
def submit_report(command: SubmitInvestigationReport, dossier: Dossier, judge: Judge) -> Outcome:
    """C-11 for chapters and signatures, C-01 for the grade; C-10: a late one is noted, for it is owed still."""
    accident = yield from _investigated(command, dossier, judge)
    if accident is None or accident.team is None:
        return
    chapters = ("unit", "course", "casualties", "cause", "responsibility", "prevention")
    yield from filled("C-11", command, command.accident, chapters, judge)
    attached = command.evidence_attached
    yield from judge.rule("C-11", "accident.evidence_not_attached", attached, accident=command.accident)
    for one in accident.team.members:
        stood = one.member in (*command.signed, *command.dissents)
        yield from judge.rule("C-11", "accident.member_unsigned", stood, accident=command.accident, member=one.member)
    same = (command.deaths, command.injuries) == (accident.deaths, accident.injuries)
    yield from judge.rule(
        "SEQ",
        "accident.figures_differ",
        same,
        accident=command.accident,
        deaths=accident.deaths,
        injuries=accident.injuries,
    )
    right = grade_of(
        accident.graded_deaths, accident.graded_injuries, command.loss_fen, happened_on(accident, judge), judge
    )
    yield from judge.rule(
        "C-01",
        "accident.graded_wrong",
        command.grade == right,
        accident=command.accident,
        grade=command.grade,
        right=right,
        deaths=accident.graded_deaths,
        injuries=accident.graded_injuries,
    )
    last, _ = report_due(accident, judge)
    yield from judge.note(
        "C-10", "accident.report_late", command.submitted_on <= last, accident=command.accident, last=last
    )
    yield inquiry.AccidentInvestigationReported(**body_of(command, accident))


@handles("accident.refer_crime", ReferAccidentCrime, on="referred_on", reads=accident_reads, role="approve")
def refer_crime(command: ReferAccidentCrime, dossier: Dossier, judge: Judge) -> Outcome:
    """B-44: the consequences are those that the figures on record reach."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    yield from filled("REF", command, command.accident, ("crime",), judge)
    once = final(accident, dossier).crime_referred_on is None
    yield from judge.rule("SEQ", "accident.crime_referred_already", once, accident=command.accident)
    found = crime(accident, judge, main=command.main_responsibility)
    yield from judge.rule(
        "B-44",
        "accident.consequence_wrong",
        command.consequence == found,
        accident=command.accident,
        consequence=command.consequence,
        right=found or "none",
    )
    yield inquiry.AccidentCrimeReferred(**body_of(command, accident))


@handles("accident.extend_reply", ExtendAccidentReply, on="extended_on", reads=accident_reads, role="approve")
def extend_reply(command: ExtendAccidentReply, dossier: Dossier, judge: Judge) -> Outcome:
    """C-12: only for a particularly major accident, and by 30 days at most."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    waits = accident.submitted_on is not None and final(accident, dossier).replied_on is None
    yield from judge.rule("SEQ", "accident.no_report_to_reply_to", waits, accident=command.accident)
    top = accident.grade == GRADES[-1]
    yield from judge.rule("C-12", "accident.reply_not_extendable", top, accident=command.accident)
    last, _ = reply_due(accident, judge)
    in_time = last is None or command.extended_on <= last
    yield from judge.rule("C-12", "accident.extended_late", in_time, accident=command.accident, last=last)
    yield from filled("C-12", command, command.accident, ("ground",), judge)
    most, total = judge.whole("C-12.extension"), final(accident, dossier).reply_extension + command.days
    told: dict[str, str | int] = {"accident": command.accident, "days": total, "most": most}
    yield from judge.rule("C-12", "accident.extended_too_far", total <= most, **told)
    yield inquiry.AccidentReplyExtended(**body_of(command, accident))


@handles("accident.reply", ReplyToInvestigation, on="replied_on", reads=_government_reads, role="approve")
def reply(command: ReplyToInvestigation, dossier: Dossier, judge: Judge) -> Outcome:
    """C-12: by the investigating government; a late one is noted, for it is owed still."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    waits = accident.submitted_on is not None and final(accident, dossier).replied_on is None
    yield from judge.rule("SEQ", "accident.no_report_to_reply_to", waits, accident=command.accident)
    yield from filled("C-12", command, command.accident, ("document",), judge)
    yield from _by_the_government("C-12", command.government, accident, judge)
    last, _ = reply_due(accident, judge)
    in_time = last is None or command.replied_on <= last
    yield from judge.note("C-12", "accident.reply_late", in_time, accident=command.accident, last=last)
    yield inquiry.AccidentReplied(**body_of(command, accident))


INVESTIGATING = (
    form_team,
    extend_investigation,
    begin_appraisal,
    end_appraisal,
    submit_report,
    refer_crime,
    extend_reply,
    reply,
)
