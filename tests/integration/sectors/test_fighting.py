"""Sectors that declare something of the same name: the one that comes later by name is left out, and both are named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .test_unusable import COUNT, LIST, PARAMETER

CITED = 'citation = { instrument = "x", edition = "2020", article = "Art 1" }\nstatus = "VERIFIED"\n'
CITES = CITED.replace("citation = {", "citations = [{").replace("}", "}]")
TITLED = 'title = "Twice"\ntitle_zh = "重"\n'
FACTS = "@hookimpl\ndef regledger_facts():\n    return [StoreCounted]\n"
STORE = 'TagKind("store", "consistency")'

TOML: dict[str, str] = {
    "parameter": PARAMETER.format(id="K-01.boxes"),
    "rule": f'[[rule]]\nid = "K-01"\n{TITLED}{CITES}',
    "offence": f'[[offence]]\nid = "K-09"\n{TITLED}{CITES}',
    "criterion": f'[[criterion]]\ncode = "k-2017/1"\n{TITLED}{CITED}valid_from = 2020-01-01\n',
    "checklist": f'[[checklist]]\ncode = "k"\nversion = 1\n{TITLED}'
    '[[checklist.items]]\ncode = "1"\nquestion = "?"\nquestion_zh = "?"\narticle = "Art 1"\n',
    "objection": '[objection."store.full"]\nfound = "full"\nasks = "less"\nremedy = "Move some."\n',
    "licence_kind": f'[[licence_kind]]\ncode = "retail"\n{TITLED}article = "Art 1"\n'
    'term_years = "D-05.term"\nrenewal_months = "D-05.lead"\n',
    "benchmark": PARAMETER.format(id="NAME-07.fine").replace('"day"', '"fen"')
    + f'[[offence]]\nid = "NAME-07"\n{TITLED}{CITES}'
    + f'[[benchmark]]\nid = "K-07.light"\noffence = "NAME-07"\n{TITLED}{CITES}'
    + 'fine_min = "NAME-07.fine"\nfine_max = "NAME-07.fine"\n',
    "obligation": PARAMETER.format(id="NAME-08.period").replace('"day"', '"calendar day"')
    + f'[[rule]]\nid = "NAME-08"\n{TITLED}{CITES}'
    + f'[[obligation]]\ncode = "store.full_due"\n{TITLED}rule = "NAME-08"\nperiod = "NAME-08.period"\n'
    + 'begins = ["site.registered"]\nmet_by = ["site.renamed"]\n',
}
"""What two sectors declare in their `sector.toml`."""

HOOKS: dict[str, str] = {
    "fact": COUNT + FACTS + f"@hookimpl\ndef regledger_tag_kinds():\n    return [{STORE}]\n",
    "command": COUNT + "@handles('store.count', CountStore, on='counted_on', reads=reads)\n"
    "def mine(command, dossier, judge):\n    yield from ()\n"
    "@hookimpl\ndef regledger_commands():\n    return [mine]\n",
    "kind": COUNT + f"@hookimpl\ndef regledger_tag_kinds():\n    return [{STORE}]\n"
    "@hookimpl\ndef regledger_kinds():\n"
    "    return [Kind(name='store', state=Store, evolve=lambda s, f: s, facts=())]\n",
    "criterion_hook": "@hookimpl\ndef regledger_criteria():\n    return [Criterion(code='h-2017/1', title='t', title_zh='题',\n"
    "        citation=Citation(instrument='x', edition='2020', article='Art 1'), status='VERIFIED', valid_from=date(2020, 1, 1))]\n",
    "tag_kind": "@hookimpl\ndef regledger_tag_kinds():\n"
    "    return [TagKind('shelf', 'consistency' if 'NAME' == 'aa' else 'index')]\n",
    "read_model": "class View(ReadModel):\n    name = 'full'\n    version = 1\n    types = ('site.registered',)\n"
    "    columns = {'site': 'text'}\n    def keys(self, fact):\n        return []\n"
    "    def row(self, key, facts):\n        return None\n"
    "@hookimpl\ndef regledger_read_models():\n    return [View()]\n",
}
"""What two sectors declare by hooks."""

SHARED = (
    f'[[document_field]]\ndocument = "inspection"\nname = "full"\n{TITLED}record = "site"\nfield = "name"\n'
    f'[[import_mapping]]\nname = "full"\n{TITLED}'
    'text = \'\'\'\n[register]\nid = "full"\ntitle = "满"\n[[command]]\nname = "site.rename"\nkey = ["编号"]\n'
    "fields = { site = { column = \"编号\" } }\n'''\n"
)
"""What two sectors may both declare: a document tells each by its sector, and `import SECTOR:NAME` names it."""


def _lay(shelf: Any, name: str, source: str, file: str) -> None:
    shelf.lay(name, source)
    package = shelf.folder / f"sector_{name}"
    text = (package / "__init__.py").read_text(encoding="utf-8").replace("contract=1", "contract=2")
    (package / "__init__.py").write_text(text, encoding="utf-8")
    (package / "sector.toml").write_text(file, encoding="utf-8")


@pytest.fixture(scope="module")
def broken(new_shelf: Callable[[], Any]) -> dict[str, str]:
    """What is said of the sectors that were left out, where pairs of them fight."""
    shelf = new_shelf()
    for what in (*TOML, *HOOKS):
        source = HOOKS.get(what, "").replace("store", f"store_{what}")
        source = source.replace(f"store_{what}=", "store=").replace("h-2017/1", f"h-2017/{what}")
        for name in ("aa", "bb"):
            _lay(shelf, f"{name}_{what}", source.replace("NAME", name), TOML.get(what, "").replace("NAME", name))
    for name in ("cc", "dd"):
        _lay(shelf, name, "", SHARED)
    listed = shelf.run(LIST)
    assert {"cc", "dd", *(f"aa_{what}" for what in (*TOML, *HOOKS))} <= set(listed["loaded"]), listed["broken"]
    return {name: found for name, _, _, found in listed["broken"]}


@pytest.mark.parametrize("what", [*TOML, *HOOKS])
def test_of_two_that_fight_the_later_is_left_out(what: str, broken: dict[str, str]) -> None:
    """The earlier by name keeps what both declare; the later is listed as broken, and the message names both."""
    found = broken[f"bb_{what}"]

    assert f"aa_{what}" in found
    assert f"bb_{what}" in found


def test_what_each_names_as_its_own_is_no_fight(broken: dict[str, str]) -> None:
    """Two sectors may have a document field, and an import mapping, of one name: both are in use."""
    assert {"cc", "dd"}.isdisjoint(broken)
