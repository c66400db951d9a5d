"""`regledger list`."""

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
    shown_when,
)
from regledger_cli.printing import humane, message, print_csv, print_json, shortened, table

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.history.listing import Listed

__all__ = ["command"]

WIDEST = 24
COLUMNS = 7
"""As many of a kind's fields as a terminal shows; --csv and --json have them all."""


@click.command(
    "list",
    short_help="List the records of a kind, as of any day.",
    epilog=example(
        "regledger list hazard --where level=major --where cleared_on= --on 2026-03-31",
        "regledger list case --where 'opened_on>=2026-01-01' --csv",
    ),
)
@click.argument("kind")
@click.option(
    "--where",
    "conditions",
    metavar="FIELD=VALUE",
    multiple=True,
    help="Only those that fit: = != < <= > >= or ~ (contains); nothing after = is an empty field. May be repeated.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Answer as CSV on stdout, one row a record.")
@reading_options
@ledger_option
@json_option
def command(
    kind: str,
    conditions: tuple[str, ...],
    as_csv: bool,
    on: When | None,
    known_at: KnownAt | None,
    url: str | None,
    as_json: bool,
) -> None:
    """List every record of KIND (hazard, case, licence, accident …), each as it stood on --on, or today.

    A field inside another is named with a dot, such as decision.fine_fen; sums are in fen. Personal values are never shown.
    """
    from regledger.history.conditions import Condition  # noqa: PLC0415 - help needs none of it
    from regledger.history.listing import listed  # noqa: PLC0415

    if as_csv and as_json:
        raise click.UsageError("Give --csv or --json, not both.")
    where = [Condition.read(text) for text in conditions]
    with open_ledger(url) as ledger:
        found = listed(ledger, kind, where, on=on, known_at=known_number(ledger, known_at))
    if as_json:
        print_json(found)
    elif as_csv:
        rows = ([one.subject, *(_cell(one.state.get(name)) for name in found.fields)] for one in found.rows)
        print_csv(["subject", *found.fields], rows)
    else:
        _print(found)


def _print(found: Listed) -> None:
    told = [
        name for name in found.fields if name != found.kind and any(_cell(one.state.get(name)) for one in found.rows)
    ]
    shown = told[:COLUMNS]
    if found.rows:
        rows = (
            (one.subject, *(shortened(_people(name, one.state.get(name)), WIDEST) for name in shown))
            for one in found.rows
        )
        table(("record", *shown), rows)
    message(f"{len(found.rows)} on {shown_when(found.on)}, known at #{found.known_at}.")
    if len(told) > len(shown):
        message(f"More fields with --csv or --json: {', '.join(told[len(shown) :])}.")


def _people(name: str, value: Any) -> str:
    told = humane({name: value})
    return _cell(next(iter(told.values())))


def _cell(value: Any) -> str:
    """A field in one cell: what is nested as JSON."""
    if value is None or value in ((), [], {}):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    if isinstance(value, list | dict):
        import msgspec  # noqa: PLC0415 - help needs none of it

        return msgspec.json.encode(value).decode()
    return str(value)
