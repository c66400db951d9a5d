"""`regledger submit`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

import click

from regledger_cli.options import actor_option, example, json_option, ledger_option, open_ledger
from regledger_cli.printing import message, print_json, table

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["command"]

_IN_MEMORY = 16 * 1024**2  # bytes; a longer pipe goes on in a temporary file


@click.command(
    "submit",
    short_help="Decide commands and record what they bring about.",
    epilog=example(
        "regledger submit day.ndjson --as officer:o-1",
        "regledger submit day.ndjson --as officer:li --sign-with li.pem",
        "regledger submit --template hazard.clear",
        "regledger submit day.ndjson --check --atomic",
        "",
        "day.ndjson has one command a line:",
        '  {"command": "authority.register", "body": {"authority": "emb", "name": "Bureau", "registered_on": "2026-01-04"}}',
    ),
)
@click.argument("file", type=click.File("rb"), required=False)
@actor_option
@click.option("--atomic", is_flag=True, help="Record all lines or none; each sees what earlier ones bring about.")
@click.option(
    "--check", is_flag=True, help="Only list objections and record nothing; each line is judged alone, unless --atomic."
)
@click.option(
    "--sign-with",
    "key_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Sign each line with the officer's key in FILE; each needs a key against sending twice.",
)
@click.option("--list", "list_them", is_flag=True, help="List the commands there are.")
@click.option("--template", metavar="COMMAND", help="Print a line of that command to fill in; its fields on stderr.")
@click.option("--schema", metavar="COMMAND", help="Print the JSON Schema of a command's body.")
@ledger_option
@json_option
def command(
    file: IO[bytes] | None,
    actor: str,
    atomic: bool,
    check: bool,
    key_file: Path | None,
    list_them: bool,
    template: str | None,
    schema: str | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Read commands from FILE, one JSON object a line in UTF-8 ("-" for stdin), and answer every line.

    A line has "command" and "body", and may have "key" (sent twice, recorded once), "actor", "zone", "signature" and
    "as_happened" ({"reason", "approver"}, for what already happened although it was unlawful). Each line is recorded by itself,
    unless --atomic. Piped input is read to its end first, so that one in another encoding is refused whole. Exit code 1:
    something was refused; 2: a line could not be read; 3: something failed.
    """
    if list_them:
        _list(as_json)
        return
    if schema is not None:
        _schema(schema)
        return
    if template is not None:
        _template(template)
        return
    if file is None:
        if sys.stdin.isatty():
            raise click.UsageError('Give a FILE of commands, or "-" to type them.')
        file = sys.stdin.buffer
    from regledger_cli.sending import Sending  # noqa: PLC0415 - help needs none of it

    private = None if key_file is None else _signing_key(key_file)
    with open_ledger(url) as ledger, _twice_readable(file) as lines:
        sending = Sending(ledger, actor=actor, as_json=as_json, sign_with=private)
        if atomic and check:
            sending.rehearse(lines)
        elif atomic:
            sending.all_or_none(lines)
        elif check:
            sending.check(lines)
        else:
            sending.line_by_line(lines)
        sending.close()
    click.get_current_context().exit(sending.code)


def _signing_key(file: Path) -> Ed25519PrivateKey:
    import os  # noqa: PLC0415 - help needs none of it

    from regledger_cli.key_file import PASSPHRASE, is_encrypted, load  # noqa: PLC0415

    passphrase = os.environ.get(PASSPHRASE, "")
    if not is_encrypted(file):
        passphrase = ""
    elif not passphrase:
        passphrase = click.prompt("Passphrase", hide_input=True, err=True)
    return load(file, passphrase)


@contextmanager
def _twice_readable(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """`file`, or what a pipe holds, so that its encoding can be looked at first; a terminal as it is typed on."""
    if file.seekable() or file.isatty():
        yield file
        return
    with SpooledTemporaryFile(_IN_MEMORY) as held:
        shutil.copyfileobj(file, held)
        held.seek(0)
        yield held


def _list(as_json: bool) -> None:
    from regledger.ledger import Installation  # noqa: PLC0415 - help needs none of it

    handlers = Installation().handlers
    named = [handlers.named(name) for name in handlers.names()]
    listed = [
        {
            "command": one.name,
            "what": (one.command.__doc__ or "").partition("\n")[0],
            "fields": list(one.command.__struct_fields__),
            "as_happened": one.world,
        }
        for one in named
    ]
    if as_json:
        print_json({"commands": listed})
    else:
        rows = ((one["command"], "yes" if one["as_happened"] else "", one["what"]) for one in listed)
        table(("command", "as_happened", "what"), rows)


def _schema(name: str) -> None:
    import msgspec  # noqa: PLC0415 - help needs none of it
    from regledger.ledger import Installation  # noqa: PLC0415

    schema = msgspec.json.schema(Installation().handlers.named(name).command)
    click.echo(msgspec.json.format(msgspec.json.encode(schema), indent=2))


def _template(name: str) -> None:
    import json  # noqa: PLC0415 - help needs none of it

    from regledger.ledger import Installation  # noqa: PLC0415

    from regledger_cli.templates import described, example_body  # noqa: PLC0415

    handler = Installation().handlers.named(name)
    click.echo(json.dumps({"command": name, "body": example_body(handler.command)}, ensure_ascii=False))
    message(f"{name}: {(handler.command.__doc__ or '').partition(chr(10))[0]}")
    for field in described(handler.command):
        needed = "" if field.required else ", may be left out"
        message(f"  {field.path}  ({field.form}{needed})" + (f"  {field.what}" if field.what else ""))
    if handler.world:
        message(
            '  as_happened beside "body" records it although it was unlawful: {"reason": "…", "approver": "officer:li"}'
        )
