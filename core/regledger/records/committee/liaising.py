"""Liaison officers of the member units, each for a term (联络员; I-20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Text
from regledger.records.authority import Officer, officer_reads
from regledger.records.committee.facts import LiaisonAppointed, LiaisonEnded
from regledger.records.committee.state import Committee, Liaison
from regledger.records.presence import authorities_stand, filled, free, in_order, officers_known, on_record

__all__ = ["AppointLiaison", "EndLiaison", "appoint_liaison", "end_liaison"]


class AppointLiaison(Command, frozen=True, kw_only=True):
    """Name the liaison officer of a member unit for a term."""

    liaison: Id
    committee: Id
    authority: Id
    officer: Id
    valid_from: date
    valid_to: date
    appointed_on: date


class EndLiaison(Command, frozen=True, kw_only=True):
    """End a liaison officer's term before its last day."""

    liaison: Id
    reason: Text
    ended_on: date


def _appoint_reads(command: AppointLiaison, dossier: Dossier) -> Iterator[str]:
    yield f"liaison:{command.liaison}"
    yield f"committee:{command.committee}"
    yield f"authority:{command.authority}"
    yield from officer_reads([command.officer])


def _unit(command: AppointLiaison, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"


@handles("liaison.appoint", AppointLiaison, on="appointed_on", reads=_appoint_reads, role="approve", concerns=_unit)
def appoint_liaison(command: AppointLiaison, dossier: Dossier, judge: Judge) -> Outcome:
    """I-20: one liaison officer per member unit and day, out of its own officers."""
    committee = dossier.get(Committee, command.committee)
    subject = f"liaison:{command.liaison}"
    yield from on_record(f"committee:{command.committee}", committee, judge)
    yield from free(Liaison, subject, dossier, judge)
    yield from authorities_stand([command.authority], dossier, judge)
    yield from officers_known([command.officer], dossier, judge)
    officer = dossier.get(Officer, command.officer)
    yield from judge.rule(
        "I-20",
        "liaison.officer_of_another",
        officer is None or officer.authority == command.authority,
        officer=command.officer,
        authority=command.authority,
    )
    yield from in_order(subject, command.valid_from, command.valid_to, judge)
    if committee is not None:
        member = command.authority in committee.members
        yield from judge.rule(
            "I-20", "liaison.no_member", member, committee=command.committee, authority=command.authority
        )
        latest = dossier.latest(Committee, command.committee) or committee
        other = next(
            (
                one
                for one in latest.terms
                if one.authority == command.authority
                and one.valid_from <= command.valid_to
                and command.valid_from <= one.valid_to
            ),
            None,
        )
        yield from judge.rule(
            "I-20",
            "liaison.two_at_once",
            other is None,
            authority=command.authority,
            other=None if other is None else other.liaison,
            last=None if other is None else other.valid_to,
        )
    yield LiaisonAppointed(
        liaison=command.liaison,
        committee=command.committee,
        authority=command.authority,
        officer=command.officer,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        appointed_on=command.appointed_on,
    )


def _end_reads(command: EndLiaison, dossier: Dossier) -> Iterator[str]:
    yield f"liaison:{command.liaison}"


@handles("liaison.end", EndLiaison, on="ended_on", reads=_end_reads, role="approve")
def end_liaison(command: EndLiaison, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: a term ends once, and inside itself."""
    liaison = dossier.get(Liaison, command.liaison)
    subject = f"liaison:{command.liaison}"
    yield from on_record(subject, liaison, judge)
    if liaison is None:
        return
    yield from filled(subject, judge, reason=command.reason)
    latest = dossier.latest(Liaison, command.liaison) or liaison
    inside = not latest.ended and latest.valid_from <= command.ended_on <= latest.valid_to
    yield from judge.rule(
        "SEQ", "liaison.not_running", inside, liaison=command.liaison, first=latest.valid_from, last=latest.valid_to
    )
    yield LiaisonEnded(
        liaison=command.liaison,
        committee=liaison.committee,
        authority=liaison.authority,
        officer=liaison.officer,
        reason=command.reason,
        ended_on=command.ended_on,
    )
