"""The registers that everything else names: authorities, officers, enterprises, sites (REF), and who owns a site."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.ledger import Ledger
from regledger.testing.penalty import FILED
from regledger.testing.scenario import COUNTY, Step, given, step

LATER = "2026-03-02"
SECOND = step(
    "enterprise.register",
    enterprise="E-2",
    name="湘江化工有限公司",
    credit_code="91430999MA4L7T2K80",
    registered_on="2020-01-02",
)
SITE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Warehouse",
    address="2 River Road",
    authority="emb",
    sector="general",
    registered_on="2020-01-02",
)
APPOINTED = step("officer.appoint", officer="chen", authority="emb", name="Chen", appointed_on="2020-01-02")
CERTIFIED = step(
    "officer.certify",
    officer="li",
    certificate="HN-2",
    valid_from="2026-01-02",
    valid_to="2030-12-31",
    certified_on="2026-01-02",
)
BUREAU = step("authority.register", authority="emb", name="Another bureau", registered_on="2020-01-02")
INSPECTED = step(
    "inspection.record",
    inspection="I-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    officers=["li", "wang"],
    certificates_shown=True,
    place="Store",
    content="Storage",
    unit_signature="signed",
    inspected_on="2026-03-02",
)
APPLIED = step(
    "licence.apply",
    licence="L-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    kind="producer",
    applied_on="2026-03-02",
)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (BUREAU, "authority.taken"),
        (SECOND.but(enterprise="E-1"), "enterprise.taken"),
        (SITE.but(site="S-1"), "site.taken"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_id_is_given_once(ledger: Ledger, act: Step, code: str) -> None:
    """REF: a second entry under an id that is taken is refused."""
    given(ledger, COUNTY).on(LATER).when(act).refuses("REF", code=code)


@pytest.mark.parametrize(
    ("act", "changes", "code"),
    [
        (APPOINTED, {"authority": "mayor"}, "authority.unknown"),
        (CERTIFIED, {"officer": "nobody"}, "officer.unknown"),
        (SITE, {"enterprise": "E-9"}, "enterprise.unknown"),
        (SITE, {"authority": "mayor"}, "authority.unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_entry_names_what_is_on_record(ledger: Ledger, act: Step, changes: dict[str, Any], code: str) -> None:
    """REF: an officer has an authority, a certificate its officer, a site its enterprise and its authority."""
    scenario = given(ledger, COUNTY).on(LATER)

    scenario.when(act.but(**changes)).refuses("REF", code=code).says(*changes.values())
    scenario.when(act).quietly()


def test_a_credit_code_has_its_check_digit(ledger: Ledger) -> None:
    """REF: GB 32100-2015 computes the last character of a unified social credit code from the others."""
    scenario = given(ledger, COUNTY).on(LATER)
    wrong = SECOND.but(credit_code="91430999MA4L7T2K81")

    scenario.when(wrong).refuses("REF", code="enterprise.credit_code_wrong").says("91430999MA4L7T2K81")


@pytest.mark.parametrize(("ends", "lawful"), [("2026-01-01", False), ("2026-01-02", True)])
def test_a_certificate_ends_after_it_begins(ledger: Ledger, ends: str, lawful: bool) -> None:
    """SEQ: one day is the shortest validity."""
    attempt = given(ledger, COUNTY).on(LATER).when(CERTIFIED.but(valid_to=ends))

    if lawful:
        attempt.quietly()
    else:
        attempt.refuses("SEQ", code="certificate.ends_before_it_begins")


@pytest.mark.parametrize("act", [INSPECTED, FILED, APPLIED], ids=lambda act: act.command)
def test_a_site_is_that_of_its_own_enterprise(ledger: Ledger, act: Step) -> None:
    """REF: an act that names a site with an enterprise that does not own it is refused, and says who does."""
    scenario = given(ledger, COUNTY, SECOND).on(LATER)

    scenario.when(act.but(enterprise="E-2")).refuses("REF", code="site.of_another").says("S-1", "E-1")
