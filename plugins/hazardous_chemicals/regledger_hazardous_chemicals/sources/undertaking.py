"""Who answers for a major hazard source, and what they looked at (安全包保责任, AQ 3072-2026; F-11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from regledger.sectors import (
    Command,
    Dossier,
    Fact,
    Id,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    RecordedFact,
    State,
    Text,
    fact,
    handles,
)

from regledger_hazardous_chemicals.parties import PARTY_TAGS, party_reads, site_of
from regledger_hazardous_chemicals.record import MajorHazardSource, MajorHazardSourceIdentified

__all__ = [
    "SOURCE_UNDERTAKING",
    "CheckUndertaking",
    "NameUndertaking",
    "SourceUndertaking",
    "UndertakingChecked",
    "UndertakingNamed",
    "check_undertaking",
    "name_undertaking",
    "role_objections",
]

ROLES = "F-11.roles"
Role = Literal["principal", "technical", "operational"]
"""主要负责人, 技术负责人, 操作负责人."""
_TAGS = {"source": "major_hazard_source", **PARTY_TAGS}


@fact("source_undertaking.named", 1, tags=_TAGS, occurred="named_on")
class UndertakingNamed(Fact, frozen=True, kw_only=True):
    """`source_undertaking.named` v1: from a legal day a person answers for a source in a role (AQ 3072-2026)."""

    source: Id
    site: Id
    enterprise: Id
    authority: Id
    role: Role
    holder: Id
    """Surrogate id; never a name."""
    named_on: date


@fact("source_undertaking.checked", 1, tags=_TAGS, occurred="checked_on")
class UndertakingChecked(Fact, frozen=True, kw_only=True):
    """`source_undertaking.checked` v1: the record shows that a role's check of a source was made on a legal day (AQ 3072-2026)."""

    source: Id
    site: Id
    enterprise: Id
    authority: Id
    role: Role
    holder: Id
    found: Text
    checked_on: date


class SourceUndertaking(State, frozen=True, kw_only=True):
    """Who answers for a unit, as role and surrogate id, and when each role last checked it."""

    source: str
    is_major: bool
    named: tuple[tuple[str, str], ...] = ()
    checked: tuple[tuple[str, date], ...] = ()

    def holder(self, role: str) -> str | None:
        """Who has that role."""
        return dict(self.named).get(role)


def _evolve(state: SourceUndertaking | None, recorded: RecordedFact) -> SourceUndertaking | None:
    match recorded.body:
        case MajorHazardSourceIdentified() as body:
            named, checked = ((), ()) if state is None else (state.named, state.checked)
            return SourceUndertaking(source=body.source, is_major=body.is_major, named=named, checked=checked)
        case UndertakingNamed() as body if state is not None:
            named = tuple(sorted({**dict(state.named), body.role: body.holder}.items()))
            return SourceUndertaking(source=state.source, is_major=state.is_major, named=named, checked=state.checked)
        case UndertakingChecked() as body if state is not None:
            checked = tuple(sorted({**dict(state.checked), body.role: body.checked_on}.items()))
            return SourceUndertaking(source=state.source, is_major=state.is_major, named=state.named, checked=checked)
    return state


def _roles(judge: Judge) -> tuple[str, ...]:
    """The roles that the law of the day asks for; none before the standard applies."""
    return tuple(str(judge.law.value(ROLES, on=judge.day)).split()) if judge.law.has(ROLES, on=judge.day) else ()


def _steps(state: SourceUndertaking, judge: Judge) -> Iterator[NextStep]:
    missing = [role for role in _roles(judge) if state.is_major and state.holder(role) is None]
    if missing:
        yield NextStep(
            command="source_undertaking.name",
            rule="F-11",
            owner="enterprise",
            title=f"Name who answers for it: {', '.join(missing)}",
            title_zh="明确重大危险源包保责任人",
        )


SOURCE_UNDERTAKING = Kind(
    name="source_undertaking",
    tag="major_hazard_source",
    state=SourceUndertaking,
    evolve=_evolve,
    facts=(MajorHazardSourceIdentified, UndertakingNamed, UndertakingChecked),
    steps=_steps,
)


def role_objections(source: str, state: SourceUndertaking | None, judge: Judge) -> Iterator[Objection]:
    """F-11: each role of a major hazard source has a person."""
    for role in _roles(judge):
        filled = state is not None and state.holder(role) is not None
        yield from judge.note("F-11", "source_undertaking.role_empty", filled, source=source, role=role)


class NameUndertaking(Command, frozen=True, kw_only=True):
    """Record who answers for a major hazard source in a role; another person of the same role takes the place."""

    source: Id
    authority: Id
    role: Role
    holder: Id
    named_on: date


class CheckUndertaking(Command, frozen=True, kw_only=True):
    """Record a check that the undertaking's records show."""

    source: Id
    authority: Id
    role: Role
    holder: Id
    found: Text
    checked_on: date


def _reads(command: NameUndertaking | CheckUndertaking, dossier: Dossier) -> Iterator[str]:
    yield f"major_hazard_source:{command.source}"
    yield f"{SOURCE_UNDERTAKING.name}:{command.source}"
    unit = dossier.loaded(MajorHazardSource, command.source)
    if unit is not None:
        yield from party_reads(unit.site, command.authority, dossier)


@handles("source_undertaking.name", NameUndertaking, on="named_on", reads=_reads, world=True)
def name_undertaking(command: NameUndertaking, dossier: Dossier, judge: Judge) -> Outcome:
    """F-11: of a unit that is a major hazard source, one person for each role."""
    unit = dossier.get(MajorHazardSource, command.source)
    known = unit is not None and unit.is_major
    yield from judge.rule("REF", "major_hazard_source.none_of_that_id", known, source=command.source)
    if unit is None:
        return
    site = yield from site_of(unit.site, command.authority, dossier, judge)
    if site is None:
        return
    yield UndertakingNamed(
        source=command.source,
        site=unit.site,
        enterprise=site.enterprise,
        authority=command.authority,
        role=command.role,
        holder=command.holder,
        named_on=command.named_on,
    )


@handles("source_undertaking.check", CheckUndertaking, on="checked_on", reads=_reads, world=True)
def check_undertaking(command: CheckUndertaking, dossier: Dossier, judge: Judge) -> Outcome:
    """F-11: a check is made by whoever was named for the role; that it was another is noted, and recorded."""
    unit = dossier.get(MajorHazardSource, command.source)
    known = unit is not None and unit.is_major
    yield from judge.rule("REF", "major_hazard_source.none_of_that_id", known, source=command.source)
    if unit is None:
        return
    site = yield from site_of(unit.site, command.authority, dossier, judge)
    if site is None:
        return
    state = dossier.get(SourceUndertaking, command.source)
    named = None if state is None else state.holder(command.role)
    asked = command.role in _roles(judge)
    yield from judge.note(
        "F-11",
        "source_undertaking.by_another",
        not asked or named == command.holder,
        source=command.source,
        role=command.role,
        holder=command.holder,
        named=named or "nobody",
    )
    yield UndertakingChecked(
        source=command.source,
        site=unit.site,
        enterprise=site.enterprise,
        authority=command.authority,
        role=command.role,
        holder=command.holder,
        found=command.found,
        checked_on=command.checked_on,
    )
