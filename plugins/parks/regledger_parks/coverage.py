"""Who supervises an enterprise of a park, on every day and in every role (H-03).

It stands on the assignments that the core keeps (`supervision.assign`): over the site, or else over its enterprise. The park
officer is the officer whom the park's authority names in the role of township or zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Literal

import msgspec
from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    EnterpriseSupervision,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    NextStep,
    Outcome,
    RecordedFact,
    Site,
    SiteSupervision,
    State,
    TagKind,
    fact,
    handles,
    hookimpl,
)

from regledger_parks.park.state import Park
from regledger_parks.presence import on_record, site_of, vacant

__all__ = [
    "CoverageChecked",
    "CoverageGap",
    "ParkCoverage",
    "SiteCoverage",
    "check_coverage",
    "gaps_of",
]

_ONE = timedelta(days=1)
Role = Literal["lead", "comprehensive", "park_officer", "grid"]
"""行业监管, 综合监管, 园区责任人, 网格员."""
_STATUTE: tuple[Role, ...] = ("lead", "comprehensive")
"""The roles that 安全生产法 Art 10 itself asks for."""
_POLICY: tuple[Role, ...] = ("park_officer", "grid")
"""Those of the county's plan: Art 9 asks for a body and its duties, and names no officers, so their gaps are noted."""


class CoverageGap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days in a row on which nobody had a role over a site."""

    role: Role
    first: date
    last: date
    days: int
    """Calendar days, both ends counted."""


@fact(
    "park_coverage.checked",
    1,
    tags={
        "check": "park_coverage",
        "park": "park",
        "enterprise": "enterprise",
        "site": "site",
        "authority": "authority",
    },
    occurred="checked_on",
    amended="withdrawn",
)
class CoverageChecked(Fact, frozen=True, kw_only=True):
    """`park_coverage.checked` v1: it was looked at who supervised a site of a park over some days (安全生产法 Arts 9, 10)."""

    check: Id
    park: Id
    enterprise: Id
    site: Id
    authority: Id
    """Who looked."""
    first: date
    last: date
    covered: bool
    """What the check says of it."""
    gaps: tuple[CoverageGap, ...]
    """What the assignments of the days make of it."""
    checked_on: date


class ParkCoverage(State, frozen=True, kw_only=True):
    """One check; read as `park_coverage:<check>`."""

    check: str
    park: str
    site: str
    first: date
    last: date
    gaps: tuple[CoverageGap, ...]
    checked_on: date


class SiteCoverage(State, frozen=True, kw_only=True):
    """The last check of a site; read as `site_coverage:<site>`."""

    check: ParkCoverage


def _evolve(state: ParkCoverage | None, recorded: RecordedFact) -> ParkCoverage | None:
    match recorded.body:
        case CoverageChecked() as body:
            return ParkCoverage(
                check=body.check,
                park=body.park,
                site=body.site,
                first=body.first,
                last=body.last,
                gaps=body.gaps,
                checked_on=body.checked_on,
            )
    return state


def _evolve_site(state: SiteCoverage | None, recorded: RecordedFact) -> SiteCoverage | None:
    one = _evolve(None, recorded)
    return state if one is None else SiteCoverage(check=one)


def _steps(state: SiteCoverage, judge: Judge) -> Iterator[NextStep]:
    del judge  # a gap is closed at once, whatever the day
    for gap in state.check.gaps:
        if gap.last == state.check.last:
            yield NextStep(
                command="supervision.assign",
                rule="H-03",
                owner="government",
                since=gap.first,
                title=f"Name who supervises: {gap.role}",
                title_zh="明确监管责任单位和责任人",
            )
        else:
            yield NextStep(
                command="matter.raise",
                rule="H-03",
                owner="authority",
                since=gap.first,
                title=f"Put the gap before the safety committee: {gap.role}, {gap.first} to {gap.last}",
                title_zh="监管空缺报安委会",
            )


PARK_COVERAGE = Kind(name="park_coverage", state=ParkCoverage, evolve=_evolve, facts=(CoverageChecked,))
SITE_COVERAGE = Kind(
    name="site_coverage",
    tag="site",
    state=SiteCoverage,
    evolve=_evolve_site,
    facts=(CoverageChecked,),
    steps=_steps,
)

Over = SiteSupervision | EnterpriseSupervision


def _holders(over: Sequence[Over], role: Role, park: Park, day: date) -> tuple[str, ...]:
    """Who has `role` on `day`: those over the site, and where there are none, those over its enterprise."""
    for one in over:
        if role == "park_officer":
            named = tuple(
                each.officer
                for each in one.assignments
                if each.role == "township"
                and each.authority == park.authority
                and each.officer is not None
                and each.covers(day)
            )
        else:
            named = one.holders(role, day)
        if named:
            return tuple(dict.fromkeys(named))
    return ()


def gaps_of(over: Sequence[Over], role: Role, park: Park, first: date, last: date) -> Iterator[CoverageGap]:
    """The runs of days from `first` to `last` on which nobody has `role`; `over` is site, then enterprise."""
    turns = {first, *(turn for one in over for turn in one.turns if first < turn <= last)}
    days = sorted(turns)
    begun: date | None = None
    for day in days:
        lacking = not _holders(over, role, park, day)
        if lacking and begun is None:
            begun = day
        elif not lacking and begun is not None:
            yield _gap(role, begun, day - _ONE)
            begun = None
    if begun is not None:
        yield _gap(role, begun, last)


def _gap(role: Role, first: date, last: date) -> CoverageGap:
    return CoverageGap(role=role, first=first, last=last, days=(last - first).days + 1)


class CheckCoverage(Command, frozen=True, kw_only=True):
    """Look at who supervised a site of a park from one day to another."""

    check: Id
    park: Id
    enterprise: Id
    site: Id
    authority: Id
    first: date
    last: date
    covered: bool
    checked_on: date


def _reads(command: CheckCoverage, dossier: Dossier) -> Iterator[str]:
    del dossier
    yield f"park_coverage:{command.check}"
    yield f"park:{command.park}"
    yield f"enterprise_supervision:{command.enterprise}"
    yield f"site:{command.site}"
    yield f"site_supervision:{command.site}"
    yield f"authority:{command.authority}"


@handles("park_coverage.check", CheckCoverage, on="checked_on", reads=_reads, world=True)
def check_coverage(command: CheckCoverage, dossier: Dossier, judge: Judge) -> Outcome:
    """H-03: what is called covered has somebody in every role on every day, and no two lead authorities on one."""
    yield from vacant(f"park_coverage:{command.check}", dossier.known(ParkCoverage, command.check), judge)
    yield from on_record(f"authority:{command.authority}", dossier.get(Authority, command.authority), judge)
    park, site = dossier.get(Park, command.park), dossier.get(Site, command.site)
    yield from on_record(f"park:{command.park}", park, judge)
    yield from on_record(f"site:{command.site}", site, judge)
    forward = command.first <= command.last
    yield from judge.rule(
        "REF",
        "parks.dates_reversed",
        forward,
        subject=f"park_coverage:{command.check}",
        first=command.first,
        last=command.last,
    )
    over_site = dossier.latest(SiteSupervision, command.site)
    over_enterprise = dossier.latest(EnterpriseSupervision, command.enterprise)
    if park is None or site is None or over_site is None or over_enterprise is None or not forward:
        return
    yield from site_of(command.enterprise, site, judge)
    over = (over_site, over_enterprise)
    first = max(command.first, over_site.since)
    found: list[CoverageGap] = []
    yield from _two_leads(over_site, over_enterprise, first, command, judge)
    for role in (*_STATUTE, *_POLICY):
        own = tuple(gaps_of(over, role, park, first, command.last))
        found += own
        says = judge.rule if role in _STATUTE else judge.note
        yield from says(
            "H-03",
            "park_coverage.gap",
            not own or not command.covered,
            site=command.site,
            role=role,
            gaps=", ".join(f"{gap.first} to {gap.last} ({gap.days} d)" for gap in own),
        )
    yield from judge.rule("H-03", "park_coverage.no_gap_after_all", command.covered or bool(found), site=command.site)
    yield CoverageChecked(
        check=command.check,
        park=command.park,
        enterprise=command.enterprise,
        site=command.site,
        authority=command.authority,
        first=first,
        last=command.last,
        covered=command.covered,
        gaps=tuple(found),
        checked_on=command.checked_on,
    )


def _two_leads(
    site: SiteSupervision, enterprise: EnterpriseSupervision, first: date, command: CheckCoverage, judge: Judge
) -> Outcome:
    """The lead over a site is that over its enterprise, where both have one: no enterprise has two."""
    days = sorted({first, *(day for one in (site, enterprise) for day in one.turns if first < day <= command.last)})
    two = next((day for day in days if len({*site.holders("lead", day), *enterprise.holders("lead", day)}) > 1), None)
    yield from judge.rule(
        "H-03",
        "park_coverage.two_leads",
        two is None,
        site=command.site,
        day=two or first,
        leads="" if two is None else ", ".join(sorted({*site.holders("lead", two), *enterprise.holders("lead", two)})),
    )


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`park_coverage.checked`."""
    return [CoverageChecked]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A check is a subject of its own."""
    return [TagKind("park_coverage", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One check, and the last of a site."""
    return [PARK_COVERAGE, SITE_COVERAGE]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`park_coverage.check`."""
    return [check_coverage]
