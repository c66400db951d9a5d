"""What precedes a decision inside the authority: legal review (A-13) and discussion by its leaders (A-12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Id, Text
from regledger.records.authority import Officer, officer_reads
from regledger.records.case.reading import OnCase, case_reads, open_case

__all__ = [
    "CASE_DELIBERATION",
    "DELIBERATION_HANDLERS",
    "CaseDeliberation",
    "CaseDiscussed",
    "CaseLegallyReviewed",
]

_TAGS = {"case": "case", "enterprise": "enterprise", "site": "site", "authority": "authority"}
Result = Literal["passed", "returned"]


@fact("case.legally_reviewed", 1, tags={**_TAGS, "reviewer": "officer"}, occurred="reviewed_on", mends=("reviewer",))
class CaseLegallyReviewed(Fact, frozen=True, kw_only=True):
    """`case.legally_reviewed` v1: the legal review of an intended decision ended on a legal day (法制审核, Art 58)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    reviewer: Id
    result: Result
    opinion: Text
    first_time: bool
    """Whether the reviewer does this work for the first time."""
    qualified: bool
    """Whether the reviewer passed the national examination for legal professions."""
    reviewed_on: date


@fact("case.discussed", 1, tags={**_TAGS, "leaders": "officer"}, occurred="discussed_on", mends=("leaders",))
class CaseDiscussed(Fact, frozen=True, kw_only=True):
    """`case.discussed` v1: the leaders of the authority discussed a case on a legal day (集体讨论, Art 57)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    leaders: tuple[Id, ...]
    record: Text
    conclusion: Text
    discussed_on: date


class CaseDeliberation(State, frozen=True, kw_only=True):
    """Review and discussion of one case; read as `case_deliberation:<case>`."""

    case: str
    review: Result | None = None
    reviewed_on: date | None = None
    discussed_on: date | None = None


def _evolve(state: CaseDeliberation | None, recorded: RecordedFact) -> CaseDeliberation | None:
    match recorded.body:
        case CaseLegallyReviewed() as body:
            return CaseDeliberation(
                case=body.case,
                review=body.result,
                reviewed_on=body.reviewed_on,
                discussed_on=None if state is None else state.discussed_on,
            )
        case CaseDiscussed() as body:
            return CaseDeliberation(
                case=body.case,
                review=None if state is None else state.review,
                reviewed_on=None if state is None else state.reviewed_on,
                discussed_on=body.discussed_on,
            )
    return state


CASE_DELIBERATION = Kind(
    name="case_deliberation",
    tag="case",
    state=CaseDeliberation,
    evolve=_evolve,
    facts=(CaseLegallyReviewed, CaseDiscussed),
)


class ReviewLegally(Command, frozen=True, kw_only=True):
    """Record the legal review of an intended decision."""

    case: Id
    reviewer: Id
    result: Result
    opinion: Text
    first_time: bool = False
    qualified: bool = True
    reviewed_on: date


class DiscussCase(Command, frozen=True, kw_only=True):
    """Record that the leaders discussed a case together."""

    case: Id
    leaders: tuple[Id, ...]
    record: Text
    conclusion: Text
    discussed_on: date


def _reads(command: OnCase, dossier: Dossier) -> Iterator[str]:
    yield from case_reads(command, dossier)
    yield f"case_deliberation:{command.case}"
    if isinstance(command, ReviewLegally):
        yield f"officer:{command.reviewer}"
    if isinstance(command, DiscussCase):
        yield from officer_reads(command.leaders)


@handles("case.review_legally", ReviewLegally, on="reviewed_on", reads=_reads, role="review")
def review_legally(command: ReviewLegally, dossier: Dossier, judge: Judge) -> Outcome:
    """A-13: whoever reviews for the first time has passed the national examination for legal professions."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from judge.rule("SEQ", "case.outcome_chosen", case.outcome is None, case=command.case, outcome=case.outcome)
    known = dossier.get(Officer, command.reviewer) is not None
    yield from judge.rule("REF", "officer.unknown", known, officer=command.reviewer)
    yield from judge.rule(
        "A-13",
        "case.reviewer_unqualified",
        command.qualified or not command.first_time,
        case=command.case,
        reviewer=command.reviewer,
    )
    given = bool(command.opinion.strip())
    yield from judge.rule("A-13", "case.opinion_missing", given, case=command.case)
    yield CaseLegallyReviewed(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        reviewer=command.reviewer,
        result=command.result,
        opinion=command.opinion,
        first_time=command.first_time,
        qualified=command.qualified,
        reviewed_on=command.reviewed_on,
    )


@handles("case.discuss", DiscussCase, on="discussed_on", reads=_reads, role="approve")
def discuss_case(command: DiscussCase, dossier: Dossier, judge: Judge) -> Outcome:
    """A-12: by several leaders, with a record."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from judge.rule("SEQ", "case.outcome_chosen", case.outcome is None, case=command.case, outcome=case.outcome)
    leaders = tuple(dict.fromkeys(command.leaders))
    for one in leaders:
        yield from judge.rule("REF", "officer.unknown", dossier.get(Officer, one) is not None, officer=one)
    least = judge.whole("A-12.leaders")
    yield from judge.rule(
        "A-12",
        "case.discussed_by_too_few",
        len(leaders) >= least,
        case=command.case,
        found=len(leaders),
        least=least,
    )
    yield from judge.rule("A-12", "case.discussion_unrecorded", bool(command.record.strip()), case=command.case)
    yield CaseDiscussed(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        leaders=leaders,
        record=command.record,
        conclusion=command.conclusion,
        discussed_on=command.discussed_on,
    )


DELIBERATION_HANDLERS = (review_legally, discuss_case)
