"""Performance by substitute (代履行, 行政强制法 Arts 50-52; A-61), never at night or on a holiday without need (Art 43; A-60)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Literal

import msgspec

from regledger.clock import Instant, day_of
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.objections import Objection
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Id, Text
from regledger.records.authority import Officer, officer_reads
from regledger.records.case.facts import Fen
from regledger.records.enterprise import Site
from regledger.records.identity.heirs import acting, acting_reads, heir_reads
from regledger.records.investigation.hours import lawful_hour
from regledger.records.parties import parties_stand

__all__ = [
    "SUBSTITUTION",
    "OrderSubstitution",
    "PerformSubstitution",
    "RecordObeyed",
    "Substitution",
    "SubstitutionObeyed",
    "SubstitutionOrdered",
    "SubstitutionPerformed",
    "SubstitutionUrged",
    "UrgeSubstitution",
    "order_substitution",
    "perform_substitution",
    "record_obeyed",
    "urge_substitution",
]

Harm = Literal["traffic", "environment", "resources", "other"]
"""Traffic safety, the environment, natural resources (Art 50); for anything else the law knows no substitute."""
Place = Literal["road", "waterway", "public_place"]
"""Where spills, obstacles or pollutants may be cleared at once (Art 52)."""

_TAGS = {"substitution": "substitution", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("substitution.ordered", 1, tags=_TAGS, occurred="served_on")
class SubstitutionOrdered(Fact, frozen=True, kw_only=True):
    """`substitution.ordered` v1: a decision that another performs was served on the party on a legal day (代履行决定书)."""

    substitution: Id
    enterprise: Id
    site: Id
    authority: Id
    duty: Text
    """What the party was ordered to do and did not."""
    harm: Harm
    clearing: Place | None
    """Where it is to be cleared at once; None where Art 50 applies."""
    performer: Text
    """The authority itself, or a third party without an interest."""
    cost_fen: Fen
    """What it is expected to cost."""
    served_on: date


@fact("substitution.urged", 1, tags=_TAGS, occurred="urged_on")
class SubstitutionUrged(Fact, frozen=True, kw_only=True):
    """`substitution.urged` v1: the party was urged once more to perform, on a legal day (催告, Art 51)."""

    substitution: Id
    enterprise: Id
    site: Id
    authority: Id
    urged_on: date


@fact("substitution.obeyed", 1, tags=_TAGS, occurred="obeyed_on")
class SubstitutionObeyed(Fact, frozen=True, kw_only=True):
    """`substitution.obeyed` v1: the party performed itself on a legal day, so nobody does in its place (Art 51)."""

    substitution: Id
    enterprise: Id
    site: Id
    authority: Id
    evidence: Text
    obeyed_on: date


@fact("substitution.performed", 1, tags={**_TAGS, "staff": "officer"}, occurred="performed_at")
class SubstitutionPerformed(Fact, frozen=True, kw_only=True):
    """`substitution.performed` v1: another performed in the party's place, from an instant (Art 51)."""

    substitution: Id
    enterprise: Id
    site: Id
    authority: Id
    staff: tuple[Id, ...]
    """Of the authority, who watched it on the spot."""
    emergency: bool
    cost_fen: Fen
    record_signed: bool
    performed_at: Instant


class Substitution(State, frozen=True, kw_only=True):
    """Performance by substitute."""

    substitution: str
    enterprise: str
    site: str
    authority: str
    clearing: str | None
    cost_fen: int
    served_on: date
    urged_on: date | None = None
    """When it was first urged."""
    obeyed_on: date | None = None
    performed_on: date | None = None


def _evolve(state: Substitution | None, recorded: RecordedFact) -> Substitution | None:
    match recorded.body:
        case SubstitutionOrdered() as body:
            return Substitution(
                substitution=body.substitution,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                clearing=body.clearing,
                cost_fen=body.cost_fen,
                served_on=body.served_on,
            )
        case SubstitutionUrged() as body if state is not None:
            return msgspec.structs.replace(state, urged_on=state.urged_on or body.urged_on)
        case SubstitutionObeyed() as body if state is not None:
            return msgspec.structs.replace(state, obeyed_on=body.obeyed_on)
        case SubstitutionPerformed() as body if state is not None:
            return msgspec.structs.replace(state, performed_on=day_of(body.performed_at))
    return state


def _steps(state: Substitution, judge: Judge) -> Iterator[NextStep]:
    if state.performed_on is None and state.obeyed_on is None:
        urged = state.urged_on is not None or state.clearing is not None
        command = "substitution.perform" if urged else "substitution.urge"
        yield NextStep(command=command, rule="A-61", owner="authority", since=state.urged_on or state.served_on)


SUBSTITUTION = Kind(
    name="substitution",
    state=Substitution,
    evolve=_evolve,
    facts=(SubstitutionOrdered, SubstitutionUrged, SubstitutionObeyed, SubstitutionPerformed),
    steps=_steps,
)


class OrderSubstitution(Command, frozen=True, kw_only=True):
    """Decide that another performs, and serve that."""

    substitution: Id
    enterprise: Id
    site: Id
    authority: Id
    duty: Text
    harm: Harm
    clearing: Place | None = None
    performer: Text
    independent: bool
    """Whether a third party that performs has no interest in the matter; true for the authority itself."""
    cost_fen: Fen
    served_on: date


class UrgeSubstitution(Command, frozen=True, kw_only=True):
    """Record that the party was urged once more."""

    substitution: Id
    urged_on: date


class RecordObeyed(Command, frozen=True, kw_only=True):
    """Record that the party performed itself."""

    substitution: Id
    evidence: Text
    obeyed_on: date


class PerformSubstitution(Command, frozen=True, kw_only=True):
    """Record that another performed."""

    substitution: Id
    staff: tuple[Id, ...]
    emergency: bool = False
    cost_fen: Fen
    record_signed: bool
    performed_at: Instant


def _order_reads(command: OrderSubstitution, dossier: Dossier) -> Iterator[str]:
    yield f"substitution:{command.substitution}"
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)
    yield f"authority:{command.authority}"


def _reads(command: UrgeSubstitution | RecordObeyed | PerformSubstitution, dossier: Dossier) -> Iterator[str]:
    yield f"substitution:{command.substitution}"
    held = dossier.loaded(Substitution, command.substitution)
    if held is not None:
        yield f"site:{held.site}"
        yield from acting_reads(held.authority, dossier)


def _perform_reads(command: PerformSubstitution, dossier: Dossier) -> Iterator[str]:
    yield from _reads(command, dossier)
    yield from officer_reads(command.staff)


def _open(
    command: UrgeSubstitution | RecordObeyed | PerformSubstitution, dossier: Dossier, judge: Judge
) -> Generator[Objection, None, Substitution | None]:
    """REF: it was ordered; SEQ: nobody performed. Returns it, in the hands of the authority that goes on with it."""
    held = dossier.get(Substitution, command.substitution)
    yield from judge.rule(
        "REF", "substitution.unknown", held is not None, substitution=command.substitution, day=judge.day
    )
    if held is None:
        return None
    final = dossier.latest(Substitution, command.substitution) or held
    yield from judge.rule(
        "SEQ", "substitution.performed_already", final.performed_on is None, substitution=command.substitution
    )
    return msgspec.structs.replace(held, authority=acting(held.authority, dossier))


@handles("substitution.order", OrderSubstitution, on="served_on", reads=_order_reads, role="approve")
def order_substitution(command: OrderSubstitution, dossier: Dossier, judge: Judge) -> Outcome:
    """A-61: only where traffic safety, the environment or natural resources are harmed, by somebody without an interest."""
    free = not dossier.known(Substitution, command.substitution)
    yield from judge.rule("REF", "substitution.taken", free, substitution=command.substitution)
    yield from parties_stand(command, dossier, judge)
    named = bool(command.duty.strip() and command.performer.strip())
    yield from judge.rule("A-61", "substitution.blank", named, substitution=command.substitution)
    harmful = command.harm != "other" or command.clearing is not None
    yield from judge.rule("A-61", "substitution.no_harm", harmful, substitution=command.substitution)
    yield from judge.rule(
        "A-61", "substitution.performer_interested", command.independent, substitution=command.substitution
    )
    yield SubstitutionOrdered(
        substitution=command.substitution,
        enterprise=command.enterprise,
        site=command.site,
        authority=command.authority,
        duty=command.duty,
        harm=command.harm,
        clearing=command.clearing,
        performer=command.performer,
        cost_fen=command.cost_fen,
        served_on=command.served_on,
    )


@handles("substitution.urge", UrgeSubstitution, on="urged_on", reads=_reads, world=True)
def urge_substitution(command: UrgeSubstitution, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where nothing was ordered, or it was performed already."""
    held = yield from _open(command, dossier, judge)
    if held is None:
        return
    yield from _not_obeyed(command, dossier, judge)
    yield SubstitutionUrged(
        substitution=command.substitution,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        urged_on=command.urged_on,
    )


@handles("substitution.record_obeyed", RecordObeyed, on="obeyed_on", reads=_reads, world=True)
def record_obeyed(command: RecordObeyed, dossier: Dossier, judge: Judge) -> Outcome:
    """A-61: what the party did itself, with its proof; nobody performs in its place any more."""
    held = yield from _open(command, dossier, judge)
    if held is None:
        return
    yield from _not_obeyed(command, dossier, judge)
    shown = bool(command.evidence.strip())
    yield from judge.rule("A-61", "substitution.obeyed_unshown", shown, substitution=command.substitution)
    yield SubstitutionObeyed(
        substitution=command.substitution,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        evidence=command.evidence,
        obeyed_on=command.obeyed_on,
    )


def _not_obeyed(
    command: UrgeSubstitution | RecordObeyed | PerformSubstitution, dossier: Dossier, judge: Judge
) -> Iterator[Objection]:
    """A-61: whoever performs himself is spared a substitute."""
    final = dossier.latest(Substitution, command.substitution)
    obeyed = None if final is None else final.obeyed_on
    yield from judge.rule(
        "A-61", "substitution.obeyed_already", obeyed is None, substitution=command.substitution, obeyed=obeyed
    )


@handles("substitution.perform", PerformSubstitution, on="performed_at", reads=_perform_reads, world=True)
def perform_substitution(command: PerformSubstitution, dossier: Dossier, judge: Judge) -> Outcome:
    """A-61: three working days after urging, with staff of the authority there; A-60: by day."""
    held = yield from _open(command, dossier, judge)
    if held is None:
        return
    yield from _not_obeyed(command, dossier, judge)
    day = day_of(command.performed_at, judge.zone)
    latest = judge.deadline("A-61.urging", day, on=day, backward=True).day
    urged = held.urged_on is not None and held.urged_on <= latest
    yield from judge.rule(
        "A-61",
        "substitution.urged_too_late",
        urged or held.clearing is not None,
        substitution=command.substitution,
        urged=held.urged_on or "not at all",
        latest=latest,
    )
    for one in dict.fromkeys(command.staff):
        yield from judge.rule("REF", "officer.unknown", dossier.get(Officer, one) is not None, officer=one)
    watched = bool(command.staff) and command.record_signed
    yield from judge.rule("A-61", "substitution.unwatched", watched, substitution=command.substitution)
    yield from lawful_hour(command.performed_at, command.emergency or held.clearing is not None, judge)
    yield SubstitutionPerformed(
        substitution=command.substitution,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        staff=command.staff,
        emergency=command.emergency,
        cost_fen=command.cost_fen,
        record_signed=command.record_signed,
        performed_at=command.performed_at,
    )
