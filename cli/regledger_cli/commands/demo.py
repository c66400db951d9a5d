"""`regledger demo`."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path

import click

from regledger_cli.options import example, json_option
from regledger_cli.printing import print_json

__all__ = ["command"]


@click.command(
    "demo",
    short_help="Play one case from end to end in a sample county.",
    epilog=example("regledger demo", "regledger demo --sector fireworks /tmp/qinglan"),
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="regledger-demo")
@click.option("--sector", metavar="NAME", help="Tell the story of that sector instead.")
@click.option("--again", is_flag=True, help="Replace an earlier demo with all that was added to it since.")
@json_option
def command(folder: Path, sector: str | None, again: bool, as_json: bool) -> None:
    """Play one case from end to end: a licence, an inspection, a hazard, its rectification and a penalty.

    Everything is real: a ledger, a sector plugin, a NATS server of its own and read models, all in FOLDER
    (regledger-demo unless given). An earlier demo there is replaced, unless something was added to it since. Takes less
    than a minute. With --sector the story is that sector's own, out of its demo.toml. With --json the story goes to stderr, and what it made is an object on stdout.
    """
    from regledger_cli.demo.sector_story import tell_sector  # noqa: PLC0415 - help needs none of it
    from regledger_cli.demo.story import LEDGER, tell  # noqa: PLC0415

    def told() -> list[str]:
        return tell(folder, again=again) if sector is None else tell_sector(folder, sector, again=again)

    if not as_json:
        told()
        return
    with redirect_stdout(sys.stderr):
        to_try = told()
    print_json({"folder": str(folder), "ledger": f"sqlite:///{folder / LEDGER}", "to_try": to_try})
