"""The state of an accident; it holds days, instants and counts, and never a status of today."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from regledger.clock import When
from regledger.deciding.kinds import State
from regledger.log.facts import Fact, RecordedFact
from regledger.records.accident import inquiry, outcome, reported
from regledger.records.accident.inquiry import Member

__all__ = ["FACTS", "Accident", "Appraisal", "Penalty", "Team", "evolve"]


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """An investigation team."""

    government: str
    level: str
    members: tuple[Member, ...]
    formed_on: date


class Appraisal(msgspec.Struct, frozen=True, kw_only=True):
    """A technical appraisal; both days belong to it."""

    appraisal: str
    begun_on: date
    ended_on: date | None = None


class Penalty(msgspec.Struct, frozen=True, kw_only=True):
    """A penalty or disposal that was proposed."""

    penalty: str
    target: str
    handled_on: date | None = None


class Accident(State, frozen=True, kw_only=True):
    """An accident, from its first report to the closing of the file."""

    accident: str
    enterprise: str
    site: str
    authority: str
    category: str
    institutional: bool
    happened_at: datetime
    head_told_at: datetime | None
    received_at: datetime
    deaths: int
    injuries: int
    missing: int
    loss_fen: int
    graded_deaths: int
    """Those that count for the grade: not what changed after the period of Art 13."""
    graded_injuries: int
    changed_at: When
    """When the figures last changed."""
    reached: tuple[tuple[str, datetime], ...] = ()
    """The levels that the report reached, and when."""
    notified: tuple[str, ...] = ()
    grade: str | None = None
    """As it was last determined."""
    scene_on: date | None = None
    team: Team | None = None
    extension_days: int = 0
    appraisals: tuple[Appraisal, ...] = ()
    submitted_on: date | None = None
    responsible: bool = False
    crime_referred_on: date | None = None
    reply_extension: int = 0
    replied_on: date | None = None
    conducts: tuple[tuple[str, str], ...] = ()
    """Conduct and by whom."""
    incomes: tuple[tuple[str, int], ...] = ()
    """Person and income in fen."""
    penalties: tuple[Penalty, ...] = ()
    licences_on: date | None = None
    measures_on: date | None = None
    educated_on: date | None = None
    evaluated_on: date | None = None
    published: tuple[str, ...] = ()
    closed_on: date | None = None


FACTS: tuple[type[Fact], ...] = (
    reported.AccidentReported,
    reported.AccidentReportedUp,
    reported.AccidentNotified,
    reported.AccidentSupplemented,
    reported.AccidentGraded,
    reported.AccidentSceneRecorded,
    inquiry.AccidentTeamFormed,
    inquiry.AccidentInvestigationExtended,
    inquiry.AccidentAppraisalBegun,
    inquiry.AccidentAppraisalEnded,
    inquiry.AccidentInvestigationReported,
    inquiry.AccidentCrimeReferred,
    inquiry.AccidentReplyExtended,
    inquiry.AccidentReplied,
    outcome.AccidentConductFound,
    outcome.AccidentIncomeDetermined,
    outcome.AccidentPenaltyProposed,
    outcome.AccidentHandled,
    outcome.AccidentLicencesSettled,
    outcome.AccidentMeasuresReported,
    outcome.AccidentEducated,
    outcome.AccidentEvaluated,
    outcome.AccidentPublished,
    outcome.AccidentClosed,
)


def evolve(state: Accident | None, recorded: RecordedFact) -> Accident | None:
    """Fold one fact."""
    body = recorded.body
    if isinstance(body, reported.AccidentReported):
        return Accident(
            accident=body.accident,
            enterprise=body.enterprise,
            site=body.site,
            authority=body.authority,
            category=body.category,
            institutional=body.institutional,
            happened_at=body.happened_at,
            head_told_at=body.head_told_at,
            received_at=body.received_at,
            deaths=body.deaths,
            injuries=body.injuries,
            missing=body.missing,
            loss_fen=body.loss_fen,
            graded_deaths=body.deaths,
            graded_injuries=body.injuries,
            changed_at=body.received_at,
        )
    if state is None:
        return None
    return _after_outcome(_after_inquiry(_after_report(state, body), body), body)


def _after_report(state: Accident, body: object) -> Accident:
    replace = msgspec.structs.replace
    match body:
        case reported.AccidentReportedUp():
            return replace(state, reached=(*state.reached, (body.level, body.reached_at)))
        case reported.AccidentNotified():
            return replace(state, notified=tuple(dict.fromkeys((*state.notified, *body.recipients))))
        case reported.AccidentSupplemented():
            return replace(
                state,
                deaths=body.deaths,
                injuries=body.injuries,
                missing=body.missing,
                loss_fen=body.loss_fen,
                graded_deaths=body.deaths if body.counts else state.graded_deaths,
                graded_injuries=body.injuries if body.counts else state.graded_injuries,
                changed_at=body.supplemented_on,
            )
        case reported.AccidentGraded():
            return replace(state, grade=body.grade)
        case reported.AccidentSceneRecorded():
            return replace(state, scene_on=body.recorded_on)
    return state


def _after_inquiry(state: Accident, body: object) -> Accident:
    replace = msgspec.structs.replace
    match body:
        case inquiry.AccidentTeamFormed():
            team = Team(government=body.government, level=body.level, members=body.members, formed_on=body.formed_on)
            # Whoever takes an accident over investigates anew, also after a report (Art 20).
            return replace(state, team=team, submitted_on=None, replied_on=None)
        case inquiry.AccidentInvestigationExtended():
            return replace(state, extension_days=state.extension_days + body.days)
        case inquiry.AccidentAppraisalBegun():
            new = Appraisal(appraisal=body.appraisal, begun_on=body.begun_on)
            return replace(state, appraisals=(*state.appraisals, new))
        case inquiry.AccidentAppraisalEnded():
            ended = (
                replace(one, ended_on=body.ended_on) if one.appraisal == body.appraisal else one
                for one in state.appraisals
            )
            return replace(state, appraisals=tuple(ended))
        case inquiry.AccidentInvestigationReported():
            return replace(
                state,
                submitted_on=body.submitted_on,
                responsible=body.responsible,
                grade=body.grade,
                loss_fen=body.loss_fen,
            )
        case inquiry.AccidentCrimeReferred():
            return replace(state, crime_referred_on=body.referred_on)
        case inquiry.AccidentReplyExtended():
            return replace(state, reply_extension=state.reply_extension + body.days)
        case inquiry.AccidentReplied():
            return replace(state, replied_on=body.replied_on)
    return state


def _after_outcome(state: Accident, body: object) -> Accident:
    replace = msgspec.structs.replace
    match body:
        case outcome.AccidentConductFound():
            return replace(state, conducts=(*state.conducts, (body.conduct, body.by)))
        case outcome.AccidentIncomeDetermined():
            kept = tuple(one for one in state.incomes if one[0] != body.person)
            return replace(state, incomes=(*kept, (body.person, body.income_fen)))
        case outcome.AccidentPenaltyProposed():
            return replace(state, penalties=(*state.penalties, Penalty(penalty=body.penalty, target=body.target)))
        case outcome.AccidentHandled():
            done = (
                replace(one, handled_on=body.handled_on) if one.penalty == body.penalty else one
                for one in state.penalties
            )
            return replace(state, penalties=tuple(done))
        case outcome.AccidentLicencesSettled():
            return replace(state, licences_on=body.settled_on)
        case outcome.AccidentMeasuresReported():
            return replace(state, measures_on=body.reported_on)
        case outcome.AccidentEducated():
            return replace(state, educated_on=body.educated_on)
        case outcome.AccidentEvaluated():
            return replace(state, evaluated_on=body.evaluated_on)
        case outcome.AccidentPublished():
            return replace(state, published=(*state.published, body.what))
        case outcome.AccidentClosed():
            return replace(state, closed_on=body.closed_on)
    return state
