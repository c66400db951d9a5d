"""Authorities, officers, enterprises and sites are entered whole, and each of them once (REF)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.deciding.asserting import assert_rows
from regledger.ledger import Ledger
from regledger.log.envelope import Source
from regledger.log.facts import NewFact
from regledger.records.enterprise import CreditCode, EnterpriseRegistered
from regledger.testing.scenario import COUNTY, Step, given, step

CODE, OTHER = "91430100MA4L16JQ9D", "91430922MA4Q8XC21P"
SECOND = step(
    "enterprise.register", enterprise="E-2", name="Second works", credit_code=OTHER, registered_on="2026-03-02"
)
SITE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Tank farm",
    address="2 River Road",
    authority="emb",
    sector="general",
    registered_on="2026-03-02",
)
CERTIFICATE = step(
    "officer.certify",
    officer="li",
    certificate="HN-li",
    valid_from="2020-01-02",
    valid_to="2029-12-31",
    certified_on="2026-03-02",
)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (step("authority.register", authority="fire", name="  ", registered_on="2026-03-02"), "authority.blank"),
        (
            step("officer.appoint", officer="chen", authority="emb", name="", appointed_on="2026-03-02"),
            "officer.blank",
        ),
        (SECOND.but(name="\u3000"), "enterprise.blank"),
        (SITE.but(name=" "), "site.blank"),
        (SITE.but(address=""), "site.blank"),
    ],
    ids=["authority", "officer", "enterprise", "site name", "site address"],
)
def test_nobody_is_entered_without_a_name(ledger: Ledger, wish: Step, code: str) -> None:
    """REF: a blank name or address is refused."""
    given(ledger, COUNTY).on("2026-03-02").when(wish).refuses("REF", code=code)


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), "91 430100 MA4L16JQ9D"])
def test_a_credit_code_is_registered_once(ledger: Ledger, typed: str) -> None:
    """REF: a second enterprise of the same code is refused, however it is typed, and the first one is named."""
    attempt = given(ledger, COUNTY).on("2026-03-02").when(SECOND.but(credit_code=typed))

    attempt.refuses("REF", code="enterprise.credit_code_taken").says("E-1", CODE)


@pytest.mark.parametrize("wrong", ["91430100MA4L16JQ9X", "no code at all: 1/2", "1"])
def test_what_is_no_credit_code_is_refused_as_such(ledger: Ledger, wrong: str) -> None:
    """REF: a code of the wrong form is looked up nowhere, and the wrong form is what is told."""
    attempt = given(ledger, COUNTY).on("2026-03-02").when(SECOND.but(credit_code=wrong))

    attempt.refuses("REF", code="enterprise.credit_code_wrong")


def test_a_credit_code_is_free_again_once_it_was_corrected(ledger: Ledger) -> None:
    """REF: the code follows what stands, so that a correction gives it to whom it belongs."""
    scenario = given(ledger, COUNTY).on("2026-03-02")
    number = next(ledger.facts(types=["enterprise.registered"])).number
    how = {"reason": "Copied from another licence", "authority": "emb", "corrected_on": "2026-03-02"}
    scenario.when("fact.correct", number=number, body={"credit_code": OTHER}, **how).is_recorded()

    scenario.when(SECOND).refuses("REF", code="enterprise.credit_code_taken")
    scenario.when(SECOND.but(credit_code=CODE)).quietly()


def test_a_register_may_assert_an_enterprise_that_is_registered(ledger: Ledger) -> None:
    """What a register asserts is not judged: the same code comes in again, and a command is told of the first holder."""
    scenario = given(ledger, COUNTY).on("2026-03-02")
    rows = [NewFact(body=asserted(one), source=source(row)) for row, one in enumerate(("E-1", "E-7"), 1)]

    numbers = assert_rows(ledger, [rows], register="county", mapping=b"m", actor="officer:li", after=0)

    assert len(numbers) == 2
    held = ledger.show(f"credit_code:{CODE}")
    assert held is not None
    assert held.state == CreditCode(credit_code=CODE, enterprises=("E-1", "E-7"))
    scenario.when(SECOND.but(credit_code=CODE)).refuses("REF").says("E-1, E-7")


def asserted(enterprise: str) -> EnterpriseRegistered:
    """What a register says of an enterprise with the code of E-1."""
    return EnterpriseRegistered(enterprise=enterprise, name="Works", credit_code=CODE, registered_on=date(2019, 5, 1))


def source(row: int) -> Source:
    """Where it says so."""
    return Source(register="county", file="0" * 64, row=row, column="code", key=str(row))


@pytest.mark.parametrize(
    ("changes", "taken"),
    [({}, True), ({"valid_to": "2030-12-31"}, False), ({"certificate": "HN-2"}, False), ({"officer": "wang"}, False)],
    ids=["same", "renewed", "another", "another officer"],
)
def test_a_certificate_is_entered_once(ledger: Ledger, changes: dict[str, Any], taken: bool) -> None:
    """REF: the same number with the same days is entered already; a renewed or another certificate is not."""
    attempt = given(ledger, COUNTY).on("2026-03-02").when(CERTIFICATE.but(**changes))

    if taken:
        attempt.refuses("REF", code="officer.certificate_taken").says("HN-li")
    else:
        attempt.quietly()
