"""Each of these is refused for its own reason alone."""

from __future__ import annotations

import pytest
from regledger.testing.penalty import FILED
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

from .histories import DISPOSED, HEAD, PHOTO, PRESERVED, REVIEWED, SEALED, STOPPED, VERIFIED
from .test_measures import GOOD, LATER, ORDERED, URGENT

FIRE = step("authority.register", authority="fire", name="Fire brigade", registered_on="2020-01-02")
CHEN = step("officer.appoint", officer="chen", authority="fire", name="Chen", appointed_on="2020-01-02")
EXCLUDED = step("evidence.exclude", evidence="EV-1", ground="Taken by force", excluded_on="2026-03-04")
RESOLVED = step("constraint.resolve", constraint="Q-1", resolution="confiscated", basis=" ", resolved_on="2026-04-01")
RESTORED = step("supply.restore", measure="M-1", supply="power", restored_on="2026-03-12")
EARLIER = GOOD.but(reported_at="2026-03-02T09:00:00+08:00")


@pytest.mark.parametrize(
    ("history", "attempt", "code"),
    [
        ((FIRE, CHEN), SEALED.but(approval={**HEAD, "officer": "chen"}), "approval.of_another"),
        ((URGENT,), EARLIER, "constraint.report_out_of_order"),
        ((SEALED,), RESOLVED, "constraint.resolved_baseless"),
        ((FILED,), PRESERVED.but(list_given=False), "preservation.no_list"),
        ((FILED, PRESERVED), DISPOSED.but(reasons=" "), "preservation.unreasoned"),
        ((FOUND, STOPPED), REVIEWED, "measure.not_applied"),
        ((FOUND, STOPPED), RESTORED, "supply.not_cut"),
        ((), ORDERED.but(independent=False), "substitution.performer_interested"),
        ((FILED,), PHOTO.but(obtained_on="2026-03-04"), "evidence.obtained_later"),
        ((FILED, PHOTO, EXCLUDED), VERIFIED, "evidence.excluded_already"),
    ],
)
def test_it_is_refused_for_that_alone(given: Scenarios, history: tuple[Step, ...], attempt: Step, code: str) -> None:
    """Of another's head, out of order, without ground or list, before what it follows, or of what is excluded."""
    answer = given(history).on(LATER).when(attempt).answer

    assert [one.code for one in getattr(answer, "objections", ())] == [code]
