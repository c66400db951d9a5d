"""Who may do what: the application's role adds and reads, and nobody edits a fact, not even who made the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBQuery, DCBQueryItem
from regledger.log.postgres import PostgresRecorder, grant
from regledger.log.postgres.errors import RightsMissing
from regledger.log.postgres.schema import RoleMissing
from regledger.testing.postgres import PostgresServer

from .conftest import fact, made

BARRED = {
    "edit a fact": "UPDATE fact SET data = '{}'",
    "edit a fact's number": "UPDATE fact SET number = number + 1",
    "edit no fact": "UPDATE fact SET data = '{}' WHERE number = 99",
    "delete a fact": "DELETE FROM fact",
    "empty the facts": "TRUNCATE fact",
    "edit a command": "UPDATE command SET body = ''",
    "delete a command": "DELETE FROM command",
    "lower the head": "UPDATE head SET number = 0",
    "raise the head without a fact": "UPDATE head SET number = number + 1",
    "stamp the head anew": "UPDATE head SET recorded_at = recorded_at + 1",
    "delete the head": "DELETE FROM head",
    "empty the head": "TRUNCATE head",
    "leave a number out": "INSERT INTO fact SELECT number + 2, recorded_at, 'a', '', '{}' FROM head",
    "give a number again": "INSERT INTO fact SELECT number, recorded_at, 'a', '', '{}' FROM head",
    "stamp a fact back": "INSERT INTO fact SELECT number + 1, recorded_at - 1, 'a', '', '{}' FROM head",
    "stamp facts in disorder": "INSERT INTO fact SELECT number + n, recorded_at + 2 - n, 'a', '', '{}'"
    " FROM head, (VALUES (1), (2)) AS n (n)",
    "stamp a fact far ahead": "INSERT INTO fact SELECT number + 1, 9223372036854775807, 'a', '', '{}' FROM head",
    "a type that no entry holds": "INSERT INTO fact SELECT number + 1, recorded_at, E'a b\\n', '', '{}' FROM head",
    "a tag that no entry holds": "INSERT INTO fact SELECT number + 1, recorded_at, 'a', 'a  b', '{}' FROM head",
    "tags in disorder": "INSERT INTO fact SELECT number + 1, recorded_at, 'a', 'b a', '{}' FROM head",
    "a tag twice": "INSERT INTO fact SELECT number + 1, recorded_at, 'a', 'a a', '{}' FROM head",
    "data that are no UTF-8": "INSERT INTO fact SELECT number + 1, recorded_at, 'a', '', '\\xff00' FROM head",
}
"""What nobody may."""
OWNERS = {
    "drop a trigger": "DROP TRIGGER fact_stays ON fact",
    "switch a trigger off": "ALTER TABLE fact DISABLE TRIGGER fact_stays",
    "switch all triggers off": "SET session_replication_role = replica",
    "drop a table": "DROP TABLE fact",
    "make a table": "CREATE TABLE regledger.other (a int)",
    "delete tags": "DELETE FROM tag",
    "edit tags": "UPDATE tag SET hash = 0",
    "insert a head": "INSERT INTO head VALUES (true, 9, 9)",
    "change the settings": "UPDATE meta SET value = 'other'",
    "add a setting": "INSERT INTO meta VALUES ('a', 'b')",
    "say that a migration was applied": "INSERT INTO migration VALUES (9, 'a', '', 1)",
    "grant": "SELECT grant_application('other')",
}
"""What the application's role may not besides."""
SHADOWS = {
    "a head in front of the head": (
        "CREATE TEMP TABLE head (only_one boolean, number bigint, recorded_at bigint)",
        "INSERT INTO pg_temp.head VALUES (true, 99, 0)",
        "INSERT INTO regledger.fact VALUES (100, 0, 'a', '', '{}')",
    ),
    "a head that stamps back": (
        "CREATE TEMP TABLE head (only_one boolean, number bigint, recorded_at bigint)",
        "INSERT INTO pg_temp.head SELECT true, number, 0 FROM regledger.head",
        "INSERT INTO regledger.fact SELECT number + 1, 0, 'a', '', '{}' FROM regledger.head",
    ),
    "facts that the head follows beyond": (
        "CREATE TEMP TABLE fact (number bigint, recorded_at bigint)",
        "INSERT INTO pg_temp.fact VALUES (50, 1)",
        "UPDATE regledger.head SET number = 50, recorded_at = 1",
    ),
    "facts that use all numbers up": (
        "CREATE TEMP TABLE fact (number bigint, recorded_at bigint)",
        "INSERT INTO pg_temp.fact VALUES (9223372036854775807, 1)",
        "UPDATE regledger.head SET number = 9223372036854775807, recorded_at = 1",
    ),
    "facts that the head follows back": (
        "CREATE TEMP TABLE fact (number bigint, recorded_at bigint)",
        "INSERT INTO pg_temp.fact VALUES (1, 1)",
        "UPDATE regledger.head SET number = 1, recorded_at = 1",
    ),
}
"""What a session puts in front of the ledger's tables: two temporary statements, then the edit."""


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:
    """A ledger that `registry`, who is no superuser, has made, with three facts and a command; `clerk` was let in."""
    url = postgres.new_database()
    with psycopg.connect(url, autocommit=True) as admin:
        for role in ("registry", "clerk", "stranger"):
            admin.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'secret'")
        admin.execute(f"GRANT CREATE ON DATABASE {url.rpartition('/')[2]} TO registry")
    with made(_as(url, "registry")) as recorder:
        recorder.record([fact("case:1"), fact("case:2"), fact("case:3")], commands={"ab" * 32: b"{}"})
    grant(_as(url, "registry"), "clerk")
    return url


@pytest.fixture(params=["registry", "clerk"])
def session(url: str, request: pytest.FixtureRequest) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    with psycopg.connect(_as(url, request.param), autocommit=True) as session:
        session.execute("SET search_path = regledger")
        yield session


def _as(url: str, role: str) -> str:
    return f"postgresql://{role}:secret@{url.partition('@')[2]}"


def _facts(url: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT f.*, h.* FROM regledger.fact f, regledger.head h ORDER BY f.number"
        ).fetchall()


@pytest.mark.parametrize("statement", BARRED.values(), ids=BARRED.keys())
def test_nobody_edits(url: str, session: psycopg.Connection[tuple[Any, ...]], statement: str) -> None:
    """Neither the application's role nor the one that made the ledger can edit, delete, renumber or skip, and all stays as it was."""
    before = _facts(url)

    with pytest.raises(psycopg.Error):
        session.execute(statement)

    assert _facts(url) == before


@pytest.mark.parametrize("statements", SHADOWS.values(), ids=SHADOWS.keys())
@pytest.mark.parametrize("path", ["", "SET search_path = regledger", "SET search_path = pg_temp, regledger"])
@pytest.mark.parametrize("role", ["registry", "clerk"])
def test_nobody_puts_a_table_in_front(url: str, role: str, path: str, statements: tuple[str, ...]) -> None:
    """Temporary tables of the ledger's names mislead no trigger, and whoever records next is numbered on."""
    before = _facts(url)
    *shadow, edit = statements
    with psycopg.connect(_as(url, role), autocommit=True) as session:
        for statement in (path, *shadow):
            session.execute(statement)

        with pytest.raises(psycopg.Error, match=r"does not|do not|are stamped|not the last"):
            session.execute(edit)

    assert _facts(url) == before


def test_tags_of_numbers_to_come_hinder_nobody(url: str) -> None:
    """Index rows that the application's role has put there for numbers still to come neither stop nor mislead who records."""
    with PostgresRecorder.open(_as(url, "registry")) as recorder:
        head = recorder.head().number
        with psycopg.connect(_as(url, "clerk"), autocommit=True) as session:
            session.execute(
                "INSERT INTO regledger.tag SELECT hash, n FROM (SELECT DISTINCT hash FROM regledger.tag) AS h,"
                " generate_series(%s::bigint, %s) AS n",
                (head + 1, head + 5),
            )

        told = recorder.record([fact("case:1"), fact("case:9")])

        assert [one.position for one in told] == [head + 1, head + 2]
        found = [one.position for one in recorder.stored(DCBQuery([DCBQueryItem(tags=["case:1"])]))]
        assert head + 1 in found
        assert head + 2 not in found


@pytest.mark.parametrize("statement", OWNERS.values(), ids=OWNERS.keys())
def test_the_application_may_no_more(url: str, statement: str) -> None:
    """The application's role can neither change tables, triggers and settings nor let others in."""
    with psycopg.connect(_as(url, "clerk"), autocommit=True) as session:
        session.execute("SET search_path = regledger")

        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(statement)


def test_the_application_adds_and_reads(url: str) -> None:
    """With the granted rights a process records under conditions, reads, searches, subscribes and keeps commands."""
    with PostgresRecorder.open(_as(url, "clerk")) as recorder:
        head = recorder.head().number
        query = DCBQuery([DCBQueryItem(types=["hazard.found"], tags=["case:4"])])

        recorder.record([fact("case:4")], DCBAppendCondition(query), commands={"cd" * 32: b"{}"})

        assert [one.position for one in recorder.stored(query)] == [head + 1]
        assert [one.position for one in recorder.search("case:4")] == [head + 1]
        assert recorder.command("cd" * 32) == b"{}"
        with recorder.subscribe(after=head) as subscription:
            assert next(subscription).position == head + 1


def test_who_was_not_let_in_is_told(url: str) -> None:
    """A role without rights is told which command gives them, and nothing of a password."""
    with pytest.raises(RightsMissing, match=r"stranger may not use schema regledger.*init --grant ROLE") as told:
        PostgresRecorder.open(_as(url, "stranger"))

    assert "secret" not in str(told.value)


def test_only_who_made_it_lets_in(url: str) -> None:
    """The application's role cannot give its rights on, and a role that there is not is named."""
    with pytest.raises(RightsMissing):
        grant(_as(url, "clerk"), "stranger")
    with pytest.raises(RoleMissing, match="'nobody_here'"):
        PostgresRecorder.grant(_as(url, "registry"), "nobody_here")


def test_a_role_of_any_name_is_let_in(url: str) -> None:
    """A role's name is quoted, whatever it is, and nothing in it is run."""
    name = 'odd "; DROP TABLE fact; --'
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(psycopg.sql.SQL("CREATE ROLE {}").format(psycopg.sql.Identifier(name)))

    grant(_as(url, "registry"), name)

    with psycopg.connect(url) as admin:
        asked = admin.execute("SELECT has_table_privilege(%s, 'regledger.fact', 'INSERT')", (name,))
        assert asked.fetchone() == (True,)
