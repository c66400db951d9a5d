"""What amends a fact: its corrections, and the withdrawals of it or of one of them (DESIGN §2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from regledger.history.bodies import subject_of
from regledger.history.standing import standing
from regledger.log.facts import RecordedFact
from regledger.log.tags import split_tag
from regledger.log.withdrawal import FactWithdrawn

__all__ = ["amendments", "inherited_tags", "is_withdrawn", "resting_on"]

NOT_INHERITED = frozenset({"command", "register"})
"""Kinds of tag that say how a fact came in, not what it is about."""


def inherited_tags(*facts: RecordedFact) -> tuple[str, ...]:
    """The tags that whatever amends `facts` has to carry, so that it is found wherever they are."""
    tags = {tag for fact in facts for tag in fact.tags}
    return tuple(sorted(tag for tag in tags if split_tag(tag)[0] not in NOT_INHERITED))


def amendments(fact: RecordedFact, later: Iterable[RecordedFact]) -> tuple[RecordedFact, ...]:
    """Among the facts recorded `later`, in order of number, those that amend `fact`."""
    found: dict[int, RecordedFact] = {fact.number: fact}
    for one in later:
        if one.void:
            continue
        corrects = one.corrects.number if one.corrects is not None else None
        withdraws = one.body.number if isinstance(one.body, FactWithdrawn) else None
        if corrects == fact.number or withdraws in found:
            found[one.number] = one
    return tuple(found.values())[1:]


def is_withdrawn(number: int, amended: Sequence[RecordedFact]) -> bool:
    """Whether one of `amended` withdraws the fact of that number."""
    return any(isinstance(one.body, FactWithdrawn) and one.body.number == number for one in amended)


def resting_on(fact: RecordedFact, later: Iterable[RecordedFact]) -> int:
    """Among the facts recorded `later`, in order of number, how many stand about the subject of `fact`."""
    subject = subject_of(fact)
    if not subject or fact.corrects is not None:  # where a correction goes, what it corrected stands again
        return 0
    found = standing((one for one in later if subject in one.tags), subject=subject)
    places = (one.number if one.corrects is None else one.corrects.number for one in found)
    return sum(place > fact.number for place in places)
