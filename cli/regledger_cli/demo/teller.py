"""Who tells a story: shows each command, and runs it here and now on the ledger in the demo's folder."""

from __future__ import annotations

import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from regledger_cli.demo.folder import LEDGER

__all__ = ["Teller"]

PATIENCE = 30.0
"""Seconds that publisher and projections get to catch up."""


class Teller:
    """Tells the story of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._url = f"sqlite:///{folder / LEDGER}"

    def chapter(self, title: str, text: str) -> None:
        """Begin a chapter."""
        click.echo()
        click.secho(f"── {title} ", bold=True)
        self.say(text)

    def say(self, text: str) -> None:
        """Print a sentence."""
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
