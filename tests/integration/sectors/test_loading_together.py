"""Loading all sectors takes so long and no longer, and what they print stays out of the answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from regledger.sectors.loading import NOT_TRIED

SLEEPS = "import time\ntime.sleep(0.6)\n"
DECLARES = "import time\n@hookimpl\ndef regledger_facts():\n    time.sleep(1.5)\n    return []\n"
PRINTS = """
print("imported")
@hookimpl
def regledger_facts():
    print("declared")
    return []
"""
LOAD = """
import json, sys
from regledger.ledger import Installation
from regledger.sectors.loading import Sectors

loaded = Installation(Sectors.installed(together=float(sys.argv[1]))).sectors
print(json.dumps({one.name: one.found for one in loaded.broken}))
"""


def test_what_is_left_when_the_time_of_all_is_over_is_not_tried(new_shelf: Callable[[], Any]) -> None:
    """Three sectors that are each within their budget are not all waited for; whoever is left out is named, and why."""
    shelf = new_shelf()
    for name in ("a_one", "a_two", "a_three"):
        shelf.lay(name, SLEEPS)

    assert NOT_TRIED in {shelf.run(LOAD, "0.9").get(name) for name in ("a_one", "a_two", "a_three")}
    assert not {"a_one", "a_two", "a_three"} & shelf.run(LOAD, "30").keys()


def test_declaring_takes_of_the_same_time(new_shelf: Callable[[], Any]) -> None:
    """What hooks that declare take counts as imports do: the last of the sectors is not asked."""
    shelf = new_shelf()
    for name in ("a_one", "a_two", "a_three"):
        shelf.lay(name, DECLARES)

    broken = shelf.run(LOAD, "2.5")

    assert broken["a_two"] == NOT_TRIED
    assert "longer than" in broken["a_three"]
    assert "a_one" not in broken


def test_what_a_sector_prints_is_no_answer(new_shelf: Callable[[], Any]) -> None:
    """A program that reads --json reads JSON and nothing else; what was printed stands on stderr."""
    shelf = new_shelf()
    shelf.lay("prints", PRINTS)

    ran = shelf.python("-c", "from regledger_cli.main import main; main()", "sectors", "list", "--json")

    assert "prints" in {one["name"] for one in json.loads(ran.stdout)["loaded"]}
    assert ran.stderr.splitlines() == ["imported", "declared"]
