"""Investigating a case: evidence, its preservation, recusal, and measures against things (行政处罚法 Arts 41-56, 行政强制法; S9)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.investigation.case_file import CASE_FILE
from regledger.records.investigation.collecting import collect_evidence, sample_evidence
from regledger.records.investigation.completing import archive_case, complete_investigation, record_process
from regledger.records.investigation.constraining import impose_constraint, make_good_constraint
from regledger.records.investigation.constraint_state import CONSTRAINT
from regledger.records.investigation.evidence_state import EVIDENCE
from regledger.records.investigation.interviewing import INTERVIEW, OFFICER_INTERVIEWS, record_interview
from regledger.records.investigation.obstructing import (
    OBSTRUCTION,
    order_correction,
    propose_fine,
    record_continued,
    record_obstruction,
)
from regledger.records.investigation.preserving import PRESERVATION, dispose_preservation, order_preservation
from regledger.records.investigation.recusal import ask_recusal, decide_recusal
from regledger.records.investigation.releasing import (
    extend_constraint,
    lift_constraint,
    record_test,
    resolve_constraint,
)
from regledger.records.investigation.secrecy import disclose_evidence, mark_secret
from regledger.records.investigation.substituting import (
    SUBSTITUTION,
    order_substitution,
    perform_substitution,
    record_obeyed,
    urge_substitution,
)
from regledger.records.investigation.verifying import exclude_evidence, tell_party, verify_evidence

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (
    EVIDENCE,
    CASE_FILE,
    PRESERVATION,
    INTERVIEW,
    OFFICER_INTERVIEWS,
    CONSTRAINT,
    SUBSTITUTION,
    OBSTRUCTION,
)
HANDLERS: tuple[Handler, ...] = (
    collect_evidence,
    sample_evidence,
    verify_evidence,
    exclude_evidence,
    tell_party,
    mark_secret,
    disclose_evidence,
    ask_recusal,
    decide_recusal,
    record_interview,
    order_preservation,
    dispose_preservation,
    record_process,
    complete_investigation,
    archive_case,
    impose_constraint,
    make_good_constraint,
    extend_constraint,
    record_test,
    lift_constraint,
    resolve_constraint,
    order_substitution,
    urge_substitution,
    record_obeyed,
    perform_substitution,
    record_obstruction,
    order_correction,
    record_continued,
    propose_fine,
)
