"""A sector of data alone, installed, whose law goes before the common law: what a clerk and an auditor see of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KILN = """
[sector]
name = "kiln"
title = "Kilns"
title_zh = "窑炉"
contract = 2

[[rule]]
id = "K-18"
title = "Decision documents of kilns"
title_zh = "窑炉处罚决定书"
citations = [{ instrument = "窑炉条例", edition = "2026", article = "Art 7" }]
status = "VERIFIED"

[[parameter]]
id = "K-18.decision"
title = "Period to decide"
nature = "procedural"
unit = "calendar day"
[[parameter.value]]
value = 30
valid_from = 2020-01-01
citation = { instrument = "窑炉条例", edition = "2026", article = "Art 8" }
status = "VERIFIED"
known_from = 2026-01-01

[[exception]]
of = "A-18"
by = "K-18"
article = "窑炉条例(2026) Art 3"

[[exception]]
of = "A-19.decision"
by = "K-18.decision"
article = "窑炉条例(2026) Art 3"
"""

CASE = """
import json, sys
from regledger.ledger import Ledger
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import COUNTY, HandClock, given, step

kiln = step("site.register", site="S-2", enterprise="E-1", name="Kiln", address="2 River Road", authority="emb",
            sector="kiln", registered_on="2020-01-02")
with Ledger.create(sys.argv[1], clock=HandClock("2020-01-02")) as ledger:
    scenario = given(ledger, COUNTY, kiln, FILED.but(site="S-2"), NOTIFIED)
    scenario.on("2026-03-17").when(DECIDED.but(surcharge_told=False)).then("case.decided").quietly()
    print(json.dumps(ledger.recorder.head().number))
"""


@pytest.fixture(scope="module")
def seen(new_shelf: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `explain` and `next` print of a case at a kiln."""
    shelf = new_shelf()
    shelf.lay("kiln", "", bare=True)
    package = Path(shelf.folder) / "sector_kiln"
    (package / "__init__.py").unlink()
    (package / "sector.toml").write_text(KILN, encoding="utf-8")
    url = f"sqlite:///{tmp_path_factory.mktemp('county')}/county.db"
    number = shelf.run(CASE, url)

    def said(*arguments: str) -> str:
        ran = shelf.python("-m", "regledger_cli", *arguments, "--ledger", url)
        assert ran.returncode == 0, ran.stderr
        return str(ran.stdout)

    return {
        "explain": said("explain", str(number)),
        "next": said("next", "case:C-1", "--on", "2026-03-10", "--known-at", str(number - 1)),
    }


def test_the_explanation_names_the_rule_that_was_not_applied(seen: dict[str, str]) -> None:
    """An auditor reads which common rule was passed over, by which rule of the sector, and where that is allowed."""
    assert "A-18 was not applied: K-18 stands in its place  (窑炉条例(2026) Art 3; VERIFIED)" in seen["explain"]


def test_the_explanation_names_the_number_of_the_sector(seen: dict[str, str]) -> None:
    """An auditor reads the sector's own number with its article, and not the common one."""
    assert "K-18.decision = 30 since 2020-01-01  (窑炉条例(2026) Art 8; VERIFIED)" in seen["explain"]
    assert "A-19.decision" not in seen["explain"]


def test_the_next_step_is_due_by_the_number_of_the_sector(seen: dict[str, str]) -> None:
    """A clerk reads the sector's last day before the decision is made: 30 days after 2026-03-02."""
    assert "2026-04-01" in seen["next"]
    assert "2026-05-31" not in seen["next"]
