"""Connections are lost, servers go away and come back: nothing is lost or written twice, and nobody is told what nobody knows."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBQuery, DCBQueryItem
from regledger.errors import StoreBusy
from regledger.log.postgres import PostgresRecorder
from regledger.log.postgres.errors import CommitUnknown, StoreUnreachable
from regledger.log.recorder import ConditionFailed
from regledger.testing.postgres import PostgresServer

from .conftest import Wire, fact, made, until

Admin = psycopg.Connection[tuple[Any, ...]]
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'regledger' AND datname = current_database()"
WAITING = (
    "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'regledger'"
    " AND datname = current_database()"
)


def _ended(admin: Admin, asked: str = OTHERS) -> int:
    """How many connections were ended, once they have ended."""
    ended = len(admin.execute(asked).fetchall())
    until(lambda: admin.execute(asked).fetchall() == [])
    return ended


def test_idle_connections_may_be_lost(recorder: PostgresRecorder, admin: Admin) -> None:
    """What idled and was ended is replaced without a word, for reading as for writing."""
    recorder.append([fact("case:1")])
    assert recorder.head().number == 1
    assert _ended(admin) >= 2

    assert recorder.append([fact("case:1")]) == 2

    assert _ended(admin) >= 1
    assert len(list(recorder.stored())) == 2


def test_a_connection_lost_before_the_commit_loses_nothing(recorder: PostgresRecorder, admin: Admin) -> None:
    """An append whose connection is ended while it waits for the lock is done on another one, once."""
    with psycopg.connect(recorder.path, password=_password(admin)) as other, ThreadPoolExecutor(1) as pool:
        other.execute("SELECT * FROM regledger.head FOR UPDATE")
        appended = pool.submit(recorder.append, [fact("case:1")])
        until(lambda: admin.execute(WAITING).fetchone())

        [waiting] = admin.execute(WAITING).fetchall()
        admin.execute("SELECT pg_terminate_backend(%s)", waiting)
        other.rollback()

        assert appended.result(20) == 1
    assert len(list(recorder.stored())) == 1


@pytest.fixture
def wired(url: str, wire: Wire, postgres: PostgresServer) -> Iterator[PostgresRecorder]:
    """A new ledger, reached through a wire that can be cut."""
    with made(url.replace(f":{postgres.port}/", f":{wire.port}/"), busy_seconds=2.0) as recorder:
        yield recorder


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_is_found_out(wired: PostgresRecorder, wire: Wire, when: str) -> None:
    """Where the connection is lost at the commit, the recorder asks what became of it: the facts are there once, and the
    caller is told their numbers."""
    wired.append([fact("case:0")])
    condition = DCBAppendCondition(DCBQuery([DCBQueryItem(tags=["case:1"])]))
    wire.cut = when

    stored = wired.record([fact("case:1"), fact("case:2")], condition)

    assert wire.cut == "", "the wire was not cut"
    assert [one.position for one in stored] == [2, 3]
    assert list(wired.stored(after=1)) == stored


def test_a_commit_that_is_still_under_way_is_waited_for(wired: PostgresRecorder, wire: Wire, admin: Admin) -> None:
    """Where the connection is lost while the server is still committing, what becomes of it is waited for: it stands once."""
    wired.append([fact("case:0")])
    admin.execute(
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$"
    )
    admin.execute(
        "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON fact DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION slow()"
    )
    wire.cut = "after"

    assert wired.append([fact("case:1")]) == 2

    assert wire.cut == "", "the wire was not cut"
    assert [one.position for one in wired.stored()] == [1, 2]


@pytest.mark.parametrize(("when", "stands"), [("before", []), ("after", [1, 2])])
def test_what_nobody_knows_is_said(wired: PostgresRecorder, wire: Wire, url: str, when: str, stands: list[int]) -> None:
    """Where the server cannot be asked either, the caller is told that the facts may stand, whether they do or not."""
    wire.cut, wire.heals = when, False

    with pytest.raises(CommitUnknown, match=r"2 facts were being recorded as 1 to 2.*Send the same again"):
        wired.append([fact("case:1"), fact("case:2")])

    with PostgresRecorder.open(url) as other:
        assert [one.position for one in other.stored()] == stands


def test_what_stands_of_somebody_else_is_not_ours(wired: PostgresRecorder, wire: Wire, url: str) -> None:
    """Where another writer has taken the numbers meanwhile, the facts are recorded after his, under the condition."""
    wired.append([fact("case:0")])
    condition = DCBAppendCondition(DCBQuery([DCBQueryItem(tags=["case:1"])]))
    with PostgresRecorder.open(url) as other:
        wire.meanwhile = lambda: other.append([fact("case:1", data=b'{"by":"other"}')])
        wire.cut = "before"

        with pytest.raises(ConditionFailed, match="fact 2"):
            wired.append([fact("case:1")], condition)

    assert [one.event.data for one in wired.stored(after=1)] == [b'{"by":"other"}']


def test_a_subscription_outlives_its_connections(recorder: PostgresRecorder, admin: Admin) -> None:
    """A subscription whose connections are ended, again and again, still gives every fact once and in order."""
    seen: list[int] = []
    with recorder.subscribe() as subscription:
        following = threading.Thread(target=lambda: seen.extend(next(subscription).position for _ in range(30)))
        following.start()
        for number in range(1, 31):
            if number % 5 == 0:
                admin.execute(OTHERS)
            assert recorder.append([fact()]) == number
        following.join(20)

    assert seen == list(range(1, 31))


def test_a_wake_up_is_only_a_hint(recorder: PostgresRecorder, admin: Admin) -> None:
    """What is recorded without a notification reaches a subscription all the same."""
    with recorder.subscribe() as subscription:
        recorder.append([fact()])
        assert next(subscription).position == 1
        waiting = threading.Timer(
            0.2, lambda: admin.execute("INSERT INTO fact SELECT 2, recorded_at, 'a', '', '{}' FROM head")
        )
        waiting.start()
        began = time.monotonic()

        assert next(subscription).position == 2
        waiting.join()
    assert time.monotonic() - began < 15, "it waited for the connection to be looked at"


def test_another_process_is_heard_by_notification(url: str, recorder: PostgresRecorder) -> None:
    """What another recorder records wakes a subscription at once, though it looks by itself only now and then."""
    recorder.poll_seconds = 60.0  # a look by itself would come too late for this test
    seen: list[int] = []
    with PostgresRecorder.open(url) as other, recorder.subscribe() as subscription:
        following = threading.Thread(target=lambda: seen.extend(next(subscription).position for _ in range(20)))
        following.start()
        for number in range(20):
            other.append([fact()])
            until(lambda number=number: len(seen) > number)  # type: ignore[misc]
        following.join(20)

    assert seen == list(range(1, 21))


def test_a_lock_that_is_held_is_waited_for_and_named(url: str, recorder: PostgresRecorder, admin: Admin) -> None:
    """A writer waits for the head no longer than it says, then is told so; nothing is recorded, and the next one goes on."""
    with PostgresRecorder.open(url, busy_seconds=0.3) as hasty:
        with psycopg.connect(url) as other:
            other.execute("SELECT * FROM regledger.head FOR UPDATE")
            began = time.monotonic()
            with pytest.raises(StoreBusy, match=r"0\.3 seconds"):
                hasty.append([fact()])
            assert time.monotonic() - began < 15
            assert list(hasty.stored()) == [], "a reader waits for nobody"

        assert hasty.append([fact()]) == 1


def test_a_writer_that_stands_still_is_put_out(url: str, recorder: PostgresRecorder, admin: Admin) -> None:
    """The server ends a session of ours that keeps the lock without a word, so that it holds nobody up for ever."""
    writer = recorder._connections.writer()

    [(milliseconds,)] = writer.execute(
        "SELECT setting::int FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout'"
    )

    assert 0 < milliseconds <= 30_000


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_a_server_that_comes_back_is_gone_on_with(mortal: PostgresServer, how: str) -> None:
    """While the server is away the caller is told, without a password; when it is back the same recorder goes on."""
    with made(mortal.new_database(), busy_seconds=0.3) as recorder:
        recorder.append([fact("case:1")])
        getattr(mortal, how)()

        for use in (lambda: recorder.append([fact("case:2")]), lambda: list(recorder.stored())):
            with pytest.raises(StoreUnreachable, match="cannot be reached") as told:
                use()
            assert mortal.password not in f"{told.value} {told.value!r} {told.value.__cause__}"
        mortal.start()

        assert recorder.append([fact("case:3")]) == 2
        assert [one.event.tags for one in recorder.stored()] == [["case:1"], ["case:3"]]


def test_a_short_absence_is_waited_out(mortal: PostgresServer) -> None:
    """What is asked of a server that is being started again is done when it is back, and the caller notices nothing."""
    with made(mortal.new_database(), busy_seconds=20.0) as recorder, ThreadPoolExecutor(2) as pool:
        recorder.append([fact()])
        mortal.kill()

        appended, read = pool.submit(recorder.append, [fact()]), pool.submit(recorder.head)
        mortal.start()

        assert appended.result(30) == 2
        assert read.result(30).number in (1, 2)


def test_a_subscription_goes_on_after_a_long_absence(mortal: PostgresServer) -> None:
    """A subscription says that the server is away, and asked again when it is back it goes on where it was."""
    with made(mortal.new_database(), busy_seconds=0.3) as recorder, recorder.subscribe() as subscription:
        recorder.append([fact()])
        assert next(subscription).position == 1

        mortal.kill()
        with pytest.raises(StoreUnreachable):
            next(subscription)
        mortal.start()

        recorder.append([fact()])
        assert next(subscription).position == 2


def _password(admin: Admin) -> str:
    return admin.info.password
