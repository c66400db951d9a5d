"""What a store must keep between processes and after a kill, as tests to inherit."""

from __future__ import annotations

import json
import random
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Any, ClassVar

import pytest

from regledger.log.recorder import Recorder
from regledger.testing.recorder_contract import close, event, rounds
from regledger.testing.recorder_contract_stamped import StampedRecorderContract
from regledger.testing.recorder_writer import start_writers

__all__ = ["DurableRecorderContract", "acknowledged_by", "check_whole_commits"]

_SECONDS = 60.0


def check_whole_commits(recorder: Recorder) -> dict[str, int]:
    """Assert that numbers are 1…n and each commit of `recorder_writer` is there once and whole; answers each
    commit's last number."""
    # A server may still commit what a writer sent before it was killed, so the head is taken first.
    head = recorder.head().number
    events = list(recorder.stored(until=head))
    assert [e.position for e in events] == list(range(1, len(events) + 1))
    last: dict[str, int] = {}
    place = 0
    while place < len(events):
        tag = events[place].event.tags[0]
        size = json.loads(events[place].event.data)["size"]
        commit = events[place : place + size]
        assert [json.loads(e.event.data)["index"] for e in commit] == list(range(size)), f"{tag} is not whole"
        assert {e.event.tags[0] for e in commit} == {tag}
        assert tag not in last, f"{tag} is there twice"
        last[tag] = commit[-1].position
        place += size
    assert head == len(events)
    return last


class DurableRecorderContract(StampedRecorderContract):
    """What holds between processes and after a kill."""

    opener: ClassVar[str]
    """How another process opens a store by its address, such as `regledger.log.sqlite:SQLiteRecorder.open`."""

    @contextmanager
    def opened(self, address: str) -> Iterator[Any]:
        """The store at `address`, opened as another process opens it."""
        module, _, function = self.opener.partition(":")
        recorder = attrgetter(function)(import_module(module))(address)
        try:
            yield recorder
        finally:
            recorder.close()

    @pytest.fixture
    def shared(self, tmp_path: Path) -> str:
        """The address of a store that has been made and closed."""
        address = self.address(tmp_path)
        close(self.make(address))
        return address

    def test_what_is_closed_opens_again(self, shared: str) -> None:
        """Facts, commands and settings are the same after closing and opening."""
        with self.opened(shared) as recorder:
            settings = (recorder.ledger_id, recorder.name, recorder.zone)
            written = recorder.record([event("case:1", data='{"名":"甲"}'.encode())], commands={"ef" * 32: b"{}"})

        with self.opened(shared) as recorder:
            assert list(recorder.stored()) == written
            assert (recorder.ledger_id, recorder.name, recorder.zone) == settings
            assert recorder.command("ef" * 32) == b"{}"
            assert recorder.append([event()]) == 2

    def test_one_of_several_processes_wins(self, shared: str) -> None:
        """Of three processes that append under the same condition exactly one wins each round."""
        contests = rounds(100)
        writers = start_writers(self.opener, shared, ("p1", "p2", "p3"), facts=2, commits=contests, race=True)

        outputs = [writer.communicate(timeout=_SECONDS)[0] for writer in writers]

        assert [writer.returncode for writer in writers] == [0, 0, 0]
        won = [int(line.split()[0]) for output in outputs for line in output.splitlines()]
        assert sorted(won) == list(range(contests))
        with self.opened(shared) as recorder:
            assert len(check_whole_commits(recorder)) == contests

    def test_a_subscription_hears_another_process(self, shared: str) -> None:
        """A subscription that waits is woken by what another process records."""
        with self.opened(shared) as recorder, recorder.subscribe() as subscription:
            heard: list[int] = []
            waiting = threading.Thread(target=lambda: heard.extend(next(subscription).position for _ in range(6)))
            waiting.start()
            [writer] = start_writers(self.opener, shared, ["other"], facts=2, commits=3)
            writer.communicate(timeout=_SECONDS)
            waiting.join(5)

        assert heard == [1, 2, 3, 4, 5, 6]

    def test_a_kill_loses_nothing_acknowledged(self, shared: str) -> None:
        """After kill -9 in mid-append every acknowledged commit is there once and whole, and no number is missing."""
        acknowledged: dict[str, int] = {}
        for attempt in range(rounds(4)):
            names = [f"k{attempt}a", f"k{attempt}b"]
            writers = start_writers(self.opener, shared, names, facts=7, commits=1_000_000)
            for name, writer in zip(names, writers, strict=True):
                acknowledged |= acknowledged_by(name, writer, random.uniform(0, 0.15))

            with self.opened(shared) as recorder:
                kept = check_whole_commits(recorder)

            assert {tag: kept.get(tag) for tag in acknowledged} == acknowledged
        assert len(acknowledged) > rounds(4), "the writers were killed before they had written"


def acknowledged_by(name: str, writer: subprocess.Popen[str], seconds: float) -> dict[str, int]:
    """Let `writer` acknowledge something, kill it after `seconds` more, and answer what it had acknowledged."""
    assert writer.stdout is not None
    with writer.stdout as stdout:
        lines = [stdout.readline()]
        time.sleep(seconds)
        writer.kill()
        lines += stdout.readlines()
    writer.wait(_SECONDS)
    acknowledged = {}
    for line in lines:
        with suppress(ValueError):  # the last line may have been cut
            if line.endswith("\n"):
                commit, last = line.split()
                acknowledged[f"commit:{name}-{commit}"] = int(last)
    return acknowledged
