"""`regledger history`."""

from __future__ import annotations

import sys
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
    subject_argument,
)
from regledger_cli.printing import ended_words, message, print_json, shortened, table

if TYPE_CHECKING:
    from regledger.clock import When

__all__ = ["command"]

WHAT = 88
"""Columns for what a fact says, on a terminal; elsewhere and in --json it is whole."""
VALUE = 60
"""Characters for one of its values, on a terminal."""


@click.command(
    "history",
    short_help="List the facts about a record, as they were recorded.",
    epilog=example("regledger history hazard:H-1", "regledger history enterprise:E-9 --alone --known-at 17 --json"),
)
@subject_argument
@click.option("--alone", is_flag=True, help="Leave out the facts of those in whose place it stands.")
@reading_options
@ledger_option
@json_option
def command(
    subject: str, alone: bool, on: When | None, known_at: KnownAt | None, url: str | None, as_json: bool
) -> None:
    """List every fact about SUBJECT (kind:id), in the order in which it was recorded.

    What was merged into it, or what it was split from, is followed, and so are older codes of a region. Corrected and
    withdrawn facts stay in it, marked. "regledger explain NUMBER" says why one was lawful.
    """
    from regledger.errors import SubjectUnknown  # noqa: PLC0415 - help needs none of it
    from regledger.history.lineage import ending  # noqa: PLC0415
    from regledger.history.records import tag_of  # noqa: PLC0415
    from regledger.history.timeline import timeline  # noqa: PLC0415

    cut = sys.stdout.isatty() and not as_json
    with open_ledger(url) as ledger:
        known = known_number(ledger, known_at)
        rows = timeline(ledger, subject, on=on, known_at=known, longest=VALUE if cut else None, alone=alone)
        if not rows and not any(True for _ in ledger.facts(tags=[tag_of(ledger, subject)], limit=1)):
            raise SubjectUnknown(subject=subject)
        ended = ending(ledger, subject, on=on, known_at=known)
        head = ledger.recorder.head().number
    if as_json:
        print_json(
            {
                "subject": subject,
                "on": shown_when(on) if on else None,
                "known_at": head if known is None else known,
                "facts": rows,
                "ended": ended,
            }
        )
        return
    if not rows:
        message(f"Something is recorded about {subject}, but nothing that counts and was known then.")
        return
    followed = any(row.subject != subject for row in rows)
    table(
        ("#", "recorded (UTC)", "counts from", *(["of"] if followed else []), "fact", "what", "who", "marks"),
        (
            (
                row.number,
                f"{row.recorded_at:%Y-%m-%d %H:%M:%S}",
                shown_when(row.effective),
                *([row.subject] if followed else []),
                row.type,
                shortened(row.summary, WHAT) if cut else row.summary,
                f"{row.actor} ({row.channel})" if row.actor else "-",
                ", ".join(row.marks),
            )
            for row in rows
        ),
    )
    if ended is not None:
        click.echo(f"{subject} {ended_words(ended)}")
