"""A ledger with decisions, personal values and attachments, written by several threads; also a program to be killed.

county.py write URL THREADS
county.py copy FROM TO
county.py backup URL FOLDER KEYS
county.py restore FOLDER URL KEYS
"""

from __future__ import annotations

import sys
import threading
from datetime import date
from pathlib import Path

import msgspec
from eventsourcing.dcb.api import DCBEvent
from regledger.deciding.answers import Recorded, Submission
from regledger.ids import new_id
from regledger.ledger import Installation, Ledger
from regledger.log.catalogue import Catalogue
from regledger.log.entry import render_entry
from regledger.log.envelope import Commit
from regledger.log.facts import Fact, NewFact, fact
from regledger.log.recorder import Recorder
from regledger.log.text import Id, Personal
from regledger.sectors.loading import Sectors

CORE = Installation(Sectors())


@fact("person.seen", 1, tags={"authority": "authority"}, occurred="seen_on")
class PersonSeen(Fact, frozen=True, kw_only=True):
    """`person.seen` v1: somebody was seen at an authority, and signed a paper."""

    authority: Id
    person: Personal
    paper: Personal
    seen_on: date


SEEN = Catalogue([PersonSeen], CORE.tag_kinds)


def grow(ledger: Ledger, name: str, rounds: int) -> None:
    """In each round a decision, a commit of two facts with personal values, and an attachment under its fact."""
    for number in range(rounds):
        id_ = f"{name}-{number}"
        answer = ledger.submit(
            Submission(
                command="authority.register",
                body={"authority": id_, "name": f"机构 {id_}", "registered_on": "2026-01-04"},
            )
        )
        assert isinstance(answer, Recorded), answer
        see(ledger, id_)
        attach(ledger, id_)


def see(ledger: Ledger, name: str) -> list[Personal]:
    """Record two facts of one commit with the personal values of `person:NAME`."""
    commit, subject = new_id(), f"person:{name}"
    bodies = [
        PersonSeen(
            authority=name,
            person=Personal(subject=subject, value=f"张三 {name} {index}"),
            paper=Personal(subject=subject, value=f"身份证 {name} {index}"),
            seen_on=date(2026, 3, 2),
        )
        for index in range(2)
    ]
    sealed = ledger.personal.seal([(f"{commit}:{n}", body) for n, body in enumerate(bodies)], [subject] * 2)
    events = []
    for index, body in enumerate(sealed):
        mark = Commit(id=commit, index=index, size=2)
        kind, tags, data = SEEN.encode(NewFact(body=body), zone=ledger.zone, commit=mark)
        events.append(DCBEvent(kind, data, list(tags)))
    ledger.recorder.record(events)
    return [one for body in sealed if isinstance(body, PersonSeen) for one in (body.person, body.paper)]


def attach(ledger: Ledger, name: str, content: bytes | None = None) -> str:
    """Put a file among the attachments, and then record a fact that names it; its digest."""
    beside = ledger.beside
    assert beside is not None
    draft = beside.with_name(f"draft-{name}")
    draft.write_bytes(content or f"照片 {name}".encode() * 100)
    with ledger.attachments.attaching(), ledger.attachments.staged(draft) as staged:
        ledger.attachments.keep(staged)
    draft.unlink()
    data = b'{"body":{},"commit":{"id":"%b","index":0,"size":1},"version":1,"zone":"UTC"}' % new_id().encode()
    ledger.recorder.record([DCBEvent("photo.taken", data, [f"attachment:{staged.digest}"])])
    return staged.digest


def entries(recorder: Recorder) -> list[bytes]:
    """Every entry, as the store has it."""
    return [
        render_entry(recorder.ledger_id, s.position, s.recorded_at, s.event.type, s.event.tags, s.event.data)
        for s in recorder.stored()
    ]


def revealed(ledger: Ledger) -> list[str | None]:
    """What every personal value of the ledger reads."""
    found: list[Personal] = []
    for stored in ledger.recorder.stored():
        if stored.event.type == "person.seen":
            body = msgspec.json.decode(stored.event.data)["body"]
            found += [msgspec.convert(body[field], Personal) for field in ("person", "paper")]
    return ledger.personal._reveal_all(found)


def assert_equal(url: str, other: str) -> None:
    """Everything that one holds, the other holds alike."""
    with opened(url) as one, opened(other) as two:
        assert (one.recorder.ledger_id, one.recorder.name, one.zone) == (
            two.recorder.ledger_id,
            two.recorder.name,
            two.zone,
        )
        assert entries(one.recorder) == entries(two.recorder)
        digests = [fact.commit.by.digest for fact in one.facts() if fact.commit.by]
        assert [two.recorder.command(digest) for digest in digests] == [
            one.recorder.command(digest) for digest in digests
        ]
        assert digests
        assert None not in map(two.recorder.command, digests)
        assert revealed(two) == revealed(one)
        assert {digest for digest, _ in two.attachments.files()} == {digest for digest, _ in one.attachments.files()}
        assert all(two.attachments.verify(digest) == "" for digest, _ in one.attachments.files())


def opened(url: str) -> Ledger:
    """The ledger at `url`, without sectors."""
    return Ledger.open(url, installation=CORE)


def beside(url: str) -> Path:
    """What the names of the files beside the ledger begin with."""
    with opened(url) as ledger:
        assert ledger.beside is not None
        return ledger.beside


def create(url: str) -> Ledger:
    """A new one."""
    return Ledger.create(url, installation=CORE)


def _write(url: str, threads: int) -> None:
    with opened(url) as ledger:
        name = new_id()[-8:]
        writers = [
            threading.Thread(target=grow, args=(ledger, f"{name}-{n}", 1_000_000), daemon=True) for n in range(threads)
        ]
        for one in writers:
            one.start()
        sys.stdout.write("writing\n")
        sys.stdout.flush()
        sys.stdin.readline()


if __name__ == "__main__":
    from regledger.safekeeping import backup, copy, restore

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    what, first, second, *rest = sys.argv[1:]
    if what == "write":
        _write(first, int(second))
    elif what == "copy":
        copy(first, second)
    elif what == "backup":
        backup(first, Path(second), keys=Path(rest[0]))
    else:
        restore(Path(first), second, keys=Path(rest[0]))
