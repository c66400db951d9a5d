"""`regledger restore`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from regledger_cli.main import REFUSED
from regledger_cli.options import example, json_option
from regledger_cli.printing import fields, message, print_json
from regledger_cli.progress import shown_progress

if TYPE_CHECKING:
    from regledger.safekeeping import Restored

__all__ = ["command"]


@click.command(
    "restore",
    short_help="Make a ledger again from its back-up.",
    epilog=example("regledger restore /backup/county --to sqlite:///county.db --keys /keys/county.keys"),
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--to", "target", metavar="URL", required=True, help="Where the ledger is to be; there is none yet.")
@click.option(
    "--keys",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file of keys that was put apart; without it personal values stay sealed.",
)
@json_option
def command(folder: Path, target: str, keys: Path | None, as_json: bool) -> None:
    """Make the ledger that is backed up in FOLDER again at a new place, on either kind of store.

    First all of the back-up is verified; a damaged file is named and nothing is written. What the log says was erased is
    erased again. Broken off, it is gone on with by the same command; until then nobody can open the ledger. Exit code 1 where an
    attachment is missing from the back-up.
    """
    import msgspec  # noqa: PLC0415 - help needs none of it
    from regledger.safekeeping import restore  # noqa: PLC0415

    with shown_progress() as tell:
        restored = restore(folder, target, keys=keys, tell=tell)
    if as_json:
        print_json(msgspec.to_builtins(restored))
    else:
        _print(restored)
    click.get_current_context().exit(REFUSED if restored.missing else 0)


def _print(restored: Restored) -> None:
    number = restored.figure.number
    click.echo(
        f"Restored ledger {restored.name} ({restored.ledger}) at {restored.target}; it was read anew and is equal."
    )
    fields(
        {
            "facts": number,
            "chain": f"{restored.figure.chain} after #{number}",
            "commands": restored.figure.commands,
            "personal values": f"{restored.values}{'' if restored.keys or not restored.values else ', sealed: no keys were given'}",
            "attachments": restored.attachments,
        }
    )
    if restored.erased:
        message(f"Erased again, as the log says: {', '.join(restored.erased)}.")
    for digest in restored.missing:
        message(f"Attachment {digest} is named by a fact and is not in the back-up; look for it in an earlier one.")
    message(
        f'What was recorded after #{number} is not in this back-up. Before anything is recorded here, "regledger streams'
        f' status --whole --ledger {restored.target} --nats URL" says whether more was published than is restored.'
    )
