"""Decisions a second at the 10th, the 1,000th and the 10,000th number of one series: what a number costs must not grow.

Interleaved in one run; medians.

    python bench/numbering.py [ROUNDS]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from regledger.deciding.answers import Recorded
from regledger.ledger import Installation, Ledger
from regledger.sectors.loading import Sectors
from regledger.testing.numbering import OPENED, numbers_before
from regledger.testing.penalty import FILED
from regledger.testing.scenario import COUNTY, Scenario, county_ledger, given

PLACES = {"no series": 0, "10": 10, "1,000": 1_000, "10,000": 10_000}
ROUNDS = 7
FILINGS = 60
"""A round."""


def prepared(folder: Path, serial: int) -> Scenario:
    """A county whose next filing gets the number `serial`, or none where it is 0."""
    ledger = county_ledger(folder, installation=Installation(Sectors()))
    opened = OPENED.but(kind="立", prefix="（湘）应急立")
    scenario = given(ledger, COUNTY, *([opened] if serial else [])).on("2026-03-02")
    events = list(numbers_before(ledger, serial))
    for first in range(0, len(events), 500):
        ledger.recorder.record(events[first : first + 500])
    return scenario


def rate(scenario: Scenario, begin: int) -> float:
    """Filings a second."""
    ledger: Ledger = scenario.ledger
    start = time.perf_counter()
    for number in range(begin, begin + FILINGS):
        answer = ledger.submit(scenario.submission(FILED.but(case=f"C-{number}", act=f"Act {number}")))
        assert isinstance(answer, Recorded), answer
    return FILINGS / (time.perf_counter() - start)


def main(rounds: int = ROUNDS) -> None:
    """Measure and print."""
    figures: dict[str, list[float]] = {name: [] for name in PLACES}
    with tempfile.TemporaryDirectory() as folder:
        scenarios = {name: prepared(Path(folder), serial) for name, serial in PLACES.items()}
        for turn in range(rounds):
            for name, scenario in scenarios.items():
                figures[name].append(rate(scenario, turn * FILINGS))
        for scenario in scenarios.values():
            scenario.ledger.close()
    base = statistics.median(figures["10"])
    for name, found in figures.items():
        print(
            f"{name:>10}  {statistics.median(found):6.0f} filings/s  {statistics.median(found) / base:5.2f} of that at 10"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
