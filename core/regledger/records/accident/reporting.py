"""Reporting an accident: received, passed up, told, supplemented, graded, its scene kept (Decree 493 Arts 9–16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from regledger.clock import Instant, day_of
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Personal, Text
from regledger.records.accident import reported
from regledger.records.accident.grading import LEVELS, graded, hop_due, supplement_end
from regledger.records.accident.near_miss import NearMiss
from regledger.records.accident.reading import accident_reads, body_of, filled, found_accident, still_open
from regledger.records.accident.reported import Category, Count, Fen, Grade, Level, Recipient
from regledger.records.accident.state import Accident
from regledger.records.enterprise import Site
from regledger.records.identity.heirs import heir_reads
from regledger.records.parties import parties_stand

__all__ = ["REPORTING"]


class ReceiveAccidentReport(Command, frozen=True, kw_only=True):
    """Record that a department received the report of an accident."""

    accident: Id
    enterprise: Id
    site: Id
    authority: Id
    category: Category = "production"
    institutional: bool = False
    happened_at: Instant
    head_told_at: Instant | None = None
    profile: Text
    scene: Text
    course: Text
    measures: Text
    other: Text = ""
    deaths: Count
    injuries: Count
    missing: Count
    loss_fen: Fen
    reporter: Personal | None = None
    injured: tuple[Personal, ...] = ()
    received_at: Instant


class ReportAccidentUp(Command, frozen=True, kw_only=True):
    """Record that the report reached the department of a higher level."""

    accident: Id
    level: Level
    reached_at: Instant


class NotifyOfAccident(Command, frozen=True, kw_only=True):
    """Record that the own government and the other organs were told."""

    accident: Id
    recipients: tuple[Recipient, ...]
    notified_at: Instant


class SupplementAccident(Command, frozen=True, kw_only=True):
    """Record new totals of casualties and loss."""

    accident: Id
    deaths: Count
    injuries: Count
    missing: Count
    loss_fen: Fen
    ground: Text
    changed_on: date
    supplemented_on: date


class GradeAccident(Command, frozen=True, kw_only=True):
    """Determine the grade of an accident."""

    accident: Id
    grade: Grade
    graded_on: date


class RecordAccidentScene(Command, frozen=True, kw_only=True):
    """Record how the scene was kept, or what was moved."""

    accident: Id
    moved: bool
    ground: Text = ""
    marked: bool = False
    sketched: bool = False
    written: bool = False
    recorded_on: date


def _receive_reads(command: ReceiveAccidentReport, dossier: Dossier) -> Iterator[str]:
    yield from (f"accident:{command.accident}", f"near_miss:{command.accident}", f"enterprise:{command.enterprise}")
    yield from (f"site:{command.site}", f"authority:{command.authority}")
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)


@handles("accident.receive_report", ReceiveAccidentReport, on="received_at", reads=_receive_reads, world=True)
def receive_report(command: ReceiveAccidentReport, dossier: Dossier, judge: Judge) -> Outcome:
    """C-04: an incomplete report is returned while the clock runs; C-02: one that is late is noted, for it is owed still."""
    new = not dossier.known(Accident, command.accident) and not dossier.known(NearMiss, command.accident)
    yield from judge.rule("REF", "accident.taken", new, accident=command.accident)
    yield from parties_stand(command, dossier, judge)
    told = command.head_told_at or command.happened_at
    yield from judge.rule(
        "SEQ",
        "accident.reported_before_it_happened",
        command.happened_at <= told <= command.received_at,
        accident=command.accident,
    )
    yield from filled("C-04", command, command.accident, ("profile", "scene", "course", "measures"), judge)
    if command.head_told_at is not None:
        last = judge.deadline("C-02.report", command.head_told_at)
        yield from judge.note(
            "C-02",
            "accident.reported_late",
            last.met_by(command.received_at),
            accident=command.accident,
            told=command.head_told_at.isoformat(),
            received=command.received_at.isoformat(),
        )
    own = {name: getattr(command, name) for name in command.__struct_fields__}
    yield reported.AccidentReported(**own)


@handles("accident.report_up", ReportAccidentUp, on="reached_at", reads=accident_reads, world=True)
def report_up(command: ReportAccidentUp, dossier: Dossier, judge: Judge) -> Outcome:
    """C-03: each level passes it on within two hours; late is noted, for it is owed still. Levels may be skipped."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    reached = max((LEVELS.index(level) for level, _ in accident.reached), default=0)
    further = LEVELS.index(command.level) > reached
    yield from judge.rule("SEQ", "accident.level_reached", further, accident=command.accident, level=command.level)
    _, last, _ = hop_due(accident, judge)
    in_time = (
        command.reached_at <= last if isinstance(last, datetime) else day_of(command.reached_at, judge.zone) <= last
    )
    yield from judge.note(
        "C-03",
        "accident.passed_on_late",
        in_time,
        accident=command.accident,
        level=command.level,
        last=last.isoformat(),
    )
    yield reported.AccidentReportedUp(**body_of(command, accident))


@handles("accident.notify", NotifyOfAccident, on="notified_at", reads=accident_reads, world=True)
def notify(command: NotifyOfAccident, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: somebody is told."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    yield from judge.rule("REF", "accident.nobody_told", bool(command.recipients), accident=command.accident)
    last = judge.deadline("C-03.hop", accident.received_at)
    yield from judge.note(
        "C-03",
        "accident.told_late",
        last.met_by(command.notified_at),
        accident=command.accident,
        last=None if last.instant is None else last.instant.isoformat(),
    )
    yield reported.AccidentNotified(**body_of(command, accident))


@handles("accident.supplement", SupplementAccident, on="supplemented_on", reads=accident_reads, world=True)
def supplement(command: SupplementAccident, dossier: Dossier, judge: Judge) -> Outcome:
    """C-05: casualties that change within 30 days (7 for road traffic and fire) count for the grade; later ones do not."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    yield from still_open(accident, judge)
    happened = day_of(accident.happened_at, judge.zone)
    in_order = happened <= command.changed_on <= command.supplemented_on
    yield from judge.rule("SEQ", "accident.change_out_of_order", in_order, accident=command.accident)
    yield from filled("C-05", command, command.accident, ("ground",), judge)
    end = supplement_end(accident, judge)
    same = (command.deaths, command.injuries) == (accident.deaths, accident.injuries)
    counts = end.met_by(command.changed_on)
    yield from judge.note(
        "C-05",
        "accident.changed_after_period",
        counts or same,
        accident=command.accident,
        changed=command.changed_on,
        last=end.day,
    )
    yield reported.AccidentSupplemented(**body_of(command, accident), counts=counts)


@handles("accident.grade", GradeAccident, on="graded_on", reads=accident_reads, role="review")
def grade(command: GradeAccident, dossier: Dossier, judge: Judge) -> Outcome:
    """C-01: the grade is that of the highest criterion that the figures on record meet."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    yield from still_open(accident, judge)
    right = graded(accident, judge)
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
    yield reported.AccidentGraded(**body_of(command, accident))


@handles("accident.record_scene", RecordAccidentScene, on="recorded_on", reads=accident_reads, world=True)
def record_scene(command: RecordAccidentScene, dossier: Dossier, judge: Judge) -> Outcome:
    """C-07: what is moved is marked, sketched and written down; what lacks is a finding."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    for part in ("marked", "sketched", "written"):
        kept = not command.moved or bool(getattr(command, part))
        yield from judge.note("C-07", "accident.move_unrecorded", kept, accident=command.accident, part=part)
    grounded = not command.moved or bool(command.ground.strip())
    yield from judge.note("C-07", "accident.moved_without_need", grounded, accident=command.accident)
    yield reported.AccidentSceneRecorded(**body_of(command, accident))


REPORTING = (receive_report, report_up, notify, supplement, grade, record_scene)
