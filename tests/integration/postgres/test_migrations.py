"""The schema's own history: an older one is upgraded, a later one is used or refused as it says itself."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from regledger.errors import LaterFormat, LedgerExists, LedgerMissing, NotALedger
from regledger.log.postgres import PostgresRecorder, schema_version, upgrade_schema
from regledger.log.postgres.address import address_of
from regledger.log.postgres.errors import PostgresFailed, SchemaOlder
from regledger.log.postgres.schema import FORMAT, MIGRATIONS, SCHEMA, make_schema
from regledger.log.settings import ledger_settings

from .conftest import LEDGER, fact, made

Admin = psycopg.Connection[tuple[Any, ...]]
LATER = "INSERT INTO migration (number, name, digest, compatible_from) VALUES (%s, 'later', '', %s)"
_PROGRAM = """\
import sys
from regledger.errors import LedgerExists
from regledger.log.postgres import PostgresRecorder
url, ledger_id = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
try:
    PostgresRecorder.create(url, ledger_id=ledger_id, name="county", zone="Asia/Shanghai").close()
    print("made", flush=True)
except LedgerExists:
    with PostgresRecorder.open(url) as recorder:
        print(recorder.ledger_id, flush=True)
"""


@pytest.fixture
def older(url: str, admin: Admin) -> str:
    """A ledger as the first migration left it, with a fact."""
    make_schema(address_of(url), ledger_settings(LEDGER, "county", "Asia/Shanghai", FORMAT), upto=1)
    admin.execute("INSERT INTO fact VALUES (1, 100, 'hazard.found', 'case:1', '{}')")
    return url


def test_migrations_are_numbered_one_after_the_other() -> None:
    """There are at least two, from 1 on without gaps, and none asks for more than itself."""
    assert [one.number for one in MIGRATIONS] == list(range(1, SCHEMA + 1))
    assert SCHEMA >= 2
    assert all(1 <= one.compatible_from <= one.number for one in MIGRATIONS)


def test_an_older_schema_is_named_and_upgraded(older: str) -> None:
    """This release does not open an older schema but names the command; upgraded, it opens with every fact."""
    with pytest.raises(SchemaOlder, match=f'schema 1 and this release needs {SCHEMA}.*"regledger upgrade'):
        PostgresRecorder.open(older)
    assert schema_version(older) == 1

    assert upgrade_schema(older) == (1, SCHEMA)

    assert upgrade_schema(older) == (SCHEMA, SCHEMA)
    with PostgresRecorder.open(older) as recorder:
        assert recorder.append([fact("case:2")]) == 2
        assert [one.recorded_at for one in recorder.stored(until=1)] == [100]


def test_an_upgrade_is_whole_or_nothing(older: str, admin: Admin) -> None:
    """A migration that fails half way leaves the schema as it was."""
    admin.execute("CREATE FUNCTION grant_application(role name) RETURNS void LANGUAGE sql AS ''")

    with pytest.raises(PostgresFailed, match="grant_application"):
        upgrade_schema(older)

    assert schema_version(older) == 1
    assert admin.execute("SELECT 1 FROM pg_trigger WHERE tgname = 'command_stays'").fetchone() is None


def test_of_several_who_upgrade_one_does(older: str) -> None:
    """Several upgrades at once apply each migration once, and nobody fails."""
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(upgrade_schema, [older] * 4))

    assert sorted(found) == [(1, SCHEMA)] + 3 * [(SCHEMA, SCHEMA)]


def test_a_later_schema_that_allows_it_is_used(recorder: PostgresRecorder, url: str, admin: Admin) -> None:
    """This release goes on with a later schema that says it may."""
    admin.execute(LATER, (SCHEMA + 1, SCHEMA))

    with PostgresRecorder.open(url) as other:
        assert other.append([fact()]) == 1
    assert schema_version(url) == SCHEMA + 1


def test_a_later_schema_that_does_not_is_refused(recorder: PostgresRecorder, url: str, admin: Admin) -> None:
    """This release neither opens nor upgrades a later schema that asks for a later release."""
    admin.execute(LATER, (SCHEMA + 1, SCHEMA + 1))

    for use in (PostgresRecorder.open, upgrade_schema, schema_version):
        with pytest.raises(LaterFormat, match=f"format {SCHEMA + 1}"):
            use(url)


def test_a_migration_of_another_content_is_refused(recorder: PostgresRecorder, url: str, admin: Admin) -> None:
    """A schema that was made by other statements under the same number is not trusted."""
    admin.execute("UPDATE migration SET digest = 'other' WHERE number = 1")

    with pytest.raises(NotALedger, match="migration 1"):
        PostgresRecorder.open(url)


def test_of_many_processes_one_makes_the_ledger(url: str) -> None:
    """Of many processes that make a ledger at the same place at once exactly one does, and the others find that one."""
    ids = [f"01900000-0000-7000-8000-{n:012d}" for n in range(6)]
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, url, one], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for one in ids
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"

    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    answers = [program.communicate(timeout=60)[0].strip() for program in programs]

    winner = ids[answers.index("made")]
    assert sorted(answers) == sorted(["made"] + 5 * [winner])


def test_a_ledger_is_made_once(recorder: PostgresRecorder, url: str) -> None:
    """Making one where there is one changes nothing."""
    recorder.append([fact()])

    with pytest.raises(LedgerExists):
        made(url)

    assert recorder.head().number == 1


def test_a_foreign_schema_is_left_alone(url: str, admin: Admin) -> None:
    """A schema with other tables is no ledger, and none is made in it; an empty one that there is already is used."""
    admin.execute("CREATE SCHEMA other CREATE TABLE fact (a int)")
    admin.execute("CREATE SCHEMA prepared")

    for use in (made, PostgresRecorder.open):
        with pytest.raises(NotALedger, match="schema other"):
            use(f"{url}?schema=other")
    made(f"{url}?schema=prepared").close()

    assert admin.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'other'").fetchone() == (1,)


def test_several_ledgers_share_a_database(url: str) -> None:
    """Each schema holds a ledger of its own; a schema that there is not holds none."""
    with made(f"{url}?schema=one") as one, made(f"{url}?schema=two") as two:
        one.append([fact(), fact()])

        assert (one.head().number, two.head().number) == (2, 0)
    with pytest.raises(LedgerMissing, match="schema=three"):
        PostgresRecorder.open(f"{url}?schema=three")
