"""Punishing on the spot: how much, by whom, and with which paper (A-01, A-09, A-10, A-30, A-31, A-49)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.facts import NewFact
from regledger.log.text import Code, Id, Personal, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.case.facts import Fen
from regledger.records.case.fines import FinedAct, Fines
from regledger.records.case.money import yuan
from regledger.records.case.summaries import Handing, Party, SummaryDecided
from regledger.records.delegation.powers import may_penalise, powers_reads
from regledger.records.enterprise import Site
from regledger.records.identity.heirs import heir_reads, kin, kin_reads
from regledger.records.numbering.issuing import number_given, number_reads
from regledger.records.parties import parties_stand
from regledger.records.summary.state import Summary

__all__ = ["DecideSummary", "decide_summary"]


class DecideSummary(Command, frozen=True, kw_only=True):
    """Record a decision that was made and handed over on the spot."""

    summary: Id
    enterprise: Id
    """Who is punished; or where the citizen who is punished works."""
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    certificates_shown: bool
    party: Party
    person: Personal | None = None
    """The citizen who is punished."""
    act: Text
    basis: Text
    facts_certain: bool
    sanction: Literal["warning", "fine"]
    fine_fen: Fen = 0
    place: Text
    number: Code
    """The number printed on the form."""
    correction: Text
    remedies: Text
    """Which remedies there are, and within which time."""
    review_first_told: bool
    """Whether the paper says that reconsideration comes before a suit."""
    handing: Handing
    decided_on: date


def _reads(command: DecideSummary, dossier: Dossier) -> Iterator[str]:
    yield f"summary:{command.summary}"
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)
    yield f"authority:{command.authority}"
    yield from officer_reads(command.officers)
    yield from powers_reads(command.authority, command.officers, dossier)
    yield from kin_reads(command.enterprise, dossier)
    yield from (f"fines:{one}" for one in kin(command.enterprise, dossier))
    yield from number_reads("当罚", command.decided_on, command.number, dossier)


@handles("summary.decide", DecideSummary, on="decided_on", reads=_reads, world=True)
def decide_summary(command: DecideSummary, dossier: Dossier, judge: Judge) -> Outcome:
    """A-09: certain, and no more than a small fine; A-10: with a whole paper, handed over; A-49: which says that reconsideration comes first."""
    free = not dossier.known(Summary, command.summary)
    yield from judge.rule("REF", "summary.taken", free, summary=command.summary)
    yield from parties_stand(command, dossier, judge)
    yield from qualified(command.officers, command.decided_on, dossier, judge)
    yield from may_penalise(command.authority, command.decided_on, dossier, judge)
    yield from _small(command, judge)
    yield from _paper(command, judge)
    yield from _first_fine(command, dossier, judge)
    given = yield from number_given(
        f"summary:{command.summary}",
        kind="当罚",
        authority=command.authority,
        typed=command.number,
        dossier=dossier,
        judge=judge,
    )
    yield from given.facts
    body = SummaryDecided(
        summary=command.summary,
        enterprise=command.enterprise,
        site=command.site,
        authority=command.authority,
        officers=command.officers,
        certificates_shown=command.certificates_shown,
        party=command.party,
        person=command.person,
        act=command.act,
        basis=command.basis,
        sanction=command.sanction,
        fine_fen=command.fine_fen,
        place=command.place,
        number=given.text,
        correction=command.correction,
        remedies=command.remedies,
        review_first_told=command.review_first_told,
        handing=command.handing,
        decided_on=command.decided_on,
    )
    yield NewFact(body=body, tags=given.tags)


def _small(command: DecideSummary, judge: Judge) -> Iterator[Objection]:
    most = judge.whole(f"A-09.{command.party}")
    yield from judge.rule(
        "A-09",
        "summary.fine_over_limit",
        command.fine_fen <= most,
        fine=yuan(command.fine_fen),
        party=command.party,
        most=yuan(most),
    )
    certain = command.facts_certain and bool(command.basis.strip())
    yield from judge.rule("A-09", "summary.facts_uncertain", certain, summary=command.summary)
    yield from judge.rule(
        "A-09",
        "summary.warning_with_fine",
        (command.sanction == "fine") == (command.fine_fen > 0),
        summary=command.summary,
        fine=yuan(command.fine_fen),
    )


def _paper(command: DecideSummary, judge: Judge) -> Iterator[Objection]:
    of = command.summary
    yield from judge.rule("A-10", "summary.certificate_not_shown", command.certificates_shown, summary=of)
    for part in ("act", "place", "remedies"):
        said = bool(getattr(command, part).strip())
        yield from judge.rule("A-10", "summary.part_missing", said, summary=of, part=part)
    yield from judge.rule("A-10", "summary.not_handed_over", command.handing != "none", summary=of)
    yield from judge.rule("A-49", "summary.review_first_not_told", command.review_first_told, summary=of)
    yield from judge.note("A-31", "summary.no_order_to_correct", bool(command.correction.strip()), summary=of)


def _first_fine(command: DecideSummary, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-30: one act is fined once, on the spot or in a case."""
    this = FinedAct(case=command.summary, act=command.act, act_on=command.decided_on, hazards=())
    fines = (held for one in kin(command.enterprise, dossier) if (held := dossier.latest(Fines, one)) is not None)
    other = next((one for held in fines for one in held.acts if one.fine_fen and one.same_act(this)), None)
    yield from judge.rule(
        "A-30",
        "summary.fined_already",
        other is None or not command.fine_fen or other.asserted or command.party == "citizen",
        summary=command.summary,
        other=None if other is None else other.case,
        number=None if other is None else other.number,
    )
