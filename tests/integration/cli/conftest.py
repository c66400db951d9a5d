"""The CLI in this process, on a ledger in an otherwise empty folder, and the same as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from regledger_cli.main import cli

Run = Callable[..., Result]
Spawn = Callable[..., "subprocess.CompletedProcess[str]"]

AUTHORITY = {"authority": "emb", "name": "应急管理局", "registered_on": "2020-01-02"}
ENTERPRISE = {
    "enterprise": "E-1",
    "name": "湘江氯碱有限公司",
    "credit_code": "91430100MA4L16JQ9D",
    "registered_on": "2020-01-02",
}


def line(command: str, body: dict[str, Any], **rest: Any) -> str:
    """One line of `regledger submit`."""
    return msgspec.json.encode({"command": command, "body": body, **rest}).decode()


def answers(result: Result) -> list[dict[str, Any]]:
    """The answers of `regledger submit --json`."""
    return [msgspec.json.decode(each) for each in result.stdout.splitlines()]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and no ledger named by the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REGLEDGER_LEDGER", raising=False)
    return tmp_path


@pytest.fixture
def run() -> Run:
    """Run a command line in this process."""

    def invoke(*args: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, args, input=stdin, prog_name="regledger")

    return invoke


@pytest.fixture
def ledger(run: Run) -> str:
    """A new ledger, named by its file in the current folder."""
    result = run("init")
    assert result.exit_code == 0, result.output
    return "sqlite:///regledger.db"


@pytest.fixture
def spawn() -> Spawn:
    """Run a command line as a process of its own, with nothing of this one's environment that names a ledger."""

    def start(*args: str, **rest: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "regledger_cli", *args],
            capture_output=True,
            text=True,
            check=False,
            timeout=rest.pop("timeout", 60),
            env={**os.environ, **rest.pop("env", {})},
            **rest,
        )

    return start
