"""Mining beyond the permitted range goes to the department of natural resources (煤矿安全生产条例 Arts 30, 36(6), 65; E-24)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec
from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Fact,
    Id,
    Judge,
    Kind,
    NextStep,
    Outcome,
    RecordedFact,
    Referral,
    State,
    Text,
    fact,
    handles,
)

from regledger_mining.mines import mine_at, mine_reads

__all__ = ["MINE_SURVEY", "BoundarySurveyed", "BoundaryTransferred", "survey_boundary", "transfer_boundary"]

_TAGS = {"survey": "mine_survey", "site": "site", "enterprise": "enterprise", "authority": "authority"}


@fact("mine_boundary.surveyed", 1, tags=_TAGS, occurred="surveyed_on")
class BoundarySurveyed(Fact, frozen=True, kw_only=True):
    """`mine_boundary.surveyed` v1: on a legal day workings were measured against the permitted range (Art 30)."""

    survey: Id
    site: Id
    enterprise: Id
    authority: Id
    beyond_m: Decimal
    """How far they reach beyond the permitted range, in metres, by layer or by line; 0 where they do not."""
    document: Text
    surveyed_on: date


@fact("mine_boundary.transferred", 1, tags=_TAGS, occurred="transferred_on")
class BoundaryTransferred(Fact, frozen=True, kw_only=True):
    """`mine_boundary.transferred` v1: on a legal day mining beyond the range was handed to the department of natural resources."""

    survey: Id
    site: Id
    enterprise: Id
    authority: Id
    referral: Id
    transferred_on: date


class MineSurvey(State, frozen=True, kw_only=True):
    """A survey of workings against the permitted range."""

    survey: str
    site: str
    enterprise: str
    authority: str
    beyond_m: Decimal
    surveyed_on: date
    transferred_on: date | None = None


def _evolve(state: MineSurvey | None, recorded: RecordedFact) -> MineSurvey | None:
    match recorded.body:
        case BoundarySurveyed() as body:
            return MineSurvey(
                survey=body.survey,
                site=body.site,
                enterprise=body.enterprise,
                authority=body.authority,
                beyond_m=body.beyond_m,
                surveyed_on=body.surveyed_on,
            )
        case BoundaryTransferred() as body if state is not None:
            return msgspec.structs.replace(state, transferred_on=body.transferred_on)
    return state


def _steps(state: MineSurvey, judge: Judge) -> Iterator[NextStep]:
    if state.beyond_m > 0 and state.transferred_on is None:
        yield NextStep(
            command="mine_boundary.transfer",
            rule="E-24",
            owner="authority",
            since=state.surveyed_on,
            title="Hand it to the department of natural resources",
            title_zh="移送自然资源主管部门",
        )


MINE_SURVEY = Kind(
    name="mine_survey", state=MineSurvey, evolve=_evolve, facts=(BoundarySurveyed, BoundaryTransferred), steps=_steps
)


class SurveyBoundary(Command, frozen=True, kw_only=True):
    """Record how workings lie to the permitted range."""

    survey: Id
    site: Id
    authority: Id
    beyond_m: Decimal
    document: Text
    surveyed_on: date


class TransferBoundary(Command, frozen=True, kw_only=True):
    """Record that mining beyond the range was handed over, by which referral."""

    survey: Id
    referral: Id
    transferred_on: date


def _reads(command: SurveyBoundary, dossier: Dossier) -> Iterator[str]:
    yield f"mine_survey:{command.survey}"
    yield f"authority:{command.authority}"
    yield from mine_reads(command.site)


@handles("mine_boundary.survey", SurveyBoundary, on="surveyed_on", reads=_reads, world=True)
def survey_boundary(command: SurveyBoundary, dossier: Dossier, judge: Judge) -> Outcome:
    """E-24: no workings beyond the range; those that are are noted, and their transfer is owed."""
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    free = dossier.latest(MineSurvey, command.survey) is None
    yield from judge.rule("REF", "mine_boundary.taken", free, survey=command.survey)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    metres = f"{command.beyond_m:f}"
    yield from judge.rule(
        "REF", "mine_boundary.below_nothing", command.beyond_m >= 0, survey=command.survey, metres=metres
    )
    within = command.beyond_m <= 0
    yield from judge.note(
        "E-24", "mine_boundary.beyond", within, survey=command.survey, site=command.site, metres=metres
    )
    yield BoundarySurveyed(
        survey=command.survey,
        site=command.site,
        enterprise=mine.site.enterprise,
        authority=command.authority,
        beyond_m=command.beyond_m,
        document=command.document,
        surveyed_on=command.surveyed_on,
    )


def _transfer_reads(command: TransferBoundary, dossier: Dossier) -> Iterator[str]:
    yield f"mine_survey:{command.survey}"
    yield f"referral:{command.referral}"
    known = dossier.loaded(MineSurvey, command.survey)
    if known is not None:
        yield from mine_reads(known.site)


@handles("mine_boundary.transfer", TransferBoundary, on="transferred_on", reads=_transfer_reads, world=True)
def transfer_boundary(command: TransferBoundary, dossier: Dossier, judge: Judge) -> Outcome:
    """E-24: by a referral that was sent, of workings that do reach beyond the range."""
    held = dossier.get(MineSurvey, command.survey)
    yield from judge.rule("REF", "mine_boundary.unknown", held is not None, survey=command.survey)
    if held is None:
        return
    yield from judge.rule("SEQ", "mine_boundary.nothing_beyond", held.beyond_m > 0, survey=command.survey)
    referral = dossier.get(Referral, command.referral)
    sent = referral is not None and referral.addressee is not None
    yield from judge.rule("E-24", "mine_boundary.no_referral", sent, survey=command.survey, referral=command.referral)
    yield BoundaryTransferred(
        survey=command.survey,
        site=held.site,
        enterprise=held.enterprise,
        authority=held.authority,
        referral=command.referral,
        transferred_on=command.transferred_on,
    )
