"""`regledger attachments`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from regledger_cli.options import actor_option, as_subject, example, json_option, ledger_option, open_ledger
from regledger_cli.printing import message, objection_json, objection_lines, print_json, table

if TYPE_CHECKING:
    from regledger.deciding.attaching import Disclosure
    from regledger.ledger import Ledger

__all__ = ["command"]

GROUNDS = ("duty", "consent", "own_request", "security", "legal_duty")
SHOWN = 16  # hex digits of a digest in a table: enough to name it again


@click.group(
    "attachments",
    short_help="List, open and check attached files.",
    epilog=example("regledger attachments list hazard:H-1"),
)
def command() -> None:
    """List the files that are attached to records, open one, check that all are what they were, sweep what is left over."""


def _subject(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    return None if value is None else as_subject(ctx, param, value)


@command.command(
    "list",
    short_help="List attached files.",
    epilog=example("regledger attachments list hazard:H-1", "regledger attachments list --json"),
)
@click.argument("subject", required=False, callback=_subject)
@ledger_option
@json_option
def list_(subject: str | None, url: str | None, as_json: bool) -> None:
    """List the files attached to SUBJECT (kind:id) that stand, or every one that was ever attached."""
    from regledger.history.attached import added, attached_to  # noqa: PLC0415 - help needs none of it

    with open_ledger(url) as ledger:
        found = attached_to(ledger, subject) if subject else list(added(ledger))
        listed = [
            {
                "number": fact.number,
                "subject": body.subject,
                "title": body.title,
                "media_type": body.media_type,
                "size": body.size,
                "owner": body.owner,
                "added_on": body.added_on,
                "digest": body.digest,
                "kept": _kept(ledger, body.digest, body.owner),
            }
            for fact, body in found
        ]
    if as_json:
        print_json({"subject": subject, "attachments": listed})
        return
    if not listed:
        message("Nothing is attached" + (f" to {subject}." if subject else "."))
        return
    table(
        ("#", "subject", "added on", "kind", "bytes", "personal to", "digest", "kept", "title"),
        (
            (
                *(one[name] for name in ("number", "subject", "added_on", "media_type", "size")),
                one["owner"] or "-",
                str(one["digest"])[:SHOWN],
                one["kept"],
                one["title"],
            )
            for one in listed
        ),
    )


def _kept(ledger: Ledger, digest: str, owner: str | None) -> str:
    if owner is not None and ledger.personal.erased(owner):
        return "Erased"
    return "missing" if ledger.attachments.size_of(digest) is None else "yes"


@command.command(
    "get",
    short_help="Write an attached file to a file.",
    epilog=example(
        "regledger attachments get 17 --to photo.jpg",
        "regledger attachments get 18 --to statement.pdf --purpose 'hearing of case C-1' --recipient 'county court'"
        " --authority emb --as officer:li",
    ),
)
@click.argument("attachment", metavar="NUMBER|DIGEST")
@click.option(
    "--to", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A file that is not there yet."
)
@click.option("--purpose", help="Of a personal file: for what it is opened.")
@click.option("--recipient", help="Of a personal file: for whom: an office or an organisation, never a name.")
@click.option("--ground", type=click.Choice(GROUNDS), default="duty", show_default=True, help="Of a personal file.")
@click.option("--authority", metavar="ID", help="Of a personal file: the authority that discloses it.")
@click.option("--document", help="Of a personal file: the order or the law, for the ground legal_duty.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="The legal day; today unless given.")
@actor_option
@ledger_option
@json_option
def get(
    attachment: str,
    to: Path,
    purpose: str | None,
    recipient: str | None,
    ground: str,
    authority: str | None,
    document: str | None,
    day: datetime | None,
    actor: str,
    url: str | None,
    as_json: bool,
) -> None:
    """Write the file that fact NUMBER attached, or that lies under DIGEST, to --to, once it is known to be what was attached.

    A personal file is decrypted, and only after its disclosure was recorded: give --purpose, --recipient and --authority.
    Exit code 1: the disclosure was refused, and nothing was written.
    """
    from regledger.deciding.answers import Refused, Submission  # noqa: PLC0415 - help needs none of it
    from regledger.deciding.attaching import Disclosure, open_file  # noqa: PLC0415
    from regledger.history.attached import attachment_named  # noqa: PLC0415

    from regledger_cli.commands.attach import today  # noqa: PLC0415
    from regledger_cli.who import sent_by  # noqa: PLC0415

    with open_ledger(url) as ledger:
        fact, body = attachment_named(ledger, attachment)
        why: Disclosure | None = None
        if purpose is not None and recipient is not None and authority is not None:
            why = Disclosure(
                ground=ground,
                purpose=purpose,
                recipient=recipient,
                authority=authority,
                document=document,
                disclosed_on=day.date() if day else today(ledger),
            )
        by = Submission(command="personal.disclose", body={}, channel="cli", **sent_by(actor))
        answer = open_file(ledger, fact, to, why, by)
        refused = answer.objections if isinstance(answer, Refused) else ()
        warnings = answer.warnings if answer is not None else ()
        disclosure = None if answer is None or isinstance(answer, Refused) else answer.numbers[0]
        shown: dict[str, Any] = {
            "answer": "refused" if refused else "written",
            "number": fact.number,
            "digest": body.digest,
            "media_type": body.media_type,
            "to": str(to),
            "disclosure": disclosure,
            "objections": [objection_json(ledger.texts, one) for one in refused],
            "warnings": [objection_json(ledger.texts, one) for one in warnings],
        }
        if as_json:
            print_json(shown)
        else:
            recorded = f"; its disclosure is #{disclosure}" if disclosure else ""
            told = "was not opened: its disclosure was REFUSED" if refused else f"is written to {to}{recorded}"
            click.echo(f"#{fact.number} {told}")
            for one in (*refused, *warnings):
                click.echo("\n".join(objection_lines(ledger.texts, one, indent="    ")))
    click.get_current_context().exit(1 if refused else 0)


@command.command(
    "check",
    short_help="Read every attached file and compare it with its digest.",
    epilog=example("regledger attachments check"),
)
@ledger_option
@json_option
def check(url: str | None, as_json: bool) -> None:
    """Read every attached file whole and list every defect: missing, altered, of another size, left over after an erasure.

    No key is needed. Files that no fact names are listed too, once they are an hour old. Exit code 1: there is a defect.
    """
    from regledger.log.attachments.checking import Checked, check  # noqa: PLC0415 - help needs none of it

    done = Checked()
    with open_ledger(url) as ledger:
        defects = list(check(ledger, done))
    if as_json:
        print_json(
            {"well": not defects, "facts": done.facts, "files": done.files, "bytes": done.bytes, "defects": defects}
        )
    else:
        for one in defects:
            named = f"#{one.number} {one.digest}" if one.number is not None else one.digest[:SHOWN] or "unfinished"
            click.echo(f"{one.wrong}  {named}: {one.found}")
        click.echo(f"{done.facts} attachments, {done.files} files, {done.bytes:,} bytes: {len(defects)} defects")
        if any(one.wrong in ("orphan", "not erased") for one in defects):
            message('"regledger attachments sweep" removes what no fact names and what erased subjects left behind.')
        if any(one.wrong not in ("orphan", "not erased") for one in defects):
            message("Put the others back from a back-up of the attachments, or attach the originals again.")
    click.get_current_context().exit(1 if defects else 0)


@command.command(
    "sweep",
    short_help="Remove files that no fact names.",
    epilog=example("regledger attachments sweep"),
)
@ledger_option
@json_option
def sweep(url: str | None, as_json: bool) -> None:
    """Remove files that no fact names and that are an hour old or older, and what erased subjects left behind.

    They come from attaching that was broken off. Nothing that a fact names is ever removed, withdrawn or not.
    """
    from regledger.log.attachments.checking import sweep  # noqa: PLC0415 - help needs none of it

    with open_ledger(url) as ledger:
        removed = sweep(ledger)
    if as_json:
        print_json({"removed": [str(path) for path in removed]})
        return
    for path in removed:
        click.echo(f"removed {path}")
    click.echo(f"{len(removed)} files removed")
