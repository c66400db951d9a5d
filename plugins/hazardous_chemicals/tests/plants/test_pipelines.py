"""F-13: seven days before works near a pipeline its owner is told; plan, protection and guidance; works of any sector."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Attempt, Scenario, Step, given, step
from regledger_hazardous_chemicals.pipelines import PipelineWork

pytestmark = pytest.mark.rule("F-13")

OWNER = step(
    "enterprise.register",
    enterprise="E-2",
    name="Pipeline company",
    credit_code="91430922MA4R2KD47X",
    registered_on="2020-01-02",
)
NOTIFIED = step(
    "pipeline_work.notify",
    work="G-1",
    site="S-1",
    authority="emb",
    owner="E-2",
    works="Excavation for a drain, 3 m deep",
    joint_plan=True,
    notified_on="2026-03-03",
    starts_on="2026-03-10",
)
BEGUN = step("pipeline_work.begin", work="G-1", protected=True, guided=True, begun_on="2026-03-10")


@pytest.fixture
def crossed(county: Scenario) -> Scenario:
    """Site S-1, under no lead sector of its own, with this sector laid over it for the pipeline of E-2 that crosses it."""
    overlay = step(
        "site.lay_over",
        site="S-1",
        overlays=["hazardous_chemicals"],
        authority="emb",
        ground="A chlorine pipeline runs through it",
        laid_over_on="2026-01-05",
    )
    return given(county.ledger, OWNER, overlay, profiled())


def profiled(site: str = "S-1", *, pipeline: bool = True) -> Step:
    """What is known of a site: nothing is stored, and a pipeline runs through it."""
    profile = {"stores": False, "highly_toxic": False, "explosive_precursors": False, "pipeline": pipeline}
    return step(
        "hazardous_chemicals_site.profile", site=site, authority="emb", profile=profile, profiled_on="2026-01-05"
    )


def begins(on: str = "2026-03-10") -> Step:
    """The beginning of project P-2, an office, at S-1."""
    return step("project.begin", project="P-2", facilities_with_it=True, begun_on=on)


@pytest.fixture
def office(crossed: Scenario) -> Scenario:
    """The same with the project."""
    registered = step(
        "project.register",
        project="P-2",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        kind="other",
        work="new",
        registered_on="2026-01-05",
    )
    return given(crossed.ledger, registered)


@pytest.mark.parametrize(
    ("notified_on", "late"), [("2026-03-02", False), ("2026-03-03", False), ("2026-03-04", True), ("2026-03-05", True)]
)
def test_seven_days(crossed: Scenario, notified_on: str, late: bool) -> None:
    """F-13: of works that start on 2026-03-10 the owner is told on 2026-03-03 at the latest; later is noted, and recorded."""
    attempt = crossed.on(notified_on).when(NOTIFIED.but(notified_on=notified_on))

    if late:
        attempt.warns("F-13", code="pipeline_work.notified_late").says("2026-03-03")
    else:
        attempt.then("pipeline_work.notified").quietly()


def test_a_notice_without_a_joint_plan(crossed: Scenario) -> None:
    """F-13: builder and owner plan together; a notice without it is noted."""
    crossed.on("2026-03-03").when(NOTIFIED.but(joint_plan=False)).warns("F-13", code="pipeline_work.no_joint_plan")


@pytest.mark.parametrize(("begun_on", "early"), [("2026-03-09", True), ("2026-03-10", False), ("2026-03-11", False)])
def test_works_that_begin(crossed: Scenario, begun_on: str, early: bool) -> None:
    """F-13: told on 2026-03-03, works begin on 2026-03-10 at the earliest."""
    attempt = given(crossed.ledger, NOTIFIED).on(begun_on).when(BEGUN.but(begun_on=begun_on))

    if early:
        attempt.refuses("F-13", code="pipeline_work.begun_early")
    else:
        attempt.then("pipeline_work.begun").quietly()
        state = crossed.state("pipeline_work:G-1")
        assert isinstance(state, PipelineWork)
        assert state.begun_on == date.fromisoformat(begun_on)


@pytest.mark.parametrize(
    ("protected", "guided", "code"),
    [(False, True, "pipeline_work.unprotected"), (True, False, "pipeline_work.unguided"), (True, True, "")],
)
def test_protection_and_guidance(crossed: Scenario, protected: bool, guided: bool, code: str) -> None:
    """F-13: the measures of the plan are in place, and somebody whom the owner sent is there."""
    attempt = given(crossed.ledger, NOTIFIED).on("2026-03-10").when(BEGUN.but(protected=protected, guided=guided))

    if code:
        attempt.refuses("F-13", code=code)
    else:
        attempt.quietly()


@pytest.mark.parametrize(("joint_plan", "lawful"), [(True, True), (False, False)])
def test_works_without_a_joint_plan(crossed: Scenario, joint_plan: bool, lawful: bool) -> None:
    """F-13: works whose notice had no joint plan do not begin, whatever protects them."""
    crossed.on("2026-03-03").when(NOTIFIED.but(joint_plan=joint_plan)).is_recorded()

    attempt = crossed.on("2026-03-10").when(BEGUN)

    if lawful:
        attempt.quietly()
    else:
        attempt.refuses("F-13", code="pipeline_work.unprotected")


@pytest.mark.parametrize(("on", "lawful"), [("2026-03-09", False), ("2026-03-10", True)])
def test_a_project_of_another_sector(office: Scenario, on: str, lawful: bool) -> None:
    """F-13: building on a site that a pipeline crosses begins seven days after its owner was told, not a day before."""
    attempt = given(office.ledger, NOTIFIED).on(on).when(begins(on))

    if lawful:
        attempt.quietly()
    else:
        attempt.refuses("F-13", code="pipeline_work.not_notified").says("2026-03-02")


def test_a_project_without_any_notice(office: Scenario) -> None:
    """F-13: without a notice on record building is refused, and recorded as it happened only with the defect."""
    office.on("2026-03-10").when(begins()).refuses("F-13", code="pipeline_work.not_notified")
    office.when(begins()).as_it_happened("Found on site").records_defect("F-13")


def test_a_site_without_a_pipeline(office: Scenario) -> None:
    """F-13 asks nothing where no pipeline runs."""
    given(office.ledger, profiled(pipeline=False)).on("2026-03-10").when(begins()).quietly()


def test_a_site_of_which_nothing_is_known(county: Scenario, project: tuple[Step, ...]) -> None:
    """F-13 asks nothing where the sector knows of no pipeline."""
    county = given(county.ledger, project[0].but(kind="other"))

    county.on("2026-03-10").when(begins().but(project="P-1")).quietly()


def test_after_the_new_law_it_warns(office: Scenario) -> None:
    """F-01: what Decree 591 asks was not compared with the Law of 2025, so from 2026-05-01 it warns."""
    office.on("2026-05-01").when(begins("2026-05-01")).warns("F-13", code="pipeline_work.not_notified")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"owner": "E-9"}, "enterprise.unknown"),
        ({"site": "S-9"}, "site.unknown"),
        ({"authority": "nobody"}, "authority.unknown"),
        ({"work": "G-1"}, "record.taken"),
    ],
)
def test_what_a_notice_names(crossed: Scenario, changes: dict[str, str], code: str) -> None:
    """A notice names owner, site and authority on record, and has an id of its own."""
    county = given(crossed.ledger, NOTIFIED).on("2026-03-03")

    county.when(NOTIFIED.but(**({"work": "G-2"} | changes))).refuses("REF", code=code)


def test_works_begin_once(crossed: Scenario) -> None:
    """Works are known before they begin, and begin once."""
    crossed.on("2026-03-10").when(BEGUN).refuses("REF", code="record.unknown")
    given(crossed.ledger, NOTIFIED, BEGUN).when(BEGUN).refuses("SEQ", code="pipeline_work.begun_already")


def test_what_comes_next(crossed: Scenario) -> None:
    """F-13: works of which the owner was told are to begin; nothing more once they have."""
    county = given(crossed.ledger, NOTIFIED)
    [owed] = next_steps(county.ledger, "pipeline_work:G-1", on=date(2026, 3, 4)).steps
    assert (owed.command, owed.rule) == ("pipeline_work.begin", "F-13")

    county = given(county.ledger, BEGUN)
    assert not next_steps(county.ledger, "pipeline_work:G-1", on=date(2026, 3, 11)).steps


@pytest.mark.parametrize(
    ("yuan", "refusal", "lawful"),
    [
        (50_000, False, True),
        (50_001, False, False),
        (49_999, True, False),
        (50_000, True, True),
        (100_000, True, True),
        (100_001, True, False),
    ],
)
def test_the_fine(county: Scenario, fined: Callable[..., Attempt], yuan: int, refusal: bool, lawful: bool) -> None:
    """F-13: up to 50,000 yuan; 50,000 to 100,000 where correction was refused (Art 78(1))."""
    attempt = fined(county, "F-13.unprotected_works", yuan, refusal=refusal)

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("F-13")
