"""Commands: how a wish is declared, and the decision that answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, Literal, TypeVar

import msgspec

from regledger.building import built, structs_of
from regledger.clock import When
from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.errors import BadCommand, BadFact, DeclaredTwice, RegledgerError, UnknownCommand
from regledger.figures import unplain
from regledger.history.bodies import PERSONAL
from regledger.law.objections import Objection
from regledger.log.facts import Fact, NewFact, former_names
from regledger.log.personal import commitments, open_values

__all__ = ["Command", "Handler", "Handlers", "OpenCommand", "Outcome", "Role", "handles"]


class OpenCommand(RegledgerError):
    """Command {name} carries {struct}, which lets unknown fields pass: a misspelt field would be lost without a word. Declare {struct} with forbid_unknown_fields=True."""


DEPTH = 64
"""Levels of objects and lists in a command's body. None has more than five; what is read later walks a body by recursion."""


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wish, in the imperative."""


C = TypeVar("C", bound=Command)
Outcome = Iterator["Fact | NewFact | Objection"]
Decide = Callable[[Any, Dossier, Judge], Outcome]
Role = Literal["propose", "review", "approve", "disclose"]
"""What somebody may do for an authority: prepare an act, look at it, answer for it, open personal values."""


class Handler(msgspec.Struct, frozen=True, kw_only=True):
    """A declared command: what it is called, what it reads, how it is decided."""

    name: str
    command: type[Command]
    on: str
    """The field that says when the act happened or happens."""
    world: bool
    """True for an act of the world (inspected, served, paid): it can always be recorded as it happened."""
    reads: Callable[[Any, Dossier], Iterable[str]]
    """The tags to read; called again as the dossier fills, until it names nothing new."""
    decide: Decide
    """Pure: facts to record, and every objection."""
    relies: bool = True
    """False where it reads facts to amend them and stands on none: no defect of theirs is told."""
    role: Role | None = None
    """The role that whoever sends it has to hold; None where it takes none, as an act of the world does not."""
    concerns: Callable[[Any, Dossier], Iterable[str]] | None = None
    """The tags of the records whose authority it acts for, beside one that it names itself; None where that is the record
    whose id is its first field."""
    shared: bool = False
    """True where it decides what is no single authority's: a further authority and its first role, a key, a rule, a region,
    a succession, personal values. Where none of the authorities concerned has roles it takes an approver of any other."""
    formerly: tuple[str, ...] = ()
    """What it was called before: what was sent under these names is read as this command."""
    by: str = ""
    """The sector that declares it, with its version; empty for the core."""

    def when(self, command: Command) -> When:
        """The time of the act."""
        when: When = getattr(command, self.on)
        return when

    def subjects(self, command: Command, dossier: Dossier) -> Iterator[str]:
        """The tags of the records that it goes on with."""
        if self.concerns is not None:
            yield from self.concerns(command, dossier)
            return
        first = command.__struct_fields__[0]
        id_ = getattr(command, first)
        if isinstance(id_, str):
            yield f"{first}:{id_}"


def handles(
    name: str,
    command: type[C],
    *,
    on: str,
    reads: Callable[[C, Dossier], Iterable[str]],
    world: bool = False,
    relies: bool = True,
    role: Role | None = None,
    concerns: Callable[[C, Dossier], Iterable[str]] | None = None,
    shared: bool = False,
    formerly: str | Iterable[str] = (),
) -> Callable[[Callable[[C, Dossier, Judge], Outcome]], Handler]:
    """Declare the decision of a command; the decorated name becomes its `Handler`.

    Args:
        formerly: the name, or the names, that the command had in earlier releases. It is still taken under them, and what
            was decided under them is known as its decisions.

    Raises:
        OpenCommand: the command carries something that lets unknown fields pass.
        BadCommand: what it was called before is no list of other names of commands.
    """
    try:
        former = former_names(name, formerly, form="record.verb")
    except BadFact as error:
        raise BadCommand(name=name, found=error.details["found"], field="formerly") from None
    for struct in structs_of(command):
        if not struct.forbid_unknown_fields:
            raise OpenCommand(name=name, struct=struct.cls.__name__)

    def declare(decide: Callable[[C, Dossier, Judge], Outcome]) -> Handler:
        return Handler(
            name=name,
            command=command,
            on=on,
            world=world,
            relies=relies,
            role=role,
            concerns=concerns,
            shared=shared,
            formerly=former,
            reads=reads,
            decide=decide,
        )

    return declare


class Handlers:
    """Every command that this installation answers, by name."""

    def __init__(self, handlers: Iterable[Handler]) -> None:
        self._by_name: dict[str, Handler] = {}
        self._known: dict[str, Handler] = {}
        """The same under every name that they have or had."""
        self._by_type: dict[type[Command], Handler] = {}
        for handler in handlers:
            names = (handler.name, *handler.formerly)
            claimed = [(name, self._known.get(name)) for name in names]
            for name, other in (*claimed, (handler.name, self._by_type.get(handler.command))):
                if other is not None:
                    raise DeclaredTwice(what="command", name=name, one=_claim(other, name), other=_claim(handler, name))
            self._by_name[handler.name] = handler
            self._known.update(dict.fromkeys(names, handler))
            self._by_type[handler.command] = handler

    def names(self) -> tuple[str, ...]:
        """Every command's name, sorted."""
        return tuple(sorted(self._by_name))

    def named(self, name: str) -> Handler:
        """The handler of the command that has or had that name; raises `UnknownCommand`."""
        try:
            return self._known[name]
        except KeyError:
            raise UnknownCommand(name=name, remedy=_nearest(name, self._by_name)) from None

    def __contains__(self, name: object) -> bool:
        """Whether a command has or had that name."""
        return name in self._known

    def get(self, name: str) -> Handler | None:
        """As `named`, or None."""
        return self._known.get(name)

    def of(self, command: Command) -> Handler:
        """The handler of a command object; raises `UnknownCommand`."""
        try:
            return self._by_type[type(command)]
        except KeyError:
            raise UnknownCommand(name=type(command).__name__, remedy="Install the sector that declares it.") from None

    def read(self, name: str, body: Any) -> tuple[Handler, Command]:
        """The command called `name` out of a plain `body`; raises `UnknownCommand` or `BadCommand`."""
        handler = self.named(name)
        if _deeper(body, DEPTH):
            raise BadCommand(name=name, found=f"it is nested deeper than {DEPTH} levels", field="the body")
        try:
            command = built(handler.command, msgspec.convert, body, handler.command)
        except msgspec.ValidationError as error:
            from regledger.deciding.misreading import misread  # noqa: PLC0415 - only after a mistake

            found, field = misread(error, body, handler.command)
            raise BadCommand(name=name, found=found, field=field) from None
        if found := unplain(command, body):
            raise BadCommand(name=name, found=found, field=found.partition(" ")[0])
        when = handler.when(command)
        if not isinstance(when, date) or (isinstance(when, datetime) and when.tzinfo is None):
            raise BadCommand(name=name, found="it does not say when, with its time zone", field=handler.on)
        if commitments(command):
            raise BadCommand(name=name, found="a personal value is given by its commitment", field="it: give the value")
        for path, one in open_values(command):
            if one.value == PERSONAL:
                found = f"{PERSONAL} is what is shown in the place of a personal value, and no value"
                raise BadCommand(name=name, found=found, field=path)
        return handler, command


def _claim(handler: Handler, name: str) -> str:
    module = handler.command.__module__
    by = f"{handler.by} ({module})" if handler.by else module
    return by if name == handler.name else f"{by} (formerly of {handler.name})"


def _deeper(value: Any, levels: int) -> bool:
    """Whether `value` holds more than `levels` containers inside one another; it may be any depth."""
    layer = [value]
    for _ in range(levels + 1):
        layer = [
            one
            for each in layer
            if isinstance(each, (dict, list, tuple))
            for one in (each.values() if isinstance(each, dict) else each)
        ]
        if not layer:
            return False
    return True


def _nearest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only after a mistake

    near = get_close_matches(name, list(known), n=3)
    listed = " or ".join(repr(one) for one in near)
    return f"Did you mean {listed}?" if near else 'List them with "regledger submit --list".'
