"""Sites whose sector cannot be asked at all: their acts are decided without it, and say so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HALTED = "# one line\nraise RuntimeError('boom at import')\n"

LICENSING = """
@hookimpl
def regledger_law():
    return [LawSource("law.toml", '''
[[parameter]]
id = "K-01.term"
title = "Term"
nature = "substantive"
unit = "year"
[[parameter.value]]
value = 3
valid_from = 2020-01-01
citation = { instrument = "x", edition = "2020", article = "Art 1" }
status = "VERIFIED"
known_from = 2026-01-01
''')]

@hookimpl
def regledger_licence_kinds():
    return [LicenceKind(code="licensing_retail", title="Retail", title_zh="零售", article="x(2020) Art 1",
                        term_years="K-01.term", renewal_months="K-01.term")]
"""

ACTS = """
import json, tempfile
from regledger.deciding.answers import Recorded, Submission
from regledger.ledger import Ledger

answers = {}

def send(key, command, /, **body):
    answer = ledger.submit(Submission(command=command, body=body))
    assert isinstance(answer, Recorded), answer
    assert answer.warnings == ledger.at(answer.numbers[0]).commit.by.warnings
    answers[key] = [[one.rule, one.code, one.severity, one.args, ledger.texts.say(one)["found"]] for one in answer.warnings]

def site(name, sector, *overlays):
    send(name, "site.register", site=f"S-{name}", enterprise="E-1", name="Plant", address="Road 1", authority="emb",
         sector=sector, overlays=overlays, registered_on="2026-01-05")

def licence(name, kind):
    send(f"licence {name}", "licence.apply", licence=f"L-{name}", enterprise="E-1", site=f"S-{name}", authority="emb",
         kind=kind, applied_on="2026-01-06")

with tempfile.TemporaryDirectory() as folder, Ledger.create(f"sqlite:///{folder}/county.db") as ledger:
    send("authority", "authority.register", authority="emb", name="Bureau", registered_on="2026-01-04")
    send("enterprise", "enterprise.register", enterprise="E-1", name="n", credit_code="91430100MA4L16JQ9D",
         registered_on="2026-01-05")
    site("broken", "halted")
    site("absent", "nowhere")
    site("overlaid", "licensing", "halted")
    site("sound", "licensing")
    site("general", "general")
    for name in ("broken", "absent", "overlaid", "general"):
        licence(name, "anything")
    licence("sound", "licensing_wholesale")
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def answers(new_shelf: Callable[[], Any]) -> dict[str, Any]:
    """The warnings of acts on sites whose sectors are broken at import, absent, sound, or none."""
    shelf = new_shelf()
    shelf.lay("halted", HALTED, bare=True)
    shelf.lay("licensing", LICENSING)
    answered: dict[str, Any] = shelf.run(ACTS)
    return answered


@pytest.mark.parametrize("act", ["broken", "overlaid", "licence broken", "licence overlaid"])
def test_a_sector_broken_at_import_is_told_with_every_act(act: str, answers: dict[str, Any]) -> None:
    """An act on a site whose sector cannot be imported is recorded and warned of, with the reason, file and line."""
    [[rule, code, severity, args, found]] = answers[act]

    assert (rule, code, severity, args["sector"]) == ("SECTOR", "sector.broken", "warn", "halted")
    assert args["found"] == "RuntimeError: boom at import (at sector_halted/__init__.py:2)"
    assert args["found"] in found


@pytest.mark.parametrize("act", ["absent", "licence absent"])
def test_a_sector_that_is_not_installed_is_told_with_every_act(act: str, answers: dict[str, Any]) -> None:
    """An act on a site of a sector that is not here is recorded, with another warning than that of a broken one."""
    [[rule, code, severity, args, _]] = answers[act]

    assert (rule, code, severity, args) == ("SECTOR", "sector.not_in_use", "warn", {"sector": "nowhere"})


def test_a_licence_that_no_sector_issues_is_told(answers: dict[str, Any]) -> None:
    """REF: where the site's sectors issue licences, one of another kind is warned of; where none does, any kind will do."""
    [[rule, code, severity, args, _]] = answers["licence sound"]

    assert (rule, code, severity) == ("REF", "licence.kind_unknown", "warn")
    assert args == {"kind": "licensing_wholesale", "kinds": "licensing_retail", "sectors": "licensing"}
    assert (answers["licence general"], answers["sound"], answers["general"]) == ([], [], [])


def test_the_trace_of_a_failed_sector_is_there_for_the_asking(new_shelf: Callable[[], Any], tmp_path: Path) -> None:
    """`--debug submit` prints the trace of a sector that failed, `--debug sectors list` that of a broken one; nothing does else."""
    shelf = new_shelf()
    shelf.lay("halted", HALTED, bare=True)
    shelf.lay(
        "failing", "def _half(n):\n    return 1 / n\n@hookimpl\ndef regledger_objections(act, judge):\n    _half(0)\n"
    )
    wish = tmp_path / "wish.ndjson"
    wish.write_text(
        '{"command": "site.register", "body": {"site": "S-1", "enterprise": "E-1", "name": "n", "address": "a",'
        ' "authority": "emb", "sector": "failing", "registered_on": "2026-01-05"}}\n'
    )
    ledger = ("--ledger", f"sqlite:///{tmp_path}/county.db")
    assert shelf.python("-m", "regledger_cli", "init", *ledger).returncode == 0

    def run(*words: str) -> Any:
        return shelf.python("-m", "regledger_cli", *words)

    plain, debug = (run(*how, "submit", str(wish), *ledger, "--json") for how in ((), ("--debug",)))
    listed, traced = (run(*how, "sectors", "list", "--json") for how in ((), ("--debug",)))

    assert (plain.returncode, debug.returncode, listed.returncode) == (1, 1, traced.returncode)
    assert (plain.stdout, listed.stdout) == (debug.stdout, traced.stdout)
    assert "in _half" in debug.stderr
    assert "ZeroDivisionError" in debug.stderr
    assert "boom at import" in traced.stderr
    assert "Traceback" not in plain.stderr + listed.stderr
