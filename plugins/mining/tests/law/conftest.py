"""Coal mine S-2 and quarry S-3 of enterprise E-1, a county government and a mine safety body."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios


def mine(site: str, name: str) -> Step:
    """A site of the sector."""
    return step(
        "site.register",
        site=site,
        enterprise="E-1",
        name=name,
        address="2 River Road",
        authority="emb",
        sector="mining",
        registered_on="2020-01-02",
    )


def profile(site: str, kind: str, **known: Any) -> Step:
    """What is known of it."""
    return step(
        "mining_site.profile", site=site, authority="emb", profile={"kind": kind, **known}, profiled_on="2020-01-02"
    )


AUTHORITIES = (
    step(
        "authority.register",
        authority="gov",
        name="County government",
        level="county",
        form="government",
        registered_on="2020-01-02",
    ),
    step("authority.register", authority="bureau", name="Local mine safety bureau", registered_on="2020-01-02"),
    step("mine_bureau.enter", bureau="bureau", area="Hunan", document="国办发〔2020〕1号", entered_on="2020-01-02"),
)


@pytest.fixture
def coal(given: Scenarios) -> Scenario:
    """Coal mine S-2 under ground with high gas, coal mine S-4, quarry S-3 and metal mine S-5; `gov`, and `bureau`, a mine safety body."""
    return given(
        *AUTHORITIES,
        mine("S-2", "No. 1 mine"),
        mine("S-3", "Quarry"),
        mine("S-4", "No. 2 mine"),
        mine("S-5", "Tin mine"),
        profile("S-2", "coal_underground", gas="high"),
        profile("S-3", "open_pit"),
        profile("S-4", "coal_open_pit"),
        profile("S-5", "metal_underground"),
    )
