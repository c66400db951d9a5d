"""A lawful assessment in the governed county: bureau `hcb` for 2025, with two matters and two meetings to count.

It answered matter MT-1 in time and MT-2 a day late, and attended one of the two meetings that its target asks for.
"""

from __future__ import annotations

from typing import Any

from regledger.testing.scenario import Step, step

__all__ = ["CONCLUDED", "FORMULA", "INDICATORS", "JUDGED", "SETTLED", "TARGET", "WORKED"]

INDICATORS: list[dict[str, Any]] = [
    {
        "indicator": "matters_in_time",
        "title": "交办事项按期反馈",
        "points": 40,
        "by": "share",
        "fact": "matter.answered",
        "in_time": True,
        "of": "matter.assigned",
    },
    {
        "indicator": "meetings",
        "title": "参加安委会会议",
        "points": 20,
        "by": "reach",
        "fact": "meeting.held",
        "unit_field": "attendees",
        "target": 2,
    },
    {
        "indicator": "escalated",
        "title": "被督办事项",
        "points": 20,
        "by": "deduct",
        "fact": "matter.escalated",
        "unit_field": "owner",
        "each": "5",
    },
    {"indicator": "leadership", "title": "领导重视", "points": 20, "by": "judged"},
]
FORMULA: Step = step(
    "formula.state",
    formula="F-1",
    version=1,
    authority="gov",
    title="安全生产目标责任制考核办法",
    document="县政办发〔2025〕1号",
    indicators=INDICATORS,
    vetoes=[
        {
            "veto": "accountable",
            "title": "公职人员被追责",
            "fact": "accountability.decided",
            "where": [{"field": "responsible", "value": "true"}],
        }
    ],
    stated_on="2025-01-10",
)
TARGET = step(
    "target.set",
    target="TG-1",
    unit="hcb",
    authority="gov",
    year=2025,
    formula="F-1",
    version=1,
    set_on="2025-01-15",
)
WORKED: tuple[Step, ...] = (
    step(
        "committee.compose",
        committee="AWH",
        authority="gov",
        name="县安全生产委员会",
        head="chen",
        members=["hcb"],
        composed_on="2025-01-20",
    ),
    step(
        "meeting.hold",
        meeting="M-1",
        committee="AWH",
        number="2025-1",
        chair="chen",
        attendees=["hcb"],
        agenda="年度部署",
        held_on="2025-01-22",
    ),
    *(
        one
        for matter, answered in (("MT-1", "2025-03-31"), ("MT-2", "2025-04-01"))
        for one in (
            step("matter.raise", matter=matter, authority="emb", ground="Gap", raised_on="2025-03-03"),
            step("matter.assign", matter=matter, owner="hcb", due_on="2025-03-31", assigned_on="2025-03-04"),
            step("matter.answer", matter=matter, answer="Closed", answered_on=answered),
        )
    ),
)
JUDGED: dict[str, Any] = {"indicator": "leadership", "points": "18", "assessor": "sun", "ground": "Four site visits"}
CONCLUDED = step(
    "assessment.conclude",
    assessment="AS-1",
    target="TG-1",
    as_of="2026-01-10",
    judged=[JUDGED],
    concluded_on="2026-01-12",
)
SETTLED = step("assessment.settle", assessment="AS-1", settled_on="2026-01-27")
