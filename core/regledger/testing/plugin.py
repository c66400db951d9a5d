"""The testing kit as a pytest plugin: whoever has regledger installed has these fixtures.

`regledger_sector = "."` in the project's pytest settings names the folder of the sector under test, which is used in
place of an installed one of that name: its tests need no installation. With `-o regledger_beside=false` it is the only
sector there is. Nothing of a ledger is imported until a test asks for a fixture, so that the plugin costs other projects
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from regledger.installation import Installation
    from regledger.sectors.draft import Draft
    from regledger.testing.scenario import Scenario
    from regledger.testing.scenarios import Scenarios

__all__ = ["BESIDE", "OPTION"]

OPTION = "regledger_sector"
BESIDE = "regledger_beside"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The setting that names the sector under test."""
    parser.addini(
        OPTION,
        "The folder of the sector under test, seen from the folder of this file; the installed sectors without it.",
        default="",
    )
    parser.addini(
        BESIDE,
        "Whether the other installed sectors are in use beside the sector under test.",
        type="bool",
        default=True,
    )


def pytest_configure(config: pytest.Config) -> None:
    """The mark by which a test says which rules it is about."""
    config.addinivalue_line("markers", "rule(*ids): the rules that a test is about; taking one out has to fail it")


@pytest.fixture(scope="session")
def draft(pytestconfig: pytest.Config) -> Draft:
    """The sector under test, in the folder that `regledger_sector` names."""
    named = pytestconfig.getini(OPTION)
    if not named:
        pytest.fail(f"{OPTION} names no folder. Add {OPTION} = '.' to [tool.pytest.ini_options].", pytrace=False)
    from regledger.errors import RegledgerError  # noqa: PLC0415 - other projects need none of it
    from regledger.sectors.draft import Draft  # noqa: PLC0415

    base = pytestconfig.inipath.parent if pytestconfig.inipath else pytestconfig.rootpath
    try:
        return Draft.of(base / named)
    except RegledgerError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def installation(request: pytest.FixtureRequest) -> Installation:
    """Core and sectors, put together once a session: the sector under test beside the installed ones, or those alone."""
    from regledger.installation import Installation  # noqa: PLC0415 - other projects need none of it

    if not request.config.getini(OPTION):
        return Installation()
    under_test: Draft = request.getfixturevalue("draft")
    whole = Installation(under_test.sectors(beside=request.config.getini(BESIDE)))
    mine = {name for name, _ in under_test.points}
    for broken in whole.sectors.broken:
        if broken.name in mine:
            pytest.fail(f"sector {broken.name} {broken.version} cannot be used: {broken.found}", pytrace=False)
    return whole


@pytest.fixture(scope="session")
def given(installation: Installation) -> Scenarios:
    """Makes scenarios: `given(*history)` is one after `COUNTY` and that history, on a store of its own."""
    from regledger.testing.scenarios import Scenarios  # noqa: PLC0415 - other projects need none of it

    return Scenarios(installation)


@pytest.fixture
def county(given: Scenarios) -> Scenario:
    """`given()`: authority `emb` with its officers, enterprise `E-1` and site `S-1`, since 2020-01-02."""
    return given()
