"""What a kind of fact may be declared to hold, and what is said where it may not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, TypedDict

import msgspec
import pytest
from regledger.clock import Instant
from regledger.errors import BadFact
from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Personal, Text
from regledger.records import CORE_FACTS


class Inner(msgspec.Struct, frozen=True):
    share: float


class Loose(TypedDict):
    share: float


def declare(kind: Any, **options: Any) -> type[Fact]:
    """A fact with the fields site, on, and one of `kind`."""
    fields = [("site", Id), ("on", date), ("odd", kind)]
    body = msgspec.defstruct("Odd", fields, bases=(Fact,), frozen=True, kw_only=True)
    how: dict[str, Any] = {"tags": {"site": "site"}, "occurred": "on", **options}
    return fact("odd.declared", 1, **how)(body)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (float, "odd is a float"),
        (float | None, "odd is a float"),
        (tuple[int, float], r"odd\[\] is a float"),
        (tuple[Inner, ...], r"odd\[\].share is a float"),
        (dict[Id, float], r"odd\{\} is a float"),
        (str, "odd is text declared neither public nor personal"),
        (str | None, "odd is text declared"),
        (tuple[str, ...], r"odd\[\] is text declared"),
        (dict[str, int], r"odd\{\} is text declared"),
        (Annotated[str, msgspec.Meta(max_length=3)], "odd is text declared"),
        (Any, "odd may hold anything"),
        (dict[Id, Any], r"odd\{\} may hold anything"),
        (dict, r"odd\{\} may hold anything"),
        (msgspec.Raw, "cannot hold"),
        (bytes, "cannot hold"),
        (list[int], "cannot hold"),
        (set[int], "cannot hold"),
        (Loose, "cannot hold"),
        (datetime, "may lack its zone"),
    ],
)
def test_a_field_without_one_exact_and_declared_form_is_refused(kind: Any, found: str) -> None:
    """A float, undeclared text, anything at all, or an instant without zone: refused where it is declared, by its path."""
    with pytest.raises(BadFact, match=found):
        declare(kind)


@pytest.mark.parametrize(
    "kind", [Text, Code | None, Id, int, bool, date, Instant, Personal, dict[Id, int], tuple[Id, ...]]
)
def test_a_field_with_an_exact_and_declared_form_is_taken(kind: Any) -> None:
    """Declared text, whole numbers, days, zoned instants and what is made of them may stand in a fact."""
    assert declare(kind).__fact__.name == "odd.declared"


@pytest.mark.parametrize("name", ["Odd.declared", "odd", "odd.declared.twice", "odd declared", "odd.", ""])
def test_a_name_is_record_and_past_tense(name: str) -> None:
    """A name is two words of lower case parted by a dot, never a Python path."""
    with pytest.raises(BadFact, match=r"record\.past_tense"):
        fact(name, 1, tags={}, occurred="odd")(Fact)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"tags": {"place": "site"}}, "'place'"),
        ({"occurred": "when"}, "'when'"),
        ({"effective": "later"}, "'later'"),
        ({"occurred": "site"}, "site is neither a legal day nor an instant"),
        ({"effective": "odd"}, "odd is neither a legal day nor an instant"),
    ],
)
def test_a_declaration_names_fields_that_are_there(options: dict[str, Any], found: str) -> None:
    """Tags and times are declared by fields of the body, and a time is a day or an instant."""
    with pytest.raises(BadFact, match=found):
        declare(int, **options)


def test_what_happened_always_has_its_time() -> None:
    """The time at which it happened may not be left out; the one from which it counts may, and is then the former."""
    optional = declare(date | None, effective="odd")

    with pytest.raises(BadFact, match="odd is neither"):
        declare(date | None, occurred="odd")

    body = optional(site="S-1", on=date(2026, 3, 2), odd=None)  # type: ignore[call-arg]
    assert optional.__fact__.effective_of(body) == date(2026, 3, 2)


@pytest.mark.parametrize("body", CORE_FACTS, ids=lambda body: body.__fact__.name)
def test_a_core_fact_is_frozen_and_says_what_it_is(body: type[Fact]) -> None:
    """Every core fact is frozen, keyword-only, and its docstring gives its public name and version."""
    declared = body.__fact__

    assert body.__struct_config__.frozen
    assert (body.__doc__ or "").startswith(f"`{declared.name}` v{declared.version}")
