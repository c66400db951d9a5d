"""Powers transferred to townships by the province: decided, evaluated, ended (A-43)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import NextStep
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority, authority_stands
from regledger.records.delegation.facts import TransferDecided, TransferEnded, TransferEvaluated
from regledger.records.delegation.state import Transfer
from regledger.records.presence import filled, in_order, not_before

__all__ = [
    "DecideTransfer",
    "EndTransfer",
    "EvaluateTransfer",
    "decide_transfer",
    "end_transfer",
    "evaluate_transfer",
    "transfer_steps",
]


class DecideTransfer(Command, frozen=True, kw_only=True):
    """Hand penalty powers of a county department to a township."""

    empowerment: Id
    province: Id
    department: Id
    township: Id
    number: Code
    matters: tuple[Code, ...]
    published_on: date
    evaluate_by: date
    valid_from: date
    decided_on: date


def _decide_reads(command: DecideTransfer, dossier: Dossier) -> Iterator[str]:
    yield f"empowerment:{command.empowerment}"
    yield from (f"authority:{one}" for one in (command.province, command.department, command.township))


@handles("empowerment.decide", DecideTransfer, on="decided_on", reads=_decide_reads, world=True)
def decide_transfer(command: DecideTransfer, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused unless the province decides, for a township, by a list that is public before it counts (A-43)."""
    free = not dossier.known(Transfer, command.empowerment)
    yield from judge.rule("REF", "supervision.taken", free, kind="empowerment", id=command.empowerment)
    for one in (command.province, command.department, command.township):
        yield from authority_stands(one, dossier, judge)
    province, township = dossier.get(Authority, command.province), dossier.get(Authority, command.township)
    decided = province is None or province.level == "province"
    yield from judge.rule("A-43", "empowerment.not_of_the_province", decided, province=command.province)
    local = township is None or township.level == "township"
    yield from judge.rule("A-43", "empowerment.no_township", local, township=command.township)
    public = bool(command.matters) and command.published_on <= command.valid_from
    yield from judge.rule(
        "A-43",
        "empowerment.not_public",
        public,
        empowerment=command.empowerment,
        published=command.published_on,
        first=command.valid_from,
    )
    subject = f"empowerment:{command.empowerment}"
    yield from not_before(subject, command.decided_on, command.published_on, judge)
    yield from in_order(subject, command.valid_from, command.evaluate_by, judge)
    yield TransferDecided(
        empowerment=command.empowerment,
        province=command.province,
        department=command.department,
        township=command.township,
        number=command.number,
        matters=command.matters,
        published_on=command.published_on,
        evaluate_by=command.evaluate_by,
        valid_from=command.valid_from,
        decided_on=command.decided_on,
    )


class EvaluateTransfer(Command, frozen=True, kw_only=True):
    """Evaluate whether a township can carry the powers it was given."""

    empowerment: Id
    capable: bool
    result: Text
    evaluate_by: date | None = None
    evaluated_on: date


class EndTransfer(Command, frozen=True, kw_only=True):
    """Take transferred powers back to the county department."""

    empowerment: Id
    reason: Text
    ended_on: date


def _reads(command: EvaluateTransfer | EndTransfer, dossier: Dossier) -> Iterator[str]:
    yield f"empowerment:{command.empowerment}"


def _decided(empowerment: str, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Transfer | None]:
    """REF: decided by the day of the act; its state with everything that is recorded of it."""
    decided = dossier.get(Transfer, empowerment) is not None
    yield from judge.rule("REF", "supervision.unknown", decided, kind="empowerment", id=empowerment)
    return dossier.latest(Transfer, empowerment) if decided else None


@handles("empowerment.evaluate", EvaluateTransfer, on="evaluated_on", reads=_reads, world=True)
def evaluate_transfer(command: EvaluateTransfer, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the powers stay and no next evaluation is set; warns where it comes late (A-43)."""
    found = yield from _decided(command.empowerment, dossier, judge)
    if found is None:
        return
    standing = found.ended_on is None
    yield from judge.rule("SEQ", "supervision.ended_already", standing, kind="empowerment", id=command.empowerment)
    subject = f"empowerment:{command.empowerment}"
    yield from filled(subject, judge, result=command.result)
    if command.evaluate_by is not None:
        yield from in_order(subject, command.evaluated_on, command.evaluate_by, judge)
    again = command.evaluate_by is not None or not command.capable
    yield from judge.rule("A-43", "empowerment.no_next_evaluation", again, empowerment=command.empowerment)
    yield from judge.note(
        "A-43",
        "empowerment.evaluated_late",
        found.evaluate_by is None or command.evaluated_on <= found.evaluate_by,
        empowerment=command.empowerment,
        last=found.evaluate_by,
        day=command.evaluated_on,
    )
    yield TransferEvaluated(
        empowerment=command.empowerment,
        province=found.province,
        department=found.department,
        township=found.township,
        capable=command.capable,
        result=command.result,
        evaluate_by=command.evaluate_by,
        evaluated_on=command.evaluated_on,
    )


@handles("empowerment.end", EndTransfer, on="ended_on", reads=_reads, world=True)
def end_transfer(command: EndTransfer, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where it was ended before."""
    found = yield from _decided(command.empowerment, dossier, judge)
    if found is None:
        return
    standing = found.ended_on is None
    yield from judge.rule("SEQ", "supervision.ended_already", standing, kind="empowerment", id=command.empowerment)
    yield from filled(f"empowerment:{command.empowerment}", judge, reason=command.reason)
    yield TransferEnded(
        empowerment=command.empowerment,
        province=found.province,
        department=found.department,
        township=found.township,
        reason=command.reason,
        ended_on=command.ended_on,
    )


def transfer_steps(state: Transfer, judge: Judge) -> Iterator[NextStep]:
    """The next evaluation; or the end, where the township was found unable."""
    if state.ended_on is not None:
        return
    if not state.capable:
        yield NextStep(command="empowerment.end", rule="A-43", owner="government", title="Take the powers back")
    elif state.evaluate_by is not None:
        yield NextStep(
            command="empowerment.evaluate",
            due=state.evaluate_by,
            how=(f"decision {state.number} sets {state.evaluate_by} for the evaluation",),
            rule="A-43",
            owner="government",
            title="Evaluate whether the township carries the powers",
            title_zh="赋权评估",
        )
