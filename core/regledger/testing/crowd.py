"""A crowd on one store: writers in processes of their own, in conflict with each other, and readers who look on all the while.

Every commit says which of how many its facts are, and claims a slot that may be claimed once. A fact is *missed* where a
reader who asks again and again for what comes after the last one that he has seen never sees it, though it is in the store.

Run as `python -m regledger.testing.crowd write|poll|follow OPENER ADDRESS …` by `run`.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import pairwise
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

import msgspec
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from eventsourcing.persistence import IntegrityError

from regledger.log.recorder import Append, Recorder

__all__ = ["Outcome", "Seen", "library_recorder", "run"]

SIZE = 5
"""Facts of a commit."""
TOGETHER = (1, 20)
"""Commits of a transaction, where the store takes several."""
SPREAD = 500
"""Slots beyond the ones that must be taken by now, among which a writer chooses."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader saw, held against what is in the store in the end."""

    how: str
    facts: int
    missed: int
    disordered: int
    """Facts that came after a later one, or twice."""
    halves: int
    """Times that a commit was shown without its end."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a crowd."""

    facts: int
    acknowledged: int
    """Facts that the writers were told are recorded."""
    refused: int
    """Commits that were told of a conflict."""
    claimed_twice: int
    gaps: int
    """Numbers from 1 to the last that no fact has."""
    seconds: float
    readers: tuple[Seen, ...]


def run(opener: str, address: str, *, facts: int, writers: int = 8, seed: int = 1) -> Outcome:
    """Have `writers` record at least `facts` facts in the new store at `address` while two readers look on.

    Args:
        opener: how a process opens it, such as `regledger.log.postgres:PostgresRecorder.open`.
        address: what the opener is given.
        facts: in all.
        writers: processes.
        seed: of what they choose.
    """
    crowd: list[subprocess.Popen[str]] = []
    try:
        crowd += [_start(how, opener, address) for how in ("poll", "follow")]
        crowd += [_start("write", opener, address, str(facts), str(seed + n)) for n in range(writers)]
        for one in crowd:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n", f"{one.pid} did not start"
        began = time.monotonic()
        for one in crowd:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        told = [json.loads(_end(one)) for one in crowd[2:]]
        seconds = time.monotonic() - began
        seen = tuple(msgspec.json.decode(_end(one, "done\n"), type=Seen) for one in crowd[:2])
    finally:
        for one in crowd:
            one.kill()
            one.communicate()
    recorder = _open(opener, address)
    try:
        claims: Counter[str] = Counter()
        count = last = 0
        for one in recorder.read():
            count, last = count + 1, one.position
            if one.event.data.startswith(b'{"index":0,'):
                claims[one.event.tags[0]] += 1
    finally:
        _close(recorder)
    return Outcome(
        facts=count,
        acknowledged=sum(one["facts"] for one in told),
        refused=sum(one["refused"] for one in told),
        claimed_twice=sum(times > 1 for times in claims.values()),
        gaps=last - count,
        seconds=seconds,
        readers=seen,
    )


def library_recorder(url: str) -> Any:
    """The library's own recorder in PostgreSQL, on the tables that it makes at `url`."""
    import psycopg  # noqa: PLC0415 - not on every machine
    from eventsourcing.dcb.postgres_tt import PostgresDCBRecorderTT  # noqa: PLC0415 - needs psycopg
    from eventsourcing.postgres import PostgresDatastore  # noqa: PLC0415 - as above

    parts = urlsplit(url)
    datastore = PostgresDatastore(
        dbname=parts.path.lstrip("/"),
        host=parts.hostname or "",
        port=parts.port or 5432,
        user=parts.username or "",
        password=parts.password or "",
        pool_size=3,
    )
    recorder = PostgresDCBRecorderTT(datastore)
    with psycopg.connect(url) as connection:
        # Two processes that make its functions at once fail, though both find them made.
        connection.execute("SELECT pg_advisory_xact_lock(1)")
        recorder.create_table()
    return recorder


def _start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "regledger.testing.crowd", *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _end(process: subprocess.Popen[str], word: str | None = None) -> str:
    """What it says in the end; a reader is told by `word` that there is no more to come."""
    said = process.communicate(word)[0]
    assert process.returncode == 0, f"{process.pid} failed"
    return said


def _open(opener: str, address: str) -> Any:
    module, _, function = opener.partition(":")
    return attrgetter(function)(import_module(module))(address)


def _close(recorder: Any) -> None:
    close = getattr(recorder, "close", None) or recorder.datastore.close
    close()


def _commit(slot: int, seed: int) -> tuple[list[DCBEvent], DCBAppendCondition]:
    """A commit that claims `slot`."""
    tag = f"slot:{slot}"
    events = [
        DCBEvent("crowd.wrote", b'{"index":%d,"size":%d}' % (index, SIZE), [tag, f"writer:{seed}"])
        for index in range(SIZE)
    ]
    return events, DCBAppendCondition(DCBQuery([DCBQueryItem(tags=[tag])]))


def _write(recorder: Any, facts: int, seed: int) -> None:
    chosen, last, taken, recorded, refused = random.Random(seed), 0, 0, 0, 0
    while last < facts:
        commits = chosen.choice(TOGETHER) if isinstance(recorder, Recorder) else 1
        batch = [_commit(max(taken, last // SIZE) + chosen.randrange(SPREAD), seed) for _ in range(commits)]
        for told in _record(recorder, batch):
            last = max(last, told)
            taken = max(taken, last // SIZE) + 5 * (not told)  # where it is crowded, look further on
            recorded, refused = recorded + SIZE * bool(told), refused + (not told)
    print(json.dumps({"facts": recorded, "refused": refused}))


def _record(recorder: Any, batch: Sequence[tuple[list[DCBEvent], DCBAppendCondition]]) -> Iterator[int]:
    """The last number of each commit, 0 where it was refused."""
    if isinstance(recorder, Recorder):
        for told in recorder.record_all([Append(events, condition) for events, condition in batch]):
            if isinstance(told, Exception) and not isinstance(told, IntegrityError):
                raise told
            yield 0 if isinstance(told, Exception) else told[-1].position
        return
    for events, condition in batch:
        # Every other one has nothing to be in conflict with, as most of a register has not.
        free = b'"index":0' in events[0].data and random.random() < 0.5
        try:
            yield recorder.append(events, None if free else condition)
        except IntegrityError:
            yield 0


def _look_on(how: str, recorder: Any) -> None:
    done = threading.Event()

    def wait() -> None:
        sys.stdin.readline()
        done.set()

    threading.Thread(target=wait, daemon=True).start()
    seen, halves = array("q"), 0
    if how == "poll":
        last_look = False
        while not last_look:
            last_look = done.is_set()  # what is recorded before the last look is in it
            events = list(recorder.read(after=seen[-1] if seen else None))
            seen.extend(one.position for one in events)
            halves += bool(events) and not events[-1].event.data.startswith(b'{"index":%d,' % (SIZE - 1))
    else:
        subscription = recorder.subscribe()

        def stop() -> None:
            done.wait()
            _settle(seen, recorder)
            subscription.stop()

        waiting = threading.Thread(target=stop)
        waiting.start()
        with subscription:
            seen.extend(one.position for one in subscription)
        waiting.join()
    there = [one.position for one in recorder.read()]
    missed = len(set(there) - set(seen))
    disordered = sum(second <= first for first, second in pairwise(seen))
    said = Seen(how=how, facts=len(seen), missed=missed, disordered=disordered, halves=halves)
    print(msgspec.json.encode(said).decode())


def _settle(seen: array[int], recorder: Any) -> None:
    """Wait until the last fact has been seen, or nothing has come for two seconds."""
    head, known, since = recorder.read(limit=None).head or 0, -1, time.monotonic()
    while (not seen or seen[-1] < head) and time.monotonic() - since < 2:
        if len(seen) != known:
            known, since = len(seen), time.monotonic()
        time.sleep(0.02)


def main(how: str, opener: str, address: str, *rest: str) -> None:
    """Write or look on."""
    recorder = _open(opener, address)
    try:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        if how == "write":
            _write(recorder, int(rest[0]), int(rest[1]))
        else:
            _look_on(how, recorder)
    finally:
        _close(recorder)


if __name__ == "__main__":
    main(*sys.argv[1:])
