"""`regledger init`."""

from __future__ import annotations

import os

import click

from regledger_cli.options import DEFAULT_URL, VARIABLE, example, json_option, ledger_option
from regledger_cli.printing import message, print_json

__all__ = ["command"]


@click.command(
    "init",
    short_help="Make a ledger.",
    epilog=example("regledger init --ledger sqlite:///county.db --name xiang-county"),
)
@ledger_option
@click.option("--name", default="", help='Short name, of "a" to "z", digits and "-"; the file\'s own unless given.')
@click.option("--zone", default="Asia/Shanghai", show_default=True, help="The zone of its legal days.")
@json_option
def command(url: str | None, name: str, zone: str, as_json: bool) -> None:
    """Make a new ledger: one file, readable by you alone. Nothing that exists is touched."""
    from regledger.ledger import Ledger  # noqa: PLC0415 - help needs none of it

    url = url or DEFAULT_URL
    with Ledger.create(url, name=name, zone=zone) as ledger:
        made = {
            "ledger": ledger.recorder.ledger_id,
            "name": ledger.recorder.name,
            "url": url,
            "path": str(ledger.path),
            "zone": ledger.zone,
        }
    if as_json:
        print_json(made)
        return
    click.echo(f"Made ledger {made['name']} ({made['ledger']}) at {made['path']}, legal days in {made['zone']}.")
    message(f'Next: "regledger submit --list" lists what can be recorded; {_found_by(url)}.')


def _found_by(url: str) -> str:
    """How the commands that follow find the ledger."""
    named = os.environ.get(VARIABLE)
    if named == url:
        return f"{VARIABLE} names this ledger for every command"
    if named:
        return f"give each command --ledger {url}, for {VARIABLE} names {named}"
    if url == DEFAULT_URL:
        return f"in this folder every command uses it, elsewhere with --ledger or {VARIABLE}"
    return f"give each command --ledger {url}, or set {VARIABLE}={url}"
