"""Proving a stream against the store it was published from."""

from __future__ import annotations

import contextlib

import msgspec
from regledger.log.entry import parse_entry, render_entry
from regledger.log.recorder import Recorder, StoredEvent

from regledger_projections.chain import Place, start_of
from regledger_projections.errors import LedgerBehind, StreamDiverged
from regledger_projections.reader import walk
from regledger_projections.stream import CHAIN, NUMBER, MasterStream, Message

__all__ = ["entry_of", "prove_all", "prove_last"]


def entry_of(recorder: Recorder, stored: StoredEvent) -> bytes:
    """The entry of a stored fact."""
    event = stored.event
    return render_entry(recorder.ledger_id, stored.position, stored.recorded_at, event.type, event.tags, event.data)


async def prove_last(stream: MasterStream, recorder: Recorder, *, proven: Place | None = None) -> Place:
    """The place after the stream's last message, whose bytes, number and link to the message before it were compared.

    Args:
        stream: the stream.
        recorder: the store.
        proven: a place up to which the stream was proven before: every message after it is compared.

    Raises:
        StreamDiverged: with the first number at which stream and store differ.
        LedgerBehind: they are equal up to the store's end, and the stream goes on with facts of the same ledger.
        StreamUnreachable: no JetStream answers.
    """
    last = await stream.last()
    if last is None:
        return start_of(stream.ledger_id)
    if proven is not None and last.number > proven.number:
        return await _prove(stream, recorder, proven, last.number)
    before = start_of(stream.ledger_id).chain
    if last.number > 1:
        previous = await stream.message(last.number - 1)
        before = (previous.chain if previous is not None else None) or b""
    found = _difference(recorder, last, before)
    if found:
        # Only now is it worth reading everything: it matters whether one message is foreign or all are.
        await prove_all(stream, recorder)
        raise StreamDiverged(stream=stream.name, number=last.number, found=found)
    return Place(last.number, last.chain or b"")


async def prove_all(stream: MasterStream, recorder: Recorder) -> Place:
    """Compare every message with the store and compute the chain anew; raises as `prove_last`."""
    info = await stream.info()
    until = 0 if info is None else info.state.last_seq
    return await _prove(stream, recorder, start_of(stream.ledger_id), until)


async def _prove(stream: MasterStream, recorder: Recorder, place: Place, until: int) -> Place:
    async with contextlib.aclosing(walk(stream.client, stream.name, after=place.number, until=until)) as messages:
        async for message in messages:
            found = _difference(recorder, message, place.chain)
            if found and _goes_on(recorder, message, place):
                head = place.number
                found = f"the ledger ends at {head}, the stream at {until}, {until - head} facts later"
                raise LedgerBehind(stream=stream.name, number=message.number, found=found)
            if found:
                raise StreamDiverged(stream=stream.name, number=message.number, found=found)
            place = place.after(message.data)
    return place


def _difference(recorder: Recorder, message: Message, before: bytes) -> str:
    stored = recorder.at(message.number)
    if stored is None:
        return f"the ledger ends at {recorder.head().number}, the stream has {_shown(message)}"
    if entry_of(recorder, stored) != message.data:
        return f"the ledger's entry has other bytes than {_shown(message)}"
    if message.headers.get(NUMBER) != str(message.number):
        return f"its header {NUMBER} is {message.headers.get(NUMBER)!r}"
    if message.chain != Place(message.number - 1, before).after(message.data).chain:
        return f"its header {CHAIN} does not follow from the message before it"
    return ""


def _goes_on(recorder: Recorder, message: Message, place: Place) -> bool:
    """Whether a message behind the ledger's end is the next fact of this same ledger."""
    if message.number <= recorder.head().number:
        return False
    try:
        entry = parse_entry(message.data)
        ours = (entry.ledger, entry.number) == (recorder.ledger_id, message.number)
    except (msgspec.DecodeError, ValueError):
        return False
    return ours and message.chain == place.after(message.data).chain


def _shown(message: Message) -> str:
    return f"{len(message.data)} bytes on {message.subject}: {message.data[:80].decode(errors='replace')!r}"
