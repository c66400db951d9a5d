"""Filing a case (立案): A-04, and the limitation of A-29."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.calendar import Deadline
from regledger.law.objections import Objection
from regledger.log.tags import split_tag
from regledger.log.text import Id, Text
from regledger.records.authority import Authority, Officer, officer_reads
from regledger.records.case.facts import CaseOpened
from regledger.records.case.fines import FinedAct, Fines
from regledger.records.case.state import Case
from regledger.records.delegation.powers import may_penalise, powers_reads
from regledger.records.enterprise import Site
from regledger.records.hazard.state import Hazard
from regledger.records.identity.heirs import belongs, heir_reads, kin, kin_reads
from regledger.records.inspection import Inspection
from regledger.records.numbering.issuing import number_given, number_reads
from regledger.records.parties import parties_stand
from regledger.records.period import period_in_force

__all__ = ["OpenCase", "limitation", "open_penalty_case"]


class OpenCase(Command, frozen=True, kw_only=True):
    """File a penalty case."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    act: Text
    """What the party is said to have done."""
    act_on: date
    """The day of the act, or of its end where it is continuous."""
    discovered_on: date
    harms_life: bool
    """Whether life, health or financial safety is concerned and harm was done."""
    inspections: tuple[Id, ...] = ()
    hazards: tuple[Id, ...] = ()
    investigators: tuple[Id, ...] = ()
    """The officers who investigate it."""
    opened_on: date


def limitation(act_on: date, harms_life: bool, judge: Judge) -> Deadline:
    """A-29: the last day on which the act could be discovered and still punished.

    Two years; five where life, health or financial safety is concerned and harm was done, for acts of a day on
    which the law knew the longer period (行政处罚法 Arts 36, 37).
    """
    longer = harms_life and judge.law.has("A-29.limitation_harm", on=act_on)
    return judge.deadline("A-29.limitation_harm" if longer else "A-29.limitation", act_on, on=act_on)


def _reads(command: OpenCase, dossier: Dossier) -> Iterator[str]:
    yield f"case:{command.case}"
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)
    yield f"authority:{command.authority}"
    yield from powers_reads(command.authority, (), dossier)
    yield from officer_reads(command.investigators)
    yield from kin_reads(command.enterprise, dossier)
    yield from (f"fines:{one}" for one in kin(command.enterprise, dossier))
    yield from (f"inspection:{one}" for one in command.inspections)
    yield from (f"hazard:{one}" for one in command.hazards)
    for record in _known_evidence(command, dossier):
        yield from heir_reads(record.enterprise, dossier)
    yield from number_reads("立", command.opened_on, None, dossier)


def _known_evidence(command: OpenCase, dossier: Dossier) -> Iterator[Inspection | Hazard]:
    found = [
        *(dossier.loaded(Inspection, one) for one in command.inspections),
        *(dossier.loaded(Hazard, one) for one in command.hazards),
    ]
    return (one for one in found if one is not None)


@handles("case.open", OpenCase, on="opened_on", reads=_reads, role="propose")
def open_penalty_case(command: OpenCase, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the act is time-barred (A-29) or the case names what is not on record."""
    yield from judge.rule("REF", "case.taken", not dossier.known(Case, command.case), case=command.case)
    yield from parties_stand(command, dossier, judge)
    yield from _evidence(command, dossier, judge)
    yield from _competent(command, dossier, judge)
    for one in command.investigators:
        yield from judge.rule("REF", "officer.unknown", dossier.get(Officer, one) is not None, officer=one)
    yield from judge.rule(
        "SEQ",
        "case.filed_too_early",
        max(command.act_on, command.discovered_on) <= command.opened_on,
        case=command.case,
        act=command.act_on,
        discovered=command.discovered_on,
        opened=command.opened_on,
    )
    last = limitation(command.act_on, command.harms_life, judge)
    yield from judge.rule(
        "A-29",
        "case.time_barred",
        command.discovered_on <= last.day,
        case=command.case,
        act=command.act_on,
        years=last.length,
        last=last.day,
        discovered=command.discovered_on,
    )
    promptly = period_in_force(judge, "A-64.filing", command.discovered_on, on=command.opened_on)
    if promptly is not None:
        yield from judge.note(
            "A-64",
            "case.filed_late",
            command.opened_on <= promptly.day,
            case=command.case,
            discovered=command.discovered_on,
            last=promptly.day,
        )
    given = yield from number_given(
        f"case:{command.case}", kind="立", authority=command.authority, dossier=dossier, judge=judge
    )
    yield from given.facts
    yield CaseOpened(
        case=command.case,
        enterprise=command.enterprise,
        site=command.site,
        authority=command.authority,
        act=command.act,
        act_on=command.act_on,
        discovered_on=command.discovered_on,
        harms_life=command.harms_life,
        inspections=command.inspections,
        hazards=command.hazards,
        opened_on=command.opened_on,
        investigators=command.investigators,
    )


def _competent(command: OpenCase, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-03: at the place of the act, and the first who files it; A-41, A-43: with powers of its own."""
    site, authority = dossier.get(Site, command.site), dossier.get(Authority, command.authority)
    placed = None if site is None else site.region
    seat = None if authority is None else authority.region
    yield from judge.rule(
        "A-03",
        "case.outside_territory",
        placed is None or seat is None or _within(placed, seat),
        case=command.case,
        authority=command.authority,
        region=placed,
        seat=seat,
    )
    this = FinedAct(case=command.case, act=command.act, act_on=command.act_on, hazards=command.hazards)
    fines = [held for one in kin(command.enterprise, dossier) if (held := dossier.get(Fines, one)) is not None]
    filed = [one for held in fines for one in held.acts if one.opened_on and one.dropped_on is None]
    other = next((one for one in filed if one.authority != command.authority and one.same_act(this)), None)
    # Both are competent until one of them acts: who filed first goes on, and the superior may designate the other.
    yield from judge.note(
        "A-03",
        "case.filed_by_another",
        other is None,
        case=command.case,
        other=None if other is None else other.case,
        authority=None if other is None else other.authority,
    )
    yield from may_penalise(command.authority, command.opened_on, dossier, judge)


def _within(region: str, seat: str) -> bool:
    """Whether the region of code `region` lies in that of `seat` (GB/T 2260: province, city and county, two digits each)."""
    return region.startswith(seat.removesuffix("00").removesuffix("00"))


def _evidence(command: OpenCase, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    found: list[tuple[str, str, Inspection | Hazard | None]] = [
        *(("inspection", one, dossier.get(Inspection, one)) for one in command.inspections),
        *(("hazard", one, dossier.get(Hazard, one)) for one in command.hazards),
    ]
    site = dossier.get(Site, command.site)
    before = () if site is None else (split_tag(origin.subject)[1] for origin in site.predecessors)
    sites = {command.site, *before}
    for kind, one, record in found:
        yield from judge.rule("REF", "case.evidence_unknown", record is not None, kind=kind, id=one, day=judge.day)
        if record is not None:
            yield from judge.rule(
                "REF",
                "case.evidence_of_another",
                belongs(record.enterprise, command.enterprise, dossier),
                kind=kind,
                id=one,
                enterprise=command.enterprise,
                owner=record.enterprise,
            )
            yield from judge.note(
                "REF",
                "case.evidence_of_another_site",
                record.site in sites or not belongs(record.enterprise, command.enterprise, dossier),
                kind=kind,
                id=one,
                found_at=record.site,
                site=command.site,
            )
