"""Sectors as an installer lays them down: a package and its `.dist-info` in a folder on the path of a fresh Python."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .trials import COUNTY, RECORD, Bench, source

PRELUDE = """
from datetime import date
from regledger.sectors import *

@hookimpl
def regledger_sector():
    return Sector(name={name!r}, title="Sector", title_zh="行业", contract=1)
"""


class Shelf:
    """A folder of distributions, each with one sector; they stand beside those that are installed for all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def lay(
        self, name: str, source: str, *, bare: bool = False, point: str = "", value: str = "", version: str = "1.2"
    ) -> None:
        """Add the distribution `sector-<name>`, its `source` after the prelude that says who it is unless `bare`."""
        package = self.folder / f"sector_{name}"
        package.mkdir()
        text = source if bare else self.text(point or name, source)
        (package / "__init__.py").write_text(text, encoding="utf-8")
        info = self.folder / f"sector_{name}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: sector-{name}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[regledger.sectors]\n{point or name} = {value or package.name}\n")

    @staticmethod
    def text(name: str, source: str) -> str:
        """`source` after the prelude that says that it is sector `name`."""
        return PRELUDE.format(name=name) + source

    def run(self, script: str, *arguments: str) -> Any:
        """What `script` prints as JSON, run by a fresh Python that finds these distributions."""
        ran = self.python("-W", "error", "-c", script, *arguments)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout.splitlines()[-1])

    def python(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """A fresh Python that finds these distributions, ended."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=cwd,
            env={"PYTHONPATH": str(self.folder), "PATH": "", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="session")
def new_shelf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Shelf]:
    return lambda: Shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture
def bench(new_shelf: Callable[[], Shelf], tmp_path: Path) -> Bench:
    shelf = new_shelf()
    shelf.lay("stores", source(), version="1.0")
    bench = Bench(shelf, tmp_path)
    assert shelf.run(RECORD, str(bench.path), json.dumps(COUNTY)) == [1, 2, 3, 4, 5, 6, 7, 8]
    return bench
