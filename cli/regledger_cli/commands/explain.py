"""`regledger explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regledger_cli.options import (
    KnownAt,
    as_number,
    as_subject,
    example,
    json_option,
    known_number,
    ledger_option,
    open_ledger,
    reading_options,
    shown_when,
)
from regledger_cli.printing import fields, print_json

if TYPE_CHECKING:
    from regledger.clock import When
    from regledger.history.explain import ExplainedFact, Explanation, Said

__all__ = ["command"]

EXCEPTION = "exception."
"""How the line of a rule begins in whose place a sector's own stands."""


def _number_or_subject(ctx: click.Context, param: click.Parameter, value: str) -> int | str:
    number = as_number(value)
    return as_subject(ctx, param, value) if number is None else number


@click.command(
    "explain",
    short_help="Explain why a decision was lawful.",
    epilog=example("regledger explain 17", "regledger explain case:C-1 --json"),
)
@click.argument("what", callback=_number_or_subject, metavar="NUMBER|SUBJECT")
@reading_options
@ledger_option
@json_option
def command(what: int | str, on: When | None, known_at: KnownAt | None, url: str | None, as_json: bool) -> None:
    """Explain the decision that recorded fact NUMBER, or every decision about SUBJECT (kind:id).

    Who sent which command, what was read to decide, the rules asked with their articles, the dated values of the law
    with their digests, warnings, defects, and what became of each fact. A refused attempt is not in the ledger.
    """
    from regledger.errors import SubjectUnknown  # noqa: PLC0415 - help needs none of it
    from regledger.history.explain import explain, explain_subject  # noqa: PLC0415

    with open_ledger(url) as ledger:
        known = known_number(ledger, known_at)
        if isinstance(what, int):
            one = explain(ledger, what, known_at=known)
            found = [] if one is None else [one]
        else:
            found = explain_subject(ledger, what, on=on, known_at=known)
        if not found:
            if isinstance(what, int):
                raise click.ClickException(
                    f"Fact #{what} was not yet recorded at #{known}: ask with a later --known-at."
                )
            raise SubjectUnknown(subject=what)
    if as_json:
        print_json({"asked": what, "decisions": found})
        return
    for index, decision in enumerate(found):
        if index:
            click.echo()
        _print(decision)


def _print(one: Explanation) -> None:
    click.echo(f"{one.command or 'decision'}  recorded {one.recorded_at:%Y-%m-%d %H:%M:%S} UTC  commit {one.commit}")
    for fact in one.facts:
        click.echo(f"  #{fact.number} {fact.type} of {fact.subject}, counts from {shown_when(fact.effective)}")
        fields(_fate(fact), indent="      ")
    via = f", sent by {one.via}" if one.via else ""
    about = {"by": f"{one.actor} ({one.known}{via}, through {one.channel})" if one.actor else ""}
    if one.signature is not None:
        signed = f"with key {one.signature.key} ({one.signature.verdict})"
        about["signed"] = f"{signed}: {one.signature.found}" if one.signature.found else signed
    about["read"] = f"{', '.join(one.boundary)} up to #{one.head}" if one.boundary else ""
    about["sectors"] = ", ".join(one.sectors)
    about["recorded as it happened"] = one.as_happened
    about["approved by"] = one.approver
    about["command digest"] = one.command_digest
    fields({name: value for name, value in about.items() if value})
    if one.rules:
        click.echo("  rules asked")
        for rule in one.rules:
            click.echo(f"    {rule.outcome:<6}  {rule.rule}  {rule.title}  ({rule.article}; {rule.status})")
    if one.used:
        click.echo("  values of the law")
        for used in one.used:
            given = f"; law pack {used.pack}" if used.pack else ""
            instead = used.parameter.removeprefix(EXCEPTION)
            said = (
                f"{used.parameter} = {used.value} since {used.valid_from}"
                if instead == used.parameter
                else f"{instead} was not applied: {used.value} stands in its place"
            )
            click.echo(f"    {said}  ({used.citation}; {used.status}{given})")
            click.echo(f"      digest {used.digest}")
    _objections("warnings", one.warnings)
    _objections("DEFECTS", one.defects)


def _fate(fact: ExplainedFact) -> dict[str, str]:
    said = {"says": fact.summary, "digest": fact.digest}
    if fact.corrects:
        said["corrects"] = f"#{fact.corrects.number}: {fact.corrects.reason} ({fact.corrects.authority})"
    if fact.corrected_by:
        said["corrected by"] = f"#{fact.corrected_by}"
    if fact.withdrawn_by:
        said["withdrawn by"] = f"#{fact.withdrawn_by}"
    if fact.source:
        source = fact.source
        said["asserted by"] = f"{source.register}, row {source.row}, column {source.column}, key {source.key}"
        said["in the file"] = source.file
    return said


def _objections(title: str, said: tuple[Said, ...]) -> None:
    if said:
        click.echo(f"  {title}")
    for one in said:
        click.echo(f"    {one.objection.rule}  {one.found}  ({one.objection.article})")
        fields({part: text for part, text in (("asks", one.asks), ("remedy", one.remedy)) if text}, indent="      ")
