"""What a sector declares of itself: plain data, checked when sectors are put together with the core."""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from regledger.deciding.kinds import State
from regledger.errors import LawError
from regledger.law.parameters import Status

__all__ = [
    "Condition",
    "DocumentField",
    "ImportMapping",
    "LawException",
    "Level",
    "LicenceKind",
    "Obligation",
    "Profile",
    "Sector",
    "SiteProfile",
]

Level = Literal["county", "city", "province", "state"]
"""Of an authority, by the code of its region (GB/T 2260): 430000 is a province, 430100 a city, 430181 a county."""


class Sector(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who a sector is."""

    name: str
    """As sites name it, such as `fireworks`; its entry point has the same name."""
    title: str
    title_zh: str
    contract: int
    """The version of this contract that it was written for."""
    overlay: bool = False
    """True for a sector that is laid over another and never leads, such as a park."""
    may_lay_over: bool = False
    """True for a sector that leads sites of its own and is laid over others' as well, such as building works in a plant."""
    parts: tuple[str, ...] = ()
    """Modules of its package, such as `gas`, whose hooks are the sector's as well; what they answer is put together."""
    scope: str = ""
    """Which enterprises and sites it covers, in a sentence."""
    scope_zh: str = ""
    industries: tuple[str, ...] = ()
    """Codes of GB/T 4754-2017 that it covers, such as `C2672`; empty where it goes by something else."""


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One condition under which a licence is granted."""

    code: str
    title: str
    title_zh: str
    article: str


class LicenceKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of licence that a sector issues."""

    code: str
    title: str
    title_zh: str
    article: str
    """Instrument, edition and article that ask for it."""
    term_years: str
    """The parameter that says for how long it is valid, in years or months, from 1."""
    renewal_months: str
    """The parameter that says how long before expiry renewal is to be asked for: years, months or days, from 1."""
    conditions: tuple[Condition, ...] = ()
    issued_by: tuple[Level, ...] = ()
    """The levels of authority that may issue it; empty where the law leaves it open or `regledger_competence` says."""
    issued_by_article: str = ""
    """Where that stands."""
    status: Status = "VERIFIED"
    """How far the text of its conditions and of who issues it was checked; D-02 and D-03 refuse by a VERIFIED one alone."""


class Profile(State, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a sector knows of a site; subclassed by the sector, with fields as a fact has them."""


class SiteProfile(msgspec.Struct, frozen=True, kw_only=True):
    """The site profile of a sector: from its schema the core makes a fact, a command and a record.

    For sector `fireworks`: the fact `fireworks_site.profiled`, the command `fireworks_site.profile`, the record
    `fireworks_site:<site>`, found by the tag of the site and read with `dossier.get(schema, site)`.
    """

    schema: type[Profile]
    version: int = 1
    """Raised when a stored profile has to be lifted; an added field with a default does not need it."""
    title: str
    title_zh: str
    lifts: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
    """From version → upcaster of a stored profile to the next one."""


class Obligation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody has to do again and again, or once, within a period that the law sets.

    Its clock starts with the first fact of `begins` and stops with the next one of `met_by`; while it runs, another fact of
    `begins` starts none. It starts anew with the next fact of `begins`, at once where what met it is one. Once it has
    begun, a fact of `ends` ends it for good. It holds on sites of the sector, lead or overlay, and goes on with whoever
    takes the place of its subject.
    """

    code: str
    """`record.what_is_due`, such as `fireworks.yearly_training`."""
    title: str
    title_zh: str
    rule: str
    """The rule that asks for it, with its articles."""
    period: str
    """The parameter with the period, such as `F-02.evaluation`: whole numbers of 1 to 40,000."""
    begins: tuple[str, ...]
    """Names of facts."""
    met_by: tuple[str, ...]
    """Names of facts. One that is in `begins` as well makes it recur."""
    ends: tuple[str, ...] = ()
    """Names of facts."""
    subject: str = "site"
    """The kind of the tag of what it is about, such as `site` or `licence`: all of the facts carry one."""
    owner: Literal["enterprise", "authority"] = "enterprise"
    """Who has to do it."""
    command: str = ""
    """The command that records that it was done."""
    licence_kinds: tuple[str, ...] = ()
    """Codes of kinds of licence: of the facts of `begins`, `licence.applied` and `licence.issued` of another kind start no
    clock. Empty where every licence does."""


class LawException(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a sector's own law goes before the common law (特别规定优先), on sites whose lead sector it is.

    One with `licence_kinds` holds where a licence of these kinds is applied for, granted, extended or looked at, and
    nowhere else.
    """

    of: str
    """A parameter of the common law, such as `A-19.decision`, or a rule, such as `A-15`."""
    by: str
    """The sector's parameter, or rule, that stands in its place."""
    article: str
    """Instrument, edition and article that allow it."""
    licence_kinds: tuple[str, ...] = ()
    """Codes of the sector's kinds of licence; empty where it holds for every act."""


class DocumentField(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A field that a document of the sector carries beside those of the core."""

    document: str
    """The kind of document: the kind of record that it is made of, such as `order`, `case`, `inspection` or `licence`."""
    name: str
    title: str
    title_zh: str
    record: str
    """The kind of the record that it is read from: `site`, `enterprise`, `fireworks_site`, …"""
    field: str
    """The field of that record's state."""


class ImportMapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping for registers of the sector, used as `regledger import SECTOR:NAME FILE`."""

    name: str
    title: str
    title_zh: str
    text: str
    """The mapping, as TOML (docs/importing.md)."""

    @classmethod
    def from_package(cls, package: str, path: str, *, name: str, title: str, title_zh: str) -> ImportMapping:
        """The file `path` inside an installed `package`; raises `LawError` where it cannot be read."""
        try:
            text = importlib.resources.files(package).joinpath(path).read_text(encoding="utf-8")
        except (OSError, ModuleNotFoundError, UnicodeDecodeError) as error:
            raise LawError(
                where=f"{package}:{path}", found=f"it cannot be read ({error})", remedy="Install the package again."
            ) from None
        return cls(name=name, title=title, title_zh=title_zh, text=text)
