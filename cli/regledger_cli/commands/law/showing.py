"""`regledger law show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regledger_cli.commands.law.listing import asked_day
from regledger_cli.options import (
    KnownAt,
    example,
    json_option,
    known_number,
    ledger_option,
    open_ledger,
    reading_options,
)
from regledger_cli.printing import fields, print_json, tree

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.history.lawbook import Confirmed, LawItem, LawValue, PackShown

__all__ = ["show"]


@click.command(
    "show",
    short_help="Show an item of the law, or a law pack.",
    epilog=example("regledger law show A-15.large_fine_unit --on 2026-04-01", "regledger law show I-02 --json"),
)
@click.argument("name", metavar="ID")
@reading_options
@ledger_option
@json_option
def show(name: str, on: When | None, known_at: KnownAt | None, url: str | None, as_json: bool) -> None:
    """Show the parameter, rule, offence, tier, criterion, checklist or law pack called ID.

    Every value with its period, where it stands, how far it was checked and who gives it; and the confirmations. A
    checklist is called code/version, a law pack by its id.
    """
    from regledger.history.lawbook import LawUnknown, law_item, law_packs  # noqa: PLC0415 - help needs none of it

    with open_ledger(url) as ledger:
        known = known_number(ledger, known_at)
        day = asked_day(ledger, on)
        found = law_item(ledger, name, on=day, known_at=known)
        packs = [one for one in law_packs(ledger, on=day, known_at=known) if one.pack == name]
        known = ledger.recorder.head().number if known is None else known
    if not found and not packs:
        raise LawUnknown(name=name, on=day)
    if as_json:
        print_json({"asked": name, "on": day, "known_at": known, "items": found, "packs": packs})
        return
    for item in found:
        _print(item)
    for pack in packs:
        _print_pack(pack)


def _print(one: LawItem) -> None:
    click.echo(f"{one.kind} {one.id}  {one.title} {one.title_zh}".rstrip())
    about = {
        "stands in": "; ".join(one.citations),
        "status": f"{one.status}{'' if one.settled else ' (it warns until an authority confirms it)'}",
        "source": one.source,
    }
    fields({name: value for name, value in about.items() if value})
    tree({**one.fields, **_figures(one)})
    if one.values:
        click.echo("  values")
    for value in one.values:
        click.echo(f"    {_valued(value)}")
    if one.confirmed:
        click.echo("  confirmed")
    for confirmed in one.confirmed:
        click.echo(f"    {_confirmed(confirmed)}")


def _figures(one: LawItem) -> dict[str, str]:
    """What figures meet a criterion, in words."""
    import msgspec  # noqa: PLC0415 - help needs none of it
    from regledger.law.criteria import Bound  # noqa: PLC0415

    if one.kind != "criterion" or "met" not in one.fields:
        return {}
    ways = msgspec.convert(one.fields["met"], tuple[tuple[Bound, ...], ...], strict=False)
    told = (" with ".join(f"{bound.figure} {bound.words}" for bound in way) for way in ways)
    return {"met": ", or ".join(told)} if ways else {"met": "-"}


def _valued(one: LawValue) -> str:
    until = f"to {one.valid_to}" if one.valid_to else "on"
    counts = "  <- counts" if one.counts else ""
    review = f"; review by {one.review_by}" if one.review_by else ""
    return f"{one.value}  {one.valid_from} {until}  ({one.citation}; {one.status}; {one.source}{review}){counts}"


def _confirmed(one: Confirmed) -> str:
    counts = "" if one.counts else "  (does not count: of a later day, or of what a law pack has changed since)"
    return f"since {one.on} by {one.authority}, {one.document} (#{one.number}){counts}"


def _print_pack(one: PackShown) -> None:
    click.echo(f"law pack {one.pack}/{one.version}  {one.title} {one.title_zh}")
    about = {
        "state": f"{one.state}: {one.found}" if one.found else one.state,
        "from": one.applies_from,
        "issued by": one.issuer,
        "loaded by": f"{one.authority}, {one.document} (#{one.number})",
        "sha256": one.sha256,
        "declares": ", ".join(one.declares),
        "amends": ", ".join(one.amends),
    }
    fields({name: value for name, value in about.items() if value})
