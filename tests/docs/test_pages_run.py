"""What the pages show is what happens: their commands and programs are run, in the order in which a reader meets them.

A ```console block holds commands after `$ ` and, below each, lines of its output. A ```python block is a program; a
```text block after it is its whole output. `…` stands for anything. A command that ends in `# exits N` is expected to.
Commands for getting the project or for containers are not run; those of make are checked to be there.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if "\n```" in page.read_text("utf-8")),
]
PAGES.remove(ROOT / "docs/tutorial.md")  # it builds up one folder from block to block: test_tutorial.py
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXITS = re.compile(r"\s*# exits (\d)$")
NOT_RUN = ("git", "cd", "docker", "open", "source")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_examples_of_a_page_work(page: Path, tmp_path: Path) -> None:
    """Every command of a page ends as the page says and prints what it shows; every program runs and prints its output."""
    folder = _reader_folder(tmp_path)
    blocks = [(match[1], match[2]) for match in _BLOCK.finditer(page.read_text(encoding="utf-8"))]
    if "../shared/data" in "".join(text for _, text in blocks) and not (ROOT.parent / "shared/data").is_dir():
        pytest.skip("data: the page reads ../shared/data, which is not there")

    for index, (language, text) in enumerate(blocks):
        if language == "console":
            for command, expected, exits in _commands(text):
                _run_command(command, expected, exits, folder)
        elif language == "python":
            after = blocks[index + 1] if index + 1 < len(blocks) else ("", "")
            _run_program(text, after[1] if after[0] == "text" else None, folder)


def _reader_folder(tmp_path: Path) -> Path:
    """A folder that looks like a clone, so that what a page makes does not land in the clone itself."""
    folder = tmp_path / "clone"
    folder.mkdir()
    for name in ("examples", "Makefile", "plugins", "tests"):
        if (ROOT / name).exists():
            (folder / name).symlink_to(ROOT / name)
    if (ROOT.parent / "shared").is_dir():
        (tmp_path / "shared").symlink_to(ROOT.parent / "shared")
    return folder


def _commands(text: str) -> Iterator[tuple[str, list[str], int]]:
    """(command, lines shown below it, exit code) of a console block; a line that ends in \\ goes on."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        command = lines.pop(0)
        while command.endswith("\\"):
            command = command[:-1] + lines.pop(0)
        exits = _EXITS.search(command)
        yield _EXITS.sub("", command), [line for line in lines if line.strip()], int(exits[1]) if exits else 0


def _run_command(command: str, expected: list[str], exits: int, folder: Path) -> None:
    program = shlex.split(command)[0]
    if program in NOT_RUN:
        return
    if program == "make":
        command = f"make -n -C {shlex.quote(str(ROOT))} {shlex.join(shlex.split(command)[1:])} >/dev/null"
        expected = []
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == exits, f"$ {command}\n{done.stdout}{done.stderr}"
    shown = (done.stdout + done.stderr).splitlines()
    left = iter(shown)
    for line in expected:
        assert any(_like(line, one) for one in left), f"$ {command}\ndoes not print: {line}\nbut:\n" + "\n".join(shown)


def _run_program(text: str, expected: str | None, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-"],
        input=text,
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{text}\n{done.stderr}"
    if expected is not None and not _like(expected.rstrip(), done.stdout.rstrip()):
        pytest.fail(f"the program of the page printed:\n{done.stdout}", pytrace=False)


def _like(pattern: str, text: str) -> bool:
    return (
        re.fullmatch(".*".join(re.escape(part) for part in pattern.rstrip().split("…")), text.rstrip(), re.DOTALL)
        is not None
    )


def _environment() -> dict[str, str]:
    # The commands stand beside this Python; a terminal's width would cut what they print.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REGLEDGER_", "PYTEST"))}
    return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}
