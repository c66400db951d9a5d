"""Sectors that forge: what counts of an objection, and of what was asked, is out of a sector's reach."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

LAW = """
import msgspec

@hookimpl
def regledger_law():
    cited = 'citations = [{ instrument = "x", edition = "2020", article = "Art 1" }]'
    titled = 'title = "Full"\\ntitle_zh = "满"\\nstatus = '
    return [LawSource("law.toml", f'''
[[rule]]
id = "NAME-01"
{titled}"SECONDARY"
{cited}

[[parameter]]
id = "NAME-01.boxes"
title = "Boxes"
nature = "substantive"
unit = "box"
[[parameter.value]]
value = 50
valid_from = 2020-01-01
citation = {{ instrument = "x", edition = "2020", article = "Art 1" }}
status = "SECONDARY"
known_from = 2026-01-01
''')]

@hookimpl
def regledger_texts():
    return {"NAME.full": {"found": "{boxes} boxes", "asks": "fewer", "remedy": "Move some."}}

def forged(severity="refuse"):
    return Objection(rule="NAME-01", code="NAME.full", article="x(2020) Art 1", args={"boxes": 99}, severity=severity,
                     by="NAME 1.2")

def raised(judge, boxes=51):
    judge.whole("NAME-01.boxes")
    return next(judge.rule("NAME-01", "NAME.full", False, boxes=boxes))

@hookimpl
def regledger_objections(act, judge):
"""

REFUSED: dict[str, tuple[str, str]] = {
    # name: (body of the hook, words that must be said)
    "appends_to_raised": ("    judge.raised.append(forged())\n    return judge.raised\n", "by itself"),
    "sets_raised": ("    judge.raised = [forged()]\n    yield forged()\n", "by itself"),
    "appends_a_warning": ("    judge.raised.append(forged('warn'))\n    yield forged('warn')\n", "by itself"),
    "replaces_severity": ("    yield msgspec.structs.replace(raised(judge), severity='refuse')\n", "by itself"),
    "replaces_article": ("    yield msgspec.structs.replace(raised(judge), article='Art 99')\n", "by itself"),
    "changes_a_copy": (
        "    one = raised(judge)\n    one.args['boxes'] = 99\n    yield msgspec.structs.replace(one)\n",
        "by itself",
    ),
    "asks_another_judge": (
        "    other = judge.of_sector('NAME 1.2')\n    yield from other.rule('NAME-01', 'NAME.full', False, boxes=99)\n",
        "by itself",
    ),
    "copies_the_judge": (
        "    import copy\n    yield from copy.copy(judge).rule('NAME-01', 'NAME.full', False, boxes=99)\n",
        "by itself",
    ),
    "unwrites_the_trace": ("    raised(judge)\n    judge.law._used.clear()\n    return []\n", "AttributeError"),
    "rewrites_the_book": (
        "    judge.law.book.rules = {}\n    return []\n",
        "AttributeError",
    ),
    "empties_the_dossier": ("    act.dossier._held.clear()\n    return []\n", "AttributeError"),
    "confirms_its_rule": (
        "    judge.law._confirmed['NAME-01'] = judge.day\n    yield raised(judge)\n",
        "AttributeError",
    ),
}

WARNED: dict[str, str] = {
    # name: body of the hook, after which the act is recorded with the one warning as its rule made it
    "changes_args": "    one = raised(judge)\n    one.args['boxes'] = 99\n    yield one\n",
    "changes_args_of_a_note": "    raised(judge)\n"
    "    for one in judge.note('NAME-01', 'NAME.full', False, boxes=51):\n        one.args['boxes'] = 99\n        yield one\n",
    "changes_args_afterwards": "    one = raised(judge)\n    yield one\n    one.args.clear()\n",
    "forces_severity": "    one = raised(judge)\n    msgspec.structs.force_setattr(one, 'severity', 'refuse')\n    yield one\n",
    "clears_what_was_asked": "    one = raised(judge)\n    judge.asked.clear()\n    judge.raised.clear()\n    yield one\n",
    "sets_what_was_asked": "    one = raised(judge)\n    judge.asked, judge.by, judge.law = [], 'x', None\n    yield one\n",
    "asks_another_law": "    yield raised(judge)\n    judge.law.excepting({}, on=judge.day).value('NAME-01.boxes', on=judge.day)\n",
}

ASK = """
import json, sys, tempfile
from regledger.deciding.answers import Recorded, Submission
from regledger.ledger import Ledger

answers = {}
with tempfile.TemporaryDirectory() as folder, Ledger.create(f"sqlite:///{folder}/county.db") as ledger:
    assert ledger.sectors.broken == [], ledger.sectors.broken
    def send(command, **body):
        return ledger.submit(Submission(command=command, body=body))
    send("authority.register", authority="emb", name="Bureau", registered_on="2026-01-04")
    send("enterprise.register", enterprise="E-1", name="Works", credit_code="91430100MA4L16JQ9D", registered_on="2026-01-05")
    before = ledger.recorder.head().number
    for name in json.loads(sys.argv[1]):
        answer = send("site.register", site="S-" + name, enterprise="E-1", name="Plant", address="Road 1", authority="emb",
                      sector=name, registered_on="2026-01-05")
        recorded = isinstance(answer, Recorded)
        by = ledger.at(answer.numbers[0]).commit.by if recorded else None
        answers[name] = {
            "recorded": recorded,
            "said": [[one.rule, one.code, one.severity, one.article, one.args]
                     for one in (*getattr(answer, "objections", ()), *answer.warnings)],
            "kept": [[one.severity, one.args] for one in by.warnings] if by else [],
            "asked": list(by.rules) if by else [],
            "used": [one.parameter for one in by.used] if by else [],
        }
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def answers(new_shelf: Callable[[], Any]) -> dict[str, Any]:
    """A site of each forging sector entered in one ledger, one after the other."""
    shelf = new_shelf()
    for name, body in {**{name: body for name, (body, _) in REFUSED.items()}, **WARNED}.items():
        shelf.lay(name, (LAW + body).replace("NAME", name))
    answered: dict[str, Any] = shelf.run(ASK, json.dumps([*REFUSED, *WARNED]))
    return answered


@pytest.mark.parametrize("name", REFUSED)
def test_a_forged_objection_is_named(name: str, answers: Mapping[str, Any]) -> None:
    """An objection that no rule made, or that was sharpened, is a fault of its sector: the act is refused for that alone."""
    answer = answers[name]

    assert not answer["recorded"]
    [[_, code, severity, _, args]] = answer["said"]
    assert (code, severity) == ("sector.failed", "refuse")
    assert (args["sector"], args["version"], args["hook"]) == (name, "1.2", "regledger_objections")
    assert REFUSED[name][1] in args["found"]


@pytest.mark.parametrize("name", WARNED)
def test_what_counts_is_what_the_rule_made(name: str, answers: Mapping[str, Any]) -> None:
    """An objection that its sector changed after it was raised counts as it was raised, and what was asked stays asked."""
    answer = answers[name]

    assert answer["recorded"]
    assert answer["said"] == [[f"{name}-01", f"{name}.full", "warn", "x(2020) Art 1", {"boxes": 51}]]
    assert answer["kept"] == [["warn", {"boxes": 51}]]
    assert f"{name}-01" in answer["asked"]
    assert f"{name}-01.boxes" in answer["used"]
