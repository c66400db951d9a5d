"""What an enterprise does itself: self-inspections, commitments, training (企业主体责任)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Text
from regledger.records.presence import enterprise_stands, filled, free, in_order, owner_reads, site_belongs
from regledger.records.support.facts import (
    CommitmentPublished,
    Count,
    SelfFound,
    SelfInspectionReported,
    TrainingHeld,
)
from regledger.records.support.state import Commitment, SelfInspection, Training

__all__ = [
    "HoldTraining",
    "PublishCommitment",
    "ReportSelfInspection",
    "hold_training",
    "publish_commitment",
    "report_self_inspection",
]


class ReportSelfInspection(Command, frozen=True, kw_only=True):
    """Record what an enterprise reports of its own inspection."""

    self_inspection: Id
    enterprise: Id
    site: Id
    first_day: date
    last_day: date
    led_by: Text
    found: tuple[SelfFound, ...] = ()
    reported_on: date


class PublishCommitment(Command, frozen=True, kw_only=True):
    """Record what an enterprise undertook in public."""

    commitment: Id
    enterprise: Id
    content: Text
    place: Text
    valid_to: date
    published_on: date


class HoldTraining(Command, frozen=True, kw_only=True):
    """Record a training that an enterprise held."""

    training: Id
    enterprise: Id
    topic: Text
    persons: Count
    hours: Count
    held_on: date


def _self_reads(command: ReportSelfInspection, dossier: Dossier) -> Iterator[str]:
    yield f"self_inspection:{command.self_inspection}"
    yield f"enterprise:{command.enterprise}"
    yield from owner_reads(command.site, dossier)


@handles("self_inspection.report", ReportSelfInspection, on="reported_on", reads=_self_reads, world=True)
def report_self_inspection(command: ReportSelfInspection, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: enterprise and site are on record; SEQ: it is reported after its last day, and nothing lies ahead."""
    subject = f"self_inspection:{command.self_inspection}"
    yield from free(SelfInspection, subject, dossier, judge)
    yield from enterprise_stands(command.enterprise, dossier, judge)
    yield from site_belongs(command.site, command.enterprise, dossier, judge)
    yield from filled(subject, judge, led_by=command.led_by)
    yield from in_order(subject, command.first_day, command.last_day, judge)
    days = [command.last_day, *(one.rectified_on for one in command.found if one.rectified_on is not None)]
    yield from judge.rule("SEQ", "support.day_ahead", max(days) <= command.reported_on, subject=subject, day=max(days))
    yield SelfInspectionReported(
        self_inspection=command.self_inspection,
        enterprise=command.enterprise,
        site=command.site,
        first_day=command.first_day,
        last_day=command.last_day,
        led_by=command.led_by,
        found=command.found,
        reported_on=command.reported_on,
    )


def _commitment_reads(command: PublishCommitment, dossier: Dossier) -> Iterator[str]:
    yield f"commitment:{command.commitment}"
    yield f"enterprise:{command.enterprise}"


@handles("commitment.publish", PublishCommitment, on="published_on", reads=_commitment_reads, world=True)
def publish_commitment(command: PublishCommitment, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: the enterprise is on record and says what it undertakes, and where."""
    subject = f"commitment:{command.commitment}"
    yield from free(Commitment, subject, dossier, judge)
    yield from enterprise_stands(command.enterprise, dossier, judge)
    yield from filled(subject, judge, content=command.content, place=command.place)
    yield from in_order(subject, command.published_on, command.valid_to, judge)
    yield CommitmentPublished(
        commitment=command.commitment,
        enterprise=command.enterprise,
        content=command.content,
        place=command.place,
        valid_to=command.valid_to,
        published_on=command.published_on,
    )


def _training_reads(command: HoldTraining, dossier: Dossier) -> Iterator[str]:
    yield f"training:{command.training}"
    yield f"enterprise:{command.enterprise}"


@handles("training.hold", HoldTraining, on="held_on", reads=_training_reads, world=True)
def hold_training(command: HoldTraining, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: the enterprise is on record, and somebody was trained for some time."""
    subject = f"training:{command.training}"
    yield from free(Training, subject, dossier, judge)
    yield from enterprise_stands(command.enterprise, dossier, judge)
    yield from filled(subject, judge, topic=command.topic)
    yield from judge.rule("REF", "support.nobody", command.persons > 0 and command.hours > 0, subject=subject)
    yield TrainingHeld(
        training=command.training,
        enterprise=command.enterprise,
        topic=command.topic,
        persons=command.persons,
        hours=command.hours,
        held_on=command.held_on,
    )
