"""Facts and kept commands: taken over from one store into another, and summed up so that two stores can be compared."""

from __future__ import annotations

import hashlib
from itertools import islice

import msgspec

from regledger.log.chain import start_of
from regledger.log.entry import render_entry
from regledger.log.recorder import Recorder, StoredEvent
from regledger.safekeeping.errors import CommitCut, NumberUnknown, OtherLedger, TargetAhead, TargetDiverged
from regledger.safekeeping.progress import Progress as At
from regledger.safekeeping.progress import Tell, nobody

__all__ = ["PAGE", "Figure", "check_prefix", "figure_of", "first_difference", "take_over", "until_of"]

PAGE = 1_000  # facts in one transaction


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """What two stores of one ledger must have alike."""

    number: int
    """The last fact."""
    chain: str
    """The chain over all entries up to it, in hex; see `regledger.log.chain`."""
    commands: int
    """How many commands are kept beside them."""
    commands_sha256: str
    """SHA-256 over those commands, in the order of the facts that name them."""


class _By(msgspec.Struct, frozen=True):
    digest: str = ""


class _Commit(msgspec.Struct, frozen=True):
    index: int = 0
    size: int = 1
    by: _By | None = None


class _Marks(msgspec.Struct, frozen=True):
    """Of a fact's data only what says which command brought it about."""

    commit: _Commit


_MARKS = msgspec.json.Decoder(_Marks)


def until_of(source: Recorder, url: str, until: int | None) -> int:
    """The number up to which is copied: `until`, else the source's head; raises `NumberUnknown` or `CommitCut`."""
    head = source.head().number
    if until is None:
        return head
    if not 0 <= until <= head:
        raise NumberUnknown(source=url, number=until, head=head)
    if until and (last := source.at(until)) is not None and (more := _still_to_come(last)):
        commit = _marks(last)
        raise CommitCut(source=url, number=until, before=until - commit.index - 1, after=until + more)
    return until


def check_prefix(source: Recorder, target: Recorder, urls: tuple[str, str], until: int) -> int:
    """How many facts `target` holds already, which are the first ones of `source`.

    Args:
        urls: how the two are called in messages.

    Raises:
        OtherLedger, TargetAhead, TargetDiverged.
    """
    if target.ledger_id != source.ledger_id:
        raise OtherLedger(target=urls[1], found=target.ledger_id, wanted=source.ledger_id)
    held = target.head().number
    if held > until:
        raise TargetAhead(target=urls[1], found=held, source=urls[0], head=until)
    if held and not _alike(source, target, held):
        raise TargetDiverged(target=urls[1], source=urls[0], number=_first_apart(source, target, held))
    return held


def take_over(source: Recorder, target: Recorder, until: int, tell: Tell = nobody) -> None:
    """Take over the facts of `source` up to number `until` that `target` lacks, and their commands, page by page."""
    held = target.head().number
    facts = source.stored(after=held, until=until)
    while page := list(islice(facts, PAGE)):
        # No reader of the copy shall ever see half a commit.
        page += islice(facts, _still_to_come(page[-1]))
        digests = dict.fromkeys(digest for stored in page if (digest := _digest(stored)))
        kept = {digest: body for digest in digests if (body := source.command(digest)) is not None}
        target.replicate(page, commands=kept)
        tell(At(stage="facts", done=page[-1].position, of=until))


def figure_of(recorder: Recorder, until: int, tell: Tell = nobody) -> Figure:
    """Read everything up to number `until` anew, and sum it up."""
    place, commands, digests = start_of(recorder.ledger_id), 0, hashlib.sha256()
    for stored in recorder.stored(until=until):
        place = place.after(_entry(recorder, stored))
        digest = _digest(stored)
        if digest and (body := recorder.command(digest)) is not None:
            commands += 1
            digests.update(hashlib.sha256(digest.encode() + body).digest())
        if place.number % PAGE == 0:
            tell(At(stage="verifying", done=place.number, of=until))
    return Figure(number=place.number, chain=place.chain.hex(), commands=commands, commands_sha256=digests.hexdigest())


def first_difference(source: Recorder, target: Recorder, until: int) -> str:
    """Where the two differ, in words; empty where they are equal."""
    ours, theirs = source.stored(until=until), target.stored(until=until)
    for number in range(1, until + 1):
        one, other = next(ours, None), next(theirs, None)
        if one is None or other is None:
            return f"fact {number} is missing"
        if _entry(source, one) != _entry(target, other):
            return f"fact {number} has other bytes"
        if (digest := _digest(one)) and source.command(digest) != target.command(digest):
            return f"the command of fact {number} is missing or has other bytes"
    return ""


def _alike(source: Recorder, target: Recorder, number: int) -> bool:
    one, other = source.at(number), target.at(number)
    return one is not None and other is not None and _entry(source, one) == _entry(target, other)


def _first_apart(source: Recorder, target: Recorder, last: int) -> int:
    """The first fact from which on two branches of one ledger differ."""
    low, high = 1, last
    while low < high:
        middle = (low + high) // 2
        if _alike(source, target, middle):
            low = middle + 1
        else:
            high = middle
    return low


def _entry(recorder: Recorder, one: StoredEvent) -> bytes:
    return render_entry(
        recorder.ledger_id, one.position, one.recorded_at, one.event.type, one.event.tags, one.event.data
    )


def _still_to_come(stored: StoredEvent) -> int:
    """How many facts of its commit come after it."""
    commit = _marks(stored)
    return max(0, commit.size - commit.index - 1)


def _digest(stored: StoredEvent) -> str:
    """The digest of the command that brought the fact about, where the fact is the first of its commit."""
    by = _marks(stored).by
    return "" if by is None else by.digest


def _marks(stored: StoredEvent) -> _Commit:
    try:
        return _MARKS.decode(stored.event.data).commit
    except msgspec.DecodeError:  # facts of another kind stand alone, and no command is kept for them
        return _Commit()
