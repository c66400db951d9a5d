"""No value is put away for who was erased: `check` says so as well as `submit` (个人信息保护法 Art 47; X-06)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.facts import NewFact, RecordedFact
from regledger.log.personal.subjects import ERASED_FACT, subject_tag, subjects_of

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["values_erased"]


def values_erased(
    ledger: Ledger, facts: Iterable[NewFact], judge: Judge, pending: Sequence[RecordedFact]
) -> Iterator[Objection]:
    """An objection for each erased subject under which `facts` carry an open value; `pending` stands before them in the batch.

    A value that a correction carries over is none: its commitment stays, and reads Erased.

    Raises:
        BadTag: a subject's kind is declared by nothing.
    """
    subjects = subjects_of(new.body for new in facts)
    if not subjects:
        return
    for subject in subjects:
        # Its erasure will carry it as a tag, and what cannot be a tag could never be erased.
        ledger.catalogue.kinds.check(subject)
    gone = ledger.personal.erased_among(subjects)
    before = {tag for fact in pending if fact.type == ERASED_FACT for tag in fact.tags}
    for subject in subjects:
        left = subject not in gone and subject_tag(subject) not in before
        yield from judge.rule("REF", "personal.erased", left, subject=subject)
