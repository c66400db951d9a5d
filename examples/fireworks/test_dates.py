"""Numbers that change."""

from __future__ import annotations

from datetime import date

from regledger.ledger import Installation


def test_the_distance_grows_with_2027(installation: Installation) -> None:
    """FIREWORKS-05: 100 m to the end of 2026, and 150 m from then on."""
    law = installation.lawbook.open({})

    assert law.integer("FIREWORKS-05.least_metres", on=date(2026, 12, 31)) == 100
    assert law.integer("FIREWORKS-05.least_metres", on=date(2027, 1, 1)) == 150
