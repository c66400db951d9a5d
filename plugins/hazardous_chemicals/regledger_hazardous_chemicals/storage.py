"""What a store files of highly toxic chemicals and of those that make a major hazard source (Art 25(2); F-03)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec
from regledger.sectors import (
    Command,
    Dossier,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    RecordedFact,
    State,
    Text,
    fact,
    handles,
    hookimpl,
)

from regledger_hazardous_chemicals.parties import PARTY_TAGS, binds, party_reads, site_of

__all__ = [
    "SITE_STORAGE",
    "FileStorage",
    "Filing",
    "SiteStorage",
    "StorageFiled",
    "file_storage",
]

RECIPIENTS, KEEPERS = "F-03.recipients", "F-03.keepers"
Recipient = Literal["emergency", "port", "police"]
"""县级 应急管理部门, in a port 港口行政管理部门, and 公安机关."""


@fact("storage.filed", 1, tags=PARTY_TAGS, occurred="filed_on")
class StorageFiled(Fact, frozen=True, kw_only=True):
    """`storage.filed` v1: quantity, place and keepers of what a site stores were filed on a legal day (Art 25(2))."""

    site: Id
    enterprise: Id
    authority: Id
    """Which entered it."""
    substance: Text
    tonnes: Decimal
    """How much is stored at most."""
    place: Text
    keepers: tuple[Id, ...]
    """Surrogate ids of who keeps it; never names."""
    in_port: bool
    recipients: tuple[Recipient, ...]
    filed_on: date


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """The last filing of one substance."""

    substance: str
    recipients: tuple[str, ...]
    in_port: bool
    filed_on: date


class SiteStorage(State, frozen=True, kw_only=True):
    """What a site filed of its stores, by substance."""

    site: str
    filings: tuple[Filing, ...]


def _missing(asked: str, recipients: Sequence[str], in_port: bool) -> tuple[str, ...]:
    """Of those that the law asks for, by name, whom a filing lacks; in a port the port authority stands for the department."""
    wanted = ("port" if in_port and one == "emergency" else one for one in asked.split())
    return tuple(one for one in wanted if one not in recipients)


def _evolve(state: SiteStorage | None, recorded: RecordedFact) -> SiteStorage | None:
    match recorded.body:
        case StorageFiled() as body:
            others = () if state is None else state.filings
            one = Filing(
                substance=body.substance, recipients=body.recipients, in_port=body.in_port, filed_on=body.filed_on
            )
            kept = [each for each in others if each.substance != body.substance]
            return SiteStorage(site=body.site, filings=tuple(sorted([*kept, one], key=lambda each: each.substance)))
    return state


def _steps(state: SiteStorage, judge: Judge) -> Iterator[NextStep]:
    if not binds(RECIPIENTS, judge):
        return
    asked = str(judge.law.value(RECIPIENTS, on=judge.day))
    for one in state.filings:
        if missing := _missing(asked, one.recipients, one.in_port):
            yield NextStep(
                command="storage.file",
                rule="F-03",
                owner="enterprise",
                title=f"File what is stored of {one.substance} with: {', '.join(missing)}",
                title_zh="储存数量、地点和管理人员备案",
            )


SITE_STORAGE = Kind(
    name="site_storage", tag="site", state=SiteStorage, evolve=_evolve, facts=(StorageFiled,), steps=_steps
)


class FileStorage(Command, frozen=True, kw_only=True):
    """Record with whom quantity, place and keepers of a substance were filed; a later filing takes the place of the one before."""

    site: Id
    authority: Id
    substance: Text
    tonnes: Decimal
    place: Text
    keepers: tuple[Id, ...]
    in_port: bool = False
    recipients: tuple[Recipient, ...]
    filed_on: date


def _reads(command: FileStorage, dossier: Dossier) -> Iterator[str]:
    yield from party_reads(command.site, command.authority, dossier)


@handles("storage.file", FileStorage, on="filed_on", reads=_reads, world=True)
def file_storage(command: FileStorage, dossier: Dossier, judge: Judge) -> Outcome:
    """F-03: with the department and the police, and with the two keepers that double custody asks for; what lacks is noted."""
    site = yield from site_of(command.site, command.authority, dossier, judge)
    yield from judge.rule("REF", "storage.quantity_wrong", command.tonnes > 0, substance=command.substance)
    if site is None:
        return
    yield from _lacking(command, judge)
    yield StorageFiled(
        site=command.site,
        enterprise=site.enterprise,
        authority=command.authority,
        substance=command.substance,
        tonnes=command.tonnes,
        place=command.place,
        keepers=command.keepers,
        in_port=command.in_port,
        recipients=command.recipients,
        filed_on=command.filed_on,
    )


def _lacking(command: FileStorage, judge: Judge) -> Iterator[Objection]:
    if not binds(RECIPIENTS, judge):
        return
    asked = str(judge.law.value(RECIPIENTS, on=judge.day))
    missing = _missing(asked, command.recipients, command.in_port)
    yield from judge.note(
        "F-03",
        "storage.recipient_missing",
        not missing,
        site=command.site,
        substance=command.substance,
        missing=", ".join(missing) or "none",
    )
    keepers = len(set(command.keepers))
    least = judge.whole(KEEPERS)
    yield from judge.note(
        "F-03",
        "storage.too_few_keepers",
        keepers >= least,
        site=command.site,
        substance=command.substance,
        keepers=keepers,
        least=least,
    )


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`storage.filed`."""
    return [StorageFiled]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """What a site filed of its stores."""
    return [SITE_STORAGE]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`storage.file`."""
    return [file_storage]
