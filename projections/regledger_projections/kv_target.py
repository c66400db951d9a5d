"""Read models in a NATS key-value bucket, for the few that are looked up live by key.

In the bucket `REG_<NAME>_<view>_v<version>`:

    <key>                        the row, as JSON
    facts.<key>.<root>.<number>  a fact kept for that key, as its entry; root as in `Kept`
    meta.checkpoint              how far the view has come

A change goes as one JetStream atomic batch of facts, rows and checkpoint, the checkpoint expecting to follow the one
last read, so that of two projections one wins. A change above the server's 1,000 messages a batch, or on a server
without batches, goes in this order: facts, rows, checkpoint. Cut off in between, it is done again from the checkpoint with an equal
result, because rows are folded from kept facts and keeping a fact twice is keeping it once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable

import msgspec
import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import api
from nats.js.errors import APIError, NotFoundError
from nats.nuid import NUID
from regledger.views import ReadModel, Row

from regledger_projections.errors import StreamUnreachable, ViewBusy, ViewsUnfit
from regledger_projections.targets import Change, Checkpoint, Kept, Target
from regledger_projections.window import Window, WrongLast

__all__ = ["KvTarget", "bucket_name", "read_kv_checkpoint"]

_BATCH_MOST = 1_000
_PER_QUERY = 100
_CHECKPOINT = "meta.checkpoint"
_DELETED = {"KV-Operation": "DEL"}
_ANSWER_WAIT = 10.0
_FRESH_TRIES, _FRESH_PAUSE = 100, 0.05
_Found = tuple[int, str, bytes, dict[str, str]]
"""Sequence, subject, value and headers of a message."""
_rows = msgspec.json.Encoder(order="sorted")


def bucket_name(ledger_name: str, model: ReadModel) -> str:
    """The bucket of a read model of a ledger."""
    return f"REG_{ledger_name.upper()}_{model.name}_v{model.version}"


class KvTarget(Target):
    """A bucket on one connection."""

    def __init__(self, client: Client, ledger_name: str, model: ReadModel, *, replicas: int = 1) -> None:
        self.model = model
        self.bucket = bucket_name(ledger_name, model)
        self.where = f"nats-kv:{self.bucket}"
        self._client = client
        self._js = client.jetstream()
        self._replicas = replicas
        self._stream = f"KV_{self.bucket}"
        self._window = Window(client)
        self._atomic = False
        self._revision = 0
        self._number = 0
        self._batches = 0
        self._batch_id = NUID().next().decode()

    async def open(self) -> Checkpoint | None:
        """See `Target.open`."""
        if not self._window.listening:
            await self._window.open()
        try:
            info = await self._js.stream_info(self._stream)
        except NotFoundError:
            info = await self._js.add_stream(self._config())
        except (nats.errors.Error, APIError) as error:
            raise self._unreachable(error) from error
        self._atomic = bool(info.config.allow_atomic)
        found = await self.checkpoint()
        self._number = 0 if found is None else found.number
        if found is not None and found.columns != tuple(self.model.columns):
            raise ViewsUnfit(
                view=self.model.name,
                where=self.where,
                found=f"it has the columns {list(found.columns)}, not {list(self.model.columns)}",
            )
        return found

    def _config(self) -> api.StreamConfig:
        # What ADR-8 asks of a bucket, and atomic batches.
        return api.StreamConfig(
            name=self._stream,
            subjects=[f"$KV.{self.bucket}.>"],
            max_msgs_per_subject=1,
            discard=api.DiscardPolicy.NEW,
            storage=api.StorageType.FILE,
            num_replicas=self._replicas,
            duplicate_window=0.1,
            allow_rollup_hdrs=True,
            deny_delete=True,
            allow_direct=True,
            allow_atomic=True,
        )

    async def checkpoint(self) -> Checkpoint | None:
        """The checkpoint as it stands in the bucket; None where there is none."""
        try:
            # Of the leader: a follower that lags would only make the next change lose.
            raw = await self._js.get_msg(self._stream, subject=self._subject(_CHECKPOINT))
        except NotFoundError:
            self._revision = 0
            return None
        except (nats.errors.Error, APIError) as error:
            raise self._unreachable(error) from error
        self._revision = raw.seq or 0
        return msgspec.json.decode(raw.data or b"", type=Checkpoint)

    async def kept(self, keys: Iterable[str]) -> dict[str, dict[int, Kept]]:
        """See `Target.kept`."""
        found: dict[str, dict[int, Kept]] = {key: {} for key in keys}
        if self._number > 0:  # nothing is kept before the first checkpoint
            await self._collect([f"facts.{key}.*.*" for key in found], found)
        return found

    async def related(self, number: int) -> dict[str, dict[int, Kept]]:
        """See `Target.related`."""
        itself: dict[str, dict[int, Kept]] = {}
        await self._collect([f"facts.*.*.{number}"], itself)
        roots = {one.root for kept in itself.values() for one in kept.values()}
        found: dict[str, dict[int, Kept]] = {}
        if roots:
            await self._collect([f"facts.*.{root}.*" for root in roots], found)
        return found

    async def _collect(self, patterns: list[str], found: dict[str, dict[int, Kept]]) -> None:
        async for subject, data, _ in self._latest(patterns):
            _, key, root, number = subject.split(".")
            found.setdefault(key, {})[int(number)] = Kept(int(number), int(root), data)

    async def apply(self, change: Change) -> None:
        """See `Target.apply`."""
        messages = list(self._messages(change))
        atomic = self._atomic and len(messages) <= _BATCH_MOST
        self._window.begin()
        self._batches += 1
        try:
            for index, (key, data, headers) in enumerate(messages, 1):
                last = index == len(messages)
                if atomic:
                    headers["Nats-Batch-Id"] = f"{self._batch_id}-{self._batches}"
                    headers["Nats-Batch-Sequence"] = str(index)
                    if last:
                        headers["Nats-Batch-Commit"] = "1"
                elif last:
                    await self._window.settle()
                await self._window.send(self._subject(key), data, headers, expect=0, answered=last or not atomic)
            await self._window.settle()
        except WrongLast:
            now = await self.checkpoint()
            raise ViewBusy(view=self.model.name, number=0 if now is None else now.number) from None
        self._revision = self._window.last
        self._number = change.checkpoint.number

    def _messages(self, change: Change) -> Iterable[tuple[str, bytes, dict[str, str]]]:
        for key, facts in change.facts.items():
            for one in facts.values():
                yield f"facts.{key}.{one.root}.{one.number}", one.entry, {}
        for key, row in change.rows.items():
            yield key, b"" if row is None else _rows.encode(row), {} if row is not None else dict(_DELETED)
        expected = {"Nats-Expected-Last-Subject-Sequence": str(self._revision)}
        yield _CHECKPOINT, _rows.encode(change.checkpoint), expected

    async def rows(self) -> dict[str, Row]:
        """See `Target.rows`."""
        return {
            subject: msgspec.json.decode(data, type=dict[str, str | int | None])
            async for subject, data, headers in self._latest(["*"])
            if headers.get("KV-Operation") != "DEL"
        }

    async def clear(self) -> None:
        """See `Target.clear`."""
        try:
            await self._js.delete_stream(self._stream)
        except NotFoundError:
            pass
        except (nats.errors.Error, APIError) as error:
            raise self._unreachable(error) from error
        await self.open()

    async def close(self) -> None:
        """See `Target.close`."""
        await self._window.close()

    async def _latest(self, keys: list[str]) -> AsyncIterator[tuple[str, bytes, dict[str, str]]]:
        """Key, value and headers of the last message of every key that `keys` (with wildcards) match."""
        try:
            for start in range(0, len(keys), _PER_QUERY):
                patterns = [self._subject(key) for key in keys[start : start + _PER_QUERY]]
                for found in await self._fresh(patterns):
                    yield found
        except (nats.errors.Error, APIError) as error:
            raise self._unreachable(error) from error

    async def _fresh(self, patterns: list[str]) -> list[tuple[str, bytes, dict[str, str]]]:
        """What matches, from a copy of the bucket that has at least the checkpoint last read or written here.

        Any copy in a cluster answers, and one that lags would give rows that lack the newest facts.
        """
        start_of_key = len(self._subject(""))
        for _ in range(_FRESH_TRIES):
            asked = [*patterns, self._subject(_CHECKPOINT)]
            few = await self._few(asked)
            found = await self._many(asked) if few is None else few
            keyed = [(subject[start_of_key:], data, headers) for _, subject, data, headers in found]
            revisions = [number for number, subject, _, _ in found if subject == self._subject(_CHECKPOINT)]
            if max(revisions, default=0) >= self._revision:
                return [one for one in keyed if one[0] != _CHECKPOINT]
            expected, now = self._revision, await self.checkpoint()
            if self._revision != expected:  # by the leader's word: the bucket was made anew, or another went on
                raise ViewBusy(view=self.model.name, number=0 if now is None else now.number)
            await asyncio.sleep(_FRESH_PAUSE)
        raise nats.errors.Error(f"{self._stream} answers with an older state than it acknowledged")

    async def _few(self, patterns: list[str]) -> list[_Found] | None:
        """By one batched direct get (ADR-31); None where more than its 1,024 keys match."""
        inbox = self._client.new_inbox()
        subscription = await self._client.subscribe(inbox)
        found: list[_Found] = []
        try:
            await self._client.publish(
                f"$JS.API.DIRECT.GET.{self._stream}", json.dumps({"multi_last": patterns}).encode(), reply=inbox
            )
            while True:
                raw = await subscription.next_msg(timeout=_ANSWER_WAIT)
                headers = dict(raw.headers or {})
                status = headers.get("Status")
                if status is None:
                    found.append((int(headers["Nats-Sequence"]), headers["Nats-Subject"], raw.data, headers))
                elif status in ("204", "404"):
                    return found
                elif status == "413":
                    return None
                else:
                    raise nats.errors.Error(f"{self._stream} answers {status}")
        finally:
            if not self._client.is_closed:
                await subscription.unsubscribe()

    async def _many(self, patterns: list[str]) -> list[_Found]:
        """By a consumer of the last message of each key."""
        config = api.ConsumerConfig(
            deliver_policy=api.DeliverPolicy.LAST_PER_SUBJECT,
            filter_subjects=patterns,
            ack_policy=api.AckPolicy.NONE,
            inactive_threshold=30.0,
            mem_storage=True,
            num_replicas=1,
        )
        info = await self._js.add_consumer(self._stream, config)
        subscription = await self._js.pull_subscribe_bind(stream=self._stream, durable=info.name)
        found: list[Msg] = []
        try:
            while (left := (info.num_pending or 0) - len(found)) > 0:
                found += await subscription.fetch(min(_BATCH_MOST, left), _ANSWER_WAIT)
        finally:
            await subscription.unsubscribe()
            await self._js.delete_consumer(self._stream, info.name)
        return [(raw.metadata.sequence.stream, raw.subject, raw.data, dict(raw.headers or {})) for raw in found]

    def _subject(self, key: str) -> str:
        return f"$KV.{self.bucket}.{key}"

    def _unreachable(self, error: Exception) -> StreamUnreachable:
        url = self._client.connected_url
        return StreamUnreachable(
            url=f"{url.hostname}:{url.port}" if url is not None else "the server",
            found=str(error) or type(error).__name__,
        )


async def read_kv_checkpoint(client: Client, ledger_name: str, model: ReadModel) -> Checkpoint | None:
    """The checkpoint of `model`, making nothing; None where there is none. Raises `StreamUnreachable`."""
    return await KvTarget(client, ledger_name, model).checkpoint()
