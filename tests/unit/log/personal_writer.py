"""Run by the tests as a program of its own: puts away personal values, or records one and is killed half-way.

personal_writer.py seal LEDGER NAME COUNT
personal_writer.py die LEDGER ORDER
personal_writer.py erase LEDGER STEP
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from regledger.clock import system_clock
from regledger.deciding.answers import Submission
from regledger.ledger import Installation, Ledger
from regledger.log.facts import Fact, fact
from regledger.log.personal import PersonalStore
from regledger.log.text import Id, Personal
from regledger.sectors.loading import Sectors


@fact("person.seen", 1, tags={"site": "site"}, occurred="seen_on")
class PersonSeen(Fact, frozen=True, kw_only=True):
    """`person.seen` v1: somebody was seen at a site."""

    site: Id
    person: Personal
    seen_on: date


def seal(path: Path, name: str, count: int) -> None:
    """Put away `count` values of one subject, one by one, and tell each commitment."""
    store = PersonalStore(path)
    for number in range(count):
        body = PersonSeen(
            site="S-1", person=Personal(subject="person:p1", value=f"{name} {number}"), seen_on=date(2026, 3, 2)
        )
        [sealed] = store.seal([(f"{name}:{number}", body)], ["person:p1"])
        assert isinstance(sealed, PersonSeen)
        sys.stdout.write(f"{sealed.person.commitment} {name} {number}\n")


def die(path: Path) -> None:
    """Submit the order that stands in `order.json`, and kill this process when the store asks for the time to stamp."""
    with Ledger.open(f"sqlite:///{path}", installation=Installation(Sectors())) as ledger:

        def clock() -> int:
            os.kill(os.getpid(), signal.SIGKILL)  # the stamp is asked for between value and fact
            return system_clock()

        ledger.recorder.store._clock = clock  # type: ignore[attr-defined]
        ledger.submit(Submission(command="order.issue", body=_order()))


def erase(path: Path, step: int) -> None:
    """Erase person:p1 and be killed before the `step`th act on the personal store after the fact; 4: when others are told."""
    with Ledger.open(f"sqlite:///{path}", installation=Installation(Sectors())) as ledger:
        files, before, done = ledger.personal._files, ledger.recorder.head().number, 0

        def counted(act: Callable[..., Any]) -> Callable[..., Any]:
            def counting(*args: Any) -> Any:
                nonlocal done
                done += ledger.recorder.head().number > before
                if done == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return act(*args)

            return counting

        files.writing_keys = counted(files.writing_keys)  # type: ignore[method-assign]
        files.writing_values = counted(files.writing_values)  # type: ignore[method-assign]
        if step == 4:
            ledger.personal.on_erase.append(lambda _: os.kill(os.getpid(), signal.SIGKILL))
        ledger.submit(
            Submission(
                command="personal.erase",
                body={
                    "subject": "person:p1",
                    "ground": "purpose_served",
                    "reason": "Cleared",
                    "authority": "emb",
                    "erased_on": "2026-03-04",
                },
            )
        )


def _order() -> dict[str, object]:
    import json  # noqa: PLC0415

    return dict(json.loads(Path(sys.argv[3]).read_text()))


if __name__ == "__main__":
    if sys.argv[1] == "seal":
        seal(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    elif sys.argv[1] == "erase":
        erase(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        die(Path(sys.argv[2]))
