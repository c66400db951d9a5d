"""The OSHA register: one inspection repeats on each of its citations."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from regledger.intake.facts import Amount, MilestoneStated
from regledger.intake.importing import import_files
from regledger.intake.report import Report
from regledger.intake.source_rows import SourceRows
from regledger.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]
EXPORT = ROOT.parent / "shared/data/osha_inspections/osha_inspections_violations.csv"
MAPPING = ROOT / "examples/imports/osha.toml"
INSPECTION = ("open_date", "close_conf_date", "close_case_date", "case_mod_date")
CITATION = (
    "issuance_date",
    "abate_date",
    "contest_date",
    "final_order_date",
    "fta_issuance_date",
    "fta_contest_date",
    "fta_final_order_date",
)

pytestmark = pytest.mark.skipif(not EXPORT.is_file(), reason="data: the OSHA export is not there")


def lines() -> list[dict[str, str]]:
    """The lines of the export, blanks empty."""
    with EXPORT.open(encoding="utf-8", newline="") as file:
        return [
            {column: "" if text.strip() == "NA" else text.strip() for column, text in row.items()}
            for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Report, Report]]:
    """A ledger, the report of the import and that of running it again."""
    with Ledger.create(f"sqlite:///{tmp_path_factory.mktemp('osha')}/o.db") as ledger:
        yield ledger, import_files(ledger, MAPPING, [EXPORT]), import_files(ledger, MAPPING, [EXPORT])


def test_inspections_and_citations_are_recorded_once(imported: tuple[Ledger, Report, Report]) -> None:
    """Each inspection and each citation is one row, though the inspection repeats; again records nothing."""
    _, report, again = imported
    inspections = {row["activity_nr"] for row in lines()}
    citations = [row for row in lines() if row["citation_id"]]

    assert (len(inspections), len(citations)) == (582, 797)
    assert report.recorded_by_type["source.row_seen"] == 582 + 797
    assert (report.rows, report.rejected, again.recorded) == (1_093, 0, 0)


def test_each_dated_cell_is_exactly_one_milestone(imported: tuple[Ledger, Report, Report]) -> None:
    """Dates of an inspection count once for it, dates of a citation once for each citation."""
    ledger, _, _ = imported
    inspections = {row["activity_nr"]: row for row in lines()}
    wanted = Counter(
        (key, column, date.fromisoformat(row[column]))
        for key, row in inspections.items()
        for column in INSPECTION
        if row[column]
    ) + Counter(
        (f"{row['activity_nr']} / {row['citation_id']}", column, date.fromisoformat(row[column]))
        for row in lines()
        for column in CITATION
        if row[column]
    )

    found = Counter(
        (fact.source.key, fact.body.column, fact.body.on)
        for fact in ledger.facts(types=["source.milestone"])
        if isinstance(fact.body, MilestoneStated) and fact.source is not None
    )

    assert found == wanted


def test_inspection_shows_its_citations_with_both_penalties(imported: tuple[Ledger, Report, Report]) -> None:
    """An inspection shows its citations; each has its initial and its current penalty in whole cents."""
    ledger, _, _ = imported
    wanted = {row["citation_id"]: row for row in lines() if row["activity_nr"] == "119948990"}

    shown = ledger.show("source:osha-inspection-119948990")

    assert shown is not None
    assert isinstance(shown.state, SourceRows)
    citations = {row.key[1]: row for row in shown.state.rows.values() if row.record == "citation"}
    assert set(citations) == set(wanted)
    for number, row in wanted.items():
        assert citations[number].milestones["issued"].amounts == {
            name: Amount(minor=int(row[column]) * 100, digits=2, currency="USD")
            for name, column in (("initial", "initial_penalty"), ("current", "current_penalty"))
            if row[column]
        }
