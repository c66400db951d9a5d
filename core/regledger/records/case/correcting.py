"""Correcting the fine of a notice or a decision: it keeps to the law that its own command would have been held to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.facts import Fact, RecordedFact
from regledger.records.case.deciding import within_notice
from regledger.records.case.discretion import fine_within_law
from regledger.records.case.facts import CaseDecided, CaseNoticeServed
from regledger.records.case.noticing import hearing_right
from regledger.records.case.state import Case
from regledger.records.enterprise import Site

__all__ = ["refined"]

_FINE = ("fine_fen", "offence", "tier", "mitigation", "deviation")
"""The fields by which a fine is judged."""


def refined(original: RecordedFact, stands: Fact, body: Fact, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-14, A-15, A-32, A-34, A-35: what a fine is corrected to is asked as of the day of its notice or decision.

    Nothing is asked where no field of the fine changes, or where only a register says what was fined. What the act was
    recorded with as a defect warns.
    """
    if original.source is not None or all(getattr(stands, one, None) == getattr(body, one, None) for one in _FINE):
        return
    if not isinstance(body, CaseNoticeServed | CaseDecided):
        return
    case = dossier.get(Case, body.case)
    if case is None:
        return
    known = {(one.rule, one.code) for one in original.defects}
    for one in _asked(body, case, dossier, judge):
        yield msgspec.structs.replace(one, severity="warn") if (one.rule, one.code) in known else one


def _asked(body: CaseNoticeServed | CaseDecided, case: Case, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    site = dossier.get(Site, case.site)
    if isinstance(body, CaseNoticeServed):
        then = _on(body.served_on, judge)
        yield from hearing_right(body.case, body.fine_fen, body.hearing_right_told, then)
        yield from fine_within_law(body, body.offence, case, site, then)
        return
    then = _on(body.decided_on, judge)
    if case.notice is not None:
        yield from within_notice(body.case, body.fine_fen, body.offence, case.notice, then)
        yield from hearing_right(body.case, body.fine_fen, case.notice.hearing_right_told, then)
    yield from fine_within_law(body, body.offence, case, site, then)


def _on(day: date, judge: Judge) -> Judge:
    """The same judge on the day of the step that is corrected: a later law makes an old fine neither right nor wrong."""
    then = Judge(judge.law, on=day, zone=judge.zone, by=judge.by, sectors=judge.sectors)
    then.asked, then.raised = judge.asked, judge.raised
    return then
