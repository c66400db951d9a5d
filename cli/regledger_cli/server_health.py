"""The checks of `regledger doctor` for a ledger in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from regledger.clock import system_clock
from regledger.ledger import Ledger

from regledger_cli.checks import Check

__all__ = ["server_checks"]

_APART = timedelta(seconds=5)


def server_checks(ledger: Ledger) -> Iterator[Check]:
    """The server, whether it can be written to, whether commits last, and as whom we are there."""
    from regledger.log.postgres.inspection import inspect  # noqa: PLC0415 - needs the driver

    state = inspect(ledger.place.address)
    yield Check(
        name="server", verdict="ok", found=f"PostgreSQL {state.version}" + (", a standby" if state.standby else "")
    )
    if state.unwritable:
        yield Check(
            name="writable", verdict="bad", found=state.unwritable, remedy="Do what it says, then run doctor again."
        )
    else:
        yield Check(name="writable", verdict="ok", found="yes")
    off = [name for name, on in (("fsync", state.fsync), ("full_page_writes", state.full_page_writes)) if not on]
    if off:
        found = f"{' and '.join(off)} off: a power cut may lose what was acknowledged, or the whole database"
        remedy = f"Set {' and '.join(f'{name} = on' for name in off)} in postgresql.conf and restart the server."
        yield Check(name="durable", verdict="bad", found=found, remedy=remedy)
    else:
        found = f"fsync and full_page_writes on, synchronous_commit {state.synchronous_commit}"
        yield Check(name="durable", verdict="ok", found=found)
    if state.owns:
        yield Check(
            name="role",
            verdict="warn",
            found=f"{state.role} could remove what keeps facts from being edited",
            remedy='Record as another role, which "regledger init --grant ROLE" lets in.',
        )
    else:
        yield Check(name="role", verdict="ok", found=f"{state.role} can add and read facts, and change none")
    apart = abs(timedelta(microseconds=state.clock - system_clock()))
    if apart > _APART:
        found, remedy = f"{apart} apart from the server's", "Set the clocks of both machines by NTP."
        yield Check(name="clocks", verdict="warn", found=found, remedy=remedy)
    if ledger.beside is None:
        yield Check(
            name="folder beside it",
            verdict="warn",
            found="the URL names none, so no personal values, attachments, streams or journal can be kept",
            remedy="Add beside=/FOLDER to the URL, the same one for every process on this ledger.",
        )
