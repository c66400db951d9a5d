"""What a step after the decision reads, and needs to be there."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.case import Case
from regledger.records.case.reading import OnCase, case_reads, decided, open_case
from regledger.records.case.surcharge import fine_left_fen, surcharge_left_fen
from regledger.records.enforcement.state import CaseEnforcement

__all__ = ["enforced", "enforcement_reads", "finally_held", "owed_fen", "owing_still", "said"]


def enforcement_reads(command: OnCase, dossier: Dossier) -> Iterator[str]:
    """What `case_reads` names, and the record of enforcement."""
    yield from case_reads(command, dossier)
    yield f"case_enforcement:{command.case}"


def enforced(
    command: OnCase, dossier: Dossier, judge: Judge
) -> Generator[Objection, None, tuple[Case, CaseEnforcement] | None]:
    """A-04, SEQ: the case is filed and decided, and not concluded. The case, and what followed its decision."""
    case = yield from open_case(command, dossier, judge)
    held = dossier.get(CaseEnforcement, command.case)
    if case is None or held is None:
        return None
    yield from decided(case, judge)
    return case, held


def finally_held(held: CaseEnforcement, dossier: Dossier) -> CaseEnforcement:
    """The record with everything that is known, for what is done once: whatever its day, the second time is the second."""
    return dossier.latest(CaseEnforcement, held.case.case) or held


def owed_fen(case: Case, judge: Judge) -> int:
    """Fine and surcharge that are open at the end of the judge's day, in fen."""
    return fine_left_fen(case, judge.day) + surcharge_left_fen(case, judge.day, judge.law)


def owing_still(case: Case, judge: Judge) -> Iterator[Objection]:
    """SEQ: what nothing is owed for is neither deferred nor enforced."""
    if case.decision is not None:
        yield from judge.rule("SEQ", "enforcement.nothing_owed", owed_fen(case, judge) > 0, case=case.case)


def said(judge: Judge, case: str, rule: str, **parts: str) -> Iterator[Objection]:
    """`rule`: none of `parts` is blank."""
    for part, text in parts.items():
        yield from judge.rule(rule, "enforcement.part_missing", bool(text.strip()), case=case, part=part)
