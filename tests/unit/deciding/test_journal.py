"""The journal of attempts that recorded nothing: complete, beside the log, and without a word of what they said."""

from __future__ import annotations

import fcntl
import json
import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.deciding.answers import AsHappened, Signature, Submission
from regledger.deciding.journal import Attempt, Journal, JournalUnreadable
from regledger.errors import Conflict, RegledgerError
from regledger.ledger import Ledger
from regledger.testing.penalty import FILED, NOTIFIED
from regledger.testing.scenario import Scenario, given

FIRE = {"authority": "fire", "name": "Fire brigade", "registered_on": "2026-03-02"}
LATE = {**FIRE, "registered_on": "2030-01-01"}
SECRET = "Chen Gang 430102199001011234"
AT_NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)


def journal_of(ledger: Ledger) -> Path:
    assert ledger.journal.path is not None
    return ledger.journal.path


def sent(**changes: Any) -> Submission:
    plain: dict[str, Any] = {"command": "authority.register", "body": LATE, "actor": "officer:li", **changes}
    return Submission(**plain)


def test_a_refused_attempt_goes_to_the_journal_alone(county: Scenario) -> None:
    """Beside the log, for its owner's eyes, stands who tried what, known how, and which rules refused for what."""
    draft = county.ledger.check(sent())
    county.ledger.submit(sent(channel="nats", known="nkey", via="os:desk-3"))

    [line] = journal_of(county.ledger).read_text().splitlines()
    assert json.loads(line) == {
        "at": "2026-03-10T04:00:00Z",
        "actor": "officer:li",
        "known": "nkey",
        "via": "os:desk-3",
        "channel": "nats",
        "command": "authority.register",
        "digest": draft.particulars.digest,
        "rules": ["TIME"],
        "codes": ["fact.in_the_future"],
        "error": "",
    }
    assert journal_of(county.ledger).stat().st_mode & 0o777 == 0o600


def test_what_was_recorded_is_not_in_the_journal(county: Scenario) -> None:
    """Neither a lawful command, nor one that is only checked, nor the lawful lines of a refused batch."""
    county.ledger.submit(sent(body=FIRE))
    county.ledger.check(sent())
    county.ledger.submit_all([sent(body={**FIRE, "authority": "b"}), sent(command="rule.confirm", body=CONFIRM)])

    assert [one.command for one in county.ledger.journal.attempts()] == ["rule.confirm"]


CONFIRM = {"rule": "no-such", "authority": "emb", "document": "x", "confirmed_on": "2026-03-02"}


@pytest.mark.parametrize(
    ("change", "error", "command"),
    [
        ({"command": "authority.registre"}, "UnknownCommand", ""),
        ({"body": {"authority": "fire"}}, "BadCommand", "authority.register"),
        ({"actor": SECRET}, "BadCommand", "authority.register"),
        ({"known": "signed"}, "BadCommand", "authority.register"),
        ({"zone": "Moon/Sea"}, "BadCommand", "authority.register"),
    ],
)
def test_what_cannot_be_read_is_noted_by_its_failure(
    county: Scenario, change: dict[str, Any], error: str, command: str
) -> None:
    """The name of the failure stands there, and a command only where it is one."""
    with pytest.raises(RegledgerError):
        county.ledger.submit(sent(**change))

    [attempt] = county.ledger.journal.attempts()
    assert (attempt.error, attempt.command, attempt.digest, attempt.rules) == (error, command, "", ())


def test_of_a_batch_only_what_cannot_be_read_is_noted(county: Scenario) -> None:
    """The lines around a bad one were not tried."""
    with pytest.raises(RegledgerError):
        county.ledger.submit_all([sent(body=FIRE), sent(body={}), sent(body=FIRE)])

    assert len(list(county.ledger.journal.attempts())) == 1


def test_a_conflict_is_noted(county: Scenario) -> None:
    """What was lawful and could not be recorded because others were faster is an attempt as well."""
    county.ledger.journal.failed([sent(body=FIRE)], Conflict(number=7))

    [attempt] = county.ledger.journal.attempts()
    assert (attempt.error, attempt.command) == ("Conflict", "authority.register")
    assert attempt.digest


def test_a_key_sent_with_two_bodies_is_noted(county: Scenario) -> None:
    """The second body under one idempotency key is refused, and the attempt stays known."""
    county.ledger.submit(sent(body=FIRE, key="k"))
    with pytest.raises(RegledgerError):
        county.ledger.submit(sent(body={**FIRE, "authority": "b"}, key="k"))

    assert [one.error for one in county.ledger.journal.attempts()] == ["BadCommand"]


def test_a_bad_signature_and_a_missing_role_are_noted(county: Scenario) -> None:
    """The codes say what was tried at the door."""
    forged = Signature(key="0" * 40, signature="A" * 86, salt="00" * 32)

    county.ledger.submit(sent(body=FIRE, key="k", signature=forged))

    assert [one.codes for one in county.ledger.journal.attempts()] == [("signature.key_unknown",)]


def test_nothing_of_what_was_said_is_in_the_journal(county: Scenario) -> None:
    """A secret in every place where a sender can put one, personal or not, readable or not, is nowhere in it."""
    ledger = given(county.ledger, FILED, NOTIFIED).on("2026-03-10").ledger
    statement = {"case": "C-1", "kind": "statement", "text": {"value": SECRET}, "made_on": "2026-03-10"}
    happened = AsHappened(reason=SECRET, approver="officer:li")
    for tried in (
        sent(command="case.make_statement", body={**statement, "case": "C-9"}),
        sent(command="case.make_statement", body={**statement, SECRET: SECRET}),
        sent(command=SECRET),
        sent(actor=SECRET),
        sent(via=SECRET),
        sent(zone=SECRET),
        sent(key=SECRET),
        sent(body={"name": SECRET}),
        sent(as_happened=happened),
        sent(as_happened=AsHappened(reason="x", approver=SECRET)),
        sent(key="k", signature=Signature(key=SECRET, signature=SECRET, salt=SECRET)),
        sent(command="fact.correct", body={"number": 1, "body": {"name": SECRET}, "reason": SECRET}),
    ):
        try:
            ledger.submit(tried)
        except RegledgerError:
            continue

    noted = journal_of(ledger).read_text()
    assert len(noted.splitlines()) == 12
    assert "Chen" not in noted
    assert "430102" not in noted


def test_a_journal_that_cannot_be_written_stops_nobody(county: Scenario) -> None:
    """The answer is the same; that nothing is noted is what `fault` says."""
    journal_of(county.ledger).mkdir()

    answer = county.ledger.submit(sent())

    assert [one.code for one in answer.objections] == ["fact.in_the_future"]  # type: ignore[union-attr]
    assert "directory" in county.ledger.journal.fault()


def test_a_journal_that_can_be_written_has_no_fault(county: Scenario) -> None:
    """Neither before its first line nor after."""
    before = county.ledger.journal.fault()
    county.ledger.submit(sent())

    assert (before, county.ledger.journal.fault()) == ("", "")


def test_a_full_journal_is_put_aside_once(county: Scenario) -> None:
    """At its size another file is begun; the one before stays, an older one goes."""
    journal = Journal(county.ledger, largest=1_000)
    for count in range(12):
        journal.failed([sent(actor=f"officer:o-{count}")], Conflict(number=1))

    path = journal_of(county.ledger)
    aside = path.with_name(f"{path.name}.1")
    assert max(path.stat().st_size, aside.stat().st_size) <= 1_000
    assert aside.stat().st_mode & 0o777 == 0o600
    actors = [one.actor for one in journal.attempts()]
    assert actors == [f"officer:o-{count}" for count in range(12)][-len(actors) :]
    assert len(actors) > 3


def test_many_threads_note_whole_lines(county: Scenario) -> None:
    """Lines of several writers do not run into one another, and none is lost where there is room."""
    journal = Journal(county.ledger)

    def note() -> None:
        for _ in range(25):
            journal.failed([sent()], Conflict(number=1))

    threads = [threading.Thread(target=note) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(list(journal.attempts())) == 100


def test_a_line_that_was_cut_short_is_passed_over(county: Scenario) -> None:
    """A crash leaves half a line; what is before and behind it is read."""
    county.ledger.submit(sent())
    with journal_of(county.ledger).open("ab") as raw:
        raw.write(b'{"at":"2026-\n')
    county.on("2026-03-11").ledger.submit(sent())

    assert [one.at.day for one in county.ledger.journal.attempts()] == [10, 11]
    assert [one.at.day for one in county.ledger.journal.attempts(since=AT_NOON.replace(day=11))] == [11]


def test_what_was_no_submission_is_noted_with_its_sender(county: Scenario) -> None:
    """A line that is no JSON has neither command nor digest."""
    county.ledger.journal.unreadable("officer:li", "cli", Conflict(number=1))

    [attempt] = county.ledger.journal.attempts()
    assert msgspec.structs.replace(attempt, at=AT_NOON) == Attempt(
        at=AT_NOON, actor="officer:li", channel="cli", command="", error="Conflict"
    )


def test_lines_of_the_first_release_are_read(county: Scenario) -> None:
    """0.1.0 noted less, and what it noted is still told."""
    journal_of(county.ledger).write_text(
        '{"at":"2026-03-10T04:00:00Z","actor":"officer:li","command":"hazard.clear","rules":["I-11"]}\n'
    )

    assert [(one.command, one.rules) for one in county.ledger.journal.attempts()] == [("hazard.clear", ("I-11",))]


def test_a_line_without_an_offset_is_passed_over(county: Scenario) -> None:
    """When it was written cannot be said, and it is no line of this program."""
    journal_of(county.ledger).write_text('{"at":"2026-03-10T04:00:00","actor":"officer:li","command":"x"}\n')
    county.ledger.submit(sent())

    assert len(list(county.ledger.journal.attempts(since=AT_NOON))) == 1
    assert len(list(county.ledger.journal.attempts())) == 1


@pytest.mark.parametrize("what", ["pipe", "folder"])
def test_nobody_waits_for_what_is_no_journal(county: Scenario, what: str) -> None:
    """A pipe or a folder in its place stops no decision; it is a fault, and reading it says so."""
    path = journal_of(county.ledger)
    if what == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()

    answer = county.ledger.submit(sent())

    assert [one.code for one in answer.objections] == ["fact.in_the_future"]  # type: ignore[union-attr]
    assert county.ledger.journal.fault()
    with pytest.raises(JournalUnreadable, match="regular file"):
        list(county.ledger.journal.attempts())


def test_what_another_began_meanwhile_is_not_put_aside(county: Scenario) -> None:
    """Of two that find the journal full, the second leaves the file that the first has begun in its place."""
    journal, path = Journal(county.ledger, largest=200), journal_of(county.ledger)
    path.write_bytes(b"x" * 200 + b"\n")
    with path.open("rb") as full:
        fcntl.flock(full, fcntl.LOCK_EX)
        second = threading.Thread(target=journal.failed, args=([sent()], Conflict(number=1)))
        second.start()
        waited_for(full.fileno())
        path.replace(path.with_name(f"{path.name}.1"))
        path.write_bytes(b"begun by the first\n")
    second.join()

    assert path.read_bytes().startswith(b"begun by the first\n")
    assert path.with_name(f"{path.name}.1").read_bytes().startswith(b"xxx")


def waited_for(handle: int) -> None:
    """Until another waits for the lock on that file, or a second is over where this platform does not tell."""
    inode, end = f":{os.fstat(handle).st_ino} ", time.monotonic() + 1
    locks = Path("/proc/locks")
    while time.monotonic() < end:
        if locks.exists() and any("->" in line and inode in line for line in locks.read_text().splitlines()):
            return
        time.sleep(0.01)
