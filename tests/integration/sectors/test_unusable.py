"""Sectors that cannot be used: each is listed with what is wrong, and the rest works."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

COUNT = """
@fact("store.counted", 1, tags={"store": "store", "site": "site"}, occurred="counted_on")
class StoreCounted(Fact, frozen=True, kw_only=True):
    store: Id
    site: Id
    boxes: int
    counted_on: date

class CountStore(Command, frozen=True, kw_only=True):
    store: Id
    site: Id
    boxes: int
    counted_on: date

class Store(State, frozen=True, kw_only=True):
    boxes: int

def reads(command, dossier):
    return [f"store:{command.store}", f"site:{command.site}"]
"""

STORES = """
@hookimpl
def regledger_facts():
    return [StoreCounted]

@hookimpl
def regledger_tag_kinds():
    return [TagKind("store", "consistency")]
"""

LAW = """
@hookimpl
def regledger_law():
    return [LawSource("law.toml", '''{toml}''')]
"""

PARAMETER = """
[[parameter]]
id = "{id}"
title = "Twice"
nature = "substantive"
unit = "day"
[[parameter.value]]
value = 1
valid_from = 2020-01-01
citation = {{ instrument = "x", edition = "2020", article = "Art 1" }}
status = "VERIFIED"
known_from = 2026-01-01
"""


Case = tuple[str, tuple[str, ...]]
"""The source of a sector, and words that must be said of it."""

WHO = "from regledger.sectors import *\n@hookimpl\ndef regledger_sector():\n    return "

BARE: dict[str, Case] = {
    "raises_on_import": (
        "raise RuntimeError('boom at import')",
        ("RuntimeError: boom at import (at sector_raises_on_import/__init__.py:1)",),
    ),
    "is_no_python": ("def :", ("SyntaxError", "line 1")),
    "introduces_nobody": (
        WHO + "1 / 0",
        ("ZeroDivisionError", "(at sector_introduces_nobody/__init__.py:4 in regledger_sector)"),
    ),
    "exits_on_import": ("raise SystemExit(3)", ("SystemExit", "3")),
    "misses_a_module": ("import no_such_module_here", ("no_such_module_here",)),
    "nobody": ("import regledger.sectors", ("regledger_sector",)),
    "gives_no_sector": (WHO + "'gives_no_sector'", ("regledger_sector",)),
    "later_contract": (
        WHO + "Sector(name='later_contract', title='t', title_zh='题', contract=99)",
        ("contract 99", "has 2", "later release"),
    ),
    "contract_zero": (WHO + "Sector(name='contract_zero', title='t', title_zh='题', contract=0)", ("contract 0",)),
    "misnamed": (WHO + "Sector(name='other', title='t', title_zh='题', contract=1)", ("misnamed", "other")),
    "nameless": (WHO + "Sector(name=7, title='t', title_zh='题', contract=1)", ("str", "name")),
}

UNUSABLE: dict[str, Case] = {
    "unknown_hook": ("@hookimpl\ndef regledger_objection(act, judge): return []\n", ("regledger_objection",)),
    "wrong_arguments": ("@hookimpl\ndef regledger_objections(act, jury): return []\n", ("jury",)),
    "unmarked": ("def regledger_objections(act, judge): return []\n", ("regledger_objections", "@hookimpl")),
    "declares_text": ("@hookimpl\ndef regledger_facts(): return 'abc'\n", ("regledger_facts", "str")),
    "declares_mapping": ("@hookimpl\ndef regledger_facts(): return {}\n", ("regledger_facts", "dict")),
    "declares_numbers": ("@hookimpl\ndef regledger_commands(): return [7]\n", ("regledger_commands", "int")),
    "raises_late": (
        "@hookimpl\ndef regledger_kinds():\n    yield 1 / 0\n",
        ("regledger_kinds", "ZeroDivisionError", "(at sector_raises_late/__init__.py:10 in regledger_kinds)"),
    ),
    "undeclared_fact": ("@hookimpl\ndef regledger_facts(): return [int]\n", ("int", "@fact")),
    "float_fact": (
        COUNT.replace("boxes: int", "boxes: float"),
        ("store.counted", "float"),
    ),
    "tag_kind_of_no_role": (
        "@hookimpl\ndef regledger_tag_kinds(): return [TagKind('store', 'maybe')]\n",
        ("regledger_tag_kinds", "maybe"),
    ),
    "tag_kind_taken": (
        "@hookimpl\ndef regledger_tag_kinds(): return [TagKind('site', 'index')]\n",
        ("site", "consistency", "index"),
    ),
    "kind_taken": (
        COUNT
        + STORES
        + "@hookimpl\ndef regledger_kinds():\n"
        + "    return [Kind(name='site', state=Store, evolve=lambda s, f: s, facts=(StoreCounted,))]\n",
        ("record kind", "site", "twice"),
    ),
    "kind_without_its_tag": (
        COUNT
        + STORES
        + "@hookimpl\ndef regledger_kinds():\n"
        + "    return [Kind(name='shelf', state=Store, evolve=lambda s, f: s, facts=(StoreCounted,))]\n",
        ("shelf", "nothing declares it"),
    ),
    "kind_of_an_undeclared_fact": (
        COUNT
        + "@hookimpl\ndef regledger_tag_kinds():\n    return [TagKind('store', 'consistency')]\n"
        + "@hookimpl\ndef regledger_kinds():\n"
        + "    return [Kind(name='store', state=Store, evolve=lambda s, f: s, facts=(StoreCounted,))]\n",
        ("store.counted", "nothing declares it"),
    ),
    "fact_of_the_core": (
        "@hookimpl\ndef regledger_facts():\n"
        "    from regledger.records.enterprise import SiteRegistered\n    return [SiteRegistered]\n",
        ("site.registered", "the core", "fact_of_the_core 1.2"),
    ),
    "command_taken": (
        COUNT
        + "@handles('hazard.clear', CountStore, on='counted_on', reads=reads)\n"
        + "def mine(command, dossier, judge):\n    yield from ()\n"
        + "@hookimpl\ndef regledger_commands(): return [mine]\n",
        ("hazard.clear", "twice", "sector_command_taken"),
    ),
    "command_without_a_day": (
        COUNT
        + "@handles('store.count', CountStore, on='counted', reads=reads)\n"
        + "def mine(command, dossier, judge):\n    yield from ()\n"
        + "@hookimpl\ndef regledger_commands(): return [mine]\n",
        ("store.count", "counted"),
    ),
    "parameter_taken": (
        LAW.format(toml=PARAMETER.format(id="F-07.s_threshold")),
        ("F-07.s_threshold", "hazardous_chemicals 0.", "parameter_taken 1.2"),
    ),
    "law_is_not_toml": (LAW.format(toml="[[rule]"), ("law_is_not_toml 1.2", "TOML")),
    "texts_of_the_core": (
        "@hookimpl\ndef regledger_texts():\n    return {'site.unknown': {'found': 'fine', 'asks': '', 'remedy': ''}}\n",
        ("site.unknown", "the core"),
    ),
    "texts_without_a_remedy": (
        "@hookimpl\ndef regledger_texts(): return {'store.full': {'found': 'full', 'asks': 'less'}}\n",
        ("store.full", "remedy"),
    ),
    **{
        f"texts_with_{name}": (
            "@hookimpl\ndef regledger_texts():\n"
            f"    return {{'store.full': {{'found': 'full', 'asks': {sentence!r}, 'remedy': 'Move some.'}}}}\n",
            ("regledger_texts", "'asks' of 'store.full'", word),
        )
        for name, sentence, word in (
            ("a_format", "at most {boxes:>5}", "{boxes:>5}"),
            ("a_conversion", "at most {boxes!r}", "{boxes!r}"),
            ("a_number", "at most {0}", "{0}"),
            ("no_name", "at most {}", "{}"),
            ("an_attribute", "at most {boxes.most}", "{boxes.most}"),
            ("an_item", "at most {boxes[0]}", "{boxes[0]}"),
            ("an_open_brace", "at most {boxes", "expected"),
        )
    },
    "texts_raise": ("@hookimpl\ndef regledger_texts(): raise KeyError('lost')\n", ("regledger_texts", "lost")),
    "licence_of_no_term": (
        "@hookimpl\ndef regledger_licence_kinds():\n"
        "    return [LicenceKind(code='a', title='b', title_zh='c', article='d', term_years='Z-1.x',"
        " renewal_months='D-05.lead')]\n",
        ("Z-1.x", "licence kind a"),
    ),
    "checklist_with_a_code_twice": (
        "@hookimpl\ndef regledger_checklists():\n"
        "    item = CheckItem(code='1', question='q', question_zh='问', article='Art 1')\n"
        "    return [Checklist(code='c', version=1, title='t', title_zh='题', items=(item, item))]\n",
        ("checklist c", "twice"),
    ),
    "read_model_is_a_class": (
        "@hookimpl\ndef regledger_read_models(): return [ReadModel]\n",
        ("regledger_read_models", "ReadModel"),
    ),
}

LIST = """
import json
from regledger.ledger import Installation
sectors = Installation().sectors
print(json.dumps({
    "loaded": sorted(sectors.loaded),
    "broken": [[one.name, one.version, one.distribution, one.found] for one in sectors.broken],
}))
"""


@pytest.fixture(scope="module")
def listing(new_shelf: Callable[[], Any]) -> dict[str, Any]:
    """All unusable sectors installed at once, beside one that is sound, and what is then listed."""
    shelf = new_shelf()
    for name, (source, _) in BARE.items():
        shelf.lay(name, source, bare=True)
    for name, (source, _) in UNUSABLE.items():
        shelf.lay(name, source)
    shelf.lay(
        "sound",
        "@hookimpl\ndef regledger_texts(): return {'store.full': {'found': '{{{boxes}}}', 'asks': '', 'remedy': ''}}\n",
    )
    shelf.lay("twice", "")
    shelf.lay("aa_again", "", point="twice", version="9.9")
    shelf.lay("half", "@hookimpl\ndef regledger_judges(act): return []\n", point="mended")
    shelf.lay("mended", "", version="2.0")
    shelf.lay("an_object", "", value="sector_an_object:regledger_sector")
    listed: dict[str, Any] = shelf.run(LIST)
    return listed


def test_what_is_sound_works_beside_what_is_not(listing: Mapping[str, Any]) -> None:
    """However many sectors are broken, those that are not are in use."""
    shipped = ["construction", "hazardous_chemicals", "mining", "parks"]
    assert listing["loaded"] == sorted([*shipped, "mended", "sound"])
    assert len(listing["broken"]) == len(BARE) + len(UNUSABLE) + 4


@pytest.mark.parametrize("name", [*BARE, *UNUSABLE])
def test_an_unusable_sector_is_listed(name: str, listing: Mapping[str, Any]) -> None:
    """A sector that cannot be used is listed with name, version, distribution and what is wrong with it."""
    _, words = (BARE | UNUSABLE)[name]

    [[_, version, distribution, found]] = [one for one in listing["broken"] if one[0] == name]

    assert (version, distribution) == ("1.2", f"sector-{name}")
    assert [word for word in words if word not in found] == [], found


def test_two_distributions_for_one_sector(listing: Mapping[str, Any]) -> None:
    """Of two distributions that bring the same sector neither is in use, and both are named: no order decides."""
    found = {
        (version, distribution): what for name, version, distribution, what in listing["broken"] if name == "twice"
    }

    assert found.keys() == {("9.9", "sector-aa_again"), ("1.2", "sector-twice")}
    assert all("sector-aa_again 9.9 and by sector-twice 1.2" in what for what in found.values())


def test_a_broken_distribution_does_not_keep_a_name(listing: Mapping[str, Any]) -> None:
    """Where the first of two distributions for one sector is broken, the second one is in use."""
    [[_, version, distribution, found]] = [one for one in listing["broken"] if one[0] == "mended"]

    assert (version, distribution) == ("1.2", "sector-half")
    assert "regledger_judges" in found


def test_an_entry_point_names_a_module(listing: Mapping[str, Any]) -> None:
    """An entry point that names an object inside a module is listed as what it is."""
    [found] = [one[3] for one in listing["broken"] if one[0] == "an_object"]

    assert "not a module" in found
