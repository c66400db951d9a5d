"""The contract: every hook is used by a shipped sector, tested and documented; its version is checked."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from regledger.installation import Installation
from regledger.sectors import CONTRACT_VERSION, Sector
from regledger.sectors.contract import DECIDERS, HOOKS, OBSERVERS
from regledger.sectors.guard import LoadedSector
from regledger.sectors.sector_file import SectorFile

ROOT = Path(__file__).resolve().parents[3]
FILED: dict[str, Callable[[SectorFile], object]] = {
    "regledger_sector": lambda file: file.sector,
    "regledger_texts": lambda file: file.texts,
    "regledger_licence_kinds": lambda file: file.licence_kinds,
    "regledger_checklists": lambda file: file.law.checklists,
    "regledger_criteria": lambda file: file.law.criteria,
}
"""Hook → what a shipped sector says in its `sector.toml` instead: data that needs no function."""


def _filed(one: LoadedSector, hook: str) -> bool:
    return one.file is not None and hook in FILED and bool(FILED[hook](one.file))


@pytest.fixture(scope="module")
def installed() -> Installation:
    return Installation()


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_used_by_a_shipped_sector(hook: str, installed: Installation) -> None:
    """A hook that no real plugin implements, itself or by its table of `sector.toml`, has no place in the contract."""
    users = [one.label for one in installed.sectors.loaded.values() if hasattr(one.module, hook) or _filed(one, hook)]

    assert users != []


@pytest.mark.parametrize("hook", [hook for hook in HOOKS if hook not in {"regledger_sector", *DECIDERS, *OBSERVERS}])
def test_every_declaring_hook_of_a_shipped_sector_declares_something(hook: str, installed: Installation) -> None:
    """A hook is used in earnest: what a shipped sector gives through it, or its file in its place, is not empty."""
    given = [installed.sectors.call(one, hook) or _filed(one, hook) for one in installed.sectors.loaded.values()]

    assert any(given)


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_test(hook: str) -> None:
    """Some test of the repository names the hook in its code, beside this list of all."""
    named = [
        path.name
        for path in (*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("plugins/*/tests/test_*.py"))
        if path != Path(__file__)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(rf"\b{hook}\b", node.value)
    ]

    assert named != []


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_on_the_page_of_sectors(hook: str) -> None:
    """docs/sectors.md has a heading for each hook, and none for a hook that there is not."""
    headings = re.findall(r"^### `(regledger_\w+)`$", (ROOT / "docs/sectors.md").read_text("utf-8"), re.MULTILINE)

    assert hook in headings
    assert set(headings) <= set(HOOKS)


def test_no_sector_is_broken(installed: Installation) -> None:
    """Every sector that is installed beside the core can be put together with it."""
    assert installed.sectors.broken == []


def test_a_sector_states_the_contract_it_was_written_for() -> None:
    """The version is not filled in by the release that happens to run, or a later one would pass for the same."""
    with pytest.raises(TypeError, match="contract"):
        Sector(name="fireworks", title="Fireworks", title_zh="烟花爆竹")  # type: ignore[call-arg]

    assert CONTRACT_VERSION == 2
