"""The contract between the core and a sector: the hooks, and the types they give and get.

A sector is an installed distribution with an entry point in the group `regledger.sectors` that names a module.
The module implements the hooks below with `@hookimpl`. Hooks that *declare* are called once, when sectors are
loaded; hooks that *decide* are called for an act on a site of that sector, and an error in one refuses the act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import pluggy

if TYPE_CHECKING:
    from regledger.deciding.dossier import Dossier
    from regledger.deciding.handlers import Command, Handler
    from regledger.deciding.judge import Judge
    from regledger.deciding.kinds import Kind
    from regledger.law.objections import Objection
    from regledger.law.source import LawSource
    from regledger.log.facts import Fact
    from regledger.log.tags import TagKind
    from regledger.views import ReadModel

__all__ = [
    "CONTRACT_VERSION",
    "DECIDERS",
    "Act",
    "CheckItem",
    "Checklist",
    "LicenceKind",
    "Sector",
    "SectorHooks",
    "hookimpl",
    "hookspec",
]

CONTRACT_VERSION = 1
PROJECT = "regledger"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Sector(msgspec.Struct, frozen=True, kw_only=True):
    """Who a sector is."""

    name: str
    """As sites name it, such as `fireworks`; its entry point has the same name."""
    title: str
    title_zh: str
    contract: int
    """The version of this contract that it was written for."""
    overlay: bool = False
    """True for a sector that is laid over another, such as a park."""


class LicenceKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of licence that a sector issues."""

    code: str
    title: str
    title_zh: str
    article: str
    """Instrument, edition and article that ask for it."""
    term_years: str
    """The parameter that says for how many years it is valid."""
    renewal_months: str
    """The parameter that says how many months before expiry renewal is to be asked for."""


class CheckItem(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a checklist."""

    code: str
    question: str
    question_zh: str
    article: str


class Checklist(msgspec.Struct, frozen=True, kw_only=True):
    """A versioned list of questions that an inspection goes through."""

    code: str
    version: int
    title: str
    title_zh: str
    items: tuple[CheckItem, ...]


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What a sector is asked about: a command, and the dossier it is decided on."""

    name: str
    """The command's stable name, such as `licence.issue`."""
    command: Any
    dossier: Any
    actor: str = ""
    """Who sends it, as `kind:id`."""
    known: str = ""
    """How the actor is known, such as `signed`; empty while it is asked what to read, for nothing was checked yet."""

    if TYPE_CHECKING:
        command: Command  # type: ignore[no-redef]
        dossier: Dossier  # type: ignore[no-redef]


class SectorHooks:
    """The hooks of contract version 1. Only `regledger_sector` must be implemented."""

    @hookspec
    def regledger_sector(self) -> Sector:
        """Say who the sector is.

        Example:
            >>> from regledger.sectors import Sector, hookimpl
            >>> @hookimpl
            ... def regledger_sector():
            ...     return Sector(name="fireworks", title="Fireworks", title_zh="烟花爆竹", contract=1)
            >>> regledger_sector().name
            'fireworks'
        """
        raise NotImplementedError

    @hookspec
    def regledger_facts(self) -> Sequence[type[Fact]]:
        """Declare the sector's own facts.

        Example:
            >>> from datetime import date
            >>> from regledger.sectors import Fact, Id, fact, hookimpl
            >>> @fact("store.counted", 1, tags={"site": "site"}, occurred="counted_on")
            ... class StoreCounted(Fact, frozen=True, kw_only=True):
            ...     site: Id
            ...     boxes: int
            ...     counted_on: date
            >>> @hookimpl
            ... def regledger_facts():
            ...     return [StoreCounted]
            >>> regledger_facts()[0].__fact__.name
            'store.counted'
        """
        raise NotImplementedError

    @hookspec
    def regledger_tag_kinds(self) -> Sequence[TagKind]:
        """Declare the kinds of tag that the sector's facts carry beyond the core's, and `side` kinds derived from facts.

        Example:
            >>> from regledger.sectors import TagKind, hookimpl
            >>> @hookimpl
            ... def regledger_tag_kinds():
            ...     return [TagKind("store", "consistency")]
            >>> regledger_tag_kinds()[0].role
            'consistency'
        """
        raise NotImplementedError

    @hookspec
    def regledger_kinds(self) -> Sequence[Kind[Any]]:
        """Declare the sector's own records: their state and how facts fold to it.

        Example:
            >>> from regledger.sectors import Kind, State, hookimpl
            >>> class Store(State, frozen=True, kw_only=True):
            ...     boxes: int
            >>> def evolve(state, fact):
            ...     return Store(boxes=fact.body.boxes)
            >>> @hookimpl
            ... def regledger_kinds():
            ...     return [Kind(name="store", state=Store, evolve=evolve, facts=())]
            >>> regledger_kinds()[0].name
            'store'
        """
        raise NotImplementedError

    @hookspec
    def regledger_commands(self) -> Sequence[Handler]:
        """Declare the sector's own commands with their decisions.

        Example:
            >>> from datetime import date
            >>> from regledger.sectors import Command, Id, handles, hookimpl
            >>> class CountStore(Command, frozen=True, kw_only=True):
            ...     site: Id
            ...     counted_on: date
            >>> @handles("store.count", CountStore, on="counted_on", reads=lambda c, d: [f"site:{c.site}"])
            ... def count_store(command, dossier, judge):
            ...     yield from ()
            >>> @hookimpl
            ... def regledger_commands():
            ...     return [count_store]
            >>> regledger_commands()[0].name
            'store.count'
        """
        raise NotImplementedError

    @hookspec
    def regledger_law(self) -> Sequence[LawSource]:
        """Declare the sector's rules and dated parameters, as TOML.

        Example:
            >>> from regledger.sectors import LawSource, hookimpl
            >>> @hookimpl
            ... def regledger_law():
            ...     return [LawSource(name="fireworks", text="")]
            >>> regledger_law()[0].name
            'fireworks'
        """
        raise NotImplementedError

    @hookspec
    def regledger_texts(self) -> Mapping[str, Mapping[str, str]]:
        """Give the sentences for the sector's objection codes: found, asks, remedy.

        Example:
            >>> from regledger.sectors import hookimpl
            >>> @hookimpl
            ... def regledger_texts():
            ...     return {"store.too_full": {"found": "{boxes} boxes", "asks": "at most 50", "remedy": "Move some."}}
            >>> sorted(regledger_texts())
            ['store.too_full']
        """
        raise NotImplementedError

    @hookspec
    def regledger_licence_kinds(self) -> Sequence[LicenceKind]:
        """Declare the kinds of licence that the sector issues.

        Example:
            >>> from regledger.sectors import LicenceKind, hookimpl
            >>> @hookimpl
            ... def regledger_licence_kinds():
            ...     return [LicenceKind(code="retail", title="Retail licence", title_zh="零售许可证",
            ...         article="烟花爆竹安全管理条例 Art 16", term_years="D-05.term",
            ...         renewal_months="D-05.lead")]
            >>> regledger_licence_kinds()[0].code
            'retail'
        """
        raise NotImplementedError

    @hookspec
    def regledger_checklists(self) -> Sequence[Checklist]:
        """Declare the checklists that the sector's inspections go through.

        Example:
            >>> from regledger.sectors import CheckItem, Checklist, hookimpl
            >>> item = CheckItem(code="1", question="Is the store locked?", question_zh="仓库是否上锁?", article="Art 20")
            >>> @hookimpl
            ... def regledger_checklists():
            ...     return [Checklist(code="store", version=1, title="Store", title_zh="仓库", items=(item,))]
            >>> len(regledger_checklists()[0].items)
            1
        """
        raise NotImplementedError

    @hookspec
    def regledger_read_models(self) -> Sequence[ReadModel]:
        """Declare read models that the sector wants projected.

        Example:
            >>> from regledger.sectors import hookimpl
            >>> @hookimpl
            ... def regledger_read_models():
            ...     return []
            >>> regledger_read_models()
            []
        """
        raise NotImplementedError

    @hookspec
    def regledger_reads(self, act: Act) -> Iterable[str]:
        """Decide: name the tags that the sector needs to see before it judges `act`.

        Called again as the dossier fills, until nothing new is named.

        Example:
            >>> from regledger.sectors import Act, hookimpl
            >>> @hookimpl
            ... def regledger_reads(act):
            ...     return [f"store:{act.command.site}"] if act.name == "licence.issue" else []
            >>> regledger_reads(Act(name="hazard.clear", command=None, dossier=None))
            []
        """
        raise NotImplementedError

    @hookspec
    def regledger_objections(self, act: Act, judge: Judge) -> Iterable[Objection]:
        """Decide: object to `act` on a site of the sector. Pure; ask the law through `judge`.

        Example:
            >>> from regledger.sectors import Act, hookimpl
            >>> @hookimpl
            ... def regledger_objections(act, judge):
            ...     if act.name == "store.count":
            ...         yield from judge.rule("K-01", "store.too_full", act.command.boxes <= 50, boxes=act.command.boxes)
            >>> list(regledger_objections(Act(name="hazard.clear", command=None, dossier=None), None))
            []
        """
        raise NotImplementedError


DECIDERS = ("regledger_reads", "regledger_objections")
"""Hooks asked about an act. The others declare, and are called once."""
