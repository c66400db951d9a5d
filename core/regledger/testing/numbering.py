"""Number series in `COUNTY`, and penalty cases that are ready to be decided, each for an act of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from eventsourcing.dcb.api import DCBEvent

from regledger.deciding.answers import Submission
from regledger.ids import new_id
from regledger.ledger import Ledger
from regledger.log.envelope import Commit
from regledger.log.facts import NewFact
from regledger.records.numbering import NumberIssued
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import Step, step

__all__ = ["OPENED", "decided", "filing", "numbers_before", "ready_case"]

OPENED = step("series.open", authority="emb", kind="罚", year=2026, prefix="（湘）应急罚", opened_on="2026-01-05")
"""Penalty decisions of 2026 are numbered by the platform since 2026-01-05."""


def ready_case(case: str) -> tuple[Step, ...]:
    """A case with its notice, to be decided from 2026-03-17 on."""
    filed = FILED.but(case=case, act=f"The alarm of {case} was switched off")
    return filed, NOTIFIED.but(case=case)


def decided(case: str) -> Step:
    """The decision of that case on 2026-03-17, its number left to the series."""
    body = {name: value for name, value in DECIDED.body.items() if name != "number"}
    return step(DECIDED.command, **body).but(case=case)


def filing(case: str) -> Submission:
    """The filing of that case on 2024-03-04, for an act of its own; the clock may show any later day."""
    days = {"act_on": "2024-02-25", "discovered_on": "2024-02-26", "opened_on": "2024-03-04"}
    return Submission(command="case.open", body={**FILED.body, **days, "case": case, "act": f"Act {case}"})


def numbers_before(ledger: Ledger, serial: int) -> Iterator[DCBEvent]:
    """The events of all numbers below `serial` in `emb`'s series of filings of 2026, as their decisions would have left them."""
    for before in range(1, serial):
        issued = NumberIssued(
            series="emb-li-2026",
            authority="emb",
            kind="立",
            year=2026,
            serial=before,
            text=f"（湘）应急立〔2026〕{before}号",
            subject=f"case:X-{before}",
            issued_on=date(2026, 3, 2),
        )
        commit = Commit(id=new_id(), index=0, size=1)
        name, tags, data = ledger.catalogue.encode(NewFact(body=issued), zone=ledger.zone, commit=commit)
        yield DCBEvent(type=name, data=data, tags=list(tags))
