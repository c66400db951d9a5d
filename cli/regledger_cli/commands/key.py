"""`regledger key`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from regledger_cli.options import example, json_option
from regledger_cli.printing import message, print_json

__all__ = ["command"]

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@click.group(
    "key", short_help="Make a key with which an officer signs.", epilog=example("regledger key new li.pem --officer li")
)
def command() -> None:
    """Make the keys with which officers sign their commands ("regledger submit --sign-with FILE")."""


def _officer(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if _ID.fullmatch(value) is None:
        raise click.BadParameter(f"{value!r} is no id: write 1 to 64 letters, digits, _ or -, such as li.")
    return value


@command.command(
    "new", short_help="Make a key in a new file.", epilog=example("regledger key new li.pem --officer li --passphrase")
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--officer", metavar="ID", required=True, callback=_officer, help="Whose key it is, such as li.")
@click.option("--passphrase", "ask", is_flag=True, help="Ask for a passphrase that encrypts the file.")
@json_option
def new(file: Path, officer: str, ask: bool, as_json: bool) -> None:
    """Make an Ed25519 key for an officer in a new FILE that only its owner may read; never overwrites one.

    Prints the line of "regledger submit" that registers it; somebody who holds approve sends that. The private key stays in
    FILE: whoever has it signs as the officer, and there is no copy. REGLEDGER_KEY_PASSPHRASE may hold the passphrase.
    """
    import os  # noqa: PLC0415 - help needs none of it

    from regledger.clock import DEFAULT_ZONE, day_of, from_micros, system_clock  # noqa: PLC0415
    from regledger.records.officer_key import key_id  # noqa: PLC0415

    from regledger_cli.key_file import PASSPHRASE, make, public_text  # noqa: PLC0415

    passphrase = os.environ.get(PASSPHRASE, "")
    if ask and not passphrase:
        passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    private = make(file, passphrase)
    today = day_of(from_micros(system_clock()), DEFAULT_ZONE).isoformat()
    body = {"officer": officer, "public_key": public_text(private), "valid_from": today, "registered_on": today}
    line = {"command": "officer.register_key", "body": body}
    named = key_id(private.public_key().public_bytes_raw())
    if as_json:
        print_json({"key": named, "file": str(file), "encrypted": bool(passphrase), "line": line})
        return
    click.echo(json.dumps(line))
    message(f"Made key {named} in {file}{', encrypted' if passphrase else ''}.")
    message(f'Register it with that line, then sign with "regledger submit --sign-with {file} --as officer:{officer}".')
