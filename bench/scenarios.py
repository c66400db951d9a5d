"""What a scenario costs: a county of its own on a store in memory, and in a file, in turns.

    python bench/scenarios.py [SCENARIOS]

Each makes a ledger, gives it `COUNTY` (nine commands), tries one act that is refused and one that is recorded.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from regledger.installation import Installation
from regledger.testing.scenario import COUNTY, Scenario, county_ledger, given, step
from regledger.testing.scenarios import Scenarios

FIRE = step("authority.register", authority="fire", name="Fire brigade", registered_on="2026-03-02")


def _tried(scenario: Scenario) -> None:
    scenario.on("2026-03-01").when(FIRE).refuses("TIME").on("2026-03-02").when(FIRE).then("authority.registered")


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return 1_000 * (time.perf_counter() - began)


def main(scenarios: int = 100) -> None:
    """Print the median of each, and their ratio."""
    installation = Installation()
    in_memory = Scenarios(installation)
    with tempfile.TemporaryDirectory() as name:

        def filed() -> None:
            with county_ledger(Path(name), installation=installation) as ledger:
                _tried(given(ledger, COUNTY))

        took = [(_timed(lambda: _tried(in_memory())), _timed(filed)) for _ in range(scenarios)]
    memory, file = (statistics.median(each) for each in zip(*took, strict=True))
    print(f"{scenarios} scenarios: {memory:.1f} ms in memory, {file:.1f} ms in a file; ratio {file / memory:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
