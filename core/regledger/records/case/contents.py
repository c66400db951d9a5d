"""What the paper of a decision says (A-18, A-31, J-07)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.case.gates import Deciding
from regledger.records.case.money import yuan
from regledger.records.case.noticing import stated
from regledger.records.case.state import Case
from regledger.records.hazard.state import Hazard

__all__ = ["Paper", "said_in_full"]


class Paper(Deciding, Protocol):
    """The command, with what its paper says."""

    @property
    def reasons(self) -> str: ...

    @property
    def basis(self) -> str: ...

    @property
    def bank(self) -> str: ...

    @property
    def surcharge_told(self) -> bool: ...

    @property
    def correction(self) -> str: ...

    @property
    def gains_fen(self) -> int: ...

    @property
    def confiscated_fen(self) -> int: ...

    @property
    def refunded_fen(self) -> int: ...

    @property
    def performance(self) -> str | None: ...

    @property
    def remedies(self) -> str | None: ...

    @property
    def review_body(self) -> str | None: ...

    @property
    def court(self) -> str | None: ...

    @property
    def publicity(self) -> str | None: ...

    @property
    def sealed(self) -> bool | None: ...


def said_in_full(
    command: Paper, case: Case, offence: str | None, dossier: Dossier, judge: Judge
) -> Iterator[Objection]:
    """A-18, J-07: its parts; A-31: what has to be corrected, and what becomes of the gains; A-37: without a basis it is void."""
    said = {"reasons": command.reasons, "basis": command.basis}
    if command.fine_fen:
        said["bank"] = command.bank
    for part, text in said.items():
        yield from judge.rule("A-18", "case.decision_part_missing", bool(text.strip()), case=command.case, part=part)
    yield from judge.rule(
        "A-18", "case.surcharge_not_told", command.surcharge_told or not command.fine_fen, case=command.case
    )
    yield from stated(
        command.case,
        {"performance": command.performance, "remedies": command.remedies, "seal": command.sealed},
        "A-18",
        judge,
        blank="case.decision_field_blank",
        unsaid="case.decision_field_unsaid",
    )
    yield from stated(
        command.case,
        {"review body": command.review_body, "court": command.court, "publicity": command.publicity},
        "J-07",
        judge,
        blank="case.decision_field_blank",
        unsaid="case.decision_field_unsaid",
    )
    based = bool(command.basis.strip()) or offence is not None
    yield from judge.note("A-37", "case.void_without_basis", based, case=command.case)
    ordered = any(held.order is not None for one in case.hazards if (held := dossier.get(Hazard, one)) is not None)
    yield from judge.note(
        "A-31", "case.no_order_to_correct", ordered or bool(command.correction.strip()), case=command.case
    )
    yield from judge.rule(
        "A-31",
        "case.gains_not_confiscated",
        command.confiscated_fen + command.refunded_fen == command.gains_fen,
        case=command.case,
        gains=yuan(command.gains_fen),
        confiscated=yuan(command.confiscated_fen),
        refunded=yuan(command.refunded_fen),
    )
