"""What becomes of plant, stores and stock where a unit changes its product, stops or is dissolved (Arts 27, 82; F-19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Literal

import msgspec
from regledger.sectors import (
    Act,
    Case,
    Command,
    Dossier,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    RecordedFact,
    ShutDown,
    State,
    Text,
    fact,
    handles,
    hookimpl,
)

from regledger_hazardous_chemicals.parties import PARTY_TAGS, binds, party_reads, site_of

__all__ = [
    "SITE_CLOSING",
    "CheckClosing",
    "ClosingChecked",
    "ClosingPlanFiled",
    "FileClosingPlan",
    "SiteClosing",
    "check_closing",
    "file_closing_plan",
]

RECIPIENTS = "F-19.recipients"
Recipient = Literal["emergency", "industry", "ecology", "police"]
"""县级 应急管理, 工业和信息化, 生态环境主管部门 and 公安机关."""


@fact("closing_plan.filed", 1, tags=PARTY_TAGS, occurred="filed_on")
class ClosingPlanFiled(Fact, frozen=True, kw_only=True):
    """`closing_plan.filed` v1: the plan to dispose of plant, stores and stock was filed on a legal day (Art 27)."""

    site: Id
    enterprise: Id
    authority: Id
    """Which entered it."""
    event: Literal["conversion", "halt", "close", "dissolution"]
    """转产, 停产, 停业, 解散."""
    disposal: Text
    recipients: tuple[Recipient, ...]
    """The departments of the county with which it was filed."""
    filed_on: date


@fact("closing.checked", 1, tags=PARTY_TAGS, occurred="checked_on")
class ClosingChecked(Fact, frozen=True, kw_only=True):
    """`closing.checked` v1: the departments looked at what was disposed of on a legal day (Art 27)."""

    site: Id
    enterprise: Id
    authority: Id
    disposed: bool
    """Whether plant, stores and stock were disposed of by the plan, and nothing was thrown away."""
    checked_on: date


class SiteClosing(State, frozen=True, kw_only=True):
    """With whom the plan of a site is filed, and whether it was carried out."""

    site: str
    recipients: tuple[str, ...] = ()
    filed_on: date | None = None
    """The day of the last filing."""
    checked_on: date | None = None
    disposed: bool = False


def _evolve(state: SiteClosing | None, recorded: RecordedFact) -> SiteClosing | None:
    match recorded.body:
        case ClosingPlanFiled() as body:
            # A plan after all was disposed of is that of another closing.
            before = () if state is None or state.disposed else state.recipients
            recipients = tuple(dict.fromkeys((*before, *body.recipients)))
            return SiteClosing(site=body.site, recipients=recipients, filed_on=body.filed_on)
        case ClosingChecked() as body:
            state = state or SiteClosing(site=body.site)
            return msgspec.structs.replace(state, checked_on=body.checked_on, disposed=body.disposed)
    return state


def _missing(state: SiteClosing | None, judge: Judge) -> tuple[str, ...]:
    """With which of the law's recipients nothing is filed; none where the law of the day names none."""
    if not binds(RECIPIENTS, judge):
        return ()
    asked = str(judge.law.value(RECIPIENTS, on=judge.day)).split()
    return tuple(one for one in asked if state is None or one not in state.recipients)


def _steps(state: SiteClosing, judge: Judge) -> Iterator[NextStep]:
    missing = _missing(state, judge)
    if missing and not state.disposed:
        yield NextStep(
            command="closing_plan.file",
            rule="F-19",
            owner="enterprise",
            title=f"File the plan with: {', '.join(missing)}",
            title_zh="处置方案备案",
        )
    if not state.disposed:
        yield NextStep(command="closing.check", rule="F-19", owner="authority", since=state.filed_on)


SITE_CLOSING = Kind(
    name="site_closing",
    tag="site",
    state=SiteClosing,
    evolve=_evolve,
    facts=(ClosingPlanFiled, ClosingChecked),
    steps=_steps,
)


class FileClosingPlan(Command, frozen=True, kw_only=True):
    """Record with which departments the plan of a closing was filed; those of an earlier filing count on."""

    site: Id
    authority: Id
    event: Literal["conversion", "halt", "close", "dissolution"]
    disposal: Text
    recipients: tuple[Recipient, ...]
    filed_on: date


class CheckClosing(Command, frozen=True, kw_only=True):
    """Record whether plant, stores and stock were disposed of."""

    site: Id
    authority: Id
    disposed: bool
    checked_on: date


def _reads(command: FileClosingPlan | CheckClosing, dossier: Dossier) -> Iterator[str]:
    yield f"{SITE_CLOSING.name}:{command.site}"
    yield from party_reads(command.site, command.authority, dossier)


@handles("closing_plan.file", FileClosingPlan, on="filed_on", reads=_reads, world=True)
def file_closing_plan(command: FileClosingPlan, dossier: Dossier, judge: Judge) -> Outcome:
    """F-19: with four departments; those that lack are noted, for the plan is filed with the others."""
    site = yield from site_of(command.site, command.authority, dossier, judge)
    if site is None:
        return
    before = dossier.get(SiteClosing, command.site)
    filed = (*(() if before is None or before.disposed else before.recipients), *command.recipients)
    missing = _missing(SiteClosing(site=command.site, recipients=filed), judge)
    yield from judge.note(
        "F-19",
        "closing_plan.recipient_missing",
        not missing,
        site=command.site,
        missing=", ".join(missing) or "none",
    )
    yield ClosingPlanFiled(
        site=command.site,
        enterprise=site.enterprise,
        authority=command.authority,
        event=command.event,
        disposal=command.disposal,
        recipients=command.recipients,
        filed_on=command.filed_on,
    )


@handles("closing.check", CheckClosing, on="checked_on", reads=_reads, world=True)
def check_closing(command: CheckClosing, dossier: Dossier, judge: Judge) -> Outcome:
    """F-19: what was not disposed of, or thrown away, is noted: it is ordered to be disposed of at once."""
    site = yield from site_of(command.site, command.authority, dossier, judge)
    if site is None:
        return
    yield from judge.note("F-19", "closing.not_disposed", command.disposed, site=command.site)
    yield ClosingChecked(
        site=command.site,
        enterprise=site.enterprise,
        authority=command.authority,
        disposed=command.disposed,
        checked_on=command.checked_on,
    )


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`closing_plan.filed` and `closing.checked`."""
    return [ClosingPlanFiled, ClosingChecked]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """The closing of a site."""
    return [SITE_CLOSING]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`closing_plan.file` and `closing.check`."""
    return [file_closing_plan, check_closing]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The plan of a site that is shut down, or whose case ends."""
    if act.name == "enterprise.shut_down":
        yield f"{SITE_CLOSING.name}:{act.command.site}"
    case = act.dossier.loaded(Case, act.command.case) if act.name == "case.conclude" else None
    if case is not None:
        yield f"{SITE_CLOSING.name}:{case.site}"
        yield f"shut_down:{case.enterprise}"


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-19: a plan is filed where a site is shut down; without it a case about that site is not concluded."""
    if act.name == "enterprise.shut_down":
        missing = _missing(act.dossier.get(SiteClosing, act.command.site), judge)
        yield from judge.note(
            "F-19",
            "closing_plan.none_at_closure",
            not missing,
            site=act.command.site,
            missing=", ".join(missing) or "none",
        )
    case = act.dossier.get(Case, act.command.case) if act.name == "case.conclude" else None
    shut = None if case is None else act.dossier.get(ShutDown, case.enterprise)
    if case is not None and shut is not None and case.site in shut.sites:
        missing = _missing(act.dossier.get(SiteClosing, case.site), judge)
        yield from judge.rule(
            "F-19",
            "closing_plan.case_open",
            not missing,
            case=case.case,
            site=case.site,
            missing=", ".join(missing) or "none",
        )
