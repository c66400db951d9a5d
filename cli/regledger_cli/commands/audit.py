"""`regledger audit`."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

import click

from regledger_cli.options import (
    KnownAt,
    as_authority,
    example,
    json_option,
    known_number,
    ledger_option,
    open_ledger,
    reading_options,
    shown_when,
)
from regledger_cli.printing import message, print_csv, print_json, yuan

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.history.auditing import AuditReport

__all__ = ["command"]

SECTIONS = {
    "overdue": "Past the last day, and nothing done",
    "late": "Done after the last day",
    "defect": "Recorded as it happened, against the law",
    "warned": "Done with a warning",
    "corrected": "Corrected",
    "withdrawn": "Withdrawn",
    "hole": "Holes in the numbers of documents",
    "money": "Fines against receipts",
}


@click.command(
    "audit",
    short_help="List what an auditor looks at first.",
    epilog=example("regledger audit --from 2026-01-01 --authority emb", "regledger audit --section defect --csv"),
)
@click.option(
    "--from",
    "since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Only acts from that legal day on; what is owed or lacking on --on counts all the same.",
)
@click.option(
    "--authority", metavar="ID", callback=as_authority, help="Only acts and records of this authority, such as emb."
)
@click.option("--section", "sections", type=click.Choice(list(SECTIONS)), multiple=True, help="Only this section.")
@click.option("--csv", "as_csv", is_flag=True, help="Answer as CSV on stdout, one row a finding.")
@reading_options
@ledger_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    since: datetime | None,
    authority: str | None,
    sections: tuple[str, ...],
    as_csv: bool,
    on: When | None,
    known_at: KnownAt | None,
    url: str | None,
    as_json: bool,
) -> None:
    """List decisions past their limit, defects and who approved them, corrections, holes in number series, and fines without receipts.

    Everything is counted from the facts for --on, or today. Exit code 1: something was found.
    """
    import msgspec  # noqa: PLC0415 - help needs none of it
    from regledger.errors import SubjectUnknown  # noqa: PLC0415
    from regledger.history.auditing import Finding, audit  # noqa: PLC0415

    if as_csv and as_json:
        raise click.UsageError("Give --csv or --json, not both.")
    with open_ledger(url) as ledger:
        if authority is not None and ledger.show(f"authority:{authority}") is None:
            raise SubjectUnknown(subject=f"authority:{authority}")
        first: date | None = None if since is None else since.date()
        known = known_number(ledger, known_at)
        found = audit(ledger, since=first, authority=authority, on=on, known_at=known)
    if sections:
        chosen = tuple(one for one in found.findings if one.section in sections)
        found = msgspec.structs.replace(found, findings=chosen)
    if as_json:
        print_json(found)
    elif as_csv:
        names = [field.name for field in msgspec.structs.fields(Finding)]
        print_csv(names, ([getattr(one, name) or "" for name in names] for one in found.findings))
    else:
        _print(found)
    ctx.exit(1 if found.findings else 0)


def _print(found: AuditReport) -> None:
    for section, several in groupby(found.findings, key=lambda one: one.section):
        listed = list(several)
        click.echo(f"{SECTIONS[section]} ({len(listed)})")
        for one in listed:
            number = "" if one.number is None else f" #{one.number}"
            click.echo(f"  {one.on or '-'}  {one.subject}{number}  {one.rule}  {one.found}")
            if one.reason or one.approver:
                approved = f", approved by {one.approver}" if one.approver else ""
                click.echo(f"      {one.reason}{approved}")
    money = found.money
    click.echo(
        f"{money.cases} decided cases: fines {yuan(money.fined_fen)}, surcharges {yuan(money.surcharge_fen)},"
        f" paid {yuan(money.paid_fen)}, left {yuan(money.left_fen)}."
    )
    message(f"Judged on {shown_when(found.on)}, known at #{found.known_at}.")
    for name in found.sectors_broken:
        message(
            f'Sector {name} cannot be used, and what falls due by its law is not counted; "regledger sectors list" says why.'
        )
