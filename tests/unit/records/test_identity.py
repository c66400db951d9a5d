"""Names and regions over time."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.timeline import timeline
from regledger.ledger import Ledger
from regledger.records.authority import Authority
from regledger.records.enterprise import Enterprise, Site
from regledger.records.identity.region import Region
from regledger.testing.scenario import COUNTY, Scenario, given, step

RENAMED = step(
    "enterprise.rename",
    enterprise="E-1",
    name="湘江高纯有限公司",
    ground="Registered",
    document="湘市监 2026-9",
    authority="emb",
    renamed_on="2026-03-02",
)
NEW_CODE = "91430100MA4L110J01"
SECOND = step(
    "enterprise.register", enterprise="E-2", name="Second", credit_code="91430100MA4L111J0N", registered_on="2021-01-02"
)
REGION = step("region.enter", region="430102", name="芙蓉区", authority="emb", entered_on="2020-01-02")
LOCATED = step("site.locate", site="S-1", region="430102", authority="emb", located_on="2020-01-03")
RECODED = step(
    "subject.succeed",
    predecessors=["region:430102"],
    successors=["region:430199"],
    how="recoded",
    ground="Change of GB/T 2260",
    authority="emb",
    decided_on="2026-03-02",
    effective_on="2026-03-02",
)


@pytest.fixture
def county(ledger: Ledger) -> Scenario:
    return given(ledger, COUNTY)


def enterprise(county: Scenario, on: str | None = None) -> Enterprise:
    state = county.state("enterprise:E-1", on=on)
    assert isinstance(state, Enterprise)
    return state


def test_a_name_is_another_from_its_day(county: Scenario) -> None:
    """Before it the old one stands; from it the new one, with the old one and its last day remembered."""
    county.on("2026-03-02").when(RENAMED).then("enterprise.renamed").quietly()

    assert (enterprise(county, "2026-03-01").name, enterprise(county).name) == ("湘江氯碱有限公司", "湘江高纯有限公司")
    (former,) = enterprise(county).former_names
    assert (former.name, former.until, former.credit_code) == ("湘江氯碱有限公司", date(2026, 3, 2), None)


def test_a_new_credit_code_is_kept_with_the_old_one(county: Scenario) -> None:
    """The old code stays the enterprise's own: nobody else is registered or renamed under either."""
    given(county.ledger, SECOND)
    county.on("2026-03-02").when(RENAMED.but(credit_code=NEW_CODE.lower())).is_recorded()
    taken = [NEW_CODE, "91430100MA4L16JQ9D"]

    assert enterprise(county).credit_code == NEW_CODE
    assert [one.credit_code for one in enterprise(county).former_names] == ["91430100MA4L16JQ9D"]
    for code in taken:
        other = RENAMED.but(enterprise="E-2", credit_code=code)
        county.when(other).refuses("REF", code="enterprise.credit_code_taken").says("enterprise E-1")
        new = SECOND.but(enterprise="E-3", credit_code=code)
        county.when(new).refuses("REF", code="enterprise.credit_code_taken")


@pytest.mark.parametrize(
    ("changes", "rule", "code"),
    [
        ({"enterprise": "E-9"}, "REF", "enterprise.unknown"),
        ({"authority": "nobody"}, "REF", "authority.unknown"),
        ({"name": " "}, "REF", "renaming.blank"),
        ({"ground": ""}, "REF", "renaming.blank"),
        ({"credit_code": "91430100MA4L16JQ90"}, "REF", "enterprise.credit_code_wrong"),
        ({"name": "湘江氯碱有限公司"}, "SEQ", "renaming.changes_nothing"),
        ({"name": "湘江氯碱有限公司", "credit_code": "91430100MA4L16JQ9D"}, "SEQ", "renaming.changes_nothing"),
    ],
)
def test_a_renaming_names_what_is_there_and_changes_it(
    county: Scenario, changes: dict[str, str], rule: str, code: str
) -> None:
    """Unknown subjects, blanks, a wrong code and the same name are refused."""
    county.on("2026-03-02").when(RENAMED.but(**changes)).refuses(rule, code=code)


def test_sites_and_authorities_are_renamed_too(county: Scenario) -> None:
    """Each keeps its former name; who only enters another's new name keeps its own."""
    given(county.ledger, step("authority.register", authority="fire", name="Fire Bureau", registered_on="2020-01-02"))
    how = {"ground": "Order 7", "authority": "emb", "renamed_on": "2026-03-02"}

    county.on("2026-03-02").when("site.rename", site="S-1", name="Plant 1", **how).then("site.renamed").quietly()
    county.when("authority.rename", renamed="fire", name="Rescue Bureau", **how).then("authority.renamed").quietly()

    site, fire, emb = county.state("site:S-1"), county.state("authority:fire"), county.state("authority:emb")
    assert isinstance(site, Site)
    assert isinstance(fire, Authority)
    assert isinstance(emb, Authority)
    assert (site.name, site.former_names[0].name) == ("Plant 1", "Chlorine plant")
    assert (fire.name, fire.former_names[0].name) == ("Rescue Bureau", "Fire Bureau")
    assert (emb.name, emb.former_names) == ("Emergency Management Bureau", ())


def test_an_ended_subject_gets_no_new_name(county: Scenario) -> None:
    """What stands in its place does."""
    given(county.ledger, SECOND)
    merged = RECODED.but(predecessors=["enterprise:E-1"], successors=["enterprise:E-2"], how="merged")

    county.on("2026-03-02").when(merged).is_recorded()

    county.when(RENAMED).refuses("SEQ", code="succession.ended")
    county.when(RENAMED.but(enterprise="E-2")).is_recorded()


# ── regions ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_site_and_an_authority_lie_in_a_region_from_a_day(county: Scenario) -> None:
    """Each from its own day."""
    located = {"located": "emb", "region": "430102", "authority": "emb", "located_on": "2020-01-04"}

    county.on("2020-01-05").when(REGION).then("region.entered").quietly()
    county.when(LOCATED).then("site.located").quietly()
    county.when("authority.locate", **located).then("authority.located").quietly()

    site, authority = county.state("site:S-1"), county.state("authority:emb")
    assert isinstance(site, Site)
    assert isinstance(authority, Authority)
    assert (site.region, authority.region) == ("430102", "430102")
    before = county.state("site:S-1", on="2020-01-02")
    assert isinstance(before, Site)
    assert before.region is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"region": "43010"}, "region.code_wrong"),
        ({"region": "043010"}, "region.code_wrong"),
        ({"region": "43010A"}, "region.code_wrong"),
        ({"region": "430102"}, "region.taken"),
        ({"region": "430103", "name": " "}, "region.blank"),
        ({"region": "430103", "authority": "nobody"}, "authority.unknown"),
    ],
)
def test_a_region_is_entered_once_under_six_digits(county: Scenario, changes: dict[str, str], code: str) -> None:
    """Another form, a code that is entered already, a blank name and an unknown authority are refused."""
    given(county.ledger, REGION)

    county.when(REGION.but(**changes)).refuses("REF", code=code)


def test_a_location_names_a_region_that_stands(county: Scenario) -> None:
    """An unknown region, an unknown site, the same region again and a code that has ended are refused."""
    given(county.ledger, REGION, REGION.but(region="430199", name="新区"), LOCATED)

    county.on("2026-03-02").when(LOCATED.but(region="430103")).refuses("REF", code="region.unknown")
    county.when(LOCATED.but(site="S-9")).refuses("REF", code="site.unknown")
    county.when(LOCATED).refuses("SEQ", code="region.there_already")
    county.when(RECODED).is_recorded()
    county.when(LOCATED.but(located_on="2026-03-02")).refuses("SEQ", code="succession.ended").says("region:430199")


def test_the_history_of_a_new_code_follows_to_the_old_one(county: Scenario) -> None:
    """What was located under the old code keeps it, and is found from the new one."""
    given(county.ledger, REGION, REGION.but(region="430199", name="新区"), LOCATED)
    county.on("2026-03-02").when(RECODED).is_recorded()

    rows = timeline(county.ledger, "region:430199")
    region = county.state("region:430199")

    assert [(row.type, row.subject) for row in rows] == [
        ("region.entered", "region:430102"),
        ("region.entered", "region:430199"),
        ("site.located", "region:430102"),
        ("subject.succeeded", "region:430199"),
    ]
    assert isinstance(region, Region)
    assert [one.subject for one in region.predecessors] == ["region:430102"]
