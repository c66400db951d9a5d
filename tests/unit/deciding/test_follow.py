"""Following: every fact once and in order, whoever records it, until the follower stops."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from regledger.deciding.answers import Submission
from regledger.ledger import Installation, Ledger
from regledger.testing.scenario import Scenario


def register(name: str) -> Submission:
    body = {"authority": name, "name": "Another", "registered_on": "2026-03-02"}
    return Submission(command="authority.register", body=body)


def test_a_follower_sees_everything_in_order_while_others_write(county: Scenario, core: Installation) -> None:
    """From number 1 on, across two other opened ledgers that write at the same time, without a gap."""
    url = f"sqlite:///{county.ledger.place.file}"

    def write(name: str) -> None:
        with Ledger.open(url, clock=county.clock, installation=core) as other:
            for number in range(60):
                other.submit(register(f"{name}-{number}"))

    writers = [threading.Thread(target=write, args=(name,)) for name in ("a", "b")]
    last = county.ledger.recorder.head().number + 120

    following = county.ledger.follow()
    for one in writers:
        one.start()
    seen = list(islice(following, last))
    for one in writers:
        one.join()
    following.close()  # type: ignore[attr-defined]

    assert [fact.number for fact in seen] == list(range(1, last + 1))
    assert seen == list(county.ledger.facts())


def test_a_follower_starts_after_what_it_knows(county: Scenario) -> None:
    """Asked from the head on, the first it gives is the next one recorded."""
    head = county.ledger.recorder.head().number
    following = county.ledger.follow(after=head)
    county.ledger.submit(register("a"))

    assert next(following).number == head + 1
    following.close()  # type: ignore[attr-defined]


def test_closing_the_ledger_ends_its_followers(county: Scenario) -> None:
    """A follower that waits for the next fact in another thread ends, without an error."""
    ended: list[Any] = []

    def follow() -> None:
        try:
            ended.append([fact.number for fact in county.ledger.follow()])
        except BaseException as error:
            ended.append(error)

    follower = threading.Thread(target=follow)
    head = county.ledger.recorder.head().number
    follower.start()
    threading.Event().wait(0.2)

    county.ledger.close()
    follower.join(timeout=10)

    assert not follower.is_alive()
    assert ended == [list(range(1, head + 1))]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working directory that is left before the ledger is used."""
    start, later = tmp_path / "start", tmp_path / "later"
    start.mkdir()
    later.mkdir()
    monkeypatch.chdir(start)
    yield start
    assert not list(later.iterdir())


def test_the_files_beside_a_ledger_stay_beside_it(
    elsewhere: Path, core: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative URL means the folder in which it was opened, wherever the process goes afterwards."""
    with Ledger.create("sqlite:///county.db", installation=core) as ledger:
        monkeypatch.chdir(elsewhere.parent / "later")
        ledger.submit(
            Submission(
                command="authority.register", body={"authority": "a", "name": "A", "registered_on": "2999-01-01"}
            )
        )

        assert {path.name for path in elsewhere.iterdir()} >= {"county.db", "county.db.journal"}
