"""The story of a sector, out of the `demo.toml` in its package: told with the program's own commands."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import msgspec

from regledger_cli.demo.folder import LEDGER, make, seal
from regledger_cli.demo.teller import Teller

__all__ = ["tell_sector"]

COUNTY_FILE = "00-county.ndjson"


def tell_sector(folder: Path, name: str, *, again: bool = False) -> list[str]:
    """Play the story of sector `name` in `folder`, which is made anew; the commands that it offers at the end.

    Raises:
        click.UsageError: the sector is not in use, or has no story.
        DemoFolderTaken: the folder holds something that no earlier demo made; nothing was changed.
    """
    from regledger.installation import Installation  # noqa: PLC0415 - help needs none of it
    from regledger.sectors.demo import Demo  # noqa: PLC0415
    from regledger.testing.scenario import COUNTY  # noqa: PLC0415

    loaded = Installation().sectors.loaded
    if name not in loaded:
        named = ", ".join(sorted(loaded)) or "none"
        raise click.UsageError(f"Sector {name!r} is not in use (in use: {named}). Look at: regledger sectors list")
    demo = Demo.of_package(loaded[name].module.__name__)
    if demo is None:
        raise click.UsageError(f"Sector {name} tells no story: its package has no demo.toml.")
    county = b"".join(msgspec.json.encode({"command": one.command, "body": one.body}) + b"\n" for one in COUNTY)
    inputs = {COUNTY_FILE: county}
    inputs.update(
        (f"{number:02}.ndjson", one.submit.strip().encode() + b"\n")
        for number, one in enumerate(demo.step, start=1)
        if one.lines
    )
    make(folder, inputs, again=again)
    try:
        teller = Teller(folder)
        teller.chapter(demo.title, "A county: authority emb, officers li and wang, enterprise E-1 with its site S-1.")
        teller.run("init", "--name", name.replace("_", "-"))
        teller.run("submit", COUNTY_FILE, quiet=True)
        for number, one in enumerate(demo.step, start=1):
            teller.chapter(one.title, one.say) if one.title else teller.say(one.say)
            if one.lines:
                teller.run("submit", f"{number:02}.ndjson", expected=1 if one.refused_by else 0)
            for command in one.run:
                teller.run(*shlex.split(command))
    finally:
        seal(folder)
    click.echo()
    to_try = [f"regledger sectors docs {name}", "regledger due", "regledger find S-2"]
    teller.chapter("Now you", "The ledger and its input files stay. Go there, and try:")
    click.echo(f"    cd {shlex.quote(str(folder))} && export REGLEDGER_LEDGER=sqlite:///{LEDGER}")
    for command in to_try:
        click.echo(f"    {command}")
    return to_try
