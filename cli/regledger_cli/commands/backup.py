"""`regledger backup`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from regledger_cli.main import REFUSED
from regledger_cli.options import example, json_option, ledger_option, named_ledger
from regledger_cli.printing import fields, message, print_json
from regledger_cli.progress import shown_progress

if TYPE_CHECKING:
    from regledger.safekeeping import Manifest

__all__ = ["command"]


@click.command(
    "backup",
    short_help="Back a ledger up while writing goes on, its keys apart.",
    epilog=example(
        "regledger backup /backup/county --keys /keys/county.keys --ledger sqlite:///county.db",
        "regledger backup /backup/county --check --keys /keys/county.keys",
    ),
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file for the keys of personal values, outside of FOLDER, best on another disk.",
)
@click.option("--no-keys", "without_keys", is_flag=True, help="Leave the keys out: they are kept otherwise.")
@click.option("--check", "only_check", is_flag=True, help="Only read the back-up in FOLDER, all of it.")
@ledger_option
@json_option
def command(
    folder: Path, keys: Path | None, without_keys: bool, only_check: bool, url: str | None, as_json: bool
) -> None:
    """Back the ledger up into FOLDER: facts, commands, personal values and attachments as one set, always as an SQLite ledger.

    The ledger may be written to meanwhile. Run again on the same FOLDER it adds what is new; killed half-way it leaves the
    earlier back-up as it was. "regledger restore" makes the ledger again. FOLDER is new, empty or a back-up's own; any other is
    refused. Exit code 1 where an attachment of the ledger is damaged or missing.
    """
    import msgspec  # noqa: PLC0415 - help needs none of it
    from regledger.safekeeping import backup, check_backup  # noqa: PLC0415

    if keys is not None and without_keys:
        raise click.UsageError("--keys and --no-keys say the opposite; give one of them.")
    if only_check:
        with shown_progress() as tell:
            manifest = check_backup(folder, keys=keys, tell=tell)
        if as_json:
            print_json(_json(manifest))
        else:
            click.echo(f"The back-up in {folder}, made {manifest.made_at}, is whole.")
            _print(manifest)
        return
    with shown_progress() as tell:
        made = backup(named_ledger(url), folder, keys=keys, without_keys=without_keys, tell=tell)
    if as_json:
        rest = {name: one for name, one in msgspec.to_builtins(made).items() if name != "manifest"}
        print_json({**rest, "manifest": _json(made.manifest)})
    else:
        click.echo(
            f"Backed up ledger {made.manifest.name} ({made.manifest.ledger}) into {made.folder}; it was read anew and is whole."
        )
        _print(made.manifest)
        if made.keys:
            message(f"The keys are in {made.keys}: keep it apart from {made.folder}, and as safe.")
        elif made.manifest.values:
            message("The keys were left out; without them no personal value can be read again.")
        for digest in made.damaged:
            message(f"Attachment {digest} of the ledger is damaged and is not in the back-up.")
        for digest in made.missing:
            message(
                f"Attachment {digest} is named by a fact and is nowhere: neither beside the ledger nor in the back-up."
            )
        for digest in made.earlier:
            message(f"Attachment {digest} is not whole in the ledger any more; that of the earlier back-up was kept.")
    click.get_current_context().exit(REFUSED if made.damaged or made.earlier or made.missing else 0)


def _print(manifest: Manifest) -> None:
    fields(
        {
            "facts": manifest.figure.number,
            "chain": f"{manifest.figure.chain} after #{manifest.figure.number}",
            "commands": manifest.figure.commands,
            "personal values": manifest.values,
            "attachments": len(manifest.attachments),
        }
    )


def _json(manifest: Manifest) -> dict[str, object]:
    import msgspec  # noqa: PLC0415 - help needs none of it

    found = {name: one for name, one in msgspec.to_builtins(manifest).items() if name != "files"}
    return {**found, "attachments": len(manifest.attachments)}
