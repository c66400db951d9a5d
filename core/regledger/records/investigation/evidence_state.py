"""The state of a piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.investigation.evidence_facts import (
    EvidenceCollected,
    EvidenceDisclosed,
    EvidenceExcluded,
    EvidenceMarkedSecret,
    EvidencePartyTold,
    EvidenceSampled,
    EvidenceVerified,
)
from regledger.records.investigation.forms import Monitoring

__all__ = ["EVIDENCE", "Evidence"]


class Evidence(State, frozen=True, kw_only=True):
    """A piece of evidence in a case."""

    evidence: str
    case: str
    enterprise: str
    site: str
    authority: str
    kind: str
    missing: tuple[str, ...]
    """What its kind has to show and it does not (A-06)."""
    monitoring: Monitoring | None
    collected_on: date
    verified_on: date | None = None
    told_on: date | None = None
    excluded_on: date | None = None
    secrecy: str = ""


def _evolve(state: Evidence | None, recorded: RecordedFact) -> Evidence | None:
    if isinstance(founding := recorded.body, EvidenceCollected):
        missing = founding.form.missing(founding.kind)
        return _founded(founding, founding.kind, missing, founding.monitoring, founding.collected_on)
    if isinstance(sampled := recorded.body, EvidenceSampled):
        return _founded(sampled, "physical", (), None, sampled.sampled_on)
    if state is None:
        return None
    replace = msgspec.structs.replace
    match recorded.body:
        case EvidenceVerified() as body:
            return replace(state, verified_on=body.verified_on)
        case EvidencePartyTold() as body:
            return replace(state, told_on=body.told_on)
        case EvidenceExcluded() as body:
            return replace(state, excluded_on=body.excluded_on)
        case EvidenceMarkedSecret() as body:
            return replace(state, secrecy=body.secrecy)
    return state


def _founded(
    body: EvidenceCollected | EvidenceSampled,
    kind: str,
    missing: tuple[str, ...],
    monitoring: Monitoring | None,
    collected_on: date,
) -> Evidence:
    return Evidence(
        evidence=body.evidence,
        case=body.case,
        enterprise=body.enterprise,
        site=body.site,
        authority=body.authority,
        kind=kind,
        missing=missing,
        monitoring=monitoring,
        collected_on=collected_on,
    )


def _steps(state: Evidence, judge: Judge) -> Iterator[NextStep]:
    if state.excluded_on is not None:
        return
    if state.verified_on is None:
        yield NextStep(
            command="evidence.verify", rule="A-05", owner="authority", title="Verify the evidence", title_zh="查证证据"
        )
    if state.monitoring is not None and state.told_on is None:
        yield NextStep(
            command="evidence.tell_party",
            rule="A-08",
            owner="authority",
            title="Tell the party what the device recorded",
            title_zh="告知当事人违法事实",
        )


EVIDENCE = Kind(
    name="evidence",
    state=Evidence,
    evolve=_evolve,
    facts=(
        EvidenceCollected,
        EvidenceSampled,
        EvidenceVerified,
        EvidenceExcluded,
        EvidencePartyTold,
        EvidenceMarkedSecret,
        EvidenceDisclosed,
    ),
    steps=_steps,
)
