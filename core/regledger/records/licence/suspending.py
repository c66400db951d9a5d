"""Taking a licence in for a time, giving it back, and revoking it: penalties, by a decided case (安全生产许可证条例 Arts 14, 21; D-03, D-12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id
from regledger.records.case.state import Case
from regledger.records.identity.heirs import belongs, heir_reads
from regledger.records.licence.end_facts import (
    LicenceReinstated,
    LicenceRevoked,
    LicenceSuspended,
    RevokeGround,
)
from regledger.records.licence.reading import licence_reads, still_held, there
from regledger.records.licence.state import Licence

__all__ = ["reinstate_licence", "revoke_licence", "suspend_licence"]


class SuspendLicence(Command, frozen=True, kw_only=True):
    """Take a licence in for a time."""

    licence: Id
    case: Id
    conditions: tuple[int, ...]
    decided_on: date
    until: date


class ReinstateLicence(Command, frozen=True, kw_only=True):
    """Give a licence back, for its conditions are met again."""

    licence: Id
    conditions_met: tuple[int, ...]
    reinstated_on: date


class RevokeLicence(Command, frozen=True, kw_only=True):
    """Revoke a licence."""

    licence: Id
    case: Id
    ground: RevokeGround
    revoked_on: date


def _case_reads(command: SuspendLicence | RevokeLicence, dossier: Dossier) -> Iterator[str]:
    yield from licence_reads(command, dossier)
    yield f"case:{command.case}"
    licence = dossier.loaded(Licence, command.licence)
    yield from () if licence is None else heir_reads(licence.enterprise, dossier)


def _by_case(
    command: SuspendLicence | RevokeLicence, licence: Licence, dossier: Dossier, judge: Judge
) -> Iterator[Objection]:
    """REF, SEQ: a case of the holder, with a decision; both are penalties (行政处罚法 Art 9)."""
    case = dossier.get(Case, command.case)
    yield from judge.rule("REF", "licence.case_unknown", case is not None, licence=command.licence, case=command.case)
    if case is None:
        return
    own = belongs(licence.enterprise, case.enterprise, dossier)
    yield from judge.rule(
        "REF", "licence.case_of_another", own, licence=command.licence, case=command.case, enterprise=case.enterprise
    )
    yield from judge.rule(
        "SEQ", "licence.case_undecided", case.decision is not None, licence=command.licence, case=command.case
    )


@handles("licence.suspend", SuspendLicence, on="decided_on", reads=_case_reads, role="approve")
def suspend_licence(command: SuspendLicence, dossier: Dossier, judge: Judge) -> Outcome:
    """D-03: because conditions of Art 6 are met no longer, named by number; SEQ: to a day that lies ahead."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    final = dossier.latest(Licence, command.licence) or licence
    yield from still_held(final, judge)
    yield from _by_case(command, licence, dossier, judge)
    last = judge.whole("D-03.conditions")
    named = bool(command.conditions) and all(1 <= number <= last for number in command.conditions)
    yield from judge.rule("D-03", "licence.suspended_without_ground", named, licence=command.licence, last=last)
    ahead = command.until >= command.decided_on
    yield from judge.rule("SEQ", "licence.suspended_backwards", ahead, licence=command.licence, until=command.until)
    rests = final.suspended_on(command.decided_on)
    yield from judge.rule("SEQ", "licence.suspended_already", rests is None, licence=command.licence)
    yield LicenceSuspended(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        case=command.case,
        conditions=command.conditions,
        decided_on=command.decided_on,
        until=command.until,
    )


@handles("licence.reinstate", ReinstateLicence, on="reinstated_on", reads=licence_reads, role="approve")
def reinstate_licence(command: ReinstateLicence, dossier: Dossier, judge: Judge) -> Outcome:
    """D-03: only where each condition for which it was taken in is found to be met again."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    yield from still_held(dossier.latest(Licence, command.licence) or licence, judge)
    rest = licence.suspended_on(command.reinstated_on)
    yield from judge.rule("SEQ", "licence.not_suspended", rest is not None, licence=command.licence)
    left = () if rest is None else tuple(sorted(set(rest.conditions) - set(command.conditions_met)))
    yield from judge.rule(
        "D-03",
        "licence.condition_still_unmet",
        not left,
        licence=command.licence,
        conditions=", ".join(map(str, left)),
    )
    yield LicenceReinstated(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        conditions_met=command.conditions_met,
        reinstated_on=command.reinstated_on,
    )


@handles("licence.revoke", RevokeLicence, on="revoked_on", reads=_case_reads, role="approve")
def revoke_licence(command: RevokeLicence, dossier: Dossier, judge: Judge) -> Outcome:
    """D-12: for a transfer only where one was found; otherwise for conditions that were lost, or by another law."""
    licence = yield from there(command, dossier, judge)
    if licence is None:
        return
    yield from still_held(dossier.latest(Licence, command.licence) or licence, judge)
    yield from _by_case(command, licence, dossier, judge)
    if command.ground == "transfer":
        found = licence.transfer_found_on is not None
        yield from judge.rule("D-12", "licence.transfer_not_found", found, licence=command.licence)
    yield LicenceRevoked(
        licence=command.licence,
        enterprise=licence.enterprise,
        site=licence.site,
        authority=licence.authority,
        case=command.case,
        ground=command.ground,
        revoked_on=command.revoked_on,
    )
