"""Sectors that fail where their classes are filled, their stored facts lifted or their read models folded."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

SOURCE = """
ARMED = False

def boom():
    {boom}

@fact("NAME.counted", {version}, tags={{"site": "site"}}, occurred="counted_on", lifts={lifts})
class Counted(Fact, frozen=True, kw_only=True):
    site: Id
    counted_on: date
    {in_fact}

class Count(Command, frozen=True, kw_only=True):
    site: Id
    counted_on: date
    {in_command}

class Known(Profile, frozen=True, kw_only=True):
    boxes: int
    {in_profile}

class Store(State, frozen=True, kw_only=True):
    site: str
    {in_state}

@hookimpl
def regledger_facts():
    return [Counted]

@hookimpl
def regledger_kinds():
    return [Kind(name="NAME_store", tag="site", state=Store, facts=(Counted,),
                 evolve=lambda state, fact: Store(site=fact.body.site))]

@hookimpl
def regledger_site_profiles():
    return [SiteProfile(schema=Known, title="Known", title_zh="知")]

@handles("NAME.count", Count, on="counted_on", reads=lambda command, dossier: [f"site:{{command.site}}"])
def count(command, dossier, judge):
    {decides}

@hookimpl
def regledger_commands():
    return [count]

class View(ReadModel):
    name = "NAME_view"
    version = 1
    types = ("NAME.counted",)
    columns = {{"site": "text"}}

    def keys(self, fact):
        {keys}

    def row(self, key, facts):
        {row}

@hookimpl
def regledger_read_models():
    return [View()]
"""
SOUND = {
    "boom": "raise KeyError('lost')",
    "version": "1",
    "lifts": "{}",
    "in_fact": "",
    "in_command": "",
    "in_profile": "",
    "in_state": "",
    "decides": "yield Counted(site=command.site, counted_on=command.counted_on)",
    "keys": "return [fact.body.site]",
    "row": "return {'site': key}",
}
CHECKS = "def __post_init__(self):\n        boom()"
LATE = "while True:\n        pass"
ENDS = "raise SystemExit(3)"
COMMANDS, FACTS, KINDS = "regledger_commands", "regledger_facts", "regledger_kinds"
PROFILES, VIEWS = "regledger_site_profiles", "regledger_read_models"
COUNTING, PROFILING, SHOWING, READING, FOLDING = "count", "profile", "show", "fact", "view"

FAILING: dict[str, tuple[dict[str, str], str, str, tuple[str, ...]]] = {
    # name: (what differs from a sound sector, what is done with it, the hook that is named, words that must be said)
    **{
        f"{what}_{how}": ({f"in_{what}": CHECKS, "boom": boom}, done, hook, words)
        for what, done, hook in (
            ("command", COUNTING, COMMANDS),
            ("profile", PROFILING, PROFILES),
            ("state", SHOWING, KINDS),
        )
        for how, boom, words in (
            ("raises", SOUND["boom"], ("KeyError: 'lost'", " in boom)")),
            ("loops", LATE, ("longer than 0.5 s", " in boom)")),
            ("exits", ENDS, ("SystemExit: 3",)),
        )
    },
    "fact_raises": ({"in_fact": CHECKS}, COUNTING, COMMANDS, ("KeyError: 'lost'",)),
    "fact_raises_when_read": (
        {"in_fact": "def __post_init__(self):\n        if ARMED:\n            boom()"},
        READING,
        FACTS,
        ("KeyError: 'lost'",),
    ),
    "fact_loops_when_read": (
        {"in_fact": "def __post_init__(self):\n        if ARMED:\n            boom()", "boom": LATE},
        READING,
        FACTS,
        ("longer than 0.5 s",),
    ),
    **{
        f"lift_{how}": (
            {"version": "2 if ARMED else 1", "lifts": f"{{1: lambda body: {lift}}}", "boom": boom},
            READING,
            FACTS,
            words,
        )
        for how, lift, boom, words in (
            ("raises", "boom()", SOUND["boom"], ("KeyError: 'lost'", " in boom)")),
            ("loops", "boom()", LATE, ("longer than 0.5 s", " in boom)")),
            ("exits", "boom()", ENDS, ("SystemExit: 3",)),
            ("gives_nothing", "None", LATE, ("what was lifted cannot be a lift_gives_nothing.counted",)),
        )
    },
    **{
        f"{what}_{how}": ({what: "return boom()", "boom": boom}, FOLDING, VIEWS, words)
        for what in ("keys", "row")
        for how, boom, words in (
            ("raises", SOUND["boom"], ("KeyError: 'lost'", " in boom)")),
            ("loop", LATE, ("longer than 0.5 s", " in boom)")),
            ("exit", ENDS, ("SystemExit: 3",)),
        )
    },
    "keys_are_text": ({"keys": "return fact.body.site"}, FOLDING, VIEWS, ("str instead of a sequence",)),
    "keys_are_numbers": ({"keys": "return [7]"}, FOLDING, VIEWS, ("int instead of a key",)),
    "row_is_a_list": ({"row": "return [key]"}, FOLDING, VIEWS, ("list instead of a row",)),
    "row_of_other_columns": ({"row": "return {'place': key}"}, FOLDING, VIEWS, ("['place'], not ['site']",)),
    "row_of_a_float": ({"row": "return {'site': 1.5}"}, FOLDING, VIEWS, ("column site holds float",)),
}

COMPUTED = "@property\n    def {0}(self):\n        raise KeyError('lost')"
REFUSED: dict[str, tuple[dict[str, str], str, str]] = {
    # name: (what differs from a sound sector, the hook that is named, words that must be said)
    "command_computes_its_day": (
        {"in_command": "pass\n\nclass Count(Count, frozen=True, kw_only=True):\n    " + COMPUTED.format("counted_on")},
        COMMANDS,
        "counted_on of Count is computed",
    ),
    "command_computes_its_sector": ({"in_command": COMPUTED.format("sector")}, COMMANDS, "sector of Count is computed"),
    "fact_computes_its_subject": ({"in_fact": COMPUTED.format("subject")}, FACTS, "subject of Counted is computed"),
    "state_computes_authority": (
        {"in_state": COMPUTED.format("authority")},
        KINDS,
        "authority of Store is computed",
    ),
    "profile_computes_everything": (
        {"in_profile": "def __getattr__(self, name):\n        raise KeyError(name)"},
        PROFILES,
        "Known has __getattr__",
    ),
    "happens_on_no_day": ({"in_command": "counted_on: str"}, COMMANDS, "counted_on of Count is neither a legal day"),
    "lifts_by_no_function": (
        {"version": "2", "lifts": "{1: 'x'}"},
        FACTS,
        "the upcasters of lifts_by_no_function.counted",
    ),
}

ASK = """
import json, sys
from regledger.deciding.answers import Recorded, Submission
from regledger.errors import RegledgerError
from regledger.ledger import Installation, Ledger
from regledger.sectors.loading import Sectors

url, names, answers = f"sqlite:///{sys.argv[1]}", json.loads(sys.argv[2]), {}
installation = Installation(Sectors.installed(budget=0.5))

def send(command, **body):
    answer = ledger.submit(Submission(command=command, body=body))
    failed = [one.args for one in getattr(answer, "objections", ()) if one.code == "sector.failed"]
    return {"recorded": isinstance(answer, Recorded), "failed": failed}

def told(act, name):
    before = ledger.recorder.head().number
    try:
        found = act(name)
    except RegledgerError as error:
        found = {"recorded": False, "error": str(error)}
    return {**found, "grew": ledger.recorder.head().number - before}

def shown(name):
    ledger.show(f"{name}_store:S-1")
    return {}

def read(name):
    [found] = [one.body for one in ledger.facts(tags=["site:S-1"], types=[f"{name}.counted"])]
    return {"error": getattr(found, "found", "")}

def folded(name):
    view = ledger.installation.read_models[f"{name}_view"]
    fact = next(iter(ledger.facts(tags=["site:S-1"], types=[f"{name}.counted"])))
    return {"row": [view.row(key, [fact]) for key in view.keys(fact)]}

def counted(name):
    return send(f"{name}.count", site="S-1", counted_on="2026-01-06")

def profiled(name):
    return send(f"{name}_site.profile", site="S-1", authority="emb", profile={"boxes": 7}, profiled_on="2026-01-06")

DONE = {"count": counted, "profile": profiled, "show": shown, "fact": read, "view": folded}

def record():
    answers["broken"] = {one.name: one.found for one in ledger.sectors.broken}
    send("authority.register", authority="emb", name="Bureau", registered_on="2026-01-04")
    send("enterprise.register", enterprise="E-1", name="Works", credit_code="91430100MA4L16JQ9D", registered_on="2026-01-05")
    send("site.register", site="S-1", enterprise="E-1", name="Plant", address="Road 1", authority="emb",
         sector=names[0][0], overlays=[name for name, _ in names[1:]], registered_on="2026-01-05")
    for name, done in names:
        if done not in ("count", "profile"):
            assert counted(name)["recorded"], name

def ask():
    for name, done in names:
        answers[name] = told(DONE[done], name)
        after = told(counted, "sound")
        answers[name]["after"] = [after["recorded"], after["grew"]]
    answers["sound"] = {"row": folded("sound")["row"], "profiled": profiled("sound")["recorded"]}

if sys.argv[3] == "record":
    with Ledger.create(url, installation=installation) as ledger:
        record()
else:
    with Ledger.open(url, installation=installation) as ledger:
        ask()
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def answers(new_shelf: Callable[[], Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All of them on one site, each asked once and a sound one after each; what is armed is so once facts are recorded."""
    shelf = new_shelf()
    files = []
    cases = {"sound": {}, **{name: case[0] for name, case in (*FAILING.items(), *REFUSED.items())}}
    for name, case in cases.items():
        shelf.lay(name, SOURCE.format(**{**SOUND, **case}).replace("NAME", name))
        files.append(shelf.folder / f"sector_{name}" / "__init__.py")
    asked = json.dumps([["sound", COUNTING], *([name, done] for name, (_, done, _, _) in FAILING.items())])
    ledger = str(tmp_path_factory.mktemp("county") / "county.db")
    _rewrite(files, "contract=1", "contract=2")
    recorded = shelf.run(ASK, ledger, asked, "record")
    _rewrite(files, "ARMED = False", "ARMED = True")
    return {**shelf.run(ASK, ledger, asked, "ask"), **recorded}


def _rewrite(files: Sequence[Path], old: str, new: str) -> None:
    for file in files:
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_sound_one_works_beside_them(answers: Mapping[str, Any]) -> None:
    """The sector that does all of it soundly has its profile recorded and its row folded."""
    assert answers["sound"] == {"row": [{"site": "S-1"}], "profiled": True}


@pytest.mark.parametrize("name", FAILING)
def test_what_fails_is_named(name: str, answers: Mapping[str, Any]) -> None:
    """Sector, version and hook are named, no act of it is recorded, and the next one of another sector is."""
    _, _, hook, words = FAILING[name]

    answer = answers[name]

    for failed in answer.get("failed", ()):
        answer["error"] = "ector {sector} {version} failed in hook {hook}: {found}".format_map(failed)
    assert f"ector {name} 1.2 failed in hook {hook}: " in answer["error"]
    assert [word for word in words if word not in answer["error"]] == [], answer["error"]
    assert answer["grew"] == 0
    assert answer["after"] == [True, 1]


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_core_reads_is_no_code(name: str, answers: Mapping[str, Any]) -> None:
    """A sector that computes what the core reads of its commands, facts and records is left out when it is loaded."""
    _, hook, words = REFUSED[name]

    found = answers["broken"][name]

    assert set(answers["broken"]) == set(REFUSED)
    assert f"failed in hook {hook}: " in found
    assert words in found
