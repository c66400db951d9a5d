"""A folder of a stranger's, and pytest run there in a process of its own, as he runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Pytest = Callable[..., "subprocess.CompletedProcess[str]"]

DRAFT = """
[project]
name = "regledger-fireworks"
version = "0.1.0"

[project.entry-points."regledger.sectors"]
fireworks = "regledger_fireworks"

[tool.pytest.ini_options]
regledger_sector = "."
filterwarnings = ["error"]
"""

FIREWORKS = """
from regledger.sectors import Sector, hookimpl

@hookimpl
def regledger_sector():
    return Sector(name="fireworks", title="Fireworks", title_zh="烟花爆竹", contract=2)
"""


def lay(folder: Path, files: dict[str, str]) -> Path:
    """Write `files`, path by path, and answer the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def environment(**more: str) -> dict[str, str]:
    """This process's, without what pytest and regledger put there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "REGLEDGER_"))}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", **more}


@pytest.fixture
def tested(tmp_path: Path) -> Pytest:
    """Run pytest in `folder`, with a folder for temporary files of its own."""

    def run(folder: Path, *arguments: str, **rest: Any) -> subprocess.CompletedProcess[str]:
        temporary = tmp_path / "temporary"
        temporary.mkdir(exist_ok=True)
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
            cwd=folder,
            env=environment(TMPDIR=str(temporary), **rest),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
