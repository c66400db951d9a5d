"""`regledger attach`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from regledger_cli.options import (
    actor_option,
    as_subject,
    example,
    json_option,
    ledger_option,
    open_ledger,
    subject_argument,
)
from regledger_cli.printing import message, objection_json, objection_lines, print_json

if TYPE_CHECKING:
    from regledger.deciding.answers import Recorded, Refused
    from regledger.deciding.attaching import Wish
    from regledger.ledger import Ledger

__all__ = ["command", "today"]

LARGE = 64 << 20
"""Bytes from which the person at the terminal is told what takes so long."""


def _subject(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    return None if value is None else as_subject(ctx, param, value)


@click.command(
    "attach",
    short_help="Attach files to a record.",
    epilog=example(
        "regledger attach hazard:H-1 photo.jpg scan.pdf --title 'Tank T-3, valve open' --as officer:li",
        "regledger attach case:C-1 statement.pdf --personal --of person:p1",
    ),
)
@subject_argument
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--title", default="", help="What they show, in public words that name no person; a file's name is not kept."
)
@click.option("--personal", is_flag=True, help="Encrypt them under the key of a subject, which can be erased.")
@click.option(
    "--of", metavar="SUBJECT", callback=_subject, help="Whose key, with --personal; SUBJECT's own unless given."
)
@click.option("--media-type", default="", help="Such as image/jpeg; found out unless given.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="The legal day; today unless given.")
@actor_option
@ledger_option
@json_option
def command(
    subject: str,
    files: tuple[Path, ...],
    title: str,
    personal: bool,
    of: str | None,
    media_type: str,
    day: datetime | None,
    actor: str,
    url: str | None,
    as_json: bool,
) -> None:
    """Attach each FILE to SUBJECT (kind:id), and record under which digest it is kept.

    The files are copied beside the ledger, each once, whatever it is attached to. "regledger attachments" lists, opens and
    checks them. Exit code 1: one was refused; 3: one could not be read or kept; the others are attached.
    """
    if of is not None and not personal:
        raise click.UsageError("--of says whose personal file it is: give --personal too.")
    from regledger.deciding.answers import Recorded, Submission  # noqa: PLC0415 - help needs none of it
    from regledger.deciding.attaching import Wish, attach  # noqa: PLC0415
    from regledger.errors import BadCommand, RegledgerError  # noqa: PLC0415

    from regledger_cli.main import COULD_NOT, REFUSED, USAGE  # noqa: PLC0415
    from regledger_cli.who import sent_by  # noqa: PLC0415

    code = 0
    with open_ledger(url) as ledger:
        wish = Wish(
            subject=subject,
            added_on=day.date() if day else today(ledger),
            title=title,
            media_type=media_type,
            owner=(of or subject) if personal else None,
        )
        by = Submission(command="attachment.add", body={}, channel="cli", **sent_by(actor))
        for path in files:
            _tell(path)
            try:
                answer = attach(ledger, path, wish, by)
            except BadCommand as error:
                code = max(code, USAGE)
                _failed(path, error, as_json)
            except RegledgerError as error:
                code = COULD_NOT
                _failed(path, error, as_json)
            else:
                code = max(code, 0 if isinstance(answer, Recorded) else REFUSED)
                _answered(ledger, path, wish, answer, as_json)
    click.get_current_context().exit(code)


def today(ledger: Ledger) -> date:
    """The legal day at this moment, in the ledger's zone."""
    from regledger.clock import day_of, from_micros  # noqa: PLC0415 - help needs none of it

    return day_of(from_micros(ledger.clock()), ledger.zone)


def _tell(path: Path) -> None:
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        return
    if size >= LARGE:
        message(f"{path}: {size / (1 << 20):,.0f} MiB are copied …")


def _failed(path: Path, error: Exception, as_json: bool) -> None:
    if as_json:
        print_json({"file": str(path), "answer": "failed", "error": type(error).__name__, "message": str(error)})
    message(str(error))


def _answered(ledger: Ledger, path: Path, wish: Wish, answer: Recorded | Refused, as_json: bool) -> None:
    from regledger.deciding.answers import Recorded  # noqa: PLC0415 - help needs none of it
    from regledger.history.bodies import plain_body  # noqa: PLC0415

    shown: dict[str, Any] = {"file": str(path), "answer": "recorded" if isinstance(answer, Recorded) else "refused"}
    lines: list[str] = []
    if isinstance(answer, Recorded):
        number = answer.numbers[0]
        fact = ledger.at(number)
        body = plain_body(fact) if fact else {}
        shown |= {"number": number, **{name: body.get(name) for name in ("digest", "size", "media_type", "owner")}}
        encrypted = f", encrypted for {body['owner']}" if body.get("owner") else ""
        lines.append(f"#{number} {path} is attached to {wish.subject}: {body.get('media_type')}{encrypted}")
        lines.append(f"  {body.get('digest')}")
    else:
        shown["objections"] = [objection_json(ledger.texts, one) for one in answer.objections]
        lines.append(f"{path} was REFUSED; nothing of it was recorded or kept")
        lines += ["\n".join(objection_lines(ledger.texts, one, indent="    ")) for one in answer.objections]
    shown["warnings"] = [objection_json(ledger.texts, one) for one in answer.warnings]
    lines += ["\n".join(objection_lines(ledger.texts, one, indent="    ")) for one in answer.warnings]
    if as_json:
        print_json(shown)
    else:
        click.echo("\n".join(lines))
