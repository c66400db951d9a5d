"""Personal values of a ledger in PostgreSQL: they lie in the folder beside it, and no file of the server ever held them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from regledger.deciding.answers import Recorded, Submission
from regledger.deciding.disclosing import facts_holding
from regledger.errors import LedgerMissing, StoreReadOnly
from regledger.ledger import Installation, Ledger
from regledger.log.personal import ERASED, commitments
from regledger.log.stores import FolderMissing
from regledger.sectors.loading import Sectors
from regledger.testing.postgres import PostgresServer
from regledger.testing.rectification import FOUND, ITEM, ORDERED
from regledger.testing.scenario import COUNTY, Step, step

SECRET = "欧阳青峰"
P1 = "person:p1"
ERASE = step("personal.erase", subject=P1, ground="unlawful", reason="Asked", authority="emb", erased_on="2026-03-04")


@pytest.fixture(scope="module")
def core() -> Installation:
    return Installation(Sectors())


@pytest.fixture
def two(postgres: PostgresServer, tmp_path: Path, core: Installation) -> Iterator[tuple[Ledger, Ledger]]:
    """One ledger, opened twice as two processes would; its order names person:p1."""
    url = f"{postgres.new_database()}?beside={tmp_path}"
    with ExitStack() as stack:
        one = stack.enter_context(Ledger.create(url, name="county", installation=core))
        for each in (*COUNTY, FOUND, ordering("H-1")):
            submit(one, each)
        yield one, stack.enter_context(Ledger.open(url, installation=core))


def ordering(hazard: str) -> Step:
    item = {**ITEM, "hazard": hazard, "responsible": {"subject": P1, "value": SECRET}}
    return ORDERED.but(order=f"R-{hazard}", items=[item])


def submit(ledger: Ledger, one: Step) -> Recorded:
    answer = ledger.submit(Submission(command=one.command, body=one.body, actor="officer:li"))
    assert isinstance(answer, Recorded), answer
    return answer


def test_an_erasure_reaches_every_process_and_leaves_no_byte(
    two: tuple[Ledger, Ledger], tmp_path: Path, postgres: PostgresServer
) -> None:
    """What was read by both reads Erased in both, is refused in both, and stands in no file of the server or beside the ledger."""
    one, other = two
    [number] = facts_holding(other, P1)
    fact = other.at(number)
    assert fact is not None
    [named] = commitments(fact.body)
    key = one.personal._key_for(P1)
    before = (one.personal._reveal(named), other.personal._reveal(named))

    submit(one, ERASE)

    assert before == (SECRET, SECRET)
    assert (one.personal._reveal(named), other.personal._reveal(named)) == (ERASED, ERASED)
    for ledger in two:
        refused = ledger.submit(Submission(command="order.issue", body=ordering("H-2").body, actor="officer:li"))
        assert not isinstance(refused, Recorded)
        assert [one.code for one in refused.objections] == ["personal.erased"]
    with postgres.connect() as admin:
        admin.execute("CHECKPOINT")
    files = [path for folder in (tmp_path, postgres.folder) for path in folder.rglob("*") if path.is_file()]
    content = [path.read_bytes() for path in files]
    assert any(b"person:p1" in each for each in content)
    assert not any(SECRET.encode() in each or key in each for each in content)


def test_an_erasure_between_deciding_and_recording_stops_the_value(two: tuple[Ledger, Ledger]) -> None:
    """The condition on the subject holds in this store too: decided before the erasure it is not recorded after it."""
    one, other = two
    seal = one.personal.seal

    def sealed(*given: object) -> object:
        one.personal.seal = seal  # type: ignore[method-assign]
        found = seal(*given)  # type: ignore[arg-type]
        submit(other, ERASE)
        return found

    one.personal.seal = sealed  # type: ignore[method-assign,assignment]

    refused = one.submit(Submission(command="order.issue", body=ordering("H-2").body, actor="officer:li"))

    assert not isinstance(refused, Recorded)
    assert [each.code for each in refused.objections] == ["personal.erased"]


def test_two_ledgers_of_one_name_and_folder_keep_their_people_apart(
    postgres: PostgresServer, tmp_path: Path, core: Installation
) -> None:
    """Erasing a person in one schema of a database leaves another one's values, though name and folder are the same."""
    database = postgres.new_database()
    urls = [f"{database}?schema={schema}&beside={tmp_path}" for schema in ("north", "south")]
    with ExitStack() as stack:
        north, south = (stack.enter_context(Ledger.create(url, name="county", installation=core)) for url in urls)
        for ledger in (north, south):
            for each in (*COUNTY, FOUND, ordering("H-1")):
                submit(ledger, each)

        submit(north, ERASE)

        (value,) = (one for number in facts_holding(south, P1) for one in commitments(south.at(number).body))  # type: ignore[union-attr]
        assert south.personal._texts_of([value]) == [SECRET]
        assert not south.personal.erased(P1)
        assert north.personal.erased(P1)


def test_the_folder_is_made_with_the_ledger_and_missed_when_it_is_gone(
    postgres: PostgresServer, tmp_path: Path, core: Installation
) -> None:
    """Making a ledger makes the folder that its URL names, for its owner alone; opening one without it names the folder."""
    folder = tmp_path / "srv" / "county"
    url = f"{postgres.new_database()}?beside={folder}"
    Ledger.create(url, installation=core).close()

    assert folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()
    with pytest.raises(FolderMissing, match=re.escape(str(folder))):
        Ledger.open(url, installation=core)


def test_a_folder_that_cannot_be_made_is_named(postgres: PostgresServer, tmp_path: Path, core: Installation) -> None:
    """Where a file stands in its way nothing is made, in the database neither."""
    (tmp_path / "taken").write_text("")
    url = f"{postgres.new_database()}?beside={tmp_path}/taken/county"

    with pytest.raises(StoreReadOnly, match="taken/county"):
        Ledger.create(url, installation=core)

    with pytest.raises(LedgerMissing):
        Ledger.open(url.partition("?")[0], installation=core)
