"""Tip-offs: received, accepted or forwarded, verified, answered, rewarded, paid (安全生产法 Arts 73–76; S11)."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Protocol

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.objections import Objection
from regledger.log.facts import RecordedFact
from regledger.log.text import Code, Id, Personal, Text
from regledger.records.authority import Authority, officer_reads, qualified
from regledger.records.enterprise import Enterprise
from regledger.records.hazard.state import Hazard
from regledger.records.tipoff import facts
from regledger.records.tipoff.facts import Channel, Fen

__all__ = ["TIPOFF", "TIPOFFS", "Tipoff"]


class ReceiveTipoff(Command, frozen=True, kw_only=True):
    """Record that an authority received a tip-off."""

    tipoff: Id
    authority: Id
    enterprise: Id | None = None
    channel: Channel
    subject: Text
    informant: Personal | None = None
    contact: Personal | None = None
    insider: bool = False
    deaths: bool = False
    received_on: date


class AcceptTipoff(Command, frozen=True, kw_only=True):
    """Take a tip-off up."""

    tipoff: Id
    own_matter: bool
    accepted_on: date


class ForwardTipoff(Command, frozen=True, kw_only=True):
    """Send a tip-off to the department whose matter it is."""

    tipoff: Id
    to: Id
    ground: Text
    forwarded_on: date


class VerifyTipoff(Command, frozen=True, kw_only=True):
    """Record that a tip-off was looked into."""

    tipoff: Id
    officers: tuple[Id, ...]
    organised_by: Literal["department", "government"] = "department"
    result: Literal["true", "partly", "untrue"]
    material: Text
    rectification: bool = False
    signed_by: Text = ""
    hazard: Id | None = None
    verified_on: date


class ReplyToInformant(Command, frozen=True, kw_only=True):
    """Record that the informant was told the result."""

    tipoff: Id
    replied_on: date


class RewardInformant(Command, frozen=True, kw_only=True):
    """Grant a reward for a tip-off."""

    tipoff: Id
    fine_fen: Fen = 0
    concealed_deaths: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    grade: Literal["general", "larger", "major", "particularly_major"] | None = None
    reward_fen: Fen
    rewarded_on: date


class PayReward(Command, frozen=True, kw_only=True):
    """Record that a reward was paid."""

    tipoff: Id
    reward_fen: Fen
    voucher: Code
    recipient: Personal
    paid_on: date


class Tipoff(State, frozen=True, kw_only=True):
    """A tip-off."""

    tipoff: str
    authority: str
    enterprise: str | None
    insider: bool
    deaths: bool
    named: bool
    """Whether there is somebody to tell the result to."""
    received_on: date
    accepted_on: date | None = None
    forwarded_on: date | None = None
    verified_on: date | None = None
    result: str | None = None
    replied_on: date | None = None
    reward_fen: int | None = None
    paid_on: date | None = None


def _evolve(state: Tipoff | None, recorded: RecordedFact) -> Tipoff | None:
    body = recorded.body
    if isinstance(body, facts.TipoffReceived):
        return Tipoff(
            tipoff=body.tipoff,
            authority=body.authority,
            enterprise=body.enterprise,
            insider=body.insider,
            deaths=body.deaths,
            named=body.informant is not None or body.contact is not None,
            received_on=body.received_on,
        )
    if state is None:
        return None
    replace = msgspec.structs.replace
    match body:
        case facts.TipoffAccepted():
            return replace(state, accepted_on=body.accepted_on)
        case facts.TipoffForwarded():
            return replace(state, forwarded_on=body.forwarded_on)
        case facts.TipoffVerified():
            return replace(state, verified_on=body.verified_on, result=body.result)
        case facts.TipoffReplied():
            return replace(state, replied_on=body.replied_on)
        case facts.TipoffRewarded():
            return replace(state, reward_fen=body.reward_fen)
        case facts.TipoffRewardPaid():
            return replace(state, paid_on=body.paid_on)
    return state


class _OnTipoff(Protocol):
    @property
    def tipoff(self) -> str: ...


def _reads(command: _OnTipoff, dossier: Dossier) -> Iterable[str]:
    return (f"tipoff:{command.tipoff}",)


def _found(command: _OnTipoff, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Tipoff | None]:
    tipoff = dossier.get(Tipoff, command.tipoff)
    yield from judge.rule("REF", "tipoff.unknown", tipoff is not None, tipoff=command.tipoff)
    return tipoff


def _final(command: _OnTipoff, dossier: Dossier) -> Tipoff:
    """The tip-off with everything that is recorded, for what is done once."""
    tipoff = dossier.latest(Tipoff, command.tipoff)
    if tipoff is None:
        raise LookupError(command.tipoff)
    return tipoff


def _unanswered(command: _OnTipoff, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """SEQ: it was neither taken up nor forwarded."""
    last = _final(command, dossier)
    waits = last.accepted_on is None and last.forwarded_on is None
    yield from judge.rule("SEQ", "tipoff.answered_already", waits, tipoff=command.tipoff)


def _body(command: Command, tipoff: Tipoff) -> dict[str, Any]:
    own = {name: getattr(command, name) for name in command.__struct_fields__}
    return {**own, "authority": tipoff.authority, "enterprise": tipoff.enterprise}


def _receive_reads(command: ReceiveTipoff, dossier: Dossier) -> Iterator[str]:
    yield from (f"tipoff:{command.tipoff}", f"authority:{command.authority}")
    if command.enterprise is not None:
        yield f"enterprise:{command.enterprise}"


@handles("tipoff.receive", ReceiveTipoff, on="received_on", reads=_receive_reads, world=True)
def receive(command: ReceiveTipoff, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: authority and enterprise are on record, and something is told."""
    new = not dossier.known(Tipoff, command.tipoff)
    yield from judge.rule("REF", "tipoff.taken", new, tipoff=command.tipoff)
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    if command.enterprise is not None:
        known = dossier.get(Enterprise, command.enterprise) is not None
        yield from judge.rule("REF", "enterprise.unknown", known, enterprise=command.enterprise)
    yield from judge.rule("REF", "tipoff.blank", bool(command.subject.strip()), tipoff=command.tipoff)
    yield facts.TipoffReceived(**{name: getattr(command, name) for name in command.__struct_fields__})


@handles("tipoff.accept", AcceptTipoff, on="accepted_on", reads=_reads, role="propose")
def accept(command: AcceptTipoff, dossier: Dossier, judge: Judge) -> Outcome:
    """B-30: the matter of another department is forwarded and not taken up."""
    tipoff = yield from _found(command, dossier, judge)
    if tipoff is None:
        return
    yield from _unanswered(command, dossier, judge)
    yield from judge.rule("B-30", "tipoff.of_another", command.own_matter, tipoff=command.tipoff)
    yield facts.TipoffAccepted(**_body(command, tipoff))


def _forward_reads(command: ForwardTipoff, dossier: Dossier) -> Iterator[str]:
    yield from (f"tipoff:{command.tipoff}", f"authority:{command.to}")


@handles("tipoff.forward", ForwardTipoff, on="forwarded_on", reads=_forward_reads, role="propose")
def forward(command: ForwardTipoff, dossier: Dossier, judge: Judge) -> Outcome:
    """B-30: to another department, with the ground; who told it stays with the one that received it."""
    tipoff = yield from _found(command, dossier, judge)
    known = dossier.get(Authority, command.to) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.to)
    if tipoff is None:
        return
    yield from _unanswered(command, dossier, judge)
    away = command.to != tipoff.authority and bool(command.ground.strip())
    yield from judge.rule("B-30", "tipoff.forwarded_nowhere", away, tipoff=command.tipoff)
    yield facts.TipoffForwarded(**_body(command, tipoff))


def _verify_reads(command: VerifyTipoff, dossier: Dossier) -> Iterator[str]:
    yield f"tipoff:{command.tipoff}"
    yield from officer_reads(command.officers)
    if command.hazard is not None:
        yield f"hazard:{command.hazard}"


@handles("tipoff.verify", VerifyTipoff, on="verified_on", reads=_verify_reads, world=True)
def verify(command: VerifyTipoff, dossier: Dossier, judge: Judge) -> Outcome:
    """A-01 for the officers; B-30: in writing, signed where something is to be put right, by government where somebody died."""
    tipoff = yield from _found(command, dossier, judge)
    if tipoff is None:
        return
    ready = tipoff.accepted_on is not None and _final(command, dossier).verified_on is None
    yield from judge.rule("SEQ", "tipoff.not_to_verify", ready, tipoff=command.tipoff)
    if command.hazard is not None:
        found = dossier.get(Hazard, command.hazard) is not None
        yield from judge.rule("REF", "tipoff.hazard_unknown", found, tipoff=command.tipoff, hazard=command.hazard)
    yield from qualified(command.officers, command.verified_on, dossier, judge)
    written = bool(command.material.strip())
    yield from judge.rule("B-30", "tipoff.no_material", written, tipoff=command.tipoff)
    signed = not command.rectification or bool(command.signed_by.strip())
    yield from judge.rule("B-30", "tipoff.unsigned", signed, tipoff=command.tipoff)
    governed = not tipoff.deaths or command.organised_by == "government"
    yield from judge.rule("B-30", "tipoff.deaths_by_department", governed, tipoff=command.tipoff)
    yield facts.TipoffVerified(**_body(command, tipoff))


@handles("tipoff.reply", ReplyToInformant, on="replied_on", reads=_reads, world=True)
def reply(command: ReplyToInformant, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: after verification, where there is somebody to tell."""
    tipoff = yield from _found(command, dossier, judge)
    if tipoff is None:
        return
    ready = tipoff.verified_on is not None and tipoff.named
    yield from judge.rule("SEQ", "tipoff.nothing_to_reply", ready, tipoff=command.tipoff)
    once = _final(command, dossier).replied_on is None
    yield from judge.rule("SEQ", "tipoff.replied_already", once, tipoff=command.tipoff)
    yield facts.TipoffReplied(**_body(command, tipoff))


@handles("tipoff.reward", RewardInformant, on="rewarded_on", reads=_reads, role="approve")
def reward(command: RewardInformant, dossier: Dossier, judge: Judge) -> Outcome:
    """B-31: only what proved true is rewarded; 15 % of the fine between two bounds, or a sum for each concealed death."""
    tipoff = yield from _found(command, dossier, judge)
    if tipoff is None:
        return
    once = _final(command, dossier).reward_fen is None
    yield from judge.rule("SEQ", "tipoff.rewarded_already", once, tipoff=command.tipoff)
    true = tipoff.result in ("true", "partly")
    # Asked before any amount is looked up: the right is verified, the amounts are not.
    yield from judge.rule("B-31", "tipoff.not_verified", true, tipoff=command.tipoff)
    right = _amount(command, tipoff, judge)
    yield from judge.rule(
        "B-31",
        "tipoff.reward_wrong",
        command.reward_fen == right,
        tipoff=command.tipoff,
        reward=command.reward_fen,
        right=right,
    )
    yield facts.TipoffRewarded(**_body(command, tipoff))


def _amount(command: RewardInformant, tipoff: Tipoff, judge: Judge) -> int:
    least, most = judge.whole("B-31.least"), judge.whole("B-31.most")
    if command.concealed_deaths and command.grade is not None:
        amount = Decimal(command.concealed_deaths * judge.whole(f"B-31.concealed_{command.grade}"))
    else:
        amount = max(judge.decimal("B-31.rate") * command.fine_fen, Decimal(least))
    if tipoff.insider:
        amount += amount * judge.decimal("B-31.insider")
    return int(min(amount, Decimal(most)))


@handles("tipoff.pay_reward", PayReward, on="paid_on", reads=_reads, world=True)
def pay_reward(command: PayReward, dossier: Dossier, judge: Judge) -> Outcome:
    """B-31: what was granted is paid, once."""
    tipoff = yield from _found(command, dossier, judge)
    if tipoff is None:
        return
    waits = tipoff.reward_fen is not None and _final(command, dossier).paid_on is None
    yield from judge.rule("SEQ", "tipoff.no_reward_to_pay", waits, tipoff=command.tipoff)
    same = not waits or command.reward_fen == tipoff.reward_fen
    yield from judge.rule("B-31", "tipoff.paid_otherwise", same, tipoff=command.tipoff, granted=tipoff.reward_fen)
    yield facts.TipoffRewardPaid(**_body(command, tipoff))


def _steps(state: Tipoff, judge: Judge) -> Iterator[NextStep]:
    if state.forwarded_on is not None:
        return
    if state.accepted_on is None:
        yield NextStep(command="tipoff.accept", rule="B-30", owner="authority", since=state.received_on)
        yield NextStep(command="tipoff.forward", rule="B-30", owner="authority", since=state.received_on)
        return
    if state.verified_on is None:
        yield NextStep(command="tipoff.verify", rule="B-30", owner="authority", since=state.accepted_on)
        return
    if state.named and state.replied_on is None:
        yield NextStep(command="tipoff.reply", rule="B-30", owner="authority", since=state.verified_on)
    # Somebody unknown may come forward for a reward; until then it waits for nobody.
    if state.named and state.result in ("true", "partly") and state.reward_fen is None:
        yield NextStep(command="tipoff.reward", rule="B-31", owner="authority", since=state.verified_on)
    if state.reward_fen is not None and state.paid_on is None:
        yield NextStep(command="tipoff.pay_reward", rule="B-31", owner="authority")


TIPOFF = Kind(
    name="tipoff",
    state=Tipoff,
    evolve=_evolve,
    facts=(
        facts.TipoffReceived,
        facts.TipoffAccepted,
        facts.TipoffForwarded,
        facts.TipoffVerified,
        facts.TipoffReplied,
        facts.TipoffRewarded,
        facts.TipoffRewardPaid,
    ),
    steps=_steps,
)
TIPOFFS = (receive, accept, forward, verify, reply, reward, pay_reward)
