"""`regledger assess`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regledger_cli.options import (
    KnownAt,
    as_subject,
    example,
    json_option,
    known_number,
    ledger_option,
    open_ledger,
    reading_options,
)
from regledger_cli.printing import message, print_json

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.history.assessing import Assessed, Item

__all__ = ["command"]


def _unit(ctx: click.Context, param: click.Parameter, value: str) -> str:
    return as_subject(ctx, param, f"authority:{value}").partition(":")[2]


@click.command(
    "assess",
    short_help="Compute a unit's assessment for a year.",
    epilog=example(
        "regledger assess qinghe 2025", "regledger assess qinghe 2025 --explain --on 2026-01-31 --known-at 1200"
    ),
)
@click.argument("unit", metavar="UNIT", callback=_unit)
@click.argument("year", metavar="YEAR", type=click.IntRange(2000, 2999))
@click.option("--explain", is_flag=True, help="List the facts that each indicator counts, by number.")
@reading_options
@ledger_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    unit: str,
    year: int,
    explain: bool,
    on: When | None,
    known_at: KnownAt | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Compute the assessment of UNIT (an authority's id) for YEAR from the facts, by the formula of its targets.

    It is computed anew from the log for --on and --known-at and compared with the result on record. Where the two
    differ, or a veto was found, that is said (exit code 1 where they differ).
    """
    from regledger.history.assessing import assess  # noqa: PLC0415 - help needs none of it

    with open_ledger(url) as ledger:
        found = assess(ledger, unit, year, on=on, known_at=known_number(ledger, known_at))
    if as_json:
        print_json(found)
    else:
        _print(found, explain)
    if found.recorded is not None and not found.recorded.same:
        message(
            f"The result on record ({found.recorded.points}, {found.recorded.grade}) differs from what the facts give now."
        )
        ctx.exit(1)


def _print(found: Assessed, explain: bool) -> None:
    click.echo(f"{found.unit} {found.year}: {found.points} points, {found.grade}")
    until = "" if found.as_of is None else f", counting what was recorded by {found.as_of}"
    click.echo(f"    by {found.title} ({found.formula}/{found.version}){until}")
    for one in found.items:
        points = "not judged yet" if one.points is None else f"{one.points} of {one.most}"
        click.echo(f"{one.indicator}  {points}  {one.title}")
        _print_ground(one, explain)
    for one in found.vetoes:
        click.echo(f"veto {one.indicator}  {one.title}")
        _print_ground(one, explain=True)
    if found.recorded is not None:
        settled = f", settled on {found.recorded.settled_on}" if found.recorded.settled_on else ""
        click.echo(
            f"On record: assessment {found.recorded.assessment} of {found.recorded.concluded_on}{settled}, "
            f"computed at number {found.recorded.known_at}"
        )


def _print_ground(one: Item, explain: bool) -> None:
    if one.by == "judged":
        if one.assessor:
            click.echo(f"    judged by {one.assessor}: {one.ground}")
        return
    share = f", against {len(one.of)}" if one.by == "share" else ""
    click.echo(f"    {len(one.counted)} counted{share}")
    if explain:
        for fact in one.counted:
            click.echo(f"    #{fact.number} {fact.on} {fact.fact}  {' '.join(fact.about)}")
        counted = {fact.number for fact in one.counted}
        if left := [fact.number for fact in one.of if fact.number not in counted]:
            click.echo(f"    out of {', '.join(f'#{number}' for number in left)} and those above")
