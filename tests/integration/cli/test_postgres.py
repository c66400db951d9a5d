"""Every command on a ledger in PostgreSQL, named by the environment; its password is shown nowhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import psycopg
import pytest
from regledger.testing.postgres import PostgresServer

from .conftest import AUTHORITY, Run, answers, line
from .test_doctor import checks


@pytest.fixture
def url(postgres: PostgresServer, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A ledger in PostgreSQL that the environment names."""
    url = f"{postgres.new_database()}?beside={folder}"
    monkeypatch.setenv("REGLEDGER_LEDGER", url)
    return url


@pytest.fixture
def made(run: Run, url: str) -> str:
    """It, made and with an authority in it."""
    assert run("init", "--name", "county").exit_code == 0
    assert run("submit", "-", stdin=line("authority.register", AUTHORITY)).exit_code == 0
    return url


def test_the_daily_commands_work_on_it(run: Run, made: str) -> None:
    """What is recorded there is shown, found and listed as from a file, and no password is shown."""
    results = {
        name: run(name, *rest, "--json")
        for name, *rest in (("show", "authority:emb"), ("find", "应急管理局"), ("history", "authority:emb"))
    }

    assert [result.exit_code for result in results.values()] == [0, 0, 0]
    assert all("应急管理局" in result.stdout for result in results.values())
    password = str(urlsplit(made).password)
    assert password not in "".join(result.output for result in results.values())


def test_it_is_made_once(run: Run, made: str) -> None:
    """Making it again is an error that shows no password, and --if-missing finds it."""
    again, found = run("init"), run("init", "--if-missing", "--json")

    assert again.exit_code == 3
    assert str(urlsplit(made).password) not in again.output
    assert "already" in again.stderr
    assert msgspec.json.decode(found.stdout)["name"] == "county"


def test_a_role_is_let_in(run: Run, made: str, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """`init --grant` lets a role in that then records, and doctor is content with it; a role that is not let in is told."""
    with postgres.connect() as admin:
        admin.execute("DROP ROLE IF EXISTS recording_clerk")
        admin.execute("CREATE ROLE recording_clerk LOGIN PASSWORD 'sesame'")
    parts = urlsplit(made)
    clerk = made.replace(f"{parts.username}:{parts.password}@", "recording_clerk:sesame@")
    barred = run("show", "authority:emb", "--ledger", clerk)

    granted = run("init", "--grant", "recording_clerk", "--json")

    assert barred.exit_code == 3
    assert "init --grant ROLE" in barred.stderr
    assert msgspec.json.decode(granted.stdout)["granted"] == "recording_clerk"
    monkeypatch.setenv("REGLEDGER_LEDGER", clerk)
    sent = run("submit", "--json", "-", stdin=line("authority.register", {**AUTHORITY, "authority": "other"}))
    assert answers(sent)[0]["numbers"] == [2]
    assert checks(run("doctor", "--json"))["role"]["verdict"] == "ok"
    with postgres.connect(parts.path[1:]) as admin:
        admin.execute("DROP OWNED BY recording_clerk")


def test_a_role_is_nothing_for_a_file(run: Run) -> None:
    """`init --grant` on a file is a mistake of usage, and no file is made."""
    result = run("init", "--grant", "clerk")

    assert result.exit_code == 2
    assert "PostgreSQL" in result.stderr
    assert not Path("regledger.db").exists()


def test_doctor_looks_at_the_server(run: Run, made: str) -> None:
    """Server, writing and durability are well; that our role could remove triggers is a warning."""
    found = checks(run("doctor", "--json"))

    assert {name: found[name]["verdict"] for name in ("ledger", "server", "writable", "durable", "role")} == {
        "ledger": "ok",
        "server": "ok",
        "writable": "ok",
        "durable": "ok",
        "role": "warn",
    }


def test_doctor_names_a_server_that_forgets(run: Run) -> None:
    """A server that does not wait for its disk is bad, with the setting to change; so is a database that only reads,
    and a URL that names no folder is a warning."""
    with PostgresServer(settings={"fsync": "off"}) as server:
        url = server.new_database()
        assert run("init", "--ledger", url).exit_code == 0
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute("ALTER ROLE postgres SET default_transaction_read_only = on")

        result = run("doctor", "--json", "--ledger", url)

    found = checks(result)
    assert result.exit_code == 1
    assert (found["durable"]["verdict"], found["durable"]["remedy"][:14]) == ("bad", "Set fsync = on")
    assert found["writable"]["verdict"] == "bad"
    assert "beside=/FOLDER" in found["folder beside it"]["remedy"]


def test_what_no_line_can_mend_ends_a_file_of_commands(run: Run, made: str, postgres: PostgresServer) -> None:
    """Where the role may only read, the first line is answered with the remedy and no other one is tried."""
    parts = urlsplit(made)
    with postgres.connect(parts.path[1:]) as admin:
        admin.execute("DROP ROLE IF EXISTS looking_clerk")
        admin.execute("CREATE ROLE looking_clerk LOGIN PASSWORD 'sesame'")
        admin.execute("GRANT USAGE ON SCHEMA regledger TO looking_clerk")
        admin.execute("GRANT SELECT ON ALL TABLES IN SCHEMA regledger TO looking_clerk")
        clerk = made.replace(f"{parts.username}:{parts.password}@", "looking_clerk:sesame@")
        lines = "\n".join(line("authority.register", {**AUTHORITY, "authority": name}) for name in ("a", "b", "c"))

        result = run("submit", "--json", "--ledger", clerk, "-", stdin=lines)

        admin.execute("DROP OWNED BY looking_clerk")
    assert result.exit_code == 3
    assert [one["error"] for one in answers(result)] == ["RightsMissing"]
