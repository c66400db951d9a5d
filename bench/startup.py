"""How long `regledger --help` takes, against a bare click program whose --help says the same.

Both are run by this Python as processes of their own, interleaved; medians, and their ratio (DESIGN §8 asks for 1.5).

    python bench/startup.py [--runs N] [--json]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec
from regledger_cli.main import COMMANDS, cli

RUNS = 31
OURS = "from regledger_cli.main import main\nmain()\n"


def bare_program() -> str:
    """A click program with the same commands, options and words, and nothing behind them."""
    options = [one for one in cli.params if isinstance(one, click.Option) and one.name == "debug"]
    lines = [
        "import click",
        f"@click.group(help={cli.help!r}, epilog={cli.epilog!r}, context_settings={cli.context_settings!r})",
        *(f"@click.option({one.opts[0]!r}, is_flag=True, help={one.help!r})" for one in options),
        "@click.version_option('0')",
        "def bare(debug): pass",
    ]
    for name, (_, short) in COMMANDS.items():
        lines.append(f"bare.command({name!r}, short_help={short!r})(lambda: None)")
    return "\n".join([*lines, "bare(prog_name='regledger')", ""])


def once(program: Path) -> tuple[float, str]:
    """Seconds of one run of a program with --help, and what it said."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, program, "--help"], capture_output=True, text=True, check=True)
    return time.perf_counter() - started, done.stdout


def median_seconds(runs: int) -> tuple[float, float]:
    """Median seconds of regledger and of bare click."""
    with tempfile.TemporaryDirectory() as folder:
        programs = (Path(folder) / "ours.py", Path(folder) / "bare.py")
        for program, text in zip(programs, (OURS, bare_program()), strict=True):
            program.write_text(text, encoding="utf-8")
        said = {sorted(once(program)[1].split()) == sorted(once(programs[0])[1].split()) for program in programs}
        if said != {True}:
            raise SystemExit("the two programs do not say the same")
        took: Sequence[list[float]] = ([], [])
        for _ in range(runs):
            for times, program in zip(took, programs, strict=True):
                times.append(once(program)[0])
    ours, bare = (statistics.median(times) for times in took)
    return ours, bare


@click.command()
@click.option("--runs", type=click.IntRange(1), default=RUNS, show_default=True, help="Runs of each.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def measure(runs: int, as_json: bool) -> None:
    """Measure `regledger --help` against bare click."""
    ours, bare = median_seconds(runs)
    found = {"runs": runs, "regledger_ms": round(ours * 1e3, 1), "click_ms": round(bare * 1e3, 1)}
    found["ratio"] = round(ours / bare, 3)
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        click.echo("\n".join(f"{name:<12} {value}" for name, value in found.items()))


if __name__ == "__main__":
    measure()
