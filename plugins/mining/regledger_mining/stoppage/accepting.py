"""Acceptance after a stop for rectification, and the three signatures in their order (煤矿安全生产条例 Art 48)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from regledger.sectors import Authority, Code, Command, Dossier, Id, Judge, Objection, Officer, Outcome, Text, handles

from regledger_mining.coal_penalties.bureaus import MINE_BUREAU, MineBureau
from regledger_mining.stoppage.facts import STAGES, CoalStoppageAcceptanceHeld, CoalStoppageSigned, Stage
from regledger_mining.stoppage.ordering import found_stoppage, stoppage_reads
from regledger_mining.stoppage.state import CoalStoppage

__all__ = ["HoldAcceptance", "SignStoppage", "hold_acceptance", "sign_stoppage"]


class HoldAcceptance(Command, frozen=True, kw_only=True):
    """Record how the acceptance ended."""

    stoppage: Id
    officers: tuple[Id, ...]
    result: Literal["passed", "failed"]
    findings: Text
    accepted_on: date


class SignStoppage(Command, frozen=True, kw_only=True):
    """Record one of the three signatures."""

    stoppage: Id
    stage: Stage
    by: Id
    principal: bool
    """Whether the principal head signed."""
    document: Code
    signed_on: date


def _accept_reads(command: HoldAcceptance, dossier: Dossier) -> Iterator[str]:
    yield from stoppage_reads(command, dossier)
    yield from (f"officer:{one}" for one in command.officers)


@handles("coal_stoppage.accept", HoldAcceptance, on="accepted_on", reads=_accept_reads, role="review")
def hold_acceptance(command: HoldAcceptance, dossier: Dossier, judge: Judge) -> Outcome:
    """E-20: finished within 20 days of the application; what is late is noted, and still to be done."""
    held = yield from found_stoppage(command, dossier, judge)
    if held is None:
        return
    for one in command.officers:
        yield from judge.rule("REF", "officer.unknown", dossier.get(Officer, one) is not None, officer=one)
    waits = held.applied_on is not None and held.accepted_on is None and held.applied_on <= command.accepted_on
    yield from judge.rule("SEQ", "coal_stoppage.not_applied", waits, stoppage=held.stoppage)
    seen = bool(command.findings.strip() and command.officers)
    yield from judge.rule("E-20", "coal_stoppage.acceptance_blank", seen, stoppage=held.stoppage)
    if held.applied_on is not None:
        last = judge.deadline("E-20.acceptance", held.applied_on, on=held.applied_on).day
        in_time = command.accepted_on <= last
        yield from judge.note("E-20", "coal_stoppage.accepted_late", in_time, stoppage=held.stoppage, last=last)
    yield CoalStoppageAcceptanceHeld(
        stoppage=held.stoppage,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        officers=command.officers,
        result=command.result,
        findings=command.findings,
        accepted_on=command.accepted_on,
    )


def _sign_reads(command: SignStoppage, dossier: Dossier) -> Iterator[str]:
    yield from stoppage_reads(command, dossier)
    yield f"authority:{command.by}"
    yield f"{MINE_BUREAU.name}:{command.by}"


@handles("coal_stoppage.sign", SignStoppage, on="signed_on", reads=_sign_reads, role="approve")
def sign_stoppage(command: SignStoppage, dossier: Dossier, judge: Judge) -> Outcome:
    """E-20: after the acceptance was passed: department, mine safety body, government, each by who may."""
    held = yield from found_stoppage(command, dossier, judge)
    by = dossier.get(Authority, command.by)
    yield from judge.rule("REF", "authority.unknown", by is not None, authority=command.by)
    if held is None or by is None:
        return
    told = {"stoppage": held.stoppage, "stage": command.stage}
    yield from judge.rule("E-20", "coal_stoppage.not_passed", held.passed, **told)
    asked = STAGES[: STAGES.index(command.stage)]
    missing = [one for one in asked if one in held.lacking]
    yield from judge.rule("E-20", "coal_stoppage.out_of_order", not missing, missing=", ".join(missing), **told)
    yield from judge.rule("SEQ", "coal_stoppage.signed_already", command.stage in held.lacking, **told)
    before = held.last_signed_on if held.passed and not missing else None
    later = before is None or before <= command.signed_on
    yield from judge.rule("E-20", "coal_stoppage.signed_before", later, before=before, **told)
    yield from _by_who_may(command, held, by, dossier, judge)
    yield CoalStoppageSigned(
        stoppage=held.stoppage,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        stage=command.stage,
        by=command.by,
        principal=command.principal,
        document=command.document,
        signed_on=command.signed_on,
    )


def _by_who_may(
    command: SignStoppage, held: CoalStoppage, by: Authority, dossier: Dossier, judge: Judge
) -> Iterator[Objection]:
    bureau = dossier.get(MineBureau, command.by) is not None
    match command.stage:
        case "department":
            may = command.by == held.authority
        case "bureau":
            may = bureau
        case "government":
            # An authority of which nobody said what it is may be one, but neither the department nor the bureau.
            governs = by.form in (None, "government") and by.level != "township"
            may = governs and not bureau and command.by != held.authority
    told = {"stoppage": held.stoppage, "stage": command.stage, "by": command.by}
    yield from judge.rule("E-20", "coal_stoppage.signed_by_another", may, **told)
    principal = command.principal or command.stage == "bureau"
    yield from judge.rule("E-20", "coal_stoppage.not_by_principal", principal, **told)
