"""The periods of a kind of licence: its term, and how long before its end renewal is asked for (D-05)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from regledger.errors import LawError
from regledger.law.parameters import Parameter
from regledger.sectors.declared import LicenceKind

__all__ = ["check_licence_kinds"]

_TERMS = {"year": 100, "month": 1_200}
"""Unit of a term → the longest: it ends on the day before the corresponding one, which only years and months have."""

_LEADS = {**_TERMS, "calendar day": 36_500, "working day": 25_000}
"""Renewal is asked for some days before as well (行政许可法 Art 50: thirty)."""


def check_licence_kinds(kinds: Iterable[LicenceKind], parameters: Mapping[str, Parameter]) -> None:
    """Raise `LawError`, naming kind and parameter, for one that is valid for no time that can be counted."""
    for kind in kinds:
        for parameter, longest in ((kind.term_years, _TERMS), (kind.renewal_months, _LEADS)):
            declared = parameters.get(parameter)
            if declared is None:
                raise LawError(
                    where=f"parameter {parameter}",
                    found=f"licence kind {kind.code} names it, and nothing declares it",
                    remedy="Declare it in core, a sector or a law pack.",
                )
            most = longest.get(declared.unit)
            if most is None:
                raise LawError(
                    where=f"parameter {parameter}",
                    found=f"licence kind {kind.code} counts by it, and its unit is {declared.unit!r}",
                    remedy=f"Name a parameter in {' or '.join(longest)}.",
                )
            for value in declared.values:
                if type(value.value) is not int or not 1 <= value.value <= most:
                    raise LawError(
                        where=f"parameter {parameter}",
                        found=f"licence kind {kind.code} counts by it, and its value from {value.valid_from} is {value.value!r}",
                        remedy=f"Write a whole number from 1 to {most}.",
                    )
