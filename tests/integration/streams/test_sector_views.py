"""Read models of sectors on a real JetStream."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from regledger.log.facts import NewFact
from regledger.sectors import Sector
from regledger.sectors.guard import LoadedSector
from regledger.sectors.guarded_view import guarded_view
from regledger_projections.errors import ProjectionStuck
from regledger_projections.server import NatsServer

from .test_projections import Choking, bench


def test_a_view_of_a_sector_stops_in_its_name(county: Any, server: NatsServer, tmp_path: Path) -> None:
    """What stops it names sector, version and hook: whoever reads the message knows whom to ask."""
    county.record(NewFact(body=county.hazard("H-bad")))
    one = LoadedSector(
        sector=Sector(name="fireworks", title="Fireworks", title_zh="烟花爆竹", contract=1),
        version="1.2",
        distribution="regledger-fireworks",
        module=ModuleType("regledger_fireworks"),
    )

    async def work() -> None:
        async with bench(county, server, tmp_path) as on:
            await on.publish()
            choking = on.target(guarded_view(one, Choking()))

            with pytest.raises(ProjectionStuck, match=r"fireworks 1\.2 failed in hook regledger_read_models: ZeroDiv"):
                await on.project(choking)

            await choking.close()

    asyncio.run(work())
