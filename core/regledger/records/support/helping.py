"""What is done for enterprises: incentives, outreach, advice visits (政策激励, 宣传教育, 指导服务)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Code, Id, Text
from regledger.records.authority import officer_reads
from regledger.records.presence import (
    authorities_stand,
    enterprise_stands,
    filled,
    free,
    in_order,
    officers_known,
    on_record,
    owner_reads,
    site_belongs,
)
from regledger.records.support.facts import (
    AdviceGiven,
    Count,
    IncentiveGranted,
    IncentiveKind,
    IncentiveWithdrawn,
    OutreachHeld,
)
from regledger.records.support.state import Incentive, Support

__all__ = [
    "GiveAdvice",
    "GrantIncentive",
    "HoldOutreach",
    "WithdrawIncentive",
    "give_advice",
    "grant_incentive",
    "hold_outreach",
    "withdraw_incentive",
]


class GrantIncentive(Command, frozen=True, kw_only=True):
    """Make an enterprise a model, or give it another incentive."""

    incentive: Id
    enterprise: Id
    authority: Id
    kind: IncentiveKind
    what: Text
    document: Code
    valid_from: date
    valid_to: date
    granted_on: date


class WithdrawIncentive(Command, frozen=True, kw_only=True):
    """Take an incentive back."""

    incentive: Id
    reason: Text
    withdrawn_on: date


class HoldOutreach(Command, frozen=True, kw_only=True):
    """Record that an authority told the public or enterprises about safety."""

    authority: Id
    enterprises: tuple[Id, ...] = ()
    topic: Text
    place: Text
    audience: Count
    held_on: date


class GiveAdvice(Command, frozen=True, kw_only=True):
    """Record a visit to help an enterprise. It is no inspection: it finds, orders and punishes nothing."""

    authority: Id
    enterprise: Id
    site: Id
    advisers: tuple[Id, ...]
    topics: Text
    advice: Text
    given_on: date


def _grant_reads(command: GrantIncentive, dossier: Dossier) -> Iterator[str]:
    yield f"incentive:{command.incentive}"
    yield f"enterprise:{command.enterprise}"
    yield f"support:{command.enterprise}"
    yield f"authority:{command.authority}"


def _granter(command: GrantIncentive, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"


@handles("incentive.grant", GrantIncentive, on="granted_on", reads=_grant_reads, role="approve", concerns=_granter)
def grant_incentive(command: GrantIncentive, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: who gives it and who gets it are on record; SEQ: an enterprise is a model once at a time."""
    subject = f"incentive:{command.incentive}"
    yield from free(Incentive, subject, dossier, judge)
    yield from enterprise_stands(command.enterprise, dossier, judge)
    yield from authorities_stand([command.authority], dossier, judge)
    yield from filled(subject, judge, what=command.what)
    yield from in_order(subject, command.valid_from, command.valid_to, judge)
    support = dossier.latest(Support, command.enterprise)
    again = command.kind == "model" and support is not None and support.model_in(command.valid_from, command.valid_to)
    yield from judge.rule("SEQ", "support.model_already", not again, enterprise=command.enterprise)
    yield IncentiveGranted(
        incentive=command.incentive,
        enterprise=command.enterprise,
        authority=command.authority,
        kind=command.kind,
        what=command.what,
        document=command.document,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        granted_on=command.granted_on,
    )


def _withdraw_reads(command: WithdrawIncentive, dossier: Dossier) -> Iterator[str]:
    yield f"incentive:{command.incentive}"


@handles("incentive.withdraw", WithdrawIncentive, on="withdrawn_on", reads=_withdraw_reads, role="approve")
def withdraw_incentive(command: WithdrawIncentive, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: it was granted and not taken back yet; the reason is said."""
    subject = f"incentive:{command.incentive}"
    found = dossier.get(Incentive, command.incentive)
    yield from on_record(subject, found, judge)
    if found is None:
        return
    latest = dossier.latest(Incentive, command.incentive) or found
    yield from judge.rule("SEQ", "support.withdrawn_already", latest.withdrawn_on is None, incentive=command.incentive)
    yield from filled(subject, judge, reason=command.reason)
    yield IncentiveWithdrawn(
        incentive=command.incentive,
        enterprise=found.enterprise,
        authority=found.authority,
        reason=command.reason,
        withdrawn_on=command.withdrawn_on,
    )


def _outreach_reads(command: HoldOutreach, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"
    yield from (f"enterprise:{one}" for one in command.enterprises)


@handles("outreach.hold", HoldOutreach, on="held_on", reads=_outreach_reads, world=True)
def hold_outreach(command: HoldOutreach, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: who held it and for whom is on record."""
    yield from authorities_stand([command.authority], dossier, judge)
    for one in dict.fromkeys(command.enterprises):
        yield from enterprise_stands(one, dossier, judge)
    yield from filled(f"authority:{command.authority}", judge, topic=command.topic, place=command.place)
    yield OutreachHeld(
        authority=command.authority,
        enterprises=command.enterprises,
        topic=command.topic,
        place=command.place,
        audience=command.audience,
        held_on=command.held_on,
    )


def _advice_reads(command: GiveAdvice, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"
    yield f"enterprise:{command.enterprise}"
    yield from owner_reads(command.site, dossier)
    yield from officer_reads(command.advisers)


@handles("advice.give", GiveAdvice, on="given_on", reads=_advice_reads, world=True)
def give_advice(command: GiveAdvice, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: everybody named is on record, and something was advised."""
    yield from authorities_stand([command.authority], dossier, judge)
    yield from enterprise_stands(command.enterprise, dossier, judge)
    yield from site_belongs(command.site, command.enterprise, dossier, judge)
    yield from officers_known(command.advisers, dossier, judge)
    yield from filled(
        f"site:{command.site}",
        judge,
        topics=command.topics,
        advice=command.advice,
        advisers=" ".join(command.advisers),
    )
    yield AdviceGiven(
        authority=command.authority,
        enterprise=command.enterprise,
        site=command.site,
        advisers=command.advisers,
        topics=command.topics,
        advice=command.advice,
        given_on=command.given_on,
    )
