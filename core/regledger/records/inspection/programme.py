"""Whether an inspection fits the plan, the draw and the scheme that it names (B-22, I-13, I-14, J-02)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.tags import split_tag
from regledger.records.identity.heirs import acting, acting_reads
from regledger.records.inspection.visits import Visits
from regledger.records.period import whole_in_force
from regledger.records.planning.state import AuthorityPlans, Draw, Plan, Scheme

if TYPE_CHECKING:
    from regledger.records.inspection.recording import RecordInspection

__all__ = ["programme_fits", "programme_reads"]

OCCASIONED_BY = ("tipoff", "accident", "campaign", "referral", "operation", "matter", "hazard", "case")
"""Kinds of record that give rise to an inspection."""


def programme_reads(command: RecordInspection, dossier: Dossier) -> Iterator[str]:
    """What it names, and the plans of its authority; the visits before it where it is a routine one."""
    yield f"authority_plans:{command.authority}"
    if command.plan is not None:
        yield f"plan:{command.plan}"
        plan = dossier.loaded(Plan, command.plan)
        yield from () if plan is None else acting_reads(plan.authority, dossier)
    if command.draw is not None:
        yield f"draw:{command.draw}"
        draw = dossier.loaded(Draw, command.draw)
        yield from () if draw is None else acting_reads(draw.authority, dossier)
    if command.operation is not None and dossier.readable(f"operation:{command.operation}"):
        yield f"operation:{command.operation}"
    if (
        command.occasion_of is not None
        and split_tag(command.occasion_of)[0] in OCCASIONED_BY
        and dossier.readable(command.occasion_of)
    ):
        yield command.occasion_of
    if command.plan is not None or command.draw is not None:
        yield from (f"scheme:{command.inspection}", f"visits:{command.enterprise}")
        scheme = dossier.loaded(Scheme, command.inspection)
        yield from () if scheme is None else acting_reads(scheme.authority, dossier)


def programme_fits(command: RecordInspection, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """What it names holds it; what follows neither plan nor draw says what gave rise to it."""
    if command.operation is not None:
        tag = f"operation:{command.operation}"
        known = not dossier.readable(tag) or dossier.last(tag) is not None
        yield from judge.rule("REF", "inspection.operation_unknown", known, operation=command.operation)
    if command.occasion_of is not None:
        kind = split_tag(command.occasion_of)[0]
        yield from judge.rule(
            "REF",
            "inspection.occasion_unfit",
            kind in OCCASIONED_BY,
            occasion=command.occasion_of,
            kinds=", ".join(OCCASIONED_BY),
        )
        known = not dossier.readable(command.occasion_of) or dossier.last(command.occasion_of) is not None
        # The visit took place; what gave rise to it may be entered later.
        yield from judge.note("REF", "inspection.occasion_unknown", known, occasion=command.occasion_of)
    if command.plan is not None:
        yield from _planned(command, command.plan, dossier, judge)
    if command.draw is not None:
        yield from _drawn(command, command.draw, dossier, judge)
    if command.plan is not None or command.draw is not None:
        yield from _prepared(command, dossier, judge)
        yield from _capped(command, dossier, judge)
        return
    plans = dossier.get(AuthorityPlans, command.authority)
    followed = None if plans is None else plans.of(command.inspected_on.year)
    # The visit took place; what is asked for is its reason.
    yield from judge.note(
        "B-22",
        "inspection.outside_plan",
        followed is None or command.occasion is not None or command.operation is not None,
        inspection=command.inspection,
        plan=followed,
    )


def _planned(command: RecordInspection, named: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    plan = dossier.get(Plan, named)
    yield from judge.rule("REF", "plan.unknown", plan is not None, plan=named)
    if plan is None:
        return
    yield from judge.rule("SEQ", "plan.not_approved", plan.approved_on is not None, plan=named)
    yield from judge.rule(
        "B-22",
        "inspection.plan_of_another",
        acting(plan.authority, dossier) == command.authority or command.operation is not None,
        plan=named,
        owner=plan.authority,
        authority=command.authority,
    )
    yield from judge.rule(
        "B-22",
        "inspection.other_year",
        plan.year == command.inspected_on.year,
        inspection=command.inspection,
        plan=named,
        year=plan.year,
    )
    yield from judge.rule(
        "B-22",
        "inspection.site_not_planned",
        plan.unit(command.site) is not None,
        inspection=command.inspection,
        plan=named,
        site=command.site,
    )


def _drawn(command: RecordInspection, named: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    draw = dossier.get(Draw, named)
    yield from judge.rule("REF", "draw.unknown", draw is not None, draw=named)
    if draw is None:
        return
    yield from judge.rule(
        "I-13",
        "inspection.draw_of_another",
        acting(draw.authority, dossier) == command.authority or command.operation is not None,
        draw=named,
        owner=draw.authority,
        authority=command.authority,
    )
    team = draw.team_of(command.site)
    yield from judge.rule("REF", "inspection.not_drawn", team is not None, draw=named, site=command.site)
    yield from judge.rule(
        "I-13",
        "inspection.other_officers",
        team is None or set(team) <= set(command.officers),
        draw=named,
        site=command.site,
        drawn=", ".join(team or ()),
    )


def _prepared(command: RecordInspection, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    scheme = dossier.get(Scheme, command.inspection)
    yield from judge.rule("J-02", "inspection.scheme_missing", scheme is not None, inspection=command.inspection)
    if scheme is not None:
        yield from judge.rule(
            "REF",
            "inspection.scheme_of_another",
            scheme.site == command.site,
            inspection=command.inspection,
            planned=scheme.site,
            site=command.site,
        )
        # What lot drew in the place of somebody is minded there.
        same = command.draw is not None or set(scheme.officers) <= set(command.officers)
        yield from judge.rule(
            "J-02",
            "inspection.scheme_not_followed",
            same and scheme.visit_on == command.inspected_on and acting(scheme.authority, dossier) == command.authority,
            inspection=command.inspection,
            authority=scheme.authority,
            visit=scheme.visit_on,
            inspected=command.inspected_on,
            officers=", ".join(scheme.officers),
        )


def _capped(command: RecordInspection, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """I-14: a routine visit beyond the cap has its reason; a tip-off, an accident or a campaign is none."""
    if command.occasion is not None:
        return
    held = dossier.latest(Visits, command.enterprise)
    year = command.inspected_on.year
    visits = 0 if held is None else held.routine(command.authority, year)
    cap = whole_in_force(judge, "I-14.cap")
    yield from judge.rule(
        "I-14",
        "inspection.over_cap",
        cap is None or visits < cap or bool(command.beyond_cap.strip()),
        enterprise=command.enterprise,
        visits=visits,
        year=year,
        cap=cap,
    )
