"""What earlier releases made is brought up to date without a fact being touched; what later ones made is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from regledger.errors import LaterFormat, StoreBusy
from regledger.log.entry import render_entry
from regledger.log.personal import PersonalStore
from regledger.log.recorder import Recorder
from regledger.log.sqlite import SQLiteRecorder
from regledger.log.sqlite.errors import FormatOlder, StoreFailed
from regledger.log.sqlite.migrations import Migration, MigrationAlters, format_of, upgrade_file
from regledger.log.stores import open_store, place_of
from regledger.log.text import Personal
from regledger.safekeeping import backup, copy, plan_upgrade, restore, upgrade
from regledger.testing.postgres import PostgresServer
from regledger_cli.main import cli

FOLDER = Path(__file__).parent
NOTED = Migration(
    2, "a table of notes", "CREATE TABLE note (number INTEGER, text TEXT); INSERT INTO note VALUES (1, 'a;b');"
)
PERSONS = {
    "person:p1": ("张三", "25642a9d2cd134731debca480d651941b8c9a611d9bb5e52165162f535e53227"),
    "person:p2": ("李四", "dfb2e3aabbe5756e9cf54c97ff36e65de558b0a7a538679e273a342b97396904"),
}


def made_again(path: Path, name: str) -> None:
    """A file of 0.1.0, from its SQL."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FOLDER / f"{name}.sql").read_text(encoding="utf-8"))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of 0.1.0 with its personal values and their keys."""
    path = tmp_path / "old.db"
    made_again(path, "0.1.0")
    made_again(tmp_path / "old.db.personal", "0.1.0.personal")
    made_again(tmp_path / "old.db.keys", "0.1.0.keys")
    return path


def entries(recorder: Recorder) -> list[bytes]:
    return [
        render_entry(recorder.ledger_id, s.position, s.recorded_at, s.event.type, s.event.tags, s.event.data)
        for s in recorder.stored()
    ]


def recorded() -> list[bytes]:
    """The entries of the fixture, as they were written when 0.1.0 was released."""
    return (FOLDER / "0.1.0.ndjson").read_bytes().splitlines()


def revealed(path: Path) -> list[str | None]:
    return PersonalStore(path)._reveal_all([Personal(subject=one, commitment=PERSONS[one][1]) for one in PERSONS])


def test_a_ledger_of_the_first_release_needs_nothing(ledger: Path) -> None:
    """Its format is still this release's: `upgrade` says so and leaves every byte."""
    before = ledger.read_bytes()

    done = upgrade(f"sqlite:///{ledger}")

    assert (done.before, done.after, done.steps) == (1, 1, ())
    assert ledger.read_bytes() == before
    told = CliRunner().invoke(cli, ["upgrade", "--ledger", f"sqlite:///{ledger}"], prog_name="regledger")
    assert (told.exit_code, "nothing is to be done" in told.stdout) == (0, True)


def test_personal_values_of_the_first_release_are_revealed(ledger: Path) -> None:
    """They read as they did; and its keys, which knew of no erasing, can be made, read and destroyed."""
    assert revealed(ledger) == ["张三", "李四"]

    store = PersonalStore(ledger)
    assert len(store._key_for("person:new")) == 32
    store.erase("person:p1")

    assert revealed(ledger) == ["Erased", "李四"]


def test_a_ledger_of_the_first_release_is_copied_and_restored(
    ledger: Path, tmp_path: Path, postgres: PostgresServer
) -> None:
    """To PostgreSQL, back, and out of a back-up: the entries are those of its day, and the values read."""
    (tmp_path / "pg").mkdir()
    over = f"{postgres.new_database()}?beside={tmp_path}/pg"
    keys = tmp_path / "apart.keys"

    copy(f"sqlite:///{ledger}", over)
    copy(over, f"sqlite:///{tmp_path}/back.db")
    backup(f"sqlite:///{ledger}", tmp_path / "backup", keys=keys)
    restore(tmp_path / "backup", f"sqlite:///{tmp_path}/restored.db", keys=keys)

    for url in (over, f"sqlite:///{tmp_path}/back.db", f"sqlite:///{tmp_path}/restored.db"):
        place = place_of(url)
        with closing(open_store(place, clock=lambda: 0, kinds=None)) as recorder:
            assert entries(recorder) == recorded()
            beside = place.beside(recorder.ledger_id, recorder.name)
        assert beside is not None
        assert revealed(beside) == ["张三", "李四"]


def test_an_older_file_is_brought_up_to_date(ledger: Path) -> None:
    """Every step that is lacking is taken once, the format says so, and the entries are the same."""
    assert upgrade_file(ledger, [NOTED], known=2) == (1, 2)

    assert format_of(ledger, known=2) == 2
    assert upgrade_file(ledger, [NOTED], known=2) == (2, 2)
    with closing(sqlite3.connect(ledger)) as connection:
        assert connection.execute("SELECT text FROM note").fetchall() == [("a;b",)]
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'format'")
        connection.commit()
    with SQLiteRecorder.open(ledger) as recorder:
        assert entries(recorder) == recorded()


def test_a_step_that_fails_leaves_nothing(ledger: Path) -> None:
    """Several steps are taken all or none."""
    before = ledger.read_bytes()

    with pytest.raises(StoreFailed, match="no such table"):
        upgrade_file(ledger, [NOTED, Migration(3, "wrong", "INSERT INTO nowhere VALUES (1);")], known=3)

    assert format_of(ledger) == 1
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(
    "statements",
    [
        "DROP TRIGGER fact_never_edited; UPDATE fact SET data = '{}' WHERE number = 3;",
        "DROP TRIGGER fact_never_deleted; DELETE FROM fact WHERE number = 3;",
        "UPDATE type SET name = 'renamed' WHERE id = 1;",
    ],
)
def test_a_step_that_alters_a_fact_is_undone(ledger: Path, statements: str) -> None:
    """An upgrade compares all facts before and after, and a step that changes one is undone and named."""
    with pytest.raises(MigrationAlters, match="would alter recorded facts"):
        upgrade_file(ledger, [Migration(2, "wrong", statements)], known=2)

    with SQLiteRecorder.open(ledger) as recorder:
        assert entries(recorder) == recorded()


@pytest.mark.parametrize("work", [upgrade, plan_upgrade, lambda url: copy(url, f"{url}2")])
def test_a_later_format_is_named(ledger: Path, work: object) -> None:
    """What a later release made is not touched."""
    _set_format(ledger, 9)

    with pytest.raises(LaterFormat, match="of format 9; this release reads format 1"):
        work(f"sqlite:///{ledger}")  # type: ignore[operator]


def test_an_older_format_is_not_opened_before_it_is_upgraded(ledger: Path) -> None:
    """A file of a format that came before names the command that brings it up to date."""
    _set_format(ledger, 0)

    with pytest.raises(FormatOlder, match="regledger upgrade --ledger sqlite:///"):
        SQLiteRecorder.open(ledger)


def test_an_upgrade_waits_for_no_writer_for_ever(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process writes, it is told so and nothing is changed."""
    monkeypatch.setattr("regledger.log.sqlite.migrations._WAIT", 0.1)
    with closing(sqlite3.connect(ledger, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreBusy):
            upgrade_file(ledger, [NOTED], known=2)


def test_an_older_postgresql_schema_is_told_and_brought_up_to_date(ledger: Path, postgres: PostgresServer) -> None:
    """`upgrade --check` tells the steps and ends with 1; `upgrade` takes them; after that there is nothing to do."""
    from regledger.log.postgres.address import address_of  # noqa: PLC0415
    from regledger.log.postgres.schema import SCHEMA, make_schema  # noqa: PLC0415
    from regledger.log.settings import ledger_settings  # noqa: PLC0415

    url = postgres.new_database()
    make_schema(address_of(url), ledger_settings("01900000-0000-7000-8000-000000000001", "old", "UTC", 1), upto=1)

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["upgrade", "--ledger", url, *words], prog_name="regledger")
        return done.exit_code, done.output

    code, told = run("--check")
    assert (code, f"is at schema 1; this release needs {SCHEMA}" in told, "To do: 2" in told) == (1, True, True)
    code, told = run()
    assert (code, f"brought from schema 1 to {SCHEMA}" in told) == (0, True)
    code, told = run("--check")
    assert (code, "nothing is to be done" in told) == (0, True)
    copy(f"sqlite:///{ledger}", f"{postgres.new_database()}?beside={ledger.parent}/pg")


def _set_format(path: Path, number: int) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(number),))
