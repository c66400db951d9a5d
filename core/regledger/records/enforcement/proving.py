"""The proof of service of any document of a case (J-08)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Personal, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.case.facts import Mode
from regledger.records.case.reading import case_reads, open_case
from regledger.records.case.relief import whose
from regledger.records.case.state import Case
from regledger.records.enforcement.facts import Document, ServiceProved

__all__ = ["PROVING_HANDLERS", "ProveService"]


class ProveService(Command, frozen=True, kw_only=True):
    """Record the proof that a document was served."""

    case: Id
    document: Document
    number: Code
    receiver: Personal | None = None
    """Who took it."""
    relation: Text = ""
    """Of the receiver to the addressee: legal representative, reception, agent."""
    mode: Mode
    place: Text
    time: Text = ""
    """The time of the day, as it stands on the proof."""
    officers: tuple[Id, ...] = ()
    """Who served it, where officers did."""
    refusal: Text = ""
    """Why it was not taken."""
    witness: Personal | None = None
    """Who witnessed it for the base-level organisation."""
    media: Text = ""
    """The photo or video that shows it; of post the receipt, of e-mail the arrival, of a public notice the paper."""
    served_on: date


def _reads(command: ProveService, dossier: Dossier) -> Iterator[str]:
    yield from case_reads(command, dossier)
    yield from officer_reads(command.officers)


@handles("service.prove", ProveService, on="served_on", reads=_reads, world=True)
def prove_service(command: ProveService, dossier: Dossier, judge: Judge) -> Outcome:
    """J-08: a proof says who took it where and when, and of each mode what proves it; else the document is not served."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    if command.officers:
        yield from qualified(command.officers, command.served_on, dossier, judge)
    yield from _in_full(command, judge)
    yield from _of_decision(command, case, judge)
    yield ServiceProved(
        **whose(case),
        document=command.document,
        number=command.number,
        receiver=command.receiver,
        relation=command.relation,
        mode=command.mode,
        place=command.place,
        time=command.time,
        officers=command.officers,
        refusal=command.refusal,
        witness=command.witness,
        media=command.media,
        served_on=command.served_on,
    )


def _in_full(command: ProveService, judge: Judge) -> Iterator[Objection]:
    taken = command.receiver is not None and not command.receiver.blank
    witnessed = command.witness is not None and not command.witness.blank
    shown = bool(command.media.strip())
    asked = {"place": bool(command.place.strip())}
    if command.mode in ("direct", "entrusted"):
        asked |= {"receiver": taken, "relation": bool(command.relation.strip())}
    if command.mode in ("direct", "left"):
        asked |= {"officers": bool(command.officers), "time": bool(command.time.strip())}
    if command.mode == "left":
        asked |= {"refusal": bool(command.refusal.strip())}
        yield from judge.rule("J-08", "service.left_unproved", witnessed or shown, case=command.case)
    if command.mode in ("electronic", "post", "public_notice"):
        asked |= {"media": shown}
    for part, there in asked.items():
        yield from judge.rule("J-08", "service.part_missing", there, case=command.case, part=part, mode=command.mode)


def _of_decision(command: ProveService, case: Case, judge: Judge) -> Iterator[Objection]:
    if command.document != "decision":
        return
    served = case.served_on
    yield from judge.rule("SEQ", "case.not_served", served is not None, case=case.case)
    if served is None:
        return
    yield from judge.rule(
        "J-08",
        "service.day_differs",
        (command.served_on, command.mode) == (served, case.mode),
        case=case.case,
        proved=command.served_on,
        proved_mode=command.mode,
        served=served,
        mode=case.mode,
    )


PROVING_HANDLERS = (prove_service,)
