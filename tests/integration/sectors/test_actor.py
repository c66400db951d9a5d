"""A sector is told who sends an act, and how that is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SEEING = """
READ = []

@hookimpl
def regledger_texts():
    return {"seeing.told": {"found": "{actor} ({known}), read for {before}", "asks": "-", "remedy": "-"}}

@hookimpl
def regledger_reads(act):
    READ.append(act.actor + act.known)
    return []

@hookimpl
def regledger_objections(act, judge):
    yield from judge.rule("REF", "seeing.told", False, actor=act.actor, known=act.known, before=READ[-1])
"""

ACTS = """
import json, tempfile
from regledger.deciding.answers import Submission
from regledger.ledger import Ledger

def send(command, /, **body):
    return ledger.submit(Submission(command=command, body=body, actor="os:clerk", known="os"))

with tempfile.TemporaryDirectory() as folder, Ledger.create(f"sqlite:///{folder}/county.db") as ledger:
    send("authority.register", authority="emb", name="Bureau", registered_on="2026-01-04")
    send("enterprise.register", enterprise="E-1", name="n", credit_code="91430100MA4L16JQ9D", registered_on="2026-01-05")
    answer = send("site.register", site="S-1", enterprise="E-1", name="Plant", address="Road 1", authority="emb",
                  sector="seeing", registered_on="2026-01-05")
    print(json.dumps([one.args for one in answer.objections]))
"""


def test_a_sector_sees_who_sends(new_shelf: Callable[[], Any]) -> None:
    """The actor from the first hook on; how they are known once that was checked."""
    shelf = new_shelf()
    shelf.lay("seeing", SEEING)

    assert shelf.run(ACTS) == [{"actor": "os:clerk", "known": "os", "before": "os:clerk"}]
