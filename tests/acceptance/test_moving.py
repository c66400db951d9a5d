"""A real register, imported, moves from SQLite to PostgreSQL and back, and out of a back-up, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from regledger.intake.importing import import_files
from regledger.ledger import Ledger
from regledger.log.entry import render_entry
from regledger.safekeeping import backup, copy, restore
from regledger.testing.postgres import PostgresServer

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared/data/phmsa_enforcement"
MAPPING = ROOT / "examples/imports/phmsa.toml"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="data: the PHMSA exports are not there")


def entries(url: str) -> list[bytes]:
    with Ledger.open(url) as ledger:
        id_ = ledger.recorder.ledger_id
        return [
            render_entry(id_, s.position, s.recorded_at, s.event.type, s.event.tags, s.event.data)
            for s in ledger.recorder.stored()
        ]


def test_a_real_register_moves_there_and_back(tmp_path: Path, postgres: PostgresServer) -> None:
    """SQLite → PostgreSQL → SQLite, and a back-up of the one in PostgreSQL restored: four ledgers with the same entries."""
    source, back, restored = (f"sqlite:///{tmp_path}/{name}.db" for name in ("source", "back", "restored"))
    over = f"{postgres.new_database()}?beside={tmp_path}/over"
    with Ledger.create(source) as ledger:
        import_files(ledger, MAPPING, sorted(DATA.iterdir())[:1], rejects_in=tmp_path)

    there, here = copy(source, over), copy(over, back)
    made = backup(over, tmp_path / "backup")
    again = restore(tmp_path / "backup", restored)

    whole = entries(source)
    assert len(whole) > 10_000
    assert entries(over) == whole
    assert entries(back) == whole
    assert entries(restored) == whole
    assert there.figure == here.figure == made.manifest.figure == again.figure
