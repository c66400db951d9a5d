"""A fact or a command that was renamed: what was recorded under the former name is read as it, and stays as it was stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.deciding.answers import Recorded, Submission
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Handlers, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.reading import facts_read
from regledger.errors import BadCommand, BadFact, DeclaredTwice
from regledger.history.explain import explain
from regledger.history.find import find
from regledger.history.timeline import timeline
from regledger.installation import Installation
from regledger.ledger import Ledger
from regledger.log.catalogue import Catalogue
from regledger.log.facts import Fact, Unknown, fact
from regledger.log.text import Id
from regledger.testing.scenario import COUNTY, HandClock, Scenario, county_ledger, given, step

from .stores import CountStock, Stock, StockCounted, StoreCounted, after, before, count_stock, count_store, stores

COUNT = step("stock.count", store="T-1", site="S-1", boxes=40, keeper="K-1", counted_on="2026-03-02")
RECOUNT = step("store.count", store="T-1", site="S-1", boxes=50, keeper="K-2", counted_on="2026-03-03")
AMEND = {"reason": "Miscounted", "authority": "emb", "corrected_on": "2026-03-04"}


@pytest.fixture
def counted(tmp_path: Path) -> str:
    """The URL of a ledger whose last fact is a `stock.counted`."""
    with county_ledger(tmp_path, on="2026-03-02", installation=before()) as ledger:
        given(ledger, COUNTY, COUNT)
        assert ledger.recorder.head().number == 10
        return ledger.place.url


def opened(url: str, installation: Installation | None = None) -> Ledger:
    return Ledger.open(url, clock=HandClock("2026-03-05"), installation=installation or after())


def test_what_was_recorded_under_a_former_name_is_read_as_the_present_fact(counted: str) -> None:
    """The body is lifted through both names; type, version and bytes stay as they were stored."""
    with opened(counted, before()) as ledger:
        was = ledger.at(10)

    with opened(counted) as ledger:
        now = ledger.at(10)

    assert was is not None
    assert now is not None
    assert (now.type, now.version, now.data) == ("stock.counted", 1, was.data)
    assert (now.name, now.body) == (
        "store.counted",
        StoreCounted(store="T-1", site="S-1", boxes=40, crates=4, keeper="K-1", counted_on=date(2026, 3, 2)),
    )


def test_facts_of_both_names_are_found_by_either(counted: str) -> None:
    """Asking for the present name, or for the former one, answers all of them; a fold sees them all."""
    with opened(counted) as ledger:
        given(ledger, RECOUNT)
        found = [[one.number for one in ledger.facts(types=[name])] for name in ("store.counted", "stock.counted")]
        rows = [row.type for row in timeline(ledger, "store:T-1")]
        held = ledger.show("store:T-1")

    assert found == [[10, 11], [10, 11]]
    assert rows == ["stock.counted", "store.counted"]
    assert held is not None
    assert (held.state, held.numbers) == (Stock(boxes=50, counts=2), (10, 11))


@pytest.mark.parametrize("newest", [False, True])
def test_a_decision_reads_what_has_the_former_name(counted: str, newest: bool) -> None:
    """Its dossier holds the record as both names make it, also where only the newest fact counts; each is read once."""
    with opened(counted, after(newest=newest)) as ledger:
        draft = ledger.check(ledger.submission(count_store.command(**RECOUNT.body | {"counted_on": date(2026, 3, 3)})))
        kind = ledger.kinds.of(Stock)
        [read] = facts_read(ledger, [("store:T-1", kind)], head=10, pending=())

    assert draft.dossier is not None
    assert draft.dossier.get(Stock, "T-1") == Stock(boxes=40, counts=1)
    assert [one.number for one in read] == [10]


def test_a_correction_of_a_renamed_fact_is_stored_under_the_present_name(counted: str) -> None:
    """It stands in the place of the old one; later corrections and a withdrawal find it under both names."""
    with opened(counted) as ledger:
        scenario = given(ledger)
        scenario.when("fact.correct", number=10, body={"boxes": 41}, **AMEND).then("store.counted")
        _held(scenario, 41)
        scenario.when("fact.correct", number=10, body={"boxes": 41}, **AMEND).refuses("X-05")
        explained = explain(ledger, 10)
        gone = {"reason": "Twice", "authority": "emb", "withdrawn_on": "2026-03-05"}
        scenario.when("fact.withdraw", number=10, **gone).then("fact.withdrawn")
        assert ledger.show("store:T-1") is None

    assert explained is not None
    assert [one.corrected_by for one in explained.facts] == [11]


def _held(scenario: Scenario, boxes: int) -> None:
    held = scenario.ledger.show("store:T-1")
    assert held is not None
    assert held.state == Stock(boxes=boxes, counts=1)


@pytest.mark.parametrize("name", ["store.counted", "stock.counted"])
def test_a_derived_kind_sees_both_names(counted: str, name: str) -> None:
    """A kind of tag that is derived from a fact, by either of its names, is derived from what is stored under each."""
    with opened(counted, after(name)) as ledger:
        given(ledger, RECOUNT)

        assert [one.number for one in ledger.facts(tags=["keeper:K-1"])] == [10]
        assert [one.number for one in ledger.facts(tags=["keeper:K-2"])] == [11]
        assert [one.subject for one in find(ledger, "K-1")][:1] == ["store:T-1"]


def test_without_its_sector_a_renamed_fact_is_shown_as_it_was_stored(counted: str) -> None:
    """Nothing installed knows either name: the stored JSON is shown under the name that it was stored under."""
    with opened(counted, Installation(stores().sectors)) as ledger:
        found = ledger.at(10)

    assert found is not None
    assert isinstance(found.body, Unknown)
    assert (found.type, found.name) == ("stock.counted", "stock.counted")


def test_one_that_cannot_be_lifted_is_called_by_the_present_name(counted: str) -> None:
    """Whoever asks for the present name meets it and can stop there, instead of passing over it."""

    @fact("store.counted", 2, tags={"site": "site"}, occurred="on", formerly="stock.counted", lifts={1: dict})
    class Unliftable(Fact, frozen=True, kw_only=True):
        site: Id
        on: date

    with opened(counted, stores(Unliftable)) as ledger:
        [found] = ledger.facts(types=["store.counted"])

    assert isinstance(found.body, Unknown)
    assert (found.type, found.name) == ("stock.counted", "store.counted")


def test_a_command_is_taken_under_its_former_name(counted: str) -> None:
    """It is read as the present command, and its decision names what was sent."""
    with opened(counted) as ledger:
        scenario = given(ledger)
        scenario.when(COUNT.but(counted_on="2026-03-03")).then("store.counted")
        explained = explain(ledger, 11)

    assert explained is not None
    assert explained.command == "stock.count"


class SealStore(Command, frozen=True, kw_only=True):
    """Seal a store that was counted."""

    store: Id
    authority: Id
    sealed_on: date


def _sealed(command: SealStore, dossier: Dossier, judge: Judge) -> Outcome:
    yield StoreCounted(store="T-1", site="S-1", boxes=1, crates=0, keeper="K-1", counted_on=command.sealed_on)


@pytest.mark.parametrize(("actor", "codes"), [("officer:li", ["role.proposed_it"]), ("officer:wang", [])])
def test_who_proposed_under_a_former_name_does_not_approve(tmp_path: Path, actor: str, codes: list[str]) -> None:
    """What was proposed by a command since renamed still is its sender's proposal, and somebody else has to approve."""
    sealing = handles("store.seal", SealStore, on="sealed_on", reads=_reads_seal, role="approve")(_sealed)
    counting = [msgspec.structs.replace(one, role="propose") for one in (count_stock, count_store)]
    grant = {"authority": "emb", "valid_from": "2026-03-01", "ground": "Duty list", "granted_on": "2026-03-01"}
    grants = [
        Submission(command="role.grant", body={"holder": holder, "role": role, **grant}, actor="officer:li")
        for holder, role in (("officer:li", "approve"), ("officer:li", "propose"), ("officer:wang", "approve"))
    ]
    proposed = Submission(command=COUNT.command, body=COUNT.body, actor="officer:li")
    with county_ledger(tmp_path, installation=stores(StockCounted, handlers=counting[:1])) as ledger:
        given(ledger, COUNTY, grants, proposed)
        url = ledger.place.url

    with opened(url, stores(StoreCounted, handlers=[counting[1], sealing])) as ledger:
        seal = {"store": "T-1", "authority": "emb", "sealed_on": "2026-03-04"}
        draft = ledger.check(Submission(command="store.seal", body=seal, actor=actor))

    assert [one.code for one in draft.objections] == codes


def _reads_seal(command: SealStore, dossier: Dossier) -> tuple[str, ...]:
    return (f"store:{command.store}", f"authority:{command.authority}")


# ── two that claim one name ──────────────────────────────────────────────────────────────────────────────


@fact("shelf.counted", 2, tags={"site": "site"}, occurred="on", formerly="stock.counted", lifts={1: dict})
class ShelfCounted(Fact, frozen=True, kw_only=True):
    """Another that says it was called so."""

    site: Id
    on: date


@fact("site.entered", 2, tags={"site": "site"}, occurred="on", formerly="site.registered", lifts={1: dict})
class SiteEntered(Fact, frozen=True, kw_only=True):
    """One that takes the name of a fact of the core."""

    site: Id
    on: date


@pytest.mark.parametrize("other", [ShelfCounted, StockCounted])
def test_a_former_name_is_claimed_once(other: type[Fact]) -> None:
    """Two facts that were called the same, or one that is called so still, are refused, and both are named."""
    with pytest.raises(BadFact, match=r"stock\.counted.*(?:stores|test_renamed) .*store\.counted.*formerly"):
        Catalogue([other, StoreCounted], stores().tag_kinds)
    installed = stores(StoreCounted, other)

    assert "stock.counted is declared twice" in installed.sectors.broken[0].found
    assert "formerly of store.counted" in installed.sectors.broken[0].found


def test_a_sector_cannot_take_the_name_of_a_fact_of_the_core() -> None:
    """A sector that calls a core fact's name its former one is left out, and both are named."""
    broken = stores(SiteEntered).sectors.broken

    assert (
        "site.registered is declared twice, by the core and by stores 1 (formerly of site.entered)" in broken[0].found
    )


@pytest.mark.parametrize("former", ["store.counted", "counted", "", ("a.b", "a.b"), ("a.b", 3), 5, None, {"a.b": 1}])
def test_a_former_name_is_another_name(former: Any) -> None:
    """A former name that is the present one, none of a fact or command, told twice or no text is refused where it is declared."""
    name = "store.counted"
    with pytest.raises(BadFact, match="cannot have been called"):
        fact(name, 1, tags={}, occurred="counted_on", formerly=former)(StockCounted)

    with pytest.raises(BadCommand, match="cannot have been called"):
        handles(name, CountStock, on="counted_on", reads=count_store.reads, formerly=former)


@pytest.mark.parametrize("name", ["stock.count", "store.count"])
def test_a_command_that_is_sent_again_after_an_upgrade_is_the_same(tmp_path: Path, name: str) -> None:
    """Under its key it is known by either name, though the release since renamed it and added a field; another body is not."""
    with county_ledger(tmp_path, on="2026-03-02", installation=before()) as ledger:
        given(ledger, COUNTY)
        sent = ledger.submit(Submission(command="stock.count", body=COUNT.body, actor="officer:li", key="k-1"))
        url = ledger.place.url
    assert isinstance(sent, Recorded)

    with opened(url) as ledger:
        again = ledger.submit(Submission(command=name, body=COUNT.body, actor="officer:li", key="k-1"))
        for other in ({"boxes": 41}, {"aisle": "A-1"}):
            with pytest.raises(BadCommand, match="with another body"):
                ledger.submit(Submission(command=name, body=COUNT.body | other, actor="officer:li", key="k-1"))
        with pytest.raises(BadCommand, match="with another body"):
            ledger.submit(Submission(command=name, body=COUNT.body, actor="officer:li", key="k-1", zone="Asia/Urumqi"))

    assert isinstance(again, Recorded)
    assert (again.again, again.numbers) == (True, sent.numbers)


def test_a_former_name_of_a_command_is_claimed_once() -> None:
    """A command that was called as another is called is refused, and both are named."""
    with pytest.raises(DeclaredTwice, match=r"command stock\.count .*stores.*formerly of store\.count"):
        Handlers([count_stock, count_store])
