"""Run by the tests as a program of its own: puts away personal values, or records one and is killed half-way.

personal_writer.py seal LEDGER NAME COUNT
personal_writer.py die LEDGER
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import date
from pathlib import Path

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
        asked = 0

        def clock() -> int:
            nonlocal asked
            asked += 1
            if asked == 2:  # the first time is the decision's; the second lies between value and fact
                os.kill(os.getpid(), signal.SIGKILL)
            return system_clock()

        ledger.clock = ledger.recorder._clock = clock  # type: ignore[attr-defined]
        ledger.submit(Submission(command="order.issue", body=_order()))


def _order() -> dict[str, object]:
    import json  # noqa: PLC0415

    return dict(json.loads(Path(sys.argv[3]).read_text()))


if __name__ == "__main__":
    if sys.argv[1] == "seal":
        seal(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    else:
        die(Path(sys.argv[2]))
