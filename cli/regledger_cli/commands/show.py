"""`regledger show`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

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
    subject_argument,
)
from regledger_cli.printing import ended_words, humane, message, objection_json, print_json, tree

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.ledger import Ledger

__all__ = ["command"]


@click.command(
    "show",
    short_help="Show a record, as of any day and as known at any time.",
    epilog=example(
        "regledger show hazard:H-1", "regledger show hazard:H-1 --on 2026-03-02 --known-at 2026-03-05T09:00:00+08:00"
    ),
)
@subject_argument
@reading_options
@ledger_option
@json_option
def command(subject: str, on: When | None, known_at: KnownAt | None, url: str | None, as_json: bool) -> None:
    """Show the state of SUBJECT (kind:id), folded from its facts, and these facts in full.

    Dates that lie behind or ahead, and sums that grow, are counted to --on, or to today. What no installed sector
    declares is shown as its stored JSON. Personal values are never shown.
    """
    with open_ledger(url) as ledger:
        shown = _shown(ledger, subject, on, known_number(ledger, known_at))
    if as_json:
        print_json(shown)
    else:
        _print(shown)


def _shown(ledger: Ledger, subject: str, on: When | None, known_at: int | None) -> dict[str, Any]:
    from regledger.clock import day_of, from_micros  # noqa: PLC0415 - help needs none of it
    from regledger.errors import SubjectUnknown  # noqa: PLC0415
    from regledger.history.bodies import plain, plain_body  # noqa: PLC0415
    from regledger.history.judging import Onlooker  # noqa: PLC0415
    from regledger.history.lineage import ending  # noqa: PLC0415
    from regledger.history.records import absence, folded, tag_of  # noqa: PLC0415
    from regledger.log.attachments import AttachmentAdded  # noqa: PLC0415
    from regledger.log.tags import split_tag  # noqa: PLC0415

    found = folded(ledger, subject, on=on, known_at=known_at)
    if not found.facts and not any(True for _ in ledger.facts(tags=[tag_of(ledger, subject)], limit=1)):
        raise SubjectUnknown(subject=subject)
    counted_to = day_of(from_micros(ledger.clock()) if on is None else on, ledger.zone)
    kind, own = next((one for one in found.records if one[0].name == split_tag(subject)[0]), (None, None))
    absent = absence(ledger, found, on=on, known_at=known_at)
    judge = Onlooker(ledger, on=counted_to, known_at=known_at)
    erased = ledger.personal.erasures.everyone()
    derived = kind.derived(own.state, judge.of_record(own.state)) if kind and own and kind.derived else {}
    return {
        "subject": subject,
        "on": shown_when(on) if on else None,
        "known_at": ledger.recorder.head().number if known_at is None else known_at,
        "state": None if own is None else plain(own.state, erased),
        "dates": {} if own is None else _dates(own.state, counted_to),
        "counted_from": counted_to,
        "derived": plain(dict(derived)),
        "on_record": absent is None,
        "absent": None if absent is None else {"why": absent.why, "by": absent.by, "text": absent.text},
        "asserted": absent is None and (own.asserted if own else all(fact.asserted for fact in found.facts)),
        "defects": [
            {"number": defect.number, **objection_json(ledger.texts, defect.objection)}
            for defect in (own.defects if own else ())
        ],
        "numbers": list(own.numbers) if own else [],
        "ended": ending(ledger, subject, on=on, known_at=known_at),
        "attachments": [
            {"number": fact.number, **plain_body(fact, erased)}
            for fact in found.facts
            if isinstance(fact.body, AttachmentAdded) and fact.body.subject == subject
        ],
        "beside": {kind.name: plain(held.state, erased) for kind, held in found.records if held is not own},
        "facts": [
            {
                "number": fact.number,
                "type": fact.type,
                "effective": shown_when(fact.effective) if fact.effective else None,
                "asserted": fact.asserted,
                "body": plain_body(fact, erased),
            }
            for fact in found.facts
        ],
    }


def _dates(state: Any, counted_from: date) -> dict[str, dict[str, Any]]:
    found = {name: getattr(state, name) for name in state.__struct_fields__}
    return {name: {"day": day, "days": (day - counted_from).days} for name, day in found.items() if type(day) is date}


def _print(shown: dict[str, Any]) -> None:
    from regledger.history.lineage import lasting  # noqa: PLC0415 - help needs none of it

    asserted = "  (asserted by a register; nobody judged it)" if shown["asserted"] else ""
    click.echo(f"{shown['subject']}  on {shown['on'] or 'any day'}, known at #{shown['known_at']}{asserted}")
    if shown["absent"] is not None:
        click.echo(f"  {shown['absent']['text']}")
    if shown["state"] is not None:
        told = _PAST if lasting(shown["subject"]) else ()
        state = {name: value for name, value in shown["state"].items() if name not in told}
        tree(humane({name: _value(name, value, shown) for name, value in state.items()}))
        if told:
            _print_past(shown)
    if shown["derived"]:
        click.echo(f"  counted to {shown['counted_from']}")
        tree(humane(shown["derived"]), indent="    ")
    for kind, state in shown["beside"].items():
        click.echo(f"  {kind}")
        tree(humane(state), indent="    ")
    for defect in shown["defects"]:
        click.echo(f"  DEFECT since #{defect['number']}: {defect['rule']} {defect['found']}  ({defect['article']})")
    own = [fact for fact in shown["facts"] if shown["state"] is None or fact["number"] in shown["numbers"]]
    if own:
        click.echo("  facts that count")
    for fact in own:
        register = "  (asserted by a register)" if fact["asserted"] else ""
        click.echo(f"    #{fact['number']} {fact['type']}  {fact['effective'] or '-'}{register}")
        tree(humane(fact["body"]), indent="      ")
    if shown["attachments"]:
        click.echo("  attachments")
    for one in shown["attachments"]:
        personal = f", personal to {one['owner']}" if one["owner"] else ""
        title = f"  {one['title']}" if one["title"] else ""
        click.echo(f"    #{one['number']} {one['media_type']}, {one['size']:,} bytes{personal}{title}")
    listed = {fact["number"] for fact in (*own, *shown["attachments"])}
    more = sum(fact["number"] not in listed for fact in shown["facts"])
    if more:
        message(f'More facts that name it: {more}; "regledger history {shown["subject"]}" lists them.')


_PAST = ("former_names", "predecessors", "succession")
"""Fields of a state that are said in words."""


def _print_past(shown: dict[str, Any]) -> None:
    for former in shown["state"]["former_names"]:
        code = f" ({former['credit_code']})" if former["credit_code"] else ""
        click.echo(f"  formerly {former['name']}{code}, until {former['until']}")
    for origin in shown["state"]["predecessors"]:
        click.echo(f"  in the place of {origin['subject']} since {origin['on']} ({origin['how']})")
    if shown["ended"] is not None:
        click.echo(f"  {ended_words(shown['ended'])}")


def _value(name: str, value: Any, shown: dict[str, Any]) -> Any:
    when = shown["dates"].get(name)
    if when is not None:
        days = when["days"]
        how = "that day" if days == 0 else f"in {days} days" if days > 0 else f"{-days} days before"
        return f"{value}  ({how}, from {shown['counted_from']})"
    return value
