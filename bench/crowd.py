"""A crowd on PostgreSQL: 8 writer processes in conflict with each other, a reader who asks and one who subscribes.

How many facts the readers missed, and how many came out of order, in our store and in the library's own `postgres_tt`. There
every other commit claims its slot under no condition, and such an append takes no lock. `make million` runs it with a million facts.

    python bench/crowd.py [FACTS] [FACTS OF THE LIBRARY'S]
"""

from __future__ import annotations

import sys
import time

from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from regledger.ids import new_id
from regledger.log.postgres import PostgresRecorder
from regledger.testing.crowd import Outcome, run
from regledger.testing.postgres import PostgresServer


def told(what: str, outcome: Outcome) -> None:
    """Print what became of it."""
    print(
        f"{what}: {outcome.facts:,} facts in {outcome.seconds:.0f} s ({outcome.facts / outcome.seconds:,.0f}/s),"
        f" {outcome.acknowledged:,} acknowledged, {outcome.refused:,} commits refused for a conflict,"
        f" {outcome.claimed_twice} slots claimed twice, {outcome.gaps} gaps",
        flush=True,
    )
    for one in outcome.readers:
        print(
            f"  {one.how:<6} saw {one.facts:,}, missed {one.missed:,}, {one.disordered:,} out of order,"
            f" {one.halves:,} halves of commits",
            flush=True,
        )


def queries(url: str) -> None:
    """How long a query takes at this size, the commonest tag and the rarest together."""
    with PostgresRecorder.open(url) as recorder:
        head = recorder.head().number
        some = recorder.at(head // 2)
        slot = some.event.tags[0] if some is not None else ""
        both = DCBQuery([DCBQueryItem(types=["crowd.wrote"], tags=["writer:3", slot])])
        for name, work in (
            ("head", recorder.head),
            ("commonest tag, type and rarest tag", lambda: list(recorder.stored(both))),
            (
                "a page of the commonest",
                lambda: list(recorder.stored(DCBQuery([DCBQueryItem(tags=["writer:3"])]), limit=32)),
            ),
            (
                "append under a condition",
                lambda: recorder.append([DCBEvent("crowd.wrote", b"{}", ["slot:x"])], DCBAppendCondition(both, head)),
            ),
        ):
            times = []
            for _ in range(60):
                began = time.perf_counter()
                work()
                times.append(time.perf_counter() - began)
            print(f"  {name}: {sorted(times)[30] * 1000:.2f} ms (median of 60, of {head:,} facts)", flush=True)


def main(facts: int = 40_000, of_the_library: int = 40_000) -> None:
    """Run both crowds and print."""
    with PostgresServer(settings={"max_wal_size": "4GB"}) as server:
        url = server.new_database()
        PostgresRecorder.create(url, ledger_id=new_id(), name="crowd", zone="Asia/Shanghai").close()
        told("regledger", run("regledger.log.postgres:PostgresRecorder.open", url, facts=facts))
        queries(url)
        if of_the_library:
            outcome = run("regledger.testing.crowd:library_recorder", server.new_database(), facts=of_the_library)
            told("postgres_tt of eventsourcing", outcome)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
