"""The master stream of a ledger: message n is fact n, byte for byte."""

from __future__ import annotations

from typing import Any

import msgspec
import nats.errors
from nats.aio.client import Client
from nats.js import api
from nats.js.errors import APIError, NotFoundError
from regledger.log.entry import ENTRY_LIMIT

from regledger_projections.errors import StreamDiverged, StreamUnfit, StreamUnreachable
from regledger_projections.subjects import facts_wildcard, stream_name

__all__ = ["CHAIN", "NUMBER", "MasterStream", "Message"]

NUMBER = "Regledger-Number"
CHAIN = "Regledger-Chain"
_LEDGER = "regledger.ledger"
_HEADERS_LIMIT = 4 * 1024
_NO_MESSAGE = 10037


class Message(msgspec.Struct, frozen=True):
    """A message as it lies in the stream."""

    number: int
    """Its sequence in the stream."""
    subject: str
    data: bytes
    headers: dict[str, str]

    @property
    def chain(self) -> bytes | None:
        """The chain after this message as its publisher stated it; None where it states none."""
        try:
            chain = bytes.fromhex(self.headers.get(CHAIN, ""))
        except ValueError:
            return None
        return chain if len(chain) == 32 else None


class MasterStream:
    """The stream `REG_<NAME>` on one connection.

    Args:
        client: a connected client.
        ledger_id: the ledger's UUID, kept in the stream's metadata.
        ledger_name: the ledger's short name.
        replicas: copies in a cluster, used where the stream is made.
    """

    def __init__(self, client: Client, ledger_id: str, ledger_name: str, *, replicas: int = 1) -> None:
        self.client = client
        self.name = stream_name(ledger_name)
        self.ledger_id = ledger_id
        self.ledger_name = ledger_name
        self._replicas = replicas
        self._js = client.jetstream()

    async def info(self) -> api.StreamInfo | None:
        """The server's account of the stream; None where there is none.

        Raises:
            StreamUnreachable: no JetStream answers.
        """
        try:
            return await self._js.stream_info(self.name)
        except NotFoundError:
            return None
        except (nats.errors.Error, APIError) as error:
            raise self._unreachable(error) from error

    async def ensure(self) -> bool:
        """Make the stream where there is none, and check one that exists. True where it takes atomic batches.

        Raises:
            StreamUnfit: it belongs to another ledger, or may lose or change messages by its configuration.
            StreamUnreachable: no JetStream answers.
        """
        info = await self.info()
        if info is None:
            try:
                info = await self._js.add_stream(self.config())
            except (nats.errors.Error, APIError) as error:
                raise self._unreachable(error) from error
        found = self._unfit(info)
        if found:
            raise StreamUnfit(stream=self.name, found=found)
        return bool(info.config.allow_atomic)

    def config(self) -> api.StreamConfig:
        """How the stream is made: it keeps everything for ever and refuses to lose a single message."""
        return api.StreamConfig(
            name=self.name,
            description=f"Facts of the ledger {self.ledger_name}; message n is fact n",
            subjects=[facts_wildcard(self.ledger_name)],
            retention=api.RetentionPolicy.LIMITS,
            storage=api.StorageType.FILE,
            discard=api.DiscardPolicy.NEW,
            max_msgs=-1,
            max_bytes=-1,
            max_msg_size=ENTRY_LIMIT + _HEADERS_LIMIT,
            num_replicas=self._replicas,
            duplicate_window=0.1,  # the least there is: strict append needs no deduplication
            deny_delete=True,
            deny_purge=True,
            allow_direct=True,
            allow_atomic=True,
            metadata={_LEDGER: self.ledger_id},
        )

    def _unfit(self, info: api.StreamInfo) -> str:
        config, state = info.config, info.state
        ledger = (config.metadata or {}).get(_LEDGER)
        if ledger != self.ledger_id:
            return f"it was made for ledger {ledger or 'unknown'} and this is ledger {self.ledger_id}"
        if config.subjects != [facts_wildcard(self.ledger_name)] or config.sources or config.mirror:
            return f"it takes in {config.subjects} instead of {facts_wildcard(self.ledger_name)}"
        limits = (config.max_msgs, config.max_bytes, config.max_msgs_per_subject)
        if any(limit is not None and limit > 0 for limit in limits) or config.max_age:
            return "its limits would drop messages"
        if config.retention != "limits" or config.discard != "new":
            return "its retention would drop messages"
        if state.messages != state.last_seq:
            return f"it ends at {state.last_seq} but holds {state.messages} messages, so some were taken out"
        return ""

    async def message(self, number: int) -> Message | None:
        """The message of that number, asked of the stream's leader; None where there is none."""
        return await self._get({"seq": number})

    async def last(self) -> Message | None:
        """The last message of any subject, asked of the stream's leader; None in an empty stream or where there is none."""
        number = 0
        for _ in range(10):
            info = await self.info()
            number = 0 if info is None else info.state.last_seq
            if number == 0:
                return None
            message = await self.message(number)
            if message is not None:
                return message
        raise StreamDiverged(stream=self.name, number=number, found="the stream counts it but does not give it")

    async def _get(self, request: dict[str, Any]) -> Message | None:
        try:
            raw = await self._js.get_msg(self.name, **request)
        except NotFoundError:
            return None
        except (nats.errors.Error, APIError) as error:
            raise self._unreachable(error) from error
        return Message(raw.seq or 0, raw.subject or "", raw.data or b"", dict(raw.headers or {}))

    def _unreachable(self, error: Exception) -> StreamUnreachable:
        url = self.client.connected_url
        return StreamUnreachable(
            url=f"{url.hostname}:{url.port}" if url is not None else "the server",
            found=str(error) or type(error).__name__,
        )
