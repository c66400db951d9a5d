"""The story that `regledger demo` tells: one case from end to end, told with the program's own commands.

Every line that starts with `$` is a command that is run, here and now, on a real ledger in the demo's folder; the
reader can run it again.
"""

from __future__ import annotations

import shlex
from importlib.resources import files
from pathlib import Path

import click

from regledger_cli.demo.folder import LEDGER, make, seal
from regledger_cli.demo.teller import Teller

__all__ = ["LEDGER", "TO_TRY", "tell"]

LINES = (
    "county",
    "licence",
    "unlawful_inspection",
    "hazard",
    "unlawful_clearing",
    "escalation",
    "unlawful_decision",
    "penalty",
)


def tell(folder: Path, *, again: bool = False) -> list[str]:
    """Play the whole story in `folder`, which is made anew; the commands that it offers at the end.

    Args:
        folder: an earlier demo in it is replaced, with what was added to it where `again`.
        again: whether additions are lost.

    Raises:
        ServerMissing: there is no nats-server; nothing was changed.
        DemoFolderTaken: the folder holds something that no earlier demo made; nothing was changed.
    """
    from regledger_projections.server import find_nats_server  # noqa: PLC0415 - help needs none of it

    find_nats_server()
    inputs = {f"{name}.ndjson": (files("regledger_cli.demo") / f"{name}.ndjson").read_bytes() for name in LINES}
    make(folder, inputs, again=again)
    try:
        return _tell(folder)
    finally:
        seal(folder)


def _tell(folder: Path) -> list[str]:
    teller = Teller(folder)
    teller.chapter("1. A county", "Four sites under one bureau, a chlorine plant among them; three officers.")
    teller.run("init", "--name", "qinglan")
    teller.run("submit", "county.ndjson", quiet=True)
    teller.say("Officer 赵强's certificate lapsed on 2026-02-28. Remember him.")

    teller.chapter("2. A licence", "The plant stores 60 t of chlorine: the sector plugin grades it by GB 18218-2018.")
    teller.run("submit", "licence.ndjson", quiet=True)
    teller.run("show", "licence:L-1")

    teller.chapter("3. An unlawful step", "赵强 inspects alone. What the law forbids is not recorded:")
    teller.run("submit", "unlawful_inspection.ndjson", expected=1)

    teller.chapter("4. The hazard loop", "Two qualified officers inspect, order, re-inspect. One hazard is cleared.")
    teller.run("submit", "hazard.ndjson", quiet=True)
    teller.say("The other is reported as rectified. What does the law allow next?")
    teller.run("next", "hazard:H-1", "--on", "2026-03-28")

    teller.chapter("5. A penalty", "It failed re-inspection: a case, with notice, statement, decision and payment.")
    teller.run("submit", "escalation.ndjson", quiet=True)
    teller.run("submit", "penalty.ndjson", quiet=True)
    teller.say("Paid 12 days late: 50,000 yuan and 18,000 of surcharge (行政处罚法 Art 72).")
    teller.say("The decision got the next number of its series with it: two were given on paper, none is given twice.")
    teller.run("show", "series:emb-fa-2026")

    teller.chapter("6. The stream", "Every fact goes to NATS JetStream, in order, and read models follow it.")
    with teller.serving():
        teller.run("streams", "status")

    teller.chapter("7. The auditor", "What was the hazard on 10 March? And on 1 May? The log alone answers.")
    teller.run("show", "hazard:H-1", "--on", "2026-03-10")
    teller.run("show", "hazard:H-1", "--on", "2026-05-01")
    teller.run("history", "hazard:H-1")
    teller.say("And on what ground was the fine decided?")
    decided = teller.number("case:C-1", "case.decided")
    teller.run("explain", str(decided))

    teller.chapter("Now you", "The ledger, its input files and its read models stay. Go there, and try:")
    click.echo(f"    cd {shlex.quote(str(folder))} && export REGLEDGER_LEDGER=sqlite:///{LEDGER}")
    to_try = [command.format(decided=decided) for command in TO_TRY]
    for command in to_try:
        click.echo(f"    {command}")
    return to_try


TO_TRY = (
    "regledger find 临江",
    "regledger find 〔2026〕3号",
    "regledger submit unlawful_clearing.ndjson --check",
    "regledger submit unlawful_decision.ndjson --check",
    "regledger history enterprise:linjiang",
    "regledger show case:C-1 --known-at {decided}",
    "regledger explain hazard:H-2",
    "regledger sectors list",
    "regledger doctor",
)
"""Commands that end the story; a test runs each of them."""
