"""Lawful steps against the decision of `regledger.testing.penalty`: reconsideration in the ordinary procedure, and a suit.

Served on Wed 2026-03-18, so the last day to ask for reconsideration is Sun 2026-05-17, which rolls over to Mon 2026-05-18;
the last day to sue directly is Fri 2026-09-18. Asked for on Mon 2026-04-13, so it is taken by Mon 2026-04-20; accepted on
Wed 2026-04-15, so the copy comes by Fri 2026-04-24 and the ruling by Sun 2026-06-14, which rolls over to Mon 2026-06-15;
received on Mon 2026-04-20, so the answer comes by Thu 2026-05-07.
"""

from __future__ import annotations

from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.scenario import step

__all__ = [
    "ACCEPTED",
    "ANSWERED",
    "APPLIED",
    "BINDING",
    "COPIED",
    "EVIDENCE",
    "HELD",
    "NOTIFIED_SUIT",
    "RECEIVED",
    "REVOKED",
    "RULED",
    "SUED",
    "TAKEN",
]

BINDING = (FILED, NOTIFIED, DECIDED, SERVED)
"""The case up to the service of its decision."""
APPLIED = step("reconsideration.apply", case="C-1", organ="People's Government of the county", applied_on="2026-04-13")
ACCEPTED = step("reconsideration.accept", case="C-1", procedure="ordinary", accepted_on="2026-04-15")
COPIED = step("reconsideration.forward", case="C-1", received_on="2026-04-20")
ANSWERED = step(
    "reconsideration.answer",
    case="C-1",
    evidence="Record of the inspection, photographs of the switch",
    basis="安全生产法(2021) Art 99",
    answered_on="2026-04-28",
)
RULED = step("reconsideration.decide", case="C-1", number="复议2026-3", result="upheld", decided_on="2026-05-20")
REVOKED = RULED.but(result="revoked", flaw="facts", remake=True)
RECEIVED = step("reconsideration.serve", case="C-1", served_on="2026-05-25")
SUED = step("suit.file", case="C-1", court="People's Court of the county", filed_on="2026-06-09")
TAKEN = step("suit.accept", case="C-1", accepted_on="2026-06-12")
NOTIFIED_SUIT = step("suit.notify", case="C-1", received_on="2026-06-15")
EVIDENCE = step(
    "suit.answer", case="C-1", evidence="The whole file", norms="安全生产法(2021)", submitted_on="2026-06-30"
)
HELD = step("suit.end", case="C-1", number="行初2026-9", result="upheld", ended_on="2026-09-01")
