"""Make this release's fixture: a ledger with two examples of every core fact, as SQL and as its entries.

    .venv/bin/python tests/upgrade/make_fixture.py

Run it when a fact or a version is added before the release is out. A fixture of a release that is out is never made
again: it must decode for ever.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

from eventsourcing.dcb.api import DCBEvent
from msgspec import inspect as shape
from regledger.clock import to_micros
from regledger.log.catalogue import Catalogue
from regledger.log.entry import render_entry
from regledger.log.envelope import Commit, Correction, Particulars
from regledger.log.facts import Fact, NewFact
from regledger.log.personal import commit_to
from regledger.log.sqlite import SQLiteRecorder
from regledger.log.text import Personal
from regledger.records import CORE_FACTS

FOLDER = Path(__file__).parent
LEDGER = "01900000-0000-7000-8000-000000000001"
AT = to_micros(datetime(2026, 3, 2, 1, 2, 3, 4, tzinfo=UTC))


def main() -> None:
    """Write `<release>.sql` and `<release>.ndjson`."""
    release = version("regledger")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fixture.db"
        with SQLiteRecorder.create(
            path, ledger_id=LEDGER, name="fixture", zone="Asia/Shanghai", clock=lambda: AT
        ) as recorder:
            for event, command in examples():
                recorder.record([event], commands=command)
            entries = [
                render_entry(LEDGER, one.position, one.recorded_at, one.event.type, one.event.tags, one.event.data)
                for one in recorder.stored()
            ]
        with closing(sqlite3.connect(path)) as connection:
            marks = [f"PRAGMA {name} = {_pragma(connection, name)};" for name in ("application_id", "user_version")]
            sql = "\n".join([*marks, *connection.iterdump()])
    (FOLDER / f"{release}.sql").write_text(sql + "\n", encoding="utf-8")
    (FOLDER / f"{release}.ndjson").write_bytes(b"".join(entry + b"\n" for entry in entries))


def examples() -> Iterator[tuple[DCBEvent, dict[str, bytes]]]:
    """Of each core fact one with every field filled, and then its correction with as little as it may have."""
    catalogue = Catalogue(CORE_FACTS)
    number = 0
    for body in sorted(CORE_FACTS, key=lambda one: one.__fact__.name):
        for sparse in (False, True):
            number += 1
            kept = f'{{"body":{{}},"command":"{body.__fact__.name}","version":1}}'.encode()
            digest = hashlib.sha256(kept).hexdigest()
            by = Particulars(actor="officer:li", command="fixture.make", digest=digest)
            new = NewFact(
                body=example(body, sparse=sparse),
                corrects=Correction(number=number - 1, reason="抄写错误", authority="emb") if sparse else None,
            )
            mark = Commit(id=f"01900000-0000-7000-8000-{number:012d}", index=0, size=1, by=by)
            name, tags, data = catalogue.encode(new, zone="Asia/Shanghai", commit=mark)
            yield DCBEvent(type=name, data=data, tags=list(tags)), {digest: kept}


def example(body: type[Fact], *, sparse: bool) -> Fact:
    """A body of that fact, always the same: every field filled, or as many as possible left out."""
    built = _example(shape.type_info(body), body.__fact__.name, sparse=sparse)
    assert isinstance(built, body)
    return built


def _example(kind: shape.Type, path: str, *, sparse: bool) -> Any:
    match kind:
        case shape.Metadata():
            return _example(kind.type, path, sparse=sparse)
        case shape.StructType(cls=cls) if cls is Personal:
            return Personal(subject="person:p1", commitment=commit_to(path, path, b"\x07" * 32, "张三"))
        case shape.StructType():
            wanted = (field for field in kind.fields if field.required or not sparse)
            return kind.cls(
                **{field.name: _example(field.type, f"{path}.{field.name}", sparse=sparse) for field in wanted}
            )
        case shape.UnionType():
            one = next(one for one in kind.types if isinstance(one, shape.NoneType) == (sparse and kind.includes_none))
            return _example(one, path, sparse=sparse)
        case shape.VarTupleType():
            return () if sparse else tuple(_example(kind.item_type, f"{path}{n}", sparse=False) for n in (1, 2))
        case shape.TupleType():
            return tuple(_example(one, path, sparse=sparse) for one in kind.item_types)
        case shape.DictType():
            key, value = (_example(one, path, sparse=sparse) for one in (kind.key_type, kind.value_type))
            return {} if sparse else {key: value}
        case shape.StrType():
            return _text(kind, path)
        case shape.IntType():
            return max(kind.ge or 0, 1)
        case shape.EnumType():
            return next(iter(kind.cls))
        case shape.LiteralType():
            return kind.values[0]
    plain = {
        shape.NoneType: None,
        shape.BoolType: True,
        shape.DateType: date(2026, 3, 2),
        shape.DateTimeType: datetime.fromisoformat("2026-03-02T09:00:00+08:00"),
        shape.DecimalType: Decimal("1.50"),
    }
    return plain[type(kind)]


def _text(kind: shape.StrType, path: str) -> str:
    field = path.rpartition(".")[2]
    for text in (
        f"示例 {field}",
        f"{field}-1"[-64:].strip("_"),
        "a" * 64,
        "site:S-1",
        "image/jpeg",
        "430121",
        "officer:li",
        "a",
    ):
        if (kind.pattern is None or re.search(kind.pattern, text)) and len(text) <= (kind.max_length or 1_000):
            return text
    raise AssertionError(f"{path}: no example fits {kind.pattern}; add one")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


if __name__ == "__main__":
    main()
