"""What the kind of a licence says of it: its term and its renewal (D-05), its conditions (D-03), who issues it (D-02)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.deciding.answers import Refused
from regledger.history.steps import Step, next_steps
from regledger.records.licence import Licence
from regledger.records.licence.competence import level_of
from regledger.records.licence.facts import LicenceIssued
from regledger.testing.scenario import Scenario, given, step

from .conftest import Drafted, Opened, parameter, rule

KIND = """
[[licence_kind]]
code = "kiln"
title = "Kiln licence"
title_zh = "窑炉许可证"
article = "窑炉条例(2026) Art 9"
term_years = "K-05.term"
renewal_months = "K-05.lead"
"""
CONDITIONS = """
[[licence_kind.conditions]]
code = "chimney"
title = "The chimney draws"
title_zh = "烟囱通畅"
article = "窑炉条例(2026) Art 10(1)"
[[licence_kind.conditions]]
code = "crew"
title = "The crew is trained"
title_zh = "人员经过培训"
article = "窑炉条例(2026) Art 10(2)"
"""
ISSUED_BY = 'issued_by = ["city", "province"]\nissued_by_article = "窑炉条例(2026) Art 11"\n'
APPLY = step(
    "licence.apply",
    licence="L-2",
    enterprise="E-1",
    site="S-2",
    authority="emb",
    kind="kiln",
    applied_on="2023-03-01",
)
ACCEPT = step("licence.accept", licence="L-2", accepted_on="2023-03-03")
ISSUE = step(
    "licence.issue",
    licence="L-2",
    number="窑证字〔2023〕2号",
    checkers=["li", "wang"],
    decided_on="2023-04-03",
    valid_from="2023-04-03",
)
DECIDED_ON = "2023-04-03"


def on_hand(scenario: Scenario) -> list[Step]:
    """What may come next on the licence but for handing it over, on 2025-01-02."""
    steps = next_steps(scenario.ledger, "licence:L-2", on=date(2025, 1, 2)).steps
    return [one for one in steps if one.command != "licence.deliver"]


def numbers(
    term: tuple[int, str] = (5, "year"), lead: tuple[int, str] = (1, "month"), since: str = "2020-01-01"
) -> str:
    """The parameters of the kind."""
    return rule("K-05") + parameter("K-05.term", *term, since=since) + parameter("K-05.lead", *lead, since=since)


def held(scenario: Scenario) -> Licence:
    """The licence as it stands."""
    state = scenario.state("licence:L-2")
    assert isinstance(state, Licence)
    return state


# ── D-05 ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("term", "last"),
    [((5, "year"), date(2028, 4, 2)), ((18, "month"), date(2024, 10, 2)), ((1, "year"), date(2024, 4, 2))],
)
def test_the_term_is_that_of_the_kind(drafted: Drafted, opened: Opened, term: tuple[int, str], last: date) -> None:
    """D-05: a licence is valid for as long as its kind says, in years or in months."""
    scenario = given(opened(drafted(kiln=numbers(term) + KIND)).ledger, APPLY, ACCEPT)

    scenario.on(DECIDED_ON).when(ISSUE).then("licence.issued").quietly()

    assert held(scenario).valid_to == last


def test_a_licence_of_no_declared_kind_has_the_common_term(drafted: Drafted, opened: Opened) -> None:
    """D-05: where no sector declares its kind a licence is valid for three years and extended three months before."""
    scenario = given(opened(drafted(kiln=numbers() + KIND)).ledger, APPLY.but(kind="other", site="S-1"), ACCEPT, ISSUE)

    assert held(scenario).valid_to == date(2026, 4, 2)
    (step_,) = on_hand(scenario)
    assert step_.due == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("lead", "last", "late"),
    [
        ((1, "month"), "2028-03-02", "2028-03-03"),
        ((1, "year"), "2027-04-02", "2027-04-03"),
        ((30, "calendar day"), "2028-03-03", "2028-03-04"),
    ],
)
def test_extension_is_asked_for_as_early_as_the_kind_says(
    drafted: Drafted, opened: Opened, lead: tuple[int, str], last: str, late: str
) -> None:
    """D-05: on the last day of the kind's own period it is in time, on the next it is late; `next` names that day."""
    scenario = given(opened(drafted(kiln=numbers(lead=lead) + KIND)).ledger, APPLY, ACCEPT, ISSUE)
    asked = step("licence.request_renewal", licence="L-2", requested_on=late)

    (waits,) = on_hand(scenario)

    assert (waits.command, str(waits.due)) == ("licence.request_renewal", last)
    scenario.on(late).when(asked).refuses("D-05", code="licence.renewal_asked_late").says(last)
    scenario.when(asked.but(requested_on=last)).then("licence.renewal_requested").quietly()


def test_an_extended_licence_has_one_more_term_of_its_kind(drafted: Drafted, opened: Opened) -> None:
    """D-05: the next term follows the last one and is as long as its kind says."""
    scenario = given(
        opened(drafted(kiln=numbers() + KIND)).ledger,
        *(APPLY, ACCEPT, ISSUE),
        step("licence.request_renewal", licence="L-2", requested_on="2028-02-01"),
        step("licence.renew", licence="L-2", law_abiding=True, fatal_accident=False, decided_on="2028-03-01"),
    )

    assert held(scenario).valid_to == date(2033, 4, 2)


def test_a_day_of_which_the_kind_says_nothing_has_no_last_day(drafted: Drafted, opened: Opened) -> None:
    """D-05: before the kind's own number came into force `next` names no day for the extension, and still names the step."""
    tables = numbers().replace("valid_from = 2020-01-01", "valid_from = 2023-04-03")
    scenario = given(opened(drafted(kiln=tables + KIND)).ledger, APPLY, ACCEPT, ISSUE)
    early = tables.replace("valid_from = 2023-04-03", "valid_from = 2029-01-01")

    young = opened(drafted(kiln=early.replace("K-05.term", "K-05.other") + parameter("K-05.term", 5, "year") + KIND))
    given(young.ledger, APPLY, ACCEPT, ISSUE)

    assert [one.due for one in on_hand(scenario)] == [date(2028, 3, 2)]
    assert [(one.command, one.due) for one in on_hand(young)] == [("licence.request_renewal", None)]


@pytest.mark.parametrize(
    ("of", "value", "unit", "said"),
    [
        *(("term", 3, unit, f"{unit!r}") for unit in ("fen", "hour", "calendar day", "working day")),
        *(("lead", 3, unit, f"{unit!r}") for unit in ("fen", "hour")),
        *((of, 0, "year", "2020-01-01 is 0") for of in ("term", "lead")),
        *((of, 101, "year", "2020-01-01 is 101") for of in ("term", "lead")),
        ("term", 1_201, "month", "is 1201"),
    ],
)
def test_a_kind_that_is_valid_for_no_countable_time_leaves_its_sector_out(
    drafted: Drafted, of: str, value: int, unit: str, said: str
) -> None:
    """D-05: a term is years or months, a renewal window days as well, each from 1; kind and parameter are named, others work."""
    installation = drafted(kiln=numbers(**{of: (value, unit)}) + KIND, another="")

    (broken,) = installation.sectors.broken
    assert broken.name == "kiln"
    assert said in broken.found
    assert "licence kind kiln" in broken.found
    assert f"K-05.{of}" in broken.found
    assert "another" in installation.declared


@pytest.mark.parametrize(
    "periods", [{"term": (1, "month"), "lead": (1, "working day")}, {"term": (100, "year"), "lead": (1_200, "month")}]
)
def test_the_shortest_and_the_longest_term_are_in_use(drafted: Drafted, periods: Any) -> None:
    """D-05: both bounds belong to what a kind may say."""
    assert drafted(kiln=numbers(**periods) + KIND).sectors.broken == []


# ── D-03 ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_licence_is_granted_where_every_condition_is_met(drafted: Drafted, opened: Opened) -> None:
    """D-03: the fact keeps which conditions were found to be met."""
    scenario = given(opened(drafted(kiln=numbers() + KIND + CONDITIONS)).ledger, APPLY, ACCEPT).on(DECIDED_ON)

    scenario.when(ISSUE.but(conditions_met=["crew", "chimney"])).then("licence.issued").quietly()

    fact = scenario.ledger.at(scenario.ledger.recorder.head().number)
    assert fact is not None
    assert isinstance(fact.body, LicenceIssued)
    assert fact.body.conditions_met == ("crew", "chimney")


@pytest.mark.parametrize(
    ("met", "lacks"), [([], ["chimney", "crew"]), (["crew"], ["chimney"]), (["chimney"], ["crew"])]
)
def test_each_condition_that_is_not_met_is_objected_to(
    drafted: Drafted, opened: Opened, met: list[str], lacks: list[str]
) -> None:
    """D-03: one objection a condition, with its title and its own article."""
    scenario = given(opened(drafted(kiln=numbers() + KIND + CONDITIONS)).ledger, APPLY, ACCEPT).on(DECIDED_ON)

    answer = scenario.when(ISSUE.but(conditions_met=met)).refuses("D-03", code="licence.condition_unmet").answer

    assert isinstance(answer, Refused)
    assert [one.args["condition"] for one in answer.objections] == lacks
    assert {one.article for one in answer.objections} <= {"窑炉条例(2026) Art 10(1)", "窑炉条例(2026) Art 10(2)"}
    assert len({one.article for one in answer.objections}) == len(lacks)


def test_what_is_no_condition_of_the_kind_is_refused(drafted: Drafted, opened: Opened) -> None:
    """REF: a code that is none of the conditions is a mistake of whoever wrote it, and they are listed."""
    scenario = given(opened(drafted(kiln=numbers() + KIND + CONDITIONS)).ledger, APPLY, ACCEPT).on(DECIDED_ON)

    scenario.when(ISSUE.but(conditions_met=["chimney", "crew", "roof"])).refuses(
        "REF", code="licence.condition_unknown"
    ).says("roof", "chimney, crew")


def test_a_kind_without_conditions_asks_for_none(drafted: Drafted, opened: Opened) -> None:
    """D-03: where the kind lists no conditions, none is asked for and what is named is kept as it is."""
    scenario = given(opened(drafted(kiln=numbers() + KIND)).ledger, APPLY, ACCEPT).on(DECIDED_ON)

    scenario.when(ISSUE.but(conditions_met=["roof"])).then("licence.issued").quietly()


# ── D-02 ─────────────────────────────────────────────────────────────────────────────────────────────────


def located(region: str) -> tuple[Any, ...]:
    """The authority `emb` in a region."""
    return (
        step("region.enter", region=region, name="Region", authority="emb", entered_on="2020-01-03"),
        step("authority.locate", located="emb", region=region, authority="emb", located_on="2020-01-03"),
    )


@pytest.mark.parametrize(
    ("region", "level"),
    [("430000", "province"), ("430100", "city"), ("430181", "county"), ("429004", "county"), (None, None)],
)
def test_the_level_of_an_authority_follows_from_its_region(region: str | None, level: str | None) -> None:
    """GB/T 2260: four noughts a province, two a city, none a county; no region, no level."""
    assert level_of(region) == level


@pytest.mark.parametrize("region", ["430000", "430100"])
def test_an_authority_of_the_right_level_issues(drafted: Drafted, opened: Opened, region: str) -> None:
    """D-02: an authority of a level that the kind names takes the application and grants the licence."""
    scenario = opened(drafted(kiln=numbers() + KIND + ISSUED_BY))

    given(scenario.ledger, located(region)).on("2023-03-01").when(APPLY).then("licence.applied").quietly()

    given(scenario.ledger, ACCEPT).on(DECIDED_ON).when(ISSUE).then("licence.issued").quietly()


@pytest.mark.parametrize(
    ("issued_by", "article"),
    [(ISSUED_BY, "Art 11"), (ISSUED_BY.partition("issued_by_article")[0], "Art 9")],
    ids=["its own article", "that of the kind"],
)
def test_an_authority_of_another_level_does_not_issue(
    drafted: Drafted, opened: Opened, issued_by: str, article: str
) -> None:
    """D-02: a county is told when the application comes in, and refused when it would grant; the article says who may."""
    scenario = opened(drafted(kiln=numbers() + KIND + issued_by))

    given(scenario.ledger, located("430181")).on("2023-03-01").when(APPLY).warns(
        "D-02", code="licence.issuer_not_competent"
    ).says("county", "city or province")

    answer = given(scenario.ledger, ACCEPT).on(DECIDED_ON).when(ISSUE).refuses("D-02").answer
    assert isinstance(answer, Refused)
    assert [one.article for one in answer.objections] == [f"窑炉条例(2026) {article}"]


def test_an_authority_whose_level_is_not_known_is_noted(drafted: Drafted, opened: Opened) -> None:
    """D-02: without a region nobody can tell, so application and grant are recorded with a warning that says what to enter."""
    scenario = opened(drafted(kiln=numbers() + KIND + ISSUED_BY))

    scenario.on("2023-03-01").when(APPLY).warns("D-02", code="licence.issuer_level_unknown")

    given(scenario.ledger, ACCEPT).on(DECIDED_ON).when(ISSUE).warns("D-02", code="licence.issuer_level_unknown").says(
        "authority.locate"
    )


ANSWER = """
@hookimpl
def regledger_competence(act, licence_kind, site, judge):
    return Competence(levels=("county",), article="窑炉条例(2026) Art 12") if site.name == "Kiln" else None
"""


def test_the_sector_says_who_is_competent_for_a_site(drafted: Drafted, opened: Opened) -> None:
    """D-02: what the sector answers of this site goes before what the kind says of all."""
    scenario = opened(drafted(ANSWER, kiln=numbers() + KIND + ISSUED_BY))
    given(scenario.ledger, located("430100"), APPLY, ACCEPT)

    answer = scenario.on(DECIDED_ON).when(ISSUE).refuses("D-02").answer

    assert isinstance(answer, Refused)
    assert [one.article for one in answer.objections] == ["窑炉条例(2026) Art 12"]
