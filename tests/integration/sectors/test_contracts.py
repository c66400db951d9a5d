"""Versions of the contract: what was written for the first one works, and a later hook has to be asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from regledger.sectors.contract import SINCE

from .test_removed import COUNTING

LATER = sorted(hook for hook, contract in SINCE.items() if contract > 1)

FIRST = (
    COUNTING
    + """
@hookimpl
def regledger_law():
    return [LawSource("law.toml", '''
[[rule]]
id = "K-01"
title = "Full"
title_zh = "满"
status = "VERIFIED"
citations = [{ instrument = "x", edition = "2020", article = "Art 1" }]
''')]

@hookimpl
def regledger_texts():
    return {"store.full": {"found": "{boxes} boxes", "asks": "at most 50", "remedy": "Move some."}}

@hookimpl
def regledger_licence_kinds():
    return [LicenceKind(code="retail", title="t", title_zh="题", article="Art 1", term_years="D-05.term",
                        renewal_months="D-05.lead")]

@hookimpl
def regledger_checklists():
    item = CheckItem(code="1", question="?", question_zh="?", article="Art 1")
    return [Checklist(code="store", version=1, title="t", title_zh="题", items=(item,))]

@hookimpl
def regledger_read_models():
    return []

@hookimpl
def regledger_reads(act):
    return [f"site:{act.command.site}"] if act.name == "store.count" else []

@hookimpl
def regledger_objections(act, judge):
    if act.name == "store.count":
        yield from judge.rule("K-01", "store.full", act.command.boxes <= 50, boxes=act.command.boxes)
"""
)

ASK = """
import json, tempfile
from regledger.deciding.answers import Submission
from regledger.ledger import Ledger

with tempfile.TemporaryDirectory() as folder, Ledger.create(f"sqlite:///{folder}/county.db") as ledger:
    def send(command, **body):
        answer = ledger.submit(Submission(command=command, body=body))
        return [[one.code, one.by] for one in getattr(answer, "objections", ())]
    found = {
        "loaded": sorted(ledger.sectors.loaded),
        "broken": [[one.name, one.version, one.distribution, one.found] for one in ledger.sectors.broken],
        "acts": [
            send("authority.register", authority="emb", name="Bureau", registered_on="2026-01-04"),
            send("enterprise.register", enterprise="E-1", name="Works", credit_code="91430100MA4L16JQ9D",
                 registered_on="2026-01-05"),
            send("site.register", site="S-1", enterprise="E-1", name="Plant", address="Road 1", authority="emb",
                 sector="first", registered_on="2026-01-05"),
            send("store.count", store="T-1", site="S-1", boxes=50, counted_on="2026-01-06"),
            send("store.count", store="T-1", site="S-1", boxes=51, counted_on="2026-01-07"),
        ],
    }
    found["boxes"] = ledger.show("store:T-1").state.boxes
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found(new_shelf: Callable[[], Any]) -> dict[str, Any]:
    """A sector of the first contract beside such that have one later hook each, and what they do."""
    shelf = new_shelf()
    shelf.lay("first", FIRST)
    for hook in LATER:
        shelf.lay(hook, f"@hookimpl\ndef {hook}():\n    return []\n")
    answered: dict[str, Any] = shelf.run(ASK)
    return answered


def test_a_sector_of_the_first_contract_works(found: Mapping[str, Any]) -> None:
    """With every hook of that contract it records, folds and refuses as it did."""
    assert "first" in found["loaded"]
    assert found["acts"] == [[], [], [], [], [["store.full", "first 1.2"]]]
    assert found["boxes"] == 50


@pytest.mark.parametrize("hook", LATER)
def test_a_later_hook_is_named(hook: str, found: Mapping[str, Any]) -> None:
    """A sector that says the first contract and has a hook of the second is left out: hook, contract and remedy are told."""
    [[_, version, distribution, why]] = [one for one in found["broken"] if one[0] == hook]

    assert (version, distribution) == ("1.2", f"sector-{hook}")
    assert f"{hook} is of contract 2 and the sector was written for contract 1; say contract=2" in why
