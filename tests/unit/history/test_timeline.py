"""The timeline of a subject."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
from regledger.deciding.answers import AsHappened, Submission
from regledger.deciding.asserting import assert_rows
from regledger.history.timeline import timeline
from regledger.installation import Installation
from regledger.ledger import Ledger
from regledger.log.envelope import Source
from regledger.log.facts import Fact, NewFact, fact
from regledger.log.tags import TagKind
from regledger.log.text import Id, Personal, Text
from regledger.records.enterprise import EnterpriseRegistered
from regledger.sectors.contract import Sector, hookimpl
from regledger.sectors.guard import LoadedSector
from regledger.sectors.loading import Sectors
from regledger.testing.scenario import COUNTY, county_ledger, given

from .conftest import lapsed_inspection


@fact("store.counted", 1, tags={"store": "store", "site": "site"}, occurred="counted_on")
class StoreCounted(Fact, frozen=True, kw_only=True):
    """`store.counted` v1: somebody counted the boxes of a store."""

    store: Id
    site: Id
    boxes: int
    keeper: Personal
    remark: Text
    counted_on: date


class StoreSector:
    """A sector as a plugin's module gives it."""

    @hookimpl
    def regledger_sector(self) -> Sector:
        return Sector(name="fireworks", title="Fireworks", title_zh="烟花爆竹", contract=1)

    @hookimpl
    def regledger_facts(self) -> list[type[Fact]]:
        return [StoreCounted]

    @hookimpl
    def regledger_tag_kinds(self) -> list[TagKind]:
        return [TagKind("store", "consistency")]


def test_a_timeline_lists_facts_as_recorded_with_their_fate(county: Ledger) -> None:
    """A corrected fact stays in the timeline beside its correction, each naming the other."""
    rows = timeline(county, "enterprise:E-1")

    assert [row.number for row in rows if row.type == "enterprise.registered"] == [8, 14]
    first, correction = (row for row in rows if row.type == "enterprise.registered")
    assert (first.corrected_by, correction.corrects) == (14, 8)
    assert correction.reason == "The name was misspelt"
    assert first.marks == ("corrected by #14",)
    assert correction.effective == date(2020, 1, 2)


def test_a_withdrawn_fact_stays_visible(county: Ledger) -> None:
    """A withdrawn finding stays in its hazard's timeline, marked, with the withdrawal after it."""
    found, withdrawal = timeline(county, "hazard:H-2")

    assert (found.number, found.withdrawn_by) == (12, 15)
    assert (withdrawal.number, withdrawal.withdraws, withdrawal.reason) == (15, 12, "Another site's")


def test_what_was_not_yet_known_marks_nothing(county: Ledger) -> None:
    """Known at a number before the correction, the first name stands unmarked."""
    rows = timeline(county, "enterprise:E-1", known_at=13)

    assert [row.marks for row in rows if row.type == "enterprise.registered"] == [()]


def test_half_a_commit_shows_nothing_of_it(county: Ledger) -> None:
    """A number inside the inspection's commit shows none of its facts; its last number shows all three."""
    assert [row.number for row in timeline(county, "inspection:I-1", known_at=11)] == []
    assert [row.number for row in timeline(county, "inspection:I-1", known_at=12)] == [10, 11, 12]


def test_a_timeline_on_a_day_leaves_out_what_counts_later(county: Ledger) -> None:
    """On the day of the inspection the order of the next day is not there."""
    assert [row.number for row in timeline(county, "hazard:H-1", on=date(2026, 3, 2))] == [11]
    assert [row.number for row in timeline(county, "hazard:H-1", on=date(2026, 3, 3))] == [11, 13]


def test_who_sent_it_is_read_from_the_commits_first_fact(ledger: Ledger) -> None:
    """A hazard recorded with its inspection names the sender of the inspection."""
    given(ledger, COUNTY)
    body = {**lapsed_inspection(), "officers": ["li", "wang"], "hazards": [_hazard("H-9")]}
    given(ledger, Submission(command="inspection.record", body=body, actor="officer:li", channel="cli"))

    (row,) = timeline(ledger, "hazard:H-9")

    assert (row.actor, row.channel) == ("officer:li", "cli")


def test_a_fact_recorded_as_it_happened_carries_its_defect(ledger: Ledger) -> None:
    """An inspection under a lapsed certificate is marked with the rule that it broke."""
    given(ledger, COUNTY)
    wish = AsHappened(reason="Only two on duty", approver="authority:emb")
    ledger.clock.set("2026-03-02")  # type: ignore[attr-defined]
    ledger.submit(Submission(command="inspection.record", body=lapsed_inspection(), as_happened=wish))

    (row,) = timeline(ledger, "inspection:I-2")

    assert {defect.rule for defect in row.defects} == {"A-01"}
    assert row.marks == ("defect A-01",)


def test_an_asserted_fact_names_its_register(ledger: Ledger) -> None:
    """What a register asserted is marked with that register."""
    source = Source(register="old-book", file="0" * 64, row=2, column="name", key="17")
    body = EnterpriseRegistered(enterprise="E-7", name="Old works", credit_code=None, registered_on=date(2019, 5, 1))
    assert_rows(
        ledger,
        [[NewFact(body=body, source=source)]],
        register="old-book",
        mapping=b"register = 'old-book'",
        actor="officer:li",
        after=0,
    )

    (row,) = timeline(ledger, "enterprise:E-7")

    assert row.source == source
    assert (row.actor, row.channel, row.marks) == ("officer:li", "import", ("asserted by old-book",))


def test_a_summary_says_what_was_declared_and_no_personal_value(county: Ledger) -> None:
    """The summary of a finding has its words; an order's personal value is shown as nothing but personal."""
    found, ordered = timeline(county, "hazard:H-1")

    assert "level general" in found.summary
    assert "氯气报警器失效" in found.summary
    assert "2026-03-02" not in found.summary
    assert "张三" not in msgspec.json.encode([found, ordered]).decode()


def test_what_nothing_installed_declares_is_read_from_its_stored_json(tmp_path: Path, core: Installation) -> None:
    """A fact of a sector that was removed keeps its place, its words and its privacy."""
    with_sector = Installation(
        Sectors(
            [LoadedSector(sector=StoreSector().regledger_sector(), version="1", distribution="f", module=StoreSector())]
        )
    )
    source = Source(register="stores", file="0" * 64, row=2, column="boxes", key="S-1")
    keeper = Personal(subject="store:A", value="李四")
    body = StoreCounted(store="A", site="S-1", boxes=12, keeper=keeper, remark="dry", counted_on=date(2026, 3, 1))
    with county_ledger(tmp_path, installation=with_sector) as ledger:
        assert_rows(
            ledger, [[NewFact(body=body, source=source)]], register="stores", mapping=b"", actor="officer:li", after=0
        )
        path = ledger.place.file

    with Ledger.open(f"sqlite:///{path}", installation=core) as without:
        (row,) = timeline(without, "store:A")

    assert row.type == "store.counted"
    assert "boxes 12" in row.summary
    assert "keeper (personal)" in row.summary
    assert row.marks == ("asserted by stores",)


def _hazard(name: str) -> dict[str, str]:
    return {"hazard": name, "level": "general", "description": "Door blocked", "basis": "安全生产法 Art 36"}
