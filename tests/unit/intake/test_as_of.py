"""As of which day an export shows the register, and where that day comes from."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.intake.as_of import AsOfUnknown
from regledger.intake.report import Report

from .conftest import Desk

A = "A-1,Alpha Ltd,North,open,Wang Wei,2025-03-01,,,"
FILE_NAME = '[as_of]\nfile_name = "YYYY-MM-DD.csv"\n'


def dated(report: Report) -> tuple[date, str]:
    """The day of the only file, and where it comes from."""
    (one,) = report.files
    return one.as_of, one.as_of_from


@pytest.mark.parametrize(
    ("as_of", "name", "given", "day", "origin"),
    [
        (FILE_NAME, "2026-01-31.csv", None, date(2026, 1, 31), "file name"),
        (FILE_NAME, "2026-01-31.csv", date(2026, 2, 1), date(2026, 2, 1), "--as-of"),
        ('[as_of]\ncolumn = "opened"\n', "list.csv", None, date(2025, 3, 1), "column opened"),
    ],
)
def test_the_report_says_which_day_and_from_where(
    desk: Desk, as_of: str, name: str, given: date | None, day: date, origin: str
) -> None:
    """The day used is reported with its origin: the option, a column or the file's name."""
    desk.mapping = desk.mapping.replace(FILE_NAME, as_of)

    report = desk.run(desk.file(name, [A]), as_of=given)

    assert dated(report) == (day, origin)
    assert [fact.body.seen_on for fact in desk.facts("source.export_seen")] == [day]


def test_an_export_that_nothing_dates_is_refused(desk: Desk) -> None:
    """Today is never taken for the day of an export: the error names file, option and mapping, nothing is recorded."""
    desk.mapping = desk.mapping.replace(FILE_NAME, "")

    with pytest.raises(AsOfUnknown) as raised:
        desk.export("list.csv", A)

    assert "list.csv cannot be imported: nothing says as of which day it shows the register." in str(raised.value)
    assert "--as-of YYYY-MM-DD, or declare as_of.column or as_of.file_name in mapping.toml" in str(raised.value)
    assert desk.ledger.recorder.head().number == 0


def test_an_export_taken_in_before_keeps_its_day(desk: Desk) -> None:
    """The same file again needs no day: it has the one under which it was taken in."""
    desk.mapping = desk.mapping.replace(FILE_NAME, "")
    path = desk.file("list.csv", [A])
    desk.run(path, as_of=date(2026, 1, 31))

    again = desk.run(path)

    assert dated(again) == (date(2026, 1, 31), "its first import")
    assert again.recorded == 0


def test_what_is_judged_is_as_of_today(desk: Desk) -> None:
    """Commands are compared with no earlier export, so that their file needs no day."""
    desk.mapping = (
        '[register]\nid = "own"\ntitle = "Own"\n[[command]]\nname = "authority.register"\nkey = ["no"]\n'
        '[command.fields]\nauthority = { id = ["no"] }\nname = { column = "name" }\nregistered_on = { date = "since" }\n'
    )

    report = desk.run(desk.file("own.csv", ["1,Bureau,2020-01-02"], header="no,name,since"))

    assert dated(report) == (date(2026, 6, 1), "today")
    assert report.new == 1
