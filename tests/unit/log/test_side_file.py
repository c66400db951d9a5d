"""The file of a side index: lost, damaged, foreign, locked or killed over, it gives what every fact gives."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from eventsourcing.dcb.api import DCBQuery, DCBQueryItem
from regledger.history.find import find
from regledger.installation import Installation
from regledger.ledger import Ledger
from regledger.log import side_index
from regledger.log.facts import RecordedFact
from regledger.log.side_file import SideFile
from regledger.log.side_index import TRIES
from regledger.log.side_kinds import digest_of
from regledger.log.tags import TagKind
from regledger.sectors.loading import Sectors
from regledger.testing.scenario import county_ledger

from .side_county import INSTALLED, again, index_of, numbers
from .side_writer import LEAD, STREET, record_sites, streets

WRITER = Path(__file__).with_name("side_writer.py")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Facts 1 to 4: sites at River, River and Hill, Hill, and at an address that cannot be an id."""
    with county_ledger(tmp_path, on="2026-03-02", installation=INSTALLED) as opened:
        record_sites(opened, [("River", "emb"), ("River/Hill", "fire"), ("Hill", "emb"), ("1 River Road", "emb")])
        yield opened


def _garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _overwritten(path: Path) -> None:
    pages = bytearray(path.read_bytes())
    pages[4096:12288] = os.urandom(8192)
    path.write_bytes(bytes(pages))


def _strangers(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE kind (x)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "harm", [Path.unlink, _garbage, _cut, _overwritten, _strangers, lambda path: path.write_bytes(b"")]
)
def test_a_lost_or_damaged_file_is_made_anew(ledger: Ledger, harm: Callable[[Path], object]) -> None:
    """The answer is the same and the file is sound again, whatever happened to it while nobody had it open."""
    assert numbers(ledger, "street:River") == [1, 2]
    ledger.side.close()

    harm(index_of(ledger))
    with again(ledger) as opened:
        assert numbers(opened, "street:River") == [1, 2]
        assert numbers(opened, "lead:emb") == [1, 3, 4]
        state = opened.side.state()

    assert (state.damaged, state.positions) == (False, {"lead": 4, "street": 4})
    assert oct(index_of(ledger).stat().st_mode & 0o777) == "0o600"


def test_a_file_that_is_damaged_while_it_is_read_is_made_anew(tmp_path: Path) -> None:
    """Between two pages of one answer: nothing is missed and nothing comes twice."""
    with county_ledger(tmp_path, installation=INSTALLED) as ledger:
        record_sites(ledger, [("River", "emb")] * 1_200)
        answer = ledger.facts(tags=["street:River"])
        first = [next(answer).number for _ in range(10)]
        _garbage(index_of(ledger))

        assert first + [one.number for one in answer] == list(range(1, 1_201))


def test_another_ledgers_file_is_not_believed(ledger: Ledger, tmp_path: Path) -> None:
    """An index that was copied beside the wrong ledger is started again."""
    with county_ledger(tmp_path, installation=INSTALLED) as other:
        record_sites(other, [("Hill", "emb"), ("River", "emb"), ("Hill", "emb"), ("Hill", "emb")])
        assert numbers(other, "street:River") == [2]
    shutil.copy(index_of(other), index_of(ledger))

    assert numbers(ledger, "street:River") == [1, 2]


def test_a_restored_ledger_is_not_ahead_of_itself(ledger: Ledger) -> None:
    """An index beside a ledger that lost its last facts, and went on otherwise, is started again."""
    assert ledger.place.file is not None
    copy = ledger.place.file.with_suffix(".copy")
    source = sqlite3.connect(ledger.place.file)
    target = sqlite3.connect(copy)
    source.backup(target)
    source.close()
    target.close()
    record_sites(ledger, [("River", "emb"), ("River", "emb")])
    assert numbers(ledger, "street:River") == [1, 2, 5, 6]
    ledger.close()
    for part in ("-wal", "-shm"):
        ledger.place.file.with_name(ledger.place.file.name + part).unlink(missing_ok=True)
    os.replace(copy, ledger.place.file)

    with again(ledger) as opened:
        assert numbers(opened, "street:River") == [1, 2]
        record_sites(opened, [("Hill", "emb"), ("Hill", "emb"), ("Hill", "emb")])
    with again(ledger) as opened:
        assert numbers(opened, "street:Hill") == [2, 3, 5, 6, 7]


def test_another_declaration_starts_its_kind_again(ledger: Ledger) -> None:
    """A changed path, function or version is noticed; the other kind is left as it is."""
    assert numbers(ledger, "street:River") == [1, 2]
    assert numbers(ledger, "lead:emb") == [1, 3, 4]
    ledger.side.close()
    upper = TagKind("street", "side", derive={"site.registered": lambda one: one.body.address.upper()})

    with again(ledger, upper, LEAD) as opened:
        assert opened.side.state().positions == {"lead": 4, "street": 4}
        assert numbers(opened, "street:River") == []
        assert numbers(opened, "street:RIVER") == [1]

    catalogue = INSTALLED.catalogue
    digests = {
        digest_of(kind, catalogue)
        for kind in (STREET, upper, LEAD, msgspec.structs.replace(STREET, version=2), TagKind("street", "side"))
    }
    assert len(digests) == 5
    assert digest_of(STREET, catalogue) == digest_of(
        TagKind("street", "side", derive={"site.registered": streets}), catalogue
    )


def test_two_processes_of_two_releases_both_get_their_answers(ledger: Ledger) -> None:
    """Each starts the other's kind again, and neither answers with what is half derived."""
    upper = TagKind("street", "side", derive={"site.registered": lambda one: one.body.address.upper()})

    with again(ledger, upper) as other:
        for _ in range(4):
            assert numbers(ledger, "street:River") == [1, 2]
            assert numbers(other, "street:RIVER") == [1]


def test_a_file_that_others_keep_starting_again_is_left_to_them(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever loses it before every look answers out of memory, after a few tries and not never."""
    upper = TagKind("street", "side", derive={"site.registered": lambda one: one.body.address.upper()})
    looks: list[int] = []
    with again(ledger, upper) as other:
        page = ledger.side._file.page

        def taken_first(*given: Any, **named: Any) -> Any:
            looks.append(1)
            assert len(looks) <= TRIES + 3  # one of them for the page behind the last
            assert numbers(other, "street:RIVER") == [1]
            return page(*given, **named)

        monkeypatch.setattr(ledger.side._file, "page", taken_first)

        assert numbers(ledger, "street:River") == [1, 2]

    assert ledger.side._file._path is None


def test_where_the_file_cannot_be_written_it_is_kept_in_memory(tmp_path: Path) -> None:
    """A folder in the file's place stands for any that refuses: the answer is the same, and doctor is told."""
    with county_ledger(tmp_path, installation=INSTALLED) as ledger:
        record_sites(ledger, [("River", "emb"), ("Hill", "emb")])
        index_of(ledger).mkdir()

        assert numbers(ledger, "street:River") == [1]
        assert numbers(ledger, "street:Hill", "lead:emb") == [2]
        assert index_of(ledger).is_dir()


def test_a_file_locked_for_long_is_done_without(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever holds its lock, the question is answered out of memory."""
    monkeypatch.setattr("regledger.log.side_file.BUSY_SECONDS", 0.05)
    assert numbers(ledger, "street:River") == [1, 2]
    ledger.side.close()
    record_sites(ledger, [("River", "emb")])
    holder = sqlite3.connect(index_of(ledger), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")

    with again(ledger) as opened:
        assert numbers(opened, "street:River") == [1, 2, 5]

    holder.execute("ROLLBACK")
    holder.close()


def test_threads_share_it(tmp_path: Path) -> None:
    """Several ask at once while one records: nobody misses what had been recorded when he asked."""
    with county_ledger(tmp_path, installation=INSTALLED) as ledger:
        missed: list[tuple[int, int]] = []

        def ask() -> None:
            for _ in range(20):
                head = ledger.recorder.head().number
                found = numbers(ledger, "street:River")
                if found[:head] != list(range(1, head + 1)):
                    missed.append((head, len(found)))

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(20):
            record_sites(ledger, [("River", "emb")] * 5)
        for thread in threads:
            thread.join()

        assert missed == []
        assert numbers(ledger, "street:River") == list(range(1, 101))


def test_a_process_that_is_killed_while_catching_up_leaves_neither_gap_nor_repeat(tmp_path: Path) -> None:
    """Killed after each few steps, the next one goes on from a whole step, and the end is what every fact gives."""
    with county_ledger(tmp_path, installation=INSTALLED) as ledger:
        record_sites(ledger, [("River", "emb"), ("Hill", "emb")] * 200)
        reached = [0]
        for _ in range(4):
            process = subprocess.Popen(
                [sys.executable, str(WRITER), ledger.place.url], stdout=subprocess.PIPE, text=True
            )
            assert process.stdout is not None
            with process.stdout:
                told = [int(process.stdout.readline()) for _ in range(3)]
                process.send_signal(signal.SIGKILL)
                process.wait()
            assert told[0] > reached[-1]
            reached.extend(told)
        state = ledger.side.state()

        assert reached[-1] <= state.positions["street"] < 400
        assert numbers(ledger, "street:River") == list(range(1, 401, 2))


def test_a_ledger_without_a_folder_keeps_it_in_memory(ledger: Ledger) -> None:
    """As with a PostgreSQL URL that names none: the answers are the same, for this process alone."""
    apart = side_index.SideIndex(None, ledger.recorder, ledger.catalogue)
    query = DCBQuery([DCBQueryItem(tags=["street:River"])])

    found: Sequence[RecordedFact] = list(apart.matching(query, after=0, until=None, limit=None))
    apart.close()

    assert [one.number for one in found] == [1, 2]
    assert not apart.state().kept


def test_without_side_kinds_nothing_is_made(tmp_path: Path) -> None:
    """No file lies beside a ledger whose installation derives nothing."""
    with county_ledger(tmp_path, installation=Installation(Sectors())) as ledger:
        record_sites(ledger, [("River", "emb")])
        find(ledger, "River")

        assert not index_of(ledger).exists()


def test_a_step_counts_only_where_the_one_before_it_still_stands(tmp_path: Path) -> None:
    """Of two processes that derive the same step one is let go; after a kind was started again the step is not taken."""
    path, terms = tmp_path / "county.db.index", [("d1", "River")]
    slow, quick = SideFile(path, "ledger"), SideFile(path, "ledger")
    assert slow.position("street", "d1") == quick.position("street", "d1") == (0, b"")

    quick.add("d1", 0, 10, b"ten", [("River", 3)])
    slow.add("d1", 0, 5, b"five", [("River", 3)])
    assert slow.position("street", "d1") == (10, b"ten")
    assert slow.page(terms, after=0, until=10) == [3]

    quick.start_again("street", "d1")
    slow.add("d1", 10, 20, b"twenty", [("River", 13)])
    assert slow.position("street", "d1") == (0, b"")
    assert slow.page(terms, after=0, until=20) is None

    quick.position("street", "d2")
    slow.add("d1", 0, 20, b"twenty", [("River", 13)])
    assert quick.page([("d2", "River")], after=0, until=0) == []
    slow.close()
    quick.close()
