"""`regledger due`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from regledger_cli.options import (
    KnownAt,
    as_authority,
    as_subject,
    example,
    json_option,
    known_number,
    ledger_option,
    open_ledger,
    reading_options,
    shown_when,
)
from regledger_cli.printing import message, print_json

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.history.due import Due, DueList

__all__ = ["command"]


def _subjects(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(as_subject(ctx, param, value) for value in values)


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day written YYYY-MM-DD.") from None


@click.command(
    "due",
    short_help="List what is due, oldest first.",
    epilog=example(
        "regledger due", "regledger due --until 2026-12-31 --authority emb", "regledger due site:S-1 --on 2026-03-02"
    ),
)
@click.argument("subjects", metavar="[SUBJECT]...", nargs=-1, callback=_subjects)
@click.option(
    "--until",
    metavar="DAY",
    callback=_day,
    help="List what has its last day by then; else what is due on --on, or was before.",
)
@click.option("--authority", metavar="ID", callback=as_authority, help="Only where this authority leads, such as emb.")
@click.option("--sector", metavar="NAME", help="Only the obligations of this sector, such as fireworks.")
@reading_options
@ledger_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    subjects: tuple[str, ...],
    until: date | None,
    authority: str | None,
    sector: str | None,
    on: When | None,
    known_at: KnownAt | None,
    url: str | None,
    as_json: bool,
) -> None:
    """List what the law and the sectors ask for by a last day and what still waits, oldest first.

    It is listed of every subject, or of each SUBJECT (kind:id) and the open records around it. It is computed from the
    facts for --on, or today; no job has to run. A subject whose facts cannot be read is named, and the rest is
    listed (exit code 1).
    """
    from regledger.errors import SubjectUnknown  # noqa: PLC0415 - help needs none of it
    from regledger.history.due import due  # noqa: PLC0415
    from regledger.history.records import tag_of  # noqa: PLC0415

    lead = () if authority is None else (f"authority:{authority}",)
    with open_ledger(url) as ledger:
        for subject in (*subjects, *lead):
            if not any(True for _ in ledger.facts(tags=[tag_of(ledger, subject)], limit=1)):
                raise SubjectUnknown(subject=subject)
        if sector is not None and sector not in ledger.sectors.loaded:
            used = ", ".join(sorted(ledger.sectors.loaded)) or "none"
            raise click.BadParameter(f"{sector!r} is no sector in use ({used}).", param_hint="--sector")
        found = due(
            ledger,
            subjects,
            on=on,
            until=until,
            authority=authority,
            sector=sector,
            known_at=known_number(ledger, known_at),
        )
    for one in found.unread:
        message(f"What is due on {one.subject} could not be counted: {one.found}")
    if as_json:
        print_json(found)
    else:
        _print_all(found, until)
    if found.unread:
        ctx.exit(1)


def _print_all(found: DueList, until: date | None) -> None:
    for one in found.due:
        _print(one)
    if not found.due:
        click.echo(f"Nothing is due by {found.until}.")
    if until is None:
        message(f"Judged on {shown_when(found.on)}; what is due later is listed with --until DAY.")
    for name in found.sectors_broken:
        message(f'Sector {name} cannot be used, and its obligations are not listed; "regledger sectors list" says why.')
    if found.left_out:
        message(f"{found.left_out} older records around what was asked for were not looked at.")


def _print(one: Due) -> None:
    late = f", overdue since {one.overdue_since}" if one.overdue_since else ""
    what = f"{one.title} {one.title_zh}".strip() or one.command
    until = one.due if one.due_at is None else one.due_at.isoformat(timespec="minutes")
    by = f", by the {one.owner}" if one.owner else ""
    click.echo(f"{until}{late}  {one.subject}: {what}{by}  ({one.rule} {one.article})".replace(" ( )", ""))
    if one.title and one.command:
        click.echo(f"    record it with {one.command}")
    if one.asserted:
        click.echo("    only a register says so")
    for line in one.how:
        click.echo(f"    {line}")
