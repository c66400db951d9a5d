"""What one sector declares, asked for once and checked item by item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from regledger.deciding.handlers import Command, Handler
from regledger.deciding.kinds import Kind, State
from regledger.law.objections import core_texts
from regledger.law.source import LawSource
from regledger.log.facts import Fact, FactType
from regledger.log.tags import TagKind
from regledger.sectors.contract import Checklist, LicenceKind
from regledger.sectors.guard import LoadedSector, fault, guarded_handler, guarded_kind, guarded_tag_kind
from regledger.sectors.judge import PARTS, placeholders
from regledger.sectors.loading import Sectors
from regledger.views import ReadModel

__all__ = ["Declarations", "declarations"]

_TAG_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}")
_COMMAND = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_READ_MODEL = re.compile(r"[a-z][a-z0-9_]{0,31}")
RESERVED = frozenset({"fact"})
"""Names that a kind of tag or record cannot have: `fact:17` reads a fact by its number."""


class Declarations(msgspec.Struct, frozen=True, kw_only=True):
    """What a sector, or the core, brings."""

    facts: tuple[type[Fact], ...] = ()
    tag_kinds: tuple[TagKind, ...] = ()
    kinds: tuple[Kind[Any], ...] = ()
    handlers: tuple[Handler, ...] = ()
    law: tuple[LawSource, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = {}
    licence_kinds: tuple[LicenceKind, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    read_models: tuple[ReadModel, ...] = ()


def declarations(sectors: Sectors, one: LoadedSector) -> Declarations:
    """What `one` declares, its functions guarded; raises `SectorFault` for an item that is not what its hook gives."""
    asked = _Asked(sectors, one)
    facts = tuple(asked.checked("regledger_facts", _fact))
    texts = asked.texts()
    sentences = sectors.sentences[one.sector.name] = {**core_texts(), **texts}
    return Declarations(
        facts=facts,
        tag_kinds=tuple(guarded_tag_kind(one, kind) for kind in asked.checked("regledger_tag_kinds", _tag_kind)),
        kinds=tuple(guarded_kind(one, kind, sentences) for kind in asked.checked("regledger_kinds", _kind)),
        handlers=tuple(
            guarded_handler(one, each, facts, sentences) for each in asked.checked("regledger_commands", _handler)
        ),
        law=tuple(
            LawSource(f"{one.label} ({source.name})", source.text) for source in asked.checked("regledger_law", _law)
        ),
        texts=texts,
        licence_kinds=tuple(asked.checked("regledger_licence_kinds", _licence_kind)),
        checklists=tuple(asked.checked("regledger_checklists", _checklist)),
        read_models=tuple(asked.checked("regledger_read_models", _read_model)),
    )


class _Asked:
    def __init__(self, sectors: Sectors, one: LoadedSector) -> None:
        self._sectors = sectors
        self._one = one

    def checked(self, hook: str, check: Any) -> list[Any]:
        items = self._sectors.ask(self._one, hook)
        for item in items:
            try:
                check(item)
            except (TypeError, ValueError) as error:  # msgspec's ValidationError is a ValueError
                raise fault(self._one, hook, str(error)) from error
        return items

    def texts(self) -> dict[str, dict[str, str]]:
        hook = "regledger_texts"
        answer = self._sectors.call(self._one, hook)
        try:
            texts = msgspec.convert({} if answer is None else answer, dict[str, dict[str, str]])
        except msgspec.ValidationError as error:
            raise fault(self._one, hook, str(error)) from error
        for code, sentences in texts.items():
            if not _COMMAND.fullmatch(code) or set(sentences) != set(PARTS):
                raise fault(self._one, hook, f"{code!r} is not a code record.what_is_wrong with found, asks and remedy")
            for part, sentence in sentences.items():
                try:
                    placeholders(sentence)
                except ValueError as error:
                    raise fault(self._one, hook, f"{part!r} of {code!r} cannot be filled in: {error}") from error
        return texts


def _of(item: Any, wanted: type) -> None:
    if not isinstance(item, wanted):
        raise TypeError(f"it gave {type(item).__name__} instead of a {wanted.__name__}")


def _data(item: Any, wanted: type[msgspec.Struct]) -> None:
    _of(item, wanted)
    msgspec.convert(msgspec.to_builtins(item), wanted)


def _matches(pattern: re.Pattern[str], name: Any, what: str) -> None:
    if not isinstance(name, str) or not pattern.fullmatch(name) or name in RESERVED:
        raise ValueError(f"{name!r} cannot be the name of a {what}")


def _fact(item: Any) -> None:
    declared = getattr(item, "__fact__", None)
    if not isinstance(item, type) or not isinstance(declared, FactType) or declared.body is not item:
        raise TypeError(f"it gave {getattr(item, '__name__', type(item).__name__)}, which is not declared with @fact")


def _tag_kind(item: Any) -> None:
    _of(item, TagKind)
    ways = dict(item.derive) if isinstance(item.derive, Mapping) else {"its derive": None}
    for name, how in ways.items():
        if not isinstance(name, str) or not (isinstance(how, str) or callable(how)):
            raise TypeError(
                f"{item.name} is derived from {name} by {type(how).__name__}: neither a path nor a function"
            )
    msgspec.convert({"name": item.name, "role": item.role, "version": item.version}, TagKind)
    _matches(_TAG_KIND, item.name, "kind of tag")


def _kind(item: Any) -> None:
    _of(item, Kind)
    _matches(_TAG_KIND, item.name, "kind of record")
    if not isinstance(item.state, type) or not issubclass(item.state, State):
        raise TypeError(f"the state of {item.name} is not a State")
    if not callable(item.evolve):
        raise TypeError(f"{item.name} cannot be folded: its evolve is not callable")
    for body in item.facts:
        _fact(body)


def _handler(item: Any) -> None:
    _of(item, Handler)
    _matches(_COMMAND, item.name, "command")
    if not isinstance(item.command, type) or not issubclass(item.command, Command):
        raise TypeError(f"{item.name} takes {item.command!r}, which is not a Command")
    if item.on not in item.command.__struct_fields__:
        raise ValueError(f"{item.name} happens on {item.on!r}, which is no field of {item.command.__name__}")


def _law(item: Any) -> None:
    _data(item, LawSource)


def _licence_kind(item: Any) -> None:
    _data(item, LicenceKind)


def _checklist(item: Any) -> None:
    _data(item, Checklist)
    codes = [one.code for one in item.items]
    if len(set(codes)) != len(codes):
        raise ValueError(f"checklist {item.code} has a code twice")


def _read_model(item: Any) -> None:
    _of(item, ReadModel)
    _matches(_READ_MODEL, item.name, "read model")
