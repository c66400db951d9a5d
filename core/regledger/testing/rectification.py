"""A lawful hazard loop in `COUNTY`, step by step: leave one out, or vary it with `but`, and see what objects.

Found on Mon 2026-03-02, H-1 a general hazard and H-2 a major one; H-1 ordered on the next day to be rectified by
Mon 2026-03-30; reported on 2026-03-18, so it is to be re-inspected by 2026-03-28; passed on 2026-03-20.
"""

from __future__ import annotations

from typing import Any

from regledger.testing.scenario import Step, step

__all__ = ["CLEARED", "FOUND", "ITEM", "ORDERED", "PASSED", "PLAN", "REPORTED"]

FOUND = step(
    "inspection.record",
    inspection="I-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    officers=["li", "wang"],
    certificates_shown=True,
    place="Chlorine store",
    content="Storage and alarms",
    unit_signature="signed",
    hazards=[
        {"hazard": "H-1", "level": "general", "description": "氯气报警器失效", "basis": "安全生产法 Art 36"},
        {
            "hazard": "H-2",
            "level": "major",
            "criterion": "hazchem-2017/5",
            "description": "No cut-off valve",
            "basis": "安全生产法 Art 36, GB 18218-2018",
        },
    ],
    inspected_on="2026-03-02",
)

PLAN: dict[str, Any] = {
    "goals": "A working valve",
    "measures": "Replace it",
    "funds": "80,000 yuan",
    "bodies": "Works department",
    "time_limit": "28 days",
    "emergency": "Store emptied meanwhile",
}
"""The six elements that I-02 asks of a major hazard's plan."""

ITEM: dict[str, Any] = {
    "hazard": "H-1",
    "measure": "Repair the alarm",
    "basis": "安全生产法 Art 36",
    "responsible": {"value": "张三"},
    "duty": "Head of works",
    "due_on": "2026-03-30",
    "supervising_officer": "li",
}
"""The one item of `ORDERED`."""

ORDERED = step(
    "order.issue",
    order="R-1",
    inspection="I-1",
    officers=["li", "wang"],
    items=[ITEM],
    remedies={"review_to": "County government", "suit_to": "County court"},
    issued_on="2026-03-03",
)
REPORTED = step("hazard.report_rectified", hazard="H-1", rectifier="p-7", evidence="Photo 12", reported_on="2026-03-18")
PASSED: Step = step(
    "hazard.reinspect",
    hazard="H-1",
    officers=["li", "wang"],
    result="passed",
    findings="Looked",
    reinspected_on="2026-03-20",
)
CLEARED = step("hazard.clear", hazard="H-1", cleared_on="2026-03-20")
