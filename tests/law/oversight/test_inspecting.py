"""Government inspection: who may run it, on what plan, and never twice (I-18)."""

from __future__ import annotations

import pytest
from regledger.testing.governance import GOVERNED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

DESIGNATED = step(
    "oversight.designate",
    designation="DG-1",
    government="gov",
    authority="emb",
    content="安全生产责任落实",
    subjects=["hcb", "qinghe"],
    document="县政函〔2026〕3号",
    valid_from="2026-03-01",
    valid_to="2026-06-30",
    designated_on="2026-02-20",
)
OPENED = step(
    "oversight.open",
    oversight="OV-1",
    government="gov",
    authority="emb",
    designation="DG-1",
    content="安全生产责任落实",
    plan="督查方案",
    subjects=["hcb"],
    inspectors=["li", "wang"],
    opened_on="2026-03-02",
)
CONCLUDED = step(
    "oversight.conclude",
    oversight="OV-1",
    conclusion="责任清单未公开",
    corrections=[{"subject": "hcb", "asked": "公开责任清单", "due_on": "2026-04-30"}],
    officials=["sun"],
    concluded_on="2026-03-20",
)


@pytest.mark.rule("I-18")
def test_a_department_inspects_only_where_designated(given: Scenarios) -> None:
    """Without a designation the bureau is refused; the government itself needs none."""
    county = given(GOVERNED, DESIGNATED).on("2026-03-02")
    county.when(OPENED.but(designation=None)).refuses("I-18", code="oversight.undesignated")
    county.when(OPENED.but(authority="gov", designation=None)).quietly()
    county.when(OPENED.but(oversight="OV-2", subjects=["qinghe"])).quietly()


@pytest.mark.rule("I-18")
@pytest.mark.parametrize(
    ("inside", "beyond"),
    [
        ({"opened_on": "2026-03-01"}, {"opened_on": "2026-02-28"}),
        ({"opened_on": "2026-06-30"}, {"opened_on": "2026-07-01"}),
        ({"content": "安全生产责任落实"}, {"content": "招商引资"}),
        ({"subjects": ["hcb"]}, {"subjects": ["hcb", "mrb"]}),
    ],
)
def test_it_stays_inside_its_designation(
    given: Scenarios, inside: dict[str, object], beyond: dict[str, object]
) -> None:
    """First and last day, matter and subjects are those of the designation."""
    other = step("authority.register", authority="mrb", name="县市监局", registered_on="2020-01-02")
    county = given(GOVERNED, other, DESIGNATED).on("2026-07-01")

    county.when(OPENED.but(**beyond)).refuses("I-18", code="oversight.beyond_designation")
    county.when(OPENED.but(**inside)).quietly()


@pytest.mark.rule("I-18")
def test_a_government_designates_a_department(given: Scenarios) -> None:
    """Itself it need not and cannot designate."""
    county = given(GOVERNED).on("2026-02-20")
    county.when(DESIGNATED.but(authority="gov")).refuses("I-18", code="oversight.designated_itself")
    county.when(DESIGNATED).quietly()


@pytest.mark.rule("I-18")
def test_a_plan_and_the_right_subjects(given: Scenarios) -> None:
    """No plan, no subject, and the inspecting department as subject are refused."""
    county = given(GOVERNED, DESIGNATED.but(subjects=["hcb", "emb"])).on("2026-03-02")
    county.when(OPENED.but(plan=" ")).refuses("I-18", code="oversight.without_plan")
    county.when(OPENED.but(subjects=[])).refuses("I-18", code="oversight.wrong_subject")
    county.when(OPENED.but(subjects=["emb"])).refuses("I-18", code="oversight.wrong_subject")
    county.when(OPENED).quietly()


@pytest.mark.rule("I-18")
def test_nobody_is_inspected_twice_at_once(given: Scenarios) -> None:
    """The same matter waits for the first conclusion; another matter does not."""
    county = given(GOVERNED, DESIGNATED, OPENED).on("2026-03-20")
    again = OPENED.but(oversight="OV-2", authority="gov", designation=None, opened_on="2026-03-20")
    county.when(again).refuses("I-18", code="oversight.repeated")
    county.when(again.but(oversight="OV-3", content="应急值守")).quietly()
    county.when(CONCLUDED).quietly()
    county.when(again).quietly()


@pytest.mark.rule("I-18")
def test_only_subjects_are_asked_to_put_something_right(given: Scenarios) -> None:
    """A correction asked of somebody else is refused, and a second conclusion too."""
    county = given(GOVERNED, DESIGNATED, OPENED).on("2026-03-20")
    other = {"subject": "qinghe", "asked": "整改", "due_on": "2026-04-30"}
    county.when(CONCLUDED.but(corrections=[other])).refuses("I-18", code="oversight.correction_of_another")
    county.when(CONCLUDED).quietly()
    county.when(CONCLUDED).refuses("SEQ", code="oversight.concluded_already")


@pytest.mark.rule("I-18")
@pytest.mark.parametrize(
    "other", [{"form": "department", "level": "county"}, {"form": "government", "level": "township"}]
)
def test_a_government_at_county_level_or_above_inspects(given: Scenarios, other: dict[str, str]) -> None:
    """A department is no government, and neither is a township's one that could run it; a county's is."""
    registered = step("authority.register", authority="x", name="X", registered_on="2020-01-02")
    opened = OPENED.but(government="x", authority="x", designation=None)
    given(GOVERNED, registered.but(**other)).on("2026-03-02").when(opened).refuses(
        "I-18", code="oversight.no_government"
    )
    county = registered.but(form="government", level="county")
    given(GOVERNED, county).on("2026-03-02").when(opened).quietly()
