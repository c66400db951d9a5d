"""A row that was rejected said nothing: once mended, the register is not blamed for having rewritten it."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.intake.facts import ExportSeen
from regledger.intake.report import Report

from .conftest import Desk

A = "A-1,Alpha Ltd,North,open,Wang Wei,2025-03-01,,,"
B = "B-2,Beta Ltd,South,closed,,2024-01-05,2024-02-01,1500,2024-06-01"
SPOILED = B.replace("2024-06-01", "soon")


def kinds(report: Report) -> list[tuple[str, str]]:
    """(key, kind) of what the register rewrote."""
    return [(one.key, one.kind) for one in report.rewritten]


def test_a_rejected_row_that_is_mended_was_not_said_later(desk: Desk) -> None:
    """A row that this ledger rejected is new when it is mended, under the same as-of day or a later one."""
    desk.export("2026-01-31.csv", A, SPOILED)

    mended = desk.export("2026-03-31.csv", A, B)

    assert (mended.new, kinds(mended)) == (1, [])


def test_the_same_export_mended_is_not_rewritten(desk: Desk) -> None:
    """A reject that is mended in the file and imported again as of the same day is new and nothing else."""
    desk.export("2026-01-31.csv", A, SPOILED)

    mended = desk.export("2026-01-31.csv", A, B)

    assert (mended.new, mended.unchanged, kinds(mended)) == (1, 1, [])


def test_a_known_row_is_compared_with_what_was_recorded_of_it(desk: Desk) -> None:
    """A known row that was rejected in between is compared with the export before, which left the date out."""
    blank = B.replace("2024-06-01", "")
    desk.export("2026-01-31.csv", A, blank)
    desk.export("2026-03-31.csv", A, SPOILED)

    between = desk.export("2026-04-30.csv", A, B.replace("2024-06-01", "2026-02-15"))
    before = desk.export("2026-05-31.csv", A.replace(",,,", ",2026-04-01,10,"), B.replace("2024-06-01", "2026-02-15"))

    assert kinds(between) == []
    assert kinds(before) == [("A-1", "said_later")]


def test_a_date_before_the_last_export_that_was_read_was_said_later(desk: Desk) -> None:
    """A row that was rejected once and left its date out before that said it later than the export before."""
    desk.export("2026-01-31.csv", A, B.replace("2024-06-01", ""))
    desk.export("2026-03-31.csv", A, SPOILED)

    report = desk.export("2026-04-30.csv", A, B)

    assert kinds(report) == [("B-2", "said_later")]
    assert desk.facts("source.row_rewritten")[-1].body.previous_on == date(2026, 1, 31)


def test_an_export_with_an_unreadable_key_proves_no_omission(desk: Desk) -> None:
    """Where a rejected row had no readable key it may have been any, and no new row is said to have been left out."""
    desk.export("2026-01-31.csv", A, "," + B.partition(",")[2])

    report = desk.export("2026-03-31.csv", A, B)

    assert (report.new, kinds(report)) == (1, [])


def test_a_contradicted_line_was_rejected_too(desk: Desk) -> None:
    """A date that stood only on a line that contradicted another was not recorded, so it was not said later."""
    dated = A.replace(",,,", ",2025-12-01,10,")
    first = desk.export("2026-01-31.csv", A, dated)

    report = desk.export("2026-03-31.csv", dated)

    assert first.rejected == 1
    assert report.recorded_by_type == {"source.milestone": 1, "source.export_seen": 1}
    assert kinds(report) == []


def test_an_export_of_a_part_says_nothing_of_the_rows_that_it_lacks(desk: Desk) -> None:
    """A row that a part did not have was not left out: the next part, of another year, is no rewriting."""
    desk.mapping = desk.mapping.replace('zone = "Asia/Shanghai"', 'zone = "Asia/Shanghai"\nexport = "part"')
    desk.export("2026-01-31.csv", A)

    report = desk.export("2026-03-31.csv", B)

    assert (report.new, kinds(report)) == (1, [])


@pytest.mark.parametrize(("bound", "named", "unnamed"), [(300, 2, 1), (1, 1, 2)])
def test_an_export_names_the_rows_that_it_had_and_were_rejected(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, bound: int, named: int, unnamed: int
) -> None:
    """The fact of an export names rejected rows, as many as fit, and counts those that it does not name."""
    monkeypatch.setattr("regledger.intake.importing._NAMED", bound)

    desk.export("2026-01-31.csv", A, SPOILED, SPOILED.replace("B-2", "B-3"), ",no key,,,,,,,")

    (seen,) = desk.facts("source.export_seen")
    assert isinstance(seen.body, ExportSeen)
    assert seen.body.rejected == 3
    assert seen.body.rejected_rows == ("cases-case-B-2", "cases-case-B-3")[:named]
    assert seen.body.rejected_unnamed == unnamed
