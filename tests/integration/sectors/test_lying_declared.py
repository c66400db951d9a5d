"""Sectors that lie in what they declare: each is left out with plugin, version and what is amiss, and the rest works."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from .test_unusable import LIST

HOOK = "@hookimpl\ndef regledger_{0}():\n    return {1}\n"
LAW = """
from decimal import Decimal

CITED = Citation(instrument="x", edition="2020", article="Art 1")
SINCE = date(2020, 1, 1)

@hookimpl
def regledger_law():
    return [LawSource("law.toml", '''
[[rule]]
id = "NAME-01"
title = "Full"
title_zh = "满"
status = "VERIFIED"
citations = [{ instrument = "x", edition = "2020", article = "Art 1" }]
''')]

class Known(Profile, frozen=True, kw_only=True):
    boxes: int

def criterion(**other):
    return Criterion(**{"code": "NAME/1", "title": "t", "title_zh": "题", "citation": CITED, "status": "VERIFIED",
                        "valid_from": SINCE, **other})

def obligation(**other):
    return Obligation(**{"code": "NAME.full_due", "title": "t", "title_zh": "题", "rule": "NAME-01", "period": "D-05.lead",
                         "begins": ("site.registered",), "met_by": ("site.renamed",), **other})

def exception(**other):
    return LawException(**{"of": "A-14", "by": "NAME-01", "article": "Art 1", **other})

def field(**other):
    return DocumentField(**{"document": "inspection", "name": "full", "title": "t", "title_zh": "题", "record": "site",
                            "field": "name", **other})

def mapping(text):
    return ImportMapping(name="full", title="t", title_zh="题", text=text)
"""
KINDS = ("site_profiles", "obligations", "exceptions", "document_fields", "import_mappings", "criteria", "checklists")
TYPES = ("SiteProfile", "Obligation", "LawException", "DocumentField", "ImportMapping", "Criterion", "Checklist")

LIES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    # name: (hook, what it gives, words that must be said)
    **{f"{hook}_of_text": (hook, "'all'", (f"regledger_{hook}", "str instead of a sequence")) for hook in KINDS},
    **{
        f"{hook}_of_numbers": (hook, "[7]", (f"regledger_{hook}", f"int instead of a {wanted}"))
        for hook, wanted in zip(KINDS, TYPES, strict=True)
    },
    **{
        f"{hook}_of_classes": (hook, f"[{wanted}]", (f"regledger_{hook}", f"instead of a {wanted}"))
        for hook, wanted in zip(KINDS, TYPES, strict=True)
    },
    **{f"{hook}_raise": (hook, "[{}['lost']]", (f"regledger_{hook}", "KeyError: 'lost' (at ")) for hook in KINDS},
    "profile_of_no_schema": (
        "site_profiles",
        "[SiteProfile(schema=int, title='t', title_zh='题')]",
        ("which is not a Profile",),
    ),
    "profile_of_a_state": (
        "site_profiles",
        "[SiteProfile(schema=State, title='t', title_zh='题')]",
        ("not a Profile",),
    ),
    "two_profiles": (
        "site_profiles",
        "[SiteProfile(schema=Known, title='t', title_zh='题')] * 2",
        ("has one at most",),
    ),
    "profile_of_no_version": (
        "site_profiles",
        "[SiteProfile(schema=Known, title='t', title_zh='题', version=0)]",
        ("regledger_site_profiles", "version is below 1"),
    ),
    "profile_not_lifted": (
        "site_profiles",
        "[SiteProfile(schema=Known, title='t', title_zh='题', version=2)]",
        ("nothing lifts",),
    ),
    "criterion_that_commands_a_terminal": (
        "criteria",
        r"[criterion(title='\x1b[2J')]",
        ("regledger_criteria", "U+001B"),
    ),
    "obligation_of_two_lines": ("obligations", r"[obligation(title_zh='题\n题')]", ("regledger_obligations", "U+000A")),
    "exception_of_half_a_character": (
        "exceptions",
        r"[exception(article='\ud800')]",
        ("regledger_exceptions", "U+D800"),
    ),
    "field_of_many_words": (
        "document_fields",
        "[field(title='t' * 2001)]",
        ("regledger_document_fields", "2001 characters"),
    ),
    "profile_of_two_lines": (
        "site_profiles",
        r"[SiteProfile(schema=Known, title='t\r', title_zh='题')]",
        ("regledger_site_profiles", "U+000D"),
    ),
    "sentence_of_two_lines": (
        "texts",
        r"{'NAME.full': {'found': 'full\n', 'asks': 'a', 'remedy': 'r'}}",
        ("regledger_texts", "U+000A"),
    ),
    "criterion_of_a_level": ("criteria", "[criterion(level='grave')]", ("regledger_criteria", "'grave'")),
    "criterion_of_a_status": ("criteria", "[criterion(status='SURE')]", ("regledger_criteria", "'SURE'")),
    "criterion_of_no_day": ("criteria", "[criterion(valid_from='2020')]", ("regledger_criteria", "valid_from")),
    "criterion_of_a_float": ("criteria", "[criterion(code=1.5)]", ("regledger_criteria", "float")),
    "criterion_twice": ("criteria", "[criterion(), criterion()]", ("NAME/1",)),
    "obligation_of_no_rule": ("obligations", "[obligation(rule='Q-99')]", ("Obligation NAME.full_due", "Q-99")),
    "obligation_of_no_period": ("obligations", "[obligation(period='Q-99.x')]", ("Obligation NAME.full_due", "Q-99.x")),
    "obligation_of_no_fact": ("obligations", "[obligation(begins=('store.lost',))]", ("Obligation", "store.lost")),
    "obligation_of_an_owner": ("obligations", "[obligation(owner='me')]", ("regledger_obligations", "'me'")),
    "obligation_of_a_command": ("obligations", "[obligation(command='a.b')]", ("Obligation", "a.b")),
    "exception_of_nothing": ("exceptions", "[exception(of='Q-99')]", ("Q-99",)),
    "exception_by_another": ("exceptions", "[exception(by='A-15')]", ("A-15",)),
    "exception_of_its_own": ("exceptions", "[exception(of='NAME-01')]", ("NAME-01",)),
    "exception_of_a_kind": ("exceptions", "[exception(licence_kinds=('theirs',))]", ("theirs",)),
    "field_of_no_document": ("document_fields", "[field(document='poem')]", ("Document field poem.full",)),
    "field_of_no_record": ("document_fields", "[field(record='dragon')]", ("Document field", "dragon")),
    "field_of_no_field": ("document_fields", "[field(field='scales')]", ("Document field", "scales")),
    "field_twice": ("document_fields", "[field(), field()]", ("Document field", "already")),
    "mapping_of_no_toml": ("import_mappings", "[mapping('[[')]", ("Import mapping full",)),
    "mapping_of_a_number": ("import_mappings", "[mapping(7)]", ("regledger_import_mappings", "int")),
    "mapping_of_no_command": (
        "import_mappings",
        '[mapping(\'[register]\\nid = "full"\\ntitle = "满"\\n[[command]]\\nname = "a.b"\\nkey = ["号"]\\n'
        'fields = { site = { column = "号" } }\\n\')]',
        ("Import mapping full", "a.b"),
    ),
}
"""Beside the sound one each."""

SOUND = "".join(
    HOOK.format(hook, given)
    for hook, given in (
        ("site_profiles", "[SiteProfile(schema=Known, title='t', title_zh='题')]"),
        ("criteria", "[criterion()]"),
        ("document_fields", "[field()]"),
    )
)


@pytest.fixture(scope="module")
def listing(new_shelf: Callable[[], Any]) -> dict[str, Any]:
    """All of them installed at once beside a sound one, and what is then listed."""
    shelf = new_shelf()
    sources = {"sound": SOUND, **{name: HOOK.format(hook, given) for name, (hook, given, _) in LIES.items()}}
    for name, source in sources.items():
        shelf.lay(name, (LAW + source).replace("NAME", name))
        file = shelf.folder / f"sector_{name}" / "__init__.py"
        file.write_text(file.read_text(encoding="utf-8").replace("contract=1", "contract=2"), encoding="utf-8")
    listed: dict[str, Any] = shelf.run(LIST)
    return listed


def test_what_is_sound_works_beside_what_lies(listing: Mapping[str, Any]) -> None:
    """However many sectors lie, the sound one is in use, and each that lies is left out once."""
    assert "sound" in listing["loaded"]
    assert sorted(one[0] for one in listing["broken"]) == sorted(LIES)


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_named(name: str, listing: Mapping[str, Any]) -> None:
    """What cannot be meant is listed with name, version, distribution and what is wrong with it."""
    [[_, version, distribution, found]] = [one for one in listing["broken"] if one[0] == name]

    assert (version, distribution) == ("1.2", f"sector-{name}")
    assert [word for word in LIES[name][2] if word.replace("NAME", name) not in found] == [], found
