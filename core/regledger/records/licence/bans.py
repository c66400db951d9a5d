"""Who may not apply again for a time: after false papers, or after a licence obtained by deceit (行政许可法 Arts 78, 79; D-14)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.law.objections import Objection
from regledger.log.facts import RecordedFact
from regledger.records.licence.end_facts import LicenceAnnulled, LicenceRefused
from regledger.records.licence.review_facts import LicenceDeclined
from regledger.records.period import period_in_force

__all__ = ["LICENCE_BANS", "Ban", "LicenceBans", "not_banned"]


class Ban(msgspec.Struct, frozen=True, kw_only=True):
    """A ban on applying for one kind of licence."""

    licence: str
    kind: str
    deceit: bool
    since: date


class LicenceBans(State, frozen=True, kw_only=True):
    """Every ban of an enterprise; read as `licence_bans:<enterprise>`."""

    bans: tuple[Ban, ...]


def _evolve(state: LicenceBans | None, recorded: RecordedFact) -> LicenceBans | None:
    before = () if state is None else state.bans
    match recorded.body:
        case LicenceDeclined() as body if body.ground == "false_papers":
            one = Ban(licence=body.licence, kind=body.kind, deceit=False, since=body.declined_on)
        case LicenceRefused() as body if body.ground == "false_papers":
            one = Ban(licence=body.licence, kind=body.kind, deceit=False, since=body.refused_on)
        case LicenceAnnulled() as body if body.ground == "deceit":
            one = Ban(licence=body.licence, kind=body.kind, deceit=True, since=body.annulled_on)
        case _:
            return state
    return LicenceBans(bans=(*before, one))


def not_banned(enterprise: str, kind: str, bans: LicenceBans | None, judge: Judge) -> Iterator[Objection]:
    """D-14: no ban on that kind of licence runs on the judge's day; the last day of a ban belongs to it."""
    for one in () if bans is None else bans.bans:
        if one.kind != kind:
            continue
        last = period_in_force(judge, "D-14.ban_deceit" if one.deceit else "D-14.ban_false", one.since, on=one.since)
        if last is not None:
            yield from judge.rule(
                "D-14",
                "licence.applicant_banned",
                judge.day > last.day,
                enterprise=enterprise,
                kind=kind,
                licence=one.licence,
                since=one.since,
                last=last.day,
            )


LICENCE_BANS = Kind(
    name="licence_bans",
    tag="enterprise",
    state=LicenceBans,
    evolve=_evolve,
    facts=(LicenceDeclined, LicenceRefused, LicenceAnnulled),
)
