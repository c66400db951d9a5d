"""The projection runner and its two kinds of target, on a real JetStream."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from nats.aio.client import Client
from regledger.history.standing import standing
from regledger.log.catalogue import Catalogue
from regledger.log.facts import NewFact
from regledger.log.sqlite import SQLiteRecorder
from regledger.records import CORE_FACTS
from regledger.views import ReadModel
from regledger_projections.connection import connected
from regledger_projections.ending import end_tasks
from regledger_projections.errors import ProjectionStuck, ViewsFailed, ViewsUnfit
from regledger_projections.kv_target import KvTarget
from regledger_projections.models import Licences, OpenHazards
from regledger_projections.publisher import Publisher
from regledger_projections.reader import StreamReader
from regledger_projections.runner import Runner
from regledger_projections.server import NatsServer
from regledger_projections.sql_target import SqlTarget
from regledger_projections.targets import Change, Target

CATALOGUE = Catalogue(CORE_FACTS)


def oracle(county: Any, model: ReadModel) -> dict[str, Any]:
    """The rows of `model`, folded in one go from everything that stands in the store."""
    kinds = {*model.types, "fact.withdrawn"}
    known = [CATALOGUE.decode(one) for one in county.recorder.stored() if one.event.type in kinds]
    groups: dict[str, list[Any]] = {}
    for fact in standing(known):
        for key in dict.fromkeys(model.keys(fact)):
            groups.setdefault(key, []).append(fact)
    rows = {key: model.row(key, facts) for key, facts in groups.items()}
    return {key: row for key, row in rows.items() if row is not None}


class Bench:
    """A published ledger, and runners over it."""

    def __init__(self, county: Any, client: Client, folder: Path) -> None:
        self.county = county
        self.client = client
        self.folder = folder

    async def publish(self) -> int:
        publisher = Publisher(self.county.master(self.client), self.county.recorder)
        try:
            return await publisher.catch_up()
        finally:
            await publisher.close()

    def target(self, model: ReadModel, kind: str = "") -> Target:
        if kind == "kv" or (not kind and model.live):
            return KvTarget(self.client, "county", model)
        return SqlTarget(self.folder / "views.db", model)

    def runner(self, target: Target, *, step: int = 400) -> Runner:
        ledger = self.county.recorder.ledger_id
        return Runner(
            ledger, CATALOGUE, target, lambda after: StreamReader(self.client, "REG_COUNTY", after), step=step
        )

    async def project(self, target: Target, *, step: int = 400) -> dict[str, Any]:
        await self.runner(target, step=step).run(until=self.county.recorder.head().number)
        return await target.rows()


@contextlib.asynccontextmanager
async def bench(county: Any, server: NatsServer, folder: Path) -> AsyncIterator[Bench]:
    async with connected(server.url, name="test") as client:
        yield Bench(county, client, folder)


@pytest.mark.parametrize("kind", ["kv", "sql"])
@pytest.mark.parametrize("model", [Licences(), OpenHazards()], ids=lambda model: model.name)
def test_a_view_grown_in_steps_equals_the_ledger_folded_at_once(
    county: Any, server: NatsServer, tmp_path: Path, model: ReadModel, kind: str
) -> None:
    """Late facts, corrections that move a key, withdrawals and their order never show in the rows; nor does the target."""

    async def work() -> None:
        async with bench(county, server, tmp_path) as on:
            target = on.target(model, kind)
            for step in (5, 50, 400):
                county.grow(250)
                await on.publish()
                grown = await on.project(target, step=step)
                assert grown == oracle(county, model)
            assert len(grown) > 50

            await target.clear()
            assert await target.rows() == {}
            assert await on.project(target) == grown
            await target.close()

    asyncio.run(work())


class Watched(SqlTarget):
    """A table that notes what each step left as its last number."""

    steps: list[int]

    async def apply(self, change: Change) -> None:
        await super().apply(change)
        self.steps.append(change.checkpoint.number)


def test_a_step_ends_where_a_commit_ends(county: Any, server: NatsServer, tmp_path: Path) -> None:
    """With steps far smaller than a commit, no checkpoint ever stands inside one."""
    for size in (1, 30, 3, 1, 50):
        county.record(*(NewFact(body=county.hazard(f"H-{size}-{index}")) for index in range(size)))

    async def work() -> None:
        async with bench(county, server, tmp_path) as on:
            await on.publish()
            target = Watched(tmp_path / "views.db", OpenHazards())
            target.steps = []
            await on.project(target, step=2)
            await target.close()

        assert target.steps == [1, 31, 34, 35, 85]

    asyncio.run(work())


class Choking(OpenHazards):
    """Cannot fold one hazard."""

    name = "choking"

    def row(self, key: str, facts: Any) -> Any:
        if key == "H-bad" and self.chokes:
            raise ZeroDivisionError("no such level")
        return super().row(key, facts)

    chokes = True


def test_a_poison_fact_stops_its_view_alone_and_by_name(county: Any, server: NatsServer, tmp_path: Path) -> None:
    """What comes before its commit is in the rows, the checkpoint names number and error, other views go on, and mended
    it goes on from there."""
    county.grow(100)
    good = county.recorder.head().number
    county.record(NewFact(body=county.hazard("H-next")), NewFact(body=county.hazard("H-bad")))
    bad = county.recorder.head().number
    county.grow(100)

    async def work() -> None:
        async with bench(county, server, tmp_path) as on:
            await on.publish()
            model = Choking()
            choking, sound = on.target(model), on.target(OpenHazards())

            with pytest.raises(ProjectionStuck, match=f"choking is stuck at number {bad}: Choking.row: ZeroDiv"):
                await on.project(choking)

            checkpoint = await choking.open()
            assert checkpoint is not None
            assert (checkpoint.number, checkpoint.state, checkpoint.stuck_at) == (good, "stuck", bad)
            assert "no such level" in str(checkpoint.error)
            assert "H-next" not in await choking.rows()
            assert await on.project(sound) == oracle(county, OpenHazards())

            model.chokes = False
            assert await on.project(choking) == oracle(county, OpenHazards())
            mended = await choking.open()
            assert mended is not None
            assert mended.state == "live"
            await choking.close()
            await sound.close()

    asyncio.run(work())


def test_a_fact_of_a_removed_sector_is_not_poison(county: Any, server: NatsServer, tmp_path: Path) -> None:
    """A type that nothing installed declares is passed over."""
    county.raw("store.counted", {"site": "S-1", "boxes": 3})
    county.record(NewFact(body=county.hazard("H-1")))

    async def work() -> None:
        async with bench(county, server, tmp_path) as on:
            await on.publish()
            target = on.target(OpenHazards())
            assert list(await on.project(target)) == ["H-1"]
            await target.close()

    asyncio.run(work())


@pytest.mark.parametrize(
    ("version", "body", "named"),
    [(2, {"hazard": "H-1"}, "version 2 is later"), (1, {"hazard": 5}, "does not decode")],
)
def test_a_fact_that_the_view_needs_and_cannot_read_stops_it(
    county: Any, server: NatsServer, tmp_path: Path, version: int, body: dict[str, object], named: str
) -> None:
    """Passing it over would make wrong rows: a later version and a damaged body are poison."""
    county.raw("hazard.found", body, version)

    async def work() -> None:
        async with bench(county, server, tmp_path) as on:
            await on.publish()
            target = on.target(OpenHazards())
            with pytest.raises(ProjectionStuck, match=f"stuck at number 1: .*{named}"):
                await on.project(target)
            await target.close()

    asyncio.run(work())


@pytest.mark.parametrize("model", [Licences(), OpenHazards()], ids=lambda model: model.name)
def test_two_projections_of_one_view_do_not_harm_it(
    county: Any, server: NatsServer, tmp_path: Path, model: ReadModel
) -> None:
    """Whoever comes second reads its place again; the rows are right."""
    county.grow(600)

    async def work() -> None:
        async with bench(county, server, tmp_path) as on, connected(server.url, name="test") as other:
            await on.publish()
            first = on.target(model)
            second = Bench(county, other, tmp_path).target(model)
            until = county.recorder.head().number
            runners = [on.runner(first, step=20), Bench(county, other, tmp_path).runner(second, step=20)]
            await asyncio.gather(*(runner.run(until=until) for runner in runners))

            assert await first.rows() == oracle(county, model)
            await first.close()
            await second.close()

    asyncio.run(work())


def test_a_view_goes_on_over_a_lost_consumer_and_a_rebuilt_stream(
    county: Any, server: NatsServer, tmp_path: Path
) -> None:
    """The consumer is deleted, then the stream thrown away and published anew: the view misses and repeats nothing."""
    county.grow(100)

    async def work() -> None:
        async with bench(county, server, tmp_path) as on:
            await on.publish()
            target = on.target(OpenHazards())
            runner = on.runner(target)
            running = asyncio.create_task(runner.run())
            manager = on.client.jetstream()
            await reached(runner, county)

            for consumer in await manager.consumers_info("REG_COUNTY"):
                await manager.delete_consumer("REG_COUNTY", consumer.name)
            county.grow(50)
            await on.publish()
            await reached(runner, county)

            await manager.delete_stream("REG_COUNTY")
            county.grow(50)
            await asyncio.sleep(0.2)
            await on.publish()
            await reached(runner, county)

            await end_tasks([running])
            assert await target.rows() == oracle(county, OpenHazards())
            await target.close()

    asyncio.run(work())


def test_a_view_of_another_history_is_named(county: Any, server: NatsServer, tmp_path: Path) -> None:
    """Where the ledger was replaced by one with the same id and another past, the view says so and is left alone."""
    path = tmp_path / "other.db"
    county.grow(30)

    async def work() -> None:
        async with bench(county, server, tmp_path) as on:
            await on.publish()
            target = on.target(OpenHazards())
            before = await on.project(target)

            await on.client.jetstream().delete_stream("REG_COUNTY")
            ledger = county.recorder.ledger_id
            with SQLiteRecorder.create(path, ledger_id=ledger, name="county", zone="Asia/Shanghai") as other:
                on.county = type(county)(other, seed=2)
                on.county.grow(200)
                await on.publish()
                with pytest.raises(ViewsUnfit, match=r"open_hazards .*does not follow.*streams rebuild open_hazards"):
                    await on.project(target)
            assert await target.rows() == before
            await target.close()

    asyncio.run(work())


def test_a_view_of_another_ledger_is_named_though_nothing_is_left_to_project(
    county: Any, server: NatsServer, tmp_path: Path
) -> None:
    """Rows of another ledger that stand at the same number are not passed off as this one's."""
    county.grow(30)

    async def work() -> None:
        async with bench(county, server, tmp_path) as on:
            await on.publish()
            target = on.target(OpenHazards())
            before = await on.project(target)
            runner = Runner(
                "01a20000-0000-7000-8000-000000000000",
                CATALOGUE,
                target,
                lambda after: StreamReader(on.client, "REG_COUNTY", after),
            )

            with pytest.raises(ViewsUnfit, match=f"it was built from ledger {county.recorder.ledger_id}"):
                await runner.run(until=county.recorder.head().number)
            assert await target.rows() == before
            await target.close()

    asyncio.run(work())


def test_a_full_disk_leaves_the_rows_as_they_were(county: Any, server: NatsServer, tmp_path: Path) -> None:
    """A step that finds no room is named as that and undone whole; with room the same target goes on."""
    county.grow(30)

    async def work() -> None:
        async with bench(county, server, tmp_path) as on:
            await on.publish()
            target = on.target(OpenHazards())
            before = await on.project(target)
            assert isinstance(target, SqlTarget)
            pages = target._database.execute("PRAGMA page_count").fetchone()[0]
            target._database.execute(f"PRAGMA max_page_count = {pages}")
            county.grow(500)
            await on.publish()

            with pytest.raises(ViewsFailed, match="database or disk is full"):
                await on.project(target)
            assert await target.rows() == before

            target._database.execute("PRAGMA max_page_count = 1000000")
            await on.project(target)
            assert await target.rows() == oracle(county, OpenHazards())
            await target.close()

    asyncio.run(work())


class Newer(OpenHazards):
    """Counts only what was found from 2026-06-01 on."""

    version = 2

    def row(self, key: str, facts: Any) -> Any:
        row = super().row(key, facts)
        return row if row is not None and row["found_on"] >= date(2026, 6, 1).isoformat() else None


def test_a_new_version_is_built_beside_the_old_one_and_then_takes_its_name(
    county: Any, server: NatsServer, tmp_path: Path
) -> None:
    """While version 2 is behind, the SQL view shows version 1; once it has caught up, it shows version 2."""
    county.grow(300)

    def shown() -> int:
        with contextlib.closing(sqlite3.connect(tmp_path / "views.db")) as database:
            count: int = database.execute("SELECT count(*) FROM open_hazards").fetchone()[0]
            return count

    async def work() -> None:
        async with bench(county, server, tmp_path) as on:
            await on.publish()
            old, new = on.target(OpenHazards()), on.target(Newer())
            rows = await on.project(old)
            await on.runner(new, step=10).run(until=20)
            assert shown() == len(rows)

            later = await on.project(new)
            assert 0 < len(later) < len(rows)
            assert shown() == len(later)
            await old.close()
            await new.close()

    asyncio.run(work())


async def reached(runner: Runner, county: Any) -> None:
    """Wait until everything is projected."""
    async with asyncio.timeout(30):
        while runner.number < county.recorder.head().number:
            await asyncio.sleep(0.02)
