"""Sectors that fail or lie when they are asked: the act is refused, and plugin, version and hook are named."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

OBJECTS = "@hookimpl\ndef regledger_objections(act, judge):\n"
READS = "@hookimpl\ndef regledger_reads(act):\n"
OBJECTING, READING, FOLDING = "regledger_objections", "regledger_reads", "regledger_kinds"

WATCH = """
from regledger.records.authority import AuthorityRegistered

class Watch(State, frozen=True, kw_only=True):
    seen: int

@hookimpl
def regledger_kinds():
    return [Kind(name="authority_watch_{name}", tag="authority", state=Watch, facts=(AuthorityRegistered,),
                 evolve=lambda state, fact: {fold})]

@hookimpl
def regledger_reads(act):
    return ["authority_watch_{name}:emb"]
"""
TEXTS = """
@hookimpl
def regledger_texts():
    return {"NAME.full": {"found": "{boxes} boxes in {sitte}", "asks": "at most 50", "remedy": "Move {left}."}}
"""

FAILING: dict[str, tuple[str, str, tuple[str, ...]]] = {
    # name: (source, the hook that is named, words that must be said)
    "raises": (
        OBJECTS + "    raise ValueError('boom in the decider')\n",
        OBJECTING,
        ("ValueError", "boom in the decider (at sector_raises/__init__.py:10 in regledger_objections)"),
    ),
    "raises_below": (
        "def _count(boxes):\n    return int(boxes)\n" + OBJECTS + "    return [_count('many')]\n",
        OBJECTING,
        ("(at sector_raises_below/__init__.py:9 in _count)",),
    ),
    "cannot_say_its_error": (
        "class Mute(Exception):\n    def __str__(self):\n        return self.nothing\n" + OBJECTS + "    raise Mute\n",
        OBJECTING,
        ("Mute (at ",),
    ),
    "says_too_much": (OBJECTS + "    raise ValueError('\\udc80' + 'x' * 70_000)\n", OBJECTING, ("udc80xx", "… (at ")),
    "unknown_code": (
        TEXTS.replace("NAME", "unknown_code")
        + OBJECTS
        + "    yield from judge.rule('REF', 'unknown_code.ful', True, boxes=51)\n",
        OBJECTING,
        ("'unknown_code.ful'", "'unknown_code.full'", "regledger_texts", " in regledger_objections)"),
    ),
    "code_of_another_sector": (
        OBJECTS + "    yield from judge.rule('REF', 'unknown_code.full', True, boxes=51, sitte='S-1', left=1)\n",
        OBJECTING,
        ("'unknown_code.full'",),
    ),
    "misspelt_argument": (
        TEXTS.replace("NAME", "misspelt_argument")
        + OBJECTS
        + "    yield from judge.rule('REF', 'misspelt_argument.full', True, boxes=51, site='S-1', left=1)\n",
        OBJECTING,
        ("'found'", "{sitte}", "boxes, left, site", " in regledger_objections)"),
    ),
    "argument_of_nothing": (
        TEXTS.replace("NAME", "argument_of_nothing")
        + OBJECTS
        + "    yield from judge.rule('REF', 'argument_of_nothing.full', False, boxes=51, sitte='S-1', left=None)\n",
        OBJECTING,
        ("'remedy'", "{left}", "boxes, sitte"),
    ),
    "misspelt_in_a_note": (
        TEXTS.replace("NAME", "misspelt_in_a_note")
        + OBJECTS
        + "    yield from judge.note('REF', 'misspelt_in_a_note.fill', True)\n",
        OBJECTING,
        ("'misspelt_in_a_note.fill'", "'misspelt_in_a_note.full'"),
    ),
    "names_no_rule_that_holds": (OBJECTS + "    yield from judge.rule('Q-99', 'x.y', True)\n", OBJECTING, ("Q-99",)),
    "exits": (OBJECTS + "    raise SystemExit(0)\n", OBJECTING, ("SystemExit",)),
    "exits_late": (OBJECTS + "    yield from ()\n    exit(0)\n", OBJECTING, ("SystemExit",)),
    "raises_midway": (OBJECTS + "    yield from ()\n    1 / 0\n", OBJECTING, ("ZeroDivisionError",)),
    "gives_text": (OBJECTS + "    return 'all is well'\n", OBJECTING, ("str",)),
    "gives_empty_text": (OBJECTS + "    return ''\n", OBJECTING, ("str",)),
    "gives_a_mapping": (OBJECTS + "    return {}\n", OBJECTING, ("dict",)),
    "gives_a_number": (OBJECTS + "    return 7\n", OBJECTING, ("int",)),
    "gives_numbers": (OBJECTS + "    return [7]\n", OBJECTING, ("int", "Objection")),
    "gives_none_inside": (OBJECTS + "    return [None]\n", OBJECTING, ("NoneType", "Objection")),
    "objects_by_itself": (
        OBJECTS + "    yield Objection(rule='A-14', code='store.too_full', by='objects_by_itself 1.2')\n",
        OBJECTING,
        ("store.too_full", "judge.rule"),
    ),
    "objects_as_the_core": (
        OBJECTS + "    yield Objection(rule='A-14', code='store.too_full')\n",
        OBJECTING,
        ("store.too_full", "'the core'"),
    ),
    "objects_as_another": (
        OBJECTS + "    import msgspec\n    for one in judge.rule('I-06', 'site.unknown', False, site='S'):\n"
        "        yield msgspec.structs.replace(one, by='sound 1.2')\n",
        OBJECTING,
        ("site.unknown", "'sound 1.2'"),
    ),
    "is_equal_to_everything": (
        "class Lie(Objection, frozen=True, kw_only=True):\n    def __eq__(self, other):\n        return True\n"
        + OBJECTS
        + "    yield Lie(rule='A-14', code='store.too_full', severity='refuse', by='is_equal_to_everything 1.2')\n",
        OBJECTING,
        ("Lie instead of an Objection",),
    ),
    "blames_another": (
        OBJECTS + "    from regledger.sectors.guard import SectorFault\n"
        "    raise SectorFault(sector='sound', version='1.2', hook='regledger_reads', found='it')\n",
        OBJECTING,
        ("sound",),
    ),
    "ends_the_process": (OBJECTS + "    raise BaseException('the end')\n", OBJECTING, ("BaseException: the end",)),
    "is_cancelled": (
        OBJECTS + "    import asyncio\n    raise asyncio.CancelledError\n",
        OBJECTING,
        ("CancelledError",),
    ),
    "sharpens_an_objection": (
        OBJECTS + "    import msgspec\n    for one in judge.rule('I-06', 'site.unknown', False):\n"
        "        yield msgspec.structs.replace(one, severity='refuse')\n",
        OBJECTING,
        ("site.unknown", "judge.rule"),
    ),
    "names_no_rule": (OBJECTS + "    yield from judge.rule('Q-99', 'store.too_full', False)\n", OBJECTING, ("Q-99",)),
    "asks_for_no_parameter": (OBJECTS + "    judge.whole('Q-99.days')\n    return []\n", OBJECTING, ("Q-99.days",)),
    "looks_beyond_its_reads": (
        OBJECTS + "    act.dossier.get(Enterprise, 'nobody')\n    return []\n",
        OBJECTING,
        ("nobody",),
    ),
    "changes_the_command": (
        OBJECTS + "    act.command.sector = 'general'\n    return []\n",
        OBJECTING,
        ("AttributeError",),
    ),
    "reads_raises": (READS + "    raise OSError('no disk')\n", READING, ("OSError", "no disk")),
    "reads_nonsense": (READS + "    return ['nonsense']\n", READING, ("nonsense", "kind:id")),
    "reads_text": (READS + "    return 'site:S-1'\n", READING, ("str",)),
    "reads_numbers": (READS + "    return [7]\n", READING, ("int",)),
    "reads_an_unknown_kind": (READS + "    return ['dragon:1']\n", READING, ("dragon:1",)),
    "reads_no_number": (READS + "    return ['fact:last']\n", READING, ("fact:last",)),
    "folds_badly": (
        WATCH.format(name="folds_badly", fold="1 / 0"),
        FOLDING,
        ("ZeroDivisionError: division by zero (at sector_folds_badly/__init__.py:17 in <lambda>)",),
    ),
    "folds_to_text": (WATCH.format(name="folds_to_text", fold="'seen'"), FOLDING, ("str", "Watch")),
}

DECIDING: dict[str, tuple[str, tuple[str, ...]]] = {
    # name of the sector and its command: (body of the decision, words that must be said)
    "decides_and_raises": (
        "    yield from ()\n    raise LookupError('lost')\n",
        ("LookupError", "lost (at sector_decides_and_raises/__init__.py:25 in count)"),
    ),
    "decides_by_an_unknown_code": (
        "    yield from judge.rule('REF', 'site.unknwon', True, site=command.site)\n",
        ("'site.unknwon'", "'site.unknown'"),
    ),
    "decides_nothing": ("    return None\n", ("NoneType", "sequence")),
    "decides_a_text": ("    yield 'done'\n", ("str", "facts that it declares")),
    "decides_a_fact_of_the_core": (
        "    from regledger.records.enterprise import EnterpriseRegistered\n"
        "    yield EnterpriseRegistered(enterprise='E', name='n', credit_code=None, registered_on=command.counted_on)\n",
        ("EnterpriseRegistered", "facts that it declares"),
    ),
    "decides_a_correction": (
        "    from regledger.log.envelope import Correction\n"
        "    body = Counted(site=command.site, counted_on=command.counted_on)\n"
        "    yield NewFact(body=body, corrects=Correction(number=1, reason='r', authority='emb'))\n",
        ("correction",),
    ),
    "decides_by_itself": (
        "    yield Objection(rule='A-14', code='store.too_full', by='decides_by_itself 1.2')\n",
        ("judge.rule",),
    ),
}

COUNTED = """
@fact("{name}.counted", 1, tags={{"site": "site"}}, occurred="counted_on")
class Counted(Fact, frozen=True, kw_only=True):
    site: Id
    counted_on: date

class Count(Command, frozen=True, kw_only=True):
    site: Id
    counted_on: date

@hookimpl
def regledger_facts():
    return [Counted]

@handles("{name}.count", Count, on="counted_on", reads=lambda command, dossier: [f"site:{{command.site}}"])
def count(command, dossier, judge):
{decides}

@hookimpl
def regledger_commands():
    return [count]
"""

LATER = """
@hookimpl
def regledger_objections(act, judge):
    if act.name != "site.register":
        raise ValueError("later")
    return []
"""

ASK = """
import json, sys, tempfile
from regledger.deciding.answers import AsHappened, Recorded, Submission
from regledger.ledger import Ledger

asked, deciding = json.loads(sys.argv[1]), json.loads(sys.argv[2])
answers = {}

def send(key, command, as_happened=None, /, **body):
    before = ledger.recorder.head().number
    answer = ledger.submit(Submission(command=command, body=body, as_happened=as_happened))
    said = [
        [one.rule, one.code, one.severity, one.args, ledger.texts.say(one)]
        for one in (*getattr(answer, "objections", ()), *answer.warnings)
    ]
    recorded = isinstance(answer, Recorded)
    answers[key] = {"recorded": recorded, "grew": ledger.recorder.head().number - before, "said": said}

def site(name, sector, overlays=()):
    send(name, "site.register", site="S-" + name, enterprise="E-1", name="Plant", address="Road 1", authority="emb",
         sector=sector, overlays=overlays, registered_on="2026-01-05")

with tempfile.TemporaryDirectory() as folder, Ledger.create(f"sqlite:///{folder}/county.db") as ledger:
    answers["broken"] = [one.found for one in ledger.sectors.broken]
    send("authority", "authority.register", authority="emb", name="Bureau", registered_on="2026-01-04")
    send("enterprise", "enterprise.register", enterprise="E-1", name="Works", credit_code="91430100MA4L16JQ9D",
         registered_on="2026-01-05")
    for name in asked:
        site(name, name)
    site("sound", "general")
    for name in deciding:
        send(name, name + ".count", site="S-sound", counted_on="2026-01-06")
    site("overlaid", "hazardous_chemicals", ["raises"])
    site("later", "later")
    inspection = dict(
        inspection="I-1", enterprise="E-1", site="S-later", authority="emb", officers=["a", "b"],
        certificates_shown=True, place="Plant", content="Everything", unit_signature="signed", inspected_on="2026-01-07")
    send("as_happened", "inspection.record", AsHappened(reason="it did", approver="authority:emb"), **inspection)
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def answers(new_shelf: Callable[[], Any]) -> dict[str, Any]:
    """A site of each failing sector entered in one ledger, and each failing command sent to it."""
    shelf = new_shelf()
    for name, (source, _, _) in FAILING.items():
        shelf.lay(name, source)
    for name, (decides, _) in DECIDING.items():
        shelf.lay(name, COUNTED.format(name=name, decides=decides))
    shelf.lay("later", LATER)
    answered: dict[str, Any] = shelf.run(ASK, json.dumps(list(FAILING)), json.dumps(list(DECIDING)))
    assert answered["broken"] == []
    return answered


def _failed(answer: Mapping[str, Any]) -> dict[str, str]:
    """What the one objection to a refused act says of the sector; nothing was recorded."""
    assert not answer["recorded"]
    assert answer["grew"] == 0
    [[rule, code, severity, args, sentences]] = answer["said"]
    assert (rule, code, severity) == ("SECTOR", "sector.failed", "refuse")
    assert f"{args['sector']} {args['version']}" in sentences["found"]
    assert args["hook"] in sentences["found"]
    return dict(args)


@pytest.mark.parametrize("name", FAILING)
def test_a_sector_that_fails_refuses_the_act(name: str, answers: Mapping[str, Any]) -> None:
    """An act that a failing sector has a say in is refused, naming plugin, version and hook; nothing is recorded."""
    _, hook, words = FAILING[name]

    args = _failed(answers[name])

    assert (args["sector"], args["version"], args["hook"]) == (name, "1.2", hook)
    assert [word for word in words if word not in args["found"]] == [], args["found"]


@pytest.mark.parametrize("name", DECIDING)
def test_a_command_of_a_sector_that_fails_is_refused(name: str, answers: Mapping[str, Any]) -> None:
    """A sector's own command that fails, or records what is not the sector's, is refused in the same way."""
    args = _failed(answers[name])

    assert (args["sector"], args["version"], args["hook"]) == (name, "1.2", "regledger_commands")
    assert [word for word in DECIDING[name][1] if word not in args["found"]] == [], args["found"]


def test_the_rest_works_beside_a_failing_sector(answers: Mapping[str, Any]) -> None:
    """A site that the failing sectors have no say in is entered as ever, without a warning."""
    assert answers["sound"] == {"recorded": True, "grew": 1, "said": []}


def test_a_failing_overlay_refuses_as_a_lead_does(answers: Mapping[str, Any]) -> None:
    """Objections are the union of all sectors of a site, so one overlay that fails is enough to refuse."""
    assert _failed(answers["overlaid"])["sector"] == "raises"


def test_a_failing_sector_cannot_be_waived(answers: Mapping[str, Any]) -> None:
    """An act of the world that a sector could not judge is not recorded as it happened either."""
    assert answers["later"]["recorded"]
    found = _failed(answers["as_happened"])["found"]
    assert found == "ValueError: later (at sector_later/__init__.py:12 in regledger_objections)"
