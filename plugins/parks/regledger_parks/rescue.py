"""Who comes to the rescue: joint teams of a park, and what an enterprise was found to have (H-09)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any

import msgspec
from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Enterprise,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    NextStep,
    Outcome,
    RecordedFact,
    Site,
    State,
    TagKind,
    Text,
    fact,
    handles,
    hookimpl,
)

from regledger_parks.park.state import Park
from regledger_parks.presence import filled, on_record, site_of
from regledger_parks.profile import RECORD, ParkSite

__all__ = [
    "EnterpriseRescue",
    "RescueFound",
    "RescueTeam",
    "RescueTeamAgreed",
    "SiteRescue",
    "agree_rescue_team",
    "record_rescue",
]

Count = Annotated[int, msgspec.Meta(ge=0)]


@fact(
    "rescue_team.agreed",
    1,
    tags={"team": "rescue_team", "park": "park", "enterprises": "enterprise", "authority": "authority"},
    occurred="agreed_on",
)
class RescueTeamAgreed(Fact, frozen=True, kw_only=True):
    """`rescue_team.agreed` v1: enterprises of a park keep a rescue team together (生产安全事故应急条例 Art 10); the same id again renews it."""

    team: Id
    park: Id
    authority: Id
    """To whom the agreement was shown."""
    name: Text
    enterprises: tuple[Id, ...]
    valid_from: date
    valid_to: date
    agreed_on: date


@fact(
    "rescue.found",
    1,
    tags={"site": "site", "enterprise": "enterprise", "authority": "authority"},
    occurred="found_on",
    amended="withdrawn",
)
class RescueFound(Fact, frozen=True, kw_only=True):
    """`rescue.found` v1: it was seen on a legal day which rescuers an enterprise of a park has (生产安全事故应急条例 Art 10)."""

    site: Id
    enterprise: Id
    authority: Id
    own_team: bool
    small: bool
    """Whether it is a small or micro enterprise."""
    part_time: int
    """Part-time rescuers by appointment."""
    sufficient: bool
    found_on: date


class RescueTeam(State, frozen=True, kw_only=True):
    """A joint team; read as `rescue_team:<team>`."""

    team: str
    park: str
    enterprises: tuple[str, ...]
    valid_from: date
    valid_to: date

    def covers(self, enterprise: str, day: date) -> bool:
        """Whether it is `enterprise`'s on `day`; both ends of the agreement belong to it."""
        return enterprise in self.enterprises and self.valid_from <= day <= self.valid_to


class EnterpriseRescue(State, frozen=True, kw_only=True):
    """The joint teams that name an enterprise; read as `enterprise_rescue:<enterprise>`."""

    teams: tuple[RescueTeam, ...]


class SiteRescue(State, frozen=True, kw_only=True):
    """What was last found at a site; read as `site_rescue:<site>`."""

    enterprise: str
    sufficient: bool
    found_on: date


def _evolve(state: RescueTeam | None, recorded: RecordedFact) -> RescueTeam | None:
    match recorded.body:
        case RescueTeamAgreed() as body:
            return RescueTeam(
                team=body.team,
                park=body.park,
                enterprises=body.enterprises,
                valid_from=body.valid_from,
                valid_to=body.valid_to,
            )
    return state


def _evolve_enterprise(state: EnterpriseRescue | None, recorded: RecordedFact) -> EnterpriseRescue | None:
    one = _evolve(None, recorded)
    if one is None:
        return state
    others = () if state is None else tuple(each for each in state.teams if each.team != one.team)
    return EnterpriseRescue(teams=(*others, one))


def _evolve_site(state: SiteRescue | None, recorded: RecordedFact) -> SiteRescue | None:
    match recorded.body:
        case RescueFound() as body:
            return SiteRescue(enterprise=body.enterprise, sufficient=body.sufficient, found_on=body.found_on)
    return state


def _team_steps(state: RescueTeam, judge: Judge) -> Iterator[NextStep]:
    del judge  # the agreement says how long it lasts
    how = (f"the agreement lasts until {state.valid_to}",)
    yield NextStep(
        command="rescue_team.agree",
        rule="H-09",
        owner="enterprise",
        since=state.valid_from,
        due=state.valid_to,
        how=how,
        title="Renew the agreement on the joint rescue team",
        title_zh="续签联合应急救援协议",
    )


def _site_steps(state: SiteRescue, judge: Judge) -> Iterator[NextStep]:
    del judge  # it is owed until it is found
    if not state.sufficient:
        yield NextStep(
            command="rescue.record",
            rule="H-09",
            owner="enterprise",
            since=state.found_on,
            title="Appoint rescuers, or join a team",
            title_zh="建立应急救援队伍或者指定兼职应急救援人员",
        )


RESCUE_TEAM = Kind(name="rescue_team", state=RescueTeam, evolve=_evolve, facts=(RescueTeamAgreed,), steps=_team_steps)
ENTERPRISE_RESCUE = Kind(
    name="enterprise_rescue",
    tag="enterprise",
    state=EnterpriseRescue,
    evolve=_evolve_enterprise,
    facts=(RescueTeamAgreed,),
)
SITE_RESCUE = Kind(
    name="site_rescue", tag="site", state=SiteRescue, evolve=_evolve_site, facts=(RescueFound,), steps=_site_steps
)


class AgreeRescueTeam(Command, frozen=True, kw_only=True):
    """Enter the agreement of enterprises on a joint rescue team."""

    team: Id
    park: Id
    authority: Id
    name: Text
    enterprises: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1)]
    valid_from: date
    valid_to: date
    agreed_on: date


def _team_reads(command: AgreeRescueTeam, dossier: Dossier) -> Iterator[str]:
    del dossier
    yield f"rescue_team:{command.team}"
    yield f"park:{command.park}"
    yield f"authority:{command.authority}"
    yield from (f"enterprise:{one}" for one in command.enterprises)


@handles("rescue_team.agree", AgreeRescueTeam, on="agreed_on", reads=_team_reads, world=True)
def agree_rescue_team(command: AgreeRescueTeam, dossier: Dossier, judge: Judge) -> Outcome:
    """H-09: a joint team is of two or more; refused where somebody is unknown or the days run backwards."""
    yield from on_record(f"park:{command.park}", dossier.get(Park, command.park), judge)
    yield from on_record(f"authority:{command.authority}", dossier.get(Authority, command.authority), judge)
    for one in dict.fromkeys(command.enterprises):
        yield from on_record(f"enterprise:{one}", dossier.get(Enterprise, one), judge)
    yield from filled(f"rescue_team:{command.team}", judge, name=command.name)
    yield from judge.rule(
        "REF",
        "parks.dates_reversed",
        command.valid_from <= command.valid_to,
        subject=f"rescue_team:{command.team}",
        first=command.valid_from,
        last=command.valid_to,
    )
    joint = len(set(command.enterprises)) >= judge.whole("H-09.joint")
    yield from judge.rule("H-09", "rescue_team.not_joint", joint, team=command.team)
    yield RescueTeamAgreed(
        team=command.team,
        park=command.park,
        authority=command.authority,
        name=command.name,
        enterprises=tuple(dict.fromkeys(command.enterprises)),
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        agreed_on=command.agreed_on,
    )


class RecordRescue(Command, frozen=True, kw_only=True):
    """Record which rescuers an enterprise was found to have."""

    site: Id
    enterprise: Id
    authority: Id
    own_team: bool
    small: bool
    part_time: Count
    sufficient: bool
    found_on: date


def _rescue_reads(command: RecordRescue, dossier: Dossier) -> Iterator[str]:
    del dossier
    yield f"site:{command.site}"
    yield f"{RECORD}:{command.site}"
    yield f"authority:{command.authority}"
    yield f"enterprise_rescue:{command.enterprise}"


@handles("rescue.record", RecordRescue, on="found_on", reads=_rescue_reads, world=True)
def record_rescue(command: RecordRescue, dossier: Dossier, judge: Judge) -> Outcome:
    """H-09: a team of its own, a joint one whose agreement covers the day, or, where it is small, part-time rescuers."""
    site = dossier.get(Site, command.site)
    yield from on_record(f"site:{command.site}", site, judge)
    yield from on_record(f"authority:{command.authority}", dossier.get(Authority, command.authority), judge)
    if site is not None:
        yield from site_of(command.enterprise, site, judge)
    profile = dossier.get(ParkSite, command.site)
    held = dossier.get(EnterpriseRescue, command.enterprise)
    joint = held is not None and any(one.covers(command.enterprise, command.found_on) for one in held.teams)
    part_time = command.small and command.part_time >= judge.whole("H-09.part_time")
    bound = profile is not None and profile.hazardous
    enough = not bound or command.own_team or joint or part_time
    yield from judge.rule(
        "H-09",
        "rescue.nobody",
        enough or not command.sufficient,
        site=command.site,
        enterprise=command.enterprise,
        part_time=command.part_time,
    )
    yield from judge.rule("H-09", "rescue.enough_after_all", command.sufficient or not enough, site=command.site)
    yield RescueFound(
        site=command.site,
        enterprise=command.enterprise,
        authority=command.authority,
        own_team=command.own_team,
        small=command.small,
        part_time=command.part_time,
        sufficient=command.sufficient,
        found_on=command.found_on,
    )


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`rescue_team.agreed` and `rescue.found`."""
    return [RescueTeamAgreed, RescueFound]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A joint team is a subject of its own."""
    return [TagKind("rescue_team", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """A joint team, those of an enterprise, and what was found at a site."""
    return [RESCUE_TEAM, ENTERPRISE_RESCUE, SITE_RESCUE]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`rescue_team.agree` and `rescue.record`."""
    return [agree_rescue_team, record_rescue]
