"""Explaining a decision years later: who decided what, knowing what, by which rules, on which values of the law."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from regledger.clock import When, from_micros
from regledger.errors import LawError, RegledgerError
from regledger.history.bodies import plain, subject_of, summary
from regledger.history.records import tag_of
from regledger.history.signature import SignatureChecked, verify_commit
from regledger.history.standing import is_effective
from regledger.history.timeline import known, particulars
from regledger.law.objections import Objection
from regledger.log.envelope import Channel, Correction, Known, Particulars, Source, Used
from regledger.log.facts import RecordedFact
from regledger.log.withdrawal import FactWithdrawn

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["ExplainedFact", "Explanation", "FactBeyond", "RuleAsked", "Said", "explain", "explain_subject"]


class FactBeyond(RegledgerError):
    """There is no fact #{number} to explain: {found}. Look for its number with "regledger history SUBJECT"."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """An objection with its sentences, as the installed texts say them."""

    objection: Objection
    found: str
    asks: str
    remedy: str


class RuleAsked(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that was asked. Title, articles and status are those of the installed law; empty where it has none."""

    rule: str
    outcome: Literal["held", "warned", "defect"]
    title: str = ""
    article: str = ""
    status: str = ""


class ExplainedFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact of the decision, and what became of it."""

    number: int
    type: str
    subject: str
    effective: When | None
    summary: str
    digest: str
    """SHA-256 of the stored data, in hex."""
    corrects: Correction | None = None
    corrected_by: int | None = None
    withdrawn_by: int | None = None
    source: Source | None = None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """One decision: a whole commit."""

    commit: str
    recorded_at: datetime
    """UTC."""
    facts: tuple[ExplainedFact, ...]
    command: str = ""
    """Its stable name; empty for a commit whose first fact does not say."""
    command_digest: str = ""
    command_body: Any = None
    """The command as it is kept beside the log, personal values left out; None where it is kept as other than JSON."""
    actor: str = ""
    known: Known = "asserted"
    via: str = ""
    """Through whom it came where the actor is only asserted."""
    signature: SignatureChecked | None = None
    """The officer's signature, checked anew; None where it is not signed."""
    channel: Channel = "api"
    boundary: tuple[str, ...] = ()
    """The records that were read to decide."""
    head: int = 0
    """The last fact of the ledger when they were read."""
    rules: tuple[RuleAsked, ...] = ()
    used: tuple[Used, ...] = ()
    """The decision trace: dated values of the law, with their digests."""
    sectors: tuple[str, ...] = ()
    warnings: tuple[Said, ...] = ()
    defects: tuple[Said, ...] = ()
    as_happened: str = ""
    """Why it was recorded although it was unlawful."""
    approver: str = ""


def explain(ledger: Ledger, number: int, *, known_at: int | None = None) -> Explanation | None:
    """The decision that recorded fact `number`; None where it was not yet known at `known_at`.

    A refused attempt is not in the log, so there is nothing to explain.

    Raises:
        FactBeyond: the ledger has no fact of that number.
    """
    fact = ledger.at(number) if number > 0 else None
    if fact is None:
        head = ledger.recorder.head().number
        raise FactBeyond(number=number, found=f"the ledger ends at #{head}" if number > head else "they begin at #1")
    if not list(known([fact], known_at)):
        return None
    first = number - fact.commit.index
    facts = list(ledger.facts(after=first - 1, until=first + fact.commit.size - 1))
    return _explained(ledger, facts, particulars(ledger, fact), known_at)


def explain_subject(
    ledger: Ledger, subject: str, *, on: When | None = None, known_at: int | None = None
) -> list[Explanation]:
    """Every decision that recorded something about `subject`, in the order in which they were recorded."""
    firsts = dict.fromkeys(
        fact.number - fact.commit.index
        for fact in known(ledger.facts(tags=[tag_of(ledger, subject)], until=known_at), known_at)
        if is_effective(fact, on)
    )
    found = (explain(ledger, first, known_at=known_at) for first in firsts)
    return [one for one in found if one is not None]


def _explained(ledger: Ledger, facts: list[RecordedFact], by: Particulars | None, known_at: int | None) -> Explanation:
    explained = tuple(_fact(ledger, fact, known_at) for fact in facts)
    defects = tuple(dict.fromkeys(_key(one) for fact in facts for one in fact.defects))
    unique = [_objection(key) for key in defects]
    base = Explanation(commit=facts[0].commit.id, recorded_at=from_micros(facts[0].recorded_at), facts=explained)
    if by is None:
        return base
    return msgspec.structs.replace(
        base,
        command=by.command,
        command_digest=by.digest,
        command_body=_kept(ledger, by.digest),
        actor=by.actor,
        known=by.known,
        via=by.via,
        signature=verify_commit(ledger, facts[0].number),
        channel=by.channel,
        boundary=by.boundary,
        head=by.head,
        rules=tuple(_rules(ledger, by, unique)),
        used=by.used,
        sectors=by.sectors,
        warnings=tuple(_said(ledger, one) for one in by.warnings),
        defects=tuple(_said(ledger, one) for one in unique),
        as_happened=by.as_happened,
        approver=by.approver,
    )


def _fact(ledger: Ledger, fact: RecordedFact, known_at: int | None) -> ExplainedFact:
    corrected_by = withdrawn_by = None
    subject = subject_of(fact)
    later = ledger.facts(tags=[subject], types=[fact.type, "fact.withdrawn"], after=fact.number) if subject else ()
    for one in known(later, known_at):
        if one.corrects is not None and one.corrects.number == fact.number:
            corrected_by = one.number
        if isinstance(one.body, FactWithdrawn) and one.body.number == fact.number and not one.void:
            withdrawn_by = one.number
    return ExplainedFact(
        number=fact.number,
        type=fact.type,
        subject=subject,
        effective=fact.effective,
        summary=summary(fact, about=subject, erased=ledger.personal.erasures.everyone()),
        digest=fact.digest,
        corrects=fact.corrects,
        corrected_by=corrected_by,
        withdrawn_by=withdrawn_by,
        source=fact.source,
    )


def _rules(ledger: Ledger, by: Particulars, defects: Iterable[Objection]) -> Iterable[RuleAsked]:
    warned = {one.rule for one in by.warnings}
    broken = {one.rule for one in defects}
    law = ledger.installation.lawbook.open()
    for name in by.rules:
        outcome: Literal["held", "warned", "defect"] = (
            "defect" if name in broken else "warned" if name in warned else "held"
        )
        try:
            rule = law.rule(name)
        except LawError:
            yield RuleAsked(rule=name, outcome=outcome)
            continue
        yield RuleAsked(
            rule=name,
            outcome=outcome,
            title=rule.title,
            article="; ".join(str(citation) for citation in rule.citations),
            status=rule.status,
        )


def _said(ledger: Ledger, objection: Objection) -> Said:
    return Said(objection=objection, **ledger.texts.say(objection))


def _kept(ledger: Ledger, digest: str) -> Any:
    kept = ledger.recorder.command(digest)
    try:
        return None if kept is None else plain(msgspec.json.decode(kept).get("body"))
    except (msgspec.DecodeError, AttributeError):
        return None


def _key(objection: Objection) -> bytes:
    return msgspec.json.encode(objection, order="sorted")


def _objection(key: bytes) -> Objection:
    return msgspec.json.decode(key, type=Objection)
