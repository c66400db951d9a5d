"""How fast facts go from the store into the stream and from the stream into read models.

    python bench/streams.py [--facts 20000] [--json]

Everything runs on this machine: a new ledger, a nats-server of its own on loopback. Rates on a shared machine vary; the
ratios within one run are what counts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from eventsourcing.dcb.api import DCBEvent
from nats.aio.client import Client
from regledger.ids import new_id
from regledger.log.catalogue import Catalogue
from regledger.log.envelope import Commit
from regledger.log.facts import Fact, NewFact
from regledger.log.sqlite import SQLiteRecorder
from regledger.records import CORE_FACTS
from regledger.records.hazard.facts import HazardCleared, HazardFound
from regledger.records.licence.facts import LicenceApplied, LicenceIssued
from regledger_projections.connection import connected
from regledger_projections.kv_target import KvTarget
from regledger_projections.models import Licences, OpenHazards
from regledger_projections.proving import entry_of, prove_all
from regledger_projections.publisher import Publisher
from regledger_projections.reader import StreamReader
from regledger_projections.runner import Runner
from regledger_projections.server import NatsServer
from regledger_projections.sql_target import SqlTarget
from regledger_projections.stream import MasterStream
from regledger_projections.subjects import fact_subject
from regledger_projections.targets import Target

ZONE = "Asia/Shanghai"
ONE_AT_A_TIME = 3_000
"""Facts sent with one acknowledgement awaited for each: enough to tell the rate."""


def fill(recorder: SQLiteRecorder, catalogue: Catalogue, facts: int) -> None:
    """Record licences and hazards, four facts a commit."""
    for start in range(0, facts, 1_000):
        events = []
        for number in range(start, min(start + 1_000, facts), 4):
            commit = new_id()
            for index, body in enumerate(_story(number)):
                kind, tags, data = catalogue.encode(
                    NewFact(body=body), zone=ZONE, commit=Commit(id=commit, index=index, size=4)
                )
                events.append(DCBEvent(kind, data, list(tags)))
        recorder.record(events)


def _story(number: int) -> list[Fact]:
    day = date(2026, 1, 1) + timedelta(days=number % 300)
    who = {"enterprise": f"E-{number % 997}", "site": f"S-{number % 1999}", "authority": "emb"}
    hazard = {"hazard": f"H-{number}", **who}
    licence = {"licence": f"L-{number}", **who, "kind": "hazardous_chemicals.production"}
    return [
        LicenceApplied(**licence, applied_on=day),
        LicenceIssued(
            **licence,
            number=f"WH-{number}",
            checkers=("o1", "o2"),
            decided_on=day,
            valid_from=day,
            valid_to=day + timedelta(days=1095),
        ),
        HazardFound(
            **hazard,
            inspection=f"I-{number}",
            level="general",
            criterion=None,
            description="安全出口被堵 " * 10,
            basis="安全生产法 Art 42",
            found_on=day,
        ),
        HazardCleared(**hazard, cleared_on=day + timedelta(days=30))
        if number % 8
        else LicenceApplied(**{**licence, "licence": f"L-{number}-b"}, applied_on=day),
    ]


async def one_at_a_time(client: Client, recorder: SQLiteRecorder) -> float:
    """The plain way: publish, await the acknowledgement, publish the next."""
    stream, context = MasterStream(client, recorder.ledger_id, recorder.name), client.jetstream()
    await stream.ensure()
    begun = time.perf_counter()
    for stored in recorder.stored(until=ONE_AT_A_TIME):
        subject = fact_subject(recorder.name, stored.event.type, stored.event.tags, stored.event.data)
        headers = {"Nats-Expected-Last-Sequence": str(stored.position - 1)}
        await context.publish(subject, entry_of(recorder, stored), headers=headers)
    rate = ONE_AT_A_TIME / (time.perf_counter() - begun)
    await context.delete_stream(stream.name)
    return rate


async def published(client: Client, recorder: SQLiteRecorder, batch: int, *, keep: bool) -> float:
    """The publisher, by its window (`batch` 0) or by atomic batches."""
    stream = MasterStream(client, recorder.ledger_id, recorder.name)
    publisher = Publisher(stream, recorder, batch=batch)
    begun = time.perf_counter()
    count = await publisher.catch_up()
    rate = count / (time.perf_counter() - begun)
    await publisher.close()
    if not keep:
        await client.jetstream().delete_stream(stream.name)
    return rate


async def projected(client: Client, recorder: SQLiteRecorder, catalogue: Catalogue, target: Target) -> float:
    """One read model from nothing."""
    stream = MasterStream(client, recorder.ledger_id, recorder.name).name
    runner = Runner(recorder.ledger_id, catalogue, target, lambda after: StreamReader(client, stream, after))
    begun = time.perf_counter()
    count = await runner.run(until=recorder.head().number)
    rate = count / (time.perf_counter() - begun)
    await target.close()
    return rate


async def measure(folder: Path, facts: int) -> dict[str, float]:
    """Facts a second of each part."""
    catalogue = Catalogue(CORE_FACTS)
    rates: dict[str, float] = {}
    with (
        SQLiteRecorder.create(folder / "bench.db", ledger_id=new_id(), name="bench", zone=ZONE) as recorder,
        NatsServer(folder / "nats") as server,
    ):
        fill(recorder, catalogue, facts)
        async with connected(server.url, name="bench") as client:
            rates["publish, one acknowledgement at a time"] = await one_at_a_time(client, recorder)
            rates["publish, window"] = await published(client, recorder, 0, keep=False)
            rates["publish, atomic batches"] = await published(client, recorder, 500, keep=True)
            begun = time.perf_counter()
            await prove_all(MasterStream(client, recorder.ledger_id, recorder.name), recorder)
            rates["prove every message against the store"] = facts / (time.perf_counter() - begun)
            hazards, licences = OpenHazards(), Licences()
            tables = folder / "views.db"
            rates["project open_hazards into SQLite"] = await projected(
                client, recorder, catalogue, SqlTarget(tables, hazards)
            )
            rates["project licences into SQLite"] = await projected(
                client, recorder, catalogue, SqlTarget(tables, licences)
            )
            rates["project licences into a bucket"] = await projected(
                client, recorder, catalogue, KvTarget(client, recorder.name, licences)
            )
    return rates


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    facts = max(arguments.facts, ONE_AT_A_TIME) // 4 * 4
    with tempfile.TemporaryDirectory() as folder:
        rates = asyncio.run(measure(Path(folder), facts))
    if arguments.json:
        print(json.dumps({"facts": facts, "facts_per_second": {name: round(rate) for name, rate in rates.items()}}))
        return
    slowest = rates["publish, one acknowledgement at a time"]
    for name, rate in rates.items():
        ratio = f"  {rate / slowest:.1f}×" if name.startswith("publish") else ""
        print(f"{name:<42}{rate:>9,.0f} facts/s{ratio}")


if __name__ == "__main__":
    main()
