"""What every step against a decision reads, and needs to be there; a case that was concluded can still be reviewed."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TypedDict

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.case.reading import OnCase, case_reads
from regledger.records.case.state import Case
from regledger.records.identity.heirs import acting
from regledger.records.review.state import CaseReview, Reconsideration, Suit

__all__ = ["About", "about", "accepted", "asked", "review_reads", "reviewed", "sued"]


class About(TypedDict):
    """What every fact of a case names."""

    case: str
    enterprise: str
    site: str
    authority: str


def review_reads(command: OnCase, dossier: Dossier) -> Iterator[str]:
    """The case with its parties, and what was undertaken against its decision."""
    yield from case_reads(command, dossier)
    yield f"case_review:{command.case}"


def about(case: str, dossier: Dossier) -> About:
    """What a fact of the case names; the authority is the one that goes on with it."""
    held = dossier.get(Case, case)
    if held is None:
        raise LookupError(case)
    return About(case=case, enterprise=held.enterprise, site=held.site, authority=acting(held.authority, dossier))


def reviewed(command: OnCase, dossier: Dossier, judge: Judge) -> Generator[Objection, None, CaseReview | None]:
    """A-04: the case was filed; SEQ: and decided. Returns what was undertaken against the decision."""
    case = dossier.get(Case, command.case)
    yield from judge.rule("A-04", "case.not_filed", case is not None, case=command.case, day=judge.day)
    state = None if case is None else dossier.get(CaseReview, command.case)
    if case is not None:
        yield from judge.rule("SEQ", "case.not_decided", state is not None, case=command.case)
    return state


def asked(state: CaseReview, judge: Judge) -> Generator[Objection, None, Reconsideration | None]:
    """SEQ: an application for reconsideration is open and was not yet answered."""
    one = state.reconsideration
    waits = one if one is not None and one.accepted_on is None and one.rejected_on is None else None
    yield from judge.rule("SEQ", "reconsideration.not_asked", waits is not None, case=state.case)
    return waits


def accepted(state: CaseReview, judge: Judge) -> Generator[Objection, None, Reconsideration | None]:
    """SEQ: reconsideration was accepted and has no ruling yet."""
    one = state.reconsideration
    runs = one if one is not None and one.accepted_on is not None and one.decided_on is None else None
    yield from judge.rule("SEQ", "reconsideration.not_under_way", runs is not None, case=state.case)
    return runs


def sued(state: CaseReview, judge: Judge) -> Generator[Objection, None, Suit | None]:
    """SEQ: a suit was taken by the court and has not ended."""
    one = state.suit
    runs = one if one is not None and one.accepted_on is not None and one.ended_on is None else None
    yield from judge.rule("SEQ", "suit.not_under_way", runs is not None, case=state.case)
    return runs
