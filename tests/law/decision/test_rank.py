"""A normative document creates no penalty (X-08)."""

from __future__ import annotations

import pytest
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

CITED = 'instrument = "办法", edition = "2026", article = "Art 1"'
HEAD = (
    f'[pack]\nid = "kiln"\nversion = 1\ntitle = "Kilns"\ntitle_zh = "窑"\nissuer = "City"\ncitation = {{ {CITED} }}\n'
)
OFFENCE = (
    '[[offence]]\nid = "K-1.smoke"\ntitle = "Smoke"\ntitle_zh = "烟"\nstatus = "VERIFIED"\n'
    f"citations = [{{ {CITED} }}]\n"
)


@pytest.mark.rule("X-08")
@pytest.mark.parametrize("rank", ["law", "regulation", "local_regulation", "rule"])
def test_only_laws_regulations_and_rules_create_a_penalty(given: Scenarios, rank: str) -> None:
    """A pack that says it is a mere normative document declares no offence; one of each other rank does."""
    scenario = given().on("2026-03-02")
    load = step("law_pack.load", authority="emb", applies_from="2026-03-10", document="5", loaded_on="2026-03-01")

    normative = load.but(text=HEAD + 'rank = "normative"\n' + OFFENCE)
    scenario.when(normative).refuses("X-08", code="law_pack.creates_penalty")
    scenario.when(load.but(text=HEAD + f'rank = "{rank}"\n' + OFFENCE)).is_recorded()
