"""Licences: applied for, accepted, checked, issued, renewed, ended; a licence lapses by its date, no fact says so (安全生产许可证条例).

The first legal day of a licence counts, so its last valid day is the day before the corresponding day: from
2026-03-02 for three years is to 2029-03-01 with it, as licences print it.
"""

from __future__ import annotations

from regledger.records.licence.annulling import annul_licence, cancel_licence, find_deceit
from regledger.records.licence.bans import LICENCE_BANS
from regledger.records.licence.fatalities import FATAL_ACCIDENTS
from regledger.records.licence.granting import accept_licence, apply_for_licence, issue_licence
from regledger.records.licence.handling import check_application, exclude_time, extend_period, resume_time
from regledger.records.licence.hearing import call_hearing, hold_hearing, request_hearing, tell_hearing
from regledger.records.licence.holdings import LICENCE_HOLDINGS
from regledger.records.licence.intake import ask_completion, complete_application, decline_application, hand_receipt
from regledger.records.licence.notifying import LICENCE_REPORTS, send_licence_report
from regledger.records.licence.producing import PRODUCTION, find_production
from regledger.records.licence.refusing import deliver_licence, refuse_licence, refuse_renewal
from regledger.records.licence.renewing import renew_licence, request_renewal
from regledger.records.licence.state import Licence
from regledger.records.licence.steps import LICENCE, LICENCE_REVIEW
from regledger.records.licence.suspending import reinstate_licence, revoke_licence, suspend_licence
from regledger.records.licence.transferring import find_transfer, transfer_licence

__all__ = ["LICENCE", "LICENCE_HANDLERS", "LICENCE_KINDS", "Licence"]

LICENCE_KINDS = (LICENCE, LICENCE_REVIEW, LICENCE_BANS, LICENCE_HOLDINGS, FATAL_ACCIDENTS, PRODUCTION, LICENCE_REPORTS)
LICENCE_HANDLERS = (
    apply_for_licence,
    ask_completion,
    complete_application,
    accept_licence,
    hand_receipt,
    decline_application,
    check_application,
    extend_period,
    exclude_time,
    resume_time,
    tell_hearing,
    request_hearing,
    call_hearing,
    hold_hearing,
    issue_licence,
    refuse_licence,
    deliver_licence,
    request_renewal,
    renew_licence,
    refuse_renewal,
    suspend_licence,
    reinstate_licence,
    revoke_licence,
    find_deceit,
    annul_licence,
    cancel_licence,
    transfer_licence,
    find_transfer,
    find_production,
    send_licence_report,
)
