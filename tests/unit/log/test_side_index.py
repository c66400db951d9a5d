"""Tags of kinds that were invented later: derived, kept in a file that can be made anew, equal to reading every fact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from hypothesis import given as sampled
from hypothesis import settings
from hypothesis import strategies as st
from regledger.errors import BadFact, BadTag
from regledger.history.find import find
from regledger.history.timeline import timeline
from regledger.ledger import Ledger
from regledger.log import side_index
from regledger.log.catalogue import Catalogue
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.side_kinds import derived_ids
from regledger.log.tags import CORE_TAG_KINDS, TagKind, TagKinds
from regledger.log.text import Id
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import COUNTY, county_ledger, given

from .side_county import INSTALLED, numbers
from .side_writer import LEAD, STREET, installation, record_sites


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Facts 1 to 4: sites at River, River and Hill, Hill, and at an address that cannot be an id."""
    with county_ledger(tmp_path, on="2026-03-02", installation=INSTALLED) as opened:
        record_sites(opened, [("River", "emb"), ("River/Hill", "fire"), ("Hill", "emb"), ("1 River Road", "emb")])
        yield opened


# ── what is found ────────────────────────────────────────────────────────────────────────────────────────


def test_facts_are_found_by_a_kind_that_is_younger_than_they(ledger: Ledger) -> None:
    """By a path and by a function, with further side tags, ordinary tags and types; no entry changed for it."""
    assert numbers(ledger, "street:River") == [1, 2]
    assert numbers(ledger, "street:Hill", "street:River") == [2]
    assert numbers(ledger, "lead:emb") == [1, 3, 4]
    assert numbers(ledger, "street:River", "authority:fire") == [2]
    assert numbers(ledger, "street:River", "lead:emb", "enterprise:E-1") == [1]
    assert numbers(ledger, "street:River", types=["enterprise.registered"]) == []
    assert numbers(ledger, "street:Road") == []
    assert not any(tag.startswith(("street:", "lead:")) for one in ledger.facts() for tag in one.tags)


def test_what_is_recorded_later_is_found_at_once(ledger: Ledger) -> None:
    """The index is caught up with each question."""
    assert numbers(ledger, "street:River") == [1, 2]

    record_sites(ledger, [("River", "emb")])

    assert numbers(ledger, "street:River") == [1, 2, 5]


def test_a_later_withdrawal_carries_what_was_derived_before(tmp_path: Path) -> None:
    """The index had been caught up to the fact; its withdrawal is found by the same derived tag all the same."""
    with county_ledger(tmp_path, installation=INSTALLED) as ledger:
        scenario = given(ledger, COUNTY, FOUND)
        before = numbers(ledger, "lead:emb")
        how = {"reason": "Wrong", "authority": "emb", "withdrawn_on": "2026-03-02"}
        scenario.when("fact.withdraw", number=before[-1], **how).is_recorded()

        assert numbers(ledger, "lead:emb") == [*before, ledger.recorder.head().number]
        assert before[-1] not in [one.number for one in ledger.standing("lead:emb")]


def test_numbers_bound_what_is_found(ledger: Ledger) -> None:
    """After, until and limit as with ordinary tags."""
    assert numbers(ledger, "street:River", after=1) == [2]
    assert numbers(ledger, "street:River", until=1) == [1]
    assert numbers(ledger, "street:River", limit=1) == [1]
    assert numbers(ledger, "street:River", limit=0) == []


def test_several_items_are_merged_in_order(ledger: Ledger) -> None:
    """A fact that two items match is given once."""
    items = [DCBQueryItem(tags=["street:Hill"]), DCBQueryItem(tags=["site:S-1"]), DCBQueryItem(tags=["lead:fire"])]

    assert [one.number for one in ledger.matching(DCBQuery(items))] == [1, 2, 3]


def test_an_item_with_many_ordinary_facts_is_driven_by_the_index(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of the two drives, the answer is the same."""
    by_tags = numbers(ledger, "street:River", "enterprise:E-1", types=["site.registered"])
    monkeypatch.setattr(side_index, "LOOKED", 1)

    assert numbers(ledger, "street:River", "enterprise:E-1", types=["site.registered"]) == by_tags == [1, 2]
    assert numbers(ledger, "street:River", "authority:fire") == [2]


def test_history_show_and_find_work_by_a_derived_tag(tmp_path: Path) -> None:
    """A withdrawn fact stays in the history, marked, and no longer stands; a correction that moved away took it along."""
    with county_ledger(tmp_path, installation=INSTALLED) as ledger:
        scenario = given(ledger, COUNTY, FOUND)
        how = {"reason": "Wrong", "authority": "emb"}
        moved = {"body": {"address": "Hill"}, **how, "corrected_on": "2026-03-02"}
        scenario.when("fact.withdraw", number=10, **how, withdrawn_on="2026-03-02").is_recorded()
        scenario.when("fact.correct", number=9, **moved).is_recorded()
        record_sites(ledger, [("River", "emb")])
        scenario.when("fact.correct", number=15, **moved).is_recorded()

        rows = timeline(ledger, "lead:emb")

        assert [(row.number, row.type) for row in rows[:4]] == [
            (9, "site.registered"),
            (10, "inspection.recorded"),
            (13, "fact.withdrawn"),
            (14, "site.registered"),
        ]
        assert [row.marks for row in rows[:2]] == [("corrected by #14",), ("withdrawn by #13",)]
        assert [one.number for one in ledger.standing("lead:emb", known_at=14)] == [14]
        assert [one.number for one in ledger.standing("lead:emb", known_at=12)] == [9, 10]
        assert [one.number for one in ledger.standing("street:River", known_at=15)] == [15]
        assert ledger.standing("street:River") == []
        assert [one.number for one in ledger.standing("street:Hill")] == [14, 16]
        assert [one.subject for one in find(ledger, "Hill")][-1] == "street:Hill"
        assert [one.subject for one in find(ledger, "Hill", known_at=13)] == []


_examples = count()
addresses = st.lists(
    st.tuples(st.sampled_from(["River", "Hill", "River/Hill", "/", "a b", "河"]), st.sampled_from(["emb", "fire"])),
    max_size=12,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with county_ledger(tmp_path_factory.mktemp("side"), on="2026-03-02", installation=INSTALLED) as opened:
        yield opened


@settings(max_examples=40, deadline=None)
@sampled(
    sites=addresses,
    asked=st.lists(
        st.sampled_from(["street:River", "street:Hill", "lead:emb", "lead:fire", "authority:emb", "enterprise:E-1"]),
        min_size=1,
        max_size=3,
        unique=True,
    ),
    batch=st.integers(1, 5),
)
def test_the_index_is_what_deriving_from_every_fact_gives(
    shared: Ledger, sites: list[tuple[str, str]], asked: list[str], batch: int
) -> None:
    """Whatever is recorded, in whatever steps it is caught up, and whichever tags are asked together."""
    if sites:
        record_sites(shared, sites)
    side_index.BATCH = batch
    try:
        found = numbers(shared, *asked)
    finally:
        side_index.BATCH = 2_000

    def tags(one: RecordedFact) -> set[str]:
        derived = {f"{kind.name}:{id}" for kind in (STREET, LEAD) for id in derived_ids(kind, one)}
        return {*one.tags, *derived}

    assert found == [one.number for one in shared.facts() if set(asked) <= tags(one)]


# ── never written, never decided on ──────────────────────────────────────────────────────────────────────


def test_a_derived_tag_is_not_written(ledger: Ledger) -> None:
    """Neither on a fact nor in an append condition, which says why."""
    event = DCBEvent(type="site.registered", data=b"{}", tags=["street:River"])
    condition = DCBAppendCondition(fail_if_events_match=DCBQuery([DCBQueryItem(tags=["street:River"])]))

    with pytest.raises(BadTag, match="derived, never written or decided on"):
        ledger.recorder.record([event])
    with pytest.raises(BadTag, match="derived, never written or decided on"):
        ledger.recorder.record([DCBEvent(type="x.y", data=b"{}", tags=["site:S-1"])], condition)

    assert ledger.recorder.head().number == 4


@fact("yard.counted", 1, tags={"yard": "street"}, occurred="counted_on")
class YardCounted(Fact, frozen=True, kw_only=True):
    """`yard.counted` v1: somebody counted a yard."""

    yard: Id
    counted_on: date


def test_no_fact_is_declared_with_a_derived_tag() -> None:
    """Its declaration is refused before anything is recorded."""
    with pytest.raises(BadFact, match="'street' is derived"):
        Catalogue([YardCounted], TagKinds([*CORE_TAG_KINDS, STREET]))


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (TagKind("street", "side"), "nothing says what it is derived from"),
        (TagKind("street", "index", derive={"site.registered": "address"}), "only a side kind is derived"),
        (
            TagKind("street", "side", derive={"site.painted": "colour"}),
            "derived from site.painted, which nothing declares",
        ),
        (TagKind("street", "side", derive={"site.registered": "colour"}), "site.registered has no such field"),
        (TagKind("street", "side", derive={"site.registered": 7}), "neither a path nor a function"),
        (
            TagKind("site", "side", derive={"site.registered": "site"}),
            "both consistency, by the core, and side, by streets 1",
        ),
    ],
)
def test_a_side_kind_that_cannot_be_derived_is_named(kind: TagKind, found: str) -> None:
    """Its sector is left out and listed with what is wrong; the rest works."""
    installed = installation(kind)

    (broken,) = installed.sectors.broken
    assert found in broken.found
    assert "site" in installed.tag_kinds


def test_a_derivation_that_fails_stops_its_own_kind_only(tmp_path: Path) -> None:
    """The sector, the hook and the line are named; ordinary tags, other kinds and a search go on."""

    def broken(_: RecordedFact) -> str:
        raise ZeroDivisionError("no street")

    kinds = (LEAD, TagKind("street", "side", derive={"site.registered": broken}))
    with county_ledger(tmp_path, installation=installation(*kinds)) as ledger:
        record_sites(ledger, [("River", "emb")])

        with pytest.raises(
            Exception, match="Sector streets 1 failed in hook regledger_tag_kinds: ZeroDivisionError: no street"
        ):
            numbers(ledger, "street:River")

        assert numbers(ledger, "lead:emb") == numbers(ledger, "authority:emb") == [1]
        assert [one.subject for one in find(ledger, "emb")] == ["authority:emb", "lead:emb"]
