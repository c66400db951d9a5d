"""Hazards by the criterion that makes them major (危险化学品企业重大事故隐患判定标准): a kind of tag that came after the facts."""

from __future__ import annotations

from regledger.sectors import RecordedFact, TagKind

__all__ = ["CRITERION"]


def criterion_id(fact: RecordedFact) -> str | None:
    """`hazchem-2017_5` for a hazard found under `hazchem-2017/5`, `hazchem-2026_5-6-1` under `hazchem-2026/5.6.1`.

    None under no criterion, or another sector's.
    """
    criterion = str(getattr(fact.body, "criterion", None) or "")
    return criterion.replace("/", "_").replace(".", "-") if criterion.startswith("hazchem-") else None


CRITERION = TagKind("hazard_criterion", "side", derive={"hazard.found": criterion_id})
