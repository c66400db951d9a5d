"""The catalogue: names are stable, old versions are lifted, and what cannot be read is named."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec
import pytest
from eventsourcing.dcb.api import DCBEvent
from regledger.deciding.kinds import Kind, State, fold
from regledger.errors import BadFact, BadTag, UpcasterMissing
from regledger.log import catalogue as catalogue_module
from regledger.log.catalogue import Catalogue, StoredFactUnreadable
from regledger.log.envelope import Commit
from regledger.log.facts import Fact, NewFact, Unknown, fact
from regledger.log.recorder import StoredEvent
from regledger.log.text import Code, Id, Personal, Text
from regledger.records import CORE_FACTS

MARK = Commit(id="01900000-0000-7000-8000-0000000000c1", index=0, size=1)


def _named(body: dict[str, Any]) -> dict[str, Any]:
    return {"site": body["plant"], "counted_on": body["counted_on"], "boxes": body["boxes"]}


def _in_words(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "note": f"{body['boxes']} boxes"}


@fact("store.counted", 3, tags={"site": "site"}, occurred="counted_on", lifts={1: _named, 2: _in_words})
class StoreCounted(Fact, frozen=True, kw_only=True):
    """Version 1 called the site a plant, version 2 had no note."""

    site: Id
    boxes: int
    note: Code
    counted_on: date


class Store(State, frozen=True, kw_only=True):
    """What is folded of it here: that it was counted."""


CATALOGUE = Catalogue([StoreCounted])


def stored(body: dict[str, Any], version: int, *, type: str = "store.counted") -> StoredEvent:
    data = {"body": body, "commit": {"id": "c", "index": 0, "size": 1}, "version": version, "zone": "Asia/Shanghai"}
    event = DCBEvent(type=type, data=msgspec.json.encode(data), tags=["site:S-1"])
    return StoredEvent(event=event, position=17, recorded_at=1)


def encoded(body: Fact, *tags: str) -> tuple[str, tuple[str, ...], bytes]:
    return CATALOGUE.encode(NewFact(body=body, tags=tags), zone="Asia/Shanghai", commit=MARK)


def counted(**fields: Any) -> StoreCounted:
    return StoreCounted(**{"site": "S-1", "boxes": 7, "note": "7", "counted_on": date(2026, 3, 2), **fields})


@pytest.mark.parametrize(
    ("version", "body"),
    [
        (1, {"plant": "S-1", "boxes": 7, "counted_on": "2026-03-02"}),
        (2, {"site": "S-1", "boxes": 7, "counted_on": "2026-03-02"}),
        (3, {"site": "S-1", "boxes": 7, "note": "7 boxes", "counted_on": "2026-03-02"}),
    ],
)
def test_an_old_version_is_lifted_step_by_step(version: int, body: dict[str, Any]) -> None:
    """Each upcaster lifts to the next version only; what is told of the fact is the version it was stored in."""
    event = stored(body, version)

    found = CATALOGUE.decode(event)

    assert found.body == counted(note="7 boxes")
    assert (found.version, found.data) == (version, event.event.data)


@pytest.mark.parametrize("missing", [1, 2])
def test_a_missing_upcaster_is_named_at_the_start(missing: int) -> None:
    """A gap in the chain is found when the catalogue is made, not when an old fact is read."""
    lifts = {version: lift for version, lift in ((1, _named), (2, _in_words)) if version != missing}
    gapped = fact("store.counted", 3, tags={}, occurred="counted_on", lifts=lifts)(
        msgspec.defstruct("Gapped", [("counted_on", date)], bases=(Fact,), frozen=True, kw_only=True)
    )

    with pytest.raises(UpcasterMissing, match=f"store.counted is at version 3 and nothing lifts version {missing}"):
        Catalogue([gapped])


@pytest.mark.parametrize(("type", "version"), [("store.counted", 4), ("store.burned", 1)])
def test_what_nothing_installed_knows_is_shown_as_it_is_stored(type: str, version: int) -> None:
    """A later version and a fact of a removed sector are their stored JSON, never an error."""
    body = {"site": "S-1", "burned_on": "2026-03-02", "depth": {"m": [1, 2]}}

    found = CATALOGUE.decode(stored(body, version, type=type))

    assert isinstance(found.body, Unknown)
    assert (found.body.body, found.body.found) == (body, "")
    assert (found.type, found.name, found.version) == (type, type, version)


@pytest.mark.parametrize(
    ("body", "version", "found"),
    [
        ({"site": "S-1", "boxes": "seven", "note": "7", "counted_on": "2026-03-02"}, 3, r"\$\.boxes"),
        ({"site": "S-1", "counted_on": "2026-03-02"}, 2, "KeyError: 'boxes'"),
        ({"plant": "S-1", "boxes": None, "counted_on": "2026-03-02"}, 1, r"\$\.boxes"),
        ({"site": "S-1"}, 0, "KeyError: 0"),
    ],
)
def test_a_stored_fact_that_its_declaration_cannot_read_is_shown(
    body: dict[str, Any], version: int, found: str
) -> None:
    """A body that its declaration no longer allows, or whose upcaster fails, is its stored JSON, with what went wrong."""
    read = CATALOGUE.decode(stored(body, version))

    assert isinstance(read.body, Unknown)
    assert read.body.body == body
    assert re.search(found, read.body.found)


@pytest.mark.parametrize(("version", "found"), [(2, "KeyError: 'boxes'"), (4, "no version 4")])
def test_a_record_is_not_folded_without_a_fact_that_changes_it(version: int, found: str) -> None:
    """What cannot be read is not passed over where it counts: the fold stops and names number, type and version."""
    kind = Kind(name="store", state=Store, evolve=lambda *_: Store(), facts=(StoreCounted,))
    unreadable = CATALOGUE.decode(stored({"site": "S-1", "counted_on": "2026-03-02"}, version))
    of_others = CATALOGUE.decode(stored({"site": "S-1"}, 1, type="store.burned"))

    assert fold(kind, [of_others]) is None
    with pytest.raises(StoredFactUnreadable, match=rf"Fact 17 \(store\.counted version {version}\).*{found}"):
        fold(kind, [of_others, unreadable])


@pytest.mark.parametrize("data", [b"", b"{}", b'{"body":{}}', b"\xff", b"[1]"])
def test_data_that_is_no_envelope_is_named(data: bytes) -> None:
    """Bytes that are not a fact's at all give the same error, not the decoder's."""
    event = StoredEvent(event=DCBEvent(type="store.counted", data=data, tags=[]), position=17)

    with pytest.raises(StoredFactUnreadable, match="Fact 17"):
        CATALOGUE.decode(event)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"boxes": "seven"}, r"\$\.boxes"),
        ({"note": ""}, r"\$\.note"),
        ({"note": "x" * 201}, r"\$\.note"),
        ({"counted_on": None}, r"\$\.counted_on"),
        ({"site": "no id"}, r"\$\.site"),
        # A composed letter that NFC takes apart makes a text longer than it was.
        ({"note": "\u0958" * 150}, r"\$\.note"),
    ],
)
def test_what_could_never_be_read_again_is_not_written(fields: dict[str, Any], field: str) -> None:
    """Building a body checks nothing, so encoding does: a decider's mistake stays out of the log."""
    with pytest.raises(BadFact, match=field):
        encoded(counted(**fields))


def test_an_open_personal_value_is_not_written() -> None:
    """A value that was not put away first is refused, however deep it lies."""
    holding = fact("person.seen", 1, tags={}, occurred="seen_on")(
        msgspec.defstruct(
            "Seen",
            [("seen_on", date), ("people", tuple[Personal, ...])],
            bases=(Fact,),
            frozen=True,
            kw_only=True,
        )
    )
    body = holding(seen_on=date(2026, 3, 2), people=(Personal(), Personal(value="张三")))  # type: ignore[call-arg]

    with pytest.raises(BadFact, match=r"people\[1\] still carries a personal value"):
        Catalogue([holding]).encode(NewFact(body=body), zone="Asia/Shanghai", commit=MARK)


def test_two_keys_that_are_one_in_nfc_are_refused() -> None:
    """Normalising never drops one of two entries in silence."""
    counting = fact("store.listed", 1, tags={}, occurred="listed_on")(
        msgspec.defstruct(
            "Listed", [("listed_on", date), ("counts", dict[Text, int])], bases=(Fact,), frozen=True, kw_only=True
        )
    )
    body = counting(listed_on=date(2026, 3, 2), counts={"\u00e9": 1, "e\u0301": 2})  # type: ignore[call-arg]

    with pytest.raises(BadFact, match="two keys are one"):
        Catalogue([counting]).encode(NewFact(body=body), zone="Asia/Shanghai", commit=MARK)


def test_a_fact_is_written_only_by_its_own_declaration() -> None:
    """A stranger's body under a known name, and an undeclared tag, are refused."""
    other = fact("store.counted", 1, tags={}, occurred="counted_on")(
        msgspec.defstruct("Other", [("counted_on", date)], bases=(Fact,), frozen=True, kw_only=True)
    )

    with pytest.raises(BadFact, match="not in the catalogue"):
        encoded(other(counted_on=date(2026, 3, 2)))  # type: ignore[call-arg]
    with pytest.raises(BadFact, match=r"both .* declare it"):
        Catalogue([StoreCounted, other])
    with pytest.raises(BadTag, match="planet"):
        encoded(counted(), "planet:mars")


def test_decoders_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a thousand facts makes no decoder: each type's is made with the catalogue."""
    made: list[Any] = []
    real = msgspec.json.Decoder
    monkeypatch.setattr(catalogue_module.msgspec.json, "Decoder", lambda *args: made.append(args) or real(*args))
    catalogue = Catalogue([StoreCounted])
    event = stored({"site": "S-1", "boxes": 7, "note": "7", "counted_on": "2026-03-02"}, 3)

    for _ in range(1_000):
        catalogue.decode(event)

    assert made == [(StoreCounted,)]


@pytest.mark.parametrize("body", CORE_FACTS, ids=lambda body: body.__fact__.name)
def test_every_core_fact_has_a_json_schema(body: type[Fact]) -> None:
    """The schema names fact and version, resolves every reference, and leaves no part free to hold anything."""
    schema = Catalogue(CORE_FACTS).schema(body.__fact__.name)

    assert schema["$id"] == f"urn:regledger:fact:{body.__fact__.name}:{body.__fact__.version}"
    shapes = schema.get("$defs", {})
    assert schema["$ref"].removeprefix("#/$defs/") in shapes
    for part in _parts(schema):
        assert not part.get("$ref", "#/$defs/").removeprefix("#/$defs/") or part["$ref"].rpartition("/")[2] in shapes
        assert part.get("type") != "number"
        assert part != {}
        if part.get("type") == "object":
            assert "properties" in part or part.get("additionalProperties")


def _parts(schema: Any) -> list[dict[str, Any]]:
    """Every schema below `schema`."""
    found = [schema]
    for key in ("$defs", "properties"):
        found += [part for one in schema.get(key, {}).values() for part in _parts(one)]
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            found += _parts(schema[key])
    for key in ("anyOf", "oneOf", "prefixItems"):
        found += [part for one in schema.get(key, []) for part in _parts(one)]
    return found
