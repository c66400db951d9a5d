"""The reference of each shipped sector is what `regledger sectors docs` writes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from regledger.installation import Installation
from regledger.sectors.reference import reference

PLUGINS = sorted(path.parent for path in (Path(__file__).resolve().parents[2] / "plugins").glob("*/pyproject.toml"))


@pytest.fixture(scope="module")
def installed() -> Installation:
    """Core and every shipped sector."""
    return Installation()


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
def test_a_reference_is_what_its_sector_declares(installed: Installation, plugin: Path) -> None:
    """REFERENCE.md has the bytes that the sector's own data give; `regledger sectors docs NAME --output FILE` writes it."""
    assert (plugin / "REFERENCE.md").read_text("utf-8") == reference(installed, plugin.name)


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
def test_a_sector_has_what_an_inspection_goes_through(installed: Installation, plugin: Path) -> None:
    """At least forty questions with their articles, a site profile, read models, and fields of documents."""
    declared = installed.declared[plugin.name]
    items = [item for _, data in declared.law for one in data.checklists for item in one.items]

    assert len(items) >= 40
    assert all(item.article.strip() for item in items)
    assert len(declared.site_profiles) == 1
    assert declared.read_models
    assert declared.document_fields
