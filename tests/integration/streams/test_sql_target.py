"""Read models as tables: a file that cannot hold them is named."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from regledger_projections.errors import ViewsFailed
from regledger_projections.models import OpenHazards
from regledger_projections.sql_target import SqlTarget, read_checkpoint


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b"no database " * 1_000), Path.mkdir])
def test_tables_that_cannot_be_used_are_named(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    """Garbage or a folder in the place of the file gives an error with the remedy; asking how far it came gives nothing."""
    path = tmp_path / "views.db"
    spoil(path)
    target = SqlTarget(path, OpenHazards())

    async def work() -> None:
        for use in (target.open, target.clear):
            with pytest.raises(ViewsFailed, match=r"open_hazards cannot be kept in .*views\.db: .*remove that file"):
                await use()
        await target.close()

    asyncio.run(work())
    assert read_checkpoint(path, OpenHazards()) is None
