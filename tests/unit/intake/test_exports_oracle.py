"""Random exports, one after the other, against an oracle that keeps them all in plain Python."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from regledger.intake.source_rows import SourceRows
from regledger.ledger import Ledger

from .conftest import HEADER, INSTALLED, NOW, Desk

Row = dict[str, str]
FIRST = date(2025, 1, 31)

days = st.one_of(st.just(""), st.dates(date(2023, 1, 1), date(2027, 12, 31)).map(str))
texts = st.sampled_from(["", "North", "South", 'a, "b"', "line\nbreak", "北河厂区", " spaced "])
rows = st.fixed_dictionaries(
    {
        "firm": st.sampled_from(["Alpha", "Beta"]),
        "place": texts,
        "state": st.sampled_from(["", "open", "closed"]),
        "boss": st.sampled_from(["", "Wang Wei", "Li Hua"]),
        "opened": days,
        "decided": days,
        "fine": st.sampled_from(["", "0", "12.50"]),
        "closed": days,
    }
)
exports = st.lists(st.dictionaries(st.sampled_from(["A-1", "B-2", "C-3"]), rows), min_size=1, max_size=4)


def quoted(cells: list[str]) -> str:
    """One line of a file."""
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)


@settings(max_examples=25, deadline=None)
@given(exports)
def test_the_ledger_holds_every_export_as_it_was(told: list[dict[str, Row]]) -> None:
    """After any exports the ledger shows what each of them said when it was the last, and again records nothing."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.create(f"sqlite:///{folder}/county.db", clock=lambda: NOW, installation=INSTALLED)
        with ledger:
            desk = Desk(ledger, Path(folder))
            heads = []
            for number, export in enumerate(told):
                lines = [
                    quoted([key, *(row[column] for column in HEADER.split(",")[1:])]) for key, row in export.items()
                ]
                path = desk.file(f"{FIRST + timedelta(days=30 * number)}.csv", lines)
                report = desk.run(path)
                assert (report.rejected, report.rows) == (0, len(export))
                heads.append((desk.run(path).head, report.head))

            for (again, head), export in zip(heads, told, strict=True):
                assert again == head
                for key in ("A-1", "B-2", "C-3"):
                    assert held(desk, key, head) == expected(key, export.get(key))


def held(desk: Desk, key: str, known_at: int) -> tuple[dict[str, str], dict[str, str], dict[str, str]] | None:
    """(values, milestones, personal) of a row that the register had at that number."""
    shown = desk.ledger.show(f"source:cases-case-{key}", known_at=known_at)
    if shown is None:
        return None
    assert isinstance(shown.state, SourceRows)
    row = shown.state.rows[f"cases-case-{key}"]
    if row.dropped_on is not None:
        return None
    revealed = {column: desk.ledger.personal._reveal(one) or "" for column, one in row.personal.items()}
    return row.values, {name: one.on.isoformat() for name, one in row.milestones.items()}, revealed


def expected(key: str, row: Row | None) -> tuple[dict[str, str], dict[str, str], dict[str, str]] | None:
    """What `held` has to answer."""
    if row is None:
        return None
    texts = {column: text.strip() for column, text in row.items()}
    return (
        {"no": key, **{column: texts[column] for column in ("firm", "place", "state") if texts[column]}},
        {column: texts[column] for column in ("opened", "decided", "closed") if texts[column]},
        {"boss": texts["boss"]} if texts["boss"] else {},
    )
