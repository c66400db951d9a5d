"""`regledger journal`."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import click

from regledger_cli.options import as_when, example, json_option, ledger_option, open_ledger
from regledger_cli.printing import message, print_json, table

if TYPE_CHECKING:
    from regledger.clock import When

__all__ = ["command"]


@click.command(
    "journal",
    short_help="List attempts that recorded nothing.",
    epilog=example("regledger journal --since 2026-03-01", "regledger journal --json"),
)
@click.option(
    "--since", metavar="DAY|INSTANT", callback=as_when, help="From that legal day, or that instant with its offset."
)
@ledger_option
@json_option
def command(since: When | None, url: str | None, as_json: bool) -> None:
    """List who tried what in vain, oldest first: refused by a rule, unreadable, or beaten by others.

    The journal lies beside the ledger, is no part of it and proves nothing. It says which rules refused and never what was
    said; where it has grown too large, only its newest part is kept.
    """
    with open_ledger(url) as ledger:
        attempts = list(ledger.journal.attempts(since=_instant(since, ledger.zone)))
        path = ledger.journal.path
    if as_json:
        print_json({"journal": None if path is None else str(path), "attempts": attempts})
        return
    rows = (
        (
            f"{one.at:%Y-%m-%d %H:%M:%S}",
            f"{one.actor or '-'} ({', '.join(part for part in (one.known, one.via, one.channel) if part) or '-'})",
            one.command or "-",
            one.error or ", ".join(f"{rule} {code}" for rule, code in _paired(one.rules, one.codes)),
        )
        for one in attempts
    )
    if path is None:
        message("No journal is kept: the ledger's URL names no folder for it; add beside=/FOLDER.")
        return
    table(("UTC", "actor", "command", "why not"), rows)
    message(f"{len(attempts)} attempts that recorded nothing.")


def _instant(since: When | None, zone_name: str) -> datetime | None:
    from regledger.clock import zone  # noqa: PLC0415 - help needs none of it

    if since is None or isinstance(since, datetime):
        return since
    return datetime.combine(since if isinstance(since, date) else date.min, time(), zone(zone_name))


def _paired(rules: tuple[str, ...], codes: tuple[str, ...]) -> list[tuple[str, str]]:
    # Releases before 0.2 noted rules alone.
    return list(zip(rules, codes or [""] * len(rules), strict=False))
