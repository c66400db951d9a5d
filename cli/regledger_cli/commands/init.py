"""`regledger init`."""

from __future__ import annotations

import os
import shlex

import click

from regledger_cli.options import DEFAULT_URL, VARIABLE, example, json_option, ledger_option
from regledger_cli.printing import message, print_json

__all__ = ["command"]


@click.command(
    "init",
    short_help="Make a ledger.",
    epilog=example(
        "regledger init --ledger sqlite:///county.db --name xiang-county",
        'regledger init --ledger "postgresql://registry@db/county?beside=/srv/county" --grant clerk',
    ),
)
@ledger_option
@click.option("--name", default="", help='Short name, of "a" to "z", digits and "-"; the file\'s own unless given.')
@click.option("--zone", default="Asia/Shanghai", show_default=True, help="The zone of its legal days.")
@click.option("--if-missing", is_flag=True, help="Done as well where there is a ledger already; it stays as it is.")
@click.option(
    "--grant",
    "role",
    metavar="ROLE",
    default="",
    help="Let this PostgreSQL role read all and add facts, and no more; also where there is a ledger already.",
)
@json_option
def command(url: str | None, name: str, zone: str, if_missing: bool, role: str, as_json: bool) -> None:
    """Make a new ledger: one file, readable by you alone, or tables in a PostgreSQL database that you may write.

    Nothing that exists is touched. In PostgreSQL, make the ledger as one role and record as another, which --grant lets in:
    not even that one can change a fact. A password is best left to PGPASSFILE.
    """
    from regledger.errors import LedgerExists  # noqa: PLC0415 - help needs none of it
    from regledger.ledger import Ledger  # noqa: PLC0415

    url = url or DEFAULT_URL
    if role and not url.startswith("postgres"):
        raise click.UsageError(
            "--grant is for a ledger in PostgreSQL; who may use a file is said by its owner and mode."
        )
    found = False
    try:
        ledger = Ledger.create(url, name=name, zone=zone)
    except LedgerExists:
        if not if_missing and not role:
            raise
        ledger, found = Ledger.open(url), True
    with ledger:
        made = {
            "ledger": ledger.recorder.ledger_id,
            "name": ledger.recorder.name,
            "url": ledger.place.url,
            "path": str(ledger.place.file or ledger.place.url),
            "zone": ledger.zone,
            "found": found,
        }
        if role:
            from regledger.log.postgres import grant  # noqa: PLC0415 - needs the driver

            try:
                grant(ledger.place.address, role)
            except Exception:
                message(f"Ledger {made['name']} is {'there' if found else 'made'}; only the grant is wanting.")
                raise
            made["granted"] = role
    if as_json:
        print_json(made)
        return
    if found:
        click.echo(f"Found ledger {made['name']} ({made['ledger']}) at {made['path']}; its facts stay as they are.")
    else:
        click.echo(f"Made ledger {made['name']} ({made['ledger']}) at {made['path']}, legal days in {made['zone']}.")
    if role:
        click.echo(f"{role} may read it and record in it.")
    if not found:
        shown = _found_by(url, str(made["url"]))
        message(f'Next: "regledger submit --list" lists what can be recorded; {shown}.')


def _found_by(url: str, shown: str) -> str:
    """How the commands that follow find the ledger; a password is not shown."""
    named, shown = os.environ.get(VARIABLE), shlex.quote(shown)
    if named == url:
        return f"{VARIABLE} names this ledger for every command"
    if named:
        return f"give each command --ledger {shown}, for {VARIABLE} names another one"
    if url == DEFAULT_URL:
        return f"in this folder every command uses it, elsewhere with --ledger or {VARIABLE}"
    return f"give each command --ledger {shown}, or set {VARIABLE}={shown}"
