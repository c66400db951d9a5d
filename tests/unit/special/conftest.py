"""Sectors with law of their own, drafted in a folder and used as they are, and a county with a site of each."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from regledger.ledger import Installation, Ledger
from regledger.sectors.draft import Draft
from regledger.testing.scenario import COUNTY, Scenario, county_ledger, given, step

NUMBERS = itertools.count(1)

HEAD = """
[sector]
name = "{name}"
title = "Sector"
title_zh = "行业"
contract = 2
"""
HOOKS = "from regledger.sectors import *\n"

Drafted = Callable[..., Installation]
Opened = Callable[..., Scenario]

KILN_SITE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Kiln",
    address="2 River Road",
    authority="emb",
    sector="kiln",
    registered_on="2020-01-02",
)
"""A site of the sector `kiln`, beside S-1, which is of none."""


@pytest.fixture
def drafted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drafted:
    """Put sectors together, each given as name=its `sector.toml` below [sector]; `hooks`: the Python of the first."""
    monkeypatch.setattr(sys, "path", list(sys.path))

    def together(hooks: str = "", **sectors: str) -> Installation:
        folder = tmp_path / f"draft-{next(NUMBERS)}"
        points = {}
        for name, tables in sectors.items():
            # A package is imported once in a process, so each draft has one of its own.
            package = folder / f"sector_{name}_{next(NUMBERS)}"
            package.mkdir(parents=True)
            points[name] = package.name
            (package / "sector.toml").write_text(HEAD.format(name=name) + tables, encoding="utf-8")
            if hooks and len(points) == 1:
                (package / "__init__.py").write_text(HOOKS + hooks, encoding="utf-8")
        listed = "\n".join(f'{name} = "{package}"' for name, package in points.items())
        (folder / "pyproject.toml").write_text(
            f'[project]\nname = "drafts"\nversion = "1.2"\n[project.entry-points."regledger.sectors"]\n{listed}\n',
            encoding="utf-8",
        )
        return Installation(Draft.of(folder).sectors(beside=False))

    return together


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """A county with S-2 of the sector `kiln`, on a ledger of that installation."""
    with ExitStack() as stack:

        def open_county(installation: Installation) -> Scenario:
            assert installation.sectors.broken == []
            ledger: Ledger = stack.enter_context(county_ledger(tmp_path, installation=installation))
            return given(ledger, COUNTY, KILN_SITE)

        yield open_county


def rule(name: str, status: str = "VERIFIED") -> str:
    """A rule of a sector, as TOML."""
    return f"""
[[rule]]
id = "{name}"
title = "Rule {name}"
title_zh = "规则"
citations = [{{ instrument = "窑炉条例", edition = "2026", article = "Art 7" }}]
status = "{status}"
"""


def parameter(
    name: str,
    value: int,
    unit: str,
    *,
    status: str = "VERIFIED",
    since: str = "2020-01-01",
    nature: str = "procedural",
    until: str = "",
) -> str:
    """A parameter with one value, as TOML."""
    end = f"valid_to = {until}\n" if until else ""
    return f"""
[[parameter]]
id = "{name}"
title = "Parameter {name}"
nature = "{nature}"
unit = "{unit}"
[[parameter.value]]
value = {value}
valid_from = {since}
{end}citation = {{ instrument = "窑炉条例", edition = "2026", article = "Art 40" }}
status = "{status}"
known_from = 2026-01-01
"""


def exception(of: str, by: str, article: str = "窑炉条例(2026) Art 3") -> str:
    """An exception, as TOML."""
    return f'\n[[exception]]\nof = "{of}"\nby = "{by}"\narticle = "{article}"\n'
