"""What lies in the folder of attachments against what the log says; erased subjects, and what is left over."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from eventsourcing.dcb.api import DCBEvent
from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.deciding.attaching import Disclosure, Wish, attach, open_file
from regledger.ledger import Ledger
from regledger.log.attachments import AttachmentAdded, Staged
from regledger.log.attachments.checking import Checked, Defect, check, sample, sweep
from regledger.log.attachments.errors import AttachmentErased, AttachmentsBusy
from regledger.log.facts import RecordedFact
from regledger.testing.scenario import COUNTY, HandClock, Scenario, given, step

P1 = "person:p1"
LI = Submission(command="attachment.add", body={}, actor="officer:li", channel="cli")
OLD = (1_000_000, 1_000_000)
ERASE = Submission(
    command="personal.erase",
    actor="officer:li",
    body={
        "subject": P1,
        "ground": "consent_withdrawn",
        "reason": "Asked for",
        "authority": "emb",
        "erased_on": "2026-03-12",
    },
)
WHY = Disclosure(
    ground="duty",
    purpose="Hearing",
    recipient="County court",
    authority="emb",
    disclosed_on=date(2026, 3, 12),
)


def role(name: str) -> Submission:
    body = {"holder": "officer:li", "role": name, "authority": "emb", "valid_from": "2026-03-10", "ground": "List"}
    return Submission(command="role.grant", body={**body, "granted_on": "2026-03-10"}, actor="officer:li")


@pytest.fixture
def county(ledger: Ledger) -> Scenario:
    """Officer li holds every role; it is the 12th of March 2026."""
    scenario = given(ledger, COUNTY, [role(name) for name in ("approve", "disclose", "propose")]).on("2026-03-12")
    assert isinstance(ledger.clock, HandClock)
    ledger.clock.set("2026-03-12")
    return scenario


def put(ledger: Ledger, path: Path, *, owner: str | None = None, subject: str = "site:S-1") -> RecordedFact:
    answer = attach(ledger, path, Wish(subject=subject, added_on=date(2026, 3, 11), owner=owner), LI)
    assert isinstance(answer, Recorded), answer
    fact = ledger.at(answer.numbers[0])
    assert fact is not None
    return fact


def digest(fact: RecordedFact) -> str:
    assert isinstance(fact.body, AttachmentAdded)
    return fact.body.digest


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Path]:
    def endless() -> Iterator[Path]:
        for index in range(1000):
            path = tmp_path / f"{index}.bin"
            path.write_bytes(os.urandom(300))
            yield path

    return endless()


def wrong(defects: Iterator[Defect] | list[Defect]) -> list[tuple[str, int | None]]:
    return [(one.wrong, one.number) for one in defects]


# ── checking ─────────────────────────────────────────────────────────────────────────────────────────────


def test_every_defect_is_found(county: Scenario, files: Iterator[Path]) -> None:
    """Each fact whose file is missing, altered or of another size is named, two of them where two name one file."""
    ledger = county.ledger
    facts = [put(ledger, next(files), owner=owner) for owner in (None, None, P1, P1, None)]
    lost = next(files)
    twice = [put(ledger, lost), put(ledger, lost, subject="enterprise:E-1")]
    assert list(check(ledger)) == []
    paths = [ledger.attachments.path_of(digest(fact)) for fact in (*facts, twice[0])]
    paths[0].write_bytes(os.urandom(300))
    flipped = bytearray(paths[2].read_bytes())
    flipped[200] ^= 1
    paths[2].write_bytes(flipped)
    os.truncate(paths[3], 299)
    paths[5].unlink()

    done = Checked()
    found = list(check(ledger, done))

    assert wrong(found) == [
        ("altered", facts[0].number),
        ("altered", facts[2].number),
        ("wrong size", facts[3].number),
        ("missing", twice[0].number),
        ("missing", twice[1].number),
    ]
    assert [one.digest for one in found] == [digest(fact) for fact in (facts[0], facts[2], facts[3], *twice)]
    assert (done.facts, done.files) == (7, 6)


def test_a_sample_finds_what_is_everywhere(county: Scenario, files: Iterator[Path]) -> None:
    """A few chosen at random are looked at, never more than asked for, and their defects told."""
    ledger = county.ledger
    assert sample(ledger) == (0, [])
    facts = [put(ledger, next(files)) for _ in range(9)]
    assert sample(ledger, most=3)[0] in (1, 2, 3)
    assert sample(ledger, most=40)[1] == []

    for fact in facts:
        ledger.attachments.path_of(digest(fact)).write_bytes(os.urandom(300))

    looked_at, found = sample(ledger, most=200)
    assert looked_at == len(found) == 9
    assert {one.wrong for one in found} == {"altered"}


def test_a_withdrawn_attachment_keeps_its_file(county: Scenario, files: Iterator[Path]) -> None:
    """It no longer counts, and whoever reads the history still has it: it is checked and never swept."""
    ledger = county.ledger
    fact = put(ledger, next(files))
    withdrawn = step("fact.withdraw", number=fact.number, reason="x", authority="emb", withdrawn_on="2026-03-12")
    county.when(Submission(command=withdrawn.command, body=withdrawn.body, actor="officer:li")).is_recorded()
    os.utime(ledger.attachments.path_of(digest(fact)), OLD)

    assert sweep(ledger) == []
    assert list(check(ledger)) == []
    ledger.attachments.erase([digest(fact)])
    assert wrong(check(ledger)) == [("missing", fact.number)]


# ── sweeping ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_crash_left_is_listed_and_swept(county: Scenario, files: Iterator[Path]) -> None:
    """A file put and never recorded, and one half written, here or by a copy: listed once they are old, and removed."""
    ledger, store = county.ledger, county.ledger.attachments
    fact = put(ledger, next(files))
    with store.attaching(), store.staged(next(files)) as staged:
        store.keep(staged)
    parts = [store.folder / ".part-1", store.path_of(digest(fact)).with_name(".part-2")]
    for part in parts:
        part.write_bytes(b"half")
    assert (list(check(ledger)), sweep(ledger)) == ([], [])
    for path in (*parts, store.path_of(staged.digest), store.path_of(digest(fact))):
        os.utime(path, OLD)

    listed = list(check(ledger))
    removed = sweep(ledger)

    assert wrong(listed) == [("orphan", None)] * 3
    assert sorted(removed) == sorted([*parts, store.path_of(staged.digest)])
    assert (list(check(ledger)), [one for one, _ in store.files()]) == ([], [digest(fact)])


def test_a_file_that_only_a_sectors_fact_names_stays(county: Scenario, files: Iterator[Path]) -> None:
    """A fact that nothing here declares keeps a file by its tag: it is neither listed nor swept."""
    ledger, store = county.ledger, county.ledger.attachments
    with store.attaching(), store.staged(next(files)) as staged:
        store.keep(staged)
    data = b'{"body":{},"commit":{"id":"c","index":0,"size":1},"version":1,"zone":"UTC"}'
    ledger.recorder.record([DCBEvent("photo.taken", data, [f"attachment:{staged.digest}"])])
    os.utime(store.path_of(staged.digest), OLD)

    assert (list(check(ledger)), sweep(ledger)) == ([], [])


def test_no_sweep_takes_a_file_whose_fact_is_on_its_way(county: Scenario, tmp_path: Path) -> None:
    """While some attach and others sweep without regard to age, every fact that is recorded has its file."""
    ledger = county.ledger
    over = threading.Event()
    swept: list[int] = []

    def sweeping() -> None:
        while not over.is_set():
            try:
                swept.append(len(sweep(ledger, older_than=-60)))
            except AttachmentsBusy:
                swept.append(-1)

    sweeper = threading.Thread(target=sweeping)
    sweeper.start()
    try:
        for index in range(30):
            path = tmp_path / f"{index}.bin"
            path.write_bytes(os.urandom(300))
            put(ledger, path)
    finally:
        over.set()
        sweeper.join()

    assert list(check(ledger)) == []
    assert len(list(ledger.attachments.files())) == 30
    assert -1 in swept or len(swept) > 1


def test_no_sweep_takes_what_a_command_names_by_its_digest(
    county: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old orphan that `attachment.add` names is safe from the moment it was looked at until its fact is in."""
    ledger = county.ledger
    path = tmp_path / "orphan.bin"
    path.write_bytes(os.urandom(300))
    with ledger.attachments.attaching(), ledger.attachments.staged(path) as staged:
        ledger.attachments.keep(staged)
    body = {
        "digest": staged.digest,
        "subject": "site:S-1",
        "size": 300,
        "media_type": "application/pdf",
        "added_on": "2026-03-11",
    }
    record = ledger.recorder.record

    def sweeping_first(*words: Any, **how: Any) -> Any:
        with pytest.raises(AttachmentsBusy):
            sweep(ledger, older_than=-60)
        return record(*words, **how)

    monkeypatch.setattr(ledger.recorder, "record", sweeping_first)

    answer = ledger.submit(Submission(command="attachment.add", body=body, actor="officer:li"))

    assert isinstance(answer, Recorded), answer
    assert list(check(ledger)) == []


def test_a_sweep_looks_again_before_it_removes(county: Scenario, files: Iterator[Path]) -> None:
    """What another machine, which no lock parts from this one, names while orphans are counted stays."""
    ledger = county.ledger
    kept = []
    for path in (next(files), next(files)):
        with ledger.attachments.attaching(), ledger.attachments.staged(path) as staged:
            ledger.attachments.keep(staged)
            kept.append(staged.digest)
    asked: list[str] = []

    def is_named(digest: str) -> bool:
        asked.append(digest)
        return asked.count(digest) > 1 and digest == kept[0]

    removed = ledger.attachments.sweep(lambda: is_named, older_than=-60)

    assert [one.parent.name + one.name for one in removed] == kept[1:]
    assert [digest for digest, _ in ledger.attachments.files()] == kept[:1]


# ── erased subjects ──────────────────────────────────────────────────────────────────────────────────────


def test_erasing_a_subject_removes_its_files(county: Scenario, files: Iterator[Path], tmp_path: Path) -> None:
    """Of that subject and of nobody else; the facts stay, the file reads Erased, and no check calls that a defect."""
    ledger = county.ledger
    gone, of_other, public = (
        put(ledger, next(files), owner=P1),
        put(ledger, next(files), owner="person:p2"),
        put(ledger, next(files)),
    )

    county.when(ERASE).is_recorded()

    assert {one for one, _ in ledger.attachments.files()} == {digest(of_other), digest(public)}
    assert ledger.at(gone.number) == gone
    with pytest.raises(AttachmentErased, match=r"reads Erased: the key of person:p1 was destroyed"):
        open_file(ledger, gone, tmp_path / "out", WHY, LI)
    assert list(check(ledger)) == []
    assert not (tmp_path / "out").exists()


def test_erasing_a_record_leaves_the_files_of_others(county: Scenario, files: Iterator[Path]) -> None:
    """Of what is attached to it only its own personal files go: neither public ones nor those of another subject."""
    ledger = county.ledger
    public, of_other = put(ledger, next(files)), put(ledger, next(files), owner=P1)
    put(ledger, next(files), owner="site:S-1")

    county.when(msgspec.structs.replace(ERASE, body={**ERASE.body, "subject": "site:S-1"})).is_recorded()

    assert {one for one, _ in ledger.attachments.files()} == {digest(public), digest(of_other)}


def test_nothing_is_kept_of_an_erased_subject(county: Scenario, files: Iterator[Path]) -> None:
    """A personal file of a subject that was erased is refused, and no file is left; a public one may still be attached."""
    ledger = county.ledger
    county.when(ERASE).is_recorded()

    answer = attach(ledger, next(files), Wish(subject="site:S-1", added_on=date(2026, 3, 11), owner=P1), LI)

    assert isinstance(answer, Refused)
    assert [one.code for one in answer.objections] == ["personal.erased"]
    assert list(ledger.attachments.files()) == []
    put(ledger, next(files))


def test_a_file_that_outlived_its_erasure_is_listed_and_swept(county: Scenario, files: Iterator[Path]) -> None:
    """Such as one out of an older back-up: it is a defect, and the sweep removes it, young as it is."""
    ledger = county.ledger
    fact = put(ledger, next(files), owner=P1)
    path = ledger.attachments.path_of(digest(fact))
    kept = path.read_bytes()
    county.when(ERASE).is_recorded()
    path.write_bytes(kept)

    assert wrong(check(ledger)) == [("not erased", fact.number)]
    assert sweep(ledger) == [path]
    assert (list(check(ledger)), path.exists()) == ([], False)


# ── opening ──────────────────────────────────────────────────────────────────────────────────────────────


def disclosures(ledger: Ledger) -> list[Any]:
    return [fact.body for fact in ledger.facts(types=["personal.disclosed"])]


def test_a_personal_file_opens_once_its_disclosure_is_recorded(
    county: Scenario, files: Iterator[Path], tmp_path: Path
) -> None:
    """The disclosure names the fact, and a refused one gives nothing out."""
    ledger, path = county.ledger, next(files)
    fact = put(ledger, path, owner=P1)

    refused = open_file(ledger, fact, tmp_path / "out", WHY, Submission(command="x", body={}, actor="officer:wang"))
    assert isinstance(refused, Refused)
    assert (disclosures(ledger), (tmp_path / "out").exists()) == ([], False)
    answer = open_file(ledger, fact, tmp_path / "out", WHY, LI)

    assert isinstance(answer, Recorded)
    assert (tmp_path / "out").read_bytes() == path.read_bytes()
    [told] = disclosures(ledger)
    assert (told.subject, told.facts, told.purpose) == (P1, (fact.number,), "Hearing")


def test_a_disclosure_names_a_file_of_that_subject(county: Scenario, files: Iterator[Path]) -> None:
    """Neither a public file nor another subject's can be disclosed as one of this subject."""
    ledger = county.ledger
    for owner in (None, "person:p2"):
        fact = put(ledger, next(files), owner=owner)
        body = {"subject": P1, "facts": [fact.number], "ground": "duty", "purpose": "x", "recipient": "y"}
        told = {**body, "authority": "emb", "disclosed_on": "2026-03-12"}

        county.when(Submission(command="personal.disclose", body=told, actor="officer:li")).refuses(
            "REF", code="personal.not_in_fact"
        )


def test_an_erasure_that_comes_between_leaves_no_file(
    county: Scenario, files: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erased after its key was fetched and before the fact: the file is refused, and gone at once."""
    ledger = county.ledger
    keep = ledger.attachments.keep

    def erase_and_keep(staged: Staged) -> None:
        assert isinstance(ledger.submit(ERASE), Recorded)
        keep(staged)

    monkeypatch.setattr(ledger.attachments, "keep", erase_and_keep)

    answer = attach(ledger, next(files), Wish(subject="site:S-1", added_on=date(2026, 3, 11), owner=P1), LI)

    assert isinstance(answer, Refused)
    assert [one.code for one in answer.objections] == ["personal.erased"]
    assert list(ledger.attachments.files()) == []
