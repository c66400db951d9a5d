"""`upgrade`: a ledger of an older release is brought to this one's store, in one transaction and without touching a fact."""

from __future__ import annotations

from typing import Literal

import msgspec

from regledger.log.stores import Place, place_of

__all__ = ["Upgrade", "plan_upgrade", "upgrade"]


class Upgrade(msgspec.Struct, frozen=True, kw_only=True):
    """What is between a ledger's store and this release's."""

    url: str
    kind: Literal["sqlite", "postgresql"]
    before: int
    """SQLite: the file's format; PostgreSQL: the number of its last migration."""
    after: int
    steps: tuple[str, ...]
    """What is done, in words; none where the ledger is as this release makes it."""


def plan_upgrade(url: str) -> Upgrade:
    """What `upgrade` would do to the ledger at `url`.

    Raises:
        LedgerMissing, NotALedger.
        LaterFormat: a later release made it.
    """
    place = place_of(url)
    return _plan(place, *(_sqlite(place) if place.file is not None else _postgres(place)))


def upgrade(url: str) -> Upgrade:
    """Bring the ledger at `url` to what this release makes; where it is so already, nothing is written.

    Raises:
        As `plan_upgrade`, and what the store says where it cannot be written: nothing was changed.
    """
    plan = plan_upgrade(url)
    if not plan.steps:
        return plan
    place = place_of(url)
    if place.file is not None:
        from regledger.log.sqlite.migrations import upgrade_file  # noqa: PLC0415 - only this store's users pay for it

        before, after = upgrade_file(place.file)
    else:
        from regledger.log.postgres import upgrade_schema  # noqa: PLC0415 - as above, and its driver

        before, after = upgrade_schema(place.address)
    return msgspec.structs.replace(plan, before=before, after=after)


def _plan(place: Place, before: int, steps: list[tuple[int, str]]) -> Upgrade:
    return Upgrade(
        url=place.url,
        kind="postgresql" if place.file is None else "sqlite",
        before=before,
        after=steps[-1][0] if steps else before,
        steps=tuple(f"{number}: {name}" for number, name in steps),
    )


def _sqlite(place: Place) -> tuple[int, list[tuple[int, str]]]:
    from regledger.log.sqlite.migrations import format_of, pending  # noqa: PLC0415 - only this store's users pay for it

    assert place.file is not None
    found = format_of(place.file)
    return found, [(one.number, one.name) for one in pending(found)]


def _postgres(place: Place) -> tuple[int, list[tuple[int, str]]]:
    from regledger.log.postgres import schema_version  # noqa: PLC0415 - only this store's users pay for the driver
    from regledger.log.postgres.schema import MIGRATIONS  # noqa: PLC0415

    found = schema_version(place.address)
    return found, [(one.number, one.name.replace("_", " ")) for one in MIGRATIONS if one.number > found]
