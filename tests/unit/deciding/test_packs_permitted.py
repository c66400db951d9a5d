"""Who may load a law pack, and what may be made of one that is loaded."""

from __future__ import annotations

from datetime import date

import msgspec
from regledger.deciding.answers import Recorded
from regledger.deciding.asserting import assert_rows
from regledger.log.envelope import Source
from regledger.log.facts import NewFact
from regledger.records.law_pack import LawPackLoaded
from regledger.testing.scenario import Scenario, step

from .packs_county import UNIT, amending, head, load
from .roles_county import LI, WANG, ZHAO, by, codes

PACK = load(head() + amending(7), on="2026-03-02")


def test_a_pack_is_loaded_by_who_approves(roles: Scenario) -> None:
    """ROLE: whoever may only propose lays down no law."""
    assert codes(roles, by(WANG, PACK)) == ["role.missing"]
    assert codes(roles, by(LI, PACK)) == []


def test_an_authority_without_roles_lays_down_no_law_by_a_stranger(roles: Scenario) -> None:
    """ROLE: a pack counts in the whole ledger, so where its own authority has no roles an approver of another one loads it."""
    theirs = PACK.but(authority="fire")

    assert codes(roles, by(ZHAO, theirs)) == ["role.founding"]
    assert codes(roles, by(LI, theirs)) == []


def test_a_pack_is_withdrawn_and_never_corrected(county: Scenario) -> None:
    """X-05: another text is another version; no correction puts one into the place of what was checked when it was loaded."""
    loaded = county.when(load(head() + amending(7))).is_recorded().answer
    assert isinstance(loaded, Recorded)
    fact = county.ledger.at(loaded.numbers[0])
    assert fact is not None
    about = {"number": fact.number, "reason": "Wrong", "authority": "emb"}
    body = {**msgspec.to_builtins(fact.body), "text": "nothing"}

    correction = county.when(step("fact.correct", **about, body=body, corrected_on="2026-03-10"))

    correction.refuses("X-05", code="correction.only_withdrawn").says("fact.withdraw")
    assert county.ledger.law(on=date(2026, 3, 10)).value(UNIT, on=date(2026, 3, 10)) == 7


def test_a_law_pack_that_a_register_asserted_is_no_law(county: Scenario) -> None:
    """Nobody is judged by a pack that no rule looked at, and no version has to be higher than its own."""
    text = head() + amending(7)
    told = {"title": "Small", "title_zh": "小", "issuer": "County", "sha256": "0" * 64, "text": text}
    day = date(2026, 3, 2)
    body = LawPackLoaded(
        pack="small", version=9, authority="emb", document="x", applies_from=day, loaded_on=day, **told
    )
    rows = [[NewFact(body=body, source=Source(register="evil", file="0" * 64, row=1, column="x", key="1"))]]
    assert_rows(county.ledger, rows, register="evil", mapping=b"m", actor="officer:x", after=0)

    assert county.ledger.law(on=date(2026, 3, 10)).value(UNIT, on=date(2026, 3, 10)) == 5_000_000
    county.when(load(text)).is_recorded()
