"""Offences with their ranges of fines, and the benchmarks by which an authority uses its discretion inside them."""

from __future__ import annotations

import msgspec

from regledger.law.parameters import Citation, Status

__all__ = ["Benchmark", "FineRange", "Offence"]


class Offence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An offence, and the parameters that bound the fine for it.

    Attributes:
        id: as a decision names it, such as `WSL-99.equipment`.
        title: in English.
        title_zh: in Chinese.
        citations: the articles that punish it.
        status: how far their text was checked.
        fine_min: the parameter with the least fine in fen; empty where the law sets none.
        fine_max: the parameter with the highest fine in fen; empty where only a sector can say it.
        note: what a reader should know of it.
        rule: the rule of the catalogue that it breaks; an objection to the fine names it. Without one it is A-34 or A-32.
        overdue: punished only where an order to correct was not obeyed in time, or correction was refused.
    """

    id: str
    title: str
    title_zh: str
    citations: tuple[Citation, ...]
    status: Status
    fine_min: str = ""
    fine_max: str = ""
    note: str = ""
    rule: str = ""
    overdue: bool = False


class Benchmark(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One tier of a discretion benchmark (裁量基准): what is fined how, inside the range of an offence.

    Attributes:
        id: as a decision names it, such as `HN-WSL-99.lighter`.
        offence: the id of the offence.
        title: when it applies, in English.
        title_zh: in Chinese.
        citations: where it was published.
        status: how far its text was checked.
        fine_min: the parameter with the least fine of the tier, in fen.
        fine_max: the parameter with its highest fine, in fen.
    """

    id: str
    offence: str
    title: str
    title_zh: str
    citations: tuple[Citation, ...]
    status: Status
    fine_min: str
    fine_max: str


class FineRange(msgspec.Struct, frozen=True, kw_only=True):
    """A range of fines, both ends in fen; None where the law sets no such end."""

    least_fen: int | None = None
    most_fen: int | None = None
    article: str = ""
    """Where it stands; that of the offence where it is empty."""
