"""What a command of a sector may import from the command line: options, the ledger, and ways to answer.

A distribution brings a command by an entry point in the group `regledger.commands`, such as
`fireworks = "regledger_fireworks.commands:command"`. It is imported when it is typed and not before.

Example:
    >>> import click
    >>> from regledger_cli.kit import json_option, ledger_option, open_ledger, print_json, table
    >>> @click.command("stores", short_help="List the stores that were counted.")
    ... @ledger_option
    ... @json_option
    ... def stores(url, as_json):
    ...     with open_ledger(url) as ledger:
    ...         rows = [(fact.number, fact.type) for fact in ledger.facts(types=["store.counted"])]
    ...     print_json(rows) if as_json else table(("number", "fact"), rows)
"""

from __future__ import annotations

from regledger_cli.main import COULD_NOT, REFUSED, USAGE
from regledger_cli.options import (
    actor_option,
    example,
    json_option,
    known_number,
    ledger_option,
    open_ledger,
    reading_options,
    subject_argument,
)
from regledger_cli.printing import fields, message, objection_lines, print_json, table, yuan

__all__ = [
    "COULD_NOT",
    "REFUSED",
    "USAGE",
    "actor_option",
    "example",
    "fields",
    "json_option",
    "known_number",
    "ledger_option",
    "message",
    "objection_lines",
    "open_ledger",
    "print_json",
    "reading_options",
    "subject_argument",
    "table",
    "yuan",
]
