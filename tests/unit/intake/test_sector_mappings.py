"""Mappings that sectors bring: used by name, and recorded as a file's are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from regledger.intake.facts import ExportSeen
from regledger.intake.importing import check_files, import_files
from regledger.intake.mapping import load_mapping
from regledger.intake.sector_mappings import MappingUnknown, mapping_of, sector_mappings
from regledger.ledger import Installation, Ledger
from regledger.testing.scenario import COUNTY, county_ledger, given

from tests.unit.history.drafted import STORES, STORES_TABLE, draft, installed
from tests.unit.history.test_due import STORE

ROWS = "编号,日期\nS-2,2024年3月1日\n"


@pytest.fixture(scope="module")
def fireworks(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    found = installed(tmp_path_factory.mktemp("sector"), STORES_TABLE)
    assert found.sectors.broken == []
    return found


def test_a_register_comes_in_by_the_name_of_a_mapping(tmp_path: Path, fireworks: Installation) -> None:
    """It is recorded as with the file of the same bytes: the same digest, and running that one records nothing more."""
    file, export = tmp_path / "stores.toml", tmp_path / "stores.csv"
    file.write_text(STORES, encoding="utf-8")
    export.write_text(ROWS, encoding="utf-8")
    with county_ledger(tmp_path, on="2026-03-02", installation=fireworks) as ledger:
        given(ledger, COUNTY, STORE)
        by_name = _imported(ledger, "fireworks:stores", export)
        head = ledger.recorder.head().number
        again = _imported(ledger, file, export)

        assert (by_name, again) == (("store.opened",), ())
        assert ledger.recorder.head().number == head
        opened = next(ledger.facts(types=["store.opened"]))
        assert "site:S-2" in opened.tags
        [seen] = [fact.body for fact in ledger.facts(types=["source.export_seen"])]
        assert isinstance(seen, ExportSeen)
    assert mapping_of("fireworks:stores", fireworks).digest == load_mapping(file).digest == seen.mapping


def _imported(ledger: Ledger, mapping: Path | str, export: Path) -> tuple[str, ...]:
    report = import_files(ledger, mapping, [export], actor="authority:emb", as_of=date(2026, 3, 2))
    assert (report.rejected, report.refused) == (0, 0), report
    return tuple(name for name in report.recorded_by_type if name != "source.export_seen")


def test_the_mappings_of_sectors_are_listed(fireworks: Installation) -> None:
    """Each by sector and name, with the register that it reads."""
    assert [(one.name, one.register, one.title_zh) for one in sector_mappings(fireworks)] == [
        ("fireworks:stores", "stores", "零售点登记表")
    ]


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("fireworks:store", "Did you mean fireworks:stores?"),
        ("firework:stores", "Did you mean fireworks:stores?"),
        ("mining:tailings", "They bring fireworks:stores."),
    ],
)
def test_an_unknown_name_is_answered_with_the_near_ones(
    tmp_path: Path, fireworks: Installation, name: str, remedy: str
) -> None:
    """Before a row is read, by whoever asks."""
    with pytest.raises(MappingUnknown) as error:
        check_files(name, [tmp_path / "none.csv"], fireworks)

    assert str(error.value) == f"No sector in use brings a mapping {name!r}. {remedy}"


def _twice(table: str) -> str:
    return table + table


def _with(old: str, new: str) -> Callable[[str], str]:
    return lambda table: table.replace(old, new)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_with('id = "stores"', "id ="), "the file is no TOML"),
        (_with('id = "stores"', 'id = "Stores!"'), "register.id cannot be used"),
        (_with('name = "store.open"', 'name = "shop.open"'), "it names command shop.open, and nothing declares it"),
        (_with('name = "stores"', 'name = "Stores"'), "'Stores' is no name of a mapping"),
        (_twice, "the sector brings two of that name"),
    ],
)
def test_what_is_no_mapping_leaves_its_sector_out(tmp_path: Path, change: Callable[[str], str], found: str) -> None:
    """The words name the mapping and what is amiss."""
    changed = change(STORES_TABLE)
    assert changed != STORES_TABLE

    [broken] = Installation(draft(tmp_path, changed).sectors(beside=False)).sectors.broken

    assert broken.found.startswith("Import mapping ")
    assert found in broken.found


def test_a_mapping_may_come_from_a_hook(tmp_path: Path) -> None:
    """What `regledger_import_mappings` gives is used beside what `sector.toml` declares."""
    code = f"""
from regledger.sectors import ImportMapping, hookimpl

@hookimpl
def regledger_import_mappings():
    text = {STORES.replace("store.open", "inspection.record")!r}
    return [ImportMapping(name="shops", title="Shops", title_zh="商店", text=text)]
"""
    found = installed(tmp_path, STORES_TABLE.replace("store.open", "site.register"), code=code)

    assert found.sectors.broken == []
    assert [one.name for one in sector_mappings(found)] == ["fireworks:shops", "fireworks:stores"]
