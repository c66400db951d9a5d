"""Who may: roles as recorded facts, asked for from the first grant on (platform rule ROLE)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
import pytest
from regledger.deciding.answers import Recorded, Submission
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Handlers, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.ledger import Ledger
from regledger.log.envelope import Known
from regledger.log.text import Id
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import COUNTY, Scenario, given, step

from .roles_county import END, GRANT, LI, WANG, ZHAO, amended, by, codes, refused

# ── from when roles are asked for ────────────────────────────────────────────────────────────────────────


def test_before_the_first_grant_everybody_may(ledger: Ledger) -> None:
    """An authority that granted no role goes on as before, and its decisions do not speak of roles."""
    given(ledger, COUNTY).on("2026-03-02").when(by(ZHAO, FILED)).is_recorded()

    [opened] = ledger.facts(types=["case.opened"])
    assert opened.commit.by is not None
    assert "ROLE" not in opened.commit.by.rules


@pytest.mark.parametrize(
    "change",
    [{"role": "propose"}, {"valid_to": "2026-12-31"}, {"valid_from": "2026-01-06"}],
    ids=["another role", "with a last day", "from tomorrow"],
)
def test_the_first_grant_leaves_somebody_who_grants_the_next(ledger: Ledger, change: dict[str, str]) -> None:
    """SEQ: the first grant is of approve, from its own day on and without an end: else anybody or nobody could go on."""
    attempt = given(ledger, COUNTY).on("2026-01-05").when(GRANT.but(**change))

    attempt.refuses("SEQ", code="role.first_approves")


def test_who_holds_no_role_is_told_who_does(roles: Scenario) -> None:
    """ROLE: once roles are in force, a step that takes one is refused to others, and the holders are named."""
    refused(roles.when(by(ZHAO, FILED)), "role.missing", ZHAO, "propose", "held by officer:wang")
    assert codes(roles, by(ZHAO, FILED.but(opened_on="2026-03-01"))) == ["role.missing"]
    roles.when(by(WANG, FILED)).is_recorded()


def test_one_role_is_not_another(roles: Scenario) -> None:
    """ROLE: who approves does not thereby propose."""
    refused(roles.when(by(LI, FILED)), "role.missing")


def test_the_roles_of_one_authority_are_not_those_of_another(roles: Scenario) -> None:
    """An authority without roles stays open, and who holds a role elsewhere gains nothing here."""
    roles.when(by(ZHAO, FILED.but(authority="fire"))).is_recorded()
    roles.when(by(LI, GRANT.but(holder=ZHAO, authority="fire", granted_on="2026-03-02"))).is_recorded()

    refused(roles.when(by(WANG, FILED.but(authority="fire", case="C-2"))), "role.missing", "fire")


def test_nobody_founds_an_authority_beside_those_with_roles(roles: Scenario) -> None:
    """ROLE: once roles are in force anywhere, a further authority and its first role take somebody who may approve."""
    parks = step("authority.register", authority="parks", name="Parks", registered_on="2026-03-02")
    own = GRANT.but(holder=ZHAO, authority="fire", granted_on="2026-03-02")

    for one in (parks, own):
        refused(roles.when(by(ZHAO, one)), "role.founding", ZHAO)
        refused(roles.when(by(WANG, one)), "role.founding", WANG)
        roles.when(by(LI, one)).is_recorded()


def test_an_act_of_the_world_takes_no_role(roles: Scenario) -> None:
    """What happened can be recorded by whoever knows of it."""
    roles.when(by(ZHAO, FOUND)).is_recorded()


def test_what_follows_in_the_same_batch_is_asked_for_roles(ledger: Ledger) -> None:
    """A grant counts for the lines after it, though nothing is recorded yet."""
    given(ledger, COUNTY).on("2026-03-02")

    first, second = ledger.check_all([by(LI, GRANT), by(ZHAO, FILED)])

    assert first.objections == ()
    assert [one.code for one in second.objections] == ["role.missing"]


# ── on which days ────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_escapes_by_an_older_date(roles: Scenario) -> None:
    """ROLE: an act said to be older than the first grant takes the role that holds on the day of sending it."""
    old = {"act_on": "2025-11-25", "discovered_on": "2025-11-26", "opened_on": "2025-12-01"}

    refused(roles.when(by(ZHAO, FILED.but(**old))), "role.missing", "2026-03-02")
    roles.when(by(WANG, FILED.but(**old))).is_recorded()


def test_nobody_does_by_an_older_date_what_they_could_not_do_then(roles: Scenario) -> None:
    """ROLE: a role of today does not reach back to days on which roles were in force and it was not held."""
    grant = GRANT.but(holder=ZHAO, role="propose", valid_from="2026-03-02", granted_on="2026-03-02")
    roles.when(by(LI, grant)).is_recorded()

    refused(roles.when(by(ZHAO, FILED.but(opened_on="2026-03-01"))), "role.missing", "2026-03-01")
    roles.when(by(ZHAO, FILED)).is_recorded()


def test_a_grant_counts_from_its_first_day_to_its_last(roles: Scenario) -> None:
    """ROLE: neither the day before nor the day after."""
    days = {"valid_from": "2026-03-03", "valid_to": "2026-03-05", "granted_on": "2026-03-02"}
    roles.when(by(LI, GRANT.but(holder=ZHAO, role="propose", **days))).is_recorded()

    refused(roles.when(by(ZHAO, FILED)), "role.missing")
    for day, case in (("2026-03-03", "C-3"), ("2026-03-05", "C-5")):
        roles.on(day).when(by(ZHAO, FILED.but(case=case, opened_on=day))).is_recorded()
    refused(roles.on("2026-03-06").when(by(ZHAO, FILED.but(opened_on="2026-03-05"))), "role.missing", "2026-03-06")


def test_a_role_ends_with_the_day_of_its_end(roles: Scenario) -> None:
    """ROLE: from that day on it is not held, and roles stay in force though nobody holds it."""
    roles.on("2026-03-05").when(by(LI, END)).is_recorded()

    refused(roles.when(by(WANG, FILED.but(opened_on="2026-03-05"))), "role.missing", "held by nobody")


def test_an_end_takes_the_grants_before_it_and_not_those_after(roles: Scenario) -> None:
    """A grant that had yet to begin is ended as well; one recorded afterwards counts."""
    ahead = GRANT.but(holder=ZHAO, role="propose", valid_from="2026-03-10", granted_on="2026-03-02")
    roles.when(by(LI, ahead)).is_recorded()
    roles.on("2026-03-05").when(by(LI, END.but(holder=ZHAO))).is_recorded()

    refused(roles.on("2026-03-11").when(by(ZHAO, FILED.but(opened_on="2026-03-11"))), "role.missing")
    roles.when(by(LI, ahead.but(valid_from="2026-03-11", granted_on="2026-03-11"))).is_recorded()
    roles.when(by(ZHAO, FILED.but(opened_on="2026-03-11"))).is_recorded()


@pytest.mark.parametrize("command", ["fact.correct", "fact.withdraw"])
def test_what_gave_or_ended_a_role_is_not_amended(roles: Scenario, command: str) -> None:
    """X-05: neither a grant nor an end is reworded or taken back, so that an end lasts and everybody sees who could act when."""
    roles.on("2026-03-05").when(by(LI, END)).is_recorded()
    for fact in roles.ledger.facts(types=["role.granted", "role.ended"]):
        amend = amended(command, fact.number, authority="fire").but(authority="emb")

        assert "correction.of_lasting" in codes(roles, by(LI, amend))

    refused(roles.when(by(WANG, FILED.but(opened_on="2026-03-05"))), "role.missing")


# ── nobody alone, and nobody else's ──────────────────────────────────────────────────────────────────────


def test_who_proposed_does_not_approve(roles: Scenario) -> None:
    """ROLE: where both roles are in force, a case is decided by another than filed it, though they hold both roles."""
    roles.when(by(LI, GRANT.but(holder=WANG, granted_on="2026-03-02"))).is_recorded()
    roles.when(by(WANG, FILED)).is_recorded()
    roles.on("2026-03-09").when(NOTIFIED).is_recorded()

    refused(roles.on("2026-03-17").when(by(WANG, DECIDED)), "role.proposed_it", WANG)
    roles.when(by(LI, DECIDED)).is_recorded()


def test_who_proposed_in_the_same_batch_does_not_approve(roles: Scenario) -> None:
    """ROLE: the lines before are looked at, though nothing of them is recorded yet."""
    roles.when(by(LI, GRANT.but(holder=WANG, granted_on="2026-03-02"))).is_recorded()
    roles.on("2026-03-17")

    drafts = roles.ledger.check_all([by(WANG, FILED), by(ZHAO, NOTIFIED), by(WANG, DECIDED)])

    assert [[one.code for one in draft.objections] for draft in drafts] == [[], [], ["role.proposed_it"]]


def test_where_nobody_proposes_by_role_one_may_do_both(ledger: Ledger) -> None:
    """The duties are apart only where both roles are in force."""
    first = GRANT.but(holder=WANG, granted_on="2026-03-02", valid_from="2026-03-02")
    scenario = given(ledger, COUNTY, by(WANG, FILED), first, NOTIFIED)

    scenario.on("2026-03-17").when(by(WANG, DECIDED)).is_recorded()


def test_an_exception_is_approved_by_another_who_holds_the_role(roles: Scenario) -> None:
    """ROLE: what is recorded as it happened has an approver who holds approve and did not send it."""
    lapsed = FOUND.but(officers=["li", "zhao"])

    refused_by = roles.when(by(ZHAO, lapsed, approver=WANG)).refuses("A-01", "ROLE", code="approver.missing")
    refused_by.says("held by officer:li")
    roles.when(by(LI, lapsed, approver=LI)).refuses("A-01", "ROLE", code="approver.is_actor")
    roles.when(by(ZHAO, lapsed, approver=LI)).records_defect("A-01")


def test_an_approver_who_is_only_named_has_not_logged_in(roles: Scenario) -> None:
    """ROLE: a role of a login or of a signature alone is not exercised by being named."""
    roles.when(by(LI, GRANT.but(holder="os:head", granted_on="2026-03-02"))).is_recorded()

    attempt = roles.when(by(ZHAO, FOUND.but(officers=["li", "zhao"]), approver="os:head"))

    attempt.refuses("A-01", "ROLE", code="approver.only_named")


@pytest.mark.parametrize(("known", "code"), [("asserted", "role.claimed"), ("nkey", "role.claimed"), ("os", "")])
def test_a_role_of_a_login_takes_that_login(roles: Scenario, known: Known, code: str) -> None:
    """ROLE: who merely says to be os:clerk is not."""
    roles.when(by(LI, GRANT.but(holder="os:clerk", role="propose", granted_on="2026-03-02"))).is_recorded()

    attempt = roles.when(by("os:clerk", FILED, known=known))

    if code:
        refused(attempt, code)
    else:
        attempt.is_recorded()


# ── disclosing ───────────────────────────────────────────────────────────────────────────────────────────


class Peek(Command, frozen=True, kw_only=True):
    """Open something for an authority."""

    site: Id
    authority: Id | None = None
    peeked_on: date


def _nothing(command: Peek, dossier: Dossier) -> Iterable[str]:
    return ()


@handles("test.peek", Peek, on="peeked_on", reads=_nothing, role="disclose")
def peek(command: Peek, dossier: Dossier, judge: Judge) -> Outcome:
    yield from ()


def test_to_disclose_takes_the_role_from_the_first_day(ledger: Ledger) -> None:
    """ROLE: where nobody was granted any role yet, nobody may open what is personal."""
    given(ledger, COUNTY).on("2026-03-02")
    ledger.handlers = Handlers([peek])
    body = {"site": "S-9", "authority": "emb", "peeked_on": "2026-03-02"}

    draft = ledger.check(Submission(command="test.peek", body=body, actor=LI))

    assert "role.missing" in [one.code for one in draft.objections]


def test_what_concerns_no_authority_discloses_nothing(ledger: Ledger) -> None:
    """ROLE: a role is held of an authority; without one nobody can hold it."""
    given(ledger, COUNTY).on("2026-03-02")
    ledger.handlers = Handlers([peek])

    draft = ledger.check(Submission(command="test.peek", body={"site": "S-9", "peeked_on": "2026-03-02"}, actor=LI))

    assert "role.of_nobody" in [one.code for one in draft.objections]


def test_the_answer_of_a_holder_is_kept_as_it_was_known(roles: Scenario) -> None:
    """The commit says how the actor was known, and through whom it came."""
    sent = msgspec.structs.replace(by(WANG, FILED), via="os:desk-3")

    answer = roles.ledger.submit(sent)

    assert isinstance(answer, Recorded)
    fact = roles.ledger.at(answer.numbers[0])
    assert fact is not None
    assert fact.commit.by is not None
    assert (fact.commit.by.known, fact.commit.by.via, fact.commit.by.signed) == ("asserted", "os:desk-3", None)
    assert "ROLE" in fact.commit.by.rules
