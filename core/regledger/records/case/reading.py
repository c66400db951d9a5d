"""What every later step of a case reads, and needs to be there."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Protocol

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.case.state import Case
from regledger.records.identity.heirs import acting, acting_reads

__all__ = ["OnCase", "case_reads", "decided", "open_case"]


class OnCase(Protocol):
    """A command on a case."""

    @property
    def case(self) -> str:
        """Its id."""
        ...


def case_reads(command: OnCase, dossier: Dossier) -> Iterator[str]:
    """The case, then enterprise, authority and site, which leads to the sectors to ask."""
    yield f"case:{command.case}"
    case = dossier.loaded(Case, command.case)
    if case is not None:
        yield f"enterprise:{case.enterprise}"
        yield f"site:{case.site}"
        yield from acting_reads(case.authority, dossier)


def open_case(command: OnCase, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Case | None]:
    """A-04: the case was filed by the day of the act; SEQ: it was not concluded. Returns it, in the hands of the authority that goes on with it."""
    case = dossier.get(Case, command.case)
    yield from judge.rule("A-04", "case.not_filed", case is not None, case=command.case, day=judge.day)
    if case is not None:
        yield from judge.rule(
            "SEQ",
            "case.concluded_already",
            case.concluded_on is None,
            case=command.case,
            concluded=case.concluded_on,
        )
    return None if case is None else msgspec.structs.replace(case, authority=acting(case.authority, dossier))


def decided(case: Case, judge: Judge) -> Iterator[Objection]:
    """SEQ: what follows a decision needs one."""
    yield from judge.rule("SEQ", "case.not_decided", case.decision is not None, case=case.case)
