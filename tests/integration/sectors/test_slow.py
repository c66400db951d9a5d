"""Sectors that take too long: the act is refused and the hook named, and everything of others goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

LOOP = "    while True:\n        pass\n"
WAIT = "    import time\n    time.sleep(1.5)\n"
SWALLOW = "    while True:\n        try:\n            len(act.name)\n        except BaseException:\n            pass\n"
OBJECTS = "@hookimpl\ndef regledger_objections(act, judge):\n"
FOLD = """
from regledger.records.authority import AuthorityRegistered

class Watch(State, frozen=True, kw_only=True):
    seen: int

def evolve(state, fact):
    while True:
        pass

@hookimpl
def regledger_kinds():
    return [Kind(name="authority_watch", tag="authority", state=Watch, facts=(AuthorityRegistered,), evolve=evolve)]

@hookimpl
def regledger_reads(act):
    return ["authority_watch:emb"]
"""
OBJECTING, READING, FOLDING = "regledger_objections", "regledger_reads", "regledger_kinds"

SLOW: dict[str, tuple[str, str, str]] = {
    # name: (source, the hook that is named, the line that it had come to; empty where it had returned)
    "loops": (OBJECTS + LOOP, OBJECTING, "in regledger_objections"),
    "loops_in_a_generator": (OBJECTS + "    yield from ()\n" + LOOP, OBJECTING, "in regledger_objections"),
    "loops_below": ("def _count():\n" + LOOP + OBJECTS + "    return _count()\n", OBJECTING, "in _count"),
    "swallows": (OBJECTS + SWALLOW, OBJECTING, "in regledger_objections"),
    "sleeps": (OBJECTS + WAIT + "    return []\n", OBJECTING, ""),
    "never_ends": (OBJECTS + "    import itertools\n    return (1 for _ in iter(int, 1))\n", OBJECTING, "in <genexpr>"),
    "reads_slowly": ("@hookimpl\ndef regledger_reads(act):\n" + LOOP, READING, "in regledger_reads"),
    "folds_slowly": (FOLD, FOLDING, "in evolve"),
    "cannot_say_its_error": (
        "class Mute(Exception):\n    def __str__(self):\n        while True:\n            pass\n"
        + OBJECTS
        + "    raise Mute\n",
        OBJECTING,
        "Mute (at ",
    ),
}

UNUSABLE: dict[str, tuple[str, bool, str]] = {
    # name: (source, whether it is the whole package, words that must be said)
    "imports_slowly": ("while True:\n    pass\n", True, "(at sector_imports_slowly/__init__.py:"),
    "introduces_slowly": (
        "from regledger.sectors import *\n@hookimpl\ndef regledger_sector():\n" + LOOP,
        True,
        "in regledger_sector",
    ),
    "declares_slowly": ("@hookimpl\ndef regledger_facts():\n" + LOOP, False, "failed in hook regledger_facts"),
}

ASK = """
import json, sys, tempfile, time
from regledger.deciding.answers import Recorded, Submission
from regledger.ledger import Installation, Ledger
from regledger.sectors.loading import Sectors

answers = {}

def send(key, command, **body):
    before = ledger.recorder.head().number
    answer = ledger.submit(Submission(command=command, body=body))
    said = [[one.code, one.severity, one.args] for one in (*getattr(answer, "objections", ()), *answer.warnings)]
    answers[key] = {"recorded": isinstance(answer, Recorded), "grew": ledger.recorder.head().number - before, "said": said}

def site(name, sector):
    send(name, "site.register", site="S-" + name, enterprise="E-1", name="Plant", address="Road 1", authority="emb",
         sector=sector, registered_on="2026-01-05")

installation = Installation(Sectors.installed(budget=0.8, loading_budget=4.0))
with tempfile.TemporaryDirectory() as folder, Ledger.create(f"sqlite:///{folder}/county.db", installation=installation) as ledger:
    answers["broken"] = {one.name: [one.version, one.distribution, one.found] for one in ledger.sectors.broken}
    send("authority", "authority.register", authority="emb", name="Bureau", registered_on="2026-01-04")
    send("enterprise", "enterprise.register", enterprise="E-1", name="Works", credit_code="91430100MA4L16JQ9D",
         registered_on="2026-01-05")
    for name in json.loads(sys.argv[1]):
        site(name, name)
        site("after_" + name, "sound")
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def answers(new_shelf: Callable[[], Any]) -> dict[str, Any]:
    """A site of each slow sector entered in one ledger, and after each one of a sector that is sound."""
    shelf = new_shelf()
    for name, (source, _, _) in SLOW.items():
        shelf.lay(name, source)
    for name, (source, bare, _) in UNUSABLE.items():
        shelf.lay(name, source, bare=bare)
    shelf.lay("sound", OBJECTS + "    return []\n")
    answered: dict[str, Any] = shelf.run(ASK, json.dumps(list(SLOW)))
    return answered


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_sector_refuses_the_act(name: str, answers: Mapping[str, Any]) -> None:
    """An act on which a sector takes too long is refused naming plugin, version, hook and line; nothing is recorded."""
    _, hook, line = SLOW[name]

    answer = answers[name]

    assert (answer["recorded"], answer["grew"]) == (False, 0)
    [[code, severity, args]] = answer["said"]
    assert (code, severity) == ("sector.failed", "refuse")
    assert (args["sector"], args["version"], args["hook"]) == (name, "1.2", hook)
    assert line in args["found"]
    assert "longer than 0.8 s" in args["found"] or "Mute" in args["found"]


@pytest.mark.parametrize("name", SLOW)
def test_the_next_act_is_decided(name: str, answers: Mapping[str, Any]) -> None:
    """After a slow sector the next act, of another sector, is decided as if nothing had been."""
    assert answers[f"after_{name}"] == {"recorded": True, "grew": 1, "said": []}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_sector_that_loads_slowly_is_left_out(name: str, answers: Mapping[str, Any]) -> None:
    """A sector whose import, or whose declaration, takes too long is listed as broken; the others are in use."""
    version, distribution, found = answers["broken"][name]

    assert set(answers["broken"]) == set(UNUSABLE)
    assert (version, distribution) == ("1.2", f"sector-{name}")
    assert "longer than 4 s" in found
    assert UNUSABLE[name][2] in found
