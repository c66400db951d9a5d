"""What was found for the party: no penalty, or a lighter one (A-32, A-33)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.case.money import yuan

__all__ = ["Weighing", "lenient"]

_LIGHTER = ("reduced_harm", "coerced", "confessed", "merit", "other_lighter")


class Weighing(Protocol):
    """A command that punishes."""

    @property
    def case(self) -> str:
        """The id of its case."""
        ...

    @property
    def fine_fen(self) -> int:
        """The fine."""
        ...

    @property
    def circumstances(self) -> tuple[str, ...]:
        """What was found for the party."""
        ...

    @property
    def severity_ground(self) -> str:
        """Why it is punished all the same."""
        ...


def lenient(command: Weighing, offence: str | None, judge: Judge) -> Iterator[Objection]:
    """A-33: what is corrected in time and without harm is not punished unless it is said why it is not minor, nor who is without fault; A-32: not the highest fine where the law asks for a lighter one."""
    found = set(command.circumstances)
    harmless = {"corrected_in_time", "no_harm"} <= found
    told = bool(command.severity_ground.strip())
    yield from judge.rule("A-33", "case.minor_and_corrected", not harmless or told, case=command.case)
    yield from judge.rule("A-33", "case.without_fault", "no_fault" not in found, case=command.case)
    first = {"first_offence", "minor_harm", "corrected_in_time"} <= found
    yield from judge.note("A-33", "case.first_offence", not first or told, case=command.case)
    lighter = [one for one in command.circumstances if one in _LIGHTER]
    declared = None if offence is None else judge.law.offence(offence)
    highest = "" if declared is None else declared.fine_max
    if not lighter or not highest or not judge.law.has(highest, on=judge.day):
        return
    most = judge.whole(highest)
    judged = judge.rule if judge.law.settled(highest, on=judge.day) else judge.note
    yield from judged(
        "A-32",
        "case.not_lighter",
        command.fine_fen < most,
        case=command.case,
        grounds=", ".join(lighter),
        fine=yuan(command.fine_fen),
        most=yuan(most),
    )
