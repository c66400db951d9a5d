"""The strict publisher: message n of the master stream is fact n of the store, byte for byte.

It keeps no checkpoint. It reads the stream's last message, proves it against the store, and goes on from there. So
several publishers may run at once, and a kill of any of them, or of the server, at any moment loses, repeats and
reorders nothing.

Each message names the sequence it follows (`Nats-Expected-Last-Sequence`) and the message it follows
(`Nats-Expected-Last-Msg-Id`, the ids being the chain). The sequence alone is not enough with several messages in flight:
where a stranger's message took place n, ours for n is refused, but ours for n+1 finds its sequence and goes in behind it.

A backlog goes as JetStream atomic batches (ADR-50) where the stream takes them. There the sequence may stand on the first
message alone (nats-server 2.15 answers 10164 otherwise) and the id on none (10177), so a batch is committed only
after the one before it was; its other messages are on their way meanwhile.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from itertools import islice

from nats.nuid import NUID
from regledger.log.recorder import Recorder, StoredEvent

from regledger_projections.chain import Place
from regledger_projections.logs import logger
from regledger_projections.proving import entry_of, prove_last
from regledger_projections.stream import CHAIN, NUMBER, MasterStream
from regledger_projections.subjects import fact_subject
from regledger_projections.window import NotTaken, Window, WrongLast

__all__ = ["Publisher"]

_log = logger()
_EXPECTED = "Nats-Expected-Last-Sequence"
_EXPECTED_ID = "Nats-Expected-Last-Msg-Id"
_BATCH_LEAST = 64
"""Fewer facts than these go one message at a time: a batch's first answer would cost them a round trip."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0
_STAND_BY = 0.1


class Publisher:
    """Brings one ledger's facts into its master stream.

    Args:
        stream: the master stream, on a connected client.
        recorder: the ledger's store.
        window: messages in flight, where no batches are sent.
        batch: messages in an atomic batch, at most 1,000; 0 sends none.
        poll: seconds between looks at the store for new facts.
        recheck: seconds after which an idle publisher proves the stream's last message again.
        ack_wait: seconds without any acknowledgement after which it starts over from the stream's last message.
    """

    def __init__(
        self,
        stream: MasterStream,
        recorder: Recorder,
        *,
        window: int = 1024,
        batch: int = 500,
        poll: float = 0.025,
        recheck: float = 5.0,
        ack_wait: float = 5.0,
    ) -> None:
        self.stream = stream
        self.number = 0
        """The last number known to be in the stream."""
        self.resyncs = 0
        """How often it had to start over from the stream's last message."""
        self._recorder = recorder
        self._batch = min(batch, 1_000)
        self._poll = poll
        self._recheck = recheck
        self._window = Window(stream.client, size=window, timeout=ack_wait)
        self._atomic = False
        self._place: Place | None = None
        self._proven: Place | None = None
        self._pause = _FIRST_PAUSE
        self._batches = 0
        self._batch_id = NUID().next().decode()

    async def run(self) -> None:
        """Publish for ever.

        Raises:
            StreamDiverged: the stream holds something that the store does not; nothing was deleted.
            StreamUnfit: the stream is another ledger's, or is configured to lose messages.
            StreamUnreachable, nats.errors.Error: the connection is gone.
        """
        now = asyncio.get_running_loop().time
        proven, changed = now(), -1
        while True:
            seen = self._recorder.changed()
            if seen != changed or now() > proven + self._recheck:
                if seen == changed:
                    self._place = None
                await self.catch_up()
                proven, changed = now(), seen
            await asyncio.sleep(self._poll)

    async def catch_up(self) -> int:
        """Publish every fact that the store has by now; the last number. Raises as `run`."""
        while True:
            place = self._place or await self._resume()
            until = self._recorder.head().number
            if place.number >= until:
                return place.number
            try:
                self._place = self._proven = await self._send(place, until)
            except NotTaken as error:
                self._place = None
                self.resyncs += 1
                await self._give_way(place.number, error)
            else:
                self._pause = _FIRST_PAUSE
                self.number = self._place.number

    async def close(self) -> None:
        """Let go of the subscriptions."""
        await self._window.close()

    async def _resume(self) -> Place:
        self._atomic = await self.stream.ensure() and self._batch > 0
        if not self._window.listening:
            await self._window.open()
        place = await prove_last(self.stream, self._recorder, proven=self._proven)
        self._proven, self.number = place, place.number
        return place

    async def _send(self, place: Place, until: int) -> Place:
        facts = self._recorder.stored(after=place.number, until=until)
        if self._atomic and until - place.number >= _BATCH_LEAST:
            return await self._send_batches(place, facts)
        self._window.begin()
        first = place.number
        for stored in facts:
            after, subject, entry, headers = self._message(place, stored)
            headers[_EXPECTED] = str(place.number)
            if place.number > first:
                headers[_EXPECTED_ID] = place.chain.hex()
            await self._window.send(subject, entry, headers, expect=after.number)
            place = after
        await self._window.settle()
        return place

    async def _send_batches(self, place: Place, facts: Iterator[StoredEvent]) -> Place:
        self._window.begin()
        while chunk := list(islice(facts, self._batch)):
            self._batches += 1
            batch = f"{self._batch_id}-{self._batches}"
            for index, stored in enumerate(chunk, 1):
                after, subject, entry, headers = self._message(place, stored)
                headers["Nats-Batch-Id"], headers["Nats-Batch-Sequence"] = batch, str(index)
                if index == 1:
                    headers[_EXPECTED] = str(place.number)
                last = index == len(chunk)
                if last:
                    headers["Nats-Batch-Commit"] = "1"
                    await self._window.settle()
                await self._window.send(subject, entry, headers, expect=after.number, answered=last)
                place = after
        await self._window.settle()
        return place

    def _message(self, place: Place, stored: StoredEvent) -> tuple[Place, str, bytes, dict[str, str]]:
        entry = entry_of(self._recorder, stored)
        after = place.after(entry)
        subject = fact_subject(self.stream.ledger_name, stored.event.type, stored.event.tags, stored.event.data)
        chain = after.chain.hex()
        return after, subject, entry, {NUMBER: str(after.number), CHAIN: chain, "Nats-Msg-Id": chain}

    async def _give_way(self, number: int, error: NotTaken) -> None:
        """Wait before starting over; while another publisher makes headway, leave it to that one."""
        if not isinstance(error, WrongLast):
            _log.warning("not published, starting over", stream=self.stream.name, after=number, found=str(error))
            await asyncio.sleep(self._pause * random.uniform(0.5, 1.5))
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
            return
        _log.debug("another publisher is at work", stream=self.stream.name, after=number, found=str(error))
        seen = -1
        while True:
            info = await self.stream.info()
            last = 0 if info is None else info.state.last_seq
            if last == seen or last >= self._recorder.head().number:
                return
            seen = last
            await asyncio.sleep(_STAND_BY * random.uniform(0.5, 1.5))
