"""Following identity over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter

import pytest
from eventsourcing.dcb.api import DCBEvent
from hypothesis import given as sampled
from hypothesis import settings
from hypothesis import strategies as st
from regledger.history.find import find
from regledger.history.lineage import ancestry, ending
from regledger.history.timeline import timeline
from regledger.ids import new_id
from regledger.installation import Installation
from regledger.ledger import Ledger
from regledger.log.envelope import Commit
from regledger.log.facts import Fact, NewFact
from regledger.records.enterprise import EnterpriseRegistered
from regledger.records.identity.facts import SubjectSucceeded
from regledger.sectors.loading import Sectors
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import COUNTY, Scenario, county_ledger, given, step

SECOND = step(
    "enterprise.register",
    enterprise="E-2",
    name="湘江新材料有限公司",
    credit_code="91430100MA4L110J01",
    registered_on="2021-01-02",
)
MERGED = step(
    "subject.succeed",
    predecessors=["enterprise:E-1"],
    successors=["enterprise:E-2"],
    how="merged",
    ground="Contract of merger",
    authority="emb",
    decided_on="2026-03-04",
    effective_on="2026-03-05",
)
SPLIT_OFF = MERGED.but(successors=["enterprise:E-1", "enterprise:E-2"], how="split")


def numbers(ledger: Ledger, subject: str, **how: object) -> dict[str, list[int]]:
    """The numbers of a timeline, by whose fact each is."""
    found: dict[str, list[int]] = {}
    for row in timeline(ledger, subject, **how):  # type: ignore[arg-type]
        found.setdefault(row.subject, []).append(row.number)
    return found


@pytest.fixture
def merged(ledger: Ledger) -> Scenario:
    """Facts 1 to 10 the county and E-2, 11 to 13 an inspection at E-1, 14 its merger into E-2."""
    scenario = given(ledger, COUNTY, SECOND, FOUND)
    scenario.on("2026-03-04").when(MERGED).is_recorded()
    return scenario


def test_a_successors_history_has_its_predecessors(merged: Scenario) -> None:
    """Each row says of whom it is; the merger itself is of the one that was asked for."""
    assert numbers(merged.ledger, "enterprise:E-2") == {
        "enterprise:E-1": [8, 9, 11, 12, 13],
        "enterprise:E-2": [10, 14],
    }


def test_alone_it_has_its_own(merged: Scenario) -> None:
    """Without following, the history is of what names the subject itself."""
    assert numbers(merged.ledger, "enterprise:E-2", alone=True) == {"enterprise:E-2": [10, 14]}


def test_the_predecessors_history_is_its_own(merged: Scenario) -> None:
    """Following goes back in time only: the ended one does not gain its successor's past."""
    assert numbers(merged.ledger, "enterprise:E-1") == {"enterprise:E-1": [8, 9, 11, 12, 13, 14]}


def test_a_succession_is_followed_from_its_day_and_once_it_is_known(merged: Scenario) -> None:
    """Neither on the day before, nor by who does not know of it yet."""
    ledger = merged.ledger

    assert numbers(ledger, "enterprise:E-2", on=date(2026, 3, 4)) == {"enterprise:E-2": [10]}
    assert numbers(ledger, "enterprise:E-2", known_at=13) == {"enterprise:E-2": [10]}
    assert "enterprise:E-1" in numbers(ledger, "enterprise:E-2", on=date(2026, 3, 5), known_at=14)
    assert ending(ledger, "enterprise:E-1", on=date(2026, 3, 4)) is None
    assert ending(ledger, "enterprise:E-1", known_at=13) is None


def test_a_withdrawn_succession_is_not_followed(merged: Scenario) -> None:
    """Known before the withdrawal it is."""
    merged.when("fact.withdraw", number=14, reason="Not done", authority="emb", withdrawn_on="2026-03-04").is_recorded()

    assert numbers(merged.ledger, "enterprise:E-2") == {"enterprise:E-2": [10, 14, 15]}
    assert "enterprise:E-1" in numbers(merged.ledger, "enterprise:E-2", known_at=14)


def test_what_is_recorded_of_an_ended_one_afterwards_is_its_successors_too(merged: Scenario) -> None:
    """An inspection under the old name after the merger stands in the successor's history."""
    late = FOUND.but(inspection="I-2", hazards=[], inspected_on="2026-03-06")

    merged.on("2026-03-06").when(late).as_it_happened("Under the old name").records_defect("SEQ")

    assert numbers(merged.ledger, "enterprise:E-2")["enterprise:E-1"][-1] == 15


def test_a_part_split_off_has_its_parents_past_up_to_that_day(ledger: Ledger) -> None:
    """What the parent that goes on does later is its own; what amends an inherited fact goes with it."""
    scenario = given(ledger, COUNTY, SECOND, FOUND)
    scenario.on("2026-03-05").when(SPLIT_OFF).is_recorded()
    later = FOUND.but(inspection="I-2", hazards=[], inspected_on="2026-03-06")
    scenario.on("2026-03-07").when(later).is_recorded()
    scenario.when("fact.withdraw", number=13, reason="Twice", authority="emb", withdrawn_on="2026-03-07").is_recorded()
    scenario.when("fact.withdraw", number=15, reason="Twice", authority="emb", withdrawn_on="2026-03-07").is_recorded()

    assert numbers(ledger, "enterprise:E-2")["enterprise:E-1"] == [8, 9, 11, 12, 13, 16]
    assert ending(ledger, "enterprise:E-1") is None


def test_what_joined_the_parent_after_the_split_is_not_the_parts_past(ledger: Ledger) -> None:
    """E-3 was merged into the parent when E-2 was gone from it."""
    third = SECOND.but(enterprise="E-3", credit_code="91430100MA4L111J0N")
    scenario = given(ledger, COUNTY, SECOND, third)
    scenario.on("2026-03-06").when(SPLIT_OFF).is_recorded()
    joined = MERGED.but(predecessors=["enterprise:E-3"], successors=["enterprise:E-1"], effective_on="2026-03-06")
    scenario.when(joined).is_recorded()

    assert [one.subject for one in ancestry(ledger, "enterprise:E-2")] == ["enterprise:E-2", "enterprise:E-1"]
    assert [one.subject for one in ancestry(ledger, "enterprise:E-1")] == ["enterprise:E-1", "enterprise:E-3"]


def test_the_end_says_where_it_goes_on(merged: Scenario) -> None:
    """Through a chain of mergers, the ones that stand at its end."""
    third = SECOND.but(enterprise="E-3", credit_code="91430100MA4L111J0N")
    again = MERGED.but(predecessors=["enterprise:E-2"], successors=["enterprise:E-3"], effective_on="2026-03-06")
    given(merged.ledger, third)
    merged.on("2026-03-06").when(again).is_recorded()

    ended = ending(merged.ledger, "enterprise:E-1")

    assert ended is not None
    assert (ended.successors, ended.goes_on, ended.number) == (("enterprise:E-2",), ("enterprise:E-3",), 14)


# ── finding ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_former_name_finds_the_enterprise_with_its_present_one(ledger: Ledger) -> None:
    """The record is found under the old name and says the new one; under the new name it is found as well."""
    renaming = {"enterprise": "E-1", "name": "湘江高纯材料有限公司", "ground": "Registered", "authority": "emb"}
    given(ledger, COUNTY).on("2026-03-02").when("enterprise.rename", **renaming, renamed_on="2026-03-02").is_recorded()

    for text in ("氯碱", "高纯"):
        (found,) = find(ledger, text)
        assert (found.subject, found.name) == ("enterprise:E-1", "湘江高纯材料有限公司")
        assert found.former_names == ("湘江氯碱有限公司",)
    (before,) = find(ledger, "氯碱", on=date(2026, 3, 1))
    assert (before.name, before.former_names) == ("湘江氯碱有限公司", ())


def test_the_old_name_finds_the_successor_and_the_new_one_the_predecessor(merged: Scenario) -> None:
    """An ended enterprise says where it goes on; with a successor come those in whose place it stands."""
    (old,) = find(merged.ledger, "氯碱")
    new, before = find(merged.ledger, "新材料")

    assert old.ended is not None
    assert old.ended.goes_on == ("enterprise:E-2",)
    assert (new.subject, before.subject) == ("enterprise:E-2", "enterprise:E-1")
    assert (before.predecessor_of, before.matches) == ("enterprise:E-2", ())
    assert len(find(merged.ledger, "新材料", limit=1)) == 1


# ── against an oracle ────────────────────────────────────────────────────────────────────────────────────

DAY = date(2026, 1, 1)
_examples = count()


class Edge:
    """One random succession: who, to whom, on which day."""

    def __init__(self, before: Sequence[int], after: Sequence[int], day: int) -> None:
        self.before, self.after, self.day = tuple(dict.fromkeys(before)), tuple(dict.fromkeys(after)), day

    def __repr__(self) -> str:
        return f"{self.before} → {self.after} on {self.day}"


NODES = 6
nodes = st.lists(st.integers(0, NODES - 1), min_size=1, max_size=3)
edges = st.lists(st.builds(Edge, nodes, nodes, st.integers(0, 5)), max_size=8)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """One ledger for every example, each with ids of its own."""
    folder: Path = tmp_path_factory.mktemp("lineage")
    with county_ledger(folder, on="2027-01-02", installation=Installation(Sectors())) as opened:
        yield opened


def assert_facts(ledger: Ledger, facts: Sequence[Fact]) -> list[int]:
    """Record facts as if they had been decided: no rule is asked, so that any graph can be made."""
    events = []
    for body in facts:
        commit = Commit(id=new_id(), index=0, size=1)
        name, tags, data = ledger.catalogue.encode(NewFact(body=body), zone=ledger.zone, commit=commit)
        events.append(DCBEvent(type=name, data=data, tags=list(tags)))
    return [one.position for one in ledger.recorder.record(events)] if events else []


def inherited(edges: dict[int, Edge], facts: dict[int, tuple[int, int]], wanted: int) -> dict[int, set[int]]:
    """Node → numbers of its facts that are `wanted`'s past: every simple path is walked by itself."""
    found: dict[int, set[int]] = {}

    def walk(node: int, bound: tuple[int, int], seen: frozenset[int]) -> None:
        found.setdefault(node, set()).update(
            number for number, (owner, day) in facts.items() if owner == node and (day, number) < bound
        )
        for number, edge in edges.items():
            place = (edge.day, number)
            if node in edge.after and place < bound:
                for before in set(edge.before) - seen:
                    walk(before, min(bound, place) if before in edge.after else bound, seen | {before})

    walk(wanted, (99, 0), frozenset({wanted}))
    return found


@settings(max_examples=60, deadline=None)
@sampled(edges=edges, days=st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, 5)), max_size=8))
def test_following_is_what_walking_every_path_gives(
    shared: Ledger, edges: list[Edge], days: list[tuple[int, int]]
) -> None:
    """Random graphs with chains, diamonds, survivors and circles: who is followed, and which facts are handed on."""
    prefix = f"X{next(_examples)}"
    tags = [f"enterprise:{prefix}-{node}" for node in range(NODES)]
    successions = [
        SubjectSucceeded(
            predecessors=tuple(tags[node] for node in edge.before),
            successors=tuple(tags[node] for node in edge.after),
            how="merged",
            continued_by=None,
            ground="-",
            document=None,
            authority="emb",
            decided_on=DAY,
            effective_on=DAY + timedelta(edge.day),
        )
        for edge in edges
    ]
    entered = [
        EnterpriseRegistered(
            enterprise=f"{prefix}-{node}", name="-", credit_code=None, registered_on=DAY + timedelta(day)
        )
        for node, day in days
    ]
    given_numbers = assert_facts(shared, [*successions, *entered])
    numbered = dict(zip(given_numbers, edges, strict=False))
    facts = dict(zip(given_numbers[len(edges) :], days, strict=True))

    for node, tag in enumerate(tags):
        expected = inherited(numbered, facts, node)
        rows = timeline(shared, tag)

        assert {one.subject for one in ancestry(shared, tag)} == {tags[one] for one in expected}
        assert {row.number for row in rows if row.type == "enterprise.registered"} == set().union(*expected.values())
        assert [row.number for row in rows] == sorted({row.number for row in rows})


def test_a_ladder_of_diamonds_is_walked_once(shared: Ledger) -> None:
    """Fifty splits, each joined again: 2^50 paths, and every subject is looked at once."""
    steps = []
    for rung in range(50):
        for before, after in (((f"P{rung}",), (f"L{rung}", f"R{rung}")), ((f"L{rung}", f"R{rung}"), (f"P{rung + 1}",))):
            steps.append(
                SubjectSucceeded(
                    predecessors=tuple(f"enterprise:{one}" for one in before),
                    successors=tuple(f"enterprise:{one}" for one in after),
                    how="split" if len(after) > 1 else "merged",
                    continued_by=None,
                    ground="-",
                    document=None,
                    authority="emb",
                    decided_on=DAY,
                    effective_on=DAY + timedelta(rung),
                )
            )
    assert_facts(shared, steps)

    started = perf_counter()
    line = ancestry(shared, "enterprise:P50")
    ended = ending(shared, "enterprise:P0")

    assert len(line) == 151
    assert ended is not None
    assert ended.goes_on == ("enterprise:P50",)
    assert perf_counter() - started < 5
