"""Taiwan's register of decisions: the party's name often has a person's name in brackets."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from regledger.intake.facts import MilestoneStated, RowSeen
from regledger.intake.importing import import_files
from regledger.intake.report import Report
from regledger.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]
EXPORT = ROOT.parent / "shared/data/taiwan_osh/osh_act_decisions_2022.csv"
MAPPING = ROOT / "examples/imports/taiwan_osh.toml"
PARTY = "事業單位名稱或負責人"

pytestmark = pytest.mark.skipif(not EXPORT.is_file(), reason="data: the export of Taiwan's decisions is not there")


def lines() -> list[dict[str, str]]:
    """The lines of the export."""
    with EXPORT.open(encoding="utf-8-sig", newline="") as file:
        return [{column: text.strip() for column, text in row.items()} for row in csv.DictReader(file)]


def distinct() -> list[dict[str, str]]:
    """Those that say something of their own."""
    return [dict(one) for one in dict.fromkeys(tuple(row.items()) for row in lines())]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Report, Report]]:
    """A ledger, the report of the import and that of running it again."""
    with Ledger.create(f"sqlite:///{tmp_path_factory.mktemp('taiwan')}/t.db") as ledger:
        yield ledger, import_files(ledger, MAPPING, [EXPORT]), import_files(ledger, MAPPING, [EXPORT])


def test_every_decision_is_recorded(imported: tuple[Ledger, Report, Report]) -> None:
    """Each line that says something of its own is one row, also where decision numbers repeat; again, nothing."""
    _, report, again = imported

    assert (report.rows, report.rejected) == (len(lines()), 0)
    assert report.recorded_by_type["source.row_seen"] == len(distinct())
    assert (again.recorded, again.unchanged) == (0, len(lines()))


def test_each_dated_cell_is_exactly_one_milestone(imported: tuple[Ledger, Report, Report]) -> None:
    """Decision day and publication day of each decision are one milestone each, also where the latter comes first."""
    ledger, _, _ = imported
    wanted = Counter(
        (row["處分字號"], column, datetime.strptime(row[column], "%Y%m%d").date())
        for row in distinct()
        for column in ("處分日期", "公告日期")
    )

    found = Counter(
        (fact.source.key.split(" / ")[1], fact.body.column, fact.body.on)
        for fact in ledger.facts(types=["source.milestone"])
        if isinstance(fact.body, MilestoneStated) and fact.source is not None
    )

    assert found == wanted


def pieces(texts: Iterable[str]) -> set[str]:
    """Every run of two to four letters, as long as these names are."""
    return {
        text[start : start + length]
        for text in texts
        for length in (2, 3, 4)
        for start in range(len(text) - length + 1)
    }


def test_no_persons_name_is_in_the_log(imported: tuple[Ledger, Report, Report]) -> None:
    """What stands in brackets, or stands for a party that is no company, is in no fact; the company's name is."""
    ledger, _, _ = imported
    bracketed = (re.search(r"公司\s*[(（](\w{2,4})[)）]$", row[PARTY]) for row in lines())
    alone = (re.fullmatch(r"(\w{2,4})(?:即.*)?", row[PARTY]) for row in lines() if "公司" not in row[PARTY])
    names = {match[1] for match in (*bracketed, *alone) if match}
    # Only names that no public cell has for another reason can prove anything.
    companies = {re.split(r"[(（]", row[PARTY])[0] for row in lines() if "公司" in row[PARTY]}
    public = pieces({text for row in lines() for column, text in row.items() if column != PARTY} | companies)
    proving = names - public

    log = {text for fact in ledger.facts() for text in re.findall(r'"([^"]+)"', fact.data.decode())}

    assert len(proving) > 3_000
    assert proving & pieces(log) == set()
    assert "國城營造有限公司" in log


def test_names_come_back_from_the_personal_store(imported: tuple[Ledger, Report, Report]) -> None:
    """Who may read them gets the names of a decision back, letter for letter."""
    ledger, _, _ = imported
    wanted = {row["處分字號"]: row[PARTY] for row in lines()}

    for fact in ledger.facts(types=["source.row_seen"], limit=200):
        assert isinstance(fact.body, RowSeen)
        number = fact.body.key[1]
        for personal in fact.body.personal.values():
            revealed = ledger.personal._reveal(personal)
            assert revealed
            assert revealed in wanted[number]
