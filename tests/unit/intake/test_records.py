"""What one line of a register can hold: several records, split columns, repeated keys, real facts."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from regledger.deciding.answers import Recorded, Submission
from regledger.errors import PersonalStoreError
from regledger.intake.importing import import_files
from regledger.intake.report import Report
from regledger.intake.source_rows import SourceRows
from regledger.log.personal import ERASED

from .conftest import Desk

ROOT = Path(__file__).resolve().parents[3]

TODAY = date(2026, 6, 1)

INSPECTIONS = """
[register]
id = "visits"
title = "Visits"
export = "part"

[file]
encodings = ["utf-8"]
delimiters = [","]
blank = ["NA"]

[[record]]
name = "visit"
key = ["visit"]
columns = ["firm"]
milestones = { visited = "visited" }

[[record]]
name = "finding"
key = ["visit", "item"]
optional = true
columns = ["what"]
milestones = { due = "due" }
concerns = [{ name = "visit", columns = ["visit"] }]
"""

PARTIES = """
[register]
id = "decisions"
title = "Decisions"
export = "part"

[file]
encodings = ["utf-8"]
delimiters = [","]

[[record]]
name = "decision"
key = ["no"]
repeats = "number"
columns = ["no", "article"]
milestones = { decided = "decided" }

[[record.split]]
column = "party"
pattern = '''(?P<firm>[^()]*Ltd)\\s*(?:\\((?P<person>.*)\\))?'''
public = { firm = "firm" }
personal = { person = "responsible" }
"""


def rows(desk: Desk, subject: str) -> SourceRows:
    """The rows that speak of a subject."""
    held = desk.ledger.show(subject)
    assert held is not None
    assert isinstance(held.state, SourceRows)
    return held.state


def visits(desk: Desk, *lines: str) -> Report:
    """Import an export of visits."""
    desk.mapping = INSPECTIONS
    return desk.run(desk.file("visits.csv", lines, header="visit,firm,visited,item,what,due"), as_of=TODAY)


def test_one_visit_on_several_lines_is_one_record(desk: Desk) -> None:
    """A visit that repeats on each of its findings is recorded once, and shows its findings."""
    visits(
        desk, "V1,Alpha,2026-01-05,01,no rail,2026-02-01", "V1,Alpha,2026-01-05,02,no sign,NA", "V2,B,2026-01-06,NA,,"
    )

    assert len(desk.facts("source.row_seen")) == 4
    assert len(desk.facts("source.milestone")) == 3
    assert set(rows(desk, "source:visits-visit-V1").rows) == {
        "visits-visit-V1",
        "visits-finding-V1-01",
        "visits-finding-V1-02",
    }
    assert set(rows(desk, "source:visits-visit-V2").rows) == {"visits-visit-V2"}


def test_a_line_is_rejected_whole(desk: Desk) -> None:
    """Where one record of a line is bad, none of the line is recorded."""
    visits(desk, "V1,Alpha,2026-01-05,01,no rail,soon")

    assert desk.facts("source.row_seen") == []


def test_company_is_public_and_person_is_not(desk: Desk) -> None:
    """A party's company can be found; its person, and a party that is no company, are personal."""
    desk.mapping = PARTIES
    desk.run(
        desk.file(
            "d.csv",
            ["1,7,2026-01-05,Alpha Ltd (Wang Wei)", "2,7,2026-01-05,Li Hua", "3,7,2026-01-05,Beta Ltd"],
            header="no,article,decided,party",
        ),
        as_of=TODAY,
    )

    first = rows(desk, "source:decisions-decision-1").rows["decisions-decision-1"]
    second = rows(desk, "source:decisions-decision-2").rows["decisions-decision-2"]
    third = rows(desk, "source:decisions-decision-3").rows["decisions-decision-3"]
    assert (first.values["firm"], list(first.personal)) == ("Alpha Ltd", ["responsible"])
    assert ("firm" in second.values, list(second.personal)) == (False, ["party"])
    assert (third.values["firm"], list(third.personal)) == ("Beta Ltd", [])
    assert desk.ledger.personal._reveal(second.personal["party"]) == "Li Hua"
    assert [fact.number for fact in desk.ledger.facts() if b"Wang" in fact.data or b"Li Hua" in fact.data] == []


def test_rows_that_share_a_key_are_numbered_and_stay_so(desk: Desk) -> None:
    """Rows that share a key keep their numbers in a later export, whatever their order; equal lines are one."""
    desk.mapping = PARTIES
    header = "no,article,decided,party"
    a, b, c = "1,7,2026-01-05,Wang", "1,8,2026-01-05,Li", "1,9,2026-01-06,Li"
    first = desk.run(desk.file("d1.csv", [a, b, "2,7,2026-01-05,Li", b], header=header), as_of=TODAY)

    second = desk.run(desk.file("d2.csv", [c, b, a], header=header), as_of=TODAY)
    third = desk.run(desk.file("d3.csv", [b.replace("Li", "Zhao")], header=header), as_of=TODAY)

    assert (first.new, first.unchanged) == (3, 1)
    assert (second.new, second.unchanged, second.changed) == (1, 2, 0)
    assert (third.changed, third.recorded_by_type.get("source.row_changed")) == (1, 1)
    assert [fact.body.key for fact in desk.facts("source.row_seen")] == [("2",), ("1",), ("1", "#2"), ("1", "#3")]


def test_what_was_erased_is_never_recorded_anew(desk: Desk) -> None:
    """A person's value whose key was destroyed does not come back with the next export."""
    line = "A-1,Alpha Ltd,North,open,Wang Wei,2025-03-01,,,"
    desk.export("2026-01-31.csv", line)
    with closing(sqlite3.connect(desk.folder / "county.db.keys")) as keys, keys:
        keys.execute("DELETE FROM subject WHERE subject = 'source:cases-case-A-1'")

    report = desk.export("2026-03-31.csv", line.replace("open", "closed"))

    (changed,) = desk.facts("source.row_changed")
    assert report.changed == 1
    assert changed.body.personal == {}


def county(desk: Desk, content: bytes | None = None) -> Report:
    """Import the county's licences of the examples, or a later form of them."""
    source = ROOT / "examples/imports/county_licences.csv"
    path = desk.folder / "county_licences.csv"
    path.write_bytes(source.read_bytes() if content is None else content)
    return import_files(desk.ledger, ROOT / "examples/imports/county_licences.toml", [path], rejects_in=desk.folder)


def rejects(desk: Desk) -> list[dict[str, str]]:
    """The reject file's rows."""
    with (desk.folder / "county_licences.rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_countys_own_register_gives_real_facts(desk: Desk) -> None:
    """Rows of the county's register become licences, sites and enterprises, asserted and not judged."""
    report = county(desk)

    licence = next(iter(desk.ledger.facts(types=["licence.issued"])))
    enterprise = desk.ledger.show("enterprise:91430999MA4L16JQ94")
    assert report.recorded_by_type["licence.issued"] == 5
    assert report.recorded_by_type["enterprise.registered"] == 4
    assert licence.asserted
    assert (licence.body.number, licence.body.valid_to) == ("湘危安许字〔2024〕001号", date(2027, 3, 4))
    assert enterprise is not None
    assert enterprise.asserted
    assert enterprise.state.name == "清溪县恒利氯碱化工有限公司"
    assert (report.rejected, county(desk).recorded) == (0, 0)


def test_a_real_fact_that_the_register_changes_is_corrected(desk: Desk) -> None:
    """Where a later export gives another body, the new fact stands in the place of the old one."""
    county(desk)
    source = (ROOT / "examples/imports/county_licences.csv").read_bytes().decode("gb18030")

    report = county(
        desk, source.replace("恒利氯碱化工", "恒利化学").replace("2027年6月17日", "2027年6月30日").encode("gb18030")
    )

    enterprise = desk.ledger.show("enterprise:91430999MA4L16JQ94")
    licences = [fact for fact in desk.ledger.facts(types=["licence.issued"]) if fact.corrects is not None]
    assert report.recorded_by_type["enterprise.registered"] == 1
    assert enterprise is not None
    assert isinstance(enterprise.state.name, str)
    assert enterprise.state.name == "清溪县恒利化学有限公司"
    assert [fact.body.valid_to for fact in licences] == [date(2027, 6, 30)]
    assert len(desk.ledger.standing("enterprise:91430999MA4L7T2K80")) == len(
        [fact for fact in desk.ledger.facts(tags=["enterprise:91430999MA4L7T2K80"]) if fact.corrects is None]
    )


def test_real_fact_that_does_not_fit_rejects_its_row(desk: Desk) -> None:
    """A cell that the fact's declaration does not allow rejects the row and names the column."""
    source = (ROOT / "examples/imports/county_licences.csv").read_bytes().decode("gb18030")

    report = county(
        desk, source.replace("危险化学品安全生产许可证,2024年6月18日", "烟花爆竹,2024年6月18日").encode("gb18030")
    )

    (first,) = rejects(desk)
    assert report.rejected == 1
    assert (first["line"], first["column"], first["许可种类"]) == ("5", "许可种类", "烟花爆竹")
    assert first["reason"].startswith("is none of the declared words: 危险化学品安全生产许可证")
    assert first["法定代表人"] == "(personal)"


def test_real_fact_of_the_future_rejects_its_row(desk: Desk) -> None:
    """What is said to have happened cannot lie in the future."""
    source = (ROOT / "examples/imports/county_licences.csv").read_bytes().decode("gb18030")

    report = county(desk, source.replace("2021年4月2日", "2126年4月2日").encode("gb18030"))

    (first,) = rejects(desk)
    assert report.rejected == 1
    assert first["column"] == "初次登记日期"
    assert first["reason"] == "enterprise.registered: lies in the future, and says that it happened"


def erase(desk: Desk, subject: str) -> None:
    """Have everything personal to `subject` erased."""
    for name, body in (
        ("authority.register", {"authority": "emb", "name": "Bureau", "registered_on": "2026-01-04"}),
        (
            "personal.erase",
            {
                "subject": subject,
                "ground": "consent_withdrawn",
                "reason": "Asked",
                "authority": "emb",
                "erased_on": "2026-02-01",
            },
        ),
    ):
        assert isinstance(desk.ledger.submit(Submission(command=name, body=body)), Recorded)


@pytest.mark.parametrize("first", [True, False], ids=["seen before", "never seen"])
def test_an_erased_row_is_taken_in_without_what_is_personal(desk: Desk, first: bool) -> None:
    """Its public columns go on; its personal ones are left out, whatever a later export says, and the report says so."""
    line = "A-1,Alpha Ltd,North,open,Wang Wei,2025-03-01,,,"
    if first:
        desk.export("2026-01-31.csv", line)
    erase(desk, "source:cases-case-A-1")

    report = desk.export("2026-03-31.csv", line.replace("open", "closed").replace("Wang Wei", "Wang Weimin"))
    again = desk.export("2026-04-30.csv", line.replace("open", "closed"))

    shown = desk.ledger.show("source:cases-case-A-1")
    assert shown is not None
    assert isinstance(shown.state, SourceRows)
    row = shown.state.rows["cases-case-A-1"]
    assert row.values["state"] == "closed"
    assert set(desk.ledger.personal._reveal_all(list(row.personal.values()))) <= {ERASED}
    assert "1 rows have personal values of subjects that were erased" in " ".join(report.files[0].notes)
    assert (report.rejected, again.changed, again.rejected) == (0, 0, 0)
    with closing(sqlite3.connect(desk.folder / "county.db.keys")) as keys:
        assert keys.execute("SELECT count(*) FROM subject").fetchone() == (0,)


def test_an_export_that_names_an_erased_row_twice_contradicts_nothing(desk: Desk) -> None:
    """Two lines of one row that differ in what is left out say the same."""
    erase(desk, "source:cases-case-A-1")
    lines = [f"A-1,Alpha Ltd,North,open,{name},2025-03-01,,," for name in ("Wang Wei", "Sun Li")]

    assert desk.export("2026-03-31.csv", *lines).rejected == 0


def test_nothing_is_swept_between_the_values_of_a_row_and_its_facts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sweep that comes while a batch is being recorded leaves its values alone."""
    monkeypatch.setattr("regledger.log.personal.under_way.WAITED", 0.1)
    stamp = desk.ledger.recorder.store._clock
    told: list[bool] = []

    def slow() -> int:
        if not told:  # what is recorded of the export itself afterwards carries no value
            with pytest.raises(PersonalStoreError, match="Sweep again"):
                desk.ledger.personal.matching(desk.ledger.recorder).sweep(0)
            told.append(True)
        return int(stamp())

    monkeypatch.setattr(desk.ledger.recorder.store, "_clock", slow)
    desk.run(desk.file("2026-01-31.csv", ["A-1,Alpha Ltd,North,open,Wang Wei,,,,"]))

    [seen] = desk.facts("source.row_seen")
    assert told
    assert desk.ledger.personal._reveal(seen.body.personal["boss"]) == "Wang Wei"
