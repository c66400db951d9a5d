"""`regledger loops`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regledger_cli.options import (
    KnownAt,
    example,
    json_option,
    known_number,
    ledger_option,
    open_ledger,
    reading_options,
    shown_when,
)
from regledger_cli.printing import message, print_csv, print_json, shortened, table

if TYPE_CHECKING:
    from regledger.clock import When

__all__ = ["command"]

WIDEST = 32


@click.command(
    "loops",
    short_help="List what was found and is not concluded, by age.",
    epilog=example("regledger loops --on 2026-03-31", "regledger loops --older 30 --csv"),
)
@click.option(
    "--older", metavar="DAYS", type=click.IntRange(min=0), default=0, help="Only those of at least so many days."
)
@click.option("--csv", "as_csv", is_flag=True, help="Answer as CSV on stdout, one row a record.")
@reading_options
@ledger_option
@json_option
def command(
    older: int, as_csv: bool, on: When | None, known_at: KnownAt | None, url: str | None, as_json: bool
) -> None:
    """List hazards, listings and matters that were found and are not concluded on --on, or today, the oldest first.

    Hazards of inspections and of the enterprises' own ledgers count until they are cleared, listings until the hazard
    left the list, matters of the safety committee until they are settled.
    """
    from regledger.history.loops import loops  # noqa: PLC0415 - help needs none of it

    if as_csv and as_json:
        raise click.UsageError("Give --csv or --json, not both.")
    with open_ledger(url) as ledger:
        found = loops(ledger, on=on, known_at=known_number(ledger, known_at), older=older)
    if as_json:
        print_json(found)
        return
    if as_csv:
        fields = tuple(found.loops[0].__struct_fields__) if found.loops else ("subject",)
        print_csv(fields, ([_cell(getattr(one, name)) for name in fields] for one in found.loops))
        return
    rows = (
        (
            one.subject,
            f"{one.age} d",
            one.due or "-",
            f"{one.overdue} d" if one.overdue else "-",
            one.level or "-",
            one.authority or "-",
            one.site or "-",
            shortened(one.what, WIDEST),
        )
        for one in found.loops
    )
    table(("subject", "age", "due", "overdue", "level", "authority", "site", "what"), rows)
    message(f"{len(found.loops)} open on {shown_when(found.on)}.")


def _cell(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
