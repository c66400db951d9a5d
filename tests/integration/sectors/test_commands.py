"""Commands of sectors on the command line: listed without being imported, loaded when typed, named when broken."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

SOUND = """
import click
from regledger_cli.kit import example, json_option, ledger_option, message, open_ledger, print_json

@click.group("fireworks", short_help="Look at stores.")
def command():
    pass

@command.command("head", epilog=example("regledger fireworks head --json"))
@ledger_option
@json_option
def head(url, as_json):
    with open_ledger(url) as ledger:
        print_json({"head": ledger.recorder.head().number})

@command.command("fail")
@json_option
def fail(as_json):
    raise ValueError("boom")
"""

BROKEN = {
    # name: (its module, the entry point's value, words that must be said)
    "raises": ("raise RuntimeError('boom')", "{}:command", "RuntimeError: boom (at commands_raises.py:1)"),
    "exits": ("raise SystemExit(0)", "{}:command", "SystemExit: 0"),
    "ends": ("raise BaseException('the end')", "{}:command", "BaseException: the end"),
    "misses": ("", "{}:command", "has no attribute 'command'"),
    "text": ("command = 'text'", "{}:command", "it is str instead of a click command"),
    "nowhere": ("", "no_such_module_here:command", "No module named 'no_such_module_here'"),
}


@pytest.fixture(scope="module")
def shelf(new_shelf: Callable[[], Any]) -> Any:
    """Distributions with commands beside their sectors."""
    laid = new_shelf()

    def lay(name: str, source: str, value: str = "{}:command", command: str = "") -> None:
        laid.lay(name, "")
        (laid.folder / f"commands_{name}.py").write_text(source, encoding="utf-8")
        points = laid.folder / f"sector_{name}-1.2.dist-info" / "entry_points.txt"
        line = f"{command or name} = {value.format(f'commands_{name}')}\n"
        points.write_text(f"{points.read_text()}\n[regledger.commands]\n# what is typed\n{line}", encoding="utf-8")

    lay("fireworks", SOUND)
    for name, (source, value, _) in BROKEN.items():
        lay(name, source, value)
    lay("slow", "while True:\n    pass\n")
    lay("taker", "raise RuntimeError('imported')", command="submit")
    lay("one", "raise RuntimeError('imported')", command="both")
    lay("two", "raise RuntimeError('imported')", command="both")
    return laid


def _typed(shelf: Any, *words: str) -> subprocess.CompletedProcess[str]:
    typed: subprocess.CompletedProcess[str] = shelf.python("-W", "error", "-m", "regledger_cli", *words)
    assert "Traceback" not in typed.stderr
    return typed


def test_help_lists_the_commands_of_sectors_without_importing_one(shelf: Any) -> None:
    """`--help` names each with its distribution; those that fail on import, or that are taken, do no harm."""
    typed = _typed(shelf, "--help")

    own, _, theirs = typed.stdout.partition("Sector commands:")
    assert typed.returncode == 0
    assert "fireworks  of sector-fireworks 1.2" in theirs
    assert "both       of sector-one 1.2 and sector-two 1.2" in theirs
    assert all(name in theirs for name in BROKEN)
    assert "submit" in own
    assert "submit" not in theirs


def test_a_command_of_a_sector_runs(shelf: Any) -> None:
    """It is typed as a command of regledger is, and reaches the ledger through `regledger_cli.kit` alone."""
    url = f"sqlite:///{shelf.folder}/county.db"
    assert _typed(shelf, "init", "--ledger", url).returncode == 0

    typed = _typed(shelf, "fireworks", "head", "--ledger", url, "--json")

    assert (typed.returncode, json.loads(typed.stdout)) == (0, {"head": 0})


def test_a_command_that_fails_is_named(shelf: Any) -> None:
    """An error inside it names the distribution, and is no defect of regledger; JSON says so as well."""
    typed = _typed(shelf, "fireworks", "fail", "--json")

    assert typed.returncode == 3
    assert "Command 'fireworks' of sector-fireworks 1.2 failed: ValueError: boom." in typed.stderr
    assert json.loads(typed.stdout)["exit"] == 3


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_command_is_named(shelf: Any, name: str) -> None:
    """A command that cannot be loaded is an error with distribution, version, reason and remedy."""
    typed = _typed(shelf, name)

    assert typed.returncode == 3
    assert f"Command '{name}' of sector-{name} 1.2 cannot be used" in typed.stderr
    assert BROKEN[name][2] in typed.stderr
    assert f"another release of sector-{name}, or remove it" in typed.stderr


def test_a_command_that_is_imported_slowly_is_named(shelf: Any) -> None:
    """An import that does not end is ended, and named as any other that fails."""
    hasty = (
        "import sys; from regledger.sectors import watch; watch.LOADING_BUDGET = 0.5; "
        "from regledger_cli.main import main; sys.argv[1:] = ['slow']; main()"
    )

    typed = shelf.python("-W", "error", "-c", hasty)

    assert typed.returncode == 3
    assert "Traceback" not in typed.stderr
    assert "Command 'slow' of sector-slow 1.2 cannot be used: it took longer than 0.5 s" in typed.stderr
    assert "(at commands_slow.py:" in typed.stderr


def test_two_that_bring_one_command_are_both_named(shelf: Any) -> None:
    """Of two distributions with one command neither is run."""
    typed = _typed(shelf, "both")

    assert typed.returncode == 3
    assert "sector-one 1.2 and by sector-two 1.2 bring it" in typed.stderr


def test_a_command_of_regledger_is_not_taken(shelf: Any) -> None:
    """A sector's command with the name of one of regledger's own is passed over."""
    typed = _typed(shelf, "submit", "--help")

    assert typed.returncode == 0
    assert "Usage: regledger submit" in typed.stdout


@pytest.mark.parametrize("words", [("sectors", "list"), ("doctor",)])
def test_what_is_passed_over_is_listed(shelf: Any, words: tuple[str, ...]) -> None:
    """`sectors list` and `doctor` name what cannot be typed, and why; exit code 1."""
    typed = _typed(shelf, *words)

    assert typed.returncode == 1
    assert "'submit' is a command of regledger itself" in typed.stdout
    assert typed.stdout.count("'both' is brought by sector-one 1.2 and by sector-two 1.2") == 2


def test_a_slip_of_the_pen_finds_a_command_of_a_sector(shelf: Any) -> None:
    """The nearest name may be that of a sector's command."""
    typed = _typed(shelf, "firework")

    assert typed.returncode == 2
    assert "Did you mean 'fireworks'?" in typed.stderr
