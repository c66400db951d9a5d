"""Recusal (回避): asked, decided by a head of the authority, and kept to (行政处罚法 Art 43; A-02)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.approval import Post, by_head
from regledger.records.authority import Officer
from regledger.records.case.reading import OnCase, case_reads, open_case
from regledger.records.investigation.case_file import CaseFile
from regledger.records.investigation.file_facts import RecusalAsked, RecusalDecided

__all__ = ["AskRecusal", "DecideRecusal", "ask_recusal", "decide_recusal", "file_reads", "not_recused"]


class AskRecusal(Command, frozen=True, kw_only=True):
    """Record that an officer is asked to withdraw, or asks to."""

    case: Id
    officer: Id
    by: Literal["party", "officer"]
    ground: Text
    asked_on: date


class DecideRecusal(Command, frozen=True, kw_only=True):
    """Decide whether an officer withdraws."""

    case: Id
    officer: Id
    granted: bool
    approver: Id
    """The head who decides."""
    post: Post
    reason: Text
    decided_on: date


def file_reads(command: OnCase, dossier: Dossier) -> Iterator[str]:
    """The case as for every step of it, and its file."""
    yield from case_reads(command, dossier)
    yield f"case_file:{command.case}"


def not_recused(case: str, officers: Sequence[str], dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-02: none of `officers` had to withdraw from the case by the day of the act; a request alone stops nobody.

    Read `case_file:<case>` before.
    """
    file = dossier.get(CaseFile, case)
    for one in dict.fromkeys(officers):
        left = None if file is None else file.withdrew(one)
        yield from judge.rule(
            "A-02",
            "officer.recused",
            left is None,
            officer=one,
            case=case,
            decided=None if left is None else left.decided_on,
        )


def _reads(command: AskRecusal, dossier: Dossier) -> Iterator[str]:
    yield from file_reads(command, dossier)
    yield f"officer:{command.officer}"


@handles("case.ask_recusal", AskRecusal, on="asked_on", reads=_reads, world=True)
def ask_recusal(command: AskRecusal, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the officer is unknown, no ground is given, or it is asked already and not decided."""
    case = yield from open_case(command, dossier, judge)
    known = dossier.get(Officer, command.officer) is not None
    yield from judge.rule("REF", "officer.unknown", known, officer=command.officer)
    yield from judge.rule("A-02", "recusal.groundless", bool(command.ground.strip()), officer=command.officer)
    file = dossier.latest(CaseFile, command.case)
    waiting = file is not None and file.open_recusal(command.officer) is not None
    yield from judge.rule("SEQ", "recusal.asked_already", not waiting, officer=command.officer, case=command.case)
    if case is not None:
        yield RecusalAsked(
            case=command.case,
            enterprise=case.enterprise,
            site=case.site,
            authority=case.authority,
            officer=command.officer,
            by=command.by,
            ground=command.ground,
            asked_on=command.asked_on,
        )


def _decide_reads(command: DecideRecusal, dossier: Dossier) -> Iterator[str]:
    yield from file_reads(command, dossier)
    yield f"officer:{command.approver}"


@handles("case.decide_recusal", DecideRecusal, on="decided_on", reads=_decide_reads, role="approve")
def decide_recusal(command: DecideRecusal, dossier: Dossier, judge: Judge) -> Outcome:
    """A-02: a head of the authority decides, and not about himself."""
    case = yield from open_case(command, dossier, judge)
    file = dossier.get(CaseFile, command.case)
    final = dossier.latest(CaseFile, command.case)
    asked = file is not None and file.open_recusal(command.officer) is not None
    waits = asked and final is not None and final.open_recusal(command.officer) is not None
    yield from judge.rule("SEQ", "recusal.not_asked", waits, officer=command.officer, case=command.case)
    yield from judge.rule("A-02", "recusal.own", command.approver != command.officer, officer=command.officer)
    if case is None:
        return
    yield from by_head("A-02", command.approver, command.post, case.authority, dossier, judge)
    yield RecusalDecided(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        officer=command.officer,
        granted=command.granted,
        approver=command.approver,
        post=command.post,
        reason=command.reason,
        decided_on=command.decided_on,
    )
