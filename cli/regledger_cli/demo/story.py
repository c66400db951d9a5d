"""The story that `regledger demo` tells: one case from end to end, told with the program's own commands.

Every line that starts with `$` is a command that is run, here and now, on a real ledger in the demo's folder; the
reader can run it again.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from regledger_cli.demo.folder import LEDGER, make, seal

__all__ = ["LEDGER", "TO_TRY", "tell"]

PATIENCE = 30.0
"""Seconds that publisher and projections get to catch up."""


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
    make(folder, again=again)
    try:
        return _tell(folder)
    finally:
        seal(folder)


def _tell(folder: Path) -> list[str]:
    teller = _Teller(folder)
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


class _Teller:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._url = f"sqlite:///{folder / LEDGER}"

    def chapter(self, title: str, text: str) -> None:
        click.echo()
        click.secho(f"── {title} ", bold=True)
        self.say(text)

    def say(self, text: str) -> None:
        click.echo(text)

    def run(self, *arguments: str, expected: int = 0, quiet: bool = False) -> None:
        """Show a command, run it in this process, and stop the story if it does not end as expected."""
        from regledger_cli.main import cli  # noqa: PLC0415 - the entry point imports this module

        click.secho(f"$ regledger {shlex.join(arguments)}", fg="cyan")
        placed = [str(self._folder / one) if one.endswith(".ndjson") else one for one in arguments]
        with _silent(quiet):
            code = cli.main([*placed, "--ledger", self._url], prog_name="regledger", standalone_mode=False)
        if (code or 0) != expected:
            raise click.ClickException(f"regledger {shlex.join(arguments)} ended with {code}, not {expected}")
        if quiet:
            self._count(placed[1])

    def number(self, subject: str, type_name: str) -> int:
        """The number of the first fact of that name about `subject`."""
        from regledger.ledger import Ledger  # noqa: PLC0415 - help needs none of it

        with Ledger.open(self._url) as ledger:
            return next(fact.number for fact in ledger.facts(tags=[subject], types=[type_name]))

    @contextmanager
    def serving(self) -> Iterator[None]:
        """A `regledger serve` of its own, caught up, and stopped at the end."""
        click.secho("$ regledger serve &", fg="cyan")
        command = [sys.executable, "-m", "regledger_cli", "serve", "--ledger", self._url]
        log = (self._folder / "serve.log").open("wb")
        with log, subprocess.Popen(command, stdout=log, stderr=log) as service:
            try:
                self._wait(service)
                yield
            finally:
                service.terminate()

    def _wait(self, service: subprocess.Popen[bytes]) -> None:
        status = [sys.executable, "-m", "regledger_cli", "streams", "status", "--ledger", self._url, "--json"]
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and service.poll() is None:
            if subprocess.run(status, capture_output=True, check=False).returncode == 0:
                return
            time.sleep(0.2)
        log = self._folder / "serve.log"
        said = log.read_text("utf-8", errors="replace").strip().splitlines()[-3:]
        why = "did not catch up" if service.poll() is None else f"ended with {service.returncode}"
        raise click.ClickException("\n".join((f"regledger serve {why}; its last words, from {log}:", *said)))

    def _count(self, file: str) -> None:
        lines = len(Path(file).read_text("utf-8").splitlines())
        click.echo(f"  {lines} commands decided and recorded.")


@contextmanager
def _silent(quiet: bool) -> Iterator[None]:
    if not quiet:
        yield
        return
    import io  # noqa: PLC0415
    from contextlib import redirect_stderr, redirect_stdout  # noqa: PLC0415

    said = io.TextIOWrapper(io.BytesIO(), "utf-8")
    try:
        with redirect_stdout(said), redirect_stderr(said):
            yield
    except BaseException:
        said.seek(0)
        click.echo(said.read())
        raise
