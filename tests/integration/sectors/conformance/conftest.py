"""A sector of kilns in a folder of its own, which passes every check, to be spoiled by one line at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from regledger.testing.conformance import Report, Subject, check, subjects_of

TODAY = date(2026, 11, 23)
_numbers = count(1)

PYPROJECT = """
[project]
name = "regledger-NAME"
version = "1.4.0"
dependencies = ["regledger>=0.3", "msgspec>=0.19"]

[project.entry-points."regledger.sectors"]
NAME = "PACKAGE"
"""

TABLES = """
[sector]
name = "NAME"
title = "Kilns"
title_zh = "窑炉"
contract = 2
scope = "Brick kilns of the county."

[[rule]]
id = "NAME-01"
title = "Highest load of a kiln"
title_zh = "窑炉最大装载量"
citations = [{ instrument = "窑炉安全条例", edition = "2020", article = "Art 7" }]
status = "VERIFIED"

[[parameter]]
id = "NAME-01.most"
title = "Highest load"
nature = "substantive"
unit = "brick"
[[parameter.value]]
value = 100
valid_from = 2020-01-01
valid_to = 2025-12-31
citation = { instrument = "窑炉安全条例", edition = "2020", article = "Art 7" }
status = "VERIFIED"
known_from = 2020-01-01
[[parameter.value]]
value = 80
valid_from = 2026-01-01
citation = { instrument = "窑炉安全条例", edition = "2025", article = "Art 7" }
status = "SECONDARY"
known_from = 2025-12-01
review_by = 2027-06-30

[objection."NAME_kiln.too_full"]
found = "{load} bricks"
asks = "at most {most}"
remedy = "Take some out."
"""

HOOKS = '''"""Kilns."""

from collections.abc import Iterator
from datetime import date

import msgspec
from regledger.sectors import Act, Command, Dossier, Fact, Id, Judge, Kind, Outcome, State, TagKind, Text, fact, handles
from regledger.sectors import Personal, ReadModel, hookimpl


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a kiln."""

    code: Id


@fact("NAME_kiln.loaded", 1, tags={"kiln": "NAME_kiln", "site": "site"}, occurred="loaded_on")
class Loaded(Fact, frozen=True, kw_only=True):
    """`NAME_kiln.loaded` v1: a kiln was loaded."""

    kiln: Id
    site: Id
    load: int
    remark: Text = ""
    parts: tuple[Part, ...] = ()
    loaded_on: date


class Kiln(State, frozen=True, kw_only=True):
    load: int


def _evolve(state, recorded):
    return Kiln(load=recorded.body.load)


class LoadKiln(Command, frozen=True, kw_only=True):
    """Load a kiln with bricks."""

    kiln: Id
    site: Id
    load: int
    remark: Text = ""
    loaded_on: date


def _reads(command, dossier):
    return [f"NAME_kiln:{command.kiln}", f"site:{command.site}"]


@handles("NAME_kiln.load", LoadKiln, on="loaded_on", reads=_reads)
def load_kiln(command: LoadKiln, dossier: Dossier, judge: Judge) -> Outcome:
    most = judge.whole("NAME-01.most")
    yield from judge.rule("NAME-01", "NAME_kiln.too_full", command.load <= most, load=command.load, most=most)
    yield Loaded(
        kiln=command.kiln, site=command.site, load=command.load, remark=command.remark, loaded_on=command.loaded_on
    )


class Kilns(ReadModel):
    """One row a kiln."""

    name = "NAME_kilns"
    version = 1
    types = ("NAME_kiln.loaded",)
    columns = {"kiln": "text", "load": "integer"}

    def keys(self, fact):
        return [fact.body.kiln]

    def row(self, key, facts):
        return {"kiln": key, "load": facts[-1].body.load}


@hookimpl
def regledger_facts():
    return [Loaded]


@hookimpl
def regledger_tag_kinds():
    return [TagKind("NAME_kiln", "consistency")]


@hookimpl
def regledger_kinds():
    return [Kind(name="NAME_kiln", state=Kiln, evolve=_evolve, facts=(Loaded,))]


@hookimpl
def regledger_commands():
    return [load_kiln]


@hookimpl
def regledger_read_models():
    return [Kilns()]


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator:
    return iter(())
'''

TESTS = '''"""Both sides of the load."""

import pytest
from regledger.testing.scenario import COUNTY, county_ledger, given, step

SITE = step(
    "site.register", site="S-2", enterprise="E-1", name="Kiln", address="2 Road", authority="emb", sector="NAME",
    registered_on="2020-01-02",
)


@pytest.fixture
def county(tmp_path):
    with county_ledger(tmp_path) as ledger:
        yield given(ledger, COUNTY, SITE).on("2025-03-02")


def loaded(county, load, **rest):
    return county.when("NAME_kiln.load", kiln="K-1", site="S-2", load=load, loaded_on="2025-03-02", **rest)


def test_a_full_kiln(county):
    loaded(county, 100).is_recorded()


def test_a_kiln_that_is_too_full(county):
    loaded(county, 101).refuses("NAME-01")
'''


DEMO = '''
title = "A kiln"
title_zh = "一座窑"

[[step]]
say = "A kiln is registered."
submit = """
{"command": "site.register", "body": {"site": "S-2", "enterprise": "E-1", "name": "Kiln", "address": "2 Road", "authority": "emb", "sector": "NAME", "registered_on": "2020-01-02"}}
"""

[[step]]
say = "It is too full."
submit = """
{"command": "NAME_kiln.load", "body": {"kiln": "K-1", "site": "S-2", "load": 100, "loaded_on": "2025-03-02"}}
{"command": "NAME_kiln.load", "body": {"kiln": "K-1", "site": "S-2", "load": 101, "loaded_on": "2025-03-03"}}
"""
refused_by = ["NAME-01"]
'''


class Kilns:
    """The sector's folder."""

    def __init__(self, folder: Path) -> None:
        number = next(_numbers)
        self.folder = folder
        self.name = f"kilns{number}"
        self.package = folder / f"regledger_kilns{number}"
        self.package.mkdir()
        (folder / "tests").mkdir()
        self.write("pyproject.toml", PYPROJECT)
        self.write(f"{self.package.name}/sector.toml", TABLES)
        self.write(f"{self.package.name}/__init__.py", HOOKS)
        self.write(f"{self.package.name}/demo.toml", DEMO)
        self.write("tests/test_kilns.py", TESTS)

    def write(self, path: str, text: str) -> None:
        """Write a file; NAME and PACKAGE stand for its own."""
        named = text.replace("NAME", self.name).replace("PACKAGE", self.package.name)
        (self.folder / path).write_text(named, encoding="utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Put `new` for `old`, which must be there, in `sector.toml`, `__init__.py` or a file of the folder."""
        full = self.folder / path if (self.folder / path).exists() else self.package / path
        text = full.read_text(encoding="utf-8")
        old, new = (one.replace("NAME", self.name).replace("PACKAGE", self.package.name) for one in (old, new))
        assert old in text
        full.write_text(text.replace(old, new), encoding="utf-8")

    def subject(self) -> Subject:
        """As it is checked, read anew."""
        for module in [name for name in sys.modules if name.partition(".")[0] == self.package.name]:
            del sys.modules[module]
        return subjects_of(str(self.folder))[0]

    def report(self) -> Report:
        """Everything that is found of it, its tests run."""
        return check(self.subject(), today=TODAY)


@pytest.fixture
def kilns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kilns]:
    """The sector; what it puts on the path of this process is taken off again."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # two versions of one second would share their bytecode
    folder = tmp_path / "kilns"
    folder.mkdir()
    one = Kilns(folder)
    yield one
    for module in [name for name in sys.modules if name.partition(".")[0] == one.package.name]:
        del sys.modules[module]
