"""The tables of GB 18218-2018 (危险化学品重大危险源辨识): substances, classes, corrections.

The data are a transcription of the standard's tables 1 to 4 (`data/gb18218_table*.csv`), table 4 standing in the
last column of table 2. Quantities Q are tonnes. CAS numbers are a convenience of this package, not of the statute:
where an entry is limited by a concentration or a state, whoever names it by CAS says that the limit is met.

Three readings of this package go beyond the transcription:

- Table 3 lists carbon monoxide (一氧化碳), table 1 lists it only as coal gas (no. 13, CO and its mixtures with
  hydrogen, methane and the like). Both are taken as no. 13, with the beta of carbon monoxide.
- Table 1 names no class, and table 4 gives beta by class. Only liquefied petroleum gas (no. 52, W2) has its class
  here; for the others whoever grades states it, because it can depend on the conditions (W5.1, W5.2 or W5.3).
- Everyday names (氯气, 液氨) are taken for the gas they mean.
"""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec
from regledger.sectors import RegledgerError
from stdnum import casrn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "AmbiguousSubstance",
    "BadCasNumber",
    "HazardClass",
    "Substance",
    "UnknownClass",
    "UnknownSubstance",
    "find_substance",
    "hazard_class",
    "hazard_classes",
    "is_class_code",
    "substance_key",
    "substances",
]

_CAS = re.compile(r"\d{2,7}-\d{2}-\d")
_CLASS_LIKE = re.compile(r"[JW]\d+(\.\d+)?", re.IGNORECASE)
_NEAREST = 4


class UnknownSubstance(RegledgerError):
    """{substance!r} is not in table 1 of GB 18218-2018; the nearest entries are {nearest}. Name one of them, or give the hazard class(es) of table 2 for {substance!r}."""


class AmbiguousSubstance(RegledgerError):
    """{substance!r} stands for several entries of table 1 of GB 18218-2018: {nearest}. Name one of them by its number."""


class UnknownClass(RegledgerError):
    """{code!r} is not a class of table 2 of GB 18218-2018; the nearest are {nearest}. Give one of those codes."""


class BadCasNumber(RegledgerError):
    """{substance!r} is not a CAS number: its check digit is wrong. Compare it with the safety data sheet and mend it."""


class Substance(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of table 1.

    `Q` is the threshold in tonnes; `beta` the correction of table 3, None where table 3 does not list the entry;
    `class_code` the class of table 2 where this package knows it without doubt, otherwise None.
    """

    id: str
    name: str
    Q: Decimal
    cas: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    beta: Decimal | None = None
    class_code: str | None = None


class HazardClass(msgspec.Struct, frozen=True, kw_only=True):
    """One class of table 2: `Q` in tonnes, `beta` of table 4."""

    code: str
    description: str
    Q: Decimal
    beta: Decimal


def _rows(table: int) -> list[dict[str, str]]:
    source = files("regledger_hazardous_chemicals") / "data" / f"gb18218_table{table}.csv"
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


@cache
def substances() -> Mapping[str, Substance]:
    """The 85 entries of table 1 by number ("1" to "85"), each with its beta of table 3."""
    betas = {row["id"]: Decimal(row["beta"]) for row in _rows(3)}
    return MappingProxyType(
        {
            row["id"]: Substance(
                id=row["id"],
                name=row["name_zh"],
                Q=Decimal(row["Q_t"]),
                cas=_parts(row["cas"]) + _parts(row["cas_aliases"]),
                aliases=_parts(row["name_aliases"]),
                beta=betas.get(row["id"]),
                class_code=row["class"] or None,
            )
            for row in _rows(1)
        }
    )


@cache
def hazard_classes() -> Mapping[str, HazardClass]:
    """The 24 classes of table 2 by code ("J1" to "W11"), each with its beta of table 4."""
    return MappingProxyType(
        {
            row["code"]: HazardClass(
                code=row["code"],
                description=row["description"],
                Q=Decimal(row["Q_t"]),
                beta=Decimal(row["beta"]),
            )
            for row in _rows(2)
        }
    )


def substance_key(text: str) -> str:
    """A name as it is compared: full-width forms, spaces and case make no difference (氯化氢（无水） = 氯化氢(无水))."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@cache
def _index() -> Mapping[str, tuple[Substance, ...]]:
    found: dict[str, tuple[Substance, ...]] = {}
    for substance in substances().values():
        for text in {substance.id, substance.name, *substance.aliases, *substance.cas}:
            key = substance_key(text)
            found[key] = (*found.get(key, ()), substance)
    return MappingProxyType(found)


def find_substance(text: str) -> Substance | None:
    """The entry of table 1 that a number, a CAS number or a Chinese name stands for, or None.

    Raises:
        AmbiguousSubstance: the CAS number belongs to several entries (硝酸铵, 硝化纤维素).
        BadCasNumber: the text is built like a CAS number and its check digit is wrong.
    """
    key = substance_key(text)
    entries = _index().get(key, ())
    if len(entries) > 1:
        raise AmbiguousSubstance(substance=text, nearest=_listed(entries))
    if entries:
        return entries[0]
    if _CAS.fullmatch(key) and not casrn.is_valid(key):
        raise BadCasNumber(substance=text)
    return None


def unknown_substance(text: str) -> UnknownSubstance:
    """The error for a text that `find_substance` does not know, with the nearest entries."""
    key = substance_key(text)

    def distance(known: str) -> tuple[bool, bool, float]:
        # 硝酸 most likely means 硝酸(…), then what has it as a part; the likeness of two short names says little.
        return (
            not (key and known.startswith(f"{key}(")),
            not (key and key in known),
            -difflib.SequenceMatcher(None, key, known).ratio(),
        )

    ranked = sorted(_index(), key=distance)
    nearest: dict[str, Substance] = {}
    for known in ranked:
        for substance in _index()[known]:
            nearest.setdefault(substance.id, substance)
        if len(nearest) >= _NEAREST:
            break
    return UnknownSubstance(substance=text, nearest=_listed(list(nearest.values())[:_NEAREST]))


def is_class_code(text: str) -> bool:
    """Whether the text is built like a code of table 2; `hazard_class` tells whether it is one."""
    return _CLASS_LIKE.fullmatch(substance_key(text)) is not None


def hazard_class(code: str) -> HazardClass:
    """The class of table 2 with this code.

    Raises:
        UnknownClass: table 2 has no such code.
    """
    known = hazard_classes()
    wanted = substance_key(code).upper()
    if wanted in known:
        return known[wanted]
    nearest = [name for name in known if name.startswith(wanted)] if wanted else []
    nearest = nearest or difflib.get_close_matches(wanted, known, n=_NEAREST, cutoff=0.3) or list(known)
    raise UnknownClass(code=code, nearest=", ".join(nearest))


def _listed(entries: Iterable[Substance]) -> str:
    return "; ".join(f"{entry.id} {entry.name}" for entry in entries)
