"""What one sector declares, asked for once and checked item by item."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from regledger.deciding.handlers import Command, Handler
from regledger.deciding.kinds import Kind, State
from regledger.errors import LawError
from regledger.law.checklists import Checklist
from regledger.law.core_law import core_texts
from regledger.law.criteria import Criterion
from regledger.law.packs import PLATFORM
from regledger.law.source import LawSource, LegalData
from regledger.log.facts import Fact, FactType
from regledger.log.tags import TagKind
from regledger.sectors.declared import (
    DocumentField,
    ImportMapping,
    LawException,
    LicenceKind,
    Obligation,
    Profile,
    SiteProfile,
)
from regledger.sectors.guard import (
    STOPPED,
    LoadedSector,
    asked_to_end,
    failed,
    fault,
    guarded_handler,
    guarded_kind,
    guarded_tag_kind,
)
from regledger.sectors.guarded_view import guarded_view
from regledger.sectors.judge import PARTS, placeholders
from regledger.sectors.loading import Sectors
from regledger.sectors.profiles import Profiled, made_of
from regledger.sectors.sector_file import FILE, SectorFile
from regledger.sectors.shapes import check_shape, check_time, guard_shape
from regledger.sectors.texts import check_texts
from regledger.sectors.watch import within
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
    law: tuple[tuple[str, LegalData], ...] = ()
    """What each of its sources gives, under the name of the source."""
    texts: Mapping[str, Mapping[str, str]] = {}
    licence_kinds: tuple[LicenceKind, ...] = ()
    site_profiles: tuple[SiteProfile, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    exceptions: tuple[LawException, ...] = ()
    document_fields: tuple[DocumentField, ...] = ()
    import_mappings: tuple[ImportMapping, ...] = ()
    read_models: tuple[ReadModel, ...] = ()


def declarations(sectors: Sectors, one: LoadedSector) -> Declarations:
    """What `one` declares, its functions guarded; raises `SectorFault` for an item that is not what its hook gives."""
    asked = _Asked(sectors, one)
    file = one.file or SectorFile(name=FILE)
    _check_words(one, file)
    facts = tuple(asked.checked("regledger_facts", _fact))
    for body in facts:
        guard_shape(one, "regledger_facts", body)
    texts = asked.texts(file.texts)
    sentences = sectors.sentences[one.sector.name] = {**core_texts(), **texts}
    profiles = tuple(asked.checked("regledger_site_profiles", _site_profile))
    profiled = _profiled(one, profiles)
    handlers = asked.checked("regledger_commands", _handler)
    for handler in handlers:
        guard_shape(one, "regledger_commands", handler.command)
    return Declarations(
        facts=(*facts, *(each.fact for each in profiled)),
        tag_kinds=tuple(guarded_tag_kind(one, kind) for kind in asked.checked("regledger_tag_kinds", _tag_kind)),
        kinds=(
            *(guarded_kind(one, kind, sentences) for kind in asked.checked("regledger_kinds", _kind)),
            *(each.kind for each in profiled),
        ),
        handlers=(
            *(guarded_handler(one, each, facts, sentences) for each in handlers),
            *(each.handler for each in profiled),
        ),
        law=tuple(_legal(one, file, asked)),
        texts=texts,
        licence_kinds=(*file.licence_kinds, *asked.checked("regledger_licence_kinds", _data_of(LicenceKind))),
        site_profiles=profiles,
        obligations=(*file.obligations, *asked.checked("regledger_obligations", _data_of(Obligation))),
        exceptions=(*file.exceptions, *asked.checked("regledger_exceptions", _data_of(LawException))),
        document_fields=(*file.document_fields, *asked.checked("regledger_document_fields", _data_of(DocumentField))),
        import_mappings=(*file.import_mappings, *asked.checked("regledger_import_mappings", _data_of(ImportMapping))),
        read_models=tuple(guarded_view(one, model) for model in asked.checked("regledger_read_models", _read_model)),
    )


def _check_words(one: LoadedSector, file: SectorFile) -> None:
    """Raise `SectorFault` for a title of its file, or of itself, that cannot be read."""
    try:
        check_texts(msgspec.to_builtins(one.sector))
        for item in (*file.licence_kinds, *file.obligations, *file.exceptions, *file.document_fields):
            _data(item, type(item))
    except ValueError as error:
        raise fault(one, FILE, str(error)) from error


def _profiled(one: LoadedSector, profiles: Sequence[SiteProfile]) -> tuple[Profiled, ...]:
    hook = "regledger_site_profiles"
    if len(profiles) > 1:
        raise fault(one, hook, f"it gave {len(profiles)} profiles of a site; a sector has one at most")
    try:
        made = tuple(made_of(one.sector.name, profile) for profile in profiles)
        for each in made:
            _kind(each.kind)
            _handler(each.handler)
            guard_shape(one, hook, each.fact)
            guard_shape(one, hook, each.handler.command)
    except Exception as error:
        raise failed(one, hook, error) from error
    return made


def _legal(one: LoadedSector, file: SectorFile, asked: _Asked) -> Iterator[tuple[str, LegalData]]:
    _own_names(one, FILE, file.law)
    for name, law in file.laws or ((file.name, file.law),):
        yield f"{one.label} ({name})", law
    for source in asked.checked("regledger_law", _data_of(LawSource)):
        name = f"{one.label} ({source.name})"
        law = LawSource(name, source.text).read()
        _own_names(one, "regledger_law", law)
        yield name, law
    hooked = LegalData(
        criteria=_read(one, asked, "criterion", "regledger_criteria", Criterion).criteria,
        checklists=_read(one, asked, "checklist", "regledger_checklists", Checklist).checklists,
    )
    yield one.label, hooked


def _own_names(one: LoadedSector, hook: str, law: LegalData) -> None:
    """Raise `SectorFault` for what is called as the platform's own rules, or the holidays and exceptions of a trace, are."""
    for kind, name in law.names:
        if kind not in {"criterion", "checklist"} and PLATFORM.fullmatch(name):
            raise fault(one, hook, f"its {kind} {name!r} has a name of the platform's; give it one of its own")


def _read(one: LoadedSector, asked: _Asked, table: str, hook: str, wanted: type[msgspec.Struct]) -> LegalData:
    """What a hook gives of one kind of legal data, held to what is asked of the same in TOML."""
    given = asked.checked(hook, _data_of(wanted))
    rows = [msgspec.to_builtins(item, builtin_types=(date,)) for item in given]
    try:
        return LawSource(one.label, "").read_tables({table: rows})
    except LawError as error:
        raise fault(one, hook, str(error)) from error


class _Asked:
    def __init__(self, sectors: Sectors, one: LoadedSector) -> None:
        self._sectors = sectors
        self._one = one

    def checked(self, hook: str, check: Any) -> list[Any]:
        items = self._sectors.ask(self._one, hook)
        for item in items:
            try:
                within(self._one.loading_seconds, check, item)
            except (TypeError, ValueError) as error:  # msgspec's ValidationError is a ValueError
                raise fault(self._one, hook, str(error)) from error
            except STOPPED as error:  # what is looked at may be computed by the sector
                if asked_to_end(error):
                    raise
                raise failed(self._one, hook, error) from error
        return items

    def texts(self, filed: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
        hook = "regledger_texts"
        given: dict[str, dict[str, str]] = {}
        for answer in self._sectors.answers(self._one, hook):
            try:
                more = msgspec.convert(answer, dict[str, dict[str, str]])
            except msgspec.ValidationError as error:
                raise fault(self._one, hook, str(error)) from error
            if twice := sorted(given.keys() & more.keys()):
                raise fault(self._one, hook, f"two of its parts give {twice[0]!r}; leave it out of one of them")
            given.update(more)
        if twice := sorted(given.keys() & filed.keys()):
            raise fault(self._one, hook, f"it gives {twice[0]!r}, and so does {FILE}; leave it out of one of them")
        texts = {**{code: dict(sentences) for code, sentences in filed.items()}, **given}
        for code, sentences in texts.items():
            if not _COMMAND.fullmatch(code) or set(sentences) != set(PARTS):
                raise fault(self._one, hook, f"{code!r} is not a code record.what_is_wrong with found, asks and remedy")
            for part, sentence in sentences.items():
                try:
                    placeholders(sentence)
                    check_texts(sentence)
                except ValueError as error:
                    raise fault(self._one, hook, f"{part!r} of {code!r} cannot be filled in: {error}") from error
        return texts


def _of(item: Any, wanted: type) -> None:
    if type(item) is not wanted:  # what a class below it computes could differ each time it is asked
        raise TypeError(f"it gave {type(item).__name__} instead of a {wanted.__name__}")


def _data(item: Any, wanted: type[msgspec.Struct]) -> None:
    _of(item, wanted)
    plain = msgspec.to_builtins(item)
    msgspec.convert(plain, wanted)
    check_texts({name: text for name, text in plain.items() if name != "text"})  # a whole TOML file has its lines


def _matches(pattern: re.Pattern[str], name: Any, what: str) -> None:
    if not isinstance(name, str) or not pattern.fullmatch(name) or name in RESERVED:
        raise ValueError(f"{name!r} cannot be the name of a {what}")


def _fact(item: Any) -> None:
    declared = getattr(item, "__fact__", None)
    if not isinstance(item, type) or type(declared) is not FactType or declared.body is not item:
        raise TypeError(f"it gave {getattr(item, '__name__', type(item).__name__)}, which is not declared with @fact")
    _lifts(declared.name, declared.lifts)
    check_shape(item)


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
    check_shape(item.state)
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
    check_shape(item.command)
    check_time(item.command, item.on)


def _lifts(name: str, lifts: Any) -> None:
    if not isinstance(lifts, Mapping) or not all(type(key) is int and callable(how) for key, how in lifts.items()):
        raise TypeError(f"the upcasters of {name} are not a mapping of versions to functions")


def _data_of(wanted: type[msgspec.Struct]) -> Callable[[Any], None]:
    return lambda item: _data(item, wanted)


def _site_profile(item: Any) -> None:
    _of(item, SiteProfile)
    if not isinstance(item.schema, type) or not issubclass(item.schema, Profile):
        raise TypeError(f"the schema of its site profile is {item.schema!r}, which is not a Profile")
    _lifts("its site profile", item.lifts)
    check_shape(item.schema)
    if type(item.version) is not int:
        raise TypeError(f"the version of its site profile is {item.version!r}; write a whole number from 1")
    if item.version < 1:
        raise ValueError(f"its site profile's version is below 1: {item.version}")
    for field in ("title", "title_zh"):
        text = getattr(item, field)
        if type(text) is not str or not text.strip():
            raise ValueError(f"the {field} of its site profile is {text!r}; write words")
        check_texts(text)


def _read_model(item: Any) -> None:
    if not isinstance(item, ReadModel):
        raise TypeError(f"it gave {getattr(item, '__name__', type(item).__name__)} instead of a ReadModel")
    _matches(_READ_MODEL, item.name, "read model")
