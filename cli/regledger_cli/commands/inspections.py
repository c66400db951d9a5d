"""`regledger inspections`."""

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
    shown_when,
)
from regledger_cli.printing import message, print_json, table

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.history.effect import Hits

__all__ = ["command"]


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day written YYYY-MM-DD.") from None


@click.command(
    "inspections",
    short_help="Tell whether inspections hit, by authority.",
    epilog=example(
        "regledger inspections --effect", "regledger inspections --effect --from 2026-01-01 --to 2026-06-30 --json"
    ),
)
@click.option("--effect", "effects", is_flag=True, required=True, help="What the inspections brought about.")
@click.option("--from", "since", metavar="DAY", callback=_day, help="The first day of a visit that counts.")
@click.option("--to", "until", metavar="DAY", callback=_day, help="The last day of a visit that counts.")
@reading_options
@ledger_option
@json_option
def command(
    effects: bool,
    since: date | None,
    until: date | None,
    on: When | None,
    known_at: KnownAt | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Tell of each authority its visits, findings a visit, what is overdue by risk, what came back, and how often visits
    by plan, by lot and otherwise found something, as of --on, or today."""
    from regledger.history.effect import effect  # noqa: PLC0415 - help needs none of it

    if since is not None and until is not None and until < since:
        raise click.BadParameter(f"{until} lies before {since}.", param_hint="--to")
    with open_ledger(url) as ledger:
        found = effect(ledger, since=since, until=until, on=on, known_at=known_number(ledger, known_at))
    if as_json:
        print_json(found)
        return
    rows = (
        (
            one.authority,
            one.visits,
            one.sites,
            one.findings,
            one.major,
            one.per_visit,
            one.recurred,
            ", ".join(f"{count} {grade}" for grade, count in one.overdue.items()) or "-",
            _hits(one.by_plan),
            _hits(one.by_lot),
            _hits(one.otherwise),
        )
        for one in found.authorities
    )
    heads = ("authority", "visits", "sites", "found", "major", "a visit", "again", "overdue")
    table((*heads, "hits by plan", "by lot", "otherwise"), rows)
    message(f"Judged on {shown_when(found.on)}.")


def _hits(one: Hits) -> str:
    return "-" if one.rate is None else f"{one.hits} of {one.visits} ({one.rate})"
