"""What is no single authority's: once roles are in force anywhere, an authority without roles is no way around them."""

from __future__ import annotations

import base64
import threading
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.ledger import Installation, Ledger
from regledger.records.officer_key import key_id
from regledger.testing.penalty import FILED
from regledger.testing.scenario import COUNTY, Scenario, Step, county_ledger, given, step

RAW = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key().public_bytes_raw()
PUBLIC = base64.urlsafe_b64encode(RAW).decode().rstrip("=")
GRANT = step(
    "role.grant",
    holder="officer:li",
    role="approve",
    authority="emb",
    valid_from="2026-01-05",
    ground="Appointment 3 (2026)",
    granted_on="2026-01-05",
)
FIRE = (
    step("authority.register", authority="fire", name="Fire brigade", registered_on="2020-01-02"),
    step("officer.appoint", officer="chen", authority="fire", name="Chen", appointed_on="2020-01-02"),
)
OTHER = step(
    "enterprise.register",
    enterprise="E-2",
    name="Another",
    credit_code="91430100MA4L16JQ8A",
    registered_on="2020-01-02",
)
KEY = step(
    "officer.register_key", officer="chen", public_key=PUBLIC, valid_from="2026-03-02", registered_on="2026-03-02"
)
REVOKED = step(
    "officer.revoke_key",
    officer="chen",
    key=key_id(RAW),
    revoked_from="2026-03-02",
    reason="Lost",
    revoked_on="2026-03-02",
)
SUCCEED = step(
    "subject.succeed",
    predecessors=["enterprise:E-1"],
    successors=["enterprise:E-2"],
    how="replaced",
    ground="Bought",
    authority="fire",
    decided_on="2026-03-02",
    effective_on="2026-03-02",
)
RENAME = step(
    "enterprise.rename", enterprise="E-1", name="New", ground="Register", authority="fire", renamed_on="2026-03-02"
)
CONFIRM = step("rule.confirm", rule="A-15", authority="fire", document="Gazette 3", confirmed_on="2026-03-02")
ENTER = step("region.enter", region="430100", name="Changsha", authority="fire", entered_on="2026-03-02")
ERASE = step(
    "personal.erase", subject="person:p1", ground="unlawful", reason="X", authority="fire", erased_on="2026-03-02"
)
RESTRICT = step(
    "personal.restrict", subject="person:p1", ground="request", reason="X", authority="fire", restricted_on="2026-03-02"
)
LI, CHEN, NOBODY = "officer:li", "officer:chen", "officer:nobody"
SHARED = {one.command: one for one in (KEY, SUCCEED, RENAME, CONFIRM, ENTER, ERASE, RESTRICT)}


def by(actor: str, one: Step) -> Submission:
    return Submission(command=one.command, body=one.body, actor=actor)


def codes(scenario: Scenario, submission: Submission) -> list[str]:
    return [one.code for one in scenario.ledger.check(submission).objections]


@pytest.fixture
def mixed(ledger: Ledger) -> Scenario:
    """Li approves for `emb`; the fire brigade has an officer and no roles; it is the 2nd of March 2026."""
    return given(ledger, COUNTY, FIRE, OTHER, GRANT).on("2026-03-02")


@pytest.mark.parametrize("command", SHARED)
def test_an_authority_without_roles_decides_nothing_for_others(mixed: Scenario, command: str) -> None:
    """ROLE: what is no single authority's takes somebody who approves for one, whichever authority is named."""
    one = SHARED[command]

    mixed.when(by(NOBODY, one)).refuses("ROLE", code="role.founding").says(NOBODY, command)
    mixed.when(by(LI, one)).is_recorded()


@pytest.mark.parametrize("command", SHARED)
def test_without_roles_anywhere_everybody_decides_it(ledger: Ledger, command: str) -> None:
    """A ledger in which nobody ever held a role goes on as before."""
    scenario = given(ledger, COUNTY, FIRE, OTHER).on("2026-03-02")

    scenario.when(by(NOBODY, SHARED[command])).is_recorded()


def test_a_release_and_a_revocation_are_no_single_authoritys_either(mixed: Scenario) -> None:
    """ROLE: who may not restrict or register may not undo that."""
    mixed.when(by(LI, RESTRICT)).is_recorded()
    mixed.when(by(LI, KEY)).is_recorded()
    release = step("personal.release", subject="person:p1", reason="Over", authority="fire", released_on="2026-03-02")

    for one in (release, REVOKED):
        mixed.when(by(NOBODY, one)).refuses("ROLE", code="role.founding")
        mixed.when(by(LI, one)).is_recorded()


def test_the_values_of_a_case_are_its_authoritys(mixed: Scenario) -> None:
    """ROLE: who erases, restricts or releases what lies under a case approves for the authority of that case."""
    mixed.when(by(LI, GRANT.but(holder=CHEN, authority="fire", granted_on="2026-03-02"))).is_recorded()
    mixed.when(by(LI, GRANT.but(holder="officer:wang", role="propose", granted_on="2026-03-02"))).is_recorded()
    mixed.when(by("officer:wang", FILED)).is_recorded()

    for one in (ERASE, RESTRICT):
        mixed.when(by(CHEN, one.but(subject="case:C-1"))).refuses("ROLE", code="role.missing").says("emb")
    mixed.when(by(LI, RESTRICT.but(subject="case:C-1", authority="emb"))).is_recorded()
    release = step("personal.release", subject="case:C-1", reason="X", authority="fire", released_on="2026-03-02")
    mixed.when(by(CHEN, release)).refuses("ROLE", code="role.missing").says("emb")


@pytest.mark.parametrize("command", ["fact.correct", "fact.withdraw"])
@pytest.mark.parametrize("type_", ["enterprise.registered", "rule.confirmed"])
def test_a_fact_of_no_single_authority_is_amended_by_an_approver(mixed: Scenario, command: str, type_: str) -> None:
    """ROLE: naming an authority without roles opens neither what names none nor what was decided for all."""
    mixed.when(by(LI, CONFIRM)).is_recorded()
    number = next(fact.number for fact in mixed.ledger.facts(types=[type_]))
    change = {"name": "X"} if type_ == "enterprise.registered" else {"document": "X"}
    about: dict[str, Any] = {"number": number, "reason": "Wrong", "authority": "fire"}
    if command == "fact.correct":
        one = step(command, **about, body=change, corrected_on="2026-03-02")
    else:
        one = step(command, **about, withdrawn_on="2026-03-02")

    assert "role.founding" in codes(mixed, by(NOBODY, one))
    assert codes(mixed, by(LI, one)) == []


def test_an_authority_without_roles_amends_its_own(mixed: Scenario) -> None:
    """Its own affairs stay open to everybody, as before."""
    mixed.when(by(NOBODY, FILED.but(authority="fire"))).is_recorded()
    number = mixed.ledger.recorder.head().number

    about: dict[str, Any] = {"number": number, "reason": "Wrong", "authority": "fire", "body": {"act": "Another"}}
    mixed.when(by(NOBODY, step("fact.correct", **about, corrected_on="2026-03-02"))).is_recorded()


def test_a_key_is_registered_where_its_officer_holds_roles(mixed: Scenario) -> None:
    """ROLE: whoever has an officer's key acts wherever the officer may, so every authority that gave a role permits it."""
    parks = step("authority.register", authority="parks", name="Parks", registered_on="2026-03-02")
    for one in (parks, GRANT.but(holder="officer:zhao", authority="parks", granted_on="2026-03-02")):
        mixed.when(by(LI, one)).is_recorded()
    mixed.when(by(LI, GRANT.but(holder=CHEN, role="propose", granted_on="2026-03-02"))).is_recorded()
    end = step("role.end", holder=CHEN, role="propose", authority="emb", reason="Over", ended_on="2026-03-02")

    mixed.when(by("officer:zhao", KEY)).refuses("ROLE", code="role.missing").says("emb")
    assert codes(mixed, by(LI, KEY)) == []
    mixed.when(by(LI, end)).is_recorded()
    assert codes(mixed, by("officer:zhao", KEY)) == []


# ── the first of all ─────────────────────────────────────────────────────────────────────────────────────


def test_two_first_grants_do_not_pass_in_one_batch(ledger: Ledger) -> None:
    """ROLE: the lines before are looked at, though nothing of them is recorded yet."""
    scenario = given(ledger, COUNTY, FIRE).on("2026-03-02")
    own = GRANT.but(holder=CHEN, authority="fire")

    drafts = scenario.ledger.check_all([by(LI, GRANT), by(CHEN, own)])

    assert [[one.code for one in draft.objections] for draft in drafts] == [[], ["role.founding"]]


def test_two_first_grants_do_not_pass_each_other(tmp_path: Path, core: Installation) -> None:
    """ROLE: of two who found at the same moment, in two authorities, one is first and the other is asked for a role."""
    for _ in range(4):
        with county_ledger(tmp_path, installation=core) as ledger:
            given(ledger, COUNTY, FIRE).on("2026-03-02")
            sent = [by(LI, GRANT), by(CHEN, GRANT.but(holder=CHEN, authority="fire"))]

            answers = at_once(ledger, sent)

        assert {type(one) for one in answers} == {Recorded, Refused}


def test_a_founding_waits_for_roles_of_anybody(ledger: Ledger) -> None:
    """What was decided because nobody held a role is decided anew where somebody was given one meanwhile."""
    scenario = given(ledger, COUNTY, FIRE).on("2026-03-02")
    decided = scenario.ledger.check(by(CHEN, CONFIRM))

    assert decided.anywhere == ("role.granted", "role.ended")


def at_once(ledger: Ledger, sent: list[Submission]) -> list[Recorded | Refused]:
    barrier, answers = threading.Barrier(len(sent)), dict[int, Recorded | Refused]()

    def send(index: int) -> None:
        barrier.wait()
        answers[index] = ledger.submit(sent[index])

    threads = [threading.Thread(target=send, args=(index,)) for index in range(len(sent))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return [answers[index] for index in range(len(sent))]
