"""Who may decide a penalty (B-42), and what it is worth from who may not (A-37, A-41, A-43)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Protocol

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.law.offences import Offence
from regledger.records.authority import Authority
from regledger.records.case.state import Case
from regledger.records.delegation.powers import may_penalise

__all__ = ["Punishing", "may_decide"]

_OF_EMERGENCY = re.compile(r"Arts? (95|110|114)\b")
"""The articles of 安全生产法 whose fines the department of emergency management decides (Art 115)."""


class Punishing(Protocol):
    """A command that punishes."""

    @property
    def case(self) -> str:
        """The id of its case."""
        ...

    @property
    def sanctions(self) -> tuple[str, ...]:
        """The kinds of penalty."""
        ...

    @property
    def decided_on(self) -> date:
        """The day of the decision."""
        ...


def may_decide(
    command: Punishing, case: Case, offence: str | None, dossier: Dossier, judge: Judge
) -> Iterator[Objection]:
    """B-42: closure is the government's, detention the police's, an accident's fine the department's of emergency management; A-37."""
    authority = dossier.get(Authority, case.authority)
    form = None if authority is None else authority.form
    level = None if authority is None else authority.level
    government = form == "government" and level != "township"
    yield from judge.rule(
        "B-42",
        "case.closure_by_government",
        government or "closure" not in command.sanctions,
        case=command.case,
        authority=case.authority,
    )
    yield from judge.rule(
        "B-42",
        "case.detention_by_police",
        "detention" not in command.sanctions,
        case=command.case,
        authority=case.authority,
    )
    declared = None if offence is None else judge.law.offence(offence)
    department = form in (None, "department") and level != "township"
    yield from judge.rule(
        "B-42",
        "case.accident_fine_by_department",
        department or not _of_emergency(declared),
        case=command.case,
        authority=case.authority,
        offence=offence,
    )
    without = list(may_penalise(case.authority, command.decided_on, dossier, judge))
    yield from without
    yield from judge.note("A-37", "case.void_without_powers", not without, case=command.case, authority=case.authority)


def _of_emergency(offence: Offence | None) -> bool:
    cited = () if offence is None else offence.citations
    return any(one.instrument == "安全生产法" and _OF_EMERGENCY.search(one.article) for one in cited)
