"""`regledger import` in a terminal: what it prints, and that what cannot work leaves no ledger behind."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from regledger.ledger import Ledger
from regledger_cli.main import cli

from .conftest import HEADER, INSTALLED, MAPPING

A = "A-1,Alpha Ltd,North,open,Wang Wei,2025-03-01,,,"
COUNTY = Path(__file__).resolve().parents[3] / "examples/imports/county_licences.toml"
FACT = """
[[record.fact]]
type = "enterprise.registered"
fields.enterprise = { id = ["no"] }
fields.name = { column = "firm" }
fields.credit_code = { column = "place" }
fields.registered_on = { date = "opened" }
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An otherwise empty folder that we stand in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def run(*args: str, mapping: str = "m.toml") -> Result:
    """Import into `c.db`."""
    return CliRunner().invoke(
        cli, ["import", mapping, *args, "--ledger", "sqlite:///c.db"], prog_name="regledger", terminal_width=100
    )


def export(name: str, *lines: str) -> str:
    """An export in this folder."""
    Path(name).write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return name


def test_the_day_and_every_count_are_printed() -> None:
    """The report for people says as of which day each file is and why, and counts what was refused."""
    result = run(export("2026-01-31.csv", A))

    assert result.exit_code == 0, result.output
    assert "  2026-01-31.csv as of 2026-01-31 (file name)\n" in result.stdout
    assert "  refused    0\n" in result.stdout


def test_words_for_rewriting_are_explained() -> None:
    """Each kind of rewriting that the table shows is explained in a line below it, and no other."""
    run(export("2026-01-31.csv", A))

    result = run(export("2026-03-31.csv", A.replace("2025-03-01", "2025-02-01").replace(",,,", ",2025-12-01,10,")))

    assert "  backdated   a date moved to an earlier day\n" in result.stdout
    assert "  said_later  a date before the day of the earlier export" in result.stdout
    assert "  dropped " not in result.stdout


def test_help_writes_days_as_people_do() -> None:
    """The option is shown as YYYY-MM-DD, and what is no day is answered in the same words."""
    shown = CliRunner().invoke(cli, ["import", "--help"], prog_name="regledger")
    wrong = run(export("2026-01-31.csv", A), "--as-of", "31.1.2026")

    assert "--as-of YYYY-MM-DD" in shown.stdout
    assert "%Y" not in shown.stdout
    assert (wrong.exit_code, "'31.1.2026' is no day written YYYY-MM-DD." in wrong.stderr) == (2, True)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('closed = "closed"', 'closed = "closed_on"', "it has no column 'closed_on'"),
        ('kind = "source"', 'kind = "firm"', "names kind 'firm', which nothing installed declares"),
        ("enterprise.registered", "enterprise.founded", "names a fact that nothing installed declares"),
        ("fields.name", "fields.title", "names a field that enterprise.registered does not have"),
        ('file_name = "YYYY-MM-DD.csv"', "", "nothing says as of which day it shows the register"),
        ('"YYYY-MM-DD.csv"', '"asof-YYYY-MM-DD.csv"', "its name is not of the form"),
    ],
)
def test_what_cannot_be_imported_leaves_no_ledger(folder: Path, old: str, new: str, said: str) -> None:
    """Mapping, headers and days are checked before a ledger is made: exit code 3, and the folder is as it was."""
    mapping = (MAPPING + FACT).replace('name = "firm"\n', 'kind = "source"\nname = "firm"\n')
    assert old in mapping
    (folder / "m.toml").write_text(mapping.replace(old, new), encoding="utf-8")
    name = export("2026-01-31.csv", A)

    result = run(name)

    assert result.exit_code == 3
    assert said in result.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["2026-01-31.csv", "m.toml"]


def test_a_wrong_command_leaves_no_ledger(folder: Path) -> None:
    """A command that nothing installed declares is named before a ledger is made."""
    (folder / "m.toml").write_text(
        '[register]\nid = "a"\ntitle = "A"\n[[command]]\nname = "officer.apoint"\nkey = ["no"]\nfields = {}\n',
        encoding="utf-8",
    )

    result = run(export("x.csv", A))

    assert (result.exit_code, "command.officer.apoint" in result.stderr) == (3, True)
    assert not (folder / "c.db").exists()


def test_a_wrong_credit_code_is_recorded_and_told(folder: Path) -> None:
    """What a command would be refused for is recorded as the register says it, and the report lists the lines."""
    text = COUNTY.with_suffix(".csv").read_bytes().decode("gb18030")
    (folder / "county.csv").write_bytes(text.replace("91430999MA4L16JQ94", "91430999MA4L16JQ95").encode("gb18030"))

    result = run("county.csv", "--json", mapping=str(COUNTY))

    (one,) = msgspec.json.decode(result.stdout)["files"]
    assert one["notes"] == [
        "2 rows give a credit code whose check digit is wrong, which a command would be refused for; "
        "recorded as the register says it: line 3, 4"
    ]
    with Ledger.open("sqlite:///c.db", installation=INSTALLED) as ledger:
        assert ledger.show("enterprise:91430999MA4L16JQ95") is not None


def test_an_imported_fact_is_explained_by_every_column_that_fed_it() -> None:
    """`explain` of a real fact names the columns that its fields come from, not one of them."""
    run(str(COUNTY.with_suffix(".csv")), mapping=str(COUNTY))
    with Ledger.open("sqlite:///c.db", installation=INSTALLED) as ledger:
        fact = next(iter(ledger.facts(types=["enterprise.registered"])))

    explained = CliRunner().invoke(cli, ["explain", f"#{fact.number}", "--ledger", "sqlite:///c.db"])

    assert fact.source is not None
    assert fact.source.column == "统一社会信用代码, 企业名称, 初次登记日期"
    assert fact.source.column in explained.stdout
