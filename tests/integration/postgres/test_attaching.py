"""Attachments of a ledger in PostgreSQL: in the folder that its URL names, the same for everybody who writes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from regledger.deciding.answers import Recorded, Submission
from regledger.deciding.attaching import Wish, attach, open_file
from regledger.ledger import Installation, Ledger
from regledger.log.attachments.checking import check, sweep
from regledger.log.stores import NoFolder
from regledger.sectors.loading import Sectors

BY = Submission(command="attachment.add", body={}, actor="officer:li")
AUTHORITY = {"authority": "emb", "name": "Bureau", "registered_on": "2026-01-04"}
WISH = Wish(subject="authority:emb", added_on=date(2026, 3, 2))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff photo")
    return path


def test_attachments_lie_in_the_folder_beside(url: str, tmp_path: Path, photo: Path) -> None:
    """Two who opened the ledger see each other's files and facts, checked against the same log."""
    named = f"{url}?beside={tmp_path}"
    core = Installation(Sectors())

    with Ledger.create(named, name="county", installation=core) as one, Ledger.open(named, installation=core) as other:
        one.submit(Submission(command="authority.register", body=AUTHORITY))
        answer = attach(one, photo, WISH, BY)

        assert isinstance(answer, Recorded)
        fact = other.at(answer.numbers[0])
        assert fact is not None
        assert open_file(other, fact, tmp_path / "out.jpg") is None
        assert (tmp_path / "out.jpg").read_bytes() == photo.read_bytes()
        assert one.file_beside(".attachments", "attachments").is_dir()
        assert (list(check(other)), sweep(other, older_than=-60)) == ([], [])


def test_a_url_without_a_folder_takes_no_attachment(url: str, photo: Path) -> None:
    """Nothing is recorded, and what is missing is named; the ledger works without, and its check finds nothing."""
    with Ledger.create(url, name="county", installation=Installation(Sectors())) as ledger:
        ledger.submit(Submission(command="authority.register", body=AUTHORITY))

        for wish in (WISH, Wish(subject="authority:emb", added_on=date(2026, 3, 2), owner="person:p1")):
            with pytest.raises(NoFolder, match="Add beside=/folder to it"):
                attach(ledger, photo, wish, BY)

        assert ledger.recorder.head().number == 1
        assert list(check(ledger)) == []
