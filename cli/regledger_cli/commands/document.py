"""`regledger document`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from regledger_cli.options import (
    KnownAt,
    example,
    json_option,
    known_number,
    ledger_option,
    open_ledger,
    reading_options,
    subject_argument,
)
from regledger_cli.printing import message, print_json, shortened, table

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.history.documents import Value

__all__ = ["command"]

_WIDEST = 80


@click.command(
    "document",
    short_help="List what the document of a record carries.",
    epilog=example("regledger document order:O-1", "regledger document case:C-1 --json"),
)
@subject_argument
@reading_options
@ledger_option
@json_option
def command(subject: str, on: When | None, known_at: KnownAt | None, url: str | None, as_json: bool) -> None:
    """List the fields of the document that is made of SUBJECT: an inspection, an order, a case or a licence.

    First those of every such document, then those that the sectors of its site add, each with the facts that it was
    read from. Personal values are not shown.
    """
    from regledger.errors import SubjectUnknown  # noqa: PLC0415 - help needs none of it
    from regledger.history.documents import document_fields  # noqa: PLC0415
    from regledger.history.records import tag_of  # noqa: PLC0415

    with open_ledger(url) as ledger:
        if not any(True for _ in ledger.facts(tags=[tag_of(ledger, subject)], limit=1)):
            raise SubjectUnknown(subject=subject)
        found = document_fields(ledger, subject, on=on, known_at=known_number(ledger, known_at))
    if as_json:
        print_json(found)
        return
    table(("field", "what", "value", "from"), (row for one in found.fields for row in _rows(one)))
    if found.asserted:
        message("Only a register asserted this record: nothing in it proves a procedure.")
    for name in found.sectors_missing:
        message(f"Sector {name} of its site is not in use here: its fields are missing.")


def _rows(one: Value) -> list[tuple[str, str, str, str]]:
    by = f" [{one.sector}]" if one.sector else ""
    numbers = " ".join(f"#{number}" for number in one.from_facts)
    values = [_text(each) for each in one.value] if isinstance(one.value, list) else [_text(one.value)]
    first, *others = values or [""]
    rows = [(one.name + by, f"{one.title} {one.title_zh}", shortened(first, _WIDEST), numbers)]
    return rows + [("", "", shortened(each, _WIDEST), "") for each in others]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name} {_text(each)}" for name, each in value.items() if each not in ("", [], {}))
    if isinstance(value, list):
        return ", ".join(_text(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
