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

__all__ = ["OnLicence", "licence_reads", "there"]


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
