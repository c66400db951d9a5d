"""What a command carries is what it declares: nothing that was sent is lost without a word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, OpenCommand, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.errors import BadCommand
from regledger.ledger import Installation, Ledger
from regledger.log.facts import FactType
from regledger.testing.rectification import FOUND, ITEM, ORDERED
from regledger.testing.scenario import COUNTY, Scenario, given

INSTALLED = Installation()
UNREAD = {"fact.correct: body": "what it may hold is declared by the fact that it corrects"}
"""Fields of commands that hold anything, each with its reason."""


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A struct that lets unknown fields pass."""

    label: str


class StoreBox(Command, frozen=True, kw_only=True):
    """A command that carries one."""

    boxes: tuple[Box, ...]
    stored_on: date


def open_objects(schema: Any, path: str) -> Iterator[str]:
    """The paths of objects of fixed fields that let others pass, and of those that may hold anything."""
    if isinstance(schema, list):
        for one in schema:
            yield from open_objects(one, path)
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "object":
        rest = schema.get("additionalProperties", True)
        if rest in (True, {}):
            yield path
        yield from open_objects(rest, f"{path}{{}}")
    for name, one in schema.get("properties", {}).items():
        yield from open_objects(one, f"{path}: {name}")
    for name, one in schema.get("$defs", {}).items():
        yield from open_objects(one, name)
    for part in ("items", "prefixItems", "anyOf"):
        yield from open_objects(schema.get(part), path)


@pytest.mark.parametrize("name", INSTALLED.handlers.names())
def test_no_command_lets_an_unknown_field_pass(name: str) -> None:
    """Every object that a command of the core or of a sector may carry is closed, down to the last one."""
    schema = msgspec.json.schema(INSTALLED.handlers.named(name).command)
    own = schema["$ref"].rpartition("/")[2]

    found = {path.replace(own, name) for path in open_objects(schema, name)}

    assert found - UNREAD.keys() == set()


@pytest.mark.parametrize("declared", INSTALLED.catalogue.types, ids=lambda declared: declared.name)
def test_nothing_inside_a_fact_lets_an_unknown_field_pass(declared: FactType) -> None:
    """A correction is read by the fact's declaration, so that what stands inside its body is closed as well."""
    schema = msgspec.json.schema(declared.body)
    own = schema["$ref"].rpartition("/")[2]

    assert set(open_objects(schema, own)) - {own} == set()


def test_the_schema_walk_sees_an_open_object() -> None:
    """The two tests above can fail: an open struct in a list is found."""
    assert list(open_objects(msgspec.json.schema(StoreBox), "store.box")) == ["Box"]


def test_an_open_command_is_refused_where_it_is_declared() -> None:
    """A sector that declares one is told which struct to close."""

    def reads(_command: StoreBox, _dossier: Dossier) -> Iterator[str]:
        yield from ()

    def decide(_command: StoreBox, _dossier: Dossier, _judge: Judge) -> Outcome:
        yield from ()

    with pytest.raises(OpenCommand, match=r"store\.box carries Box.*forbid_unknown_fields"):
        handles("store.box", StoreBox, on="stored_on", reads=reads)(decide)


def ordering(ledger: Ledger) -> Scenario:
    """A county with a hazard to be ordered."""
    return given(ledger, COUNTY, FOUND).on("2026-03-03")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"items": [ITEM | {"funds": 100}]}, "funds"),
        ({"items": [ITEM | {"plan": {"goal": "A valve"}}]}, "goal"),
        ({"items": [ITEM | {"responsible": {"value": "张三", "name": "张三"}}]}, "name"),
        ({"remedies": {"review_to": "Government", "suit_to": "Court", "suit_by": "June"}}, "suit_by"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_misspelt_field_inside_a_command_is_named(ledger: Ledger, change: dict[str, Any], field: str) -> None:
    """A field that an item, a plan, a person or the remedies do not have is named, and nothing is recorded."""
    scenario = ordering(ledger)
    before = ledger.recorder.head().number

    with pytest.raises(BadCommand, match=field):
        _ = scenario.when(ORDERED.but(**change)).answer

    assert ledger.recorder.head().number == before


@pytest.mark.parametrize(
    ("responsible", "found"),
    [({"commitment": "a" * 64}, "commitment"), ({"value": "(personal)"}, r"items\[0\]\.responsible")],
)
def test_a_personal_value_is_given_itself(ledger: Ledger, responsible: dict[str, str], found: str) -> None:
    """Neither a commitment nor what is shown in the place of a name is a name."""
    scenario = ordering(ledger)

    with pytest.raises(BadCommand, match=found):
        _ = scenario.when(ORDERED.but(items=[ITEM | {"responsible": responsible}])).answer
