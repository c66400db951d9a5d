"""Law packs over time: what is installed later, what is copied, and what is decided in one batch."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import msgspec
import pytest
from regledger.deciding.answers import Recorded
from regledger.history.lawbook import law_items, law_packs, packs_left_out
from regledger.law.core_law import common_law
from regledger.ledger import Installation, Ledger
from regledger.safekeeping.copying import copy
from regledger.sectors.draft import Draft
from regledger.testing.penalty import FILED, NOTIFIED
from regledger.testing.scenario import COUNTY, HandClock, Scenario, county_ledger, given

from .packs_county import UNIT, amending, declaring, head, load

UNTOLD = NOTIFIED.but(fine_fen=2_000_000, hearing_right_told=False, served_on="2026-03-11")
PROJECT = """
[project]
name = "kilns"
version = "1.0"
[project.entry-points."regledger.sectors"]
kilns = "regledger_kilns_of_packs"
"""
SECTOR = """
[sector]
name = "kilns"
title = "Kilns"
title_zh = "窑"
contract = 2
"""


@pytest.fixture
def with_kilns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """An installation with a sector of data alone, which declares SMALL-1.sum."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    package = tmp_path / "kilns" / "regledger_kilns_of_packs"
    package.mkdir(parents=True)
    (package.parent / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (package / "sector.toml").write_text(SECTOR + declaring("SMALL-1.sum"), encoding="utf-8")
    installed = Installation(Draft.of(package.parent).sectors(beside=False))
    assert installed.sectors.broken == []
    return installed


def test_what_a_sector_declares_later_leaves_the_pack_out_and_says_so(
    tmp_path: Path, core: Installation, with_kilns: Installation
) -> None:
    """The ledger goes on by the sector's declaration; every act is warned that the pack is not applied, other packs are."""
    with county_ledger(tmp_path, installation=core) as ledger:
        given(ledger, COUNTY, load(head() + declaring("SMALL-1.sum", 5) + amending(7)), FILED)
        given(ledger, load(head("other") + amending(10, "I-08.escalation")))
        url = ledger.place.url

    with Ledger.open(url, installation=with_kilns, clock=HandClock("2026-03-20")) as ledger:
        notice = Scenario(ledger).when(UNTOLD).warns("REF", code="law_pack.clashes").says("small/1", "kilns 1.0")

        assert isinstance(notice.answer, Recorded)
        assert [name for name, _ in packs_left_out(ledger)] == ["small/1"]
        assert {one.pack: one.state for one in law_packs(ledger)} == {"small": "left out", "other": "applied"}
        assert ledger.law().integer("SMALL-1.sum", on=date(2026, 3, 11)) == 1
        assert ledger.law().integer("I-08.escalation", on=date(2026, 3, 11)) == 10


def test_a_copy_decides_as_the_ledger_does(tmp_path: Path, county: Scenario) -> None:
    """What a copy holds is the log, and so the packs: the same act is refused for the same reason."""
    ledger = county.ledger
    given(ledger, FILED, load(head() + amending(2_000_000))).on("2026-03-20")
    copied = f"sqlite:///{tmp_path}/copied.db"
    copy(ledger.place.url, copied)

    with Ledger.open(copied, installation=ledger.installation, clock=ledger.clock) as other:
        there = other.check(county.submission(UNTOLD))
    here = ledger.check(county.submission(UNTOLD))

    assert [one.code for one in here.objections] == ["case.hearing_right_not_told"]
    assert (here.objections, here.particulars.used) == (there.objections, there.particulars.used)


def test_a_ledger_opened_anew_reads_its_packs(tmp_path: Path, core: Installation) -> None:
    """Nothing is kept beside the log."""
    with county_ledger(tmp_path, installation=core) as ledger:
        given(ledger, COUNTY, load(head() + amending(7)))
        url = ledger.place.url

    with Ledger.open(url, installation=core) as ledger:
        assert ledger.law(on=date(2026, 3, 10)).value(UNIT, on=date(2026, 3, 10)) == 7


def test_two_that_clash_in_one_batch_are_not_both_loaded(county: Scenario) -> None:
    """The second sees what the first would bring about."""
    wishes = [county.submission(load(head(name) + amending(7))) for name in ("one", "two")]

    drafts = county.ledger.check_all(wishes)

    assert [[one.code for one in draft.objections] for draft in drafts] == [[], ["law_pack.amended_twice"]]


def test_the_law_is_shown_with_its_sources_and_confirmations(county: Scenario) -> None:
    """Each value has its source; a confirmation of before a pack changed the number is shown and does not count."""
    confirm = {"rule": UNIT, "authority": "emb", "document": "Measure (2015)", "confirmed_on": "2026-03-01"}
    county.when("rule.confirm", **confirm).is_recorded()
    before = county.ledger.recorder.head().number
    county.when(load(head() + amending(7, status="SECONDARY"))).is_recorded()

    def shown(day: str, known_at: int | None = None) -> tuple[bool, list[bool], list[object]]:
        found = law_items(county.ledger, on=date.fromisoformat(day), known_at=known_at)
        one = next(one for one in found if one.id == UNIT)
        counting = [value.value for value in one.values if value.counts]
        return one.settled, [confirmed.counts for confirmed in one.confirmed], [*counting]

    assert shown("2026-03-09") == (True, [True], [5_000_000])
    assert shown("2026-03-10") == (False, [False], [7])
    assert shown("2026-03-10", before) == (True, [True], [5_000_000])


def test_every_item_of_the_law_is_shown(county: Scenario) -> None:
    """Whatever the core declares has a source and can be written as JSON."""
    book = county.ledger.installation.lawbook

    items = list(law_items(county.ledger))

    assert len(items) == len(book.origins)
    assert {one.source for one in items} == {source.name for source in common_law()}
    assert msgspec.json.encode(items)


def test_two_that_clash_are_not_both_loaded_by_two_at_once(county: Scenario) -> None:
    """Whoever comes second is decided anew on what the first recorded, for both read what is loaded."""
    wishes = [county.submission(load(head(f"pack-{index}") + amending(7))) for index in range(8)]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(county.ledger.submit, wishes))

    assert sum(isinstance(one, Recorded) for one in answers) == 1
    assert len(county.ledger.law_in_force.packs()) == 1
