"""What the platform does with each rule of the catalogue: found in the code and its tests, and never kept by hand.

`make coverage` writes `data/coverage.json`, and one for each sector of the checkout beside its `sector.toml`: it runs the
tests of the law, writes down which rule objected where, takes each rule out in turn and sees a test fail. What stands here
only joins that with the catalogue.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from regledger.law.book import Lawbook

__all__ = ["FILE", "Catalogued", "Covered", "Found", "Kind", "catalogue", "coverage", "found"]

Kind = Literal["executable", "derived", "data", "outside"]
"""`executable`: its objection was seen through `Ledger.submit` on both sides of its boundary. `derived`: a last day or an
answer follows from it, and both were seen with and without. `data`: its numbers, offences or text are declared and looked
up, and no test sees it decide. `outside`: nothing applies it."""

_DATA = files("regledger.law") / "data"
FILE = "coverage.json"


class Catalogued(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as the catalogue has it."""

    id: str
    title: str
    title_zh: str
    source: str
    """The articles, as the catalogue cites them."""
    status: tuple[str, ...]
    """How far the text of its parts was checked."""

    @property
    def section(self) -> str:
        """The letter of its section."""
        return self.id.partition("-")[0]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What the code and the tests showed of one rule."""

    kind: Literal["executable", "derived"]
    where: tuple[str, ...]
    """Where it is applied, as `package/module.py:function`, or the offence that breaks it."""
    tests: tuple[str, ...]
    """The tests that name it and fail without it."""


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the catalogue and what the platform does with it."""

    rule: str
    kind: Kind
    where: tuple[str, ...]
    tests: tuple[str, ...]
    status: tuple[str, ...]
    title: str
    title_zh: str
    source: str


@cache
def catalogue() -> tuple[Catalogued, ...]:
    """Every rule of the catalogue, in its order."""
    return tuple(msgspec.convert(one, Catalogued) for one in tomllib.loads(_text("catalogue.toml"))["rule"])


@cache
def sections() -> dict[str, str]:
    """The title of each section by its letter."""
    return {one["id"]: one["title"] for one in tomllib.loads(_text("catalogue.toml"))["section"]}


@cache
def found(package: str = "") -> dict[str, Found]:
    """What the last run over code and tests showed, by rule: of the core, or of the sector in `package`."""
    file = files(package) / FILE if package else _DATA / FILE
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Found]) if file.is_file() else {}


def coverage(lawbook: Lawbook, packages: Iterable[str] = ()) -> Iterable[Covered]:
    """Each rule of the catalogue.

    Args:
        lawbook: that of the installation, whose sectors may declare more than the core.
        packages: those of its sectors, whose tests may show more than the core's.
    """
    shown = _joined((found(), *map(found, packages)))
    declared: dict[str, list[str]] = {}
    for (kind, name), source in sorted(lawbook.origins.items()):
        declared.setdefault(name.partition(".")[0], []).append(f"{source} {kind} {name}")
    for one in catalogue():
        seen = shown.get(one.id)
        data = tuple(declared.get(one.id, ()))
        yield Covered(
            rule=one.id,
            kind=seen.kind if seen else "data" if data else "outside",
            where=seen.where if seen else data,
            tests=seen.tests if seen else (),
            status=one.status,
            title=one.title,
            title_zh=one.title_zh,
            source=one.source,
        )


def _joined(several: Iterable[dict[str, Found]]) -> dict[str, Found]:
    joined: dict[str, Found] = {}
    for each in several:
        for rule, one in each.items():
            known = joined.get(rule)
            joined[rule] = (
                one
                if known is None
                else Found(
                    kind="executable" if "executable" in (known.kind, one.kind) else "derived",
                    where=tuple(sorted({*known.where, *one.where})),
                    tests=(*known.tests, *one.tests),
                )
            )
    return joined


def _text(name: str) -> str:
    return (_DATA / name).read_text("utf-8")
