"""A government inspection begins and concludes: designation, plan, no repetition (政府督查工作条例 Arts 7, 15, 16; I-18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority, officer_reads
from regledger.records.oversight.facts import Correction, OversightConcluded, OversightDesignated, OversightOpened
from regledger.records.oversight.state import Designation, Overseen, Oversight
from regledger.records.presence import authorities_stand, filled, free, governs, in_order, officers_known, on_record

__all__ = [
    "ConcludeOversight",
    "DesignateOversight",
    "OpenOversight",
    "conclude_oversight",
    "designate_oversight",
    "open_oversight",
]


class DesignateOversight(Command, frozen=True, kw_only=True):
    """Let a department run government inspections of a stated matter, for a period."""

    designation: Id
    government: Id
    authority: Id
    content: Code
    subjects: tuple[Id, ...]
    document: Code
    valid_from: date
    valid_to: date
    designated_on: date


class OpenOversight(Command, frozen=True, kw_only=True):
    """Begin a government inspection."""

    oversight: Id
    government: Id
    authority: Id
    """Who runs it: the government itself, or a department that it designated."""
    designation: Id | None = None
    content: Code
    plan: Text
    subjects: tuple[Id, ...]
    inspectors: tuple[Id, ...]
    opened_on: date


class ConcludeOversight(Command, frozen=True, kw_only=True):
    """Conclude a government inspection."""

    oversight: Id
    conclusion: Text
    corrections: tuple[Correction, ...] = ()
    officials: tuple[Id, ...]
    """Who took part in concluding."""
    concluded_on: date


def _designate_reads(command: DesignateOversight, dossier: Dossier) -> Iterator[str]:
    yield f"designation:{command.designation}"
    yield from (f"authority:{one}" for one in (command.government, command.authority, *command.subjects))


def _government(command: DesignateOversight | OpenOversight, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.government}"


@handles(
    "oversight.designate",
    DesignateOversight,
    on="designated_on",
    reads=_designate_reads,
    role="approve",
    concerns=_government,
)
def designate_oversight(command: DesignateOversight, dossier: Dossier, judge: Judge) -> Outcome:
    """I-18: another than the government itself, with matter, scope and period (Art 7)."""
    subject = f"designation:{command.designation}"
    yield from free(Designation, subject, dossier, judge)
    yield from authorities_stand((command.government, command.authority, *command.subjects), dossier, judge)
    yield from filled(subject, judge, subjects=" ".join(command.subjects))
    yield from in_order(subject, command.valid_from, command.valid_to, judge)
    yield from _governed(command.government, dossier, judge)
    yield from judge.rule(
        "I-18",
        "oversight.designated_itself",
        command.authority != command.government,
        designation=command.designation,
        authority=command.authority,
    )
    yield OversightDesignated(
        designation=command.designation,
        government=command.government,
        authority=command.authority,
        content=command.content,
        subjects=command.subjects,
        document=command.document,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        designated_on=command.designated_on,
    )


def _open_reads(command: OpenOversight, dossier: Dossier) -> Iterator[str]:
    yield f"oversight:{command.oversight}"
    yield from (f"authority:{one}" for one in (command.government, command.authority, *command.subjects))
    yield from (f"overseen:{one}" for one in command.subjects)
    if command.designation is not None:
        yield f"designation:{command.designation}"
    yield from officer_reads(command.inspectors)


@handles("oversight.open", OpenOversight, on="opened_on", reads=_open_reads, role="approve", concerns=_government)
def open_oversight(command: OpenOversight, dossier: Dossier, judge: Judge) -> Outcome:
    """I-18: a department only as designated, a plan, and no second inspection of the same matter (Arts 7, 15)."""
    yield from free(Oversight, f"oversight:{command.oversight}", dossier, judge)
    yield from authorities_stand((command.government, command.authority, *command.subjects), dossier, judge)
    yield from officers_known(command.inspectors, dossier, judge)
    yield from _governed(command.government, dossier, judge)
    yield from _designated(command, dossier, judge)
    yield from filled(f"oversight:{command.oversight}", judge, inspectors=" ".join(command.inspectors))
    yield from judge.rule("I-18", "oversight.without_plan", bool(command.plan.strip()), oversight=command.oversight)
    others = bool(command.subjects) and not {command.government, command.authority} & set(command.subjects)
    yield from judge.rule("I-18", "oversight.wrong_subject", others, oversight=command.oversight)
    for one in dict.fromkeys(command.subjects):
        overseen = dossier.latest(Overseen, one)
        running = None if overseen is None else overseen.repeats(one, command.content)
        yield from judge.rule(
            "I-18",
            "oversight.repeated",
            running is None,
            subject=one,
            content=command.content,
            other=None if running is None else running.oversight,
        )
    yield OversightOpened(
        oversight=command.oversight,
        government=command.government,
        authority=command.authority,
        designation=command.designation,
        content=command.content,
        plan=command.plan,
        subjects=command.subjects,
        inspectors=command.inspectors,
        opened_on=command.opened_on,
    )


def _governed(government: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    found = dossier.get(Authority, government)
    yield from judge.rule("I-18", "oversight.no_government", found is None or governs(found), government=government)


def _designated(command: OpenOversight, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    if command.authority == command.government:
        return
    yield from judge.rule(
        "I-18",
        "oversight.undesignated",
        command.designation is not None,
        authority=command.authority,
        government=command.government,
    )
    if command.designation is None:
        return
    found = dossier.get(Designation, command.designation)
    yield from on_record(f"designation:{command.designation}", found, judge)
    if found is None:
        return
    covers = (
        (found.government, found.authority, found.content) == (command.government, command.authority, command.content)
        and found.valid_from <= command.opened_on <= found.valid_to
        and set(command.subjects) <= set(found.subjects)
    )
    yield from judge.rule(
        "I-18",
        "oversight.beyond_designation",
        covers,
        designation=command.designation,
        content=found.content,
        first=found.valid_from,
        last=found.valid_to,
        subjects=", ".join(found.subjects),
    )


def _conclude_reads(command: ConcludeOversight, dossier: Dossier) -> Iterator[str]:
    yield f"oversight:{command.oversight}"
    yield from officer_reads(command.officials)


@handles("oversight.conclude", ConcludeOversight, on="concluded_on", reads=_conclude_reads, role="approve")
def conclude_oversight(command: ConcludeOversight, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: concluded once; I-18: what is asked is asked of its subjects only, by a day that can be kept (Arts 16, 18)."""
    oversight = dossier.get(Oversight, command.oversight)
    subject = f"oversight:{command.oversight}"
    yield from on_record(subject, oversight, judge)
    if oversight is None:
        return
    latest = dossier.latest(Oversight, command.oversight)
    before = None if latest is None else latest.concluded_on
    yield from judge.rule(
        "SEQ", "oversight.concluded_already", before is None, oversight=command.oversight, concluded=before
    )
    yield from filled(subject, judge, conclusion=command.conclusion, officials=" ".join(command.officials))
    yield from officers_known(command.officials, dossier, judge)
    for one in command.corrections:
        yield from judge.rule(
            "I-18",
            "oversight.correction_of_another",
            one.subject in oversight.subjects,
            oversight=command.oversight,
            subject=one.subject,
        )
        yield from in_order(subject, command.concluded_on, one.due_on, judge)
    yield OversightConcluded(
        oversight=command.oversight,
        government=oversight.government,
        subjects=oversight.subjects,
        conclusion=command.conclusion,
        corrections=command.corrections,
        officials=command.officials,
        concluded_on=command.concluded_on,
    )
