"""`regledger sectors new`."""

from __future__ import annotations

from pathlib import Path

import click

from regledger_cli.options import example, json_option
from regledger_cli.printing import message, print_json

__all__ = ["new_sector"]


@click.command(
    "new",
    short_help="Make a sector that passes its own tests.",
    epilog=example(
        "regledger sectors new fireworks",
        "regledger sectors new fireworks --title-zh 烟花爆竹 --folder plugins/fireworks",
        "regledger sectors new county_rules --data-only",
    ),
)
@click.argument("name")
@click.option("--folder", type=click.Path(path_type=Path), help="The folder to make; NAME in this folder unless given.")
@click.option("--title", default="", help="What the sector is called in English; made from NAME unless given.")
@click.option("--title-zh", default="", help="What it is called in Chinese; left to fill in unless given.")
@click.option("--data-only", is_flag=True, help="Without hooks: rules, licences and checklists in one TOML file.")
@json_option
def new_sector(name: str, folder: Path | None, title: str, title_zh: str, data_only: bool, as_json: bool) -> None:
    """Make a folder with a whole sector called NAME: package, legal data, tests. "make test" there passes as it is.

    What is left to fill in is marked TODO; "regledger sectors check ." names it. Nothing is installed, and nothing that
    exists is touched.
    """
    from regledger_cli.scaffold import BadSectorName, BadSectorTitle, make  # noqa: PLC0415 - help needs none of it

    target = folder or Path(name)
    try:
        made = make(name, target, title=title, title_zh=title_zh, data_only=data_only)
    except (BadSectorName, BadSectorTitle) as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        print_json(
            {
                "sector": name,
                "folder": str(target.absolute()),
                "package": f"regledger_{name}",
                "data_only": data_only,
                "files": made,
            }
        )
        return
    click.echo(f"Made sector {name} in {target}: {len(made)} files.")
    message(f'Next: "make test" in {target}; "regledger sectors check {target}" names what is left to fill in.')
