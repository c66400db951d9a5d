"""E-27: each independent production system has one licence, of the kind of the mine (非煤矿矿山企业安全生产许可证实施办法)."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Judge, Licence, LicenceHoldings, Objection

from regledger_mining.mine_licensing.kinds import COAL_LICENCE, KINDS, NONCOAL_LICENCE
from regledger_mining.profile import COAL, RECORD, MiningSite

__all__ = ["system_objections", "system_reads"]

ACTIVITY = "mine"
"""非煤矿山, as `production.find` calls it."""


def _asked_for(act: Act) -> tuple[str, str, str, str] | None:
    """Licence, kind, site and enterprise, where a licence of mines is applied for or to be granted."""
    asked = None
    if act.name == "licence.apply":
        asked = act.command.licence, act.command.kind, act.command.site, act.command.enterprise
    elif act.name == "licence.issue":
        licence = act.dossier.loaded(Licence, act.command.licence)
        asked = None if licence is None else (licence.licence, licence.kind, licence.site, licence.enterprise)
    return asked if asked is not None and asked[1] in KINDS else None


def system_reads(act: Act) -> Iterator[str]:
    """The profile of the site, and the licences of its enterprise."""
    asked = _asked_for(act)
    if asked is not None:
        yield f"{RECORD}:{asked[2]}"
        yield f"licence_holdings:{asked[3]}"


def system_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """E-27 on applications and grants, and on the finding that production is licensed."""
    asked = _asked_for(act)
    if asked is not None:
        yield from _of_the_mine(act, *asked[:3], judge)
        yield from _once(act, *asked, judge)
    elif act.name == "production.find" and act.command.activity == ACTIVITY:
        yield from _of_this_system(act, judge)


def _of_the_mine(act: Act, licence: str, kind: str, site: str, judge: Judge) -> Iterator[Objection]:
    profile = act.dossier.get(MiningSite, site)
    yield from judge.note("E-27", "mine_licence.not_profiled", profile is not None, licence=licence, site=site)
    if profile is None:
        return
    yield from judge.rule(
        "E-27",
        "mine_licence.kind_of_another_mine",
        (kind == COAL_LICENCE) == (profile.kind in COAL),
        licence=licence,
        licence_kind=kind,
        site=site,
        kind=profile.kind,
    )
    if kind == NONCOAL_LICENCE and judge.law.has("E-27.systems", on=judge.day):
        most = judge.whole("E-27.systems")
        yield from judge.rule(
            "E-27",
            "mine_licence.several_systems",
            profile.production_systems <= most,
            licence=licence,
            site=site,
            found=profile.production_systems,
            asked=most,
        )


def _once(act: Act, licence: str, kind: str, site: str, enterprise: str, judge: Judge) -> Iterator[Objection]:
    held = act.dossier.get(LicenceHoldings, enterprise)
    others = [
        one
        for one in (() if held is None else held.licences)
        if one.licence != licence and one.kind == kind and one.site == site and one.valid_on(judge.day)
    ]
    other = others[0] if others else None
    yield from judge.rule(
        "E-27",
        "mine_licence.licensed_already",
        other is None,
        licence=licence,
        site=site,
        other=None if other is None else other.licence,
        until=None if other is None else other.valid_to,
    )


def _of_this_system(act: Act, judge: Judge) -> Iterator[Objection]:
    command = act.command
    held = act.dossier.get(LicenceHoldings, command.enterprise)
    valid = [
        one for one in (() if held is None else held.licences) if one.activity == ACTIVITY and one.valid_on(judge.day)
    ]
    here = any(one.site == command.site for one in valid)
    elsewhere = next(iter(valid), None)
    yield from judge.rule(
        "E-27",
        "mine_licence.of_another_system",
        here or elsewhere is None or command.conclusion != "licensed",
        site=command.site,
        other=None if elsewhere is None else elsewhere.licence,
        of=None if elsewhere is None else elsewhere.site,
    )
