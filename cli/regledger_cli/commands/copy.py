"""`regledger copy`."""

from __future__ import annotations

import click

from regledger_cli.main import REFUSED
from regledger_cli.options import example, json_option
from regledger_cli.printing import fields, message, print_json
from regledger_cli.progress import shown_progress

__all__ = ["command"]


@click.command(
    "copy",
    short_help="Copy a ledger to another store, equal byte for byte.",
    epilog=example(
        'regledger copy sqlite:///county.db "postgresql://county@db/county?beside=/srv/county"',
        'regledger copy "postgresql://county@db/county?beside=/srv/county" sqlite:///county.db',
    ),
)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--until", type=click.IntRange(min=0), metavar="NUMBER", help="The last fact to copy; all unless given.")
@json_option
def command(source: str, target: str, until: int | None, as_json: bool) -> None:
    """Copy the ledger at FROM to TO: its facts with their numbers and bytes, the commands, personal values, keys and attachments.

    Both are URLs. The ledger at FROM may be written to meanwhile; nobody writes to TO before this is done. Broken off, it
    is gone on with by the same command. At the end both are read anew and compared; exit code 1 where an attachment of
    FROM was damaged or missing already.
    """
    import msgspec  # noqa: PLC0415 - help needs none of it
    from regledger.safekeeping import copy  # noqa: PLC0415

    with shown_progress() as tell:
        copied = copy(source, target, until=until, tell=tell)
    if as_json:
        print_json(msgspec.to_builtins(copied))
    else:
        click.echo(
            f"Copied ledger {copied.name} ({copied.ledger}) to {copied.target}; both were read anew and are equal."
        )
        fields(
            {
                "facts": f"{copied.figure.number}, of which {copied.held_before} were there before",
                "chain": f"{copied.figure.chain} after #{copied.figure.number}",
                "commands": copied.figure.commands,
                "personal values": copied.values,
                "attachments": copied.attachments,
            }
        )
        if copied.source_head > copied.figure.number:
            message(f"{copied.source} is at #{copied.source_head} by now; the same command copies the rest.")
        for digest in copied.damaged:
            message(f"Attachment {digest} is damaged at {copied.source} and was left out; put it back from a back-up.")
        for digest in copied.missing:
            message(
                f"Attachment {digest} is named by a fact and is missing at {copied.source}; put it back from a back-up."
            )
    click.get_current_context().exit(REFUSED if copied.damaged or copied.missing else 0)
