"""The installation: the core and its sectors, put together once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from regledger.deciding.dossier import Kinds
from regledger.deciding.handlers import Handlers
from regledger.errors import BadFact, BadTag, DeclaredTwice, LawError
from regledger.law.book import Lawbook
from regledger.law.objections import Texts, core_texts
from regledger.law.source import LawSource
from regledger.log.catalogue import Catalogue
from regledger.log.side_kinds import check_derivation
from regledger.log.tags import CORE_TAG_KINDS, TagKinds
from regledger.records import CORE_FACTS, CORE_HANDLERS, CORE_KINDS
from regledger.sectors.contract import Checklist, LicenceKind
from regledger.sectors.declarations import Declarations, declarations
from regledger.sectors.guard import said
from regledger.sectors.loading import Sectors
from regledger.views import ReadModel

__all__ = ["Installation"]

CORE = "the core"

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Installation:
    """What is installed.

    A sector whose declarations cannot be put together with the rest is left out and listed as broken. Of two sectors
    that declare something of the same name, the one that comes first in the order of their names keeps it.
    """

    tag_kinds: TagKinds
    catalogue: Catalogue
    kinds: Kinds
    handlers: Handlers
    lawbook: Lawbook
    texts: Texts
    licence_kinds: Mapping[str, LicenceKind]
    """By code."""
    licence_kinds_of: Mapping[str, frozenset[str]]
    """By sector: the codes of its licence kinds."""
    checklists: Mapping[tuple[str, int], Checklist]
    """By code and version."""
    read_models: Mapping[str, ReadModel]
    """Those of the sectors, by name."""

    def __init__(self, sectors: Sectors | None = None) -> None:
        self.sectors = Sectors.installed() if sectors is None else sectors
        core = Declarations(
            facts=CORE_FACTS,
            tag_kinds=CORE_TAG_KINDS,
            kinds=CORE_KINDS,
            handlers=CORE_HANDLERS,
            law=(LawSource.from_package("regledger.law", "data/core.toml"),),
            texts=core_texts(),
        )
        joined = {CORE: core}
        issued: dict[str, frozenset[str]] = {}
        self._join(joined)
        for name, one in list(self.sectors.loaded.items()):
            try:
                declared = declarations(self.sectors, one)
                wider = {**joined, one.label: declared}
                self._join(wider)
            except Exception as error:
                _log.debug("%s cannot be put together with the rest", one.label, exc_info=error)
                self.sectors.leave_out(name, said(error))
            else:
                joined = wider
                issued[name] = frozenset(kind.code for kind in declared.licence_kinds)
        self._join(joined)
        self.licence_kinds_of = issued

    def _join(self, joined: Mapping[str, Declarations]) -> None:
        every = list(joined.values())
        self.tag_kinds = TagKinds(kind for one in every for kind in one.tag_kinds)
        facts = _keyed("fact", joined, lambda one: [(body.__fact__.name, body) for body in one.facts])
        self.catalogue = Catalogue(facts.values(), self.tag_kinds)
        self.kinds = Kinds(kind for one in every for kind in one.kinds)
        self.handlers = Handlers(handler for one in every for handler in one.handlers)
        self.lawbook = Lawbook.load(*(source for one in every for source in one.law))
        texts = _by_key("objection", ((by, one.texts.items()) for by, one in joined.items()))
        self.texts = Texts({code: dict(sentences) for code, sentences in texts.items()})
        self.licence_kinds = _keyed(
            "licence kind", joined, lambda one: [(kind.code, kind) for kind in one.licence_kinds]
        )
        self.checklists = _keyed(
            "checklist", joined, lambda one: [((each.code, each.version), each) for each in one.checklists]
        )
        self.read_models = _keyed("read model", joined, lambda one: [(model.name, model) for model in one.read_models])
        self._check_kinds(every)
        self._check_licence_kinds()

    def _check_kinds(self, joined: Iterable[Declarations]) -> None:
        for tag_kind in (kind for one in joined for kind in one.tag_kinds):
            check_derivation(tag_kind, self.catalogue)
        for kind in self.kinds:
            if kind.tagged in self.tag_kinds.side:
                found = f"record kind {kind.name} is found by it, and a decision cannot stand on what is derived"
                raise BadTag(tag=kind.tag_of("…"), found=found)
            # Without its role the tag would silently stay out of the append condition.
            if kind.tagged not in self.tag_kinds:
                raise BadTag(
                    tag=kind.tag_of("…"), found=f"record kind {kind.name} is found by it, and nothing declares it"
                )
            for body in kind.facts:
                if body.__fact__.name not in self.catalogue:
                    raise BadFact(
                        type=body.__fact__.name,
                        found=f"record kind {kind.name} folds it, and nothing declares it",
                        field="the declared facts",
                    )

    def _check_licence_kinds(self) -> None:
        for kind in self.licence_kinds.values():
            for parameter in (kind.term_years, kind.renewal_months):
                if parameter not in self.lawbook.parameters:
                    raise LawError(
                        where=f"parameter {parameter}",
                        found=f"licence kind {kind.code} names it, and nothing declares it",
                        remedy="Declare it in core, a sector or a law pack.",
                    )


def _keyed(what: str, joined: Mapping[str, Declarations], items: Any) -> dict[Any, Any]:
    return _by_key(what, ((by, items(one)) for by, one in joined.items()))


def _by_key(what: str, declared: Iterable[tuple[str, Iterable[tuple[Any, T]]]]) -> dict[Any, T]:
    found: dict[Any, tuple[str, T]] = {}
    for by, items in declared:
        for key, item in items:
            if key in found:
                raise DeclaredTwice(what=what, name=_shown(key), one=found[key][0], other=by)
            found[key] = (by, item)
    return {key: item for key, (_, item) in found.items()}


def _shown(key: str | Sequence[Any]) -> str:
    return key if isinstance(key, str) else " ".join(str(part) for part in key)
