"""What a register may assert, and what counts for nothing where one asserted it all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from regledger.deciding.asserting import assert_rows
from regledger.history.explain import explain
from regledger.history.timeline import timeline
from regledger.intake.importing import check_files
from regledger.intake.mapping import BadMapping
from regledger.ledger import Ledger
from regledger.log.envelope import Source
from regledger.log.facts import Fact, NewFact
from regledger.log.withdrawal import FactWithdrawn
from regledger.records.confirmation import RuleConfirmed
from regledger.records.enterprise import SiteRegistered
from regledger.records.identity.facts import SubjectSucceeded
from regledger.records.numbering.facts import SeriesOpened
from regledger.testing.scenario import COUNTY, Scenario, county_ledger, given

from .conftest import INSTALLED, A, Desk

DAY = date(2026, 3, 2)
REFUSED = tuple(one.name for one in INSTALLED.catalogue.types if one.asserted != "mapped")
FACT = """
[[record.fact]]
type = "{name}"
fields.number = {{ constant = 1 }}
"""


def test_what_decides_who_may_act_and_what_stands_is_no_register_s() -> None:
    """Withdrawals, confirmations, numbers, successions, roles, keys and law are among what counts for nothing if asserted."""
    never = {one.name for one in INSTALLED.catalogue.types if one.asserted == "never"}

    assert never == {
        "attachment.added",
        "authority.located",
        "authority.renamed",
        "fact.withdrawn",
        "law_pack.loaded",
        "number.cancelled",
        "number.issued",
        "officer.key_registered",
        "officer.key_revoked",
        "personal.disclosed",
        "personal.erased",
        "personal.released",
        "personal.restricted",
        "region.entered",
        "role.ended",
        "role.granted",
        "rule.confirmed",
        "series.opened",
        "subject.succeeded",
    }


def test_who_acts_for_an_authority_is_asked_and_not_asserted() -> None:
    """Authorities, officers, and what a delegation or an assignment rests on are recorded by their commands alone."""
    asked = ("authority.", "officer.", "delegation.", "assignment.", "meeting.", "target.", "plan.", "draw.")

    assert {name for name in REFUSED if name.startswith(asked)} == {
        one.name for one in INSTALLED.catalogue.types if one.name.startswith(asked)
    }


@pytest.mark.parametrize("name", REFUSED)
def test_a_mapping_that_asserts_it_is_refused_by_name(desk: Desk, name: str) -> None:
    """Before a row is read, and before there is a ledger: neither rule nor role would be asked; the remedy is the command."""
    desk.mapping += FACT.format(name=name)
    said = f"record.case.fact.{name} names a fact that no register may assert"

    with pytest.raises(BadMapping, match=said):
        desk.export("2026-01-31.csv", A)
    with pytest.raises(BadMapping, match=said):
        check_files(desk.folder / "mapping.toml", [desk.folder / "2026-01-31.csv"], INSTALLED)

    assert desk.ledger.recorder.head().number == 0


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("fact.withdrawn", r"by a \[\[command\]\]: fact.correct, fact.withdraw\."),
        ("role.granted", "role.end, role.grant"),
        ("source.row_seen", "Leave it out"),
    ],
)
def test_the_remedy_names_the_commands(desk: Desk, name: str, remedy: str) -> None:
    """Who wants it recorded is told what is judged in its place, and what has no command is to be left out."""
    desk.mapping += FACT.format(name=name)

    with pytest.raises(BadMapping, match=remedy):
        desk.export("2026-01-31.csv", A)


def test_an_unknown_fact_is_told_those_that_may_be_named(desk: Desk) -> None:
    """The remedy offers nothing that would be refused in its turn."""
    desk.mapping += FACT.format(name="role.given")

    with pytest.raises(BadMapping, match=r"Known are: case\.concluded") as raised:
        desk.export("2026-01-31.csv", A)

    assert not any(name in str(raised.value) for name in REFUSED)


# ── a log that holds one all the same ────────────────────────────────────────────────────────────────────


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Scenario]:
    """A county on the 10th of March 2026."""
    with county_ledger(tmp_path, installation=INSTALLED) as ledger:
        yield given(ledger, COUNTY).on("2026-03-10")


def asserted(ledger: Ledger, body: Fact) -> int:
    """Record what a register asserted, past every mapping."""
    source = Source(register="evil", file="0" * 64, row=1, column="x", key="1")
    rows = [[NewFact(body=body, source=source)]]
    return assert_rows(ledger, rows, register="evil", mapping=b"m", actor="officer:x", after=0)[0]


def test_a_withdrawal_that_a_register_asserted_takes_nothing_away(county: Scenario) -> None:
    """What was judged stands, and can still be corrected and withdrawn by who may."""
    ledger = county.ledger
    number = next(ledger.facts(types=["enterprise.registered"])).number

    asserted(ledger, FactWithdrawn(number=number, reason="x", authority="emb", withdrawn_on=DAY))

    assert county.state("enterprise:E-1") is not None
    assert number in [fact.number for fact in ledger.standing("enterprise:E-1")]
    how = {"number": number, "reason": "Misspelt", "authority": "emb"}
    county.when("fact.correct", **how, body={"name": "Works"}, corrected_on="2026-03-10").is_recorded()
    county.when("fact.withdraw", **how, withdrawn_on="2026-03-10").is_recorded()
    assert county.state("enterprise:E-1") is None


def test_what_a_register_asserted_as_withdrawn_is_not_shown_so(county: Scenario) -> None:
    """A withdrawal that carries the tags of what it names, as a judged one would, is passed over by record, history and trace."""
    ledger = county.ledger
    number = next(ledger.facts(types=["authority.registered"])).number

    asserted(ledger, FactWithdrawn(number=number, reason="x", authority="emb", withdrawn_on=DAY))

    assert county.state("authority:emb") is not None
    assert timeline(ledger, "authority:emb")[0].withdrawn_by is None
    explained = explain(ledger, number)
    assert explained is not None
    assert explained.facts[0].withdrawn_by is None
    how = {"number": number, "reason": "Misspelt", "authority": "emb"}
    county.when("fact.correct", **how, body={"name": "Bureau"}, corrected_on="2026-03-10").is_recorded()


def test_a_confirmation_that_a_register_asserted_confirms_nothing(county: Scenario) -> None:
    """The law is confirmed by who answers for it, and not by a line of a file."""
    asserted(county.ledger, RuleConfirmed(rule="I-02", authority="emb", document="x", confirmed_on=DAY))

    assert not county.ledger.law().blocks("I-02", on=date(2026, 3, 10))


def test_a_series_that_a_register_asserted_gives_no_number(county: Scenario) -> None:
    """A series is opened by its authority."""
    body = SeriesOpened(
        series="emb-li-2026", authority="emb", kind="立", year=2026, prefix="（望）应急立", first=1, opened_on=DAY
    )

    asserted(county.ledger, body)

    assert county.state("series:emb-li-2026") is None


def test_a_succession_that_a_register_asserted_ends_nobody(county: Scenario) -> None:
    """Who goes on in whose place is decided."""
    body = SubjectSucceeded(
        predecessors=("enterprise:E-1",),
        successors=("enterprise:E-2",),
        how="replaced",
        continued_by=None,
        ground="x",
        document=None,
        authority="emb",
        decided_on=DAY,
        effective_on=DAY,
    )

    asserted(county.ledger, body)

    assert getattr(county.state("enterprise:E-1"), "succession", "none") is None


def test_what_was_decided_is_not_moved_by_what_a_register_says_of_it(county: Scenario) -> None:
    """A site that was entered by a decision keeps its authority, whatever a register asserts afterwards; the word stays in its history."""
    body = SiteRegistered(
        site="S-1", enterprise="E-1", name="x", address="x", authority="other", sector="general", registered_on=DAY
    )

    asserted(county.ledger, body)

    assert getattr(county.state("site:S-1"), "authority", "") == "emb"
    assert "site.registered" in [row.type for row in timeline(county.ledger, "site:S-1") if row.source]
