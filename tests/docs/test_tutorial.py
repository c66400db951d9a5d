"""The sector that docs/tutorial.md builds is built: its files are laid down and its commands run, as a reader does it.

The backticked name before a block says which file it is. "the end of" before the name adds to the file; a ```diff changes it; of a
file that the page has the reader copy, from a link to a name, the block is a part; anything else is the whole file. A ```console
block holds commands after `$ ` and, below each, lines of its output, with `…` for anything. A command that ends in `# exits N`
is expected to.
"""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
import venv
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`((?:regledger_fireworks|tests)/\w+\.\w+|\w+\.ndjson)`")
COPIED = re.compile(r"\]\((\.\./examples/fireworks/[\w.]+)\)[^`\]]*`([\w/.]+)`")
EXITS = re.compile(r"\s*# exits (\d)$")


class Reader:
    """Somebody who has regledger installed, an empty folder, and the page."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "venv"
        self.at = folder / "desk"
        self.at.mkdir()
        self.copied = ""
        venv.create(self.home, with_pip=False, symlinks=True)
        [packages] = self.home.glob("lib/python*/site-packages")
        (packages / "beneath.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n")
        for name, module in (("regledger", "regledger_cli"), ("pip", "pip")):
            script = self.home / "bin" / name
            script.write_text(f'#!/bin/sh\nexec "{self.home}/bin/python" -P -m {module} "$@"\n')
            script.chmod(0o755)

    def copies(self, page: str) -> None:
        """Copy what these words of the page have copied."""
        for given, name in COPIED.findall(page):
            self.copied = (PAGE.parent / given).read_text("utf-8")
            (self.at / name).write_text(self.copied, encoding="utf-8")

    def lays(self, before: str, language: str, text: str) -> None:
        """Write or change the file that the words `before` name last, or see that what was copied has `text`."""
        named = NAMED.findall(before)
        if language != "diff" and (COPIED.search(before) or not named):
            assert text in self.copied, f"what was copied does not have:\n{text}"
            return
        path = self.at / named[-1]
        if language == "diff":
            path.write_text(_changed(path.read_text("utf-8"), text), encoding="utf-8")
        elif re.search(r"the\s+end\s+of\s+`[^`]*`[^`]*$", before):
            apart = "\n\n" if language == "python" else "\n"
            path.write_text(path.read_text("utf-8") + apart + text, encoding="utf-8")
        else:
            assert not path.exists(), f"{path} is there already"
            path.write_text(text, encoding="utf-8")

    def runs(self, command: str, expected: list[str], exits: int) -> None:
        """Run a command, and see that it shows the lines that are `expected`, in that order."""
        if command.startswith("cd "):
            self.at /= command.removeprefix("cd ")
            return
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.at,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        shown = (done.stdout + done.stderr).splitlines()
        print(f"$ {command}", *shown, sep="\n")
        assert done.returncode == exits, f"$ {command}\n" + "\n".join(shown)
        left = iter(shown)
        for line in expected:
            assert any(_like(line, one) for one in left), f"$ {command}\ndoes not print: {line}\nbut:\n" + "\n".join(
                shown
            )

    def _environment(self) -> dict[str, str]:
        named = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "REGLEDGER_"))}
        path = f"{self.home}/bin{os.pathsep}{os.environ['PATH']}"
        return named | {"PATH": path, "PIP_NO_INDEX": "1", "COLUMNS": "200", "VIRTUAL_ENV": str(self.home)}


def test_the_page_builds_a_sector_that_passes_every_check(tmp_path: Path) -> None:
    """From an empty folder on: each file goes where the page says, each command shows what the page shows, and the last check is whole."""
    reader = Reader(tmp_path)
    text = PAGE.read_text("utf-8")

    last, ran = 0, []
    for block in BLOCK.finditer(text):
        reader.copies(text[last : block.start()])
        if block[1] == "console":
            for command, expected, exits in _commands(block[2]):
                reader.runs(command, expected, exits)
                ran.append((command, expected))
        else:
            reader.lays(text[last : block.start()], block[1], block[2])
        last = block.end()

    assert ran[-1] == ("regledger sectors check .", ["0 wrong, 0 to be filled in, 0 advice"])


def _commands(text: str) -> Iterator[tuple[str, list[str], int]]:
    """(command, lines shown below it, exit code)."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        command = lines.pop(0)
        while command.endswith("\\"):
            command = command[:-1] + lines.pop(0)
        exits = EXITS.search(command)
        yield EXITS.sub("", command), [line for line in lines if line.strip()], int(exits[1]) if exits else 0


def _changed(text: str, change: str) -> str:
    """`text` after a change; lines without a mark stand around it, and a line of … parts one place from the next."""
    for place in re.split(r"^…\n", change, flags=re.MULTILINE):
        lines = place.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] != "+")
        after = "".join(line[1:] for line in lines if line[0] != "-")
        assert text.count(before) == 1, f"stands {text.count(before)} times, not once, in:\n{text}\n---\n{before}"
        text = text.replace(before, after)
    return text


def _like(pattern: str, text: str) -> bool:
    return re.fullmatch(".*".join(re.escape(part) for part in pattern.rstrip().split("…")), text.rstrip()) is not None
