"""What every later step on a licence reads, and needs to be there."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Protocol

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.identity.heirs import acting, acting_reads
from regledger.records.licence.state import Licence

__all__ = ["OnLicence", "checkable", "licence_reads", "still_held", "still_open", "there"]


class OnLicence(Protocol):
    """A command on a licence."""

    @property
    def licence(self) -> str:
        """Its id."""
        ...


def licence_reads(command: OnLicence, dossier: Dossier) -> Iterator[str]:
    """The licence, then its enterprise and its site, which leads to the sectors to ask."""
    yield f"licence:{command.licence}"
    licence = dossier.loaded(Licence, command.licence)
    if licence is not None:
        yield f"enterprise:{licence.enterprise}"
        yield f"site:{licence.site}"
        yield from acting_reads(licence.authority, dossier)


def there(command: OnLicence, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Licence | None]:
    """That the licence is on record, and was on the day of the act; returns it, in the hands of the authority that goes on with it."""
    known = dossier.known(Licence, command.licence)
    yield from judge.rule("REF", "licence.unknown", known, licence=command.licence)
    licence = dossier.get(Licence, command.licence)
    begun = not known or licence is not None
    yield from judge.rule("SEQ", "licence.not_yet", begun, licence=command.licence, day=judge.day)
    return None if licence is None else msgspec.structs.replace(licence, authority=acting(licence.authority, dossier))


def still_open(licence: Licence, judge: Judge) -> Iterator[Objection]:
    """SEQ: the application was neither granted nor refused, nor was it left untaken."""
    how = (
        "granted"
        if licence.valid_to is not None
        else "declined"
        if licence.declined_on is not None
        else "refused"
        if licence.refused_on is not None
        else None
    )
    yield from judge.rule("SEQ", "licence.decided_already", how is None, licence=licence.licence, how=how)


def checkable(licence: Licence, judge: Judge) -> Iterator[Objection]:
    """SEQ: it is an application that waits for its decision, or a licence that counts still and is looked at again."""
    if licence.valid_to is None:
        yield from still_open(licence, judge)
        return
    over = licence.ended_on
    yield from judge.rule("SEQ", "licence.ended_already", over is None, licence=licence.licence, ended=over)


def still_held(licence: Licence, judge: Judge) -> Iterator[Objection]:
    """SEQ: the licence was granted, and neither annulled, revoked nor struck from the register."""
    yield from judge.rule("SEQ", "licence.not_issued", licence.valid_to is not None, licence=licence.licence)
    over = licence.ended_on
    yield from judge.rule("SEQ", "licence.ended_already", over is None, licence=licence.licence, ended=over)
