"""The guard between the core and a sector: what a sector answers is checked, and what fails in it is named.

Nothing that a sector does wrong comes out of the core as anything but a `SectorFault` with sector, version and hook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from functools import wraps
from importlib.util import find_spec
from math import inf
from pathlib import Path
from threading import current_thread, main_thread
from time import monotonic
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from regledger.building import built
from regledger.errors import RegledgerError
from regledger.law.objections import Objection
from regledger.log.facts import Fact, NewFact
from regledger.log.tags import TagKind
from regledger.sectors.declared import Sector
from regledger.sectors.judge import SectorJudge, Sentences, made
from regledger.sectors.sector_file import SectorFile
from regledger.sectors.texts import check_texts
from regledger.sectors.watch import BUDGET, LOADING_BUDGET, within

if TYPE_CHECKING:
    from regledger.deciding.dossier import Dossier
    from regledger.deciding.handlers import Command, Handler
    from regledger.deciding.judge import Judge
    from regledger.deciding.kinds import Kind
    from regledger.sectors.questions import Act

__all__ = [
    "STOPPED",
    "LoadedSector",
    "SectorFault",
    "answered",
    "asked_to_end",
    "failed",
    "fault",
    "guarded_handler",
    "guarded_kind",
    "guarded_tag_kind",
    "kept",
    "lent",
    "listed",
    "objections_of",
    "reads_of",
    "said",
]

A = TypeVar("A")

COMMANDS = "regledger_commands"
KINDS = "regledger_kinds"
TAG_KINDS = "regledger_tag_kinds"
LONGEST = 600
"""Characters of what an error says: a warning with it stands in every fact of the act."""

SHORTEST = 0.001
"""Seconds: what is left to a call when the time of all is over."""

STOPPED = BaseException
"""What a sector may raise; one that asks the whole process to end has failed, and no more than that."""


class SectorFault(RegledgerError):
    """Sector {sector} {version} failed in hook {hook}: {found}. Nothing was recorded. Mend or remove that sector."""


class LoadedSector(msgspec.Struct, frozen=True, kw_only=True):
    """A sector that is in use."""

    sector: Sector
    version: str
    """Of its distribution."""
    distribution: str
    module: Any
    parts: tuple[Any, ...] = ()
    """The modules of its package whose hooks are its own as well."""
    file: SectorFile | None = None
    """Its `sector.toml`."""
    budget: float = BUDGET
    """Seconds that one call into it may take while an act is decided or a record is folded."""
    loading_budget: float = LOADING_BUDGET
    """Seconds that each of its hooks that declare may take."""
    loading_until: float = inf
    """When the time is over that all sectors may take together to be loaded, by `time.monotonic`."""

    @property
    def modules(self) -> tuple[Any, ...]:
        """Its package, then its parts."""
        return (self.module, *self.parts)

    @property
    def loading_seconds(self) -> float:
        """Seconds that one of its hooks that declare may take now."""
        return max(SHORTEST, min(self.loading_budget, self.loading_until - monotonic()))

    @property
    def label(self) -> str:
        """Name and version, as a decision trace has it."""
        return f"{self.sector.name} {self.version}"


def fault(one: LoadedSector, hook: str, found: str) -> SectorFault:
    """The fault of one sector in one hook."""
    return SectorFault(sector=one.sector.name, version=one.version, hook=hook, found=found)


def failed(one: LoadedSector, hook: str, error: BaseException) -> SectorFault:
    """The fault of one sector whose code raised `error`, with the line of its own that did."""
    return fault(one, hook, said(error, one.module.__name__))


def said(error: BaseException, module: str = "") -> str:
    """What an error says, with its type unless it is one of regledger's own, and where in `module`'s package it arose."""
    try:
        words = " ".join(within(BUDGET, str, error).encode("utf-8", "backslashreplace").decode().split())
    except BaseException as unsaid:  # an error of a stranger's own may not even be able to say itself
        if asked_to_end(unsaid):
            raise
        words = ""
    words = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
    if not isinstance(error, RegledgerError):
        words = f"{type(error).__name__}: {words}" if words else type(error).__name__
    place = _place(error, module)
    return f"{words} (at {place})" if place else words


def _place(error: BaseException, module: str) -> str:
    """`file:line in function` of the last frame inside the files of `module`'s package; empty where there is none."""
    top = module.partition(".")[0]
    try:
        spec = find_spec(top) if top else None
    except (ImportError, ValueError):
        spec = None
    if spec is None:
        return ""
    own = [Path(one) for one in spec.submodule_search_locations or [spec.origin or ""]]
    place = ""
    for frame, line in walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        for root in own:
            if file.is_relative_to(root):
                function = frame.f_code.co_name
                place = f"{file.relative_to(root.parent).as_posix()}:{line}"
                place += "" if function == "<module>" else f" in {function}"
    return place


def asked_to_end(error: BaseException) -> bool:
    """Whether somebody pressed Ctrl-C: it reaches the main thread alone, and is no fault of a sector."""
    return isinstance(error, KeyboardInterrupt) and current_thread() is main_thread()


def kept(
    one: LoadedSector, hook: str, function: Callable[..., A], /, *arguments: Any, loading: bool = False, **named: Any
) -> A:
    """What `function` of a sector gives, within its budget; whatever it raises is the sector's fault.

    Raises:
        SectorFault: also in the place of one that the sector raised itself, in whosever name.
    """
    try:
        return within(one.loading_seconds if loading else one.budget, function, *arguments, **named)
    except STOPPED as error:
        if asked_to_end(error):
            raise
        raise failed(one, hook, error) from error


def lent(act: Act) -> Act:
    """`act` for a sector to look at: what of its command could be changed is a copy."""
    command = act.command
    values = (getattr(command, field) for field in getattr(command, "__struct_fields__", ()))
    if not any(isinstance(value, (dict, list)) for value in values):
        return act
    return msgspec.structs.replace(act, command=built(type(command), deepcopy, command))


def listed(one: LoadedSector, hook: str, answer: Any, *, loading: bool = False) -> list[Any]:
    """The items of an answer; a text or a mapping has items too, and is never meant."""
    if isinstance(answer, (str, bytes, Mapping)) or not isinstance(answer, Iterable):
        raise fault(one, hook, f"it gave {type(answer).__name__} instead of a sequence")
    return kept(one, hook, list, answer, loading=loading)


def reads_of(one: LoadedSector, hook: str, tags: Iterable[Any], dossier: Dossier) -> Iterator[str]:
    """`tags`, each one that can be read."""
    for tag in tags:
        if not isinstance(tag, str):
            raise fault(one, hook, f"it gave {type(tag).__name__} instead of a tag")
        try:
            readable = dossier.readable(tag)
        except RegledgerError as error:
            raise fault(one, hook, said(error)) from error
        if not readable:
            raise fault(one, hook, f"it reads {tag!r}, and no kind of record is read so")
        yield tag


def objections_of(one: LoadedSector, hook: str, answers: Iterable[Any], judge: SectorJudge) -> Iterator[Objection]:
    """`answers`, each as `judge` made it: so its article is the law book's, and no unverified rule refuses."""
    for answer in answers:
        if type(answer) is not Objection:  # a class below it could be equal to whatever it likes
            raise fault(one, hook, f"it gave {type(answer).__name__} instead of an Objection")
        sound = kept(one, hook, made, judge, answer)
        if sound is None and answer.by != one.label:
            raise fault(one, hook, f"it made objection {answer.code!r} in the name of {answer.by or 'the core'!r}")
        if sound is None:
            raise fault(one, hook, f"it made objection {answer.code!r} by itself; ask judge.rule for it")
        try:
            check_texts(sound.args)
        except ValueError as error:
            raise fault(one, hook, f"its objection {sound.code!r} cannot be said: {error}") from error
        yield sound


def answered(one: LoadedSector, hook: str, answer: Any, wanted: type[A]) -> A | None:
    """`answer` where it is a sound `wanted`, or None; raises `SectorFault`."""
    if answer is None:
        return None
    if type(answer) is not wanted:  # what a class below it computes could differ each time it is asked
        raise fault(one, hook, f"it gave {type(answer).__name__} instead of a {wanted.__name__}")
    try:
        plain = msgspec.to_builtins(answer)
        check_texts(plain)
        return msgspec.convert(plain, wanted)
    except (TypeError, ValueError) as error:
        raise fault(one, hook, f"its {wanted.__name__} cannot be used: {error}") from error


def guarded_handler(one: LoadedSector, handler: Handler, facts: Iterable[type[Fact]], sentences: Sentences) -> Handler:
    """`handler` in its sector's name: it reads what can be read and records facts that the sector itself declares."""
    own = frozenset(facts)

    def reads(command: Command, dossier: Dossier) -> Iterator[str]:
        tags = listed(one, COMMANDS, _named(one, COMMANDS, handler.reads)(command, dossier))
        return reads_of(one, COMMANDS, tags, dossier)

    def decide(command: Command, dossier: Dossier, judge: Judge) -> Iterator[Fact | NewFact | Objection]:
        theirs = SectorJudge(judge, sentences)
        outcomes = listed(one, COMMANDS, _named(one, COMMANDS, handler.decide)(command, dossier, theirs))
        for outcome in outcomes:
            if isinstance(outcome, Objection):
                yield from objections_of(one, COMMANDS, [outcome], theirs)
            else:
                yield _own_fact(one, handler.name, outcome, own)

    def concerns(command: Command, dossier: Dossier) -> Iterator[str]:
        for tag in listed(one, COMMANDS, _named(one, COMMANDS, handler.concerns or _nothing)(command, dossier)):
            if not isinstance(tag, str) or not all(tag.partition(":")):
                raise fault(one, COMMANDS, f"{handler.name} concerns {tag!r}, which is no tag kind:id")
            yield tag

    return msgspec.structs.replace(
        handler,
        reads=reads,
        decide=decide,
        concerns=None if handler.concerns is None else concerns,
        by=one.label,
    )


def _nothing(*_: Any) -> tuple[str, ...]:
    return ()


def _own_fact(one: LoadedSector, name: str, outcome: Any, own: frozenset[type[Fact]]) -> Fact | NewFact:
    body = outcome.body if isinstance(outcome, NewFact) else outcome
    if type(body) not in own:
        raise fault(one, COMMANDS, f"{name} gave {type(body).__name__}, which is none of the facts that it declares")
    if isinstance(outcome, NewFact) and (outcome.corrects or outcome.source or outcome.defects):
        raise fault(one, COMMANDS, f"{name} gave a fact as a correction or an import; fact.correct and imports do that")
    fact: Fact | NewFact = outcome
    return fact


def guarded_tag_kind(one: LoadedSector, kind: TagKind) -> TagKind:
    """`kind`, its functions in its sector's name."""
    derive = {
        name: wraps(how)(_named(one, TAG_KINDS, how)) if callable(how) else how for name, how in kind.derive.items()
    }
    return msgspec.structs.replace(kind, derive=derive)


def guarded_kind(one: LoadedSector, kind: Kind[Any], sentences: Sentences) -> Kind[Any]:
    """`kind`, its functions in its sector's name."""
    evolve = _named(one, KINDS, kind.evolve)

    def fold(state: Any, recorded: Any) -> Any:
        after = evolve(state, recorded)
        if after is not None and not isinstance(after, kind.state):
            raise fault(one, KINDS, f"{kind.name} folds to {type(after).__name__} instead of {kind.state.__name__}")
        return after

    def steps(state: Any, judge: Judge) -> Iterable[Any]:
        assert kind.steps is not None
        found = listed(one, KINDS, _named(one, KINDS, kind.steps)(state, SectorJudge(judge, sentences)))
        for step in found:
            missing = getattr(step, "missing", None)
            if not isinstance(missing, tuple):
                raise fault(one, KINDS, f"a step of {kind.name} is {type(step).__name__} instead of a NextStep")
            if unsaid := [code for code in missing if code not in sentences]:
                raise fault(one, KINDS, f"a step of {kind.name} waits for {unsaid[0]!r}, which has no sentences")
        return found

    def derived(state: Any, judge: Judge) -> Mapping[str, Any]:
        assert kind.derived is not None
        found = _named(one, KINDS, kind.derived)(state, SectorJudge(judge, sentences))
        if not isinstance(found, Mapping):
            raise fault(one, KINDS, f"{kind.name} derives {type(found).__name__} instead of a mapping")
        return found

    return msgspec.structs.replace(
        kind,
        evolve=fold,
        steps=None if kind.steps is None else steps,
        derived=None if kind.derived is None else derived,
    )


def _named(one: LoadedSector, hook: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        return kept(one, hook, function, *arguments)

    return call
