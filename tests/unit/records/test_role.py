"""Granting and ending roles: what a grant rests on, and that somebody always remains who may grant the next."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from regledger.deciding.answers import Submission
from regledger.errors import BadCommand
from regledger.ledger import Ledger
from regledger.records.role import Roles
from regledger.testing.scenario import COUNTY, Scenario, Step, given, step

FIRST = step(
    "role.grant",
    holder="officer:li",
    role="approve",
    authority="emb",
    valid_from="2026-01-05",
    ground="Appointment 3 (2026)",
    granted_on="2026-01-05",
)
WANG = FIRST.but(holder="officer:wang", role="propose")
END = step("role.end", holder="officer:wang", role="propose", authority="emb", reason="Moved on", ended_on="2026-03-05")


def by_li(one: Step) -> Submission:
    return Submission(command=one.command, body=one.body, actor="officer:li")


@pytest.fixture
def roles(ledger: Ledger) -> Scenario:
    """Li approves and Wang proposes for `emb` since the 5th of January 2026; it is the 5th of March."""
    return given(ledger, COUNTY, FIRST, by_li(WANG)).on("2026-03-05")


def of(scenario: Scenario, on: str | None = None) -> Roles:
    state = scenario.state("role:emb", on=on)
    assert isinstance(state, Roles)
    return state


@pytest.mark.parametrize(
    ("change", "rule", "code"),
    [
        ({"authority": "fire"}, "REF", "authority.unknown"),
        ({"holder": "officer:chen"}, "REF", "officer.unknown"),
        ({"ground": "  "}, "REF", "role.without_ground"),
        ({"valid_to": "2026-03-01"}, "SEQ", "role.ends_before_it_begins"),
        ({"signed_only": True}, "SEQ", "role.without_key"),
    ],
)
def test_a_grant_names_what_is_on_record(roles: Scenario, change: dict[str, object], rule: str, code: str) -> None:
    """Authority, officer, ground, days in their order, and a key where it is to count only signed."""
    grant = FIRST.but(role="review", valid_from="2026-03-05", granted_on="2026-03-05")
    attempt = roles.when(by_li(grant.but(**change)))

    codes = [one.code for one in attempt.answer.objections]  # type: ignore[union-attr]
    assert code in codes
    assert rule in [one.rule for one in attempt.answer.objections]  # type: ignore[union-attr]
    roles.when(by_li(grant)).is_recorded()


@pytest.mark.parametrize("holder", ["authority:emb", "li", "person:p-1"])
def test_a_role_is_held_by_an_officer_a_login_or_a_connection(roles: Scenario, holder: str) -> None:
    """Nobody else can be told apart at the door; it cannot be read."""
    with pytest.raises(BadCommand, match=r"\$\.holder"):
        roles.ledger.submit(by_li(FIRST.but(holder=holder)))


def test_what_is_held_is_not_granted_again(roles: Scenario) -> None:
    """SEQ: the same terms give nothing; longer ones do."""
    limited = FIRST.but(holder="officer:zhao", valid_to="2026-06-30", granted_on="2026-03-05")
    roles.when(by_li(limited)).is_recorded()

    roles.when(by_li(limited.but(valid_to="2026-05-31"))).refuses("SEQ", code="role.held_already")
    roles.when(by_li(limited.but(valid_to="2026-12-31"))).is_recorded()
    roles.when(by_li(WANG.but(granted_on="2026-03-05"))).refuses("SEQ", code="role.held_already")


@pytest.mark.parametrize(
    ("change", "rule", "code"),
    [
        ({"reason": " "}, "REF", "role.without_reason"),
        ({"role": "review"}, "SEQ", "role.not_held"),
        ({"holder": "officer:zhao"}, "SEQ", "role.not_held"),
    ],
)
def test_an_end_takes_what_is_held_and_says_why(roles: Scenario, change: dict[str, str], rule: str, code: str) -> None:
    """A reason, and a role of that holder."""
    roles.when(by_li(END.but(**change))).refuses(rule, code=code)
    roles.when(by_li(END)).is_recorded()


def test_a_role_is_not_ended_twice(roles: Scenario) -> None:
    """SEQ: what has ended is not held."""
    roles.when(by_li(END)).is_recorded()

    roles.when(by_li(END)).refuses("SEQ", code="role.not_held")


def test_a_grant_that_is_over_cannot_be_ended(roles: Scenario) -> None:
    """SEQ: its last day has passed."""
    over = FIRST.but(holder="officer:zhao", role="review", valid_to="2026-03-04", granted_on="2026-03-05")
    roles.when(by_li(over)).is_recorded()

    roles.when(by_li(END.but(holder="officer:zhao", role="review"))).refuses("SEQ", code="role.not_held")


def test_the_last_who_approves_stays(roles: Scenario) -> None:
    """SEQ: neither a grant with a last day nor one that is ended keeps the authority from being left without."""
    end = END.but(holder="officer:li", role="approve")
    roles.when(by_li(FIRST.but(holder="officer:wang", valid_to="2027-01-01", granted_on="2026-03-05"))).is_recorded()

    roles.when(by_li(end)).refuses("SEQ", code="role.last_approver")
    roles.when(by_li(FIRST.but(holder="officer:zhao", granted_on="2026-03-05"))).is_recorded()
    roles.when(by_li(end)).is_recorded()
    zhao = msgspec.structs.replace(by_li(end.but(holder="officer:zhao")), actor="officer:zhao")
    roles.when(zhao).refuses("SEQ", code="role.last_approver")


def test_the_record_tells_who_held_what_on_a_day(roles: Scenario) -> None:
    """Grants count on both their days, and not on the day of their end."""
    roles.when(by_li(FIRST.but(holder="officer:zhao", role="review", valid_to="2026-03-06", granted_on="2026-03-05")))
    roles.when(by_li(END)).is_recorded()

    held = of(roles)

    assert held.holders("approve", date(2026, 1, 4)) == ()
    assert held.holders("approve", date(2026, 1, 5)) == ("officer:li",)
    assert held.holders("propose", date(2026, 3, 4)) == ("officer:wang",)
    assert held.holders("propose", date(2026, 3, 5)) == ()
    assert held.in_force(date(2026, 1, 4)) is False
    assert held.in_force(date(2030, 1, 1), "propose") is True
    assert held.in_force(date(2030, 1, 1), "disclose") is False


def test_roles_are_found_by_their_authority(roles: Scenario) -> None:
    """`history authority:emb` tells of them, and so does that of the holder."""
    tagged = [fact.type for fact in roles.ledger.facts(tags=["authority:emb"])]

    assert tagged.count("role.granted") == 2
    assert [fact.type for fact in roles.ledger.facts(tags=["officer:wang"], types=["role.granted"])] == ["role.granted"]
