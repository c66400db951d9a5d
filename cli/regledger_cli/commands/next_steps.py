"""`regledger next`."""

from __future__ import annotations

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
    subject_argument,
)
from regledger_cli.printing import ended_words, message, objection_json, print_json

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.history.steps import Step

__all__ = ["command"]


@click.command(
    "next",
    short_help="List the lawful next steps on a record.",
    epilog=example("regledger next hazard:H-1", "regledger next site:S-1 --on 2026-03-02"),
)
@subject_argument
@reading_options
@ledger_option
@json_option
def command(subject: str, on: When | None, known_at: KnownAt | None, url: str | None, as_json: bool) -> None:
    """List the steps that may come next on SUBJECT (kind:id): what is missing for each, by when, and how that day was reached.

    For a site, an enterprise or an order they are the steps of the licences, hazards and cases around it. They are
    judged on --on, or today. The obligations of its sectors that wait are among them, and what can begin there: a
    site's inspection, an officer's certificate.
    """
    from regledger.errors import SubjectUnknown  # noqa: PLC0415 - help needs none of it
    from regledger.history.lineage import ending  # noqa: PLC0415
    from regledger.history.records import absence, folded, tag_of  # noqa: PLC0415
    from regledger.history.steps import next_steps  # noqa: PLC0415

    with open_ledger(url) as ledger:
        known = known_number(ledger, known_at)
        found = next_steps(ledger, subject, on=on, known_at=known)
        if not found.known and not any(True for _ in ledger.facts(tags=[tag_of(ledger, subject)], limit=1)):
            raise SubjectUnknown(subject=subject)
        absent = absence(ledger, folded(ledger, subject, on=found.on, known_at=known), on=on, known_at=known)
        ended = ending(ledger, subject, on=found.on, known_at=known)
        defects = [{"number": one.number, **objection_json(ledger.texts, one.objection)} for one in found.defects]
    if as_json:
        print_json(
            {name: getattr(found, name) for name in found.__struct_fields__} | {"defects": defects, "ended": ended}
        )
        return
    if absent is not None:
        message(f"{subject} is {absent.text}.")
    if ended is not None:
        message(f"{subject} {ended_words(ended)} What is new begins there.")
    if not found.steps:
        click.echo(f"No step is open on {subject}.")
    for step in found.steps:
        _print(step)
    for defect in defects:
        message(f"A step would rely on a defect of #{defect['number']}: {defect['rule']} {defect['found']}.")
    if found.asserted:
        message("Only a register asserted this record: nothing in it proves a procedure.")
    if found.left_out:
        message(f"{found.left_out} older records around {subject} were not looked at.")


def _print(step: Step) -> None:
    due = f" by {step.due}" if step.due else ""
    if step.overdue_since:
        due += f", overdue since {step.overdue_since}"
    rule = f"  ({step.rule} {step.article})" if step.rule else ""
    titled = f"{step.title} {step.title_zh}".strip()
    what = f"{step.command} - {titled}" if step.command and titled else step.command or titled
    click.echo(f"{'-' if step.possible else 'x'} {step.subject}: {what}{due}{rule}")
    for lack in step.missing:
        remedy = f" - {lack.remedy}" if lack.remedy not in ("", lack.found) else ""
        click.echo(f"    missing: {lack.found}{remedy}")
    for line in step.how:
        click.echo(f"    {line}")
