"""`regledger personal`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from regledger_cli.options import (
    actor_option,
    as_number,
    example,
    json_option,
    ledger_option,
    open_ledger,
    subject_argument,
)
from regledger_cli.printing import fields, message, objection_json, objection_lines, print_json, table

if TYPE_CHECKING:
    from datetime import date

    from regledger.deciding.answers import Recorded, Refused
    from regledger.deciding.handlers import Command
    from regledger.ledger import Ledger

__all__ = ["command"]

C = TypeVar("C", bound=Callable[..., Any])
ERASURE = ("purpose_served", "period_over", "consent_withdrawn", "unlawful", "law")
RESTRICTION = ("retention", "technical", "request", "accuracy")
DISCLOSURE = ("duty", "consent", "own_request", "security", "legal_duty")


@click.group(
    "personal",
    short_help="Erase, restrict, release or disclose personal values.",
    epilog=example("regledger personal status person:p1"),
)
def command() -> None:
    """Handle what identifies a person: it lies apart from the log, under a key of its subject.

    A subject is whatever the key is of: a person, a case, a row of a register. Each act is recorded with its authority and its
    ground; reasons, purposes and recipients are public and name no person.
    """


def _act(command: C) -> C:
    """What every act takes: its subject, its authority, its document, its day, who sends it."""
    options = (
        subject_argument,
        click.option("--authority", metavar="ID", required=True, help="The authority that acts."),
        click.option("--document", metavar="TEXT", help="The file, the order or the law it stands on."),
        click.option(
            "--day",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="DAY",
            help="The legal day of the act; today unless given.",
        ),
        actor_option,
        ledger_option,
        json_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


def _reason(command: C) -> C:
    return click.option("--reason", required=True, help="Why, without naming the person.")(command)


@command.command(
    "erase",
    short_help="Erase every value of a subject, for good.",
    epilog=example(
        "regledger personal erase person:p1 --ground purpose_served --reason 'order cleared' --authority emb --as officer:li"
    ),
)
@_act
@_reason
@click.option("--ground", type=click.Choice(ERASURE), required=True, help="Items 1 to 5 of 个人信息保护法 Art 47(1).")
def erase(subject: str, ground: str, reason: str, **rest: Any) -> None:
    """Erase every personal value of SUBJECT: the fact is recorded, and then the key is destroyed.

    Whatever lies under it can never be read again, here or by whom the log was published to; nothing can be put away under it
    any more. Back-ups of the keys that are older have to be destroyed too. Exit code 1: it was refused.
    """
    from regledger.deciding.disclosing import facts_holding  # noqa: PLC0415 - help needs none of it
    from regledger.records.personal import ErasePersonal  # noqa: PLC0415

    with open_ledger(rest["url"]) as ledger:
        held = facts_holding(ledger, subject)
        told = f"the values in {len(held)} facts read Erased" if held else "no fact held a value under it"
        made = ErasePersonal(erased_on=_day(ledger, rest), subject=subject, ground=ground, reason=reason, **_by(rest))  # type: ignore[arg-type]
        _submit(ledger, made, rest, f"{subject} is erased: {told}")


@command.command(
    "restrict",
    short_help="Restrict a subject's values to storage and security.",
    epilog=example(
        "regledger personal restrict person:p1 --ground retention --document 档案法 --until 2036-12-31"
        " --reason 'kept with the case file' --authority emb --as officer:li"
    ),
)
@_act
@_reason
@click.option("--ground", type=click.Choice(RESTRICTION), required=True, help="个人信息保护法 Art 47(2), 44 or 46.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="For retention: the last day of the period."
)
def restrict(subject: str, ground: str, reason: str, until: datetime | None, **rest: Any) -> None:
    """Restrict the personal values of SUBJECT: they are stored and kept safe, and disclosed for nothing else.

    What a law has kept (--ground retention) names that law as --document and its last day as --until; it is not erased before.
    Exit code 1: it was refused.
    """
    from regledger.records.personal import RestrictPersonal  # noqa: PLC0415 - help needs none of it

    with open_ledger(rest["url"]) as ledger:
        made = RestrictPersonal(
            restricted_on=_day(ledger, rest),
            subject=subject,
            ground=ground,  # type: ignore[arg-type]
            reason=reason,
            until=until.date() if until else None,
            **_by(rest),
        )
        _submit(ledger, made, rest, f"{subject} is restricted to storage and security")


@command.command(
    "release",
    short_help="End the restriction of a subject's values.",
    epilog=example("regledger personal release person:p1 --reason 'accuracy checked' --authority emb --as officer:li"),
)
@_act
@_reason
def release(subject: str, reason: str, **rest: Any) -> None:
    """End the restriction of the personal values of SUBJECT. Exit code 1: it was refused."""
    from regledger.records.personal import ReleasePersonal  # noqa: PLC0415 - help needs none of it

    with open_ledger(rest["url"]) as ledger:
        made = ReleasePersonal(released_on=_day(ledger, rest), subject=subject, reason=reason, **_by(rest))
        _submit(ledger, made, rest, f"{subject} is released")


def _numbers(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[int, ...]:
    found = [as_number(value) for value in values]
    for value, number in zip(values, found, strict=True):
        if number is None:
            raise click.BadParameter(f"{value!r} is no fact's number: write 17.")
    return tuple(number for number in found if number is not None)


@command.command(
    "disclose",
    short_help="Show a subject's values, for a purpose that is recorded.",
    epilog=example(
        "regledger personal disclose person:p1 --purpose 'hearing of case C-1' --recipient 'county court'"
        " --authority emb --as officer:li",
        "regledger personal disclose person:p1 --fact 17 --ground own_request --purpose 'copy for the person'"
        " --recipient person:p1 --authority emb --as officer:li",
    ),
)
@_act
@click.option(
    "--fact", "facts", multiple=True, metavar="NUMBER", callback=_numbers, help="Only of this fact; again for more."
)
@click.option(
    "--ground", type=click.Choice(DISCLOSURE), default="duty", show_default=True, help="个人信息保护法 Arts 13–47."
)
@click.option("--purpose", required=True, help="For what, without naming the person.")
@click.option("--recipient", required=True, help="For whom: an office, an organisation or SUBJECT; never a name.")
def disclose(subject: str, facts: tuple[int, ...], ground: str, purpose: str, recipient: str, **rest: Any) -> None:
    """Show the personal values of SUBJECT, after their disclosure was recorded with its purpose and its recipient.

    It takes the role `disclose`. While SUBJECT is restricted only the grounds security and legal_duty are left.
    Exit code 1: it was refused, and nothing was shown.
    """
    from regledger.deciding.answers import Refused  # noqa: PLC0415 - help needs none of it
    from regledger.deciding.disclosing import facts_holding  # noqa: PLC0415
    from regledger.errors import SubjectUnknown  # noqa: PLC0415
    from regledger.records.personal import DisclosePersonal  # noqa: PLC0415
    from regledger.records.personal.disclosing import MOST  # noqa: PLC0415

    from regledger_cli.who import sent_by  # noqa: PLC0415

    with open_ledger(rest["url"]) as ledger:
        chosen = facts or tuple(facts_holding(ledger, subject))
        if not chosen:
            raise SubjectUnknown(subject=subject)
        if len(chosen) > MOST:
            raise click.UsageError(f"{len(chosen)} facts hold values of {subject}: name at most {MOST} with --fact.")
        made = DisclosePersonal(
            disclosed_on=_day(ledger, rest),
            subject=subject,
            facts=chosen,
            ground=ground,  # type: ignore[arg-type]
            purpose=purpose,
            recipient=recipient,
            **_by(rest),
        )
        answer = ledger.disclose(made, channel="cli", **sent_by(rest["actor"]))
        if isinstance(answer, Refused):
            _answered(ledger, answer, rest, "")
            return
        if rest["as_json"]:
            print_json({"answer": "recorded", "number": answer.recorded.numbers[0], "values": answer.values})
            return
        message(f"Recorded as #{answer.recorded.numbers[0]}.")
        table(("#", "field", "value"), ((one.number, one.field, one.text) for one in answer.values))


@command.command(
    "status",
    short_help="Say what stands of a subject's values; show none.",
    epilog=example("regledger personal status person:p1"),
)
@subject_argument
@ledger_option
@json_option
def status(subject: str, url: str | None, as_json: bool) -> None:
    """Say whether the personal values of SUBJECT are erased or restricted, and which facts hold them. Shows no value."""
    from regledger.deciding.disclosing import facts_holding  # noqa: PLC0415 - help needs none of it
    from regledger.log.personal.subjects import subject_tag  # noqa: PLC0415
    from regledger.records.personal import PersonalData  # noqa: PLC0415

    with open_ledger(url) as ledger:
        held = ledger.show(subject_tag(subject))
        data = held.state if held is not None and isinstance(held.state, PersonalData) else None
        shown = {
            "subject": subject,
            "erased": ledger.personal.erased(subject),
            "erased_on": data and data.erased_on,
            "restricted_on": data and data.restricted_on,
            "ground": data and data.ground,
            "kept_until": data and data.kept_until,
            "facts": facts_holding(ledger, subject),
        }
    if as_json:
        print_json(shown)
        return
    click.echo(subject)
    fields({name: _words(value) for name, value in shown.items() if name != "subject"})


@command.command(
    "sweep",
    short_help="Remove values that no fact commits to.",
    epilog=example("regledger personal sweep"),
)
@ledger_option
@json_option
def sweep(url: str | None, as_json: bool) -> None:
    """Remove the personal values that no fact commits to and that are an hour old or older, and finish erasures.

    They come from recording that was broken off. A younger one may still get its fact and stays.
    """
    with open_ledger(url) as ledger:
        ledger.personal.erasures.keep_up()
        matching = ledger.personal.matching(ledger.recorder)
        removed = matching.sweep()
        young = matching.orphans().young
    if as_json:
        print_json({"removed": removed, "young": young})
        return
    click.echo(f"{removed} values removed" + (f"; {young} may still get their fact" if young else ""))


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(f"#{one}" for one in value) or "-"
    return "-" if value is None else str(value)


def _day(ledger: Ledger, rest: dict[str, Any]) -> date:
    from regledger.clock import day_of, from_micros  # noqa: PLC0415 - help needs none of it

    given: datetime | None = rest["day"]
    return given.date() if given else day_of(from_micros(ledger.clock()), ledger.zone)


def _by(rest: dict[str, Any]) -> dict[str, Any]:
    return {"authority": rest["authority"], "document": rest["document"]}


def _submit(ledger: Ledger, made: Command, rest: dict[str, Any], done: str) -> None:
    from regledger_cli.who import sent_by  # noqa: PLC0415 - help needs none of it

    made_by = ledger.submission(made, channel="cli", **sent_by(rest["actor"]))
    _answered(ledger, ledger.submit(made_by), rest, done)


def _answered(ledger: Ledger, answer: Recorded | Refused, rest: dict[str, Any], done: str) -> None:
    from regledger.deciding.answers import Refused  # noqa: PLC0415 - help needs none of it

    objections = answer.objections if isinstance(answer, Refused) else ()
    number = None if isinstance(answer, Refused) else answer.numbers[0]
    if rest["as_json"]:
        shown = {
            "answer": "refused" if number is None else "recorded",
            "number": number,
            "objections": [objection_json(ledger.texts, one) for one in objections],
            "warnings": [objection_json(ledger.texts, one) for one in answer.warnings],
        }
        print_json(shown)
    else:
        click.echo("REFUSED: nothing was recorded" if number is None else f"#{number} {done}")
        for one in (*objections, *answer.warnings):
            click.echo("\n".join(objection_lines(ledger.texts, one)))
    click.get_current_context().exit(1 if number is None else 0)
