"""`regledger law`: one module a command, or two that are alike."""

from __future__ import annotations

import click

from regledger_cli.commands.law.coverage import show_coverage
from regledger_cli.commands.law.listing import list_editions, list_law, list_packs
from regledger_cli.commands.law.loading import confirm, load
from regledger_cli.commands.law.showing import show
from regledger_cli.options import example

__all__ = ["command"]


@click.group("law", short_help="Load, confirm and look up the law.", epilog=example("regledger law list --unverified"))
def command() -> None:
    """Look up the law that acts are judged by, load law packs, and confirm what nobody verified yet."""


for _one in (load, confirm, show, list_law, list_editions, list_packs, show_coverage):
    command.add_command(_one)
