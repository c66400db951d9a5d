"""What a penalty decision waits for: the hearing that was asked for, legal review, discussion, and the criminal case (A-12 to A-17, A-44, A-45)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.case.deliberating import CaseDeliberation
from regledger.records.case.hearing_state import CaseHearing
from regledger.records.case.noticing import HEAVY, hearing_window
from regledger.records.case.state import Case
from regledger.records.case.transfer_state import CaseTransfer

__all__ = ["Deciding", "gate_reads", "gates_passed"]


class Deciding(Protocol):
    """The command that decides a case."""

    @property
    def case(self) -> str:
        """Its id."""
        ...

    @property
    def fine_fen(self) -> int:
        """The fine."""
        ...

    @property
    def sanctions(self) -> tuple[str, ...]:
        """The kinds of penalty."""
        ...

    @property
    def hearing_findings(self) -> str:
        """How the record of the hearing was weighed."""
        ...

    @property
    def review_grounds(self) -> tuple[str, ...]:
        """Why it needs legal review."""
        ...

    @property
    def serious(self) -> bool:
        """Whether the leaders decide together."""
        ...

    @property
    def basis(self) -> str:
        """The articles on which it stands."""
        ...

    @property
    def decided_on(self) -> date:
        """The day of the decision."""
        ...


def gate_reads(case: Case, dossier: Dossier) -> Iterator[str]:
    """The hearing, the deliberation and the transfer of a case."""
    return (f"{kind}:{case.case}" for kind in ("case_hearing", "case_deliberation", "case_transfer"))


def gates_passed(command: Deciding, case: Case, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-15: a hearing asked for in time is held; A-17: its record weighed; A-13, A-54: review passed since; A-12: leaders discussed; A-44, A-45: no fine in the place of a transfer."""
    hearing = dossier.get(CaseHearing, case.case)
    yield from _heard(command, case, hearing, judge)
    yield from _deliberated(command, case, hearing, dossier.get(CaseDeliberation, case.case), judge)
    yield from _beside_the_crime(command, dossier.get(CaseTransfer, case.case), judge)


def _heard(command: Deciding, case: Case, hearing: CaseHearing | None, judge: Judge) -> Iterator[Objection]:
    if hearing is None:
        return
    window = None if case.notice is None else hearing_window(case, case.notice, judge)
    asked = window is not None and hearing.requested_on <= window.day
    yield from judge.rule(
        "A-15",
        "case.hearing_not_held",
        hearing.over or not asked,
        case=command.case,
        requested=hearing.requested_on,
    )
    yield from judge.rule(
        "A-17",
        "case.hearing_not_weighed",
        hearing.held_on is None or hearing.turnout == "absent" or bool(command.hearing_findings.strip()),
        case=command.case,
        held=hearing.held_on,
    )


def _deliberated(
    command: Deciding, case: Case, hearing: CaseHearing | None, done: CaseDeliberation | None, judge: Judge
) -> Iterator[Objection]:
    held = None if hearing is None else hearing.held_on
    told = None if case.notice is None else case.notice.served_on
    after = max((one for one in (held, told) if one is not None), default=case.opened_on)
    grounds = [*(["after a hearing"] if held is not None else []), *command.review_grounds]
    passed = done is not None and done.review == "passed" and done.reviewed_on is not None and done.reviewed_on >= after
    yield from judge.rule(
        "A-13",
        "case.not_reviewed",
        passed or not grounds,
        case=command.case,
        grounds=", ".join(grounds),
        after=after,
    )
    yield from _remedies_chosen(command, passed, judge)
    heavy = [one for one in command.sanctions if one in HEAVY]
    why = [*(["complex or serious"] if command.serious else []), *heavy]
    discussed = done is not None and done.discussed_on is not None and done.discussed_on >= after
    yield from judge.rule(
        "A-12", "case.not_discussed", discussed or not why, case=command.case, why=", ".join(why), after=after
    )


def _remedies_chosen(command: Deciding, passed: bool, judge: Judge) -> Iterator[Objection]:
    """A-54: where a law prints periods of its own for remedies, the legal reviewer chooses what the decision tells of them."""
    if not judge.law.has("A-54.laws", on=judge.day):
        return
    laws = str(judge.law.value("A-54.laws", on=judge.day)).split()
    named = [one for one in laws if one in command.basis]
    yield from judge.rule(
        "A-54", "case.remedies_unsigned", passed or not named, case=command.case, law=", ".join(named)
    )


def _beside_the_crime(command: Deciding, transfer: CaseTransfer | None, judge: Judge) -> Iterator[Objection]:
    if transfer is None or not command.fine_fen:
        return
    yield from judge.rule(
        "A-44",
        "case.fine_instead_of_transfer",
        not transfer.owed,
        case=command.case,
        transfer=transfer.transfer,
    )
    yield from judge.rule(
        "A-45",
        "case.fined_by_court",
        not transfer.criminal_fine_fen,
        case=command.case,
        transfer=transfer.transfer,
        judged=transfer.judged_on,
    )
    yield from judge.note(
        "A-45",
        "case.fine_while_pending",
        not transfer.pending,
        case=command.case,
        transfer=transfer.transfer,
        sent=transfer.sent_on,
    )
