"""`regledger sectors list`."""

from __future__ import annotations

import click

from regledger_cli.main import COMMANDS, REFUSED
from regledger_cli.options import example, json_option
from regledger_cli.printing import message, print_json, table
from regledger_cli.sector_commands import passed_over

__all__ = ["list_sectors"]


@click.command("list", short_help="List loaded and broken sectors.", epilog=example("regledger sectors list --json"))
@json_option
def list_sectors(as_json: bool) -> None:
    """List the sectors in use, and those that were left out with the reason; exit code 1 then. No ledger is needed.

    A command of a sector that has the name of one of regledger's own, or of another sector's, is listed as ignored.
    """
    from regledger.ledger import Installation  # noqa: PLC0415 - help needs none of it

    installed = Installation()
    sectors, declared = installed.sectors, installed.declared
    loaded = [
        {
            "name": name,
            "title": one.sector.title,
            "title_zh": one.sector.title_zh,
            "version": one.version,
            "distribution": one.distribution,
            "contract": one.sector.contract,
            "overlay": one.sector.overlay,
            "licence_kinds": [kind.code for kind in declared[name].licence_kinds],
            "checklists": [f"{of.code} v{of.version}" for _, law in declared[name].law for of in law.checklists],
            "commands": [handler.name for handler in declared[name].handlers],
        }
        for name, one in sorted(sectors.loaded.items())
    ]
    ignored = [{**one._asdict(), "found": found} for one, found in passed_over(COMMANDS)]
    if as_json:
        print_json({"loaded": loaded, "broken": sectors.broken, "ignored_commands": ignored})
    elif not loaded and not sectors.broken and not ignored:
        message("No sector is installed: sites are judged by the common law alone.")
    else:
        rows = [(one["name"], one["version"], "loaded", f"{one['title']} {one['title_zh']}") for one in loaded]
        rows += [(one.name, one.version, "BROKEN", one.found) for one in sectors.broken]
        rows += [
            (one["name"], one["version"], "IGNORED", f"command of {one['distribution']}: {one['found']}")
            for one in ignored
        ]
        table(("sector", "version", "state", "what"), rows)
    click.get_current_context().exit(REFUSED if sectors.broken or ignored else 0)
