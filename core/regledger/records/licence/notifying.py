"""What an issuer tells the emergency department of its level, year by year (安全生产许可证条例 Art 11; D-16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Id
from regledger.records.authority import Authority
from regledger.records.licence.competence import level_of
from regledger.records.licence.facts import LicenceApplied, LicenceIssued

__all__ = ["LICENCE_REPORTS", "LicenceReportSent", "LicenceReports", "send_licence_report"]

Reported = Literal["coal", "construction", "explosives"]
Count = Annotated[int, msgspec.Meta(ge=0, le=10**6)]


@fact("licence_report.sent", 1, tags={"authority": "authority", "to": "authority"}, occurred="sent_on")
class LicenceReportSent(Fact, frozen=True, kw_only=True):
    """`licence_report.sent` v1: on a legal day an issuer told the emergency department of a year's licences (安全生产许可证条例 Art 11)."""

    authority: Id
    to: Id
    activity: Reported
    year: int
    issued: Count
    suspended: Count
    revoked: Count
    cancelled: Count
    sent_on: date


class LicenceReports(State, frozen=True, kw_only=True):
    """What an authority issues that it has to tell of, and what it told; read as `licence_reports:<authority>`."""

    authority: str
    applied: tuple[tuple[str, str], ...] = ()
    """(licence, activity) of every application that it received."""
    since: tuple[tuple[str, int], ...] = ()
    """(activity, the year of the first licence)."""
    sent: tuple[tuple[str, int], ...] = ()
    """(activity, year)."""


class SendLicenceReport(Command, frozen=True, kw_only=True):
    """Tell the emergency department of the same level of a year's licences."""

    authority: Id
    to: Id
    activity: Reported
    year: int
    issued: Count
    suspended: Count = 0
    revoked: Count = 0
    cancelled: Count = 0
    sent_on: date


def _reads(command: SendLicenceReport, dossier: Dossier) -> Iterator[str]:
    yield f"licence_reports:{command.authority}"
    yield f"authority:{command.authority}"
    yield f"authority:{command.to}"


@handles("licence_report.send", SendLicenceReport, on="sent_on", reads=_reads, role="propose")
def send_licence_report(command: SendLicenceReport, dossier: Dossier, judge: Judge) -> Outcome:
    """D-16: to a department of the same level; SEQ: of a year that has begun, once."""
    for one in dict.fromkeys((command.authority, command.to)):
        yield from judge.rule("REF", "authority.unknown", dossier.get(Authority, one) is not None, authority=one)
    own, other = dossier.get(Authority, command.authority), dossier.get(Authority, command.to)
    levels = [None if one is None else level_of(one.region) for one in (own, other)]
    same = command.authority != command.to and (None in levels or levels[0] == levels[1])
    yield from judge.rule(
        "D-16",
        "licence_report.other_level",
        same,
        authority=command.authority,
        to=command.to,
        level=levels[0],
        found=levels[1],
    )
    begun = command.year <= judge.day.year
    yield from judge.rule("SEQ", "licence_report.year_ahead", begun, authority=command.authority, year=command.year)
    final = dossier.latest(LicenceReports, command.authority)
    sent = () if final is None else final.sent
    yield from judge.rule(
        "SEQ",
        "licence_report.sent_already",
        (command.activity, command.year) not in sent,
        authority=command.authority,
        activity=command.activity,
        year=command.year,
    )
    yield LicenceReportSent(
        authority=command.authority,
        to=command.to,
        activity=command.activity,
        year=command.year,
        issued=command.issued,
        suspended=command.suspended,
        revoked=command.revoked,
        cancelled=command.cancelled,
        sent_on=command.sent_on,
    )


_REPORTED = ("coal", "construction", "explosives")


def _evolve(state: LicenceReports | None, recorded: RecordedFact) -> LicenceReports | None:
    replace = msgspec.structs.replace
    match recorded.body:
        case LicenceApplied() as body if body.activity in _REPORTED:
            one = state or LicenceReports(authority=body.authority)
            return replace(one, applied=(*one.applied, (body.licence, body.activity or "")))
        case LicenceIssued() as body if state is not None:
            activity = dict(state.applied).get(body.licence)
            if activity is None or activity in dict(state.since):
                return state
            return replace(state, since=(*state.since, (activity, body.decided_on.year)))
        case LicenceReportSent() as body:
            one = state or LicenceReports(authority=body.authority)
            # The department that is told of it has none of its own to tell of.
            return (
                replace(one, sent=(*one.sent, (body.activity, body.year))) if one.authority == body.authority else one
            )
    return state


def _steps(state: LicenceReports, judge: Judge) -> Iterator[NextStep]:
    for activity, first in state.since:
        for year in range(first, judge.day.year + 1):
            asked = judge.law.has("D-16.times", on=date(year, 12, 31)) and judge.whole("D-16.times")
            if (activity, year) not in state.sent and asked:
                yield NextStep(
                    command="licence_report.send",
                    due=date(year, 12, 31),
                    how=(f"once in the year {year}",),
                    rule="D-16",
                    owner="authority",
                    title=f"Tell the emergency department of the work-safety licences of {year}: {activity}",
                    title_zh=f"向同级应急管理部门通报{year}年安全生产许可证颁发和管理情况",
                )


LICENCE_REPORTS = Kind(
    name="licence_reports",
    tag="authority",
    state=LicenceReports,
    evolve=_evolve,
    facts=(LicenceApplied, LicenceIssued, LicenceReportSent),
    steps=_steps,
)
