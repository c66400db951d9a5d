"""The sector's reference, REFERENCE.md, and what it released, released.json, are what it declares."""

from __future__ import annotations

from pathlib import Path

from regledger.testing.conformance.released import Released
from regledger.testing.conformance.schemas import check_schemas
from regledger.testing.conformance.subject import subjects_of
from regledger.testing.looking import Installation, reference

FOLDER = Path(__file__).resolve().parents[1]


def test_the_reference_is_what_the_sector_declares(installation: Installation) -> None:
    """REFERENCE.md has the bytes that `regledger sectors docs` makes."""
    assert (FOLDER / "REFERENCE.md").read_text(encoding="utf-8") == reference(installation, "hazardous_chemicals")


def test_what_was_released_is_kept() -> None:
    """Every fact, command and read model of released.json is still read and understood."""
    [subject] = subjects_of(str(FOLDER))

    found = check_schemas(subject)

    assert set(Released.read(FOLDER)["hazardous_chemicals"].facts) == {
        "hazardous_chemicals_site.profiled",
        "major_hazard_source.identified",
        "safety_evaluation.filed",
    }
    assert found.findings == ()
