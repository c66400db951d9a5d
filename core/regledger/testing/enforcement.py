"""A decision that is not paid, in `COUNTY` and on `C-1`, up to the court: leave a step out, or vary it with `but`.

Served on Wed 2026-03-18, to be paid by Thu 2026-04-02; the surcharge reaches the fine of 50,000 yuan on 2026-05-06, so
100,000 yuan are owed. The party can sue until Fri 2026-09-18, so the court is asked from 2026-09-19 to 2026-12-18.
Urged on Tue 2026-09-01: the ten working days end with Tue 2026-09-15.
"""

from __future__ import annotations

from regledger.testing.penalty import DECIDED, FILED, FINE_FEN, NOTIFIED, SERVED
from regledger.testing.scenario import step

__all__ = [
    "ACCEPTED",
    "AGREED",
    "APPLIED",
    "ASKED",
    "DEFERRED",
    "OWED_FEN",
    "PERMITTED",
    "PROVED",
    "SUSPENDED",
    "UNPAID",
    "URGED",
    "URGING_PROVED",
    "WEIGHED",
]

OWED_FEN = 2 * FINE_FEN

PROVED = step(
    "service.prove",
    case="C-1",
    document="decision",
    number="(湘)应急罚〔2026〕3号",
    receiver={"value": "王五"},
    relation="Legal representative",
    mode="direct",
    place="1 River Road",
    time="10:30",
    officers=["li", "wang"],
    served_on="2026-03-18",
)
UNPAID = (FILED, NOTIFIED, DECIDED, SERVED, PROVED)
ASKED = step("deferral.ask", case="C-1", hardship="Orders fell by half; accounts attached", asked_on="2026-03-25")
DEFERRED = step(
    "deferral.grant",
    case="C-1",
    until="2026-09-30",
    instalments=[
        {"due_on": "2026-06-30", "amount_fen": 2_000_000},
        {"due_on": "2026-09-30", "amount_fen": 3_000_000},
    ],
    ground="The accounts show a loss",
    granted_on="2026-03-27",
)
URGED = step(
    "urging.serve",
    case="C-1",
    number="(湘)应急催〔2026〕1号",
    perform_by="2026-09-15",
    manner="In one sum",
    amount_fen=OWED_FEN,
    payment="County Commercial Bank, 2 River Road",
    rights_told=True,
    served_on="2026-09-01",
)
URGING_PROVED = PROVED.but(document="urging", number="(湘)应急催〔2026〕1号", served_on="2026-09-01")
WEIGHED = step("urging.answer", case="C-1", findings="Nothing was put forward", answered_on="2026-09-08")
AGREED = step(
    "agreement.make",
    case="C-1",
    stages=[{"due_on": "2026-10-30", "amount_fen": FINE_FEN}],
    waived_fen=FINE_FEN,
    remedied="A second alarm was fitted",
    made_on="2026-09-16",
)
SUSPENDED = step(
    "enforcement.suspend",
    case="C-1",
    ground="no_ability",
    reasons="The accounts are empty",
    suspended_on="2026-09-21",
)
APPLIED = step(
    "enforcement.apply",
    case="C-1",
    court="People's Court of the county",
    head="Li",
    sealed=True,
    amount_fen=OWED_FEN,
    materials=["application", "decision", "opinion_and_urging", "subject"],
    applied_on="2026-09-21",
)
ACCEPTED = step("court.accept", case="C-1", document="(2026)湘行审1号", accepted_on="2026-09-24")
PERMITTED = step("court.rule", case="C-1", document="(2026)湘行审1号之一", permitted=True, ruled_on="2026-09-30")
