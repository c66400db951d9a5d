"""Reading a stream in order and without gaps, from a place that the reader itself keeps.

The consumer is ephemeral, acknowledges nothing and keeps no place on the server: the reader says where to
begin. (A durable consumer whose reader skipped what it had lost 2,500 of 100,000 messages under kills; the client
library's ordered consumer with small pending limits lost 50,400 of 60,000.) Whatever goes wrong, a gap, a status 409 or 503,
heartbeats that stay away, has one answer: a new consumer from the last place.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import AsyncGenerator

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js import api
from nats.js.errors import APIError, NotFoundError

from regledger_projections.errors import StreamDiverged
from regledger_projections.logs import logger
from regledger_projections.stream import Message

__all__ = ["StreamReader", "walk"]

_log = logger()
_BATCH = 1_000
_BATCH_BYTES = 16 * 1024 * 1024
_ANSWER_WAIT = 3.0
_GAPS = 3
_NANO = 1_000_000_000
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0


class StreamReader:
    """Messages of one stream after a number.

    Args:
        client: a connected client; when it is closed, `read` raises `nats.errors.ConnectionClosedError`.
        stream: the stream's name; it need not exist yet.
        after: the last number that the caller has.
        batch: the most messages asked for at once.
        heartbeat: seconds between the server's signs of life; after three and a half of them it is asked anew.
    """

    def __init__(
        self, client: Client, stream: str, after: int = 0, *, batch: int = _BATCH, heartbeat: float = 1.0
    ) -> None:
        self.after = after
        self.pending = 0
        """Messages that lay in the stream behind the last one read, as the server said with it."""
        self.rebuilt = 0
        """How often a consumer had to be made anew."""
        self._client = client
        self._js = client.jetstream(timeout=_ANSWER_WAIT)
        self.stream = stream
        self._batch = batch
        self._heartbeat = heartbeat
        self._silence = 3.5 * heartbeat
        self._consumer = ""
        self._subscription: Subscription | None = None
        self._arrived: deque[Msg] = deque()
        self._wake = asyncio.Event()
        self._inbox = ""
        self._asked = 0
        self._heard = 0.0
        self._gaps = 0
        self._pause = _FIRST_PAUSE

    async def read(self, wait: float = 5.0) -> list[Message]:
        """The next messages, at least one unless none comes within `wait` seconds.

        Raises:
            StreamDiverged: the next message is not in the stream although later ones are.
            nats.errors.ConnectionClosedError: the connection is gone.
        """
        now = asyncio.get_running_loop().time
        deadline = now() + wait
        while True:
            messages = self._take()
            if messages or now() >= deadline:
                return messages
            if self._client.is_closed:
                raise nats.errors.ConnectionClosedError
            if self._consumer and now() > self._heard + self._silence:
                self._lose("no message and no heartbeat came")
            if not self._consumer:
                if self.rebuilt:
                    await self._rest(deadline - now())
                if not await self._build():
                    await self._rest(deadline - now())
                    continue
                self._heard = now()
            if self._asked <= 0:
                await self._ask()
            await self._wait(min(deadline, self._heard + self._silence + 0.01) - now())

    async def close(self) -> None:
        """Let go of the consumer."""
        if self._client.is_closed:
            self._subscription = None
            return
        if self._consumer:
            consumer, self._consumer = self._consumer, ""
            with contextlib.suppress(nats.errors.Error, APIError):
                await self._js.delete_consumer(self.stream, consumer)
        if self._subscription is not None:
            subscription, self._subscription = self._subscription, None
            with contextlib.suppress(nats.errors.Error):
                await subscription.unsubscribe()

    async def _rest(self, left: float) -> None:
        await asyncio.sleep(max(0.0, min(self._pause, left)))
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    async def _wait(self, seconds: float) -> None:
        self._wake.clear()
        if not self._arrived:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(seconds, 0.0)):  # unlike wait_for it never swallows a cancellation
                    await self._wake.wait()

    def _take(self) -> list[Message]:
        messages: list[Message] = []
        while self._arrived:
            raw = self._arrived.popleft()
            if not raw.reply.startswith("$JS.ACK."):
                if self._status(raw):
                    break
                continue
            self._asked -= 1
            number, self.pending = _sequence(raw.reply)
            if number <= self.after:
                continue  # the server begins at the end where it is asked to begin behind it; these are known
            if number != self.after + 1:
                self._gap(number)
                break
            self.after = number
            self._gaps = 0
            self._pause = _FIRST_PAUSE
            messages.append(Message(number, raw.subject, raw.data, dict(raw.headers or {})))
        return messages

    def _gap(self, number: int) -> None:
        self._gaps += 1
        if self._gaps > _GAPS:
            # Consumers that were each told to begin here agree that it is not there.
            raise StreamDiverged(stream=self.stream, number=self.after + 1, found=f"missing, {number} is next")
        self._lose(f"{number} came after {self.after}")

    def _status(self, raw: Msg) -> bool:
        headers = raw.headers or {}
        status = headers.get("Status", "")
        if status == "100" or raw.subject != self._inbox:
            return False
        words = headers.get("Description", "")
        if status in ("404", "408") or "MaxBytes" in words or "Batch Completed" in words:
            self._asked = 0
            return False
        self._lose(f"status {status} {words}".strip())
        return True

    def _lose(self, found: str) -> None:
        _log.info("consumer rebuilt", stream=self.stream, after=self.after, found=found)
        self._consumer = ""
        self._arrived.clear()
        self.rebuilt += 1

    async def _build(self) -> bool:
        if self._subscription is not None:
            with contextlib.suppress(nats.errors.Error):
                await self._subscription.unsubscribe()
        self._arrived.clear()
        self._asked = 0
        self._inbox = self._client.new_inbox()
        self._subscription = await self._client.subscribe(
            self._inbox, cb=self._arrive, pending_msgs_limit=4 * self._batch, pending_bytes_limit=8 * _BATCH_BYTES
        )
        config = api.ConsumerConfig(
            deliver_policy=api.DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=self.after + 1,
            ack_policy=api.AckPolicy.NONE,
            replay_policy=api.ReplayPolicy.INSTANT,
            inactive_threshold=30.0,
            mem_storage=True,
            num_replicas=1,
        )
        try:
            info = await self._js.add_consumer(self.stream, config)
        except NotFoundError:
            return False
        except (nats.errors.Error, APIError) as error:
            if self._client.is_closed:
                raise nats.errors.ConnectionClosedError from error
            _log.info("consumer refused", stream=self.stream, found=str(error) or type(error).__name__)
            return False
        self._consumer = info.name
        return True

    async def _ask(self) -> None:
        self._asked = self._batch
        request = {
            "batch": self._batch,
            "max_bytes": _BATCH_BYTES,
            "expires": int(10 * self._heartbeat * _NANO),
            "idle_heartbeat": int(self._heartbeat * _NANO),
        }
        await self._client.publish(
            f"$JS.API.CONSUMER.MSG.NEXT.{self.stream}.{self._consumer}", json.dumps(request).encode(), reply=self._inbox
        )

    async def _arrive(self, raw: Msg) -> None:
        self._arrived.append(raw)
        self._heard = asyncio.get_running_loop().time()
        self._wake.set()


async def walk(client: Client, stream: str, *, after: int = 0, until: int) -> AsyncGenerator[Message, None]:
    """Messages of `stream` with `after` < number ≤ `until`, which must be there."""
    reader = StreamReader(client, stream, after)
    try:
        while after < until:
            for message in await reader.read():
                if message.number > until:
                    return
                yield message
                after = message.number
    finally:
        await reader.close()


def _sequence(reply: str) -> tuple[int, int]:
    """The message's sequence in its stream and how many lay behind it, out of an acknowledgement subject (ADR-15)."""
    tokens = reply.split(".")
    first = 5 if len(tokens) == 9 else 7
    return int(tokens[first]), int(tokens[first + 3])
