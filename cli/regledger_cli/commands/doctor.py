"""`regledger doctor`."""

from __future__ import annotations

import click

from regledger_cli.options import example, json_option, ledger_option, url_or_default
from regledger_cli.printing import print_json

__all__ = ["command"]


@click.command(
    "doctor",
    short_help="Check this machine and a ledger, with remedies.",
    epilog=example("regledger doctor --ledger sqlite:///county.db"),
)
@ledger_option
@json_option
def command(url: str | None, as_json: bool) -> None:
    """Check Python, SQLite, sectors, nats-server, holidays and, where one is named, the ledger; give remedies.

    Changes nothing. Exit code 1 where something is bad; a warning leaves it 0.
    """
    from regledger_cli.health import check_all  # noqa: PLC0415 - help needs none of it

    checks = list(check_all(url_or_default(url)))
    bad = any(check.verdict == "bad" for check in checks)
    if as_json:
        print_json({"well": not bad, "checks": checks})
    else:
        for check in checks:
            click.echo(f"{check.verdict:<4}  {check.name}: {check.found}")
            if check.remedy:
                click.echo(f"      {check.remedy}")
    click.get_current_context().exit(1 if bad else 0)
