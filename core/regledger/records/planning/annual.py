"""The annual inspection plan: drawn up by class and grade, approved, published (B-22, I-14)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.authority import Authority
from regledger.records.enterprise import Site
from regledger.records.identity.ending import stands
from regledger.records.period import whole_in_force
from regledger.records.planning.facts import PlanApproved, PlanDrawnUp, PlanPublished, PlanUnit
from regledger.records.planning.state import AuthorityPlans, Plan, SitePlans

__all__ = ["ApprovePlan", "DrawUpPlan", "PublishPlan", "approve_plan", "draw_up_plan", "publish_plan"]

WHOLE = 100
"""Percent."""


class DrawUpPlan(Command, frozen=True, kw_only=True):
    """Draw up an annual inspection plan."""

    plan: Id
    authority: Id
    year: int
    units: tuple[PlanUnit, ...]
    drawn_up_on: date


class ApprovePlan(Command, frozen=True, kw_only=True):
    """Approve an annual inspection plan."""

    plan: Id
    approver: Text
    document: Text
    approved_on: date


class PublishPlan(Command, frozen=True, kw_only=True):
    """Record that an approved plan was made public."""

    plan: Id
    where: Text
    published_on: date


def _draw_up_reads(command: DrawUpPlan, dossier: Dossier) -> Iterator[str]:
    yield from (f"plan:{command.plan}", f"authority:{command.authority}")
    for unit in command.units:
        yield from (f"site:{unit.site}", f"site_plans:{unit.site}")


@handles("plan.draw_up", DrawUpPlan, on="drawn_up_on", reads=_draw_up_reads, role="propose")
def draw_up_plan(command: DrawUpPlan, dossier: Dossier, judge: Judge) -> Outcome:
    """B-22: every unit by class and grade; I-14: key units each year and the greater part, none beyond the cap."""
    new = not dossier.known(Plan, command.plan)
    yield from judge.rule("REF", "plan.taken", new, plan=command.plan)
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    yield from stands(f"authority:{command.authority}", authority, judge)
    in_range = command.drawn_up_on.year <= command.year <= command.drawn_up_on.year + 1
    yield from judge.rule("REF", "plan.other_year", in_range, plan=command.plan, year=command.year)
    yield from judge.rule("B-22", "plan.empty", bool(command.units), plan=command.plan)
    sites = [unit.site for unit in command.units]
    for unit in command.units:
        yield from _unit(command, unit, sites.count(unit.site) == 1, dossier, judge)
    yield from _shares(command, judge)
    yield PlanDrawnUp(
        plan=command.plan,
        authority=command.authority,
        year=command.year,
        units=command.units,
        drawn_up_on=command.drawn_up_on,
    )


def _unit(command: DrawUpPlan, unit: PlanUnit, once: bool, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    site = dossier.get(Site, unit.site)
    yield from judge.rule("REF", "site.unknown", site is not None, site=unit.site)
    yield from judge.rule("REF", "plan.unit_twice", once, plan=command.plan, site=unit.site)
    yield from judge.rule("REF", "plan.visits_unsound", unit.visits >= 0, site=unit.site, visits=unit.visits)
    yield from judge.rule("B-22", "plan.unit_ungraded", bool(unit.grade.strip()), plan=command.plan, site=unit.site)
    others = dossier.latest(SitePlans, unit.site)
    other = next(
        (
            plan
            for plan, authority, year in (() if others is None else others.plans)
            if year == command.year and authority != command.authority
        ),
        None,
    )
    yield from judge.note("I-14", "plan.unit_of_another", other is None, plan=command.plan, site=unit.site, other=other)


def _shares(command: DrawUpPlan, judge: Judge) -> Iterator[Objection]:
    least, cap = whole_in_force(judge, "I-14.key_visits"), whole_in_force(judge, "I-14.cap")
    for unit in command.units:
        if unit.weight == "key":
            kept = least is None or unit.visits >= least
            yield from judge.rule(
                "I-14", "plan.key_unit_left_out", kept, plan=command.plan, site=unit.site, least=least
            )
        yield from judge.rule(
            "I-14",
            "plan.over_cap",
            cap is None or unit.visits <= cap or bool(unit.reason.strip()),
            plan=command.plan,
            site=unit.site,
            visits=unit.visits,
            cap=cap,
        )
    share = whole_in_force(judge, "I-14.key_share")
    everything = sum(unit.visits for unit in command.units)
    key = sum(unit.visits for unit in command.units if unit.weight == "key")
    yield from judge.rule(
        "I-14",
        "plan.key_share_low",
        share is None or key * WHOLE >= share * everything,
        plan=command.plan,
        key=key,
        everything=everything,
        share=share,
    )


def _plan_reads(command: ApprovePlan | PublishPlan, dossier: Dossier) -> Iterator[str]:
    yield f"plan:{command.plan}"
    plan = dossier.loaded(Plan, command.plan)
    if plan is not None:
        yield from (f"authority:{plan.authority}", f"authority_plans:{plan.authority}")


@handles("plan.approve", ApprovePlan, on="approved_on", reads=_plan_reads, role="approve")
def approve_plan(command: ApprovePlan, dossier: Dossier, judge: Judge) -> Outcome:
    """I-14: by the head, once; B-22: an authority follows one plan a year."""
    plan = dossier.get(Plan, command.plan)
    yield from judge.rule("REF", "plan.unknown", plan is not None, plan=command.plan)
    if plan is None:
        return
    latest = dossier.latest(Plan, command.plan) or plan
    yield from judge.rule(
        "SEQ", "plan.approved_already", latest.approved_on is None, plan=command.plan, approved=latest.approved_on
    )
    held = dossier.latest(AuthorityPlans, plan.authority)
    other = None if held is None else held.of(plan.year)
    yield from judge.rule(
        "B-22", "plan.second_of_year", other in (None, command.plan), plan=command.plan, other=other, year=plan.year
    )
    for part in ("approver", "document"):
        filled = bool(getattr(command, part).strip())
        yield from judge.rule("I-14", "plan.approval_blank", filled, plan=command.plan, part=part)
    yield PlanApproved(
        plan=command.plan,
        authority=plan.authority,
        year=plan.year,
        approver=command.approver,
        document=command.document,
        approved_on=command.approved_on,
    )


@handles("plan.publish", PublishPlan, on="published_on", reads=_plan_reads, world=True)
def publish_plan(command: PublishPlan, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: an approved plan, once."""
    plan = dossier.get(Plan, command.plan)
    yield from judge.rule("REF", "plan.unknown", plan is not None, plan=command.plan)
    if plan is None:
        return
    latest = dossier.latest(Plan, command.plan) or plan
    yield from judge.rule("SEQ", "plan.not_approved", plan.approved_on is not None, plan=command.plan)
    yield from judge.rule(
        "SEQ", "plan.published_already", latest.published_on is None, plan=command.plan, published=latest.published_on
    )
    yield from judge.rule("REF", "plan.where_blank", bool(command.where.strip()), plan=command.plan)
    yield PlanPublished(
        plan=command.plan, authority=plan.authority, where=command.where, published_on=command.published_on
    )
