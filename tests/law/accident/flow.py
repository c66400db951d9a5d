"""A lawful accident in `COUNTY`, step by step: leave one out, or vary it with `but`, and see what objects.

On Mon 2026-03-02 at 08:00 one died and four were seriously hurt: a general accident. The head was told at 08:10 and the
department at 08:50; the team was formed on 03-05, reported on 04-20, and the government `gov` replied on 04-30.
"""

from __future__ import annotations

from typing import Any

from regledger.testing.scenario import Step, step

GOV = step("authority.register", authority="gov", name="County government", registered_on="2020-01-02")
REPORTED = step(
    "accident.receive_report",
    accident="A-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    happened_at="2026-03-02T08:00:00+08:00",
    head_told_at="2026-03-02T08:10:00+08:00",
    profile="Chlor-alkali plant, 80 staff",
    scene="Store 2, 08:00",
    course="A valve burst",
    measures="Store emptied",
    deaths=1,
    injuries=4,
    missing=0,
    loss_fen=300_000_000,
    injured=[{"value": "李四"}],
    received_at="2026-03-02T08:50:00+08:00",
)
ORGANS = ("government", "emergency", "sector", "supervision", "police", "union")


def members(*organs: str) -> list[dict[str, Any]]:
    """One member of each organ, `m-union` of the union."""
    return [{"member": f"m-{organ}", "organ": organ} for organ in organs]


TEAM = step(
    "accident.form_team",
    accident="A-1",
    government="gov",
    level="county",
    members=members(*ORGANS),
    procuratorate_invited=True,
    leader="m-government",
    formed_on="2026-03-05",
)
SUBMITTED = step(
    "accident.submit_report",
    accident="A-1",
    unit="The plant",
    course="The valve burst at 08:00",
    casualties="One dead, four hurt, 3 million yuan",
    cause="Corrosion, an accident of responsibility",
    responsibility="The plant and its principal",
    prevention="New valves",
    evidence_attached=True,
    signed=[f"m-{organ}" for organ in ORGANS],
    grade="general",
    deaths=1,
    injuries=4,
    loss_fen=300_000_000,
    responsible=True,
    submitted_on="2026-04-20",
)
REPLIED = step(
    "accident.reply", accident="A-1", government="gov", document="青政函〔2026〕9号", replied_on="2026-04-30"
)
MEASURES = step(
    "accident.report_measures",
    accident="A-1",
    measures="Valves replaced",
    evidence="Photos",
    union_supervised=True,
    reported_on="2026-05-20",
)
EDUCATED = step("accident.educate", accident="A-1", audience="All staff", educated_on="2026-05-21")
CLOSED = step("accident.close", accident="A-1", closed_on="2026-05-25")
PENALTY = step(
    "accident.propose_penalty",
    accident="A-1",
    penalty="P-1",
    target="unit",
    conduct="accident",
    basis="work_safety_law",
    fine_fen=30_000_000,
    proposed_on="2026-04-21",
)
INCOME = step(
    "accident.determine_income",
    accident="A-1",
    person="p-1",
    target="principal",
    year=2025,
    income_fen=20_000_000,
    determined_on="2026-04-15",
)
CONFIRM: dict[str, Step] = {
    rule: step("rule.confirm", rule=rule, authority="emb", document="青应急〔2026〕1号", confirmed_on="2026-01-05")
    for rule in ("C-14", "C-15", "C-20", "C-21", "B-31")
}
