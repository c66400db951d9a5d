"""Proposing to close a coal mine on one of its own three grounds, and the government's decision (煤矿安全生产条例 Art 70)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Protocol

from regledger.sectors import (
    Authority,
    Code,
    Command,
    Dossier,
    Id,
    Judge,
    LicenceHoldings,
    Objection,
    Outcome,
    Site,
    Text,
    handles,
)

from regledger_mining.closure.facts import CoalClosureDecided, CoalClosureProposed, Ground
from regledger_mining.closure.state import (
    COAL_CLOSURE,
    SITE_UNSAFE_PRODUCTION,
    CoalClosure,
    SiteUnsafeProduction,
    repeated,
)
from regledger_mining.mines import mine_at, mine_reads

__all__ = [
    "DecideClosure",
    "ProposeClosure",
    "closure_reads",
    "decide_closure",
    "found_closure",
    "propose_closure",
]


class ProposeClosure(Command, frozen=True, kw_only=True):
    """Ask a government to close a coal mine."""

    closure: Id
    site: Id
    authority: Id
    government: Id
    ground: Ground
    findings: Text
    expert_opinion: Text = ""
    document: Code
    proposed_on: date


class DecideClosure(Command, frozen=True, kw_only=True):
    """Record what the government decided."""

    closure: Id
    closed: bool
    reasons: Text
    document: Code
    decided_on: date


class OnClosure(Protocol):
    """A command on a closure."""

    @property
    def closure(self) -> str:
        """Its id."""
        ...


def closure_reads(command: OnClosure, dossier: Dossier) -> Iterator[str]:
    """The closure, then its mine and the authority."""
    yield f"{COAL_CLOSURE.name}:{command.closure}"
    held = dossier.loaded(CoalClosure, command.closure)
    if held is not None:
        yield f"site:{held.site}"
        yield f"authority:{held.authority}"


def found_closure(
    command: OnClosure, day: date, dossier: Dossier, judge: Judge
) -> Generator[Objection, None, CoalClosure | None]:
    """REF: the closure is on record; SEQ: it was proposed by `day`. Returns it with everything that is recorded."""
    held = dossier.latest(CoalClosure, command.closure)
    yield from judge.rule("REF", "coal_closure.unknown", held is not None, closure=command.closure)
    if held is not None:
        then = held.proposed_on <= day
        yield from judge.rule("SEQ", "coal_closure.not_yet", then, closure=held.closure, proposed=held.proposed_on)
    return held


def _reads(command: ProposeClosure, dossier: Dossier) -> Iterator[str]:
    yield f"{COAL_CLOSURE.name}:{command.closure}"
    yield f"{SITE_UNSAFE_PRODUCTION.name}:{command.site}"
    yield from mine_reads(command.site)
    yield f"authority:{command.authority}"
    yield f"authority:{command.government}"
    site = dossier.loaded(Site, command.site)
    if site is not None:
        yield f"licence_holdings:{site.enterprise}"


@handles("coal_closure.propose", ProposeClosure, on="proposed_on", reads=_reads, role="approve")
def propose_closure(command: ProposeClosure, dossier: Dossier, judge: Judge) -> Outcome:
    """E-19: to a government, on a ground that the records or the experts bear out."""
    taken = dossier.latest(CoalClosure, command.closure)
    yield from judge.rule("REF", "coal_closure.taken", taken is None, closure=command.closure)
    for one in (command.authority, command.government):
        yield from judge.rule("REF", "authority.unknown", dossier.get(Authority, one) is not None, authority=one)
    mine = yield from mine_at(command.site, dossier, judge, coal=True)
    if mine is None:
        return
    government = dossier.get(Authority, command.government)
    governs = government is None or (government.form in (None, "government") and government.level != "township")
    yield from judge.rule(
        "E-19", "coal_closure.not_to_government", governs, closure=command.closure, government=command.government
    )
    yield from _grounded(command, mine.site.enterprise, dossier, judge)
    yield CoalClosureProposed(
        closure=command.closure,
        enterprise=mine.site.enterprise,
        site=command.site,
        authority=command.authority,
        government=command.government,
        ground=command.ground,
        findings=command.findings,
        expert_opinion=command.expert_opinion,
        document=command.document,
        proposed_on=command.proposed_on,
    )


def _grounded(command: ProposeClosure, enterprise: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    told = {"closure": command.closure, "site": command.site}
    match command.ground:
        case "repeated":
            held = dossier.get(SiteUnsafeProduction, command.site) or SiteUnsafeProduction()
            enough = bool(repeated(tuple(day for day, _ in held.findings), judge))
            number = judge.whole("E-19.findings")
            yield from judge.rule("E-19", "coal_closure.too_few_findings", enough, number=number, **told)
        case "unlicensed":
            holdings = dossier.get(LicenceHoldings, enterprise)
            licences = () if holdings is None else holdings.licences
            valid = [one.licence for one in licences if one.site == command.site and one.valid_on(judge.day)]
            yield from judge.rule("E-19", "coal_closure.licensed", not valid, licence=", ".join(valid), **told)
        case "untreatable":
            heard = bool(command.expert_opinion.strip())
            yield from judge.rule("E-19", "coal_closure.no_expert_opinion", heard, **told)


def _decide_reads(command: DecideClosure, dossier: Dossier) -> Iterator[str]:
    yield from closure_reads(command, dossier)
    held = dossier.loaded(CoalClosure, command.closure)
    if held is not None:
        yield f"authority:{held.government}"


@handles("coal_closure.decide", DecideClosure, on="decided_on", reads=_decide_reads, world=True)
def decide_closure(command: DecideClosure, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: a proposal is decided once."""
    held = yield from found_closure(command, command.decided_on, dossier, judge)
    if held is None:
        return
    yield from judge.rule("SEQ", "coal_closure.decided_already", held.decided_on is None, closure=held.closure)
    yield CoalClosureDecided(
        closure=held.closure,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        government=held.government,
        closed=command.closed,
        reasons=command.reasons,
        document=command.document,
        decided_on=command.decided_on,
    )
