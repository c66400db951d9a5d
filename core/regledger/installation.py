"""The installation: the core and its sectors, put together once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from time import monotonic
from typing import Any, TypeVar

import msgspec

from regledger.deciding.consulting import Consultation
from regledger.deciding.dossier import Kinds
from regledger.deciding.handlers import Handlers
from regledger.deciding.special_law import SpecialLaw, check_exceptions
from regledger.errors import BadFact, BadTag, DeclaredTwice
from regledger.law.book import Lawbook
from regledger.law.core_law import common_law, core_texts
from regledger.law.objections import Texts
from regledger.log.catalogue import Catalogue
from regledger.log.facts import Fact
from regledger.log.side_kinds import check_derivation
from regledger.log.tags import CORE_TAG_KINDS, TagKind, TagKinds
from regledger.records import CORE_FACTS, CORE_HANDLERS, CORE_KINDS
from regledger.sectors.declarations import Declarations, declarations
from regledger.sectors.declared import LicenceKind, Obligation
from regledger.sectors.fitting import check_document_fields, check_import_mappings, check_obligations, presently
from regledger.sectors.guard import STOPPED, asked_to_end, said
from regledger.sectors.licence_terms import check_licence_kinds
from regledger.sectors.loading import NOT_TRIED, Sectors
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
    obligations: Mapping[str, Obligation]
    """Those of the sectors, by code."""
    consultation: Consultation
    """Whom a decision asks what only a sector can say."""
    special_law: SpecialLaw
    """Where the law of a sector goes before the common law."""
    read_models: Mapping[str, ReadModel]
    """Those of the sectors, by name."""

    def __init__(self, sectors: Sectors | None = None) -> None:
        self.sectors = Sectors.installed() if sectors is None else sectors
        core = Declarations(
            facts=CORE_FACTS,
            tag_kinds=CORE_TAG_KINDS,
            kinds=CORE_KINDS,
            handlers=CORE_HANDLERS,
            law=tuple((one.name, one.read()) for one in common_law()),
            texts=core_texts(),
        )
        joined = {CORE: core}
        issued: dict[str, frozenset[str]] = {}
        self.declared: dict[str, Declarations] = {}
        self._join(joined)
        until = monotonic() + self.sectors.left
        for name, loaded in list(self.sectors.loaded.items()):
            if monotonic() >= until:
                self.sectors.leave_out(name, NOT_TRIED)
                continue
            one = msgspec.structs.replace(loaded, loading_until=until)
            try:
                declared = declarations(self.sectors, one)
                wider = {**joined, one.label: declared}
                self._join(wider)
            except STOPPED as error:
                if asked_to_end(error):
                    raise
                _log.debug("%s cannot be put together with the rest", one.label, exc_info=error)
                self.sectors.leave_out(name, said(error))
            else:
                renamed = tuple(presently(each, self) for each in declared.obligations)
                declared = msgspec.structs.replace(declared, obligations=renamed)
                joined = {**joined, one.label: declared}
                issued[name] = frozenset(kind.code for kind in declared.licence_kinds)
                self.declared[name] = declared
        self._join(joined)
        self.licence_kinds_of = issued
        self.special_law = SpecialLaw({name: declared.exceptions for name, declared in self.declared.items()})
        offences = {
            name: frozenset(offence.id for _, data in one.law for offence in data.offences)
            for name, one in self.declared.items()
            if name != CORE
        }
        criteria = {
            name: tuple(criterion.code for _, data in one.law for criterion in data.criteria if criterion.met)
            for name, one in self.declared.items()
            if name != CORE
        }
        self.consultation = Consultation(
            self.sectors, self.licence_kinds, issued, offences_of=offences, criteria_of=criteria
        )

    def _join(self, joined: Mapping[str, Declarations]) -> None:
        every = list(joined.values())
        _check_tag_kinds(joined)
        self.tag_kinds = TagKinds(kind for one in every for kind in one.tag_kinds)
        facts = _by_key("fact", _claims(joined))
        self.catalogue = Catalogue(dict.fromkeys(facts.values()), self.tag_kinds)
        self.kinds = Kinds(kind for one in every for kind in one.kinds)
        self.handlers = Handlers(handler for one in every for handler in one.handlers)
        self.lawbook = Lawbook.joined(given for one in every for given in one.law)
        texts = _by_key("objection", ((by, one.texts.items()) for by, one in joined.items()))
        self.texts = Texts({code: dict(sentences) for code, sentences in texts.items()})
        self.licence_kinds = _keyed(
            "licence kind", joined, lambda one: [(kind.code, kind) for kind in one.licence_kinds]
        )
        self.read_models = _keyed("read model", joined, lambda one: [(model.name, model) for model in one.read_models])
        self._check_kinds(every)
        check_licence_kinds(self.licence_kinds.values(), self.lawbook.parameters)
        for one in every:
            own, core = ([data for _, data in given.law] for given in (one, joined[CORE]))
            check_exceptions(one.exceptions, own, core, one.licence_kinds)
        self.obligations = _keyed("obligation", joined, lambda one: [(each.code, each) for each in one.obligations])
        check_obligations(self.obligations.values(), self)
        for one in every:
            check_document_fields(one.document_fields, self)
            check_import_mappings(one.import_mappings, self)

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


def _claims(joined: Mapping[str, Declarations]) -> Iterator[tuple[str, list[tuple[str, type[Fact]]]]]:
    """The facts of each by name, and by the names that they had: those as well are one declaration's alone."""
    for by, one in joined.items():
        for body in one.facts:
            declared = body.__fact__
            yield by, [(declared.name, body)]
            for name in declared.formerly:
                yield f"{by} (formerly of {declared.name})", [(name, body)]


def _check_tag_kinds(joined: Mapping[str, Declarations]) -> None:
    """Several may declare one kind of tag, where all mean the same; raises `BadTag` naming both who do not."""
    claimed: dict[str, tuple[str, TagKind]] = {}
    for by, one in joined.items():
        for kind in one.tag_kinds:
            first, known = claimed.setdefault(kind.name, (by, kind))
            if known.role != kind.role:
                found = f"its kind is declared both {known.role}, by {first}, and {kind.role}, by {by}"
                raise BadTag(tag=f"{kind.name}:…", found=found)
            if kind.role == "side" and known != kind:
                raise BadTag(tag=f"{kind.name}:…", found=f"its kind is derived in two ways, by {first} and by {by}")


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
