"""A kind of licence, or a number of a rule, whose text is another's or was not checked: what may refuse, and under which article."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.deciding.answers import Refused
from regledger.history.steps import Step, next_steps
from regledger.testing.scenario import Scenario, given, step

from .conftest import Drafted, Opened, parameter, rule
from .test_licence_kinds import ACCEPT, APPLY, CONDITIONS, DECIDED_ON, ISSUE, ISSUED_BY, KIND, located, numbers

LEAD = parameter("K-05.lead", 1, "month")
UNCHECKED = numbers().replace(LEAD, parameter("K-05.lead", 1, "month", status="FROM MEMORY"))
LATE = step("licence.request_renewal", licence="L-2", requested_on="2028-03-03")
ART_40 = "窑炉条例(2026) Art 40"


def on_hand(scenario: Scenario) -> list[Step]:
    """What may come next on the licence but for handing it over, on 2025-01-02."""
    steps = next_steps(scenario.ledger, "licence:L-2", on=date(2025, 1, 2)).steps
    return [one for one in steps if one.command != "licence.deliver"]


def test_a_lead_that_nobody_checked_refuses_no_request(drafted: Drafted, opened: Opened) -> None:
    """D-05: a late request is recorded with a warning where the kind's own lead is FROM MEMORY, and refused once it is confirmed."""
    scenario = given(opened(drafted(kiln=UNCHECKED + KIND)).ledger, APPLY, ACCEPT, ISSUE)
    confirm = step("rule.confirm", rule="K-05.lead", authority="emb", document="it", confirmed_on="2028-01-02")

    scenario.on("2028-03-03").when(LATE).warns("D-05", code="licence.renewal_asked_late")

    again = given(opened(drafted(kiln=UNCHECKED + KIND)).ledger, APPLY, ACCEPT, ISSUE, confirm)
    again.on("2028-03-03").when(LATE).refuses("D-05", code="licence.renewal_asked_late")


def test_a_late_request_is_told_the_article_of_its_own_kind(drafted: Drafted, opened: Opened) -> None:
    """D-05: objection and `next` cite where the kind's lead stands, and say no period of another law."""
    scenario = given(opened(drafted(kiln=numbers() + KIND)).ledger, APPLY, ACCEPT, ISSUE)

    (waits,) = on_hand(scenario)
    refused = scenario.on("2028-03-03").when(LATE).refuses("D-05", code="licence.renewal_asked_late")

    assert waits.article == ART_40
    assert isinstance(refused.answer, Refused)
    assert [one.article for one in refused.answer.objections] == [ART_40]
    assert "three months" not in str(refused.answer)


@pytest.mark.parametrize(("status", "refuses"), [("FROM MEMORY", False), ("VERIFIED", True)])
def test_conditions_and_issuers_refuse_only_where_their_text_was_checked(
    status: str, refuses: bool, drafted: Drafted, opened: Opened
) -> None:
    """D-02, D-03: who issues a kind and under which conditions only warns where the kind is not VERIFIED."""
    kind = f'{KIND}status = "{status}"\n{ISSUED_BY}{CONDITIONS}'
    scenario = given(opened(drafted(kiln=numbers() + kind)).ledger, *located("430181"), APPLY, ACCEPT)

    attempt = scenario.on(DECIDED_ON).when(ISSUE)

    if refuses:
        attempt.refuses("D-02", "D-03")
    else:
        attempt.then("licence.issued").warns("D-02", "D-03")


NUMBER_ELSEWHERE = """
@hookimpl
def regledger_objections(act, judge):
    if type(act.command).__name__ == "ApplyForLicence":
        most = judge.whole("K-07.most")
        judge.whole("K-07.least")
        yield from judge.rule("K-07", "kiln.too_many", False, most=most)
"""


def test_a_refusal_cites_where_its_number_stands_as_well(drafted: Drafted, opened: Opened) -> None:
    """An objection cites the articles of its rule, and once that of a number of it which stands in another text."""
    elsewhere = [parameter(f"K-07.{name}", 2, "kiln").replace("窑炉条例", "县窑炉办法") for name in ("most", "least")]
    said = '\n[objection."kiln.too_many"]\nfound = "more than {most}"\nasks = "fewer"\nremedy = "Fewer."\n'
    tables = {"elsewhere": "".join(elsewhere), "own": elsewhere[0].replace("县窑炉办法", "窑炉条例")}
    tables["own"] += parameter("K-07.least", 1, "kiln")

    told = {}
    for case, given_ in tables.items():
        kiln = numbers() + rule("K-07") + given_ + KIND + said
        refused = opened(drafted(NUMBER_ELSEWHERE, kiln=kiln)).on("2023-03-01").when(APPLY).refuses("K-07").answer
        assert isinstance(refused, Refused)
        told[case] = [one.article for one in refused.objections]

    assert told == {"elsewhere": ["窑炉条例(2026) Art 7; 县窑炉办法(2026) Art 40"], "own": ["窑炉条例(2026) Art 7"]}


@pytest.mark.parametrize("name", ["X-77", "REF", "REF.most", "exception.A-01", "holidays.2026", "x-77"])
def test_a_sector_that_takes_a_name_of_the_platforms_is_left_out(name: str, drafted: Drafted) -> None:
    """A rule or a parameter of a sector has no name of the platform's rules or of what a trace writes down; others work."""
    tables = rule(name) if "." not in name else parameter(name, 1, "month")

    installation = drafted(kiln=tables, another="")

    (broken,) = installation.sectors.broken
    assert name in broken.found
    assert "a name of the platform's" in broken.found
    assert "another" in installation.declared
