"""Safety evaluations: made every three years by a qualified agency, and filed with the county (F-02)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import (
    Act,
    Authority,
    Command,
    CorrectFact,
    Dossier,
    Enterprise,
    Fact,
    Id,
    Judge,
    Kind,
    Objection,
    Obligation,
    Outcome,
    RecordedFact,
    Site,
    State,
    Text,
    corrected_body,
    fact,
    handles,
)

__all__ = [
    "OBLIGATION",
    "SAFETY_EVALUATION",
    "SITE_EVALUATIONS",
    "FileSafetyEvaluation",
    "SafetyEvaluation",
    "SafetyEvaluationFiled",
    "SiteEvaluations",
    "evaluation_correction_objections",
    "file_safety_evaluation",
]

INTERVAL = "F-02.evaluation_interval"


@fact(
    "safety_evaluation.filed",
    1,
    tags={"evaluation": "safety_evaluation", "enterprise": "enterprise", "site": "site", "authority": "authority"},
    occurred="filed_on",
    effective="evaluated_on",
    asserted="mapped",
)
class SafetyEvaluationFiled(Fact, frozen=True, kw_only=True):
    """`safety_evaluation.filed` v1: the report of a safety evaluation was filed (危险化学品安全管理条例 Arts 22, 32).

    Filed on a legal day; it counts from the day of the report, from which the three years run.
    """

    evaluation: Id
    enterprise: Id
    site: Id
    authority: Id
    """With which it was filed: the county's department, in a port the port authority."""
    agency: Text
    """The qualified agency that made it."""
    rectification: Text | None
    """How the rectification plan was carried out; None where that was not filed."""
    evaluated_on: date
    """The day of the report."""
    filed_on: date


class SafetyEvaluation(State, frozen=True, kw_only=True):
    """One evaluation that was filed."""

    evaluation: str
    site: str
    evaluated_on: date
    filed_on: date


class SiteEvaluations(State, frozen=True, kw_only=True):
    """The evaluations of a site, by the day of the report."""

    evaluations: tuple[SafetyEvaluation, ...]

    def last_before(self, day: date) -> SafetyEvaluation | None:
        """The last one whose report is of a day before `day`."""
        return next((one for one in reversed(self.evaluations) if one.evaluated_on < day), None)

    def filed_by(self, day: date) -> bool:
        """Whether one was filed by `day`."""
        return any(one.filed_on <= day for one in self.evaluations)


def _evolve(state: SafetyEvaluation | None, recorded: RecordedFact) -> SafetyEvaluation | None:
    match recorded.body:
        case SafetyEvaluationFiled() as body:
            return SafetyEvaluation(
                evaluation=body.evaluation, site=body.site, evaluated_on=body.evaluated_on, filed_on=body.filed_on
            )
    return state


def _evolve_site(state: SiteEvaluations | None, recorded: RecordedFact) -> SiteEvaluations | None:
    one = _evolve(None, recorded)
    if one is None:
        return state
    others = () if state is None else state.evaluations
    return SiteEvaluations(evaluations=tuple(sorted((*others, one), key=lambda each: each.evaluated_on)))


SAFETY_EVALUATION = Kind(
    name="safety_evaluation", state=SafetyEvaluation, evolve=_evolve, facts=(SafetyEvaluationFiled,)
)
SITE_EVALUATIONS = Kind(
    name="site_evaluations", tag="site", state=SiteEvaluations, evolve=_evolve_site, facts=(SafetyEvaluationFiled,)
)


class FileSafetyEvaluation(Command, frozen=True, kw_only=True):
    """Record that the report of a safety evaluation was filed."""

    evaluation: Id
    enterprise: Id
    site: Id
    authority: Id
    agency: Text
    rectification: Text | None = None
    evaluated_on: date
    filed_on: date


def _reads(command: FileSafetyEvaluation, dossier: Dossier) -> Iterator[str]:
    yield f"{SAFETY_EVALUATION.name}:{command.evaluation}"
    yield f"{SITE_EVALUATIONS.name}:{command.site}"
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"
    yield f"authority:{command.authority}"


@handles("safety_evaluation.file", FileSafetyEvaluation, on="filed_on", reads=_reads, world=True)
def file_safety_evaluation(command: FileSafetyEvaluation, dossier: Dossier, judge: Judge) -> Outcome:
    """F-02: filed with how its rectification was carried out; one that was made too late is noted, and recorded."""
    yield from _references(command, dossier, judge)
    yield from _in_order(command, judge)
    yield from judge.note(
        "F-02",
        "safety_evaluation.rectification_missing",
        bool(command.rectification and command.rectification.strip()),
        evaluation=command.evaluation,
    )
    # As known, not as of the act: its own day lies before that of the filing.
    before = dossier.latest(SiteEvaluations, command.site)
    last = None if before is None else before.last_before(command.evaluated_on)
    if last is not None and judge.law.has(INTERVAL, on=last.evaluated_on):
        due = judge.deadline(INTERVAL, last.evaluated_on, on=last.evaluated_on).day
        yield from judge.note(
            "F-02",
            "safety_evaluation.overdue",
            command.evaluated_on <= due,
            site=command.site,
            before=last.evaluated_on,
            evaluated=command.evaluated_on,
            last=due,
        )
    yield SafetyEvaluationFiled(
        evaluation=command.evaluation,
        enterprise=command.enterprise,
        site=command.site,
        authority=command.authority,
        agency=command.agency,
        rectification=command.rectification,
        evaluated_on=command.evaluated_on,
        filed_on=command.filed_on,
    )


def _references(command: FileSafetyEvaluation, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    enterprise, site = dossier.get(Enterprise, command.enterprise), dossier.get(Site, command.site)
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "enterprise.unknown", enterprise is not None, enterprise=command.enterprise)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    if site is not None:
        yield from judge.rule(
            "REF",
            "site.of_another",
            site.enterprise == command.enterprise,
            site=command.site,
            owner=site.enterprise,
            enterprise=command.enterprise,
        )
    taken = dossier.latest(SafetyEvaluation, command.evaluation)
    yield from judge.rule(
        "REF",
        "safety_evaluation.taken",
        taken is None,
        evaluation=command.evaluation,
        site=command.site if taken is None else taken.site,
    )


def _in_order(stated: FileSafetyEvaluation | SafetyEvaluationFiled, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule(
        "SEQ",
        "safety_evaluation.filed_before_made",
        stated.evaluated_on <= stated.filed_on,
        evaluation=stated.evaluation,
        evaluated=stated.evaluated_on,
        filed=stated.filed_on,
    )


def evaluation_correction_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """SEQ where `fact.correct` puts other days in the place of those of a filing."""
    body = corrected_body(act.command, act.dossier) if isinstance(act.command, CorrectFact) else None
    if isinstance(body, SafetyEvaluationFiled):
        yield from _in_order(body, judge)


_FILED = SafetyEvaluationFiled.__fact__.name

OBLIGATION = Obligation(
    code="safety_evaluation.due",
    title="Evaluate safety, and file the report",
    title_zh="进行安全评价并将评价报告备案",
    rule="F-02",
    period=INTERVAL,
    begins=("licence.issued", _FILED),
    met_by=(_FILED,),
    command=file_safety_evaluation.name,
    licence_kinds=("hazardous_chemicals_production",),
)
