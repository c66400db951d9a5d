"""`regledger sectors try`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from regledger_cli.main import REFUSED
from regledger_cli.options import as_number, example, json_option, ledger_option, named_ledger
from regledger_cli.printing import message, print_json
from regledger_cli.progress import shown_progress

if TYPE_CHECKING:
    from regledger.history.outcomes import Change
    from regledger.history.trial import Trial, Tried

__all__ = ["try_sector"]

Since = int | date
MANY = 100
"""Decisions from which on a rate says more about them than about the start of two processes."""


def _since(ctx: click.Context, param: click.Parameter, value: str | None) -> Since:
    number = 1 if value is None else as_number(value)
    if number is not None or value is None:
        return number or 1
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is neither a fact's number (17) nor a day (2026-03-02).") from None


@click.command(
    "try",
    short_help="List past decisions that a draft would change.",
    epilog=example(
        "regledger sectors try regledger-fireworks", "regledger sectors try . --since 2026-01-01 --limit 500 --json"
    ),
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--since",
    callback=_since,
    metavar="NUMBER|DAY",
    help="Decisions from that number, or recorded from that legal day on.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many, the first ones from there.")
@click.option(
    "--command", "only", multiple=True, metavar="NAME", help="Only decisions of that command. May be repeated."
)
@ledger_option
@json_option
def try_sector(
    path: Path, since: Since, limit: int | None, only: tuple[str, ...], url: str | None, as_json: bool
) -> None:
    """Take past decisions again under the draft of a sector in PATH, and list those that would change.

    Each decision that concerned the sector is taken again on what was known then, once under what is installed and once under the
    draft, which need not be installed. Exit code 1 where one would change. The ledger is only read.
    """
    from regledger.history.trial import NoSuchCommand, reading, tried  # noqa: PLC0415 - help needs none of it
    from regledger.installation import Installation  # noqa: PLC0415
    from regledger.safekeeping import Progress  # noqa: PLC0415

    # Open until both sides have ended: of two that close at once neither is the last, and SQLite's -wal stays behind.
    with reading(named_ledger(url), Installation()) as ledger, shown_progress() as shown:
        until = ledger.recorder.head().number
        begun = perf_counter()
        try:
            trial = tried(
                named_ledger(url),
                path,
                since=since if isinstance(since, int) else _first_of(ledger, since),
                until=until,
                limit=limit,
                only=only,
                tell=lambda number: shown(Progress(stage="decisions", done=number, of=until)),
            )
        except NoSuchCommand as error:
            raise click.BadParameter(str(error), param_hint="--command") from None
        took = perf_counter() - begun
    _warn(trial)
    if as_json:
        print_json({**_plain(trial), "seconds": round(took, 3)})
    else:
        _print(trial, took, _narrowed(since, only))
    click.get_current_context().exit(REFUSED if trial.changed else 0)


def _first_of(ledger: Any, day: date) -> int:
    """The first number that was recorded on `day` or later."""
    from datetime import datetime, time, timedelta  # noqa: PLC0415 - help needs none of it

    from regledger.clock import zone  # noqa: PLC0415

    begins = datetime.combine(max(day, date(1970, 1, 2)), time(), zone(ledger.zone))
    return int(ledger.number_at(begins - timedelta(microseconds=1))) + 1


def _plain(trial: Trial) -> dict[str, Any]:
    import msgspec  # noqa: PLC0415 - help needs none of it

    plain: dict[str, Any] = msgspec.to_builtins(trial)
    return plain


def _warn(trial: Trial) -> None:
    for name in trial.same_folder:
        message(
            f"{name} is installed from that very folder, so both sides are the draft: what it changed shows below as decided"
            " otherwise than recorded. To compare with a release, install that in the place of the folder."
        )
    for name, found in sorted(trial.broken.items()):
        message(f"What is installed of {name} is left out, so its side decides without it: {found}")
    for name in trial.sectors:
        if name not in trial.installed and name not in trial.broken:
            message(f"No {name} is installed: the draft is compared with deciding without it.")


def _narrowed(since: Since, only: tuple[str, ...]) -> str:
    """What was looked for of all decisions; empty where nothing was left out."""
    of = f" of {' or '.join(only)}" if only else ""
    return of if since == 1 else f"{of} from {since if isinstance(since, date) else f'#{since}'} on"


def _print(trial: Trial, took: float, narrowed: str) -> None:
    draft = f"{trial.distribution} {trial.version}"
    if not trial.decided and not trial.undecided and not trial.changed:
        if narrowed:
            click.echo(
                f"No decision{narrowed} concerns {', '.join(trial.sectors)}; earlier ones and others were left out."
            )
            return
        click.echo(
            f"No decision of this ledger concerns {', '.join(trial.sectors)}: {draft} has nothing to change there."
        )
        return
    for one in trial.changed:
        _print_one(one)
    if trial.otherwise:
        click.echo("What is installed decides otherwise than what was recorded:")
        for one in trial.otherwise:
            _print_one(one)
    for lost in trial.undecided:
        click.echo(f"#{lost.number} {lost.command} of {lost.subject}: could not be decided again, {lost.why}")
    for shift in trial.shifted:
        click.echo(f"{shift.parameter}: {shift.decisions} unchanged decisions would stand on another value")
    rate = f" ({trial.decided / took:.0f} a second)" if trial.decided >= MANY else ""
    click.echo(
        f"{draft}: {trial.decided} decided again{rate}, {len(trial.changed)} would change,"
        f" {len(trial.undecided)} could not be decided again"
    )


def _print_one(one: Tried) -> None:
    compared = "" if one.against == "installed" else "  (compared with what was recorded)"
    click.echo(f"#{one.number} {one.command} of {one.subject} on {one.day or '-'}{compared}")
    for change, said in zip(one.changes, one.said, strict=True):
        click.echo(f"  {_words(change)}{': ' if said else ''}{said}")
    for shift in one.values:
        click.echo(f"  {shift.parameter}: {_values(shift.before)} → {_values(shift.after)}")


_OBJECTED = {
    "refused": "newly refused by",
    "refused_no_longer": "no longer refused by",
    "warned": "newly warned by",
    "warned_no_longer": "no longer warned by",
    "defect": "newly a defect by",
    "defect_no_longer": "no longer a defect by",
}


def _words(change: Change) -> str:
    if change.what in _OBJECTED:
        return f"{_OBJECTED[change.what]} {change.rule} {change.code}"
    if change.what == "unread":
        return "no longer taken"
    if change.what == "field":
        return f"{change.fact} differs in {change.field}: {_json(change.before)} → {_json(change.after)}"
    return f"{change.fact} {'would not be recorded' if change.after is None else 'would be recorded as well'}"


def _values(values: tuple[object, ...]) -> str:
    return ", ".join(map(str, values)) or "not asked for"


def _json(value: object) -> str:
    import msgspec  # noqa: PLC0415 - help needs none of it

    return msgspec.json.encode(value).decode()
