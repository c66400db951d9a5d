"""Sectors as a stranger drafts them: packages in a folder with a `pyproject.toml`, used without being installed."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from regledger.ledger import Installation, Ledger
from regledger.sectors.draft import Draft
from regledger.testing.scenario import COUNTY, Scenario, Step, county_ledger, given, step

NUMBERS = itertools.count(1)

PRELUDE = """
from datetime import date
from decimal import Decimal
from regledger.sectors import *

@hookimpl
def regledger_sector():
    return Sector(name={name!r}, title="Sector", title_zh="行业", contract=2, overlay={overlay!r})
"""

FIREWORKS = """
class Store(Profile, frozen=True, kw_only=True):
    boxes_licensed: int
    keeper: Text = ""

@hookimpl
def regledger_site_profiles():
    return [SiteProfile(schema=Store, title="fireworks store", title_zh="烟花爆竹零售点")]
"""

Drafted = Callable[..., Installation]
Opened = Callable[[Installation], Ledger]


def store(site: str = "S-2", **changes: Any) -> Step:
    """A site of the fireworks sector."""
    return step(
        "site.register",
        site=site,
        enterprise="E-1",
        name="Store",
        address="2 River Road",
        authority="emb",
        sector="fireworks",
        registered_on="2020-01-02",
    ).but(**changes)


def ended(subject: str, successor: str) -> Step:
    """From 2026-03-10 `successor` stands in the place of `subject`."""
    return step(
        "subject.succeed",
        predecessors=[subject],
        successors=[successor],
        how="replaced",
        ground="Reform",
        authority="emb",
        decided_on="2026-03-10",
        effective_on="2026-03-10",
    )


@pytest.fixture
def drafted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drafted]:
    """Put sectors together, each given as name=its source; `toml`: the `sector.toml` of all; `overlay`: the overlays."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = set(sys.modules)

    def put_together(*, toml: str = "", overlay: tuple[str, ...] = (), **sources: str) -> Installation:
        number = next(NUMBERS)
        folder = tmp_path / f"draft{number}"
        points = []
        for name, source in sources.items():
            package = folder / f"drafted{number}_{name}"
            package.mkdir(parents=True)
            text = PRELUDE.format(name=name, overlay=name in overlay) + source
            (package / "__init__.py").write_text(text, encoding="utf-8")
            if toml:
                (package / "sector.toml").write_text(toml, encoding="utf-8")
            points.append(f'{name} = "{package.name}"\n')
        project = '[project]\nname = "sector-drafted"\nversion = "1.2"\n[project.entry-points."regledger.sectors"]\n'
        (folder / "pyproject.toml").write_text(project + "".join(points), encoding="utf-8")
        return Installation(Draft.of(folder).sectors(beside=False))

    yield put_together
    for name in set(sys.modules) - before:
        if name.startswith("drafted"):
            del sys.modules[name]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """A new ledger of an installation in which every sector is in use."""
    with ExitStack() as stack:

        def open_it(installation: Installation) -> Ledger:
            assert installation.sectors.broken == []
            return stack.enter_context(county_ledger(tmp_path, installation=installation))

        yield open_it


@pytest.fixture
def fireworks(drafted: Drafted, opened: Opened) -> Scenario:
    """The county with a fireworks store S-2, whose sector has a profile, on 2026-03-02."""
    return given(opened(drafted(fireworks=FIREWORKS)), COUNTY, store()).on("2026-03-02")
