"""Making a closure public and carrying it out, item by item (煤矿安全生产条例 Arts 49, 70)."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date

from regledger.sectors import Command, Dossier, Id, Judge, Objection, Outcome, Text, handles

from regledger_mining.closure.facts import CoalClosureCompleted, CoalClosureItemMet, CoalClosurePublished, Item
from regledger_mining.closure.proposing import OnClosure, closure_reads, found_closure
from regledger_mining.closure.state import CoalClosure

__all__ = ["CompleteClosure", "MeetItem", "PublishClosure", "complete_closure", "meet_item", "publish_closure"]


class PublishClosure(Command, frozen=True, kw_only=True):
    """Record that the closure was made public."""

    closure: Id
    place: Text
    published_on: date


class MeetItem(Command, frozen=True, kw_only=True):
    """Record that one item of the closure standard is met."""

    closure: Id
    item: Item
    evidence: Text
    met_on: date


class CompleteClosure(Command, frozen=True, kw_only=True):
    """Record that the mine is closed."""

    closure: Id
    completed_on: date


def _closing(
    command: OnClosure, day: date, dossier: Dossier, judge: Judge
) -> Generator[Objection, None, CoalClosure | None]:
    """SEQ: the government decided by `day` to close the mine."""
    held = yield from found_closure(command, day, dossier, judge)
    if held is None:
        return None
    closing = held.closed and held.decided_on is not None and held.decided_on <= day
    yield from judge.rule("SEQ", "coal_closure.not_closed", closing, closure=held.closure)
    return held if held.decided_on is not None else None


@handles("coal_closure.publish", PublishClosure, on="published_on", reads=closure_reads, world=True)
def publish_closure(command: PublishClosure, dossier: Dossier, judge: Judge) -> Outcome:
    """E-20: within five working days of the decision; what is late is noted, and still made public."""
    held = yield from _closing(command, command.published_on, dossier, judge)
    if held is None or held.decided_on is None:
        return
    last = judge.deadline("E-20.publication", held.decided_on, on=held.decided_on).day
    in_time = command.published_on <= last
    yield from judge.note("E-20", "coal_closure.published_late", in_time, closure=held.closure, last=last)
    yield CoalClosurePublished(
        closure=held.closure,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        place=command.place,
        published_on=command.published_on,
    )


@handles("coal_closure.meet_item", MeetItem, on="met_on", reads=closure_reads, world=True)
def meet_item(command: MeetItem, dossier: Dossier, judge: Judge) -> Outcome:
    """E-19: with what shows it."""
    held = yield from _closing(command, command.met_on, dossier, judge)
    if held is None:
        return
    shown = bool(command.evidence.strip())
    yield from judge.rule("E-19", "coal_closure.item_unproven", shown, closure=held.closure, item=command.item)
    yield CoalClosureItemMet(
        closure=held.closure,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        item=command.item,
        evidence=command.evidence,
        met_on=command.met_on,
    )


@handles("coal_closure.complete", CompleteClosure, on="completed_on", reads=closure_reads, role="approve")
def complete_closure(command: CompleteClosure, dossier: Dossier, judge: Judge) -> Outcome:
    """E-19: only where every item of the standard is met; SEQ: once."""
    held = yield from _closing(command, command.completed_on, dossier, judge)
    if held is None:
        return
    yield from judge.rule("SEQ", "coal_closure.completed_already", held.completed_on is None, closure=held.closure)
    lacking = ", ".join(held.lacking)
    yield from judge.rule("E-19", "coal_closure.items_lacking", not lacking, closure=held.closure, items=lacking)
    yield CoalClosureCompleted(
        closure=held.closure,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        completed_on=command.completed_on,
    )
