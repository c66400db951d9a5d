"""Lawful steps between notice and decision, decisions on the spot and a suspected crime, in `COUNTY` and on `C-1`.

Notice of 50,000 yuan and a stop of production on Mon 2026-03-09, so a hearing can be asked for until Mon 2026-03-16;
asked for on that day, told of on Wed 2026-03-18, held on Fri 2026-03-27: seven working days lie before it.
"""

from __future__ import annotations

from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import step

__all__ = [
    "ASKED",
    "CALLED",
    "CLOSED",
    "DISCUSSED",
    "HEARD",
    "HEAVY",
    "PROPOSED",
    "REVIEWED",
    "SENT",
    "SPOT",
    "STOPPED",
    "STOP_TOLD",
    "TRANSFERRED",
]

STOP_TOLD = NOTIFIED.but(sanctions=["fine", "stop"])
ASKED = step("hearing.request", case="C-1", requested_on="2026-03-16")
CALLED = step(
    "hearing.notify",
    case="C-1",
    hearing_on="2026-03-27",
    place="Room 2, 1 County Road",
    chair="wang",
    notified_on="2026-03-18",
)
HEARD = step(
    "hearing.hold",
    case="C-1",
    chair="wang",
    turnout="present",
    agents=2,
    record="Record of 2026-03-27, six pages",
    signature="signed",
    held_on="2026-03-27",
)
REVIEWED = step(
    "case.review_legally",
    case="C-1",
    reviewer="wang",
    result="passed",
    opinion="Facts clear, evidence complete",
    reviewed_on="2026-03-30",
)
DISCUSSED = step(
    "case.discuss",
    case="C-1",
    leaders=["li", "wang"],
    record="Minutes 2026-7",
    conclusion="Fine and stop",
    discussed_on="2026-03-31",
)
STOPPED = DECIDED.but(
    sanctions=["fine", "stop"], hearing_findings="The record shows the alarm was off", decided_on="2026-04-01"
)
HEAVY = (FILED, STOP_TOLD, ASKED, CALLED, HEARD, REVIEWED, DISCUSSED)
"""Everything that a decision with a stop of production waits for."""
CLOSED = step(
    "case.close_without_penalty",
    case="C-1",
    ground="minor",
    reasons="Switched on again within the hour",
    education="A talk on alarms, 2026-03-10",
    closed_on="2026-03-10",
)
SPOT = step(
    "summary.decide",
    summary="D-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    officers=["li", "wang"],
    certificates_shown=True,
    party="unit",
    act="A warning sign was missing",
    basis="安全生产法(2021) Art 99",
    facts_certain=True,
    sanction="fine",
    fine_fen=300_000,
    place="Gate 2",
    number="当2026001",
    correction="Put up the sign, at once",
    remedies="Reconsideration within 60 days; a suit only after it",
    review_first_told=True,
    handing="signed",
    decided_on="2026-03-04",
)
PROPOSED = step(
    "transfer.propose",
    transfer="T-1",
    case="C-1",
    team=["li", "wang"],
    crime="Refusing to rectify a major hazard",
    article="134-1",
    report="Report of 2026-03-16",
    order_basis="安全生产法(2021) Art 70",
    order_content="Stop the chlorine store until the valve works",
    order_due_on="2026-03-15",
    proposed_on="2026-03-16",
)
TRANSFERRED = step(
    "transfer.decide",
    transfer="T-1",
    approved=True,
    reasons="The order was disobeyed",
    decided_at="2026-03-19T10:00:00+08:00",
)
SENT = step(
    "transfer.send",
    transfer="T-1",
    police="County police",
    papers=["letter", "report", "items", "appraisal"],
    sent_at="2026-03-20T10:00:00+08:00",
)
