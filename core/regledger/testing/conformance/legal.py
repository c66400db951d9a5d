"""Law: everything is cited and dated, nothing lapses unseen, and what is declared is used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from regledger.law.core_law import core_texts
from regledger.law.parameters import Parameter, Rule, Value
from regledger.sectors.declarations import Declarations
from regledger.testing.conformance.asks import StatedAsk, constants
from regledger.testing.conformance.finding import Checked, Finding, Severity, checked
from regledger.testing.conformance.observations import Observations
from regledger.testing.conformance.subject import Subject

__all__ = ["check_law"]


def check_law(subject: Subject, seen: Observations, asks: tuple[StatedAsk, ...], *, ran: bool, today: date) -> Checked:
    """The sector's legal data.

    Args:
        subject: the sector.
        seen: what its tests read and asked.
        asks: what its source says it asks.
        ran: whether tests ran at all; without them nothing is said of what only they show.
        today: the day on which a review may be overdue.
    """
    declared = subject.declared
    parameters = [one for _, data in declared.law for one in data.parameters]
    rules = [one for _, data in declared.law for one in data.rules]
    looked_at = f"{len(rules)} rules, {len(parameters)} parameters, {len(declared.texts)} objection codes"
    findings = [
        *(finding for one in parameters for finding in _parameter(one, today)),
        *(finding for one in rules for finding in _unverified(one)),
        *_uncited(declared),
        *_unused(subject, seen, parameters),
        *_unasked(subject, seen, asks, rules),
        *_codes(declared, seen, asks, ran=ran),
    ]
    return checked("law", looked_at, findings)


def _finding(where: str, found: str, remedy: str, severity: Severity = "error") -> Finding:
    return Finding(check="law", where=where, found=found, remedy=remedy, severity=severity)


def _parameter(one: Parameter, today: date) -> Iterator[Finding]:
    before: Value | None = None
    for value in one.values:
        where = f"{one.id}, {value.period}"
        if value.review_by is not None and value.review_by < today:
            yield _finding(
                where,
                f"it was to be looked at by {value.review_by}",
                "Look at the text again; give what it is now, or another review_by.",
            )
        if value.status != "VERIFIED" and value.review_by is None and not value.note.strip():
            yield _finding(
                where,
                f"it is {value.status}, and nobody is told to look again",
                "Give it a review_by, or a note that says what was not checked.",
            )
        last = None if before is None else before.valid_to
        if last is not None and value.valid_from > last + timedelta(days=1) and not value.note.strip():
            gap = f"{last + timedelta(days=1)} to {value.valid_from - timedelta(days=1)}"
            yield _finding(
                where,
                f"there is no value for {gap}",
                "Give the value of those days, or say in the note of the later one why there is none.",
                "advice",
            )
        before = value


def _unverified(rule: Rule) -> Iterator[Finding]:
    if rule.status != "VERIFIED" and not rule.note.strip():
        yield _finding(rule.id, f"it is {rule.status} without a note", "Say in its note what was not checked.")


def _uncited(declared: Declarations) -> Iterator[Finding]:
    """What comes from hooks was not read as law is, so its articles may be empty."""
    stated: list[tuple[str, str]] = []
    for kind in declared.licence_kinds:
        stated.append((f"licence kind {kind.code}", kind.article))
        stated += [(f"licence kind {kind.code}, condition {one.code}", one.article) for one in kind.conditions]
    stated += [(f"exception of {one.of}", one.article) for one in declared.exceptions]
    for _, data in declared.law:
        stated += [
            (f"checklist {one.name}, item {item.code}", item.article) for one in data.checklists for item in one.items
        ]
    for where, article in stated:
        if not article.strip():
            yield _finding(where, "it cites no article", "Name instrument, edition and article.")


def _unused(subject: Subject, seen: Observations, parameters: list[Parameter]) -> Iterator[Finding]:
    declared = subject.declared
    named = {
        *constants(subject),
        *seen.parameters,
        *(one for kind in declared.licence_kinds for one in (kind.term_years, kind.renewal_months)),
        *(one.period for one in declared.obligations),
        *(one.by for one in declared.exceptions),
        *(one for _, data in declared.law for each in data.offences for one in (each.fine_min, each.fine_max)),
        *(one for _, data in declared.law for each in data.benchmarks for one in (each.fine_min, each.fine_max)),
    }
    for parameter in parameters:
        if parameter.id not in named:
            yield _finding(
                parameter.id,
                "nothing uses it: no code, licence kind, obligation, exception or offence names it",
                "Use it, or take it out until something does.",
                "advice",
            )


def _unasked(subject: Subject, seen: Observations, asks: tuple[StatedAsk, ...], rules: list[Rule]) -> Iterator[Finding]:
    declared = subject.declared
    asked = {
        *(one.rule for one in seen.asks),
        *(rule for one in asks for rule in one.rules),
        *constants(subject),
        *(one.rule for one in declared.obligations),
        *(one.by for one in declared.exceptions),
        *(offence.rule for _, data in declared.law for offence in data.offences),
        *(criterion.rule for _, data in declared.law for criterion in data.criteria),
    }
    for rule in rules:
        if rule.id not in asked:
            yield _finding(
                rule.id,
                "nothing asks it: no hook, command, obligation, exception, offence or criterion names it",
                "Ask it with judge.rule, let an obligation stand on it, or take it out.",
            )


def _codes(declared: Declarations, seen: Observations, asks: tuple[StatedAsk, ...], *, ran: bool) -> Iterator[Finding]:
    known = {*declared.texts, *core_texts()}
    for ask in asks:
        for code in ask.codes:
            if code not in known:
                yield _finding(
                    ask.place,
                    f"objection {code!r} has no sentences",
                    f'Give found, asks and remedy for it, in [objection."{code}"] of sector.toml or in regledger_texts.',
                )
    raised = {one.code for one in seen.asks if not one.holds}
    waited = {*raised, *(code for one in asks for code in one.codes)} if not ran else raised
    for code in sorted(declared.texts):
        if code not in waited:
            yield _finding(
                code,
                "no test sees this objection raised",
                "Write the test that breaks the rule, or drop the sentences.",
            )
