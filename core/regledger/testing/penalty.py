"""A lawful penalty case in `COUNTY`, step by step: leave one out, or vary it with `but`, and see what objects.

Filed on Mon 2026-03-02, so the last day to decide is Sun 2026-05-31; notice of 50,000 yuan on Mon 2026-03-09, so
a hearing can be asked for until Mon 2026-03-16; decided on the next day, served on Wed 2026-03-18, so the last day
to pay is Thu 2026-04-02.
"""

from __future__ import annotations

from regledger.testing.scenario import step

__all__ = ["DECIDED", "FILED", "FINE_FEN", "NOTIFIED", "PAID", "SERVED"]

FINE_FEN = 5_000_000

FILED = step(
    "case.open",
    case="C-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    act="The chlorine alarm was switched off",
    act_on="2026-02-25",
    discovered_on="2026-02-26",
    harms_life=False,
    opened_on="2026-03-02",
)
NOTIFIED = step(
    "case.serve_notice",
    case="C-1",
    fine_fen=FINE_FEN,
    facts="The alarm was off for nine days",
    basis="安全生产法(2021) Art 99",
    hearing_right_told=True,
    evidence_summary="Record of the inspection, photographs of the switch",
    defence_told=True,
    contact="Enforcement office, 1 County Road",
    sealed=True,
    served_on="2026-03-09",
)
DECIDED = step(
    "case.decide",
    case="C-1",
    number="(湘)应急罚〔2026〕3号",
    fine_fen=FINE_FEN,
    reasons="The alarm was off for nine days; nothing was put forward against it",
    basis="安全生产法(2021) Art 99",
    bank="County Commercial Bank, 2 River Road",
    surcharge_told=True,
    correction="Keep the alarm on, at once",
    performance="To be paid to the bank within 15 days of receipt",
    remedies="Reconsideration within 60 days, or a suit within six months",
    review_body="People's Government of the county",
    court="People's Court of the county",
    publicity="Published on the authority's site within seven working days",
    sealed=True,
    decided_on="2026-03-17",
)
SERVED = step("case.serve", case="C-1", mode="direct", served_on="2026-03-18")
PAID = step("case.pay", case="C-1", amount_fen=FINE_FEN, receipt="R-1", paid_on="2026-04-02")
