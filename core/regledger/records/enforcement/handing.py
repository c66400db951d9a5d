"""Handing collected money in: officers to their authority, the authority to the bank (A-23)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Protocol

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.calendar import Deadline
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.enforcement.spot_facts import CollectionHandedIn, CollectionPaidIn
from regledger.records.enforcement.spot_state import Collection, hand_in_deadline, pay_in_deadline
from regledger.records.presence import filled

__all__ = ["HandInCollection", "PayInCollection", "hand_in_collection", "pay_in_collection"]


class HandInCollection(Command, frozen=True, kw_only=True):
    """Record that officers handed collected money to their authority."""

    collection: Id
    ashore_on: date | None = None
    """When they reached the shore, where it was taken on water."""
    handed_in_on: date


class PayInCollection(Command, frozen=True, kw_only=True):
    """Record that the authority paid collected money to the bank."""

    collection: Id
    bank: Text
    paid_in_on: date


class _OnCollection(Protocol):
    @property
    def collection(self) -> str: ...


def _reads(command: _OnCollection, dossier: Dossier) -> Iterator[str]:
    yield f"collection:{command.collection}"
    held = dossier.loaded(Collection, command.collection)
    if held is not None:
        yield f"enterprise:{held.enterprise}"
        yield f"site:{held.site}"
        yield f"authority:{held.authority}"


def _known(command: _OnCollection, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Collection | None]:
    held = dossier.get(Collection, command.collection)
    yield from judge.rule("REF", "collection.unknown", held is not None, collection=command.collection, day=judge.day)
    return held


def _settled(command: _OnCollection, last: Deadline | None, judge: Judge) -> Iterator[Objection]:
    """X-01: the working days were counted over holidays that are published; else the last day may still move."""
    yield from judge.note(
        "X-01",
        "collection.days_unsettled",
        last is None or not last.provisional,
        collection=command.collection,
        last=None if last is None else last.day,
    )


@handles("collection.hand_in", HandInCollection, on="handed_in_on", reads=_reads, world=True)
def hand_in_collection(command: HandInCollection, dossier: Dossier, judge: Judge) -> Outcome:
    """A-23: within two working days of taking it, on water of reaching the shore; what is late is still handed in."""
    held = yield from _known(command, dossier, judge)
    if held is None:
        return
    final = dossier.latest(Collection, command.collection) or held
    yield from judge.rule(
        "SEQ",
        "collection.handed_in_already",
        final.handed_in_on is None,
        collection=command.collection,
        handed_in=final.handed_in_on,
    )
    ashore = command.ashore_on
    fits = (ashore is not None) == held.on_water and (ashore is None or held.taken_on <= ashore <= command.handed_in_on)
    yield from judge.rule("SEQ", "collection.shore_misfit", fits, collection=command.collection)
    last = hand_in_deadline(held, ashore, judge)
    yield from judge.note(
        "A-23",
        "collection.handed_in_late",
        last is None or command.handed_in_on <= last.day,
        collection=command.collection,
        last=None if last is None else last.day,
    )
    yield from _settled(command, last, judge)
    yield CollectionHandedIn(
        collection=held.collection,
        summary=held.summary,
        case=held.case,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        ashore_on=ashore,
        handed_in_on=command.handed_in_on,
    )


@handles("collection.pay_in", PayInCollection, on="paid_in_on", reads=_reads, world=True)
def pay_in_collection(command: PayInCollection, dossier: Dossier, judge: Judge) -> Outcome:
    """A-23: within two working days of the handing in; what is late is still paid."""
    held = yield from _known(command, dossier, judge)
    if held is None:
        return
    yield from filled(f"collection:{command.collection}", judge, bank=command.bank)
    final = dossier.latest(Collection, command.collection) or held
    yield from judge.rule(
        "SEQ",
        "collection.paid_in_already",
        final.paid_in_on is None,
        collection=command.collection,
        paid_in=final.paid_in_on,
    )
    yield from judge.rule(
        "SEQ", "collection.not_handed_in", held.handed_in_on is not None, collection=command.collection
    )
    last = pay_in_deadline(held, judge)
    yield from judge.note(
        "A-23",
        "collection.paid_in_late",
        last is None or command.paid_in_on <= last.day,
        collection=command.collection,
        last=None if last is None else last.day,
    )
    yield from _settled(command, last, judge)
    yield CollectionPaidIn(
        collection=held.collection,
        summary=held.summary,
        case=held.case,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        bank=command.bank,
        paid_in_on=command.paid_in_on,
    )
