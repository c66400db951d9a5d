"""What becomes of the decision: the ruling on reconsideration, and when it takes effect (A-50, A-51)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id
from regledger.records.case.facts import CaseReviewClosed, Fen
from regledger.records.case.money import yuan
from regledger.records.case.review_facts import Flaw, ReconsiderationDecided, ReconsiderationServed, ReviewResult
from regledger.records.review.reading import about, accepted, review_reads, reviewed
from regledger.records.review.state import UNDONE, CaseReview
from regledger.records.review.windows import ruling_due

__all__ = ["DecideReconsideration", "ServeReconsideration", "fine_after", "whole"]


class DecideReconsideration(Command, frozen=True, kw_only=True):
    """Record the ruling on reconsideration."""

    case: Id
    number: Code
    result: ReviewResult
    flaw: Flaw = ""
    """Why the decision did not stand."""
    fine_fen: Fen | None = None
    """The fine that stands where the decision was changed, or revoked in part."""
    opposed: bool = False
    """Whether a third party asked for the opposite."""
    remake: bool = False
    """Whether the authority was ordered to decide again."""
    decided_on: date


class ServeReconsideration(Command, frozen=True, kw_only=True):
    """Record that the party received the ruling."""

    case: Id
    served_on: date


def whole(command: str, result: str, flaw: str, fine_fen: int | None, judge: Judge) -> Iterator[Objection]:
    """SEQ: a ruling against the decision says why, and one that changes it says which fine stands."""
    yield from judge.rule("SEQ", "review.flaw_unsaid", result not in UNDONE or flaw != "", case=command, result=result)
    changes = result in ("changed", "revoked_in_part")
    yield from judge.rule("SEQ", "review.fine_unsaid", changes == (fine_fen is not None), case=command, result=result)


def fine_after(state: CaseReview, result: str, fine_fen: int | None) -> int:
    """The fine in fen that stands after a ruling: none after a revocation, otherwise as it was unless it was changed."""
    if result in ("revoked", "void"):
        return 0
    return state.fine_fen if fine_fen is None else fine_fen


@handles("reconsideration.decide", DecideReconsideration, on="decided_on", reads=review_reads, world=True)
def decide_reconsideration(command: DecideReconsideration, dossier: Dossier, judge: Judge) -> Outcome:
    """A-51: not to the party's detriment; A-50: in time, and late it is still owed."""
    state = yield from reviewed(command, dossier, judge)
    one = None if state is None else (yield from accepted(state, judge))
    if state is None or one is None:
        return
    yield from whole(command.case, command.result, command.flaw, command.fine_fen, judge)
    after = fine_after(state, command.result, command.fine_fen)
    yield from judge.rule(
        "A-51",
        "reconsideration.worse",
        after <= state.fine_fen or command.opposed,
        case=command.case,
        fine=yuan(after),
        was=yuan(state.fine_fen),
    )
    last = ruling_due(one, judge)
    in_time = last is None or command.decided_on <= last
    yield from judge.note("A-50", "reconsideration.decided_late", in_time, case=command.case, last=last)
    yield ReconsiderationDecided(
        **about(command.case, dossier),
        number=command.number,
        result=command.result,
        flaw=command.flaw,
        fine_fen=after,
        opposed=command.opposed,
        remake=command.remake,
        decided_on=command.decided_on,
    )


@handles("reconsideration.serve", ServeReconsideration, on="served_on", reads=review_reads, world=True)
def serve_reconsideration(command: ServeReconsideration, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: of a ruling, once. It takes effect on that day, and the party's fifteen days begin (A-52)."""
    state = yield from reviewed(command, dossier, judge)
    if state is None:
        return
    one = state.reconsideration
    ruled = one is not None and one.decided_on is not None and one.served_on is None
    yield from judge.rule("SEQ", "reconsideration.no_ruling", ruled, case=command.case)
    named = about(command.case, dossier)
    yield ReconsiderationServed(**named, served_on=command.served_on)
    yield CaseReviewClosed(**named, kind="reconsideration", closed_on=command.served_on)
