"""Recording what an enterprise told or showed of a duty, with the conclusion that its figures give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Id, Text
from regledger.records.duties.figures import Figures, Principal, impossible
from regledger.records.duties.gaps import expiry, gaps, rule_of
from regledger.records.enterprise import Site
from regledger.records.hazard.facts import OrderIssued
from regledger.records.identity.heirs import heir_reads
from regledger.records.inspection.state import Inspection
from regledger.records.licence.review_facts import LicenceChecked
from regledger.records.licence.state import Licence
from regledger.records.parties import parties_stand

__all__ = ["SITE_DUTIES", "DutyRecorded", "DutyStanding", "SiteDuties", "record_duty"]

How = Literal["inspected", "told", "shown"]
"""Seen at an inspection, told by the enterprise, or shown by it on paper."""
Conclusion = Literal["kept", "breached"]


@fact(
    "duty.recorded",
    1,
    tags={
        "site": "site",
        "enterprise": "enterprise",
        "authority": "authority",
        "inspection": "inspection",
        "licences": "licence",
    },
    occurred="recorded_on",
)
class DutyRecorded(Fact, frozen=True, kw_only=True):
    """`duty.recorded` v1: on a legal day an enterprise told or showed how it keeps a duty (安全生产法 Arts 21–51, 72)."""

    site: Id
    enterprise: Id
    authority: Id
    how: How
    inspection: Id | None
    figures: Figures
    conclusion: Conclusion
    licences: tuple[Id, ...]
    """The licences that rely on what was found."""
    note: Text
    recorded_on: date


class DutyStanding(msgspec.Struct, frozen=True, kw_only=True):
    """How a duty was last found."""

    duty: str
    conclusion: str
    since: date
    expires: date | None
    """The last legal day of what was shown."""
    licences: tuple[str, ...] = ()
    inspection: str | None = None
    ordered_on: date | None = None
    """When it was ordered to be corrected."""


class SiteDuties(State, frozen=True, kw_only=True):
    """The duties of an enterprise at a site; read as `site_duties:<site>`."""

    site: str
    enterprise: str
    authority: str
    duties: tuple[DutyStanding, ...]


class RecordDuty(Command, frozen=True, kw_only=True):
    """Record what an enterprise told or showed of a duty."""

    site: Id
    enterprise: Id
    authority: Id
    how: How = "inspected"
    inspection: Id | None = None
    figures: Figures
    conclusion: Conclusion
    licences: tuple[Id, ...] = ()
    note: Text = ""
    recorded_on: date


def _reads(command: RecordDuty, dossier: Dossier) -> Iterator[str]:
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)
    yield f"authority:{command.authority}"
    if command.inspection is not None:
        yield f"inspection:{command.inspection}"
    yield from (f"licence:{one}" for one in command.licences)


@handles("duty.record", RecordDuty, on="recorded_on", reads=_reads, world=True)
def record_duty(command: RecordDuty, dossier: Dossier, judge: Judge) -> Outcome:
    """The conclusion is the one that the figures give: what falls short is not called kept, nor what is kept a breach (B-06 to B-40)."""
    yield from parties_stand(command, dossier, judge)
    if command.inspection is not None:
        seen = dossier.get(Inspection, command.inspection)
        yield from judge.rule("REF", "duty.inspection_unknown", seen is not None, inspection=command.inspection)
    for one in command.licences:
        yield from judge.rule("REF", "licence.unknown", dossier.known(Licence, one), licence=one)
    duty = type(command.figures).__struct_config__.tag
    rule = rule_of(str(duty))
    if isinstance(command.figures, Principal):
        last = judge.whole("B-06.duties")
        fits = all(1 <= number <= last for number in command.figures.fulfilled)
        yield from judge.rule("REF", "duty.no_such_duty", fits, site=command.site, last=last)
    for more, whole in impossible(command.figures):
        yield from judge.rule("REF", "duty.figures_impossible", False, site=command.site, more=more, whole=whole)
    found = tuple(gaps(command.figures, command.recorded_on, judge))
    for gap in found:
        yield from judge.rule(
            rule, gap.code, command.conclusion != "kept", site=command.site, found=gap.found, asked=gap.asked
        )
    wrongly = command.conclusion == "breached" and not found
    yield from judge.rule(rule, "duty.kept_after_all", not wrongly, site=command.site, duty=str(duty))
    yield DutyRecorded(
        site=command.site,
        enterprise=command.enterprise,
        authority=command.authority,
        how=command.how,
        inspection=command.inspection,
        figures=command.figures,
        conclusion=command.conclusion,
        licences=command.licences,
        note=command.note,
        recorded_on=command.recorded_on,
    )


def _evolve(state: SiteDuties | None, recorded: RecordedFact) -> SiteDuties | None:
    body = recorded.body
    replace = msgspec.structs.replace
    if state is not None and isinstance(body, OrderIssued):
        ordered = tuple(
            replace(one, ordered_on=body.issued_on) if one.inspection in (None, body.inspection) else one
            for one in state.duties
        )
        return replace(state, duties=ordered)
    if state is not None and isinstance(body, LicenceChecked):
        left = tuple(
            replace(one, licences=tuple(each for each in one.licences if each != body.licence)) for one in state.duties
        )
        return replace(state, duties=left)
    if not isinstance(body, DutyRecorded):
        return state
    duty = str(type(body.figures).__struct_config__.tag)
    one = DutyStanding(
        duty=duty,
        conclusion=body.conclusion,
        since=body.recorded_on,
        expires=expiry(body.figures),
        licences=body.licences,
        inspection=body.inspection,
    )
    others = () if state is None else tuple(each for each in state.duties if each.duty != duty)
    return SiteDuties(site=body.site, enterprise=body.enterprise, authority=body.authority, duties=(*others, one))


def _steps(state: SiteDuties, judge: Judge) -> Iterator[NextStep]:
    del judge  # a breach stays open until the duty is found kept, whatever the day
    for one in state.duties:
        if one.conclusion == "breached":
            if one.ordered_on is None:
                yield NextStep(
                    command="order.issue",
                    rule=rule_of(one.duty),
                    owner="authority",
                    since=one.since,
                    title=f"Order to correct: {one.duty}",
                    title_zh="责令限期改正",
                )
            for licence in one.licences:
                yield NextStep(
                    command="licence.check",
                    rule=rule_of(one.duty),
                    owner="authority",
                    since=one.since,
                    title=f"Look again at licence {licence}, which relies on it",
                    title_zh="复核所依据的许可",
                )
        elif one.expires is not None:
            yield NextStep(
                command="duty.record",
                due=one.expires,
                how=("the last day of what was shown: certificate, review or policy",),
                rule=rule_of(one.duty),
                owner="enterprise",
                since=one.since,
                title=f"Show what takes its place: {one.duty}",
                title_zh="证书、复审或者保险到期前更新",
            )


SITE_DUTIES = Kind(
    name="site_duties",
    tag="site",
    state=SiteDuties,
    evolve=_evolve,
    facts=(DutyRecorded, OrderIssued, LicenceChecked),
    steps=_steps,
)
