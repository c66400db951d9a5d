"""Emergency plans of units that deal in hazardous chemicals, and their filing with the city's department (F-21)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec
from regledger.sectors import (
    Authority,
    Code,
    Command,
    Dossier,
    Fact,
    Id,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    RecordedFact,
    State,
    fact,
    handles,
)

from regledger_hazardous_chemicals.parties import PARTY_TAGS, first_entered, party_reads, site_of

__all__ = [
    "CHEMICAL_PLAN",
    "ChemicalPlan",
    "ChemicalPlanFiled",
    "ChemicalPlanPublished",
    "FileChemicalPlan",
    "PublishChemicalPlan",
    "file_chemical_plan",
    "publish_chemical_plan",
]

FILING = "MO2-26.filing"
"""Beside F-21: what is from memory there would keep the verified rule from refusing."""
_TAGS = {"plan": "chemical_plan", **PARTY_TAGS}


@fact("chemical_plan.published", 1, tags=_TAGS, occurred="published_on")
class ChemicalPlanPublished(Fact, frozen=True, kw_only=True):
    """`chemical_plan.published` v1: a unit published its emergency plan on a legal day, as it was shown (危险化学品安全管理条例 Art 70)."""

    plan: Id
    site: Id
    enterprise: Id
    authority: Id
    """Which entered it."""
    published_on: date


@fact("chemical_plan.filed", 1, tags=_TAGS, occurred="filed_on")
class ChemicalPlanFiled(Fact, frozen=True, kw_only=True):
    """`chemical_plan.filed` v1: an emergency plan was filed with a department on a legal day (Art 70(2))."""

    plan: Id
    site: Id
    enterprise: Id
    authority: Id
    """With which it was filed."""
    receipt: Code
    filed_on: date


class ChemicalPlan(State, frozen=True, kw_only=True):
    """One emergency plan."""

    plan: str
    site: str
    enterprise: str
    published_on: date
    filed_with: str | None = None
    filed_on: date | None = None


def _evolve(state: ChemicalPlan | None, recorded: RecordedFact) -> ChemicalPlan | None:
    match recorded.body:
        case ChemicalPlanPublished() as body:
            return ChemicalPlan(
                plan=body.plan, site=body.site, enterprise=body.enterprise, published_on=body.published_on
            )
        case ChemicalPlanFiled() as body if state is not None:
            return msgspec.structs.replace(state, filed_with=body.authority, filed_on=body.filed_on)
    return state


def _steps(state: ChemicalPlan, judge: Judge) -> Iterable[NextStep]:
    if state.filed_on is not None or not judge.law.has(FILING, on=state.published_on):
        return
    last = judge.deadline(FILING, state.published_on, on=state.published_on)
    yield NextStep(
        command=file_chemical_plan.name,
        due=last.day,
        how=tuple(last.how()),
        rule="F-21",
        article="生产安全事故应急预案管理办法(2019) Art 26",
        owner="enterprise",
        since=state.published_on,
        title="File the emergency plan with the city's department",
        title_zh="将应急预案报设区的市级应急管理部门备案",
    )


CHEMICAL_PLAN = Kind(
    name="chemical_plan",
    state=ChemicalPlan,
    evolve=_evolve,
    facts=(ChemicalPlanPublished, ChemicalPlanFiled),
    steps=_steps,
)


class PublishChemicalPlan(Command, frozen=True, kw_only=True):
    """Enter an emergency plan that was published."""

    plan: Id
    site: Id
    authority: Id
    published_on: date


class FileChemicalPlan(Command, frozen=True, kw_only=True):
    """Record that an emergency plan was filed."""

    plan: Id
    authority: Id
    receipt: Code
    filed_on: date


def _publish_reads(command: PublishChemicalPlan, dossier: Dossier) -> Iterator[str]:
    yield f"{CHEMICAL_PLAN.name}:{command.plan}"
    yield from party_reads(command.site, command.authority, dossier)


@handles("chemical_plan.publish", PublishChemicalPlan, on="published_on", reads=_publish_reads, world=True)
def publish_chemical_plan(command: PublishChemicalPlan, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: a plan of a site that is on record, and once."""
    yield from first_entered(f"chemical_plan:{command.plan}", dossier.known(ChemicalPlan, command.plan), judge)
    site = yield from site_of(command.site, command.authority, dossier, judge)
    if site is None:
        return
    yield ChemicalPlanPublished(
        plan=command.plan,
        site=command.site,
        enterprise=site.enterprise,
        authority=command.authority,
        published_on=command.published_on,
    )


def _file_reads(command: FileChemicalPlan, dossier: Dossier) -> Iterator[str]:
    yield f"{CHEMICAL_PLAN.name}:{command.plan}"
    yield f"authority:{command.authority}"


@handles("chemical_plan.file", FileChemicalPlan, on="filed_on", reads=_file_reads, world=True)
def file_chemical_plan(command: FileChemicalPlan, dossier: Dossier, judge: Judge) -> Outcome:
    """F-21: with the city's department; what is late is noted, for it is owed still."""
    state = dossier.latest(ChemicalPlan, command.plan)
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "chemical_plan.unknown", state is not None, plan=command.plan)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    if state is None or authority is None:
        return
    yield from judge.rule("REF", "chemical_plan.filed_twice", state.filed_on is None, plan=command.plan)
    yield from judge.rule(
        "SEQ",
        "chemical_plan.filed_before_published",
        state.published_on <= command.filed_on,
        plan=command.plan,
        published=state.published_on,
        filed=command.filed_on,
    )
    yield from _with_whom(command.plan, authority, judge)
    if judge.law.has(FILING, on=state.published_on):
        last = judge.deadline(FILING, state.published_on, on=state.published_on).day
        yield from judge.note(
            "F-21",
            "chemical_plan.filed_late",
            command.filed_on <= last,
            plan=command.plan,
            published=state.published_on,
            filed=command.filed_on,
            last=last,
        )
    yield ChemicalPlanFiled(
        plan=command.plan,
        site=state.site,
        enterprise=state.enterprise,
        authority=command.authority,
        receipt=command.receipt,
        filed_on=command.filed_on,
    )


def _with_whom(plan: str, authority: Authority, judge: Judge) -> Iterator[Objection]:
    asked = str(judge.law.value("F-21.level", on=judge.day))
    level = _level(authority)
    told = {"plan": plan, "authority": authority.authority}
    yield from judge.note("F-21", "chemical_plan.level_unknown", level is not None, **told)
    if level is not None:
        yield from judge.rule("F-21", "chemical_plan.not_with_city", level == asked, level=level, asked=asked, **told)


def _level(authority: Authority) -> str | None:
    """As it was registered, else by the code of its region (GB/T 2260); None where nothing says."""
    if authority.level is not None or authority.region is None:
        return authority.level
    if authority.region.endswith("0000"):
        return "province"
    return "city" if authority.region.endswith("00") else "county"
