"""`regledger doctor`, `init` and `sectors list`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import Result
from regledger.clock import system_clock
from regledger.ledger import Ledger
from regledger.log.facts import Fact, fact
from regledger.log.personal import PersonalStore
from regledger.log.text import Id, Personal
from regledger.sectors.loading import BrokenSector, Sectors
from regledger.testing.scenario import COUNTY

from .conftest import AUTHORITY, Run, line


def checks(result: Result) -> dict[str, dict[str, Any]]:
    """The checks by name."""
    return {one["name"]: one for one in msgspec.json.decode(result.stdout)["checks"]}


@pytest.fixture
def no_sector(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without sectors, so that only what a test breaks is bad."""
    monkeypatch.setattr(Sectors, "installed", classmethod(lambda cls: cls()))


def test_doctor_works_without_a_ledger(run: Run, no_sector: None) -> None:
    """The machine is checked, and the missing ledger is a warning with its remedy."""
    result = run("doctor", "--json")

    found = checks(result)
    assert result.exit_code == 0
    assert (found["ledger"]["verdict"], found["python"]["verdict"]) == ("warn", "ok")
    assert "regledger init" in found["ledger"]["remedy"]


def test_doctor_finds_a_sound_ledger_well(run: Run, ledger: str, no_sector: None) -> None:
    """Every check of a new ledger with a fact in it is ok."""
    run("submit", stdin=line("authority.register", AUTHORITY))

    result = run("doctor", "--json")

    assert result.exit_code == 0
    assert {one["verdict"] for one in checks(result).values()} == {"ok"}
    assert {"ledger", "readable", "writable", "disk", "clock", "ledger file", "personal store"} <= checks(result).keys()


def test_a_clock_behind_the_last_fact_is_bad(run: Run, ledger: str, no_sector: None) -> None:
    """A fact stamped an hour ahead of this machine's clock is reported with the remedy; exit code 1."""
    with Ledger.open(ledger, clock=lambda: system_clock() + 3_600_000_000) as opened:
        opened.submit(opened.submission(opened.handlers.read(COUNTY[0].command, COUNTY[0].body)[1]))

    result = run("doctor", "--json")

    assert result.exit_code == 1
    assert checks(result)["clock"]["verdict"] == "bad"
    assert "clock" in checks(result)["clock"]["remedy"]


def test_keys_that_others_may_read_are_bad(run: Run, ledger: str, folder: Path, no_sector: None) -> None:
    """A key file with mode 0644 is bad, and the remedy mends it."""
    keys = folder / "regledger.db.keys"
    keys.touch(mode=0o644)
    keys.chmod(0o644)

    result = run("doctor", "--json")

    assert result.exit_code == 1
    assert "chmod 600" in checks(result)["personal keys"]["remedy"]


@fact("person.greeted", 1, tags={"site": "site"}, occurred="greeted_on")
class PersonGreeted(Fact, frozen=True, kw_only=True):
    """`person.greeted` v1."""

    site: Id
    person: Personal
    greeted_on: date


def put_away(url: str) -> PersonalStore:
    """The personal store of a ledger, with a value in it."""
    with Ledger.open(url) as opened:
        body = PersonGreeted(site="S-1", person=Personal(value="王伟"), greeted_on=date(2026, 3, 2))
        opened.personal.seal([("c:0", body)], ["person:p1"])
        return opened.personal


@pytest.fixture
def personal(ledger: str) -> PersonalStore:
    """The ledger's personal store, with a value in it."""
    return put_away(ledger)


def test_a_personal_store_that_fits_is_well(run: Run, personal: PersonalStore, no_sector: None) -> None:
    """Values, keys and a sample of what they open are each ok."""
    found = checks(run("doctor", "--json"))

    names = ("personal values", "personal keys", "personal store")
    assert [found[name]["verdict"] for name in names] == ["ok"] * 3
    assert "sample of 1 opens" in found["personal store"]["found"]


def test_values_without_their_keys_are_bad(run: Run, personal: PersonalStore, folder: Path, no_sector: None) -> None:
    """Personal values whose key file is gone are one bad row, and none says that there are no keys yet."""
    (folder / "regledger.db.keys").unlink()

    result = run("doctor", "--json")

    told = [one for one in msgspec.json.decode(result.stdout)["checks"] if one["name"].startswith("personal")]
    assert result.exit_code == 1
    assert [(one["name"], one["verdict"]) for one in told] == [("personal values", "ok"), ("personal keys", "bad")]
    assert "Restore regledger.db.keys" in told[1]["remedy"]


def test_keys_without_their_values_are_bad(run: Run, personal: PersonalStore, folder: Path, no_sector: None) -> None:
    """A file of values that is gone is one bad row, with what to restore."""
    (folder / "regledger.db.personal").unlink()

    result = run("doctor", "--json")

    told = [one for one in msgspec.json.decode(result.stdout)["checks"] if one["name"].startswith("personal")]
    assert result.exit_code == 1
    assert [(one["name"], one["verdict"]) for one in told] == [("personal keys", "ok"), ("personal values", "bad")]
    assert "Restore regledger.db.personal" in told[1]["remedy"]


def test_keys_of_another_ledger_are_bad(
    run: Run, ledger: str, personal: PersonalStore, folder: Path, no_sector: None
) -> None:
    """A key file that was put back from elsewhere is found, though it is sound in itself."""
    (folder / "regledger.db.keys").unlink()
    (folder / "regledger.db.personal").rename(folder / "kept")
    put_away(ledger)
    (folder / "kept").rename(folder / "regledger.db.personal")

    result = run("doctor", "--json")

    assert result.exit_code == 1
    assert "is of store" in checks(result)["personal store"]["found"]


def test_a_ledger_that_is_none_is_bad(run: Run, folder: Path) -> None:
    """What cannot be opened is one bad check; the machine's checks stand before it."""
    (folder / "x.db").write_text("no ledger")

    result = run("doctor", "--ledger", "sqlite:///x.db", "--json")

    assert result.exit_code == 1
    assert checks(result)["ledger"]["verdict"] == "bad"
    assert "python" in checks(result)


def test_a_broken_sector_is_listed_with_its_reason_and_the_rest_works(
    run: Run, ledger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`sectors list` and `doctor` name it with exit code 1; submit goes on without it."""
    broken = BrokenSector(name="mining", version="0.3", distribution="county-mining", found="ImportError: no pit")
    monkeypatch.setattr(Sectors, "installed", classmethod(lambda cls: cls((), [broken])))

    listed = run("sectors", "list", "--json")
    doctor = run("doctor", "--json")
    submitted = run("submit", stdin=line("authority.register", AUTHORITY))

    assert msgspec.json.decode(listed.stdout)["broken"] == [msgspec.to_builtins(broken)]
    assert listed.exit_code == doctor.exit_code == 1
    assert checks(doctor)["sector mining"]["verdict"] == "bad"
    assert submitted.exit_code == 0


@pytest.mark.parametrize(
    ("named", "says"),
    [(None, "give each command --ledger sqlite:///c.db"), ("sqlite:///c.db", "REGLEDGER_LEDGER names this ledger")],
)
def test_init_says_how_the_next_commands_find_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, named: str | None, says: str
) -> None:
    """Where the environment names the ledger already, nobody is told to give each command an option."""
    if named:
        monkeypatch.setenv("REGLEDGER_LEDGER", named)

    result = run("init", *(() if named else ("--ledger", "sqlite:///c.db")))

    assert says in result.stderr
    assert ("give each command" in result.stderr) is (named is None)


def test_init_says_what_it_made(run: Run, folder: Path) -> None:
    """The ledger's id, name, URL and zone; the file is its owner's alone."""
    result = run("init", "--ledger", "sqlite:///c.db", "--name", "xiang", "--zone", "Asia/Shanghai", "--json")

    made = msgspec.json.decode(result.stdout)
    assert made.keys() == {"ledger", "name", "url", "path", "zone", "found"}
    assert (made["name"], made["url"], made["found"]) == ("xiang", "sqlite:///c.db", False)
    assert (folder / "c.db").stat().st_mode & 0o777 == 0o600


def test_init_if_missing_leaves_a_ledger_as_it_is(run: Run, folder: Path) -> None:
    """Asked again with --if-missing it answers the ledger that is there, and without it that there is one."""
    first = msgspec.json.decode(run("init", "--ledger", "sqlite:///c.db", "--name", "xiang", "--json").stdout)

    again = run("init", "--ledger", "sqlite:///c.db", "--name", "other", "--if-missing", "--json")
    refused = run("init", "--ledger", "sqlite:///c.db")

    assert again.exit_code == 0
    assert msgspec.json.decode(again.stdout) == first | {"found": True}
    assert (refused.exit_code, "already" in refused.stderr) == (3, True)


def test_a_new_ledger_is_well(run: Run) -> None:
    """Before its first fact nothing is missing from it."""
    run("init", "--ledger", "sqlite:///c.db")

    checks = {
        one["name"]: one
        for one in msgspec.json.decode(run("doctor", "--ledger", "sqlite:///c.db", "--json").stdout)["checks"]
    }

    assert (checks["readable"]["verdict"], checks["readable"]["found"]) == ("ok", "no fact yet")


def test_a_ledger_is_not_made_over_anothers_keys(run: Run, folder: Path) -> None:
    """Where the file was lost and its keys are still there, init names them and makes nothing."""
    (folder / "c.db.keys").write_bytes(b"")

    result = run("init", "--ledger", "sqlite:///c.db")

    assert (result.exit_code, "c.db.keys of an earlier one lies there" in result.stderr) == (3, True)
    assert not (folder / "c.db").exists()
