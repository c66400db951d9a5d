"""Lifting machinery: who puts it up, who accepts it, and by when it is registered (G-11, G-12)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

SITE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Tower on River Road",
    address="2 River Road",
    authority="emb",
    sector="construction",
    registered_on="2020-01-02",
)
ERECTED = step(
    "lifting_machine.erect",
    machine="TC-1",
    site="S-2",
    enterprise="E-1",
    authority="emb",
    kind="tower_crane",
    installer="E-1",
    qualified=True,
    plan=True,
    technician="p-1",
    self_checked=True,
    explained=True,
    worked_on="2026-02-25",
)
ACCEPTED = step(
    "lifting_machine.accept",
    machine="TC-1",
    rented=True,
    special=True,
    inspected_on="2026-03-02",
    parties=["contractor", "subcontractor", "lessor", "installer"],
    accepted_on="2026-03-02",
)
USED = step("lifting_machine.use", machine="TC-1", used_on="2026-04-01")
REGISTERED = step(
    "lifting_machine.register", machine="TC-1", number="湘J-T2026-1", mark_fixed=True, registered_on="2026-04-01"
)
RELIEF = step(
    "construction_site.profile",
    site="S-2",
    authority="emb",
    profile={"works": "relief", "builder": "E-1"},
    profiled_on="2026-01-05",
)


@pytest.fixture
def site(given: Scenarios) -> Scenario:
    """Site S-2 of enterprise E-1 in this sector."""
    return given(SITE).on("2026-02-25")


@pytest.mark.rule("G-12")
def test_a_machine_that_is_put_up_by_the_book(site: Scenario) -> None:
    """A qualified unit, a plan, a technician on the spot, a self-check and an explanation leave nothing to say."""
    site.when(ERECTED).then("lifting_machine.erected").quietly()


@pytest.mark.rule("G-12")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"qualified": False}, "lifting_machine.installer_unqualified"),
        ({"plan": False}, "lifting_machine.no_plan"),
        ({"technician": None}, "lifting_machine.no_technician"),
        ({"self_checked": False}, "lifting_machine.not_self_checked"),
        ({"explained": False}, "lifting_machine.not_explained"),
    ],
)
def test_each_duty_of_the_installer(site: Scenario, change: dict[str, Any], code: str) -> None:
    """Each duty that is left out refuses by itself (393 Arts 17, 61)."""
    site.when(ERECTED.but(**change)).refuses("G-12", code=code)


@pytest.mark.rule("G-12")
def test_what_is_taken_down_needs_no_self_check(site: Scenario) -> None:
    """Self-check and explanation are for what stands afterwards."""
    dismantled = ERECTED.but(work="dismantle", self_checked=False, explained=False, worked_on="2026-05-06")

    site.when(ERECTED).is_recorded()
    site.on("2026-05-06").when(dismantled).quietly()


@pytest.mark.rule("G-11")
@pytest.mark.parametrize("missing", ["contractor", "subcontractor", "lessor", "installer"])
def test_what_was_rented_is_accepted_by_four(site: Scenario, missing: str) -> None:
    """Each of the four parties that is not there is named (393 Art 35)."""
    site.when(ERECTED).is_recorded()
    parties = [one for one in ACCEPTED.body["parties"] if one != missing]

    site.on("2026-03-02").when(ACCEPTED.but(parties=parties)).refuses(
        "G-11", code="lifting_machine.parties_missing"
    ).says(missing)


@pytest.mark.rule("G-11")
@pytest.mark.parametrize(
    ("inspected", "lawful"), [("2026-03-01", True), ("2026-03-02", True), ("2026-03-03", False), (None, False)]
)
def test_special_equipment_is_inspected_before(site: Scenario, inspected: str | None, lawful: bool) -> None:
    """On the day of acceptance at the latest, and not after it."""
    site.when(ERECTED).is_recorded()

    attempt = site.on("2026-03-03").when(ACCEPTED.but(inspected_on=inspected))

    attempt.quietly() if lawful else attempt.refuses("G-11", code="lifting_machine.not_inspected")


@pytest.mark.rule("G-11")
def test_only_what_was_accepted_is_used(site: Scenario) -> None:
    """A machine that nobody accepted is not used, and is used once it was."""
    site.when(ERECTED).is_recorded()

    site.on("2026-04-01").when(USED).refuses("G-11", code="lifting_machine.used_unaccepted")
    site.when(ACCEPTED).is_recorded()
    site.when(USED).quietly()


@pytest.mark.rule("G-11")
@pytest.mark.parametrize(("day", "late"), [("2026-03-31", False), ("2026-04-01", False), ("2026-04-02", True)])
def test_registered_within_thirty_days(site: Scenario, day: str, late: bool) -> None:
    """Accepted on 2026-03-02: 2026-04-01 is the last day; after it the registration is recorded and noted, and so is use."""
    site.when(ERECTED).is_recorded()
    site.on("2026-03-02").when(ACCEPTED).is_recorded()

    used = site.on(day).when(USED.but(used_on=day))
    registered = site.when(REGISTERED.but(registered_on=day))

    for attempt, code in ((used, "lifting_machine.unregistered"), (registered, "lifting_machine.registered_late")):
        attempt.warns("G-11", code=code).says("2026-04-01") if late else attempt.quietly()


@pytest.mark.rule("G-11")
def test_another_acceptance_gives_no_more_time(site: Scenario) -> None:
    """After climbing it is accepted anew, and the thirty days run from the first time."""
    site.when(ERECTED).is_recorded()
    site.on("2026-03-02").when(ACCEPTED).is_recorded()
    site.on("2026-03-20").when(ACCEPTED.but(accepted_on="2026-03-20")).is_recorded()

    site.on("2026-04-02").when(REGISTERED.but(registered_on="2026-04-02")).warns("G-11")


@pytest.mark.rule("G-11")
def test_a_mark_that_is_not_fixed_is_noted(site: Scenario) -> None:
    """The registration counts, and the mark is still to be fixed."""
    site.when(ERECTED).is_recorded()
    site.on("2026-03-02").when(ACCEPTED).is_recorded()

    site.when(REGISTERED.but(mark_fixed=False, registered_on="2026-03-02")).warns(
        "G-11", code="lifting_machine.mark_not_fixed"
    )


@pytest.mark.rule("G-11", "G-12", "G-20")
@pytest.mark.parametrize("relief", [True, False])
def test_relief_works_are_left_out(site: Scenario, relief: bool) -> None:
    """G-20: what Decree 393 leaves out is held to neither of the two rules."""
    bad: Step = ERECTED.but(qualified=False)
    if relief:
        site.when(RELIEF).is_recorded()

    attempt = site.when(bad)

    attempt.quietly() if relief else attempt.refuses("G-12")


@pytest.mark.parametrize(
    ("then", "rule", "code"),
    [
        (USED.but(machine="TC-9"), "REF", "lifting_machine.unknown"),
        (ACCEPTED.but(machine="TC-9"), "REF", "lifting_machine.unknown"),
        (ERECTED.but(site="S-1"), "REF", "lifting_machine.elsewhere"),
        (ERECTED.but(machine="TC-2", work="climb"), "SEQ", "lifting_machine.not_erected"),
    ],
)
def test_machines_that_are_not_there(site: Scenario, then: Step, rule: str, code: str) -> None:
    """What is unknown, stands on another site or does not stand at all is refused as that."""
    site.when(ERECTED).is_recorded()

    site.on("2026-04-01").when(then).refuses(rule, code=code)


@pytest.mark.rule("G-11")
def test_what_was_not_accepted_is_not_registered(site: Scenario) -> None:
    """A machine is registered after it was accepted."""
    site.when(ERECTED).is_recorded()

    site.on("2026-04-01").when(REGISTERED).refuses("G-11", code="lifting_machine.registered_unaccepted")
