"""`regledger find`."""

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
)
from regledger_cli.printing import ended_words, message, print_json, table

if TYPE_CHECKING:
    from regledger.clock import When

__all__ = ["command"]


@click.command(
    "find",
    short_help="Find records by a name, a code or a number.",
    epilog=example("regledger find 91430100MA4L16JQ9B", "regledger find 湘江"),
)
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="The most records to list.")
@reading_options
@ledger_option
@json_option
def command(text: str, limit: int, on: When | None, known_at: KnownAt | None, url: str | None, as_json: bool) -> None:
    """Find the records in which TEXT stands: a name, a former name, a credit code, a document number, an id.

    With a record come those in whose place it stands, and what became of it is told.
    The record with the newest such fact comes first. Names of natural persons are not in the ledger, so they are
    never found; officials' names are public and are. Exit code 0 also where nothing is found.
    """
    if not text.strip():
        raise click.UsageError("TEXT has to have a letter or a digit in it.")
    from regledger.history.find import find  # noqa: PLC0415 - help needs none of it

    with open_ledger(url) as ledger:
        found = find(ledger, text, limit=limit, on=on, known_at=known_number(ledger, known_at))
    if as_json:
        print_json({"text": text, "records": found})
        return
    if not found:
        message(f"{text!r} stands in no record.")
        return
    table(
        ("record", "field", "text", "#", "fact"),
        (
            row
            for one in found
            for row in (
                [(one.subject, match.field, match.text, str(match.number), match.type) for match in one.matches]
                or [(one.subject, "predecessor of", one.predecessor_of, "-", "-")]
            )
        ),
    )
    for one in found:
        if one.former_names:
            click.echo(f"{one.subject} is called {one.name}, formerly {', '.join(one.former_names)}.")
        if one.ended is not None:
            click.echo(f"{one.subject} {ended_words(one.ended)}")
    if len(found) == limit:
        message(f"There may be more than {limit}: raise --limit.")
