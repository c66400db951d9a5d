"""docs/sector-file.md lists every key of every table of `sector.toml`, and no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.law.checklists import CheckItem, Checklist
from regledger.law.criteria import Criterion
from regledger.law.instruments import Instrument
from regledger.law.offences import Benchmark, Offence
from regledger.law.parameters import Parameter, Rule, Value
from regledger.sectors.declared import (
    Condition,
    DocumentField,
    ImportMapping,
    LawException,
    LicenceKind,
    Obligation,
    Sector,
)
from regledger.sectors.sector_file import TABLES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "sector-file.md").read_text("utf-8")
STRUCTS: dict[str, type[msgspec.Struct]] = {
    "[sector]": Sector,
    "[[rule]]": Rule,
    "[[parameter]]": Parameter,
    "[[parameter.value]]": Value,
    "[[offence]]": Offence,
    "[[benchmark]]": Benchmark,
    "[[criterion]]": Criterion,
    "[[checklist]]": Checklist,
    "[[checklist.items]]": CheckItem,
    "[[instrument]]": Instrument,
    "[[licence_kind]]": LicenceKind,
    "[[licence_kind.conditions]]": Condition,
    "[[obligation]]": Obligation,
    "[[exception]]": LawException,
    "[[document_field]]": DocumentField,
    "[[import_mapping]]": ImportMapping,
}


@pytest.mark.parametrize("table", STRUCTS)
def test_every_key_of_a_table_is_listed(table: str) -> None:
    """The keys of a table stand on the page, those that may be left out in italics."""
    part = PAGE.split(f"\n## `{table}`\n")[1].split("\n## ")[0]
    cells = [line.split("|")[1] for line in part.splitlines() if line.startswith("|") and "`" in line.split("|")[1]]
    found = {name: italics == "*" for cell in cells for italics, name in re.findall(r"(\*?)`(\w+)`\*?", cell)}

    assert found == _keys(STRUCTS[table])


def test_every_table_is_listed() -> None:
    """A kind of table that the file may have has a heading."""
    headed = set(re.findall(r"^## `\[+([\w.]+?)\]+`$", PAGE, re.MULTILINE))

    assert {*TABLES, "sector"} <= headed


def _keys(struct: type[msgspec.Struct]) -> dict[str, bool]:
    given: dict[str, Any] = {"values": "value"} if struct is Parameter else {}
    return {given.get(one.name, one.name): not one.required for one in msgspec.structs.fields(struct)}
