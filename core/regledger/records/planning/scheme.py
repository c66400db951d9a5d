"""The scheme of one visit, approved before it (现场检查方案; J-02)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.enterprise import Site
from regledger.records.identity.heirs import heir_reads
from regledger.records.parties import parties_stand
from regledger.records.planning.facts import SchemeApproved
from regledger.records.planning.state import Draw, Plan, Scheme

__all__ = ["ApproveScheme", "approve_scheme"]


class ApproveScheme(Command, frozen=True, kw_only=True):
    """Approve the scheme of one visit."""

    inspection: Id
    enterprise: Id
    site: Id
    authority: Id
    plan: Id | None = None
    draw: Id | None = None
    officers: tuple[Id, ...]
    content: Text
    approver: Text
    visit_on: date
    approved_on: date


def _reads(command: ApproveScheme, dossier: Dossier) -> Iterator[str]:
    yield from (f"scheme:{command.inspection}", f"enterprise:{command.enterprise}", f"site:{command.site}")
    yield f"authority:{command.authority}"
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)
    yield from officer_reads(command.officers)
    yield from () if command.plan is None else (f"plan:{command.plan}",)
    yield from () if command.draw is None else (f"draw:{command.draw}",)


def _authority(command: ApproveScheme, dossier: Dossier) -> Iterator[str]:
    return iter((f"authority:{command.authority}",))


@handles("scheme.approve", ApproveScheme, on="approved_on", reads=_reads, role="approve", concerns=_authority)
def approve_scheme(command: ApproveScheme, dossier: Dossier, judge: Judge) -> Outcome:
    """J-02: whole, for a day that is yet to come or the same, by two qualified officers (A-01)."""
    new = not dossier.known(Scheme, command.inspection)
    yield from judge.rule("REF", "scheme.taken", new, inspection=command.inspection)
    yield from parties_stand(command, dossier, judge)
    yield from qualified(command.officers, command.visit_on, dossier, judge)
    if command.plan is not None:
        planned = dossier.get(Plan, command.plan) is not None
        yield from judge.rule("REF", "plan.unknown", planned, plan=command.plan)
    if command.draw is not None:
        announced = dossier.get(Draw, command.draw) is not None
        yield from judge.rule("REF", "draw.unknown", announced, draw=command.draw)
    for part in ("content", "approver"):
        filled = bool(getattr(command, part).strip())
        yield from judge.rule("J-02", "scheme.blank", filled, inspection=command.inspection, part=part)
    yield from judge.rule(
        "J-02",
        "scheme.after_visit",
        command.approved_on <= command.visit_on,
        inspection=command.inspection,
        approved=command.approved_on,
        visit=command.visit_on,
    )
    yield SchemeApproved(
        inspection=command.inspection,
        enterprise=command.enterprise,
        site=command.site,
        authority=command.authority,
        plan=command.plan,
        draw=command.draw,
        officers=command.officers,
        content=command.content,
        approver=command.approver,
        visit_on=command.visit_on,
        approved_on=command.approved_on,
    )
