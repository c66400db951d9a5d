"""Loads: the sector is usable, alone and beside the others that are installed."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors.contract import CONTRACT_VERSION
from regledger.testing.conformance.finding import Checked, Finding, checked
from regledger.testing.conformance.subject import Subject

__all__ = ["check_loads"]


def check_loads(subject: Subject) -> Checked:
    """The reason why it is left out, where it is."""
    others = sorted(name for name in subject.installation.sectors.loaded if name != subject.name)
    beside = f"put together with the core and {', '.join(others) or 'no other sector'}"
    return checked("loads", beside, _found(subject))


def _found(subject: Subject) -> Iterator[Finding]:
    one = subject.loaded
    if one is None:
        yield Finding(
            check="loads",
            where=subject.package,
            found=subject.broken or "nothing brings it",
            remedy="Mend that first: it is left out, and the other checks see only its files.",
        )
    elif one.sector.contract < CONTRACT_VERSION:
        yield Finding(
            check="loads",
            where=subject.package,
            found=f"it was written for contract {one.sector.contract}, and this release has {CONTRACT_VERSION}",
            remedy=f"It keeps working; say contract = {CONTRACT_VERSION} to use what is new (docs/sectors.md).",
            severity="advice",
        )
