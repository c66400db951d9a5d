"""What is told twice, of nobody or of nothing, on tip-offs and petitions."""

from __future__ import annotations

import pytest
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

from .test_petitions import ANSWER, EXTEND, HANDLE, PETITION
from .test_tipoffs import ACCEPTED, RECEIVED, VERIFIED

OBJECTED = step("petition.object", petition="X-1", ground="Of the police", objected_on="2026-03-05")
REPLY = step("tipoff.reply", tipoff="T-1", replied_on="2026-03-09")
NOBODY = RECEIVED.but(informant=None, contact=None)


@pytest.mark.parametrize(
    ("history", "act", "rule", "code"),
    [
        ((RECEIVED,), RECEIVED, "REF", "tipoff.taken"),
        ((), RECEIVED.but(subject=" "), "REF", "tipoff.blank"),
        ((), ACCEPTED, "REF", "tipoff.unknown"),
        ((NOBODY, ACCEPTED, VERIFIED), REPLY, "SEQ", "tipoff.nothing_to_reply"),
        ((RECEIVED, ACCEPTED), REPLY, "SEQ", "tipoff.nothing_to_reply"),
        ((PETITION,), PETITION, "REF", "petition.taken"),
        ((), PETITION.but(subject=" "), "REF", "petition.blank"),
        ((), ANSWER, "REF", "petition.unknown"),
        ((PETITION,), OBJECTED, "SEQ", "petition.sent_by_nobody"),
        ((PETITION.but(forwarded=True), OBJECTED), HANDLE, "SEQ", "petition.went_elsewhere"),
        ((PETITION.but(forwarded=True), OBJECTED), EXTEND, "SEQ", "petition.went_elsewhere"),
    ],
)
def test_it_is_refused_for_what_is_wrong(
    given: Scenarios, history: tuple[Step, ...], act: Step, rule: str, code: str
) -> None:
    """Each is refused by that rule alone and for that reason."""
    given(*history).on("2026-06-01").when(act).refuses(rule, code=code)
