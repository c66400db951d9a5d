"""Observers: told what became of an act that their sector was asked about, and heard by nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

WHO = """
from regledger.sectors import *

@hookimpl
def regledger_sector():
    return Sector(name="{name}", title="Sector", title_zh="行业", contract=2)

"""
SEES = """
import json, os

@hookimpl
def regledger_observed(act, answer):
    with open(os.environ["HOME"] + "/seen", "a") as seen:
        seen.write(json.dumps([act.name, type(answer).__name__, [one.code for one in getattr(answer, "objections", ())]]) + "\\n")
"""
FAILS = "@hookimpl\ndef regledger_observed(act, answer):\n    raise OSError('no disk')\n"
LOOPS = "@hookimpl\ndef regledger_observed(act, answer):\n    while True:\n        pass\n"
TAMPERS = """
@hookimpl
def regledger_observed(act, answer):
    for one in answer.objections:
        one.args.clear()
"""

ASK = """
import json, logging, os, sys, tempfile
logged = []
handler = logging.Handler()
handler.emit = lambda record: logged.append(record.getMessage())
logging.getLogger("regledger").addHandler(handler)
from regledger.deciding.answers import Recorded, Submission
from regledger.ledger import Installation, Ledger
from regledger.sectors.loading import Sectors

answers = {}
site = lambda name, enterprise="E-1": dict(site="S-" + name, enterprise=enterprise, name="Plant", address="Road 1",
    authority="emb", sector=name, registered_on="2026-01-05")

def told(answer):
    return [type(answer).__name__, [[one.code, one.args] for one in getattr(answer, "objections", ())]]

installation = Installation(Sectors.installed(budget=0.8))
with tempfile.TemporaryDirectory() as folder, Ledger.create(f"sqlite:///{folder}/county.db", installation=installation) as ledger:
    os.environ["HOME"] = folder
    answers["broken"] = [one.found for one in ledger.sectors.broken]
    send = lambda command, body, **more: told(ledger.submit(Submission(command=command, body=body, **more)))
    send("authority.register", dict(authority="emb", name="Bureau", registered_on="2026-01-04"))
    send("enterprise.register", dict(enterprise="E-1", name="Works", credit_code="91430100MA4L16JQ9D", registered_on="2026-01-05"))
    ledger.check(Submission(command="site.register", body=site("sees")))
    send("site.register", site("sees", "E-9"))
    send("site.register", site("sees"), key="k")
    answers["again"] = send("site.register", site("sees"), key="k")
    twin = Submission(command="site.register", body={**site("sees"), "site": "S-2"}, key="k2")
    ledger.submit_all([twin, twin])
    answers["seen"] = [json.loads(line) for line in open(folder + "/seen")]
    for name in ("fails", "loops"):
        answers[name] = send("site.register", site(name))
    answers["tampers"] = send("site.register", site("tampers", "E-9"))
    answers["logged"] = logged
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def answers(new_shelf: Callable[[], Any]) -> dict[str, Any]:
    """Sites entered with sectors that observe well and badly."""
    shelf = new_shelf()
    for name, source in {"sees": SEES, "fails": FAILS, "loops": LOOPS, "tampers": TAMPERS}.items():
        shelf.lay(name, WHO.format(name=name) + source, bare=True)
    answered: dict[str, Any] = shelf.run(ASK)
    assert answered["broken"] == []
    return answered


def test_an_observer_is_told_once_of_what_was_done(answers: Mapping[str, Any]) -> None:
    """Each act is told once, refused or recorded; a check, a repeat and a twin of the same batch are not."""
    assert answers["again"][0] == "Recorded"
    assert answers["seen"] == [
        ["site.register", "Refused", ["enterprise.unknown"]],
        ["site.register", "Recorded", []],
        ["site.register", "Recorded", []],
    ]


@pytest.mark.parametrize(("name", "found"), [("fails", "OSError: no disk"), ("loops", "longer than 0.8 s")])
def test_a_failing_observer_changes_nothing(name: str, found: str, answers: Mapping[str, Any]) -> None:
    """An observer that raises, or takes too long, is logged with plugin, version and hook; the act is recorded."""
    assert answers[name] == ["Recorded", []]
    [said] = [one for one in answers["logged"] if f"Sector {name} 1.2" in one]
    assert "regledger_observed" in said
    assert found in said


def test_an_observer_cannot_change_the_answer(answers: Mapping[str, Any]) -> None:
    """What an observer does to the answer that it was handed does not reach whoever asked."""
    [[code, args]] = answers["tampers"][1]

    assert code == "enterprise.unknown"
    assert args != {}
