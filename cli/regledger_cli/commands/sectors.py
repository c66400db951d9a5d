"""`regledger sectors`."""

from __future__ import annotations

import click

from regledger_cli.main import REFUSED
from regledger_cli.options import example, json_option
from regledger_cli.printing import message, print_json, table

__all__ = ["command"]


@click.group("sectors", short_help="List the sectors that are installed.", epilog=example("regledger sectors list"))
def command() -> None:
    """Look at the sectors that are installed."""


@command.command("list", short_help="List loaded and broken sectors.", epilog=example("regledger sectors list --json"))
@json_option
def list_sectors(as_json: bool) -> None:
    """List the sectors in use, and those that were left out with the reason; exit code 1 then. No ledger is needed."""
    from regledger.ledger import Installation  # noqa: PLC0415 - help needs none of it

    sectors = Installation().sectors
    loaded = [
        {
            "name": name,
            "title": one.sector.title,
            "title_zh": one.sector.title_zh,
            "version": one.version,
            "distribution": one.distribution,
            "contract": one.sector.contract,
            "overlay": one.sector.overlay,
            "licence_kinds": [kind.code for kind in sectors.ask(one, "regledger_licence_kinds")],
            "checklists": [f"{of.code} v{of.version}" for of in sectors.ask(one, "regledger_checklists")],
            "commands": [handler.name for handler in sectors.ask(one, "regledger_commands")],
        }
        for name, one in sorted(sectors.loaded.items())
    ]
    if as_json:
        print_json({"loaded": loaded, "broken": sectors.broken})
    elif not loaded and not sectors.broken:
        message("No sector is installed: sites are judged by the common law alone.")
    else:
        rows = [(one["name"], one["version"], "loaded", f"{one['title']} {one['title_zh']}") for one in loaded]
        rows += [(one.name, one.version, "BROKEN", one.found) for one in sectors.broken]
        table(("sector", "version", "state", "what"), rows)
    click.get_current_context().exit(REFUSED if sectors.broken else 0)
