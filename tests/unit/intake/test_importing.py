"""Importing the exports of a register, one after the other."""

from __future__ import annotations

from collections import Counter
from datetime import date

import msgspec
import pytest
from regledger.errors import Conflict
from regledger.intake import importing
from regledger.intake.delimited import BadExport
from regledger.intake.facts import Amount, ExportSeen, RowChanged, RowSeen
from regledger.intake.report import Progress
from regledger.intake.source_rows import Register, SourceRows

from .conftest import HEADER, A, B, Desk, closed_on, counts


def test_every_row_and_every_dated_cell_is_one_fact(desk: Desk) -> None:
    """An import records a fact for each row, one for each dated cell and one for the export."""
    report = desk.export("2026-01-31.csv", A, B)

    assert counts(desk) == {"source.row_seen": 2, "source.milestone": 4, "source.export_seen": 1}
    assert (report.rows, report.new, report.recorded, report.rejected) == (2, 2, 7, 0)
    assert report.recorded_by_type == counts(desk)
    assert report.head == 7


def test_facts_say_where_they_were_read(desk: Desk) -> None:
    """Each fact is asserted by the register and carries file, line, column and key."""
    report = desk.export("2026-01-31.csv", A, B)

    decided = next(fact for fact in desk.facts("source.milestone") if fact.body.milestone == "decided")
    assert decided.asserted
    assert decided.source is not None
    assert (decided.source.register, decided.source.row, decided.source.column) == ("cases", 3, "decided")
    assert (decided.source.file, decided.source.key) == (report.files[0].digest, "B-2")
    assert decided.tags == ("register:cases", "source:cases-case-B-2", decided.body.concerns[0])


def test_a_dated_cell_becomes_a_milestone_with_its_amount(desk: Desk) -> None:
    """A milestone counts from its own day and carries its money in whole fen."""
    desk.export("2026-01-31.csv", B)

    decided = next(fact for fact in desk.facts("source.milestone") if fact.body.milestone == "decided")
    assert decided.effective == date(2024, 2, 1)
    assert decided.body.amounts == {"fine": Amount(minor=150_000, digits=2, currency="CNY")}
    assert decided.body.seen_on == date(2026, 1, 31)


def test_facts_of_a_row_are_one_commit_with_the_mapping_as_its_command(desk: Desk) -> None:
    """Each row is recorded whole; who imported it and by which mapping stands with it."""
    desk.export("2026-01-31.csv", A, B)

    commits = Counter(fact.commit.id for fact in desk.ledger.facts())
    by = next(iter(desk.ledger.facts())).commit.by
    assert sorted(commits.values()) == [1, 2, 4]
    assert by is not None
    assert (by.actor, by.channel, by.command) == ("officer:zhang", "import", "register.import")
    assert desk.ledger.recorder.command(by.digest) == desk.mapping.encode()


def test_running_it_again_records_nothing(desk: Desk) -> None:
    """The same export, alone or under another name, adds no fact."""
    desk.export("2026-01-31.csv", A, B)

    again = desk.export("2026-01-31.csv", A, B)

    assert (again.recorded, again.unchanged, again.head) == (0, 2, 7)


def test_a_later_export_adds_only_what_changed(desk: Desk) -> None:
    """A later export records changed columns with both values, new dates, and nothing for what it repeats."""
    desk.export("2026-01-31.csv", A, B)

    report = desk.export("2026-03-31.csv", A.replace("open,", "decided,").replace(",,,", ",2026-02-10,800,"), B)

    assert (report.new, report.changed, report.unchanged, report.recorded) == (0, 1, 1, 3)
    (changed,) = desk.facts("source.row_changed")
    assert isinstance(changed.body, RowChanged)
    assert (changed.body.before, changed.body.now) == ({"state": "open"}, {"state": "decided"})
    assert report.rewritten == ()


def test_white_space_is_no_change(desk: Desk) -> None:
    """Cells that differ in white space at their ends only are the same."""
    desk.export("2026-01-31.csv", A)

    report = desk.export("2026-03-31.csv", A.replace("Alpha Ltd", '" Alpha Ltd  "'))

    assert report.recorded_by_type == {"source.export_seen": 1}


def test_bad_rows_go_to_the_reject_file_and_the_rest_is_recorded(desk: Desk) -> None:
    """A row that cannot be read is kept aside whole, with line, column and reason, its personal cells left out."""
    bad_day = "C-3,Gamma Ltd,West,open,Li Hua,2025-02-30,,,"
    bad_money = "D-4,Delta Ltd,East,open,,2025-03-01,2025-04-01,1.234,"
    no_key = ",Epsilon Ltd,East,open,Zhao,2025-03-01,,,"
    short = "F-6,Phi Ltd,Chen"

    report = desk.export("2026-01-31.csv", A, bad_day, bad_money, no_key, short, B)

    text = (desk.folder / "2026-01-31.rejects.csv").read_text(encoding="utf-8-sig")
    assert (report.new, report.rejected) == (2, 4)
    assert report.reject_files == (str(desk.folder / "2026-01-31.rejects.csv"),)
    assert text.splitlines() == [
        "file,line,column,reason," + "no,firm,place,state,boss,opened,decided,fine,closed",
        "2026-01-31.csv,3,opened,is no day written as YYYY-MM-DD or YYYY/M/D or YYYY年M月D日 or YYYYMMDD,"
        "C-3,Gamma Ltd,West,open,(personal),2025-02-30,,,",
        "2026-01-31.csv,4,fine,has a fraction of the smallest unit of its currency,"
        "D-4,Delta Ltd,East,open,,2025-03-01,2025-04-01,1.234,",
        '2026-01-31.csv,5,no,"is blank, and is part of the key",,Epsilon Ltd,East,open,(personal),2025-03-01,,,',
        "2026-01-31.csv,6,,it has 3 cells and the header has 9 columns,(personal)",
    ]
    assert counts(desk)["source.row_seen"] == 2


def test_bytes_that_cannot_be_read_stand_in_the_reject_file(desk: Desk) -> None:
    """A line in another encoding is rejected, and the reject file shows the bytes that could not be read."""
    desk.mapping = desk.mapping.replace('personal = ["boss"]\n', "")
    bad = b"D-4,\xff\xfe,East,open,,2025-03-01,,,"

    desk.run(desk.file("2026-01-31.csv", b"\n".join([HEADER.encode(), A.encode(), bad])))

    (_, line) = (desk.folder / "2026-01-31.rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert line == r"2026-01-31.csv,3,,it is not in utf-8,D-4,\xff\xfe,East,open,,2025-03-01,,,"


def test_a_rejected_row_was_not_dropped(desk: Desk) -> None:
    """A known row that a later export spoils is rejected, and not taken for dropped."""
    desk.export("2026-01-31.csv", A, B)

    spoiled = desk.export("2026-03-31.csv", A, B.replace("2024-06-01", "soon"))
    unreadable = desk.export("2026-04-30.csv", A, ",lost its key,,,,,,,")

    assert (spoiled.rejected, spoiled.rewritten) == (1, ())
    assert (unreadable.rejected, unreadable.rewritten) == (1, ())
    assert "nothing was taken for dropped" in unreadable.files[0].notes[0]


def test_a_line_that_contradicts_an_earlier_one_is_rejected(desk: Desk) -> None:
    """Two lines with one key must say the same; the one that says something else is rejected."""
    report = desk.export("2026-01-31.csv", A, A, A.replace("North", "South"), A.replace("2025-03-01", "2025-03-02"))

    text = (desk.folder / "2026-01-31.rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (report.new, report.unchanged, report.rejected) == (1, 1, 2)
    assert [line.split(",")[1:4] for line in text[1:]] == [
        ["4", "place", "line 2 says something else of the same case"],
        ["5", "opened", "line 2 says something else of the same case"],
    ]


def test_exports_are_taken_oldest_first(desk: Desk) -> None:
    """Files are taken in order of their as-of day, whatever order they are named in."""
    later = desk.file("2026-03-31.csv", [A.replace("open,", "decided,")])
    earlier = desk.file("2026-01-31.csv", [A])

    report = desk.run(later, earlier)

    assert [one.as_of for one in report.files] == [date(2026, 1, 31), date(2026, 3, 31)]
    assert [fact.body.now for fact in desk.facts("source.row_changed")] == [{"state": "decided"}]


def test_an_older_export_is_refused(desk: Desk) -> None:
    """An export that is older than one taken in would undo what is known, and is refused."""
    desk.export("2026-03-31.csv", A)

    with pytest.raises(
        BadExport, match=r"it is as of 2026-01-31 \(file name\), and an export as of 2026-03-31 was taken in already"
    ):
        desk.export("2026-01-31.csv", A.replace("open,", "new,"))

    assert counts(desk)["source.row_changed"] == 0


def test_an_older_export_that_was_taken_in_is_passed_over(desk: Desk) -> None:
    """Naming all exports again, old ones among them, records nothing."""
    first, second = desk.file("2026-01-31.csv", [A, B]), desk.file("2026-03-31.csv", [A])
    desk.run(first, second)

    report = desk.run(first, second)

    assert (report.recorded, report.rows, report.unchanged) == (0, 3, 3)


def test_an_export_of_the_future_is_refused(desk: Desk) -> None:
    """No export can be as of a day that has not come."""
    with pytest.raises(BadExport, match=r"it is as of 2026-06-02 \(file name\), which lies in the future"):
        desk.export("2026-06-02.csv", A)


def test_a_date_in_the_future_is_recorded_and_counts_from_then(desk: Desk) -> None:
    """A register may state a coming day, such as an expiry; it counts from that day on."""
    desk.export("2026-01-31.csv", A[:-1] + ",2027-01-01")

    today = desk.ledger.show("source:cases-case-A-1", on=date(2026, 6, 1))
    then = desk.ledger.show("source:cases-case-A-1", on=date(2027, 1, 1))

    assert closed_on(today) is None
    assert closed_on(then) == date(2027, 1, 1)


def test_personal_columns_never_stand_in_the_log(desk: Desk) -> None:
    """A personal column is a commitment in the log, comes back from the personal store, and can change."""
    desk.export("2026-01-31.csv", A, B)
    changed = desk.export("2026-03-31.csv", A.replace("Wang Wei", "Sun Li"), B.replace("closed,,", "closed,Qian Yi,"))
    blanked = desk.export("2026-04-30.csv", A.replace("Wang Wei", ""), B.replace("closed,,", "closed,Qian Yi,"))

    data = b"".join(fact.data for fact in desk.ledger.facts())
    seen = desk.facts("source.row_seen")[0].body
    assert isinstance(seen, RowSeen)
    assert desk.ledger.personal._reveal(seen.personal["boss"]) == "Wang Wei"
    assert not any(name.encode() in data for name in ("Wang Wei", "Sun Li", "Qian Yi"))
    assert (changed.changed, blanked.changed, blanked.recorded) == (2, 1, 2)
    shown = desk.ledger.show("source:cases-case-A-1")
    assert shown is not None
    assert isinstance(shown.state, SourceRows)
    assert shown.state.rows["cases-case-A-1"].personal == {}
    assert (
        desk.export("2026-04-30.csv", A.replace("Wang Wei", ""), B.replace("closed,,", "closed,Qian Yi,")).recorded == 0
    )


def test_a_lost_personal_store_is_told_and_changes_nothing(desk: Desk) -> None:
    """Where the personal store is gone, personal columns are not compared, and the report says so."""
    desk.export("2026-01-31.csv", A)
    for path in desk.folder.glob("county.db.*"):
        if path.suffix in {".personal", ".keys"}:
            path.unlink()

    report = desk.export("2026-03-31.csv", A)

    assert report.changed == 0
    assert "1 rows have personal values that the personal store no longer has" in report.files[0].notes[0]


def test_an_import_that_was_broken_off_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded before a break stays, and the next run records the rest and nothing twice."""
    monkeypatch.setattr("regledger.intake.taking._BATCH", 2)
    lines = [f"K-{n},Firm {n},North,open,,2025-03-{n:02},,," for n in range(1, 10)]
    path = desk.file("2026-01-31.csv", lines)
    calls: list[Progress] = []

    def stop(at: Progress) -> None:
        calls.append(at)
        if len(calls) == 2:
            raise KeyboardInterrupt

    mapping = desk.folder / "mapping.toml"
    mapping.write_text(desk.mapping, encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        importing.import_files(desk.ledger, mapping, [path], progress=stop)
    broken_off = counts(desk)
    report = desk.run(path)

    assert broken_off == {"source.row_seen": 4, "source.milestone": 4}
    assert (report.new, report.unchanged, report.recorded) == (5, 4, 11)
    assert counts(desk) == {"source.row_seen": 9, "source.milestone": 9, "source.export_seen": 1}
    assert [(at.rows, at.recorded) for at in calls] == [(2, 4), (4, 8)]
    assert 0 < calls[0].share < calls[1].share < 1


def test_two_imports_at_once_cannot_both_record(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody else imports into the register in between, the later one is told and records no row twice."""
    monkeypatch.setattr("regledger.intake.taking._BATCH", 1)
    path = desk.file("2026-01-31.csv", [A, B])
    mapping = desk.folder / "mapping.toml"
    mapping.write_text(desk.mapping, encoding="utf-8")
    done: list[bool] = []

    def meanwhile(at: Progress) -> None:
        if not done:
            done.append(True)
            importing.import_files(desk.ledger, mapping, [path])

    with pytest.raises(Conflict):
        importing.import_files(desk.ledger, mapping, [path], progress=meanwhile)

    assert counts(desk) == {"source.row_seen": 2, "source.milestone": 4, "source.export_seen": 1}


def test_exports_of_a_register_are_listed(desk: Desk) -> None:
    """A register shows the exports that were taken in, with what was rejected."""
    desk.export("2026-01-31.csv", A, B)
    desk.export("2026-03-31.csv", A, ",,no key,,,,,,")

    shown = desk.ledger.show("register:cases")

    assert shown is not None
    assert isinstance(shown.state, Register)
    assert [(one.name, one.seen_on.isoformat(), one.rows, one.rejected) for one in shown.state.exports] == [
        ("2026-01-31.csv", "2026-01-31", 2, 0),
        ("2026-03-31.csv", "2026-03-31", 2, 1),
    ]


def test_a_new_mapping_of_the_same_export_records_what_it_adds(desk: Desk) -> None:
    """A column that a mended mapping takes is added, and is not said to have been said later."""
    desk.mapping = desk.mapping.replace('closed = "closed"\n', "")
    desk.export("2026-01-31.csv", B)
    desk.mapping = desk.mapping.replace('opened = "opened"\n', 'opened = "opened"\nclosed = "closed"\n')

    same = desk.export("2026-01-31.csv", B)
    later = desk.export("2026-03-31.csv", B)

    assert same.recorded_by_type == {"source.milestone": 1, "source.export_seen": 1}
    assert later.recorded_by_type == {"source.export_seen": 1}
    assert same.rewritten == later.rewritten == ()


def test_what_a_mended_mapping_reads_otherwise_was_not_rewritten(desk: Desk) -> None:
    """A date that a mended mapping reads otherwise is corrected, and the register is not blamed for it."""
    desk.mapping += '\n[dates]\nformats = ["M/D/YY"]\n'
    desk.export("2026-01-31.csv", A.replace("2025-03-01", "3/4/25"))
    desk.export("2026-03-31.csv", A.replace("2025-03-01", "3/4/25").replace("open,", "decided,"))
    desk.mapping = desk.mapping.replace("M/D/YY", "D/M/YY")

    report = desk.export("2026-03-31.csv", A.replace("2025-03-01", "3/4/25").replace("open,", "decided,"))

    assert report.recorded_by_type == {"source.milestone": 1, "source.export_seen": 1}
    assert report.rewritten == ()
    assert "was not taken for rewritten" in report.files[0].notes[0]
    assert desk.facts("source.milestone")[-1].body.on == date(2025, 4, 3)


def test_report_has_a_stable_json(desk: Desk) -> None:
    """The report's JSON has the fields that programs read."""
    report = msgspec.to_builtins(desk.export("2026-01-31.csv", A))

    assert list(report) == [
        "rows",
        "new",
        "changed",
        "unchanged",
        "rejected",
        "refused",
        "recorded",
        "register",
        "recorded_by_type",
        "reject_files",
        "rewritten",
        "files",
        "head",
    ]
    assert isinstance(desk.facts("source.export_seen")[0].body, ExportSeen)
