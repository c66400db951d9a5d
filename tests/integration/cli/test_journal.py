"""`regledger journal`: who tried what in vain, and what `doctor` says where that is lost."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from .conftest import AUTHORITY, ENTERPRISE, Run, line

REFUSED = line("enterprise.register", {**ENTERPRISE, "credit_code": "91430100MA4L16JQ9X"})


def attempts(run: Run, *options: str) -> list[dict[str, object]]:
    result = run("journal", "--json", *options)
    assert result.exit_code == 0, result.output
    found: list[dict[str, object]] = msgspec.json.decode(result.stdout)["attempts"]
    return found


def test_refused_and_unreadable_lines_are_listed(run: Run, ledger: str) -> None:
    """Each with its sender, its command where there is one, and the rules or the failure; what was recorded is not."""
    bad = "\n".join((line("authority.register", AUTHORITY), REFUSED, "no json", line("no.such", {})))

    run("submit", "--as", "officer:li", stdin=bad)

    found = attempts(run)
    assert [(one["command"], one["rules"], one["error"]) for one in found] == [
        ("enterprise.register", ["REF"], ""),
        ("", [], "BadCommand"),
        ("", [], "UnknownCommand"),
    ]
    assert {one["actor"] for one in found} == {"officer:li"}
    shown = run("journal").stdout
    assert "REF enterprise.credit_code_wrong" in shown
    assert "BadCommand" in shown


def test_the_bad_lines_of_a_batch_are_listed(run: Run, ledger: str) -> None:
    """With --atomic a line that cannot be read stops the others: it is noted, and they are not."""
    run("submit", "--atomic", stdin=f"{line('authority.register', AUTHORITY)}\nno json\n")

    assert [one["error"] for one in attempts(run)] == ["BadCommand"]


def test_what_is_only_checked_is_not_listed(run: Run, ledger: str) -> None:
    """--check is a question."""
    run("submit", "--check", stdin=f"{REFUSED}\nno json\n")
    run("submit", "--check", "--atomic", stdin=f"{REFUSED}\nno json\n")

    assert attempts(run) == []


@pytest.mark.parametrize(("since", "count"), [("2020-01-01", 1), ("9998-01-01", 0), ("2020-01-01T00:00:00+08:00", 1)])
def test_it_begins_where_it_is_told_to(run: Run, ledger: str, since: str, count: int) -> None:
    """--since takes a legal day or an instant."""
    run("submit", stdin=REFUSED)

    assert len(attempts(run, "--since", since)) == count


def test_doctor_names_a_journal_that_cannot_be_written(run: Run, ledger: str, folder: Path) -> None:
    """Attempts go on being answered, so nobody else would notice."""
    (folder / "regledger.db.journal").mkdir()

    run("submit", stdin=REFUSED)
    result = run("doctor")

    [told] = [each for each in result.stdout.splitlines() if " journal: " in each]
    assert told.startswith("warn")


def test_doctor_is_content_with_a_journal_that_can_be_written(run: Run, ledger: str) -> None:
    """With a first line or without."""
    run("submit", stdin=REFUSED)

    assert "ok    journal: " in run("doctor").stdout
