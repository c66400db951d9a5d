"""Ordering a stop for rectification, making it public, applying to resume, and resuming (煤矿安全生产条例 Arts 48, 49, 64, 73)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Literal, Protocol

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
    Text,
    handles,
)

from regledger_mining.mines import mine_at, mine_reads
from regledger_mining.stoppage.facts import (
    CoalStoppageApplied,
    CoalStoppageOrdered,
    CoalStoppagePublished,
    CoalStoppageResumed,
)
from regledger_mining.stoppage.state import COAL_STOPPAGE, CoalStoppage

__all__ = [
    "ApplyToResume",
    "OrderStoppage",
    "PublishStoppage",
    "Resume",
    "apply_to_resume",
    "found_stoppage",
    "order_stoppage",
    "publish_stoppage",
    "resume",
    "stoppage_reads",
]


class OrderStoppage(Command, frozen=True, kw_only=True):
    """Order a coal mine to stop for rectification."""

    stoppage: Id
    site: Id
    authority: Id
    content: Text
    finish_by: date
    basis: Text
    document: Code
    ordered_on: date


class PublishStoppage(Command, frozen=True, kw_only=True):
    """Record that the stop, or the resumption, was made public."""

    stoppage: Id
    what: Literal["stop", "resumption"]
    place: Text
    published_on: date


class ApplyToResume(Command, frozen=True, kw_only=True):
    """Record that the department received the application to resume."""

    stoppage: Id
    plan: Text
    evidence: Text
    applied_on: date


class Resume(Command, frozen=True, kw_only=True):
    """Record that the mine goes on producing."""

    stoppage: Id
    resumed_on: date


class OnStoppage(Protocol):
    """A command on a stop."""

    @property
    def stoppage(self) -> str:
        """Its id."""
        ...


def stoppage_reads(command: OnStoppage, dossier: Dossier) -> Iterator[str]:
    """The stop, then its mine, and the licences of its enterprise."""
    yield f"{COAL_STOPPAGE.name}:{command.stoppage}"
    held = dossier.loaded(CoalStoppage, command.stoppage)
    if held is not None:
        yield from mine_reads(held.site)
        yield f"authority:{held.authority}"
        yield f"licence_holdings:{held.enterprise}"


def found_stoppage(
    command: OnStoppage, dossier: Dossier, judge: Judge
) -> Generator[Objection, None, CoalStoppage | None]:
    """REF: the stop is on record; SEQ: it was ordered by the day of the act. Returns it with everything that is recorded."""
    known = dossier.latest(CoalStoppage, command.stoppage)
    yield from judge.rule("REF", "coal_stoppage.unknown", known is not None, stoppage=command.stoppage)
    if known is None:
        return None
    yield from judge.rule(
        "SEQ",
        "coal_stoppage.not_yet",
        known.ordered_on <= judge.day,
        stoppage=command.stoppage,
        ordered=known.ordered_on,
    )
    return known


def _order_reads(command: OrderStoppage, dossier: Dossier) -> Iterator[str]:
    yield f"{COAL_STOPPAGE.name}:{command.stoppage}"
    yield from mine_reads(command.site)
    yield f"authority:{command.authority}"


@handles("coal_stoppage.order", OrderStoppage, on="ordered_on", reads=_order_reads, role="approve")
def order_stoppage(command: OrderStoppage, dossier: Dossier, judge: Judge) -> Outcome:
    """E-17: with content and time; REF, SEQ: of a coal mine, under an id of its own, to a day that lies ahead."""
    taken = dossier.latest(CoalStoppage, command.stoppage)
    yield from judge.rule("REF", "coal_stoppage.taken", taken is None, stoppage=command.stoppage)
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    mine = yield from mine_at(command.site, dossier, judge, coal=True)
    if mine is None:
        return
    said = bool(command.content.strip())
    yield from judge.rule("E-17", "coal_stoppage.content_missing", said, stoppage=command.stoppage)
    ahead = command.ordered_on <= command.finish_by
    yield from judge.rule("E-17", "coal_stoppage.time_past", ahead, stoppage=command.stoppage, finish=command.finish_by)
    yield CoalStoppageOrdered(
        stoppage=command.stoppage,
        enterprise=mine.site.enterprise,
        site=command.site,
        authority=command.authority,
        content=command.content,
        finish_by=command.finish_by,
        basis=command.basis,
        document=command.document,
        ordered_on=command.ordered_on,
    )


@handles("coal_stoppage.publish", PublishStoppage, on="published_on", reads=stoppage_reads, world=True)
def publish_stoppage(command: PublishStoppage, dossier: Dossier, judge: Judge) -> Outcome:
    """E-20: within five working days of the order, or of the resumption; what is late is noted, and still made public."""
    held = yield from found_stoppage(command, dossier, judge)
    if held is None:
        return
    since = held.ordered_on if command.what == "stop" else held.resumed_on
    yield from judge.rule("SEQ", "coal_stoppage.not_resumed", since is not None, stoppage=command.stoppage)
    if since is None:
        return
    last = judge.deadline("E-20.publication", since, on=since).day
    yield from judge.note(
        "E-20",
        "coal_stoppage.published_late",
        command.published_on <= last,
        stoppage=command.stoppage,
        what=command.what,
        last=last,
    )
    yield CoalStoppagePublished(
        stoppage=held.stoppage,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        what=command.what,
        place=command.place,
        published_on=command.published_on,
    )


@handles("coal_stoppage.apply", ApplyToResume, on="applied_on", reads=stoppage_reads, world=True)
def apply_to_resume(command: ApplyToResume, dossier: Dossier, judge: Judge) -> Outcome:
    """E-20: with a plan of rectification; E-17: the licence was taken in meanwhile, which is noted where it was not."""
    held = yield from found_stoppage(command, dossier, judge)
    if held is None:
        return
    told = {"stoppage": held.stoppage}
    yield from judge.rule("SEQ", "coal_stoppage.over", held.resumed_on is None, **told)
    waits = held.applied_on is not None and held.accepted_on is None
    yield from judge.rule("SEQ", "coal_stoppage.applied_already", not waits, **told)
    planned = bool(command.plan.strip() and command.evidence.strip())
    yield from judge.rule("E-20", "coal_stoppage.no_plan", planned, **told)
    holdings = dossier.get(LicenceHoldings, held.enterprise)
    licences = () if holdings is None else holdings.licences
    kept = [one.licence for one in licences if one.site == held.site and one.valid_on(command.applied_on)]
    yield from judge.note("E-17", "coal_stoppage.licence_kept", not kept, licence=", ".join(kept), **told)
    yield CoalStoppageApplied(
        stoppage=held.stoppage,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        plan=command.plan,
        evidence=command.evidence,
        applied_on=command.applied_on,
    )


@handles("coal_stoppage.resume", Resume, on="resumed_on", reads=stoppage_reads, world=True)
def resume(command: Resume, dossier: Dossier, judge: Judge) -> Outcome:
    """E-20: only after the acceptance was passed, and with all three signatures."""
    held = yield from found_stoppage(command, dossier, judge)
    if held is None:
        return
    yield from judge.rule("SEQ", "coal_stoppage.over", held.resumed_on is None, stoppage=held.stoppage)
    missing = (*(() if held.passed else ("acceptance",)), *held.lacking)
    yield from judge.rule(
        "E-20", "coal_stoppage.chain_incomplete", not missing, stoppage=held.stoppage, missing=", ".join(missing)
    )
    last = held.last_signed_on
    in_order = bool(missing) or last is None or last <= command.resumed_on
    yield from judge.rule("E-20", "coal_stoppage.resumed_before", in_order, stoppage=held.stoppage, signed=last)
    yield CoalStoppageResumed(
        stoppage=held.stoppage,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        resumed_on=command.resumed_on,
    )
