"""What the record of an inspection and the papers of a case say of a chemical plant."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.looking import document_fields
from regledger.testing.penalty import FILED
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario, given, step

PROFILE = step(
    "hazardous_chemicals_site.profile",
    site="S-2",
    authority="emb",
    profile={
        "stores": True,
        "highly_toxic": True,
        "explosive_precursors": False,
        "licensed_tonnes": "60",
        "double_custody": True,
        "key_processes": 2,
    },
    profiled_on="2026-02-02",
)


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("inspection:I-1", {"highly_toxic": True, "key_processes": 2}),
        ("case:C-1", {"licensed_tonnes": "60"}),
    ],
)
def test_documents_say_what_the_plant_is(county: Scenario, subject: str, wanted: dict[str, object]) -> None:
    """An inspection says what makes the plant dangerous, a case how much may be stored."""
    county = given(county.ledger, PROFILE, FOUND.but(site="S-2"), FILED.but(site="S-2"))

    made = document_fields(county.ledger, subject, on=date(2026, 3, 3))

    found = {one.name: one.value for one in made.fields}
    assert {name: found.get(name) for name in wanted} == wanted
