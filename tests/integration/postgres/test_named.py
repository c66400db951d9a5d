"""What PostgreSQL refuses is said with the ledger's name and a remedy, without a traceback and without a password."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from regledger.errors import NotALedger, RegledgerError, StoreBusy, StoreFull, StoreReadOnly
from regledger.log.postgres import PostgresRecorder
from regledger.log.postgres.errors import (
    AccessRefused,
    DatabaseMissing,
    PostgresFailed,
    StoreUnreachable,
    TooManyConnections,
)
from regledger.log.settings import BadLedgerSetting
from regledger.log.stores import BadUrl
from regledger.testing.postgres import PostgresServer

from .conftest import fact, made

Admin = psycopg.Connection[tuple[Any, ...]]
PASSWORD = "sesame-7391"


@pytest.mark.parametrize(
    ("user", "database", "port", "expected"),
    [
        ("postgres", "postgres", None, AccessRefused),
        ("nobody_here", "postgres", None, AccessRefused),
        ("clerk_named", "not_there", None, DatabaseMissing),
        ("postgres", "postgres", 1, StoreUnreachable),
    ],
    ids=["password", "user", "database", "port"],
)
def test_a_wrong_address_is_named(
    postgres: PostgresServer, user: str, database: str, port: int | None, expected: type[RegledgerError]
) -> None:
    """Wrong password, user, database or port: each is named as what it is, whoever shows the error, and no password is."""
    with postgres.connect() as admin:
        admin.execute("DROP ROLE IF EXISTS clerk_named")
        admin.execute(f"CREATE ROLE clerk_named LOGIN PASSWORD '{PASSWORD}'")
    url = f"postgresql://{user}:{PASSWORD}@127.0.0.1:{port or postgres.port}/{database}"

    for use in (PostgresRecorder.open, made):
        with pytest.raises(expected) as told:
            use(url)

        assert PASSWORD not in f"{told.value} {told.value!r} {told.value.details} {told.value.__cause__}"


def test_a_url_that_nobody_can_read_is_named() -> None:
    """An option that libpq does not have and a schema that cannot be are named, without the password."""
    with pytest.raises(BadUrl, match="postgresql://li@host/db") as told:
        PostgresRecorder.open(f"postgresql://li:{PASSWORD}@host/db?colour=red&password={PASSWORD}")
    assert PASSWORD not in str(told.value)
    with pytest.raises(BadLedgerSetting, match="schema cannot be 'A-b'"):
        PostgresRecorder.open("postgresql://li@host/db?schema=A-b")


def test_a_password_is_not_shown(url: str, recorder: PostgresRecorder) -> None:
    """The recorder's path is its URL without the password."""
    password = url.split(":")[2].partition("@")[0]

    assert recorder.path == url.replace(f":{password}@", "@")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("53100", StoreFull),
        ("40P01", StoreBusy),
        ("40001", StoreBusy),
        ("57014", StoreBusy),
        ("XX001", NotALedger),
        ("58030", PostgresFailed),
    ],
)
def test_what_the_server_says_in_an_append_is_named(
    recorder: PostgresRecorder, admin: Admin, code: str, expected: type[RegledgerError]
) -> None:
    """A full disk, a deadlock, a conflict of transactions, a timeout, damage, a failed disk: each is named, nothing of
    the append is recorded, and the next one goes on."""
    admin.execute(
        f"CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'said' USING ERRCODE = '{code}'; END $$"
    )
    admin.execute("CREATE TRIGGER fails AFTER INSERT ON tag FOR EACH STATEMENT EXECUTE FUNCTION fails()")

    with pytest.raises(expected):
        recorder.record([fact("case:1")], commands={"ab" * 32: b"{}"})
    admin.execute("DROP TRIGGER fails ON tag")

    assert (list(recorder.stored()), recorder.command("ab" * 32)) == ([], None)
    assert recorder.append([fact("case:2")]) == 1


def test_a_read_only_database_is_read(url: str, admin: Admin) -> None:
    """Where the server only reads, the ledger is read, and an append is told why it cannot be."""
    with made(url) as recorder:
        recorder.append([fact()])
    admin.execute(f"ALTER DATABASE {url.rpartition('/')[2]} SET default_transaction_read_only = on")

    with PostgresRecorder.open(url) as recorder:
        assert recorder.head().number == 1
        with pytest.raises(StoreReadOnly, match="default_transaction_read_only"):
            recorder.append([fact()])


def test_another_isolation_by_default_changes_nothing(url: str, admin: Admin) -> None:
    """A database whose transactions are serializable by default takes appends of several writers all the same."""
    admin.execute(f"ALTER DATABASE {url.rpartition('/')[2]} SET default_transaction_isolation = serializable")

    with made(url) as one, PostgresRecorder.open(url) as other, ThreadPoolExecutor(2) as pool:

        def write(recorder: PostgresRecorder) -> list[int]:
            return [recorder.append([fact("case:1")]) for _ in range(100)]

        numbers = [number for written in pool.map(write, (one, other)) for number in written]

    assert sorted(numbers) == list(range(1, 201))


def test_commits_are_synchronous_whatever_the_default(url: str, admin: Admin) -> None:
    """Our sessions wait for the disk, though the database's default is not to."""
    admin.execute(f"ALTER DATABASE {url.rpartition('/')[2]} SET synchronous_commit = off")

    with made(url) as recorder:
        shown = recorder._connections.writer().execute("SHOW synchronous_commit").fetchone()

    assert shown == ("on",)


def test_a_server_that_is_full_of_connections_is_named() -> None:
    """Where the server takes no more connections that is said, and when one is free the same recorder goes on."""
    with PostgresServer(settings={"max_connections": 6, "superuser_reserved_connections": 0}) as server:
        url = server.new_database()
        with made(url, busy_seconds=0.3) as recorder:
            recorder._connections.drop_writer()
            taken: list[Admin] = []
            with pytest.raises(psycopg.OperationalError):
                taken.extend(psycopg.connect(url) for _ in range(10))

            with pytest.raises(TooManyConnections, match="max_connections"):
                recorder.append([fact()])
            for one in taken:
                one.close()

            assert recorder.append([fact()]) == 1


def test_a_missing_driver_is_named() -> None:
    """Without psycopg, opening a ledger in PostgreSQL says what to install."""
    program = """\
import sys
sys.modules["psycopg"] = None
from regledger.errors import RegledgerError
from regledger.ledger import Ledger
try:
    Ledger.open("postgresql://host/database")
except RegledgerError as error:
    print(error)
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert 'pip install "regledger[postgresql]"' in done.stdout
