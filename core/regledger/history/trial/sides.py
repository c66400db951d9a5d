"""The two sides of a trial, each in a process of its own: what is installed, and the draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from regledger.clock import system_clock
from regledger.errors import RegledgerError
from regledger.history.bodies import subject_of
from regledger.history.outcomes import Change, Outcome, Shift, changes, decided, lifted, recorded, shifts
from regledger.history.redeciding import Decision, Redecider, Undecidable, Unread, decisions
from regledger.history.trial.protocol import (
    Asked,
    Drafted,
    Ended,
    Installed,
    Reached,
    Shifted,
    Stopped,
    Taken,
    Tried,
    Undecided,
)
from regledger.installation import Installation
from regledger.law.objections import Objection
from regledger.ledger import Ledger
from regledger.log.side_index import SideIndex
from regledger.log.stores import open_store, place_of
from regledger.records.enterprise import Site
from regledger.sectors.draft import Draft

__all__ = ["draft_side", "installed_side", "reading"]

Line = TypeVar("Line")
Tell = Callable[[object], None]


def installed_side(asked: Asked, tell: Tell) -> None:
    """Take the decisions of the draft's sectors again under what is installed, and tell what each comes to."""
    installation = Installation()
    loaded = {name: one for name, one in installation.sectors.loaded.items() if name in asked.sectors}
    asked = msgspec.structs.replace(
        asked,
        commands=tuple(dict.fromkeys((*asked.commands, *_commands_of(installation, loaded)))),
        only=_every_name(installation, asked.only),
        unknown=tuple(name for name in asked.unknown if name not in installation.handlers),
    )
    tell(
        Installed(
            versions={name: one.version for name, one in loaded.items()},
            folders={name: str(_folder_of(one.module)) for name, one in loaded.items()},
            broken={one.name: one.found for one in installation.sectors.broken if one.name in asked.sectors},
            commands=asked.commands,
            only=asked.only,
            unknown=asked.unknown,
        )
    )
    with reading(asked.url, installation) as ledger:
        desk = Redecider(ledger)
        for decision in _involved(ledger, asked):
            try:
                outcome = decided(desk.again(decision))
            except Undecidable as error:
                tell(Taken(number=decision.number, outcome=None, why=error.details["found"]))
                continue
            otherwise = changes(recorded(decision), outcome)
            said = tuple(_sentence(ledger, one) for one in otherwise)
            tell(Taken(number=decision.number, outcome=outcome, otherwise=otherwise, said=said))


def draft_side(asked: Asked, tell: Tell, told: Callable[[], Installed | Taken | Stopped]) -> None:
    """Take the same decisions again under the draft, and tell in what they differ from what the other side tells."""
    draft = Draft.of(Path(asked.folder))
    installation = Installation(draft.sectors())
    mine = tuple(name for name, _ in draft.points)
    if (found := _unfit(draft, installation, mine)) is not None:
        tell(Stopped(found=found, draft=True))
        return
    commands, only = _commands_of(installation, mine), _every_name(installation, asked.only)
    unknown = tuple(name for name in asked.only if name not in installation.handlers)
    tell(Drafted(sectors=mine, commands=commands, only=only, unknown=unknown))
    installed = _expected(told(), Installed)
    if installed.unknown:
        tell(Stopped(found="neither side knows what was asked for", draft=False, unknown=installed.unknown))
        return
    asked = msgspec.structs.replace(asked, sectors=mine, commands=installed.commands, only=installed.only)
    count, shifted = 0, Counter[str]()
    with reading(asked.url, installation) as ledger:
        desk = Redecider(ledger)
        for decision in _involved(ledger, asked):
            taken = _expected(told(), Taken)
            if taken.number != decision.number:
                raise RuntimeError(f"one side takes decision {taken.number} where the other takes {decision.number}")
            reached = _compared(ledger, desk, decision, taken, shifted)
            count += reached.undecided is None
            tell(reached)
    tell(
        Ended(
            decided=count,
            shifted=tuple(Shifted(parameter=name, decisions=of) for name, of in sorted(shifted.items())),
            installed=installed,
        )
    )


class _OtherStopped(RegledgerError):
    """{found}"""


def _expected(line: object, wanted: type[Line]) -> Line:
    if isinstance(line, Stopped):
        raise _OtherStopped(found=line.found)
    if not isinstance(line, wanted):
        raise TypeError(f"the installed side says {type(line).__name__} instead of {wanted.__name__}")
    return line


def _unfit(draft: Draft, installation: Installation, mine: tuple[str, ...]) -> str | None:
    """Why the draft cannot be tried."""
    for one in installation.sectors.broken:
        if one.name in mine:
            return one.found
    for name in mine:
        loaded = installation.sectors.loaded.get(name)
        if loaded is None:
            return f"its entry point {name} gives no sector of that name"
        folder = _folder_of(loaded.module)
        if not folder.is_relative_to(draft.folder):
            return f"its package {loaded.module.__name__} is not in that folder, but in {folder}"
    return None


def _folder_of(module: object) -> Path:
    file = getattr(module, "__file__", None)
    paths = [file] if file else [f"{one}/-" for one in getattr(module, "__path__", ())]
    return Path(paths[0] if paths else ".").resolve().parent


@contextmanager
def reading(url: str, installation: Installation) -> Iterator[Ledger]:
    """The ledger at `url` without anything being finished in it that was broken off, as opening it to write does; what a draft
    derives otherwise than what is installed is derived in memory, and not into the file beside the ledger."""
    place = place_of(url)
    place.check_folder()
    recorder = open_store(place, clock=system_clock, kinds=installation.tag_kinds)
    with Ledger(recorder, place, installation=installation, clock=system_clock) as ledger:
        ledger.side.close()
        ledger.side = SideIndex(None, recorder, installation.catalogue)
        yield ledger


def _involved(ledger: Ledger, asked: Asked) -> Iterator[Decision]:
    """The decisions in which the draft's sectors have a say: those about a site of theirs, and those of their commands."""
    names, own = set(asked.sectors), set(asked.commands)
    of_site = ledger.kinds.of(Site)
    sites = {
        of_site.tag_of(fact.body.site)  # type: ignore[union-attr]
        for fact in ledger.facts(types=of_site.types, until=asked.until)
        if names & {getattr(fact.body, "sector", ""), *getattr(fact.body, "overlays", ())}
    }
    left = asked.limit
    for decision in decisions(ledger, since=asked.since, until=asked.until):
        by = decision.by
        if (by.command in own or not sites.isdisjoint(by.boundary)) and (not asked.only or by.command in asked.only):
            if left is not None and (left := left - 1) < 0:
                return
            yield decision


def _commands_of(installation: Installation, sectors: Iterable[str]) -> tuple[str, ...]:
    """The commands of `sectors`, under every name that they have or had."""
    handlers = (handler for name in sectors for handler in installation.declared[name].handlers)
    return tuple(name for handler in handlers for name in (handler.name, *handler.formerly))


def _every_name(installation: Installation, commands: Iterable[str]) -> tuple[str, ...]:
    """`commands`, and what those of them that are known are or were called besides."""
    known = [(name, installation.handlers.get(name)) for name in commands]
    return tuple(
        dict.fromkeys(
            each for name, one in known for each in ((name,) if one is None else (name, one.name, *one.formerly))
        )
    )


def _compared(ledger: Ledger, desk: Redecider, decision: Decision, taken: Taken, shifted: Counter[str]) -> Reached:
    first = decision.facts[0]
    number, command, subject, day = decision.number, decision.by.command, subject_of(first), first.effective_day
    otherwise = None
    if taken.otherwise:
        otherwise = Tried(
            number=number, command=command, subject=subject, day=day, changes=taken.otherwise, said=taken.said
        )
    try:
        after = decided(desk.again(decision))
    except Undecidable as error:
        why = error.details["found"]
        if isinstance(error, Unread) and taken.outcome is not None:
            unread = Tried(
                number=number, command=command, subject=subject, day=day, changes=(Change(what="unread"),), said=(why,)
            )
            return Reached(number=number, tried=unread, otherwise=otherwise)
        return Reached(
            number=number,
            undecided=Undecided(number=number, command=command, subject=subject, why=why),
            otherwise=otherwise,
        )
    before = recorded(decision) if taken.outcome is None else lifted(taken.outcome, ledger.catalogue)
    changed, values = changes(before, after), _shifts(before, after)
    if not changed:
        shifted.update({one.parameter for one in values})
        return Reached(number=number, otherwise=otherwise)
    tried = Tried(
        number=number,
        command=command,
        subject=subject,
        day=day,
        changes=changed,
        said=tuple(_sentence(ledger, one) for one in changed),
        values=values,
        against="recorded" if taken.outcome is None else "installed",
    )
    return Reached(number=number, tried=tried, otherwise=otherwise)


def _shifts(before: Outcome, after: Outcome) -> tuple[Shift, ...]:
    # A sector that failed asked the law nothing more, which says nothing about its values.
    failed = any(one.code == "sector.failed" for one in (*before.refused, *after.refused))
    return () if failed else shifts(before, after)


def _sentence(ledger: Ledger, change: Change) -> str:
    if change.code:
        said = ledger.texts.say(Objection(rule=change.rule, code=change.code, args=change.args))
        return said["found"] or change.code
    return ""
