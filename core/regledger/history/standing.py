"""State(E, K): which facts stand, and in which order they count (DESIGN §3).

The facts of whole commits with number ≤ K, corrections in the place of what they correct, withdrawn ones
left out, with an effective time ≤ E, ordered by effective time and then by number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from regledger.clock import When, day_of
from regledger.log.facts import ANY_KIND, RecordedFact, Unknown
from regledger.log.tags import split_tag
from regledger.log.withdrawal import FactWithdrawn

__all__ = ["is_effective", "standing"]


def standing(
    facts: Iterable[RecordedFact],
    *,
    on: When | None = None,
    known_at: int | None = None,
    subject: str | None = None,
) -> list[RecordedFact]:
    """The facts that stand at (`on`, `known_at`), in the order in which they count.

    Args:
        facts: of one subject or several, in order of number; a correction together with what it corrects.
        on: E, a legal day or an instant; every effective time where it is None.
        known_at: K, a number; half a commit never counts. The head where it is None.
        subject: the tag by which `facts` were found. A correction carries the tags of what it corrects, so that it is
            found wherever that was; one that moves the fact to another subject takes it away from this one.

    A withdrawn fact counts on no day, whatever the day of the withdrawal: E never brings it back, an earlier K does. With
    an original its corrections are withdrawn too; where only a correction is, the one before it, or the original, stands.
    What a register asserted though none may, such as a withdrawal, neither stands nor takes anything away.
    Within one legal day, facts known only by their day keep their recorded place, and those known by their
    instant stand in order of instant among the places that instants hold: midnight is never invented.
    """
    known = [fact for fact in facts if (known_at is None or _commit_end(fact) <= known_at) and not fact.void]
    withdrawn = {fact.body.number for fact in known if isinstance(fact.body, FactWithdrawn)}
    places: dict[int, RecordedFact] = {}
    for fact in known:
        if fact.number in withdrawn or isinstance(fact.body, FactWithdrawn):
            continue
        if fact.corrects is None:
            places.setdefault(fact.number, fact)
        elif fact.corrects.number not in withdrawn:
            places[fact.corrects.number] = fact
    originals = {fact.number: fact for fact in known if fact.number in places}
    return _in_order(
        [
            (place, fact)
            for place, fact in sorted(places.items())
            if is_effective(fact, on) and (subject is None or _concerns(fact, originals.get(place), subject))
        ]
    )


def is_effective(fact: RecordedFact, on: When | None) -> bool:
    """Whether `fact` counts at `on`. A fact known by its day counts from that day's first instant."""
    when = fact.effective
    if on is None or when is None:
        return True
    if isinstance(on, datetime) and isinstance(when, datetime):
        return when <= on
    return day_of(when, fact.zone) <= day_of(on, fact.zone)


def _concerns(fact: RecordedFact, original: RecordedFact | None, subject: str) -> bool:
    if fact.corrects is None or isinstance(fact.body, Unknown):
        return True
    if subject in type(fact.body).__fact__.tags_of(fact.body):
        return True
    if original is None:
        # Where no body of its type gives tags of that kind, the correction itself was given it, and keeps it.
        kinds = type(fact.body).__fact__.tags.values()
        return not {ANY_KIND, split_tag(subject)[0]} & set(kinds)
    # A tag beyond the original's body stays with the fact; one that its body gave is gone with that body.
    return not isinstance(original.body, Unknown) and subject not in type(original.body).__fact__.tags_of(original.body)


def _commit_end(fact: RecordedFact) -> int:
    return fact.number - fact.commit.index + fact.commit.size - 1


def _in_order(placed: list[tuple[int, RecordedFact]]) -> list[RecordedFact]:
    # What nothing installed declares may have no time at all; it folds to nothing, so it may stand first.
    placed.sort(key=lambda one: (one[1].effective_day or date.min, one[0]))
    days: dict[date | None, list[int]] = {}
    for index, (_, fact) in enumerate(placed):
        if isinstance(fact.effective, datetime):
            days.setdefault(fact.effective_day, []).append(index)
    ordered = [fact for _, fact in placed]
    for slots in days.values():
        timed = sorted((placed[slot] for slot in slots), key=lambda one: (_instant(one[1]), one[0]))
        for slot, (_, fact) in zip(slots, timed, strict=True):
            ordered[slot] = fact
    return ordered


_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _instant(fact: RecordedFact) -> timedelta:
    when = fact.effective
    return when - _EPOCH if isinstance(when, datetime) else timedelta.max
