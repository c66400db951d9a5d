"""`regledger personal`: acts on personal values from the command line, and no other command that shows one."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from regledger.log.personal import PersonalStore
from regledger.log.text import Personal
from regledger.records.case.facts import CaseStatementMade
from regledger.testing.rectification import FOUND, ITEM, ORDERED
from regledger.testing.scenario import COUNTY, step

from .conftest import Run, line

SECRET = "欧阳锋"
P1 = "person:p1"
NAMED = ORDERED.but(items=[{**ITEM, "responsible": {"subject": P1, "value": SECRET}}])
GRANTS = [
    step(
        "role.grant",
        holder="officer:li",
        role=role,
        authority="emb",
        valid_from="2026-03-03",
        ground="Duty list",
        granted_on="2026-03-03",
    )
    for role in ("approve", "disclose")
]
BY = ("--authority", "emb", "--as", "officer:li", "--day", "2026-03-04")


@pytest.fixture
def order(run: Run, ledger: str) -> int:
    """The number of an order that names person:p1."""
    lines = [line(one.command, one.body, actor="officer:li") for one in (*COUNTY, FOUND, NAMED, *GRANTS)]
    sent = run("submit", "-", "--json", stdin="\n".join(lines))
    assert sent.exit_code == 0, sent.output
    shown = json.loads(run("history", "order:R-1", "--json").stdout)
    return next(int(one["number"]) for one in shown["facts"] if one["type"] == "order.issued")


def test_a_disclosure_is_recorded_before_the_value_is_shown(run: Run, order: int) -> None:
    """The value comes with the number of its disclosure, and the subject's history says who got it and for what."""
    shown = run("personal", "disclose", P1, "--purpose", "Service", "--recipient", "county court", *BY, "--json")

    told = json.loads(shown.stdout)
    assert shown.exit_code == 0
    assert told["values"] == [{"number": order, "field": "items[0].responsible", "text": SECRET}]
    history = json.loads(run("history", P1, "--json").stdout)["facts"]
    assert [(one["number"], one["type"]) for one in history] == [(told["number"], "personal.disclosed")]
    assert "county court" in run("history", P1).stdout


def test_a_refused_disclosure_shows_nothing(run: Run, order: int) -> None:
    """Who does not hold the role, and whoever asks while the subject is restricted, is shown no value; exit code 1."""
    ask = ("personal", "disclose", P1, "--purpose", "Service", "--recipient", "county court")
    role = run(*ask, "--authority", "emb", "--as", "officer:wang", "--day", "2026-03-04")
    assert run("personal", "restrict", P1, "--ground", "request", "--reason", "Asked", *BY).exit_code == 0

    restricted = run(*ask, *BY)
    named = run(*ask, *BY, "--ground", "security")

    assert (role.exit_code, restricted.exit_code, named.exit_code) == (1, 1, 0)
    assert SECRET not in role.output + restricted.output
    assert "role.grant" in role.output
    assert "restricted since 2026-03-04" in restricted.output
    assert SECRET in named.stdout


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["table", "json"])
def test_no_other_command_shows_a_value(run: Run, order: int, form: tuple[str, ...]) -> None:
    """Show, history, explain, find, next, status and the answers of submit leave it out, before and after an erasure."""
    reading = [
        ("show", "order:R-1"),
        ("show", "hazard:H-1"),
        ("history", "order:R-1"),
        ("explain", "order:R-1"),
        ("explain", str(order)),
        ("find", SECRET[:2]),
        ("next", "hazard:H-1"),
        ("personal", "status", P1),
    ]
    again = line("order.issue", NAMED.body, actor="officer:li")
    before = [run(*one, *form).output for one in reading] + [run("submit", "-", *form, stdin=again).output]

    erased = run("personal", "erase", P1, "--ground", "purpose_served", "--reason", "Cleared", *BY, *form)
    after = [run(*one, *form).output for one in reading]

    assert erased.exit_code == 0
    assert all(before)
    assert all(after)
    assert [
        text for text in (*before, erased.output, *after) if SECRET in text or json.dumps(SECRET)[1:-1] in text
    ] == []


def test_erasing_says_how_much_it_reached(run: Run, order: int, folder: Path) -> None:
    """One fact held a value; after it the subject's own reading says Erased, and doing it again is refused."""
    erase = ("personal", "erase", P1, "--ground", "purpose_served", "--reason", "Cleared", *BY)

    done, again = run(*erase), run(*erase)

    assert "the values in 1 facts read Erased" in done.stdout
    assert (done.exit_code, again.exit_code) == (0, 1)
    assert "was erased" in again.stdout
    status = json.loads(run("personal", "status", P1, "--json").stdout)
    assert (status["erased"], status["erased_on"], status["facts"]) == (True, "2026-03-04", [order])


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["table", "json"])
def test_what_was_erased_reads_so_wherever_it_stood(run: Run, order: int, form: tuple[str, ...]) -> None:
    """Show and history of what named the person go on, and say Erased where they said that it is personal."""
    asked = [("show", "order:R-1", *form), ("explain", str(order), *form)]
    before = [run(*one).stdout for one in asked[:1]]

    run("personal", "erase", P1, "--ground", "purpose_served", "--reason", "Cleared", *BY)
    after = [run(*one) for one in asked]

    assert all("(personal)" in text and "Erased" not in text for text in before)
    assert "Erased" in after[0].stdout
    assert [one.exit_code for one in after] == [0, 0]
    assert run("history", P1).exit_code == 0
    assert '"erased_on":"2026-03-04"' in run("show", P1, "--json").stdout


def test_restricting_and_releasing(run: Run, order: int) -> None:
    """The state of the person says since when and until when, and after the release neither."""
    keep = ("--ground", "retention", "--document", "档案法", "--until", "2036-12-31", "--reason", "Case file")
    assert run("personal", "restrict", P1, *keep, *BY).exit_code == 0
    kept = json.loads(run("personal", "status", P1, "--json").stdout)

    refused = run("personal", "erase", P1, "--ground", "purpose_served", "--reason", "Cleared", *BY)
    released = run("personal", "release", P1, "--reason", "Wrong file", *BY, "--json")

    assert (kept["restricted_on"], kept["kept_until"]) == ("2026-03-04", "2036-12-31")
    assert (refused.exit_code, "until 2036-12-31" in refused.stdout) == (1, True)
    assert json.loads(released.stdout)["answer"] == "recorded"
    assert json.loads(run("personal", "status", P1, "--json").stdout)["restricted_on"] is None


def test_a_subject_without_values_is_told_so(run: Run, order: int) -> None:
    """Nothing to disclose is an unknown subject; erasing it is recorded, and said to have reached nothing."""
    nobody = run("personal", "disclose", "person:p9", "--purpose", "x", "--recipient", "y", *BY)
    erased = run("personal", "erase", "person:p9", "--ground", "law", "--reason", "In advance", *BY)

    assert (nobody.exit_code, "Nothing is recorded about person:p9" in nobody.output) == (3, True)
    assert "no fact held a value under it" in erased.stdout


def test_sweeping_a_store_without_orphans_removes_nothing(run: Run, order: int) -> None:
    """What a fact commits to stays."""
    swept = run("personal", "sweep", "--json")

    assert json.loads(swept.stdout) == {"removed": 0, "young": 0}
    assert SECRET in run("personal", "disclose", P1, "--purpose", "x", "--recipient", "y", *BY).stdout


def test_doctor_counts_what_no_fact_commits_to(run: Run, order: int, folder: Path) -> None:
    """A value of a recording that was broken off an hour ago is named with the command that removes it, and is gone after it."""
    said = CaseStatementMade(
        case="C-9",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        kind="statement",
        hearing_waived=False,
        text=Personal(subject="person:p2", value=SECRET),
        made_on=date(2026, 3, 4),
    )
    PersonalStore(folder / "regledger.db").seal([("lost:0", said)], ["case:C-9"])
    with closing(sqlite3.connect(folder / "regledger.db.personal")) as values, values:
        values.execute("UPDATE value SET put_at = 0")

    told = run("doctor").stdout
    swept = json.loads(run("personal", "sweep", "--json").stdout)

    assert "1 values that no fact commits to" in told
    assert "regledger personal sweep" in told
    assert swept == {"removed": 1, "young": 0}
    assert "no fact commits to" not in run("doctor").stdout


def test_doctor_names_an_erasure_that_cannot_be_finished(
    run: Run, order: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys of before the erasure that somebody holds locked: it is bad, and doctor says how it is finished."""
    keys = folder / "regledger.db.keys"
    kept = keys.read_bytes()
    run("personal", "erase", P1, "--ground", "purpose_served", "--reason", "Cleared", *BY)
    keys.write_bytes(kept)
    monkeypatch.setattr("regledger.log.personal.files._BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(keys, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        held = run("doctor")

    freed = run("doctor")

    assert "1 erasures are in the log and not finished here, such as that of person:p1" in held.stdout
    assert held.exit_code == 1
    assert "not finished" not in freed.stdout
