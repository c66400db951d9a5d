"""The hooks that declare: asked once, when the core and the sectors are put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from regledger.deciding.handlers import Handler
    from regledger.deciding.kinds import Kind
    from regledger.law.checklists import Checklist
    from regledger.law.criteria import Criterion
    from regledger.law.source import LawSource
    from regledger.log.facts import Fact
    from regledger.log.tags import TagKind
    from regledger.sectors.declared import (
        DocumentField,
        ImportMapping,
        LawException,
        LicenceKind,
        Obligation,
        Sector,
        SiteProfile,
    )
    from regledger.views import ReadModel

__all__ = ["DeclaringHooks"]

hookspec = pluggy.HookspecMarker("regledger")


class DeclaringHooks:
    """Hooks asked once. Only `regledger_sector` must be implemented, and not even that where `sector.toml` says it."""

    @hookspec
    def regledger_sector(self) -> Sector:
        """Say who the sector is.

        Example:
            >>> from regledger.sectors import Sector, hookimpl
            >>> @hookimpl
            ... def regledger_sector():
            ...     return Sector(name="fireworks", title="Fireworks", title_zh="烟花爆竹", contract=2)
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
    def regledger_criteria(self) -> Sequence[Criterion]:
        """Declare the criteria that make a finding a major hazard, beside those of `sector.toml`.

        Since contract 2.

        Example:
            >>> from datetime import date
            >>> from regledger.sectors import Citation, Criterion, hookimpl
            >>> @hookimpl
            ... def regledger_criteria():
            ...     return [Criterion(code="fireworks-2017/3", title="Over the licensed quantity", title_zh="超许可数量储存",
            ...         citation=Citation(instrument="烟花爆竹判定标准", edition="2017", article="item 3"),
            ...         status="SECONDARY", valid_from=date(2017, 11, 13))]
            >>> regledger_criteria()[0].level
            'major'
        """
        raise NotImplementedError

    @hookspec
    def regledger_site_profiles(self) -> Sequence[SiteProfile]:
        """Declare what the sector knows of a site: a schema, of which the core makes fact, command and record.

        Since contract 2. At most one.

        Example:
            >>> from regledger.sectors import Profile, SiteProfile, hookimpl
            >>> class Store(Profile, frozen=True, kw_only=True):
            ...     boxes_licensed: int
            >>> @hookimpl
            ... def regledger_site_profiles():
            ...     return [SiteProfile(schema=Store, title="Store", title_zh="零售点")]
            >>> regledger_site_profiles()[0].version
            1
        """
        raise NotImplementedError

    @hookspec
    def regledger_obligations(self) -> Sequence[Obligation]:
        """Declare what has to be done within a period, beside those of `sector.toml`.

        Since contract 2.

        Example:
            >>> from regledger.sectors import Obligation, hookimpl
            >>> @hookimpl
            ... def regledger_obligations():
            ...     return [Obligation(code="store.count_due", title="Count the boxes", title_zh="盘点", rule="K-01",
            ...         period="K-01.count", begins=("store.counted",), met_by=("store.counted",))]
            >>> regledger_obligations()[0].owner
            'enterprise'
        """
        raise NotImplementedError

    @hookspec
    def regledger_exceptions(self) -> Sequence[LawException]:
        """Declare where the sector's law goes before the common law, beside those of `sector.toml`.

        Since contract 2.

        Example:
            >>> from regledger.sectors import LawException, hookimpl
            >>> @hookimpl
            ... def regledger_exceptions():
            ...     return [LawException(of="A-19.decision", by="K-02.decision", article="烟花爆竹安全管理条例(2016) Art 40")]
            >>> regledger_exceptions()[0].of
            'A-19.decision'
        """
        raise NotImplementedError

    @hookspec
    def regledger_document_fields(self) -> Sequence[DocumentField]:
        """Declare fields that documents of the sector carry, beside those of `sector.toml`.

        Since contract 2.

        Example:
            >>> from regledger.sectors import DocumentField, hookimpl
            >>> @hookimpl
            ... def regledger_document_fields():
            ...     return [DocumentField(document="order", name="boxes", title="Licensed boxes", title_zh="许可数量",
            ...         record="fireworks_site", field="boxes_licensed")]
            >>> regledger_document_fields()[0].document
            'order'
        """
        raise NotImplementedError

    @hookspec
    def regledger_import_mappings(self) -> Sequence[ImportMapping]:
        """Declare mappings for registers of the sector, used as `regledger import SECTOR:NAME FILE`, beside those of `sector.toml`.

        Since contract 2.

        Example:
            >>> from regledger.sectors import ImportMapping, hookimpl
            >>> @hookimpl
            ... def regledger_import_mappings():
            ...     text = '''
            ...     [register]
            ...     id = "stores"
            ...     title = "零售点登记表"
            ...
            ...     [[command]]
            ...     name = "store.count"
            ...     key = ["编号"]
            ...     fields = { site = { column = "编号" }, counted_on = { date = "日期" } }
            ...     '''
            ...     return [ImportMapping(name="stores", title="Stores", title_zh="零售点登记表", text=text)]
            >>> regledger_import_mappings()[0].name
            'stores'
        """
        raise NotImplementedError
