"""Passing a licence on: never a work-safety licence, another only where a law allows it (安全生产许可证条例 Arts 13, 21; 行政许可法 Art 9; D-12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Code, Id, Text
from regledger.records.enterprise import Enterprise
from regledger.records.identity.ending import stands
from regledger.records.licence.end_facts import LicenceTransferFound, LicenceTransferred
from regledger.records.licence.reading import licence_reads, still_held, there
from regledger.records.licence.state import Licence

__all__ = ["find_transfer", "transfer_licence"]


class TransferLicence(Command, frozen=True, kw_only=True):
    """Pass a licence to another enterprise, as a law allows."""

    licence: Id
    to: Id
    basis: Code
    transferred_on: date


class FindTransfer(Command, frozen=True, kw_only=True):
    """Record that a holder was found to have passed its licence on."""

    licence: Id
    how: Literal["transferred", "leased", "lent"]
    finding: Text
    found_on: date


def _transfer_reads(command: TransferLicence, dossier: Dossier) -> Iterator[str]:
    yield from licence_reads(command, dossier)
    yield f"enterprise:{command.to}"


@handles("licence.transfer", TransferLicence, on="transferred_on", reads=_transfer_reads, role="approve")
def transfer_licence(command: TransferLicence, dossier: Dossier, judge: Judge) -> Outcome:
    """D-12: a work-safety licence is never passed on; another permit only by a provision that is named."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    yield from still_held(dossier.latest(Licence, command.licence) or licence, judge)
    taker = dossier.get(Enterprise, command.to)
    yield from judge.rule("REF", "enterprise.unknown", taker is not None, enterprise=command.to)
    yield from stands(f"enterprise:{command.to}", taker, judge)
    counts = licence.valid_on(command.transferred_on)
    yield from judge.rule("SEQ", "licence.transferred_without_force", counts, licence=command.licence)
    another = command.to != licence.enterprise
    yield from judge.rule("SEQ", "licence.transfer_to_itself", another, licence=command.licence)
    yield from judge.rule("D-12", "licence.not_transferable", bool(licence.track), licence=command.licence)
    yield from judge.rule(
        "D-12", "licence.transfer_without_basis", bool(command.basis.strip()), licence=command.licence
    )
    yield LicenceTransferred(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        to=command.to,
        basis=command.basis,
        transferred_on=command.transferred_on,
    )


@handles("licence.find_transfer", FindTransfer, on="found_on", reads=licence_reads, world=True)
def find_transfer(command: FindTransfer, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: of a licence that was granted, and once; it has to be revoked by a case (D-12)."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    yield from still_held(final, judge)
    first = final.transfer_found_on is None and final.lent_found_on is None
    yield from judge.rule("SEQ", "licence.transfer_found_already", first, licence=command.licence)
    yield from judge.rule("REF", "licence.finding_blank", bool(command.finding.strip()), licence=command.licence)
    yield LicenceTransferFound(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        how=command.how,
        finding=command.finding,
        found_on=command.found_on,
    )
