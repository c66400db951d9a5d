"""The sector that docs/sectors.md shows is one that works: its files are laid down and its commands run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sysconfig
import venv
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[3] / "docs" / "sectors.md"
NAMED = re.compile(r"`([\w/]+\.(?:py|toml))`")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

REFUSED = """
import json, sys
from pathlib import Path
from regledger.testing.scenario import COUNTY, county_ledger, given, step

site = dict(site="S-2", enterprise="E-1", address="a", authority="emb", sector="fireworks", registered_on="2020-01-02")
with county_ledger(Path(sys.argv[1])) as ledger:
    answer = given(ledger, COUNTY).when("site.register", name="Store", **site).answer
    print(json.dumps([[one.rule, one.by, ledger.texts.say(one)["found"]] for one in answer.objections]))
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder with the page's files, each under the name that the words before it give, and the page's commands."""
    folder = tmp_path_factory.mktemp("fireworks")
    commands: list[str] = []
    text = PAGE.read_text("utf-8").partition("\n## Who is asked")[0]
    last = 0
    for block in BLOCK.finditer(text):
        if block[1] == "sh":
            commands += block[2].splitlines()
        else:
            name = NAMED.findall(text[last : block.start()])[-1]
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(block[2], encoding="utf-8")
        last = block.end()
    return folder, commands


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python of the reader's own, which has what this one has, and takes in what is installed into it."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home, with_pip=False, symlinks=True)
    [packages] = home.glob("lib/python*/site-packages")
    here = sysconfig.get_path("purelib")
    (packages / "beneath.pth").write_text(f"import site; site.addsitedir({here!r})\n")
    return home / "bin" / "python"


def test_the_sector_of_the_page_is_installed_and_refuses(
    reader: tuple[Path, list[str]], python: Path, tmp_path: Path
) -> None:
    """Installed by the page's own commands, without an index, it passes its tests, is listed, and objects in its own name."""
    folder, commands = reader

    said = [_run(python, command, folder) for command in commands]
    refused = subprocess.run([python, "-c", REFUSED, tmp_path], capture_output=True, text=True, check=True)

    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py")) == [
        "regledger_fireworks/__init__.py",
        "tests/test_fireworks.py",
    ]
    assert "2 passed" in said[1]
    assert re.search(r"fireworks +0\.1\.0 +loaded", said[2])
    assert json.loads(refused.stdout) == [["REF", "fireworks 0.1.0", "the name of site S-2 does not say what it is"]]


def _run(python: Path, command: str, folder: Path) -> str:
    program, *words = command.split()
    assert program in ("python", "regledger")
    named = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "REGLEDGER_"))}
    ran = subprocess.run(
        [python, *(("-m", "regledger_cli") if program == "regledger" else ()), *words],
        cwd=folder,
        env=named | {"PIP_NO_INDEX": "1", "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"$ {command}\n{ran.stdout}{ran.stderr}"
    return ran.stdout
