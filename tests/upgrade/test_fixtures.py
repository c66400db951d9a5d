"""Ledgers that earlier releases made must open and decode for ever."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from eventsourcing.dcb.api import DCBQuery, DCBQueryItem
from regledger.log.catalogue import Catalogue
from regledger.log.entry import parse_entry, render_entry
from regledger.log.envelope import Envelope
from regledger.log.facts import Fact, NewFact
from regledger.log.sqlite import SQLiteRecorder
from regledger.records import CORE_FACTS

FOLDER = Path(__file__).parent
RELEASES = sorted(path.stem for path in FOLDER.glob("*.ndjson"))
CATALOGUE = Catalogue(CORE_FACTS)


def entries(release: str) -> list[bytes]:
    return (FOLDER / f"{release}.ndjson").read_bytes().splitlines()


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def recorder(release: str, tmp_path: Path) -> Iterator[SQLiteRecorder]:
    """The release's ledger, made again from its SQL."""
    path = tmp_path / "fixture.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FOLDER / f"{release}.sql").read_text(encoding="utf-8"))
        connection.execute("PRAGMA journal_mode = WAL")
    with SQLiteRecorder.open(path) as opened:
        yield opened


def test_every_version_of_every_core_fact_has_a_fixture() -> None:
    """A fact or version without one fails here: run tests/upgrade/make_fixture.py before the release is out."""
    kept = {
        (parsed.type, msgspec.json.decode(parsed.data, type=Envelope).version)
        for name in RELEASES
        for parsed in map(parse_entry, entries(name))
    }
    declared = {(body.__fact__.name, number) for body in CORE_FACTS for number in range(1, body.__fact__.version + 1)}

    assert declared - kept == set(), "run .venv/bin/python tests/upgrade/make_fixture.py"


def test_an_old_ledger_opens_and_gives_the_same_entries(release: str, recorder: SQLiteRecorder) -> None:
    """The entries rendered from an old file are, byte for byte, those of its day."""
    found = [
        render_entry(recorder.ledger_id, one.position, one.recorded_at, one.event.type, one.event.tags, one.event.data)
        for one in recorder.stored()
    ]

    assert found == entries(release)


def test_every_old_fact_is_decoded_by_its_declaration(recorder: SQLiteRecorder) -> None:
    """No core fact has become unknown, and each is found under its tags and keeps its correction."""
    recorded = CATALOGUE.decode_all(recorder.stored())

    assert recorded
    assert all(isinstance(one.body, Fact) for one in recorded)
    assert all((one.corrects is not None) == (one.number % 2 == 0) for one in recorded)


def test_what_has_still_the_same_version_is_written_alike(recorder: SQLiteRecorder) -> None:
    """Encoding the decoded body again gives the stored data: no field was renamed, dropped or added in silence."""
    for stored in recorder.stored():
        one = CATALOGUE.decode(stored)
        assert isinstance(one.body, Fact)
        if one.version == type(one.body).__fact__.version:
            new = NewFact(body=one.body, zone=one.zone, corrects=one.corrects)
            name, tags, data = CATALOGUE.encode(new, zone=one.zone, commit=one.commit)
            assert (name, list(tags), data) == (stored.event.type, stored.event.tags, stored.event.data)


def test_an_old_ledger_can_be_added_to(recorder: SQLiteRecorder) -> None:
    """What this release records follows the last number of an old file, and the old tag index still answers."""
    stored = list(recorder.stored())
    last = stored[-1]
    for one in stored:
        query = DCBQuery(items=[DCBQueryItem(types=[one.event.type], tags=one.event.tags)])
        assert one in recorder.stored(query)

    number = recorder.append([last.event])

    assert number == last.position + 1
    assert recorder.command(CATALOGUE.decode(last).commit.by.digest) is not None  # type: ignore[union-attr]
