"""What a decision may stand on: evidence of its own case, verified and not excluded (行政处罚法 Arts 41, 46; A-05, A-08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.investigation.evidence_state import Evidence

__all__ = ["evidence_reads", "evidence_stands"]


def evidence_reads(case: str, evidence: Sequence[str]) -> Iterator[str]:
    """The tags to read before `evidence_stands` is asked."""
    return (f"evidence:{one}" for one in evidence)


def evidence_stands(
    case: str, evidence: Sequence[str], day: date, dossier: Dossier, judge: Judge
) -> Iterator[Objection]:
    """A-05: each piece named is of this case, verified by `day` and not excluded; A-08: what a device recorded was told."""
    for one in dict.fromkeys(evidence):
        held = dossier.get(Evidence, one)
        yield from judge.rule("REF", "evidence.unknown", held is not None, evidence=one, day=day)
        if held is None:
            continue
        yield from judge.rule(
            "REF", "evidence.of_another_case", held.case == case, evidence=one, case=case, owner=held.case
        )
        final = dossier.latest(Evidence, one) or held
        yield from judge.rule(
            "A-05", "evidence.excluded", final.excluded_on is None, evidence=one, excluded=final.excluded_on
        )
        yield from judge.rule("A-05", "evidence.unverified", held.verified_on is not None, evidence=one, day=day)
        yield from judge.rule(
            "A-08", "evidence.party_not_told", held.monitoring is None or held.told_on is not None, evidence=one
        )
