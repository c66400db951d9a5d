"""`regledger gaps`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from regledger_cli.options import (
    KnownAt,
    example,
    json_option,
    known_number,
    ledger_option,
    open_ledger,
    reading_options,
)
from regledger_cli.printing import message, print_json, table

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.history.gaps import Gaps

__all__ = ["command"]

ROLES = ("lead", "comprehensive", "township", "grid", "duty_list", "safety_body")


@click.command(
    "gaps",
    short_help="List what nobody supervises on a day, by role.",
    epilog=example("regledger gaps --on 2026-03-02", "regledger gaps --role lead --role grid --csv"),
)
@click.option(
    "--role", "roles", type=click.Choice(ROLES), multiple=True, help="Only this role; may be given several times."
)
@click.option("--csv", "as_csv", is_flag=True, help="Answer as CSV on stdout.")
@reading_options
@ledger_option
@json_option
def command(
    roles: tuple[str, ...],
    as_csv: bool,
    on: When | None,
    known_at: KnownAt | None,
    url: str | None,
    as_json: bool,
) -> None:
    """List every enterprise, site and key project that has nobody in a role on a day, and since when.

    The roles over them are lead, comprehensive, township and grid. Departments without a list of work-safety duties and
    townships and zones without a safety body are listed too. Raise a gap with the command matter.raise.
    """
    from regledger.history.gaps import gaps  # noqa: PLC0415 - help needs none of it

    if as_csv and as_json:
        raise click.UsageError("Give --csv or --json, not both.")
    with open_ledger(url) as ledger:
        found = gaps(ledger, on=_day(on, ledger.zone), roles=roles, known_at=known_number(ledger, known_at))
    if as_json:
        print_json(found)
    elif as_csv:
        _print_csv(found)
    else:
        _print_table(found)


def _day(on: When | None, zone: str) -> date | None:
    from regledger.clock import day_of  # noqa: PLC0415 - help needs none of it

    return None if on is None else day_of(on, zone)


def _print_csv(found: Gaps) -> None:
    import csv  # noqa: PLC0415 - help needs none of it
    import io  # noqa: PLC0415

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("subject", "name", "role", "since", "rule", "last"))
    writer.writerows((one.subject, one.name, one.role, one.since, one.rule, one.last) for one in found.gaps)
    click.echo(text.getvalue(), nl=False)


def _print_table(found: Gaps) -> None:
    if not found.gaps:
        click.echo(f"No gap on {found.on} among {found.subjects} subjects.")
        return
    rows = ((one.subject, one.name, one.role, one.since, one.last or "-", one.rule) for one in found.gaps)
    table(("subject", "name", "role", "since", "before", "rule"), rows)
    message(f"{len(found.gaps)} gaps on {found.on} among {found.subjects} subjects.")
