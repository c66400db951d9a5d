"""Which list of criteria a finding is held to: the 20 items of 2017, or AQ 3067-2026 from its first day on (F-20).

Whether the list of 2017 was repealed was not verified, so both run from that day, and a finding by the old one alone is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Judge, Objection, hookimpl

__all__: list[str] = []

OURS = "hazchem-"
"""What the codes of both lists begin with."""


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-20: a hazard is named by the list that prevails on the day; one by a list that does not apply yet is told by the core."""
    if act.name != "inspection.record":
        return
    for finding in act.command.hazards:
        criterion = judge.law.criterion(finding.criterion or "")
        if criterion is None or not criterion.code.startswith(OURS) or not criterion.covers(judge.day):
            continue
        prevailing = str(judge.law.value("F-20.list", on=judge.day))
        yield from judge.note(
            "F-20",
            "hazard.list_superseded",
            criterion.citation.instrument == prevailing,
            hazard=finding.hazard,
            criterion=criterion.code,
            prevailing=prevailing,
        )
