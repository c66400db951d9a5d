"""The PHMSA register: five exports of 5,000 penalty cases, counted apart from the importer with the csv module."""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from regledger.intake.facts import MilestoneStated
from regledger.intake.importing import import_files
from regledger.intake.report import Progress, Report
from regledger.intake.source_rows import SourceRows
from regledger.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared/data/phmsa_enforcement"
MAPPING = ROOT / "examples/imports/phmsa.toml"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="data: the PHMSA exports are not there")


def cells(path: Path) -> dict[str, dict[str, str]]:
    """Key → cells of an export."""
    first = path.suffix == ".csv"
    with path.open(encoding="utf-8" if first else "windows-1252", newline="") as file:
        rows = csv.DictReader(file, delimiter="," if first else "\t")
        return {row["CPF_Number"]: {column: text.strip() for column, text in row.items()} for row in rows}


def day(text: str) -> date:
    """A day as this register writes it; none of its cases is older than 1970."""
    return datetime.strptime(text, "%m/%d/%y").date()


def dated(rows: dict[str, dict[str, str]]) -> Counter[tuple[str, str, date]]:
    """(key, column, day) of every dated cell."""
    return Counter(
        (key, column, day(text))
        for key, row in rows.items()
        for column, text in row.items()
        if column.endswith("_Date") and text
    )


def files() -> list[Path]:
    """The exports, oldest first."""
    return sorted(DATA.iterdir())


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger with the first export in it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('phmsa')}/p.db"
    Ledger.create(url).close()
    return url


@pytest.fixture(scope="module")
def imported(url: str) -> tuple[Report, list[Progress], list[Report]]:
    """The first export, its progress, and the reports of running it again and of the four later ones."""
    progress: list[Progress] = []
    with Ledger.open(url) as ledger:
        first = import_files(ledger, MAPPING, files()[:1], progress=progress.append)
        later = [import_files(ledger, MAPPING, [path]) for path in (files()[0], *files()[1:])]
    return first, progress, later


@pytest.fixture
def ledger(url: str, imported: object) -> Iterator[Ledger]:
    """The ledger after all five."""
    with Ledger.open(url) as opened:
        yield opened


def test_first_export_is_recorded_whole(imported: tuple[Report, list[Progress], list[Report]]) -> None:
    """Every case and every dated cell of the first export is recorded, nothing is rejected, and progress is shown."""
    report, progress, _ = imported
    rows = cells(files()[0])

    assert (report.rows, report.new, report.rejected) == (len(rows), len(rows), 0)
    assert report.recorded_by_type == {
        "source.export_seen": 1,
        "source.milestone": sum(dated(rows).values()),
        "source.row_seen": len(rows),
    }
    assert len(rows) > 4_900
    assert sum(dated(rows).values()) > 21_000
    assert [at.rows for at in progress] == sorted(at.rows for at in progress)
    assert progress[-1].rows == len(rows)


def test_each_dated_cell_is_exactly_one_milestone(
    ledger: Ledger, imported: tuple[Report, list[Progress], list[Report]]
) -> None:
    """The milestones of the first export are its dated cells, one by one: case, column and day."""
    head = imported[0].head

    found = Counter(
        (fact.source.key, fact.body.column, fact.body.on)
        for fact in ledger.facts(types=["source.milestone"], until=head)
        if isinstance(fact.body, MilestoneStated) and fact.source is not None
    )

    assert found == dated(cells(files()[0]))


def test_running_it_again_records_nothing(imported: tuple[Report, list[Progress], list[Report]]) -> None:
    """The first export records no fact when it is imported again."""
    again = imported[2][0]

    assert (again.recorded, again.unchanged) == (0, imported[0].rows)


def test_later_exports_add_only_what_changed(imported: tuple[Report, list[Progress], list[Report]]) -> None:
    """Of each later export just the new and the changed cases are recorded, as the csv module counts them."""
    for before, now, report in zip(files(), files()[1:], imported[2][1:], strict=False):
        was, is_ = cells(before), cells(now)
        kept = [key for key in is_ if key in was]
        changed = [key for key in kept if any(is_[key][c] != was[key][c] for c in is_[key] if c != "Data_as_of")]

        assert (report.new, report.changed, report.rejected) == (len(is_) - len(kept), len(changed), 0)
        assert report.recorded < 10 * (report.new + report.changed)


def test_what_the_register_rewrote_is_named(imported: tuple[Report, list[Progress], list[Report]]) -> None:
    """Each date that moved between two exports is named with both days; no case was dropped."""
    named = {
        (one.key, one.column, one.before, one.now)
        for report in imported[2]
        for one in report.rewritten
        if one.kind in {"backdated", "postdated", "blanked"}
    }
    moved = set()
    for before, now in zip(files(), files()[1:], strict=False):
        was, is_ = cells(before), cells(now)
        for key in was:
            for column, text in was[key].items():
                # A later day in the column of the latest order is one more order.
                if column.endswith("_Date") and column != "Latest_Order_Date" and text and is_[key][column] != text:
                    new = is_[key][column]
                    moved.add((key, column, day(text).isoformat(), day(new).isoformat() if new else ""))

    assert named == moved
    assert ("42023053NOPV", "Closed_Date", "2023-12-06", "2023-12-04") in named
    assert not [one for report in imported[2] for one in report.rewritten if one.kind in {"dropped", "renumbered"}]


def test_history_has_the_milestones_in_effective_order(ledger: Ledger) -> None:
    """A case reads as a penalty history: its steps in the order of their days."""
    facts = ledger.standing("source:phmsa-case-42023053NOPV")

    days = [fact.body.on for fact in facts if isinstance(fact.body, MilestoneStated)]
    assert days == sorted(days)
    assert len(days) == sum(
        bool(text) for column, text in cells(files()[-1])["42023053NOPV"].items() if column.endswith("_Date")
    )


def test_every_case_stands_as_the_last_export_has_it(ledger: Ledger) -> None:
    """A case shown now has the cells of the last export, and shown as known after the first, those of the first."""
    exports = [fact.number for fact in ledger.facts(types=["source.export_seen"])]
    for path, head in ((files()[0], exports[0]), (files()[-1], exports[-1])):
        rows = cells(path)
        for key in list(rows)[::251]:
            shown = ledger.show(f"source:phmsa-case-{key}", known_at=head)
            assert shown is not None
            assert shown.asserted
            assert isinstance(shown.state, SourceRows)
            (row,) = shown.state.rows.values()
            left_out = {"Data_as_of"}
            assert row.values == {
                column: text
                for column, text in rows[key].items()
                if text and column not in left_out and not column.endswith("_Date")
            }
            assert {one.column: one.on for one in row.milestones.values()} == {
                column: day(text) for column, text in rows[key].items() if text and column.endswith("_Date")
            }


def test_operator_and_case_number_are_found(ledger: Ledger) -> None:
    """A case is found by its operator's name and by its number, well within a second each."""
    started = time.monotonic()

    by_name = {tag for found in ledger.recorder.search("EAST TENNESSEE NATURAL GAS") for tag in found.event.tags}
    by_number = {tag for found in ledger.recorder.search("12026011NOA") for tag in found.event.tags}

    assert "source:phmsa-operator-4070" in by_name
    assert "source:phmsa-case-12026011NOA" in by_number
    assert time.monotonic() - started < 5
