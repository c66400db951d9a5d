"""Mappings that send commands: every row is judged, and what is unlawful is rejected with its rules."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from regledger.deciding.answers import Recorded, Submission
from regledger.intake.importing import import_files
from regledger.intake.mapping import BadMapping
from regledger.intake.report import Report
from regledger.ledger import Ledger
from regledger.records.hazard.facts import OrderIssued
from regledger.records.inspection import InspectionRecorded
from regledger_cli.main import cli

from .conftest import INSTALLED, Desk

EXAMPLES = Path(__file__).resolve().parents[3] / "examples/imports"
BOOK = (EXAMPLES / "county_inspections.csv").read_text("utf-8")


def bring(desk: Desk, name: str, text: str | None = None, *, actor: str = "officer:zhang") -> Report:
    """Import one of the county's registers, or an altered text of it."""
    path = desk.folder / f"{name}.csv"
    path.write_bytes((EXAMPLES / f"{name}.csv").read_bytes() if text is None else text.encode())
    return import_files(desk.ledger, EXAMPLES / f"{name}.toml", [path], actor=actor, rejects_in=desk.folder)


@pytest.fixture
def county(desk: Desk) -> Desk:
    """The county's officers, enterprises and sites."""
    assert bring(desk, "county_officers").rejected == 0
    bring(desk, "county_licences")
    return desk


def rejects(folder: Path, name: str = "county_inspections") -> dict[str, dict[str, str]]:
    """The reject file's rows by their line."""
    with (folder / f"{name}.rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["line"]: row for row in csv.DictReader(file)}


def recorded(desk: Desk) -> list[str]:
    """The inspections that were recorded."""
    return [fact.body.inspection for fact in desk.facts("inspection.recorded")]


def mend(desk: Desk, mapping: str, *lines: str, header: str) -> Report:
    """Import lines by a mapping of our own."""
    desk.mapping = '[register]\nid = "own"\ntitle = "Own"\n' + mapping
    return desk.run(desk.file("own.csv", lines, header=header))


def test_an_inspection_book_is_judged_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`regledger import` records the lawful rows, rejects the others with rule and remedy, and exits with 1."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REGLEDGER_LEDGER", "sqlite:///county.db")

    def run(name: str) -> Result:
        files = [str(EXAMPLES / f"{name}{ending}") for ending in (".toml", ".csv")]
        return CliRunner().invoke(cli, ["import", *files, "--json"], prog_name="regledger")

    before = [run(name).exit_code for name in ("county_officers", "county_licences")]
    first = run("county_inspections")
    again = run("county_inspections")

    report, repeated = msgspec.json.decode(first.stdout), msgspec.json.decode(again.stdout)
    assert before == [0, 0]
    assert first.exit_code == 1
    assert (report["rows"], report["new"], report["rejected"], report["refused"]) == (8, 3, 5, 4)
    assert (report["recorded"], repeated["recorded"], repeated["unchanged"]) == (6, 0, 3)
    assert report["recorded_by_type"] == {"hazard.found": 2, "inspection.recorded": 3, "source.export_seen": 1}
    with Ledger.open("sqlite:///county.db", installation=INSTALLED) as ledger:
        by = next(iter(ledger.facts(types=["inspection.recorded"]))).commit.by
    assert by is not None
    assert (by.channel, by.command) == ("import", "inspection.record")


def test_a_refused_row_says_rule_found_and_remedy(county: Desk) -> None:
    """The reject file has each refused row with every rule that objected, what was found and what to do."""
    bring(county, "county_inspections")

    rows = rejects(county.folder)
    assert sorted(rows) == ["4", "5", "6", "8", "9"]
    assert rows["4"]["reason"] == (
        "A-01: the certificate of officer qx-03 lapsed on 2025-07-31, before 2025-09-02. Let an officer with a valid "
        "certificate take the step, or enter the renewed certificate with officer.certify. | "
        "A-01: 1 qualified officer(s) on 2025-09-02. Repeat the step with at least 2 qualified officers."
    )
    assert (rows["4"]["column"], rows["4"]["陪同人"]) == ("", "(personal)")
    assert rows["6"]["reason"].startswith("B-25: ")
    assert rows["8"]["reason"].startswith("REF: site ")
    assert (rows["9"]["column"], rows["9"]["reason"]) == ("检查日期", "is no day written as YYYY年M月D日")


def test_what_is_judged_is_not_asserted(county: Desk) -> None:
    """A fact that a command brought about is a decision's, with boundary and rules, and lists what was found."""
    bring(county, "county_inspections")

    fact = county.facts("inspection.recorded")[1]
    assert fact.source is None
    assert fact.commit.by is not None
    assert "A-01" in fact.commit.by.rules
    assert isinstance(fact.body, InspectionRecorded)
    assert fact.body.officers == ("qx-01", "qx-03")
    assert [one.body.level for one in county.facts("hazard.found")] == ["general", "general"]


def test_a_mended_row_is_recorded_by_the_next_import(county: Desk) -> None:
    """A refused row leaves no trace, so the mended book records it and nothing twice."""
    bring(county, "county_inspections")

    report = bring(
        county,
        "county_inspections",
        BOOK.replace(
            "2025-004,2025年9月3日,91430999MA4LR0D3XE,南岭采石场,qx-02",
            "2025-004,2025年9月3日,91430999MA4LR0D3XE,南岭采石场,qx-01;qx-02",
        ),
    )

    assert (report.new, report.unchanged, report.refused) == (1, 3, 3)
    assert recorded(county) == ["2025-001", "2025-002", "2025-006", "2025-004"]


def test_the_register_is_known_to_whoever_imports_it_next(county: Desk) -> None:
    """Another officer who imports the same book records nothing twice."""
    bring(county, "county_inspections")

    report = bring(county, "county_inspections", BOOK + "\n", actor="officer:wang")

    assert (report.new, report.unchanged) == (0, 3)
    assert len(county.facts("inspection.recorded")) == 3


def test_a_row_that_says_something_else_is_rejected_until_it_is_corrected(county: Desk) -> None:
    """A changed row names the fact to correct; once that says the same, the row is as good as any other."""
    bring(county, "county_inspections")
    changed = BOOK.replace("报警与联锁装置", "联锁装置")

    rejected = bring(county, "county_inspections", changed)
    reason = rejects(county.folder)["2"]["reason"]
    original = county.facts("inspection.recorded")[0]
    body: dict[str, Any] = msgspec.to_builtins(original.body)
    answer = county.ledger.submit(
        Submission(
            command="fact.correct",
            actor="officer:zhang",
            body={
                "number": original.number,
                "body": body | {"content": "联锁装置"},
                "reason": "笔误",
                "authority": "qx-emb",
                "corrected_on": "2026-05-01",
            },
        )
    )
    accepted = bring(county, "county_inspections", changed)

    assert (rejected.new, rejected.rejected, rejected.refused) == (0, 6, 4)
    assert reason.startswith(
        f"inspection.record: says something else than before, when it was recorded as fact {original.number}. "
    )
    assert "fact.correct" in reason
    assert isinstance(answer, Recorded), answer
    assert (accepted.rejected, accepted.unchanged) == (5, 3)


def test_the_commands_of_a_row_are_recorded_all_or_none(desk: Desk) -> None:
    """Where one command of a row is refused, the others of the row bring about nothing either."""
    officers = (EXAMPLES / "county_officers.csv").read_text("utf-8").replace("2021年8月1日", "2020年8月1日")

    report = bring(desk, "county_officers", officers)

    assert (report.new, report.refused) == (2, 1)
    assert [fact.body.officer for fact in desk.facts("officer.appointed")] == ["qx-01", "qx-02"]


def test_several_rows_may_name_one_act(desk: Desk) -> None:
    """A key that several rows share is sent once; a row that says something else of it is rejected."""
    officers = (EXAMPLES / "county_officers.csv").read_text("utf-8")

    report = bring(
        desk, "county_officers", officers.replace("应急管理局,2019年1月2日,qx-03", "应急局,2019年1月2日,qx-03")
    )

    assert (report.new, report.rejected, report.refused) == (2, 1, 0)
    assert len(desk.facts("authority.registered")) == 1
    assert "authority.register: says something else" in rejects(desk.folder, "county_officers")["4"]["reason"]


def test_what_happened_although_unlawful_is_recorded_with_its_defects(county: Desk) -> None:
    """A mapping that says who approved it records acts of the world as they happened, and the report counts them."""
    mapping = (EXAMPLES / "county_inspections.toml").read_text("utf-8")
    county.mapping = mapping.replace(
        'key = ["检查编号"]\n',
        'key = ["检查编号"]\nas_happened = { reason = "旧台账补录", approver = "officer:head" }\n',
    )
    path = county.folder / "book.csv"
    path.write_text(BOOK, encoding="utf-8")

    report = county.run(path)

    assert (report.new, report.refused, report.rejected) == (6, 1, 2)
    assert report.files[0].notes[-1].startswith("3 rows were recorded as they happened, with defects; ")
    assert [len(fact.defects) > 0 for fact in county.facts("inspection.recorded")] == [
        False,
        False,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("reason", "approver", "said"),
    [
        (" ", "officer:head", "as_happened gives no reason"),
        ("late", "the head", "names approver 'the head', which is not"),
    ],
)
def test_as_happened_needs_reason_and_approver(county: Desk, reason: str, approver: str, said: str) -> None:
    """A mapping that does not say why, or by whom, what was unlawful is to be recorded is named as such."""
    mapping = (EXAMPLES / "county_inspections.toml").read_text("utf-8")
    county.mapping = mapping.replace(
        'key = ["检查编号"]\n',
        f'key = ["检查编号"]\nas_happened = {{ reason = "{reason}", approver = "{approver}" }}\n',
    )
    path = county.folder / "book.csv"
    path.write_text(BOOK, encoding="utf-8")

    with pytest.raises(BadMapping, match=said):
        county.run(path)


ORDER = """
[[command]]
name = "order.issue"
key = ["no"]
when = ["due"]
personal = ["who"]
[command.fields]
order = { id = ["no"], prefix = "o-" }
inspection = { column = "visit" }
officers = { constant = ["qx-01", "qx-02"] }
issued_on = { date = "issued" }
[[command.fields.remedies]]
review_to = { constant = "清溪县人民政府" }
suit_to = { constant = "清溪县人民法院" }
[[command.fields.items]]
hazard = { column = "hazard" }
measure = { column = "measure" }
basis = { constant = "安全生产法第三十六条" }
duty = { column = "duty" }
due_on = { date = "due" }
responsible = { column = "who" }
supervising_officer = { constant = "qx-01" }
"""
HEADER = "no,visit,issued,hazard,measure,duty,due,who"
ISSUED = "7,2025-006,2025-09-11,YH-2025-03,clear the way,manager,2025-09-30,王建国"


def test_a_person_reaches_a_personal_field_only(county: Desk) -> None:
    """A personal column goes into the personal store under a commitment, and a row without `when` sends nothing."""
    bring(county, "county_inspections")

    report = mend(county, ORDER, ISSUED, "8,2025-006,2025-09-12,,,,,", header=HEADER)

    assert (report.new, report.unchanged, report.rejected) == (1, 1, 0), rejects(county.folder, "own")
    (fact,) = county.facts("order.issued")
    assert isinstance(fact.body, OrderIssued)
    assert (fact.body.items[0].due_on, fact.body.remedies.suit_to) == (date(2025, 9, 30), "清溪县人民法院")
    assert county.ledger.personal._reveal(fact.body.items[0].responsible) == "王建国"
    assert "王建国".encode() not in b"".join(one.data for one in county.ledger.facts())


def test_a_blank_cell_that_a_command_needs_is_named(county: Desk) -> None:
    """A row that lacks what a command needs is rejected with column and field, in a list as well."""
    mend(county, ORDER, ISSUED.replace("clear the way", ""), ISSUED.replace("7,", ",", 1), header=HEADER)

    rows = rejects(county.folder, "own")
    assert (rows["2"]["column"], rows["2"]["reason"]) == ("measure", "is blank, and order.issue needs it")
    assert (rows["3"]["column"], rows["3"]["reason"]) == ("no", "is blank, and is part of the key")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "order.issue",
            "order.isue",
            "command.order.isue names a command that nothing installed declares. Did you mean",
        ),
        ('key = ["no"]', "key = []", "command.order.issue.key is empty"),
        ('key = ["no"]', 'key = ["no", "who"]', "command.order.issue.key uses 'who', which is personal"),
        (
            'personal = ["who"]\n',
            "",
            "command.order.issue.items.0.responsible is personal, and what it is given is not",
        ),
        ('duty = { column = "duty" }', 'duty = { column = "who" }', "items.0.duty uses 'who', which is personal"),
        ('duty = { column = "duty" }\n', "", "command.order.issue.items.0 lacks field 'duty'"),
        (
            "measure = {",
            "measures = {",
            "items.0.measures names a field that order.issue does not have. It has: hazard,",
        ),
        ('id = ["no"]', 'id = ["no", "visit"], separator = ";"', "order has a separator without one column to part"),
        ('inspection = { column = "visit" }', "inspection = [{ }]", "inspection has no fields of its own"),
        (
            'when = ["due"]',
            'as_happened = { reason = "x", approver = "officer:a" }',
            "as_happened stands for an act of",
        ),
        (
            "[[command.fields.items]]",
            '[[command.fields.remedies]]\nreview_to = { constant = "x" }\nsuit_to = { constant = "x" }\n[[command.fields.items]]',
            "command.order.issue.remedies is one thing, and several tables give it",
        ),
        ("[[command]]", '[[record]]\nname = "a"\nkey = ["no"]\n[[command]]', "command stands beside [[record]]"),
    ],
)
def test_bad_command_is_named(county: Desk, old: str, new: str, said: str) -> None:
    """A command that is not declared, not given whole, or would publish a person is named with what there is."""
    assert old in ORDER
    head = county.ledger.recorder.head().number

    with pytest.raises(BadMapping) as raised:
        mend(county, ORDER.replace(old, new, 1), header=HEADER)

    assert said in str(raised.value)
    assert county.ledger.recorder.head().number == head
