"""What is said of a site that is registered, but only from a later day."""

from __future__ import annotations

from regledger.ledger import Ledger
from regledger.testing.scenario import COUNTY, given, step


def test_a_site_that_is_registered_later_is_not_to_be_registered_again(ledger: Ledger) -> None:
    """REF: an act before the day from which its site is registered is told that another day would do."""
    scenario = given(ledger, COUNTY)
    site = {"site": "S-2", "enterprise": "E-1", "name": "Yard", "address": "1 Quay", "authority": "emb"}
    applied = {"licence": "L-1", "enterprise": "E-1", "authority": "emb", "kind": "any", "site": "S-2"}
    given(ledger, step("site.register", **site, sector="none", registered_on="2026-02-02"))

    early = scenario.on("2026-02-01").when("licence.apply", **applied, applied_on="2026-02-01")

    early.refuses("REF", code="site.unknown").says(
        "not registered on that day", "or name a day from which it is registered"
    )
    scenario.on("2026-02-02").when("licence.apply", **applied, applied_on="2026-02-02").is_recorded()
