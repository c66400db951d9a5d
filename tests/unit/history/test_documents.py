"""The fields of documents: what facts say, from which of them, and what sectors add."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from regledger.history.document_parts import PARTS
from regledger.history.documents import Document, NoDocument, document_fields
from regledger.ledger import Installation, Ledger
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import COUNTY, county_ledger, given, step

from .drafted import BOXES, installed

LIVING = """
[[document_field]]
document = "order"
name = "living"
title = "Kept by"
title_zh = "保管单位"
record = "enterprise"
field = "name"

[[document_field]]
document = "order"
name = "licence_number"
title = "Licence"
title_zh = "许可证"
record = "licence"
field = "number"

[[document_field]]
document = "inspection"
name = "seen"
title = "Seen"
title_zh = "所见"
record = "inspection"
field = "officers"
"""
LATER = date(2026, 4, 1)


@pytest.fixture(scope="module")
def fireworks(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    found = installed(tmp_path_factory.mktemp("sector"), BOXES, LIVING)
    assert found.sectors.broken == []
    return found


@pytest.fixture
def ordered(tmp_path: Path, fireworks: Installation) -> Iterator[Ledger]:
    """An order on a site of the sector, whose store of twelve boxes was opened."""
    with county(tmp_path, fireworks, sector="fireworks") as ledger:
        yield ledger


def county(folder: Path, installation: Installation, *, sector: str) -> Ledger:
    """A county whose site S-1 is of `sector`, with the order R-1."""
    ledger = county_ledger(folder, installation=installation)
    *before, site = COUNTY
    given(ledger, *before, site.but(sector=sector))
    if sector == "fireworks":
        given(ledger, step("store.open", site="S-1", boxes=12, on="2026-03-01"))
    given(ledger, FOUND, ORDERED)
    return ledger


def values(found: Document) -> dict[str, Any]:
    return {one.name: one.value for one in found.fields}


def sources(ledger: Ledger, found: Document) -> dict[str, list[str]]:
    """By field: the types of the facts that it was read from."""
    return {one.name: [fact.type for number in one.from_facts if (fact := ledger.at(number))] for one in found.fields}


def test_an_order_says_what_is_to_be_rectified_by_whom_and_until_when(ordered: Ledger) -> None:
    """I-04: each item with its hazard, basis and last day, the officers with their certificates, and where to turn."""
    found = document_fields(ordered, "order:R-1", on=LATER)

    said = values(found)
    assert (said["unit"], said["authority_name"], said["address"]) == (
        "湘江氯碱有限公司",
        "Emergency Management Bureau",
        "1 River Road",
    )
    assert [one["certificate"] for one in said["officers"]] == ["HN-li", "HN-wang"]
    assert [(one["hazard"], one["level"], one["due_on"]) for one in said["items"]] == [("H-1", "general", "2026-03-30")]
    assert said["items"][0]["basis"]
    assert said["review_to"]
    assert said["suit_to"]
    read = sources(ordered, found)
    assert read["review_to"] == ["order.issued"]
    assert read["unit"] == ["enterprise.registered"]
    assert read["items"][0] == "order.issued"
    assert "hazard.found" in read["items"]


def test_more_time_leaves_the_order_as_it_was_given(ordered: Ledger) -> None:
    """An extension is a document of its own: the order says the day that it set."""
    before = values(document_fields(ordered, "order:R-1", on=LATER))["items"]
    extension = step(
        "order.request_extension",
        hazard="H-1",
        reason="The part is late",
        interim_measures="The store is empty",
        asked_due_on="2026-04-10",
        requested_on="2026-03-06",
    )
    given(
        ordered,
        extension,
        step("order.extend", hazard="H-1", due_on="2026-04-10", approver="wang", decided_on="2026-03-09"),
    )

    assert values(document_fields(ordered, "order:R-1", on=LATER))["items"] == before


def test_a_personal_value_is_not_shown(ordered: Ledger) -> None:
    """Who rectifies is named in the personal store alone."""
    found = document_fields(ordered, "order:R-1", on=LATER)

    assert [one["responsible"] for one in values(found)["items"]] == ["(personal)"]


def test_the_sector_of_the_site_adds_its_fields(ordered: Ledger) -> None:
    """Its own record's, the enterprise's and the document's own record's, each with the facts behind it; on a site of no sector there are none."""
    order = document_fields(ordered, "order:R-1", on=LATER)
    inspection = document_fields(ordered, "inspection:I-1", on=LATER)

    assert (values(order)["boxes"], values(order)["living"]) == (12, "湘江氯碱有限公司")
    assert sources(ordered, order)["boxes"] == ["store.opened"]
    assert [one.sector for one in order.fields if one.name == "boxes"] == ["fireworks"]
    assert values(inspection)["seen"] == ["li", "wang"]
    assert "seen" not in values(order)
    assert order.sectors_missing == ()


def test_a_site_of_no_sector_has_the_core_s_fields_alone(tmp_path: Path, fireworks: Installation) -> None:
    """What a sector adds is for the sites of that sector."""
    with county(tmp_path, fireworks, sector="general") as ledger:
        found = document_fields(ledger, "order:R-1", on=LATER)

    assert [one.name for one in found.fields] == [part.name for part in PARTS["order"]]
    assert found.sectors_missing == ()


def test_a_sector_that_is_not_in_use_is_named(tmp_path: Path, fireworks: Installation) -> None:
    """Its fields are missing, and the document says so."""
    with county(tmp_path, fireworks, sector="mining") as ledger:
        assert document_fields(ledger, "order:R-1", on=LATER).sectors_missing == ("mining",)


def test_a_record_that_is_missing_leaves_its_field_empty(ordered: Ledger) -> None:
    """The order concerns no licence: the field is there by its name, empty, from no fact; so are numbers that nobody gave."""
    found = document_fields(ordered, "order:R-1", on=LATER)

    told = {one.name: (one.value, one.from_facts) for one in found.fields}
    assert told["licence_number"] == told["numbers"] == ("", ())


def test_an_inspection_says_what_was_found(ordered: Ledger) -> None:
    """J-04: place, day, officers, content, the hazards, and how the unit signed."""
    said = values(document_fields(ordered, "inspection:I-1", on=LATER))

    assert said["inspected_on"] == FOUND.body["inspected_on"]
    assert [one["officer"] for one in said["officers"]] == FOUND.body["officers"]
    assert [one["hazard"] for one in said["hazards"]] == [one["hazard"] for one in FOUND.body["hazards"]]
    assert (said["place"], said["content"], said["unit_signature"]) == (
        FOUND.body["place"],
        FOUND.body["content"],
        "signed",
    )


def test_a_case_says_what_its_notice_and_its_decision_say(tmp_path: Path, fireworks: Installation) -> None:
    """J-06 and J-07, as known and as of any day: before the decision its fields are there, and empty."""
    with county_ledger(tmp_path, installation=fireworks) as ledger:
        story = given(ledger, COUNTY)
        for day, one in (
            ("2026-03-02", FILED),
            ("2026-03-09", NOTIFIED),
            ("2026-03-17", DECIDED),
            ("2026-03-18", SERVED),
        ):
            story.on(day).when(one).is_recorded()
        head = ledger.recorder.head().number

        after = values(document_fields(ledger, "case:C-1", on=LATER))
        before = values(document_fields(ledger, "case:C-1", on=date(2026, 3, 16)))
        unserved = values(document_fields(ledger, "case:C-1", on=LATER, known_at=head - 1))

    assert after["notice_fine_fen"] == NOTIFIED.body["fine_fen"]
    assert (after["decision_fine_fen"], after["decision_bank"]) == (DECIDED.body["fine_fen"], DECIDED.body["bank"])
    assert (after["act"], after["served_on"]) == (FILED.body["act"], "2026-03-18")
    assert (before["decision_fine_fen"], before["notice_fine_fen"]) == ("", NOTIFIED.body["fine_fen"])
    assert (unserved["served_on"], unserved["decision_decided_on"]) == ("", "2026-03-17")


def test_what_is_no_document_is_refused_in_words(ordered: Ledger) -> None:
    """A site has none, and an order has none before it was issued."""
    with pytest.raises(NoDocument, match="it is a site"):
        document_fields(ordered, "site:S-1")
    with pytest.raises(NoDocument, match="no such record stands then"):
        document_fields(ordered, "order:R-1", on=date(2026, 3, 1))


@pytest.mark.parametrize("kind", PARTS)
def test_every_field_of_the_core_is_one_that_there_is(ordered: Ledger, kind: str) -> None:
    """Names are given once, and every field that is read from a fact or a state is a field of it."""
    names = [part.name for part in PARTS[kind]]
    types = {declared.name: declared.body for declared in ordered.catalogue.types}

    assert len(names) == len(set(names))
    for part in PARTS[kind]:
        told = getattr(part.read, "__closure__", None) or ()
        free = getattr(getattr(part.read, "__code__", None), "co_freevars", ())
        held = dict(zip(free, (cell.cell_contents for cell in told), strict=True))
        if "path" in held:
            assert held["path"].partition(".")[0] in types[held["type_"]].__struct_fields__, part.name
        elif "record" in held:
            state = ordered.kinds.named(held["record"])
            assert state is not None
            assert held["field"] in state.state.__struct_fields__, part.name
