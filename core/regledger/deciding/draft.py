"""A draft: a command decided, not yet recorded, and the answer that it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Handler
from regledger.law.objections import Objection
from regledger.log.envelope import Particulars
from regledger.log.facts import NewFact
from regledger.log.recorder import StoredEvent
from regledger.sectors.guard import LoadedSector
from regledger.sectors.questions import Act

__all__ = ["Draft", "answer_of", "answers_of", "relied_on", "sorted_out", "unjudged"]

NEVER_AS_HAPPENED = frozenset({"REF", "TIME", "ROLE", "SECTOR"})
"""Objections of form: what names nothing, or lies in the future, did not happen as told; nor was it judged where a
sector failed."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A command, decided but not recorded."""

    submission: Submission
    objections: tuple[Objection, ...]
    warnings: tuple[Objection, ...]
    defects: tuple[Objection, ...]
    facts: tuple[NewFact, ...]
    dossier: Dossier | None
    particulars: Particulars
    kept: bytes
    """The command as it is kept beside the log."""
    earlier: Recorded | None = None
    """The answer that the same command got before."""
    anywhere: tuple[str, ...] = ()
    """The names of facts that it was decided on, whatever they are about."""
    twin: int | None = None
    """Which submission of the same batch it repeats."""
    act: Act | None = None
    """What the sectors were asked about; None where it was not judged."""
    asked: tuple[LoadedSector, ...] = ()
    """The sectors that were asked."""

    @property
    def records(self) -> bool:
        """Whether it adds anything to the log."""
        return not self.objections and self.earlier is None and self.twin is None


def answers_of(drafts: Sequence[Draft], stored: Sequence[StoredEvent]) -> list[Recorded | Refused]:
    """The answers to a batch that was recorded as `stored`."""
    answers: list[Recorded | Refused] = []
    left = list(stored)
    for draft in drafts:
        if draft.twin is not None:
            answers.append(msgspec.structs.replace(answers[draft.twin], again=True))
            continue
        mine, left = left[: len(draft.facts)], left[len(draft.facts) :]
        answers.append(answer_of(draft, mine))
    return answers


def answer_of(draft: Draft, stored: Sequence[StoredEvent]) -> Recorded | Refused:
    """The answer to one submission: without objections and without `stored`, another one of its batch was refused."""
    if draft.earlier is not None:
        return draft.earlier
    if draft.objections or not stored:
        return Refused(objections=draft.objections, warnings=draft.warnings)
    commit = msgspec.json.decode(stored[0].event.data)["commit"]["id"]
    return Recorded(
        numbers=tuple(one.position for one in stored),
        facts=tuple(one.event.type for one in stored),
        commit=commit,
        warnings=draft.warnings,
        defects=draft.defects,
    )


def sorted_out(
    raised: Iterable[Objection], submission: Submission, handler: Handler, facts: Sequence[NewFact]
) -> tuple[tuple[Objection, ...], tuple[Objection, ...]]:
    """(objections that refuse, defects that are recorded)."""
    refusing = tuple(one for one in raised if one.severity == "refuse")
    if submission.as_happened is None:
        return refusing, ()
    if not handler.world:
        return (
            *refusing,
            Objection(rule="SEQ", code="command.not_of_the_world", args={"command": handler.name}),
        ), ()
    form = tuple(one for one in refusing if one.rule in NEVER_AS_HAPPENED)
    if form or not facts:
        return refusing, ()
    return (), refusing


def relied_on(dossier: Dossier) -> Iterator[Objection]:
    """A warning for each defect of the records that an act stands on."""
    for tag, held in dossier:
        for defect in held.defects:
            yield Objection(
                rule=defect.objection.rule,
                code="defect.relied_on",
                article=defect.objection.article,
                args={"subject": tag, "number": defect.number, "defect": defect.objection.code},
                severity="warn",
            )


def unjudged(submission: Submission, objections: tuple[Objection, ...], kept: bytes, digest: str, head: int) -> Draft:
    """The refusal of what no rule of the law was asked about."""
    return Draft(
        submission=submission,
        objections=objections,
        warnings=(),
        defects=(),
        facts=(),
        dossier=None,
        kept=kept,
        particulars=Particulars(
            actor=submission.actor,
            known=submission.known,
            via=submission.via,
            channel=submission.channel,
            command=submission.command,
            digest=digest,
            head=head,
            rules=tuple(dict.fromkeys(one.rule for one in objections)),
        ),
    )
