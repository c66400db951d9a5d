"""Putting core and sectors together: who declares what, and what a record of another subject's facts is read by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from regledger.deciding.asserting import assert_rows
from regledger.deciding.dossier import Kinds
from regledger.deciding.handlers import Command, Handlers, handles
from regledger.deciding.kinds import Kind, State
from regledger.errors import DeclaredTwice
from regledger.installation import Installation
from regledger.ledger import Ledger
from regledger.log.envelope import Source
from regledger.log.facts import NewFact
from regledger.sectors.loading import Sectors
from regledger.testing.scenario import COUNTY, Scenario, county_ledger, given, step
from regledger_hazardous_chemicals.record import MajorHazardSourceIdentified


class Shelf(State, frozen=True, kw_only=True):
    boxes: int


class Crate(State, frozen=True, kw_only=True):
    boxes: int


class Count(Command, frozen=True, kw_only=True):
    site: str


def _kind(name: str, state: type[State], tag: str = "") -> Kind[Any]:
    return Kind(name=name, state=state, evolve=max, facts=(), tag=tag)


@pytest.mark.parametrize(
    "twice", [(_kind("shelf", Shelf), _kind("shelf", Crate)), (_kind("a", Shelf), _kind("b", Shelf))]
)
def test_a_kind_of_record_is_declared_once(twice: tuple[Kind[Any], Kind[Any]]) -> None:
    """Two kinds of one name or one state are refused; neither takes the place of the other unseen."""
    with pytest.raises(DeclaredTwice, match="record kind"):
        Kinds(twice)


def test_a_command_is_declared_once() -> None:
    """Two handlers for one name or one command are refused, and both are named."""

    def reads(command: Count, dossier: Any) -> tuple[str, ...]:
        return ()

    def decide(command: Count, dossier: Any, judge: Any) -> Iterator[Any]:
        yield from ()

    first = handles("store.count", Count, on="site", reads=reads)(decide)
    second = handles("store.recount", Count, on="site", reads=reads)(decide)

    with pytest.raises(DeclaredTwice, match=r"command store\.recount"):
        Handlers([first, second])


def test_several_records_of_one_subject() -> None:
    """A kind with a tag of another name is read by its own name and found by that tag."""
    shelf = _kind("shelf", Shelf, tag="site")

    assert (shelf.tagged, shelf.tag_of("S-1")) == ("site", "site:S-1")
    assert _kind("shelf", Shelf).tag_of("S-1") == "shelf:S-1"


def test_core_alone_can_be_put_together() -> None:
    """Without any sector there are no licence kinds, checklists or read models, and every command has its text."""
    core = Installation(Sectors())

    assert (dict(core.licence_kinds), dict(core.lawbook.checklists), dict(core.read_models)) == ({}, {}, {})
    assert "site.unknown" in core.texts


def test_what_sectors_declare_is_found_by_name() -> None:
    """Licence kinds, checklists and read models of every sector in use are found under their codes and names."""
    installed = Installation()

    assert installed.licence_kinds["hazardous_chemicals_production"].term_years == "D-05.term"
    assert len(installed.lawbook.checklists["hazardous_chemicals.producers_and_stores/1"].items) == 13
    assert installed.read_models["major_hazard_sources"].version == 1


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with county_ledger(tmp_path) as opened:
        yield opened


def _applied(ledger: Ledger) -> Scenario:
    """A plant S-2 of the hazardous-chemicals sector, for which a licence L-1 was applied for and accepted."""
    return given(
        ledger,
        COUNTY,
        step(
            "site.register",
            site="S-2",
            enterprise="E-1",
            name="Plant",
            address="2 River Road",
            authority="emb",
            sector="hazardous_chemicals",
            registered_on="2020-01-02",
        ),
        step(
            "licence.apply",
            licence="L-1",
            enterprise="E-1",
            site="S-2",
            authority="emb",
            kind="hazardous_chemicals_production",
            applied_on="2026-03-02",
        ),
        step("licence.accept", licence="L-1", accepted_on="2026-03-03"),
    ).on("2026-03-16")


UNGRADED = step(
    "major_hazard_source.identify",
    source="M-1",
    enterprise="E-1",
    site="S-2",
    unit="Tanks",
    quantities=[{"substance": "甲醇", "tonnes": "600"}],
    people_within_500_m=0,
    identified_on="2026-03-05",
)

GRANT = step(
    "licence.issue",
    licence="L-1",
    number="1",
    checkers=["li", "wang"],
    conditions_met=[one.code for one in Installation().licence_kinds["hazardous_chemicals_production"].conditions],
    decided_on="2026-03-16",
    valid_from="2026-03-16",
)
"""By an authority whose level nobody knows (D-02), with no safety evaluation on file (F-02)."""


def test_a_sector_that_looks_by_site_is_not_passed_by(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a sector read of a site is in the append condition: a fact that comes between is decided upon anew."""
    scenario = _applied(ledger)
    record = ledger.recorder.record
    between = [scenario.when(UNGRADED)]

    def recorded_after_another(*arguments: Any, **named: Any) -> Any:
        if between:
            between.pop().is_recorded()
        return record(*arguments, **named)

    monkeypatch.setattr(ledger.recorder, "record", recorded_after_another)
    attempt = scenario.when(GRANT)

    attempt.warns("D-02", "F-02", "F-08", code="major_hazard_source.not_graded")
    assert between == []


def test_a_register_proves_no_identification(ledger: Ledger) -> None:
    """F-07: a unit that only an imported register asserts was not identified for a licence."""
    scenario = _applied(ledger)
    body = MajorHazardSourceIdentified(
        source="M-1",
        enterprise="E-1",
        site="S-2",
        unit="Tanks",
        quantities=(),
        people_within_500_m=0,
        S=Decimal("0.5"),
        R=None,
        grade=None,
        is_major=False,
        claimed_major=None,
        claimed_grade=None,
        identified_on=date(2026, 3, 5),
    )
    source = Source(register="old", file="0" * 64, row=2, column="identified", key="M-1")
    head = ledger.recorder.head().number

    assert_rows(
        ledger, [[NewFact(body=body, source=source)]], register="old", mapping=b"", actor="officer:li", after=head
    )

    scenario.when(GRANT).warns("D-02", "F-02", "F-07", code="major_hazard_source.none_identified")
