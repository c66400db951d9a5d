"""Sectors in parts: hooks in several modules of a package, data in several files beside `sector.toml`."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from regledger.ledger import Installation
from regledger.sectors.draft import Draft
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

NUMBERS = itertools.count(1)
SECTOR = """
[sector]
name = "fireworks"
title = "Fireworks"
title_zh = "烟花爆竹"
contract = 2
parts = ["stores", "transport"]
"""
PART = """
from regledger.sectors import hookimpl

@hookimpl
def regledger_objections(act, judge):
    if act.name == "site.register":
        yield from judge.note("K-01", "{code}", False)

@hookimpl
def regledger_texts():
    return {{"{code}": {{"found": "found", "asks": "asks", "remedy": "remedy"}}}}
"""
RULE = """
[[rule]]
id = "K-01"
title = "Stores"
title_zh = "储存"
citations = [{ instrument = "Order", edition = "2017", article = "Art 1" }]
status = "VERIFIED"
"""
FILED = """
[objection."store.{name}"]
found = "found"
asks = "asks"
remedy = "remedy"
"""
STORE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Store",
    address="2 River Road",
    authority="emb",
    sector="fireworks",
    registered_on="2020-01-02",
)
Put = Callable[[dict[str, str]], Installation]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Put]:
    """Puts a package of these files together as sector `fireworks`."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = set(sys.modules)

    def put(files: dict[str, str]) -> Installation:
        name = f"parted{next(NUMBERS)}"
        for file, text in {"__init__.py": "", **files}.items():
            path = tmp_path / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        project = f'[project]\nname = "parted"\nversion = "1"\nentry-points."regledger.sectors" = {{ fireworks = "{name}" }}\n'
        (tmp_path / "pyproject.toml").write_text(project, encoding="utf-8")
        return Installation(Draft.of(tmp_path).sectors(beside=False))

    yield put
    for name in set(sys.modules) - before:
        if name.startswith("parted"):
            del sys.modules[name]


def parted(**more: str) -> dict[str, str]:
    """A sector of two parts, and further files."""
    files = {
        "sector.toml": SECTOR,
        "sector/stores.toml": RULE,
        "stores.py": PART.format(code="store.one"),
        "transport/__init__.py": PART.format(code="store.two"),
    }
    return files | {name.replace("__", "/") + ".toml": text for name, text in more.items()}


def test_what_parts_answer_is_put_together(put: Put) -> None:
    """Hooks of the package's modules and the tables of its files are one sector: both parts object by one rule."""
    installed = put(parted())
    attempt = Scenarios(installed)().on("2020-01-02").when(STORE)

    assert installed.sectors.broken == []
    attempt.warns("K-01")
    assert [one.code for one in attempt.answer.warnings] == ["store.one", "store.two"]
    assert {one.by for one in attempt.answer.warnings} == {"fireworks 1"}


def test_the_package_answers_before_its_parts(put: Put) -> None:
    """Of a question with one answer that of the package counts, then that of the first part."""
    risk = """
from regledger.sectors import RiskAssessment, RiskItem, hookimpl

@hookimpl
def regledger_risk(act, site, judge):
    from decimal import Decimal
    return RiskAssessment(grade={grade}, formula="f/1", items=(RiskItem(code="a", title="A", score=Decimal(1)),))
"""
    files = parted() | {"stores.py": risk.format(grade=2), "transport/__init__.py": risk.format(grade=3)}
    assess = step("site.assess", site="S-2", authority="emb", assessed_on="2026-03-02")

    for front, grade in (({}, 2), ({"__init__.py": risk.format(grade=4)}, 4)):
        scenario = Scenarios(put(files | front))(STORE).on("2026-03-02")
        scenario.when(assess).then("site.assessed")
        assert scenario.state("site:S-2").risk.grade == grade


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"sector/more.toml": SECTOR}, "so has another file"),
        (
            {"sector/a.toml": FILED.format(name="x"), "sector/b.toml": FILED.format(name="x")},
            "stands in another file too",
        ),
        ({"sector/more.toml": RULE}, "K-01"),
        ({"sector/more.toml": "[[stores]]\n"}, "it has 'stores'"),
        ({"stores.py": PART.format(code="store.two")}, "two of its parts give 'store.two'"),
        ({"stores.py": "def regledger_objections(act, judge): ...\n"}, "not marked with @hookimpl"),
        ({"stores.py": "1 / 0\n"}, "ZeroDivisionError"),
        (
            {"stores.py": "from regledger.sectors import hookimpl\n@hookimpl\ndef regledger_sector(): ...\n"},
            "which is the package's alone",
        ),
        ({"sector.toml": SECTOR.replace("transport", "nowhere")}, "nowhere"),
    ],
)
def test_parts_that_do_not_fit_keep_the_sector_out(put: Put, files: dict[str, str], found: str) -> None:
    """What is said twice, broken or missing in a part or a file is named, and the sector is left out."""
    [broken] = put(parted() | files).sectors.broken

    assert broken.name == "fireworks"
    assert found in broken.found


def test_a_sector_that_is_left_out_takes_its_parts_along(put: Put) -> None:
    """Of a sector that cannot be put together with the rest no part answers any more."""
    installed = put(parted() | {"sector/more.toml": RULE})

    assert installed.sectors.loaded == {}
    Scenarios(installed)().on("2020-01-02").when(STORE).warns("SECTOR", code="sector.broken")
