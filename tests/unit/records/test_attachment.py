"""Attaching: a file to a record that there is, once, and no fact without its file."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.deciding.attaching import Wish, attach
from regledger.errors import BadCommand, BadTag
from regledger.history.attached import attached_to, attachment_named
from regledger.ledger import Ledger
from regledger.log.attachments import AttachmentAdded
from regledger.log.attachments.errors import AttachmentAltered, AttachmentMissing, AttachmentUnknown, FileUnreadable
from regledger.records.attachment import Attachment
from regledger.testing.scenario import COUNTY, HandClock, given

BY = Submission(command="attachment.add", body={}, actor="officer:li", channel="cli")
DAY = date(2026, 3, 2)
PDF = b"%PDF-1.7 " + bytes(range(256)) * 10


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    path.write_bytes(PDF)
    return path


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    given(ledger, COUNTY)
    assert isinstance(ledger.clock, HandClock)
    ledger.clock.set("2026-03-03")
    return ledger


def wish(subject: str = "site:S-1", **rest: object) -> Wish:
    return Wish(subject=subject, added_on=DAY, **rest)  # type: ignore[arg-type]


def put(ledger: Ledger, path: Path, what: Wish) -> tuple[int, AttachmentAdded]:
    answer = attach(ledger, path, what, BY)
    assert isinstance(answer, Recorded), answer
    [number] = answer.numbers
    body = ledger.at(number).body  # type: ignore[union-attr]
    assert isinstance(body, AttachmentAdded)
    return number, body


def codes(answer: Recorded | Refused) -> list[str]:
    assert isinstance(answer, Refused), answer
    return [one.code for one in answer.objections]


def kept(ledger: Ledger) -> list[Path]:
    return sorted(path for path in ledger.attachments.folder.rglob("*") if path.is_file())


def test_a_file_is_attached_to_a_record(ledger: Ledger, scan: Path) -> None:
    """The fact tells digest, size and media type, is found by the record and by the file, and tells no file's name."""
    number, body = put(ledger, scan, wish(title="Handover record"))

    assert (body.size, body.media_type, body.title, body.owner) == (
        len(PDF),
        "application/pdf",
        "Handover record",
        None,
    )
    assert [fact.number for fact in ledger.facts(tags=["site:S-1", f"attachment:{body.digest}"])] == [number]
    assert [fact.number for fact, _ in attached_to(ledger, "site:S-1")] == [number]
    shown = ledger.show(f"attachment:{body.digest}")
    assert shown is not None
    assert isinstance(shown.state, Attachment)
    assert [(one.subject, one.number) for one in shown.state.attached] == [("site:S-1", number)]
    assert b"scan.pdf" not in ledger.at(number).data  # type: ignore[union-attr]


def test_one_file_may_be_attached_to_several_records(ledger: Ledger, scan: Path) -> None:
    """It is kept once, and each record has a fact of its own."""
    first, one = put(ledger, scan, wish())
    second, other = put(ledger, scan, wish("enterprise:E-1", title="the same"))

    assert one.digest == other.digest
    assert len(kept(ledger)) == 1
    assert [[fact.number for fact, _ in attached_to(ledger, to)] for to in ("site:S-1", "enterprise:E-1")] == [
        [first],
        [second],
    ]


@pytest.mark.parametrize("owner", [None, "person:p1"], ids=["public", "personal"])
def test_a_file_is_attached_to_a_record_once(ledger: Ledger, scan: Path, owner: str | None) -> None:
    """The second time is refused and names the first fact, for a personal file too, though it would be encrypted anew."""
    number, _ = put(ledger, scan, wish(owner=owner))

    again = attach(ledger, scan, wish(owner=owner, title="anew"), BY)

    assert codes(again) == ["attachment.taken"]
    assert again.objections[0].args["number"] == number  # type: ignore[union-attr]
    assert len(kept(ledger)) == 1


def test_of_many_who_attach_one_file_at_once_one_does(ledger: Ledger, scan: Path) -> None:
    """Eight threads with the same file and record: one fact, one file, and seven refusals that name it."""
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: attach(ledger, scan, wish(), BY), range(8)))

    recorded = [one for one in answers if isinstance(one, Recorded)]
    refused = [one for one in answers if isinstance(one, Refused)]
    assert (len(recorded), {one.objections[0].args["number"] for one in refused}) == (1, {recorded[0].numbers[0]})
    assert len(refused) == 7
    assert len(kept(ledger)) == 1


def test_a_withdrawn_attachment_may_be_attached_again(ledger: Ledger, scan: Path) -> None:
    """What no longer counts is in nobody's way, and its file stays for those who read the history."""
    number, _ = put(ledger, scan, wish())
    withdraw = {"number": number, "reason": "other site", "authority": "emb", "withdrawn_on": "2026-03-02"}
    given(ledger).on("2026-03-03").when("fact.withdraw", **withdraw).is_recorded()
    assert attached_to(ledger, "site:S-1") == []

    again, _ = put(ledger, scan, wish())

    assert [fact.number for fact, _ in attached_to(ledger, "site:S-1")] == [again]
    assert [fact.number for fact, _ in attached_to(ledger, "site:S-1", known_at=number)] == [number]


@pytest.mark.parametrize("subject", ["site:S-9", "fact:1", "officer:nobody", "nonsense:x"])
def test_a_file_is_attached_to_what_is_on_record(ledger: Ledger, scan: Path, subject: str) -> None:
    """A record that there is not, the number of a fact and a kind that nobody declares take no file, and none is kept."""
    answer = attach(ledger, scan, wish(subject), BY)

    assert codes(answer) == ["attachment.subject_unknown"]
    assert not ledger.attachments.folder.exists()


@pytest.mark.parametrize("named", ["credit_code:91430100MA4L16JQ9D", "command:abc", "personal:abc", "attachment:"])
def test_neither_a_key_nor_a_file_takes_a_file(ledger: Ledger, scan: Path, tmp_path: Path, named: str) -> None:
    """A tag that keeps something from being done twice, and another file, are no record and no subject of a file."""
    other = tmp_path / "other"
    other.write_bytes(b"other")
    _, body = put(ledger, scan, wish())
    tag = f"{named}{body.digest}" if named.endswith(":") else named

    for what in (wish(tag), wish(owner=tag)):
        assert "attachment.no_record" in codes(attach(ledger, other, what, BY))
    shown = ledger.show(f"attachment:{body.digest}")
    assert shown is not None
    assert len(shown.state.attached) == 1  # type: ignore[attr-defined]
    assert len(kept(ledger)) == 1


def test_a_kind_that_nobody_declares_owns_no_file(ledger: Ledger, scan: Path) -> None:
    """It is said before the file is read."""
    with pytest.raises(BadTag, match="not declared"):
        attach(ledger, scan, wish(owner="nonsense:x"), BY)

    assert not ledger.attachments.folder.exists()


def test_the_record_is_there_on_the_day(ledger: Ledger, scan: Path) -> None:
    """A file is not attached to a record on a day before it was one, nor in the future."""
    early = attach(ledger, scan, Wish(subject="site:S-1", added_on=date(2020, 1, 1)), BY)
    late = attach(ledger, scan, Wish(subject="site:S-1", added_on=date(2026, 3, 4)), BY)

    assert codes(early) == ["attachment.subject_unknown"]
    assert codes(late) == ["fact.in_the_future"]
    assert not ledger.attachments.folder.exists()


def test_no_command_records_a_file_that_is_not_kept(ledger: Ledger, scan: Path) -> None:
    """Whoever sends attachment.add names a file that lies there, of that size, encrypted where it is said to be personal."""
    _, body = put(ledger, scan, wish("enterprise:E-1"))
    told = {"subject": "site:S-1", "media_type": "image/png", "added_on": "2026-03-02", "size": body.size}
    head = ledger.recorder.head().number

    for digest, changes, error in (
        ("0" * 64, {}, AttachmentMissing),
        (body.digest, {"size": 7}, AttachmentAltered),
        (body.digest, {"owner": "person:p1"}, AttachmentAltered),
    ):
        with pytest.raises(error, match="nothing was recorded"):
            ledger.submit(Submission(command="attachment.add", body={**told, "digest": digest, **changes}))
    assert ledger.recorder.head().number == head
    answer = ledger.submit(Submission(command="attachment.add", body={**told, "digest": body.digest}))
    assert isinstance(answer, Recorded)


def test_a_malformed_wish_keeps_nothing(ledger: Ledger, scan: Path) -> None:
    """A media type that is none is said before the file is read."""
    with pytest.raises(BadCommand, match="media_type"):
        attach(ledger, scan, wish(media_type="a picture"), BY)

    assert not ledger.attachments.folder.exists()


def test_a_file_that_cannot_be_read_keeps_nothing(ledger: Ledger, tmp_path: Path) -> None:
    """No fact, no file and no remains."""
    with pytest.raises(FileUnreadable):
        attach(ledger, tmp_path / "nowhere.jpg", wish(), BY)

    assert kept(ledger) == []


def test_an_attachment_is_named_in_three_ways(ledger: Ledger, scan: Path, tmp_path: Path) -> None:
    """By the number of its fact, by its digest, by the beginning of that where only one file begins so."""
    other = tmp_path / "other"
    other.write_bytes(os.urandom(9))
    number, body = put(ledger, scan, wish())
    put(ledger, other, wish())

    for name in (str(number), f"#{number}", body.digest, body.digest[:8], body.digest[:63]):
        assert attachment_named(ledger, name)[0].number == number
    for name in ("1", "99", body.digest[:7], "f" * 64, "zz", "", str(10**20)):
        with pytest.raises(AttachmentUnknown, match="is no attachment"):
            attachment_named(ledger, name)
