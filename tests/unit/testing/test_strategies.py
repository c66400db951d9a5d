"""Property strategies: what they make is what the declared types allow, and nothing that a reader would refuse."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal

import hypothesis
import msgspec
import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st
from regledger.clock import Instant
from regledger.installation import Installation
from regledger.log.catalogue import normal
from regledger.log.facts import Fact
from regledger.log.personal import open_values
from regledger.log.text import Code, Id, Personal, Tag, Text
from regledger.sectors import Profile, SiteProfile
from regledger.sectors.profiles import made_of
from regledger.testing.strategies import NoStrategy, commands, facts, profiles, values

INSTALLED = Installation()
_encoder = msgspec.json.Encoder(order="sorted")


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Box(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: Code
    inner: tuple[Box, ...] = ()


class Store(Profile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    boxes: Annotated[int, msgspec.Meta(ge=0, lt=100)]
    area: Decimal
    colour: Colour
    told: Personal


def few(strategy: st.SearchStrategy[Any], examples: int = 15) -> list[Any]:
    """Some of what `strategy` makes."""
    made: list[Any] = []

    @hypothesis.settings(max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @hypothesis.given(one=strategy)
    def collect(one: Any) -> None:
        made.append(one)

    collect()
    return made


@pytest.mark.parametrize("name", INSTALLED.handlers.names())
def test_every_command_that_is_made_can_be_read(name: str) -> None:
    """The body of each is accepted as one that was sent, and read as the same command."""
    for command in few(commands(name, INSTALLED)):
        body = msgspec.json.decode(msgspec.json.encode(command))

        _, read = INSTALLED.handlers.read(name, body)

        assert read == command


@pytest.mark.parametrize("body", [one.body for one in INSTALLED.catalogue.types], ids=lambda body: body.__fact__.name)
def test_every_fact_that_is_made_is_read_as_it_was_written(body: type[Fact]) -> None:
    """Its body is stored and decoded to an equal one, and carries no open personal value."""
    for made in few(facts(body)):
        stored = normal(_encoder.encode(made))

        assert msgspec.json.decode(stored, type=body) == made
        assert open_values(made) == []


def test_a_profile_keeps_to_its_bounds() -> None:
    """Numbers, enumerations and personal values are what the schema says, and a list of itself ends."""
    stores = few(profiles(Store), 50)

    assert {0 <= one.boxes < 100 for one in stores} == {True}
    assert {one.colour for one in stores} == set(Colour)
    assert all(one.told.value and not one.told.commitment for one in stores)
    assert all(isinstance(one, Box) for one in few(values(Box)))


def test_the_command_that_the_core_makes_of_a_profile_is_made_too() -> None:
    """Its handler is enough: each command carries a profile within the bounds of the schema."""
    handler = made_of("fireworks", SiteProfile(schema=Store, title="Store", title_zh="零售点")).handler

    made: list[Any] = few(commands(handler, None, site="S-2"))

    assert {(one.site, type(one.profile), 0 <= one.profile.boxes < 100) for one in made} == {("S-2", Store, True)}


@pytest.mark.parametrize(
    "kind",
    [
        Id,
        Code,
        Text,
        Decimal,
        Instant,
        Literal["a", "b"],
        Annotated[int, msgspec.Meta(gt=3, le=20, multiple_of=4)],
        Annotated[int, msgspec.Meta(gt=3, lt=6)],
        Annotated[int, msgspec.Meta(ge=3, le=4)],
        Annotated[tuple[Id, ...], msgspec.Meta(min_length=2, max_length=3)],
        tuple[int, bool | None],
        dict[Id, Code],
        list[Colour],
    ],
    ids=str,
)
def test_a_value_is_one_that_its_type_lets_pass(kind: Any) -> None:
    """Written as JSON and read as the type, with its patterns, lengths and bounds, it is the same."""
    for one in few(values(kind), 40):
        assert msgspec.json.decode(normal(_encoder.encode(one)), type=kind) == one


def test_an_id_has_no_end_of_line() -> None:
    """The pattern's `$` would let one pass, and no tag may carry it."""
    made = few(values(Id), 300) + few(values(Tag), 300)

    assert [one for one in made if "\n" in one] == []


def test_text_is_as_an_entry_keeps_it() -> None:
    """What an entry would compose (NFC) is composed already, or a fact would not be read as it was written."""
    made = few(values(Text), 300)

    assert [one for one in made if unicodedata.normalize("NFC", one) != one] == []
    assert any(not one.isascii() for one in made)


def test_a_field_is_held_fast_by_a_value_or_a_strategy() -> None:
    """What is given for a field is what every command has."""
    made = few(commands("site.register", INSTALLED, site="S-2", sector=st.sampled_from(["a", "b"])), 30)

    assert {one.site for one in made} == {"S-2"}
    assert {one.sector for one in made} == {"a", "b"}


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        (lambda: commands("site.register", INSTALLED, sight="S-2"), "RegisterSite.sight: there is no such field"),
        (lambda: values(float), "float: no fact or command carries a float"),
        (lambda: values(Annotated[int, msgspec.Meta(gt=3, lt=4)]), "no whole number is within its bounds"),
    ],
)
def test_what_cannot_be_made_is_named(ask: Any, found: str) -> None:
    """A field that there is not, a float, and bounds that nothing meets."""
    with pytest.raises(NoStrategy) as raised:
        ask()

    assert found in str(raised.value)
