"""What every step on one accident reads and asks first."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, Protocol

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.accident.state import Accident

__all__ = ["OnAccident", "accident_reads", "body_of", "filled", "final", "found_accident", "still_open"]


class OnAccident(Protocol):
    """A command on one accident."""

    @property
    def accident(self) -> str:
        """The accident's id."""
        ...


def accident_reads(command: OnAccident, dossier: Dossier) -> Iterator[str]:
    """The accident, then its site, which leads to the sector whose law goes before."""
    yield f"accident:{command.accident}"
    accident = dossier.loaded(Accident, command.accident)
    if accident is not None:
        yield f"site:{accident.site}"


def found_accident(command: OnAccident, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Accident | None]:
    """REF: the accident is on record by the day of the act."""
    accident = dossier.get(Accident, command.accident)
    yield from judge.rule("REF", "accident.unknown", accident is not None, accident=command.accident)
    return accident


def final(accident: Accident, dossier: Dossier) -> Accident:
    """The accident with everything that is recorded: what may be done once was done though this act is dated before it."""
    return dossier.latest(Accident, accident.accident) or accident


def still_open(accident: Accident, judge: Judge) -> Iterator[Objection]:
    """SEQ: the file is not closed."""
    yield from judge.rule(
        "SEQ",
        "accident.closed_already",
        accident.closed_on is None,
        accident=accident.accident,
        closed=accident.closed_on,
    )


def filled(rule: str, command: Command, accident: str, parts: tuple[str, ...], judge: Judge) -> Iterator[Objection]:
    """`rule`: none of these texts of a command is blank."""
    for part in parts:
        whole = bool(str(getattr(command, part)).strip())
        yield from judge.rule(rule, "accident.part_missing", whole, accident=accident, part=part)


def body_of(command: Command, accident: Accident) -> dict[str, Any]:
    """The fields of a command's fact: its own, and what the fact is about."""
    own = {name: getattr(command, name) for name in command.__struct_fields__}
    about = {"enterprise": accident.enterprise, "site": accident.site, "authority": accident.authority}
    return {**own, **about}
