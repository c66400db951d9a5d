"""Landlords and tenants: a factory within a factory (H-11)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from regledger.testing.looking import import_files, next_steps
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios
from regledger_parks.letting import regledger_import_mappings, regledger_read_models

from .county import ORGANS, PARK, PLANT, PROFILE, TENANCY, TENANT, assigned

ROLES = tuple(assigned(f"A-{role}", role, "emb", subject="enterprise:E-2") for role in ("lead", "comprehensive"))
HISTORY = (*ORGANS, PARK, PLANT, PROFILE, TENANT, *ROLES)
REVIEW = step("tenancies.review", site="S-2", landlord="E-1", authority="emb", reviewed_on="2026-06-30")
RENEW = step(
    "tenancy.renew", tenancy="T-1", authority="zone", agreement="AG-2", agreed_to="2027-06-30", renewed_on="2026-07-01"
)
CHECK = step("tenancy.check", tenancy="T-1", authority="zone", next_check_by="2026-12-31", checked_on="2026-06-30")
END = step("tenancy.end", tenancy="T-1", authority="zone", ended_on="2026-07-01")


@pytest.fixture
def let(given: Scenarios) -> Scenario:
    """Hall 3 of the plant is let to E-2: agreement and check both until 2026-06-30."""
    return given(*HISTORY, TENANCY)


@pytest.mark.rule("H-11")
def test_of_seven_tenants_the_one_whose_agreement_ran_out(given: Scenarios) -> None:
    """H-11: seven tenants, one expired agreement: one finding, with that edge."""
    edges = [
        TENANCY.but(tenancy=f"T-{number}", agreed_to="2026-03-01" if number == 4 else None) for number in range(1, 8)
    ]
    scenario = given(*HISTORY, *edges).on("2026-03-02")
    review = REVIEW.but(reviewed_on="2026-03-02")

    scenario.when(review).refuses("H-11", code="tenancy.lack_not_told").says("T-4", "agreement_expired")
    scenario.when(review.but(lacking=["T-4", "T-5"])).refuses("H-11", code="tenancy.lacks_nothing").says("T-5")
    scenario.when(review.but(lacking=["T-4"])).then("tenancies.reviewed").quietly()

    state: Any = scenario.state("site_tenancies:S-2")
    assert [(one.tenancy, one.lack) for one in state.lacks] == [("T-4", "agreement_expired")]
    steps = next_steps(scenario.ledger, "site_tenancies:S-2").steps
    assert [(one.command, one.owner) for one in steps if one.rule == "H-11"] == [("order.issue", "authority")]


@pytest.mark.rule("H-11")
@pytest.mark.parametrize(
    ("on", "lacks"),
    [("2026-06-29", ()), ("2026-06-30", ()), ("2026-07-01", ("agreement_expired", "check_overdue"))],
)
def test_the_last_day_belongs_to_agreement_and_check(let: Scenario, on: str, lacks: tuple[str, ...]) -> None:
    """H-11: on the last day nothing is lacking; on the day after both are."""
    let.on(on)

    attempt = let.when(REVIEW.but(reviewed_on=on))

    if lacks:
        attempt.refuses("H-11", code="tenancy.lack_not_told").says(", ".join(lacks))
    else:
        attempt.quietly()


@pytest.mark.rule("H-11")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"agreement": None, "agreed_to": None}, "tenancy.no_agreement"),
        ({"qualified": False}, "tenancy.tenant_unqualified"),
    ],
)
def test_a_letting_is_entered_with_what_it_lacks(given: Scenarios, changes: dict[str, object], code: str) -> None:
    """H-11: no agreement, and a tenant without safe conditions, are told; the edge is on record and a review names it."""
    scenario = given(*HISTORY).on("2026-01-05")

    scenario.when(TENANCY.but(**changes)).warns("H-11", code=code)
    scenario.when(REVIEW.but(reviewed_on="2026-01-05")).refuses("H-11", code="tenancy.lack_not_told")
    scenario.when(REVIEW.but(reviewed_on="2026-01-05", lacking=["T-1"])).quietly()


@pytest.mark.rule("H-11")
@pytest.mark.parametrize(("agreed_to", "counts"), [("2026-06-30", False), ("2026-07-01", True), (None, True)])
def test_an_agreement_that_is_shown_counts(let: Scenario, agreed_to: str | None, counts: bool) -> None:
    """H-11: one that ran out the day before is refused; one to the day, or without end, is taken."""
    attempt = let.on("2026-07-01").when(RENEW.but(agreed_to=agreed_to))

    if counts:
        attempt.quietly()
    else:
        attempt.refuses("H-11", code="tenancy.agreement_counts_no_more")


@pytest.mark.rule("H-11")
@pytest.mark.parametrize(("on", "late"), [("2026-06-29", False), ("2026-06-30", False), ("2026-07-01", True)])
def test_the_landlord_looks_in_time(let: Scenario, on: str, late: bool) -> None:
    """H-11: by the day that the agreement says; later is told, and the next day counts from then on."""
    attempt = let.on(on).when(CHECK.but(checked_on=on))

    if late:
        attempt.warns("H-11", code="tenancy.checked_late")
    else:
        attempt.quietly()
    owed = [(one.command, one.due) for one in next_steps(let.ledger, "tenancy:T-1").steps if one.rule == "H-11"]
    assert ("tenancy.check", date(2026, 12, 31)) in owed
    assert ("tenancy.renew", date(2026, 6, 30)) in owed


@pytest.mark.rule("H-11")
@pytest.mark.parametrize(
    ("problems", "urged", "kept"), [("Exit blocked", False, False), ("Exit blocked", True, True), ("", False, True)]
)
def test_what_was_found_is_urged(let: Scenario, problems: str, urged: bool, kept: bool) -> None:
    """H-11: a landlord that finds something and urges nobody is refused."""
    attempt = let.on("2026-06-30").when(CHECK.but(problems=problems, urged=urged))

    if kept:
        attempt.quietly()
    else:
        attempt.refuses("H-11", code="tenancy.not_urged")


@pytest.mark.rule("H-11")
def test_an_edge_that_was_put_right_or_ended_is_owed_no_more(let: Scenario) -> None:
    """H-11: with a new agreement and a check nothing is lacking; a tenancy that ended is looked at no more."""
    let.on("2026-07-01").when(REVIEW.but(reviewed_on="2026-07-01", lacking=["T-1"])).quietly()
    assert len([one for one in next_steps(let.ledger, "site_tenancies:S-2").steps if one.rule == "H-11"]) == 2

    let.when(RENEW).quietly()
    let.when(CHECK.but(checked_on="2026-07-01")).warns("H-11")
    assert [one for one in next_steps(let.ledger, "site_tenancies:S-2").steps if one.rule == "H-11"] == []
    let.when(END).then("tenancy.ended").quietly()
    let.when(END).refuses("REF", code="tenancy.ended_already")
    let.when(REVIEW.but(reviewed_on="2026-07-01", lacking=["T-1"])).refuses("REF", code="tenancy.not_of_site")
    let.on("2027-08-01").when(REVIEW.but(reviewed_on="2027-08-01")).quietly()


def test_what_a_tenancy_names(let: Scenario) -> None:
    """REF: a taken id, whoever is unknown, another's site and a landlord that rents from itself are refused."""
    let.on("2026-03-02")
    other = TENANCY.but(tenancy="T-2")

    let.when(TENANCY).refuses("REF", code="record.taken")
    for changes in ({"park": "P-9"}, {"authority": "nobody"}, {"site": "S-9"}):
        let.when(other.but(**changes)).refuses("REF", code="record.unknown")
    let.when(other.but(landlord="E-2", tenant="E-1")).refuses("REF", code="parks.site_of_another")
    let.when(other.but(tenant="E-1")).refuses("REF", code="tenancy.to_itself")
    let.when(CHECK.but(tenancy="T-9", checked_on="2026-03-02")).refuses("REF", code="record.unknown")
    let.when(CHECK.but(next_check_by="2026-03-01", checked_on="2026-03-02")).refuses("REF", code="parks.dates_reversed")
    let.when(REVIEW.but(landlord="E-2", reviewed_on="2026-03-02")).refuses("REF", code="parks.site_of_another")
    let.when(REVIEW.but(site="S-9", reviewed_on="2026-03-02")).refuses("REF", code="record.unknown")


def test_one_row_an_edge(let: Scenario) -> None:
    """`tenancies` shows agreement, checks and end of an edge; of one that nothing founds there is no row."""
    let.on("2026-06-30").when(CHECK).quietly()
    let.on("2026-07-01").when(RENEW).quietly()
    let.when(END).quietly()
    [model] = regledger_read_models()

    facts = list(let.ledger.facts(types=list(model.types)))

    assert {key for fact in facts for key in model.keys(fact)} == {"T-1"}
    assert model.row("T-1", facts) == {
        "tenancy": "T-1",
        "park": "P-1",
        "site": "S-2",
        "landlord": "E-1",
        "tenant": "E-2",
        "qualified": 1,
        "agreement": "AG-2",
        "agreed_to": "2027-06-30",
        "last_check": "2026-06-30",
        "next_check_by": "2026-12-31",
        "ended_on": "2026-07-01",
    }
    assert model.row("T-1", facts[1:]) is None
    assert list(model.keys(next(let.ledger.facts(types=["park.registered"])))) == []


ROW = (
    "租赁编号,园区编号,场所编号,出租单位信用代码,承租单位名称,承租单位信用代码,主管部门编号,租赁部位,"
    "具备安全生产条件,安全管理协议编号,协议截止日期,下次检查日期,入园日期,数据日期,承租单位负责人,联系电话\n"
    "T-7,P-1,S-2,91430100MA4L16JQ9D,清溪塑料厂,91430100MA4L16JR78,emb,三号厂房,"
    "是,AG-7,2026-12-31,2026-06-30,2026-01-05,2026-03-01,张三,—\n"
)


def test_a_register_of_tenants(park: Scenario, tmp_path: Path) -> None:
    """`parks:tenants` asserts each row as an edge, with its tenant."""
    [mapping] = regledger_import_mappings()
    form, file = tmp_path / "tenants.toml", tmp_path / "tenants.csv"
    form.write_text(mapping.text, encoding="utf-8")
    file.write_text(ROW, encoding="utf-8")
    park.on("2026-03-02")

    report = import_files(park.ledger, form, [file], actor="officer:li", rejects_in=tmp_path)

    assert (report.new, report.rejected) == (1, 0)
    [fact] = park.ledger.facts(types=["tenancy.entered"])
    held = park.ledger.show(f"tenancy:{fact.body.tenancy}")  # type: ignore[union-attr]
    assert held is not None
    assert held.asserted
    assert (held.state.agreement, held.state.agreed_to) == ("AG-7", date(2026, 12, 31))  # type: ignore[attr-defined]
