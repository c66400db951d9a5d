"""What sectors cost that have no say: an inspection with a hazard and a licence, decided with four sectors installed and with one.

The one is hazardous chemicals; the four are those that are shipped.
Both ledgers decide the same acts in turns, in one run; medians, and their ratio (issue 4 asks for 1.3). The third figure
is the guard's: four sectors, each call into them without the watch.

    python bench/sectors.py [--rounds N] [--json]
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from importlib.metadata import entry_points
from pathlib import Path
from unittest.mock import patch

import click
import msgspec
from regledger.installation import Installation
from regledger.ledger import Ledger
from regledger.sectors import guard
from regledger.sectors.loading import GROUP, Sectors
from regledger.testing.scenario import COUNTY, Scenario, county_ledger, given, step

ROUNDS = 60
ALONE = "hazardous_chemicals"


def prepared(ledger: Ledger) -> Scenario:
    """A plant of the one sector, in a county."""
    site = {"site": "S-2", "enterprise": "E-1", "name": "Plant", "address": "2 River Road", "authority": "emb"}
    return given(ledger, COUNTY, step("site.register", **site, sector=ALONE, registered_on="2020-01-02")).on(
        "2026-03-02"
    )


def decided(scenario: Scenario, number: int) -> float:
    """Seconds for one inspection with a hazard, and one application for a licence."""
    hazard = {"hazard": f"H-{number}", "level": "general", "description": "Alarm off", "basis": "Art 36"}
    started = time.perf_counter()
    scenario.when(
        "inspection.record",
        inspection=f"I-{number}",
        enterprise="E-1",
        site="S-2",
        authority="emb",
        officers=["li", "wang"],
        certificates_shown=True,
        place="Chlorine store",
        content="Storage, alarms, interlocks, ledger",
        problems="The alarm is off",
        handling="Order to rectify",
        unit_signature="signed",
        hazards=[hazard],
        inspected_on="2025-03-03",
    ).is_recorded()
    scenario.when(
        "licence.apply",
        licence=f"L-{number}",
        enterprise="E-1",
        site="S-2",
        authority="emb",
        kind="hazardous_chemicals_production",
        applied_on="2026-03-02",
    ).is_recorded()
    return time.perf_counter() - started


def bare(_: float, function: Callable[..., object], /, *arguments: object, **named: object) -> object:
    """A call without the watch."""
    return function(*arguments, **named)


def figures(rounds: int) -> dict[str, float]:
    """Medians in milliseconds, and their ratios."""
    took: dict[str, list[float]] = {"one": [], "four": [], "unwatched": []}
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        points = entry_points(group=GROUP)
        one = Installation(Sectors.installed([point for point in points if point.name == ALONE]))
        four = Installation(Sectors.installed(points))
        if (len(one.sectors.loaded), len(four.sectors.loaded)) != (1, 4):
            raise SystemExit(f"not one and four sectors: {one.sectors.broken} {four.sectors.broken}")
        scenarios = {}
        for name, installation in (("one", one), ("four", four), ("unwatched", four)):
            (folder / name).mkdir()
            ledger = opened.enter_context(county_ledger(folder / name, installation=installation))
            scenarios[name] = prepared(ledger)
        for number in range(-5, rounds):
            for name, scenario in scenarios.items():
                with patch.object(guard, "within", bare if name == "unwatched" else guard.within):
                    seconds = decided(scenario, number + 5)
                if number >= 0:  # the first ones warm up
                    took[name].append(seconds)
    middle = {name: statistics.median(times) * 1e3 for name, times in took.items()}
    return {
        "rounds": rounds,
        **{f"{name}_ms": round(found, 3) for name, found in middle.items()},
        "four_to_one": round(middle["four"] / middle["one"], 3),
        "watched_to_unwatched": round(middle["four"] / middle["unwatched"], 3),
    }


@click.command()
@click.option("--rounds", type=click.IntRange(1), default=ROUNDS, show_default=True, help="Decisions of each.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def measure(rounds: int, as_json: bool) -> None:
    """Measure deciding with four sectors against one."""
    found = figures(rounds)
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        click.echo("\n".join(f"{name:<22} {value}" for name, value in found.items()))


if __name__ == "__main__":
    measure()
