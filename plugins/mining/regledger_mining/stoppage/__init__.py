"""Stops for rectification of coal mines, and the chain of signatures that ends them (煤矿安全生产条例 Arts 48, 49, 64, 73)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from regledger.sectors import Act, Fact, Handler, Judge, Kind, Licence, Objection, ReadModel, TagKind, hookimpl

from regledger_mining.stoppage.accepting import hold_acceptance, sign_stoppage
from regledger_mining.stoppage.facts import FACTS
from regledger_mining.stoppage.ordering import apply_to_resume, order_stoppage, publish_stoppage, resume
from regledger_mining.stoppage.read_models import CoalStoppages
from regledger_mining.stoppage.state import COAL_STOPPAGE, SITE_STOPPAGES, SiteStoppages

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """A stop from its order to the resumption."""
    return FACTS


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A stop is a subject of its own."""
    return [TagKind("coal_stoppage", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One stop, and all of a mine."""
    return [COAL_STOPPAGE, SITE_STOPPAGES]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`coal_stoppage.order`, `.publish`, `.apply`, `.accept`, `.sign` and `.resume`."""
    return [order_stoppage, publish_stoppage, apply_to_resume, hold_acceptance, sign_stoppage, resume]


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`coal_stoppages`: one row a stop."""
    return [CoalStoppages()]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The stops of the mine whose licence is to be given back."""
    if act.name == "licence.reinstate":
        site = _site_of_licence(act)
        yield from () if site is None else (f"{SITE_STOPPAGES.name}:{site}",)


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """E-17: the licence stays taken in while the mine is stopped for rectification (Art 73)."""
    if act.name != "licence.reinstate":
        return
    site = _site_of_licence(act)
    held = None if site is None else act.dossier.loaded(SiteStoppages, site)
    if held is None:
        return
    standing = held.standing_on(judge.day)
    yield from judge.rule(
        "E-17",
        "coal_stoppage.licence_back_early",
        not standing,
        licence=act.command.licence,
        stoppage=", ".join(standing),
    )


def _site_of_licence(act: Act) -> str | None:
    licence = act.dossier.loaded(Licence, act.command.licence)
    return None if licence is None else licence.site
