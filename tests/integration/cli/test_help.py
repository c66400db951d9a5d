"""Help: every command has an example that can be run, and none of it costs more than click does."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest
from regledger_cli.main import COMMANDS, cli

from .conftest import Run

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("eventsourcing", "msgspec", "nats", "rich", "regledger", "regledger_projections", "structlog")


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with the words that name it."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", command.commands[inner]) for inner in command.commands)
        else:
            yield name, command


EVERY = dict(every_command())


@pytest.mark.parametrize("name", EVERY)
def test_every_command_has_help_with_an_example_and_json(run: Run, name: str) -> None:
    """`--help` says what the command does, ends with an example of it, and offers --json."""
    result = run(*name.split(), "--help")

    assert result.exit_code == 0
    assert f"  regledger {name}" in result.stdout.partition("Example:")[2]
    assert "--json" in result.stdout
    assert (EVERY[name].help or "").strip()


@pytest.mark.parametrize("name", EVERY)
def test_every_example_is_a_command_line(name: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The examples in the help are read without a usage error, given the files that they name."""
    examples = [each.strip() for each in (EVERY[name].epilog or "").splitlines() if each.startswith("  regledger ")]
    assert examples
    for each in examples:
        words = shlex.split(each)[1 + len(name.split()) :]
        for word in words:
            if word.endswith((".ndjson", ".toml", ".csv")):
                (folder / word).parent.mkdir(parents=True, exist_ok=True)
                (folder / word).touch()

        with EVERY[name].make_context(name, words) as context:
            assert context.params


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_of_commands_tells_what_the_commands_tell(name: str) -> None:
    """The short help that is shown without importing a command is the command's own."""
    command = cli.get_command(click.Context(cli), name)

    assert command is not None
    assert (command.name, command.short_help) == (name, COMMANDS[name][1])


def test_help_imports_nothing_heavy() -> None:
    """`regledger --help` imports neither the ledger nor any of its libraries."""
    code = (
        "import sys\nfrom regledger_cli.main import cli\n"
        "cli.main(['--help'], prog_name='regledger', standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)

    assert done.stderr.strip() == "[]"
    assert "doctor" in done.stdout


def test_a_slip_of_the_pen_is_answered_with_the_nearest_command(run: Run) -> None:
    """An unknown command is a usage error that names the nearest one."""
    result = run("histroy")

    assert result.exit_code == 2
    assert "Did you mean 'history'?" in result.stderr


def test_help_starts_as_fast_as_bare_click() -> None:
    """`regledger --help` takes at most 1.5 times what a bare click program with the same words takes (DESIGN §8)."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "startup.py"), "--runs", "9", "--json"],
        capture_output=True,
        check=True,
        timeout=120,
    )

    assert msgspec.json.decode(done.stdout)["ratio"] <= 1.5
