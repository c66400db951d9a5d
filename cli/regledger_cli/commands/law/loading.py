"""`regledger law load` and `regledger law confirm`: two commands for `submit`, made of options."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from regledger_cli.options import actor_option, example, json_option, ledger_option, open_ledger

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["confirm", "load"]

C = TypeVar("C", bound=Callable[..., Any])
_DAY = click.DateTime(["%Y-%m-%d"])


def _act(command: C) -> C:
    """What both take: authority, document, day, who sends it, and whether it is only tried."""
    options = (
        click.option("--authority", metavar="ID", required=True, help="The authority that answers for it."),
        click.option("--document", metavar="TEXT", required=True, help="What it was promulgated by or compared with."),
        click.option("--day", type=_DAY, metavar="DAY", help="The legal day of the act; today unless given."),
        click.option("--check", is_flag=True, help="Only list objections and record nothing."),
        actor_option,
        ledger_option,
        json_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(
    "load",
    short_help="Load a law pack, from a day on.",
    epilog=example(
        'regledger law load county.toml --authority emb --from 2026-04-01 --document "Order 5" --as officer:li',
        'regledger law load county.toml --authority emb --from 2026-04-01 --document "Order 5" --check',
    ),
)
@click.argument("file", type=click.File("rb"))
@click.option(
    "--from", "since", type=_DAY, metavar="DAY", required=True, help="The first legal day of the acts judged by it."
)
@_act
def load(file: IO[bytes], since: datetime, **rest: Any) -> None:
    """Load the law pack in FILE ("-" for stdin), UTF-8: acts from that day on are judged by it.

    It is checked against what is installed and the other packs; docs/law.md says how one is written. A higher version
    takes the place of an earlier one from its own day on. Exit code 1: it was refused, and nothing was recorded.
    """
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(
            f"Byte {error.start + 1} of FILE is not UTF-8: save it as UTF-8 and load it again."
        ) from None
    with open_ledger(rest["url"]) as ledger:
        day = _day(ledger, rest["day"]).isoformat()
        body = {"text": text, "applies_from": since.date().isoformat(), "loaded_on": day}
        code = _send(ledger, "law_pack.load", body, rest)
    click.get_current_context().exit(code)


@click.command(
    "confirm",
    short_help="Confirm a rule or a number of it.",
    epilog=example(
        'regledger law confirm I-02 --authority emb --document "Order 16 (2007)" --as officer:li',
        'regledger law confirm A-15.large_fine_unit --authority emb --document "Decree 15" --as officer:li',
    ),
)
@click.argument("rule", metavar="RULE|PARAMETER")
@_act
def confirm(rule: str, **rest: Any) -> None:
    """Confirm that an authority compared a rule, or a parameter of it, with the official text.

    What is not VERIFIED only warns; from the day of its confirmation it refuses. Exit code 1: it was refused.
    """
    with open_ledger(rest["url"]) as ledger:
        body = {"rule": rule, "confirmed_on": _day(ledger, rest["day"]).isoformat()}
        code = _send(ledger, "rule.confirm", body, rest)
    click.get_current_context().exit(code)


def _day(ledger: Ledger, given: datetime | None) -> date:
    return given.date() if given else ledger.law_in_force.today


def _send(ledger: Ledger, command: str, body: dict[str, Any], rest: dict[str, Any]) -> int:
    import json  # noqa: PLC0415 - help needs none of it
    from io import BytesIO  # noqa: PLC0415

    from regledger_cli.sending import Sending  # noqa: PLC0415

    whole = {**body, "authority": rest["authority"], "document": rest["document"]}
    line = BytesIO(json.dumps({"command": command, "body": whole}).encode())
    sending = Sending(ledger, actor=rest["actor"], as_json=rest["as_json"])
    if rest["check"]:
        sending.check(line)
    else:
        sending.line_by_line(line)
    return sending.code
