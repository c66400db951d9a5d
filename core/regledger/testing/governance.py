"""A governed county beside the usual one: a government with its leaders and committee, a department and two townships."""

from __future__ import annotations

from datetime import date

from regledger.history.steps import next_steps
from regledger.testing.scenario import Scenario, Step, step

__all__ = ["COMPOSED", "GOVERNED", "PRINCIPAL", "owed"]

PRINCIPAL = step(
    "leader.assign",
    authority="gov",
    officer="chen",
    post="principal",
    valid_from="2020-01-03",
    assigned_on="2020-01-03",
)
COMPOSED = step(
    "committee.compose",
    committee="AWH",
    authority="gov",
    name="县安全生产委员会",
    head="chen",
    members=["emb", "hcb", "qinghe"],
    composed_on="2026-01-05",
)
GOVERNED: tuple[Step, ...] = (
    *(
        step("authority.register", authority=id_, name=name, registered_on="2020-01-02")
        for id_, name in (("gov", "县人民政府"), ("hcb", "县住建局"), ("qinghe", "清河镇人民政府"))
    ),
    *(
        step("officer.appoint", officer=officer, authority=of, name=officer, appointed_on="2020-01-02")
        for officer, of in (("chen", "gov"), ("sun", "gov"), ("qian", "gov"), ("zhou", "hcb"))
    ),
    PRINCIPAL,
)
"""Government `gov` (officers `chen`, its principal, `sun`, `qian`), bureau `hcb` (`zhou`) and township `qinghe`."""


def owed(scenario: Scenario, subject: str, day: str, *, rule: str = "") -> dict[str, date | None]:
    """The steps on `subject` alone as of `day`, command → last day; only those of `rule` where one is given."""
    steps = next_steps(scenario.ledger, subject, on=date.fromisoformat(day)).steps
    own = subject.partition(":")[2]
    return {
        one.command: one.due for one in steps if one.subject.partition(":")[2] == own and (not rule or one.rule == rule)
    }
