"""`list`, `audit` and `law coverage` from the command line."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import COUNTY, Step

from .conftest import Run, line

ALONE = FOUND.but(inspection="I-9", officers=["li"], hazards=[])


@pytest.fixture
def county(run: Run) -> None:
    """A county with two hazards under an order, and an inspection that one officer made."""
    assert run("init").exit_code == 0
    steps: list[Step] = [*COUNTY, FOUND, ORDERED]
    lines = [line(one.command, one.body) for one in steps]
    lines.append(
        line(ALONE.command, ALONE.body, as_happened={"reason": "Nobody else was there", "approver": "officer:wang"})
    )
    sent = run("submit", "--as", "authority:emb", "-", stdin="\n".join(lines))
    assert sent.exit_code == 0, sent.output


@pytest.mark.usefixtures("county")
def test_a_list_is_shown_and_written_as_json_and_csv(run: Run) -> None:
    """The same records in all three; the fields of the kind head the CSV."""
    words = ("list", "hazard", "--where", "order=R-1", "--on", "2026-03-30")

    shown = run(*words)
    plain = msgspec.json.decode(run(*words, "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(*words, "--csv").stdout)))

    assert shown.exit_code == 0, shown.output
    assert "hazard:H-1" in shown.stdout
    assert [one["subject"] for one in plain["rows"]] == [row["subject"] for row in rows] == ["hazard:H-1"]
    assert rows[0]["due_on"] == plain["rows"][0]["state"]["due_on"] == "2026-03-30"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["list", "hazards"], 3, "Did you mean hazard"),
        (["list", "hazard", "--where", "level"], 3, "such as level=major"),
        (["list", "hazard", "--where", "lvl=major"], 3, "no such record has 'lvl'"),
        (["list", "hazard", "--csv", "--json"], 2, "Give --csv or --json, not both."),
        (["audit", "--csv", "--json"], 2, "Give --csv or --json, not both."),
        (["audit", "--authority", "nobody"], 3, "Nothing is recorded about authority:nobody."),
        (["audit", "--section", "all"], 2, "'all' is not one of"),
        (["law", "coverage", "--section", "Q"], 2, "'Q' is no section of the catalogue"),
    ],
)
@pytest.mark.usefixtures("county")
def test_what_cannot_be_asked_is_told(run: Run, words: list[str], code: int, said: str) -> None:
    """Each with its exit code, what is wrong and the remedy."""
    result = run(*words)

    assert result.exit_code == code
    assert said in result.stderr


@pytest.mark.usefixtures("county")
def test_an_audit_names_the_override_and_ends_with_exit_code_1(run: Run) -> None:
    """The inspection of one officer is told with reason and approver, in all three forms; before it there is nothing."""
    words = ("audit", "--section", "defect", "--on", "2026-03-30")

    shown = run(*words)
    plain = run(*words, "--json")
    rows = list(csv.DictReader(io.StringIO(run(*words, "--csv").stdout)))
    before = run(*words[:3], "--on", "2020-02-01")

    assert (shown.exit_code, plain.exit_code, before.exit_code) == (1, 1, 0)
    assert "Nobody else was there, approved by officer:wang" in shown.stdout
    assert {one["subject"] for one in msgspec.json.decode(plain.stdout)["findings"]} == {"inspection:I-9"}
    assert {row["rule"] for row in rows} == {"A-01"}
    assert "0 decided cases" in before.stdout


def test_the_coverage_of_the_law_lists_every_rule(run: Run) -> None:
    """270 rules, each with its kind; what is executable says where and names tests; a section can be asked for alone."""
    every = msgspec.json.decode(run("law", "coverage", "--json").stdout)
    shown = run("law", "coverage", "--section", "a", "--kind", "executable")

    assert len({one["rule"] for one in every}) == 270
    assert {"rule", "kind", "where", "tests", "status"} <= every[0].keys()
    assert all(one["where"] and one["tests"] for one in every if one["kind"] in ("executable", "derived"))
    assert shown.exit_code == 0
    assert "B-0" not in shown.stdout
