"""A ledger to be cut, filled and locked; programs in a Python of their own; a disk that is small."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from regledger.log.sqlite import SQLiteRecorder

LEDGER = "01900000-0000-7000-8000-000000000001"
NOBODY = 65_534


def create(path: Path) -> SQLiteRecorder:
    return SQLiteRecorder.create(path, ledger_id=LEDGER, name="durable", zone="Asia/Shanghai")


def run(program: str, *arguments: Any) -> str:
    """What a program says, run in a Python of its own."""
    command = [sys.executable, "-W", "error", "-c", program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 1 MiB in memory."""
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0777", "tmpfs", str(disk)], capture_output=True, text=True, check=False
    ) if shutil.which("mount") and os.geteuid() == 0 else None  # fmt: skip
    if mounted is None or mounted.returncode:
        pytest.skip("platform: mounting a small disk takes root's rights, which are not given here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)
