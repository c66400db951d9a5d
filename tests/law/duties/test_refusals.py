"""What is told out of order, twice, of nobody or of nothing, on projects and duties."""

from __future__ import annotations

import pytest
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

from .test_projects import ACCEPTED, APPROVED, BEGUN, COMPLETED, EVALUATED, ORDER, REGISTERED, USED, VERIFIED

PRINCIPAL = step(
    "duty.record",
    site="S-1",
    enterprise="E-1",
    authority="emb",
    figures={"duty": "principal", "fulfilled": [1, 2, 3, 4, 5, 6, 7]},
    conclusion="kept",
    recorded_on="2026-03-02",
)
MANY = {"duty": "principal", "fulfilled": [1, 2, 3, 4, 5, 6, 7, 8]}


@pytest.mark.parametrize(
    ("history", "act", "rule", "code"),
    [
        ((), EVALUATED, "REF", "project.unknown"),
        ((REGISTERED,), REGISTERED, "REF", "project.taken"),
        ((REGISTERED,), EVALUATED.but(evaluated_on="2026-01-04"), "SEQ", "project.not_yet"),
        ((REGISTERED, EVALUATED), APPROVED, "SEQ", "project.no_design_waits"),
        ((REGISTERED, *ORDER[:3]), COMPLETED, "SEQ", "project.not_begun"),
        ((REGISTERED, *ORDER[:4]), ACCEPTED, "SEQ", "project.not_completed"),
        ((REGISTERED, *ORDER[:5]), VERIFIED, "SEQ", "project.not_accepted"),
        ((REGISTERED, *ORDER[:6]), VERIFIED.but(officers=[]), "REF", "project.nobody_looked"),
        ((REGISTERED, *ORDER), USED, "SEQ", "project.used_already"),
        ((REGISTERED, *ORDER), BEGUN, "SEQ", "project.begun_already"),
        ((), PRINCIPAL.but(figures=MANY), "REF", "duty.no_such_duty"),
        ((), PRINCIPAL.but(inspection="I-none"), "REF", "duty.inspection_unknown"),
        ((), PRINCIPAL.but(licences=["L-none"]), "REF", "licence.unknown"),
    ],
)
def test_it_is_refused_for_what_is_wrong(
    given: Scenarios, history: tuple[Step, ...], act: Step, rule: str, code: str
) -> None:
    """Each is refused by that rule alone and for that reason."""
    given(*history).on("2026-06-01").when(act).refuses(rule, code=code)
