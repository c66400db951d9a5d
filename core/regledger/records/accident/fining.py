"""What is found of conduct and income, and what penalties may be proposed (安全生产法 Arts 95, 96, 110, 114; Decree 493 Arts 35, 36)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.accident import outcome
from regledger.records.accident.grading import graded, happened_on
from regledger.records.accident.outcome import Basis, Conduct, Detention, Target
from regledger.records.accident.reading import accident_reads, body_of, filled, final, found_accident, still_open
from regledger.records.accident.reported import Fen
from regledger.records.accident.state import Accident

__all__ = ["FINING"]

_PRINCIPAL = ("not_rescuing", "leaving", "fleeing", "late", "false", "concealed")
"""Conduct of a principal under 安全生产法 Art 110."""
_DECREE_36 = (
    "false",
    "concealed",
    "forged_scene",
    "moved_assets",
    "destroyed_evidence",
    "refused",
    "perjury",
    "fleeing",
)
_ONE = Decimal(1)


def _bases(command: ProposePenalty) -> tuple[str, tuple[str, ...]]:
    """The rule that fines the conduct of that person, and by what; nothing where no law fines it."""
    if command.conduct == "accident":
        by_target: dict[str, tuple[str, tuple[str, ...]]] = {
            "unit": ("B-34", ("work_safety_law", "decree_37")),
            "principal": ("B-35", ("work_safety_law", "decree_38")),
            "manager": ("B-36", ("work_safety_law",)),
        }
        return by_target.get(command.target, ("B-36", ()))
    if command.conduct == "omitted":
        return "C-15", ("decree_35",) if command.target == "principal" else ()
    both = ("decree_36",) if command.conduct in _DECREE_36 else ()
    if command.conduct in _PRINCIPAL:
        return ("B-37", ("work_safety_law", *both)) if command.target == "principal" else ("C-16", both)
    return "C-16", both


class FindConduct(Command, frozen=True, kw_only=True):
    """Record what was found of somebody's conduct in an accident."""

    accident: Id
    conduct: Conduct
    by: Target
    intent: bool
    verified: bool
    findings: Text
    found_on: date


class DetermineIncome(Command, frozen=True, kw_only=True):
    """Determine last year's income of a person."""

    accident: Id
    person: Id
    target: Target
    year: int
    income_fen: Fen
    proven: bool = True
    average_wage_fen: Fen = 0
    determined_on: date


class ProposePenalty(Command, frozen=True, kw_only=True):
    """Propose a penalty or disposal for an accident."""

    accident: Id
    penalty: Id
    target: Target
    person: Id | None = None
    conduct: Conduct
    basis: Basis
    serious: bool = False
    fine_fen: Fen = 0
    detention_days: Detention = 0
    disposal: Text = ""
    proposed_on: date


@handles("accident.find_conduct", FindConduct, on="found_on", reads=accident_reads, role="propose")
def find_conduct(command: FindConduct, dossier: Dossier, judge: Judge) -> Outcome:
    """C-15: late is past the hour; omitted is without intent, false with it; concealed is verified by the investigation."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    yield from still_open(accident, judge)
    yield from filled("C-15", command, command.accident, ("findings",), judge)
    told = {"accident": command.accident, "conduct": command.conduct}
    fits = True
    match command.conduct:
        case "late":
            head = accident.head_told_at
            fits = head is not None and not judge.deadline("C-02.report", head).met_by(accident.received_at)
        case "omitted":
            fits = not command.intent
        case "false":
            fits = command.intent
        case "concealed":
            fits = command.intent and command.verified
    yield from judge.rule("C-15", "accident.conduct_misnamed", fits, **told)
    yield outcome.AccidentConductFound(**body_of(command, accident))


@handles("accident.determine_income", DetermineIncome, on="determined_on", reads=accident_reads, role="propose")
def determine_income(command: DetermineIncome, dossier: Dossier, judge: Judge) -> Outcome:
    """B-35: of the year before the accident; C-21: a multiple of the average wage where it cannot be found."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    yield from still_open(accident, judge)
    year = happened_on(accident, judge).year - 1
    told = {"accident": command.accident, "person": command.person}
    yield from judge.rule("B-35", "accident.income_of_another_year", command.year == year, asked=year, **told)
    if not command.proven:
        kind = "principal" if command.target == "principal" else "other"
        least, most = (judge.decimal(f"C-21.{kind}_{end}") * command.average_wage_fen for end in ("min", "max"))
        inside = command.average_wage_fen > 0 and least <= command.income_fen <= most
        yield from judge.rule("C-21", "accident.income_off_multiple", inside, least=int(least), most=int(most), **told)
    yield outcome.AccidentIncomeDetermined(**body_of(command, accident))


@handles("accident.propose_penalty", ProposePenalty, on="proposed_on", reads=accident_reads, role="propose")
def propose_penalty(command: ProposePenalty, dossier: Dossier, judge: Judge) -> Outcome:
    """C-17: not by what a newer law replaced; B-34 to B-37, C-15, C-16: inside the range of the conduct and the person."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    yield from still_open(accident, judge)
    fresh = command.penalty not in {one.penalty for one in final(accident, dossier).penalties}
    yield from judge.rule("REF", "accident.penalty_taken", fresh, penalty=command.penalty)
    yield from _grounded(command, accident, judge)
    something = bool(command.fine_fen or command.detention_days or command.disposal.strip())
    yield from judge.rule("REF", "accident.penalty_empty", something, penalty=command.penalty)
    dead = command.basis in ("decree_37", "decree_38")
    day = happened_on(accident, judge)
    superseded = dead and not judge.law.has("C-17.general_min", on=day)
    yield from judge.rule("C-17", "accident.basis_superseded", not superseded, penalty=command.penalty, day=day)
    longest = judge.whole("B-37.detention") if command.detention_days else 0
    within = command.conduct == "fleeing" and command.detention_days <= longest
    lawful = not command.detention_days or within
    yield from judge.rule("B-37", "accident.detention_too_long", lawful, penalty=command.penalty, most=longest)
    rule, bases = _bases(command)
    told = {"penalty": command.penalty, "conduct": command.conduct, "target": command.target}
    fined = bool(bases) or not command.fine_fen
    yield from judge.rule(rule, "accident.no_fine_for_conduct", fined, **told)
    based = not bases or not command.fine_fen or command.basis in (*bases, "decree_37", "decree_38")
    yield from judge.rule(rule, "accident.basis_of_another", based, right=" or ".join(bases), **told)
    begun = judge.law.has("B-34.general_min", on=day) or command.basis != "work_safety_law" or not command.fine_fen
    yield from judge.rule("C-17", "accident.basis_not_yet", begun, penalty=command.penalty, day=day)
    if command.fine_fen and bases and not superseded:
        yield from _fine(command, accident, day, judge)
    yield outcome.AccidentPenaltyProposed(**body_of(command, accident))


def _grounded(command: ProposePenalty, accident: Accident, judge: Judge) -> Iterator[Objection]:
    found = command.conduct == "accident" or (command.conduct, command.target) in accident.conducts
    yield from judge.rule("SEQ", "accident.conduct_not_found", found, penalty=command.penalty, conduct=command.conduct)
    institution = accident.institutional and command.target == "unit" and command.fine_fen > 0
    yield from judge.note("C-19", "accident.institution_fined", not institution, penalty=command.penalty)


def _fine(command: ProposePenalty, accident: Accident, day: date, judge: Judge) -> Iterator[Objection]:
    rule, least, most = _range(command, graded(accident, judge), judge, day)
    if not rule:
        return
    if command.target == "unit" or rule == "C-17":
        income = None
        ends = (int(least), int(most))
    else:
        income = dict(accident.incomes).get(command.person or "")
        yield from judge.rule(
            "SEQ", "accident.income_unknown", income is not None, penalty=command.penalty, person=command.person
        )
        if income is None:
            return
        ends = (int(income * least), int(income * most))
    yield from judge.rule(
        rule,
        "accident.fine_out_of_range",
        ends[0] <= command.fine_fen <= ends[1],
        penalty=command.penalty,
        fine=command.fine_fen,
        least=ends[0],
        most=ends[1],
    )


def _range(command: ProposePenalty, grade: str, judge: Judge, day: date) -> tuple[str, Decimal, Decimal]:
    """The rule, and both ends: sums for a unit, parts of the income for a person; no rule where the law has no range then."""

    def of(rule: str, low: str, high: str) -> tuple[str, Decimal, Decimal]:
        if not all(judge.law.has(f"{rule}.{one}", on=day) for one in (low, high)):
            return "", _ONE, _ONE
        return rule, judge.decimal(f"{rule}.{low}", on=day), judge.decimal(f"{rule}.{high}", on=day)

    if command.conduct == "accident":
        if command.basis == "decree_37":
            return of("C-17", f"{grade}_min", f"{grade}_max")
        if command.target == "unit":
            serious = "_serious" if command.serious else ""
            return of("B-34", f"{grade}{serious}_min", f"{grade}{serious}_max")
        return of("B-35", grade, grade) if command.target == "principal" else of("B-36", "income_min", "income_max")
    if command.conduct == "omitted":
        return of("C-15", "omitted_min", "omitted_max")
    if command.target == "principal" and command.conduct in _PRINCIPAL:
        return of("B-37", "income_min", "income_max")
    if command.conduct not in _DECREE_36:
        return "", _ONE, _ONE
    return of("C-16", "fine_min", "fine_max") if command.target == "unit" else of("C-16", "income_min", "income_max")


FINING = (find_conduct, determine_income, propose_penalty)
