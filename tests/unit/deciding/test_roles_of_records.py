"""Whose record it is: the authority whose roles a step on it takes, and what gives none."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.deciding.asserting import assert_rows
from regledger.deciding.recording import condition_of
from regledger.ledger import Ledger
from regledger.log.envelope import Source
from regledger.log.facts import NewFact
from regledger.records.authority import OfficerCertified
from regledger.records.role import RoleGranted
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import COUNTY, Scenario, given, step

from .roles_county import GRANT, LI, WANG, ZHAO, amended, by, codes, refused

# ── whose record it is ───────────────────────────────────────────────────────────────────────────────────


def test_a_step_on_a_record_takes_the_role_of_its_authority(roles: Scenario) -> None:
    """ROLE: a command that names no authority is one of the authority whose record it goes on with."""
    roles.when(by(WANG, FILED)).is_recorded()
    roles.when(FOUND).is_recorded()
    roles.on("2026-03-09").when(NOTIFIED).is_recorded()

    refused(roles.on("2026-03-17").when(by(ZHAO, ORDERED)), "role.missing", "emb")
    refused(roles.when(by(ZHAO, DECIDED)), "role.missing", "emb")


@pytest.mark.parametrize("command", ["fact.correct", "fact.withdraw"])
def test_nobody_amends_by_naming_another_authority(roles: Scenario, command: str) -> None:
    """ROLE: a fact is amended by who may approve for the authority of that fact, whichever authority is named."""
    roles.when(by(WANG, FILED)).is_recorded()
    [opened] = roles.ledger.facts(types=["case.opened"])

    refused(roles.when(by(ZHAO, amended(command, opened.number))), "role.missing", "emb")
    roles.when(by(LI, amended(command, opened.number))).is_recorded()


def test_what_names_no_authority_is_amended_by_that_of_its_record(roles: Scenario) -> None:
    """ROLE: a certificate is that of the officer's authority, also where the amendment is dated before the appointment."""
    number = next(fact.number for fact in roles.ledger.facts(types=[OfficerCertified.__fact__.name]))
    amend = amended("fact.withdraw", number)

    assert "role.missing" in codes(roles, by(ZHAO, amend))
    assert "role.missing" in codes(roles, by(ZHAO, amend.but(withdrawn_on="2019-01-02")))


def test_an_officer_is_not_lured_away(roles: Scenario) -> None:
    """ROLE: who appoints an officer of another authority, and could then register keys for them, approves for that one too."""
    appoint = step("officer.appoint", officer="li", authority="fire", name="Li", appointed_on="2026-03-02")

    refused(roles.when(by(ZHAO, appoint)), "role.missing", "emb")


def test_a_successor_answers_by_the_roles_before_it_until_it_has_its_own(roles: Scenario) -> None:
    """ROLE: to rename or replace an authority frees nobody, and nobody else may be the first to grant there."""
    safety = step("authority.register", authority="safety", name="Safety Bureau", registered_on="2026-03-01")
    succeed = step(
        "subject.succeed",
        predecessors=["authority:emb"],
        successors=["authority:safety"],
        how="replaced",
        ground="Reform plan",
        authority="fire",
        decided_on="2026-03-02",
        effective_on="2026-03-02",
    )
    roles.when(by(LI, safety)).is_recorded()
    refused(roles.when(by(ZHAO, succeed)), "role.missing", "emb")
    roles.when(by(LI, succeed)).is_recorded()
    filed = FILED.but(authority="safety")
    own = GRANT.but(authority="safety", valid_from="2026-03-02", granted_on="2026-03-02")

    refused(roles.when(by(ZHAO, filed)), "role.missing", "emb")
    refused(roles.when(by(ZHAO, own.but(holder=ZHAO))), "role.missing", "emb")
    roles.when(by(WANG, filed)).is_recorded()
    roles.when(by(LI, own.but(holder=ZHAO))).is_recorded()
    refused(roles.when(by(WANG, filed.but(case="C-2"))), "role.missing", "safety")
    appointed = next(roles.ledger.facts(types=["officer.appointed"]))
    refused(
        roles.when(by(LI, amended("fact.withdraw", appointed.number).but(authority="emb"))), "role.missing", "safety"
    )


def test_nobody_opens_the_facts_of_another_authority(roles: Scenario) -> None:
    """ROLE: who may disclose for the fire brigade sees nothing of the bureau's, though the command names the brigade."""
    statement = step(
        "case.make_statement",
        case="C-1",
        kind="statement",
        text={"value": "Chen Gang was on duty", "subject": "person:p1"},
        made_on="2026-03-10",
    )
    first = GRANT.but(authority="fire", granted_on="2026-03-02")
    given(roles.ledger, by(LI, first), by(LI, first.but(holder=ZHAO, role="disclose")))
    given(roles.ledger, by(WANG, FILED), NOTIFIED, statement)
    number = roles.ledger.recorder.head().number
    disclose = step(
        "personal.disclose",
        subject="person:p1",
        facts=[number],
        ground="duty",
        purpose="A check",
        recipient="The brigade",
        authority="fire",
        disclosed_on="2026-03-10",
    )

    refused(roles.on("2026-03-10").when(by(ZHAO, disclose)), "role.missing", "emb")
    roles.when(by(LI, GRANT.but(holder=ZHAO, role="disclose", granted_on="2026-03-10"))).is_recorded()
    roles.when(by(ZHAO, disclose)).is_recorded()


# ── what does not count ──────────────────────────────────────────────────────────────────────────────────


def test_a_register_grants_nothing(ledger: Ledger) -> None:
    """What is source-asserted was judged by nobody: it neither gives a role nor brings roles into force."""
    scenario = given(ledger, COUNTY).on("2026-03-02")
    body = RoleGranted(
        holder=ZHAO,
        role="approve",
        authority="emb",
        valid_from=date(2026, 1, 5),
        valid_to=None,
        signed_only=False,
        ground="A list",
        granted_on=date(2026, 1, 5),
    )
    source = Source(register="county", file="0" * 64, row=1, column="role", key="1")
    assert_rows(ledger, [[NewFact(body=body, source=source)]], register="county", mapping=b"m", actor=LI, after=0)

    assert scenario.state("role:emb") is None
    scenario.when(by(WANG, FILED)).is_recorded()


def test_deciders_wait_for_roles_and_not_for_officers(roles: Scenario) -> None:
    """The append condition names the authority's role facts, so an end in between is noticed, and no officer's tag."""
    draft = roles.ledger.check(by(WANG, FILED))

    condition = condition_of([draft], roles.ledger.catalogue.kinds)

    assert condition is not None
    items = [(item.tags, item.types) for item in condition.fail_if_events_match.items]
    assert (["authority:emb"], ["role.granted", "role.ended", "fact.withdrawn"]) in items
    assert not [tags for tags, _ in items if tags[0].startswith(("officer:", "os:", "nkey:"))]
