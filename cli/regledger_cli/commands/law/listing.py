"""`regledger law list`, `regledger law editions` and `regledger law packs`."""

from __future__ import annotations

from datetime import date, datetime
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
from regledger_cli.printing import message, print_json, shortened, table

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.ledger import Ledger

__all__ = ["asked_day", "list_editions", "list_law", "list_packs"]

KINDS = ("parameter", "rule", "offence", "benchmark", "criterion", "checklist", "instrument")
WIDEST = 48


def asked_day(ledger: Ledger, on: When | None) -> date:
    """The legal day of `--on`, today where it is not given."""
    from regledger.clock import day_of  # noqa: PLC0415 - help needs none of it

    return ledger.law_in_force.today if on is None else day_of(on, ledger.zone)


@click.command(
    "list",
    short_help="List what acts are judged by.",
    epilog=example("regledger law list --kind rule --unverified", "regledger law list --review-due 2027-01-01 --json"),
)
@click.option("--kind", type=click.Choice(KINDS), help="Only items of this kind.")
@click.option("--unverified", is_flag=True, help="Only what warns: neither VERIFIED nor confirmed.")
@click.option(
    "--review-due",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Only parameters with a value to be looked at again by that day.",
)
@reading_options
@ledger_option
@json_option
def list_law(
    kind: str | None,
    unverified: bool,
    review_due: datetime | None,
    on: When | None,
    known_at: KnownAt | None,
    url: str | None,
    as_json: bool,
) -> None:
    """List the parameters, rules, offences, tiers, criteria and checklists of the law of a day, with their sources."""
    from regledger.history.lawbook import law_items  # noqa: PLC0415 - help needs none of it

    with open_ledger(url) as ledger:
        known = known_number(ledger, known_at)
        day = asked_day(ledger, on)
        last = None if review_due is None else review_due.date()
        found = [
            one
            for one in law_items(ledger, on=day, known_at=known)
            if kind in (None, one.kind)
            and not (unverified and one.settled)
            and (last is None or (one.review_by is not None and one.review_by <= last))
        ]
        known = ledger.recorder.head().number if known is None else known
    if as_json:
        shown = [
            {
                "kind": one.kind,
                "id": one.id,
                "title": one.title,
                "title_zh": one.title_zh,
                "status": one.status,
                "settled": one.settled,
                "source": one.source,
                "review_by": one.review_by,
            }
            for one in found
        ]
        print_json({"on": day, "known_at": known, "items": shown})
    elif not found:
        message("Nothing in the law of that day is like that.")
    else:
        rows = (
            (
                one.kind,
                one.id,
                one.status or "-",
                "" if one.settled else "warns",
                one.review_by or "",
                shortened(one.title, WIDEST),
                one.source,
            )
            for one in found
        )
        table(("kind", "id", "status", "", "review by", "title", "source"), rows)


@click.command(
    "editions",
    short_help="List which edition of each law applies on a day.",
    epilog=example("regledger law editions --on 2021-07-14", "regledger law editions 行政处罚法 --json"),
)
@click.argument("name", required=False)
@reading_options
@ledger_option
@json_option
def list_editions(name: str | None, on: When | None, known_at: KnownAt | None, url: str | None, as_json: bool) -> None:
    """List every edition of every law, regulation and standard in the version register, or of the one called NAME (in Chinese).

    An act is judged by the edition of the day of the act, a step of a procedure by that of the day of the step; which of
    two is milder is weighed with each fine.
    """
    with open_ledger(url) as ledger:
        day = asked_day(ledger, on)
        book = ledger.law(known_number(ledger, known_at), on=day).book
        found = [(one, one.covers(day)) for one in book.instruments.values() if name in (None, one.title_zh)]
    found.sort(key=lambda one: (one[0].title_zh, one[0].applies_from))
    if as_json:
        print_json({"on": day, "editions": [{"applies": applies, "edition": one} for one, applies in found]})
    elif not found:
        message(f"The version register has no instrument called {name}.")
    else:
        rows = (
            (
                one.title_zh,
                one.edition,
                one.applies_from,
                one.applies_to or "",
                "applies" if applies else "",
                one.status,
                shortened(one.title, WIDEST),
            )
            for one, applies in found
        )
        table(("instrument", "edition", "from", "to", f"on {day}", "status", "title"), rows)
    click.get_current_context().exit(0 if found else 1)


@click.command(
    "packs",
    short_help="List the law packs that are loaded.",
    epilog=example("regledger law packs --on 2026-04-01"),
)
@reading_options
@ledger_option
@json_option
def list_packs(on: When | None, known_at: KnownAt | None, url: str | None, as_json: bool) -> None:
    """List every version of every law pack, and whether acts of a day (today unless given) are judged by it.

    Exit code 1: one is left out, for it no longer goes with what is installed.
    """
    from regledger.history.lawbook import law_packs  # noqa: PLC0415 - help needs none of it

    with open_ledger(url) as ledger:
        known = known_number(ledger, known_at)
        day = asked_day(ledger, on)
        packs = law_packs(ledger, on=day, known_at=known)
        known = ledger.recorder.head().number if known is None else known
    if as_json:
        print_json({"on": day, "known_at": known, "packs": packs})
    elif not packs:
        message("No law pack is loaded: acts are judged by what is installed.")
    else:
        rows = (
            (f"{one.pack}/{one.version}", one.state, one.applies_from, one.authority, one.document, one.title)
            for one in packs
        )
        table(("pack", "state", "from", "authority", "document", "title"), rows)
        for one in packs:
            if one.found:
                message(f"{one.pack}/{one.version} is left out: {one.found}")
    click.get_current_context().exit(1 if any(one.found for one in packs) else 0)
