"""`regledger sectors`: one module a command."""

from __future__ import annotations

import click

from regledger_cli.commands.sectors.checking import check_sector
from regledger_cli.commands.sectors.documenting import document_sector
from regledger_cli.commands.sectors.listing import list_sectors
from regledger_cli.commands.sectors.new import new_sector
from regledger_cli.commands.sectors.trying import try_sector
from regledger_cli.options import example

__all__ = ["command"]


@click.group("sectors", short_help="List, make, check and try sectors.", epilog=example("regledger sectors list"))
def command() -> None:
    """Look at the sectors that are installed, and write new ones."""


command.add_command(list_sectors)
command.add_command(new_sector)
command.add_command(check_sector)
command.add_command(document_sector)
command.add_command(try_sector)
