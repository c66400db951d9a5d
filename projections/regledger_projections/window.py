"""Messages sent to JetStream and not yet acknowledged: many in flight, one subscription for all answers.

The client library's own `publish_async` makes a task and a semaphore round for each message and costs twice as much.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

__all__ = ["NotTaken", "Window", "WrongLast"]

_WRONG_LAST = (10070, 10071, 10164)
"""Wrong last message id, wrong last sequence, and the latter inside an atomic batch."""
_MANY = 1 << 62


class NotTaken(Exception):
    """JetStream did not take a message, or did not say so in time."""


class WrongLast(NotTaken):
    """Something else stands there already: the stream (or the key) does not end where it was expected to."""


class _Error(msgspec.Struct):
    err_code: int = 0
    description: str = ""


class _Ack(msgspec.Struct):
    seq: int = 0
    error: _Error | None = None


_ack = msgspec.json.Decoder(_Ack)


class Window:
    """A bounded number of unacknowledged messages on one connection.

    Args:
        client: a connected client.
        size: how many messages may wait for their answer.
        timeout: seconds without any answer after which the rest counts as not taken.
    """

    def __init__(self, client: Client, *, size: int = 512, timeout: float = 5.0) -> None:
        self.last = 0
        """The sequence that the latest acknowledgement named."""
        self._client = client
        self._size = size
        self._timeout = timeout
        self._waiting: dict[str, int] = {}
        self._failed: NotTaken | None = None
        self._wake = asyncio.Event()
        self._wanted = 0
        self._prefix = ""
        self._round = 0
        self._sent = 0
        self._subscription: Subscription | None = None

    async def open(self) -> None:
        """Listen for answers."""
        self._prefix = self._client.new_inbox()
        self._subscription = await self._client.subscribe(
            f"{self._prefix}.*.*", cb=self._answer, pending_msgs_limit=_MANY, pending_bytes_limit=_MANY
        )

    async def close(self) -> None:
        """Stop listening."""
        if self._subscription is not None and not self._client.is_closed:
            await self._subscription.unsubscribe()
        self._subscription = None

    @property
    def listening(self) -> bool:
        """Whether `open` was called."""
        return self._subscription is not None

    def begin(self) -> None:
        """Forget what is in flight: later answers to it count for nothing."""
        self._round += 1
        self._waiting.clear()
        self._failed = None

    async def send(
        self, subject: str, payload: bytes, headers: Mapping[str, str], *, expect: int, answered: bool = True
    ) -> None:
        """Send a message, as soon as there is room.

        Args:
            subject: of the message.
            payload: its bytes.
            headers: its headers.
            expect: the sequence that its acknowledgement must name; 0 where any will do.
            answered: False for those messages of a batch that get no answer of their own.

        Raises:
            WrongLast: an earlier message found another end than it expected.
            NotTaken: an earlier message was refused, or no answer came in time.
            nats.errors.Error: the connection is gone.
        """
        reply = ""
        if answered:
            if len(self._waiting) >= self._size:
                await self._until(self._size // 2)
            self._sent += 1
            token = f"{self._round}.{self._sent}"
            self._waiting[token] = expect
            reply = f"{self._prefix}.{token}"
        if self._failed is not None:
            raise self._failed
        await self._client.publish(subject, payload, reply=reply, headers=dict(headers))

    async def settle(self) -> None:
        """Wait until everything sent is acknowledged; raises as `send`."""
        await self._until(0)

    async def _until(self, most: int) -> None:
        while len(self._waiting) > most and self._failed is None:
            before = len(self._waiting)
            self._wanted = most
            self._wake.clear()
            try:
                async with asyncio.timeout(self._timeout):  # unlike wait_for it never swallows a cancellation
                    await self._wake.wait()
            except TimeoutError:
                if len(self._waiting) == before:
                    raise NotTaken(f"no answer within {self._timeout:g} seconds") from None
        if self._failed is not None:
            raise self._failed

    async def _answer(self, raw: Msg) -> None:
        token = raw.subject[len(self._prefix) + 1 :]
        expected = self._waiting.pop(token, None)
        if expected is None or self._failed is not None:
            return
        self._failed = self._failure(raw, expected)
        if self._failed is not None or len(self._waiting) <= self._wanted:
            self._wake.set()

    def _failure(self, raw: Msg, expected: int) -> NotTaken | None:
        if not raw.data:
            return NotTaken(f"status {(raw.headers or {}).get('Status', 'unknown')}: no JetStream took it")
        ack = _ack.decode(raw.data)
        if ack.error is not None:
            kind = WrongLast if ack.error.err_code in _WRONG_LAST else NotTaken
            return kind(f"{ack.error.description} ({ack.error.err_code})")
        if expected and ack.seq != expected:
            return WrongLast(f"it was stored as {ack.seq} instead of {expected}")
        self.last = ack.seq
        return None
