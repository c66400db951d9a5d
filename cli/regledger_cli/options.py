"""Options that several commands share, and the one place where the CLI finds its ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.ledger import Ledger

__all__ = [
    "DEFAULT_URL",
    "VARIABLE",
    "KnownAt",
    "actor_option",
    "as_authority",
    "as_number",
    "as_subject",
    "as_when",
    "example",
    "json_option",
    "known_number",
    "ledger_option",
    "named_ledger",
    "open_ledger",
    "reading_options",
    "shown_when",
    "subject_argument",
    "url_or_default",
]

VARIABLE = "REGLEDGER_LEDGER"
DEFAULT_FILE = "regledger.db"
DEFAULT_URL = f"sqlite:///{DEFAULT_FILE}"

C = TypeVar("C", bound=Callable[..., Any])
_DAY = timedelta(days=1)
MOST_DIGITS = 18  # SQLite's largest number has 19
KnownAt = int | date | datetime
"""K: a number, or an instant or the end of a legal day, which are looked up in the ledger."""


def as_when(ctx: click.Context, param: click.Parameter, value: str | None) -> When | None:
    """A legal day, or an instant with its offset."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return _instant(value, "a day (2026-03-02) or an instant with its offset (2026-03-02T09:30:00+08:00)")


def _known(ctx: click.Context, param: click.Parameter, value: str | None) -> KnownAt | None:
    """A fact's number, a legal day, or an instant with its offset."""
    number = None if value is None else as_number(value)
    if value is None or number is not None:
        return number
    try:
        return date.fromisoformat(value)
    except ValueError:
        return _instant(
            value, "a fact's number (17), a day (2026-03-02) or an instant with its offset (2026-03-02T09:30:00+08:00)"
        )


def _instant(value: str, asked: str) -> datetime:
    try:
        instant = datetime.fromisoformat(value)
        if instant.tzinfo is not None:
            # In any zone it has a day; within a day of the calendar's two ends it may have none.
            _ = instant.astimezone(UTC) - _DAY, instant.astimezone(UTC) + _DAY
    except (ValueError, OverflowError):
        instant = None
    if instant is None or instant.tzinfo is None:
        raise click.BadParameter(f"{value!r} is not {asked}.")
    return instant


def as_number(value: str) -> int | None:
    """The number of a fact, written `17` or `#17`; None where `value` is none."""
    digits = value.removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS else None


def as_subject(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """A tag, `kind:id`."""
    from regledger.errors import BadTag  # noqa: PLC0415 - help needs none of it
    from regledger.log.tags import split_tag  # noqa: PLC0415

    try:
        split_tag(value)
    except BadTag:
        raise click.BadParameter(
            f'{value!r} is no subject: write kind:id, such as site:S-1. Look for it with "regledger find TEXT".'
        ) from None
    return value


def as_authority(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The id of an authority."""
    return None if value is None else as_subject(ctx, param, f"authority:{value}").partition(":")[2]


def subject_argument(command: C) -> C:
    """SUBJECT, as `kind:id`."""
    return click.argument("subject", callback=as_subject)(command)


def ledger_option(command: C) -> C:
    """`--ledger URL`, else REGLEDGER_LEDGER; the value is None where neither names one."""
    return click.option(
        "--ledger",
        "url",
        metavar="URL",
        envvar=VARIABLE,
        help=(
            "The ledger, as sqlite:///FILE or postgresql://USER@HOST/DATABASE?beside=/FOLDER."
            f" Else {VARIABLE}, else {DEFAULT_FILE} in this folder."
        ),
    )(command)


def json_option(command: C) -> C:
    """`--json`: data on stdout in a stable shape."""
    return click.option("--json", "as_json", is_flag=True, help="Answer as JSON on stdout.")(command)


def _login() -> str:
    from regledger_cli.who import os_actor  # noqa: PLC0415 - help needs none of it

    return os_actor()


def actor_option(command: C) -> C:
    """`--as ACTOR`, as `kind:id`; the login of this machine where it is not given."""
    return click.option(
        "--as",
        "actor",
        metavar="ACTOR",
        default=_login,
        callback=as_subject,
        help="Who sends it, as kind:id. Else your login on this machine, as os:login.",
    )(command)


def reading_options(command: C) -> C:
    """`--on DAY` (E) and `--known-at DAY|INSTANT|NUMBER` (K)."""
    command = click.option(
        "--known-at",
        metavar="DAY|INSTANT|NUMBER",
        callback=_known,
        help="What had been recorded by the end of that legal day, at that instant, or up to that number.",
    )(command)
    return click.option(
        "--on",
        metavar="DAY",
        callback=as_when,
        help="What counted on that legal day, or at that instant with its offset.",
    )(command)


def example(*lines: str) -> str:
    """The example that ends a command's help."""
    return "\n".join(("\b", "Example:", *(f"  {line}" for line in lines)))


def url_or_default(url: str | None) -> str | None:
    """`url`, else the default ledger where its file is in this folder, else None."""
    return url or (DEFAULT_URL if Path(DEFAULT_FILE).exists() else None)


def named_ledger(url: str | None) -> str:
    """The URL that `--ledger`, the environment or this folder names."""
    named = url_or_default(url)
    if named is None:
        raise click.UsageError(
            f"No ledger is named, and there is no {DEFAULT_FILE} in this folder. Give --ledger sqlite:///FILE,"
            f' set {VARIABLE}, or make one with "regledger init".'
        )
    return named


def open_ledger(url: str | None) -> Ledger:
    """The ledger that `--ledger`, the environment or this folder names."""
    named = named_ledger(url)
    from regledger.ledger import Ledger  # noqa: PLC0415 - help needs none of it

    return Ledger.open(named)


def known_number(ledger: Ledger, known_at: KnownAt | None) -> int | None:
    """K as a number, at most the ledger's last one; a day counts to its end in the ledger's zone."""
    if isinstance(known_at, datetime):
        return ledger.number_at(known_at)
    if isinstance(known_at, date):
        return ledger.number_at(_end_of(known_at, ledger.zone))
    return None if known_at is None else min(known_at, ledger.recorder.head().number)


def _end_of(day: date, zone_name: str) -> datetime:
    from regledger.clock import zone  # noqa: PLC0415 - help needs none of it

    last = min(day, date.max - timedelta(days=2))  # the calendar has no day after its last one
    return datetime.combine(last + timedelta(days=1), time(), zone(zone_name)) - timedelta(microseconds=1)


def shown_when(when: When | None) -> str:
    """A day or an instant as its ISO text."""
    if when is None:
        return "-"
    return when.isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat()
