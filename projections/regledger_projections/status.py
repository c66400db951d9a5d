"""Where the streams of a ledger stand: what `regledger streams status` shows."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Literal

import msgspec
import nats.errors
from nats.aio.client import Client
from nats.js.errors import APIError
from regledger.log.recorder import Recorder
from regledger.views import ReadModel

from regledger_projections.connection import connected, public_url
from regledger_projections.errors import StreamDiverged, StreamUnreachable, ViewsUnfit
from regledger_projections.kv_target import read_kv_checkpoint
from regledger_projections.proving import prove_all, prove_last
from regledger_projections.server import running_url
from regledger_projections.service import ServeOptions, views_file
from regledger_projections.sql_target import read_checkpoint
from regledger_projections.stream import MasterStream
from regledger_projections.subjects import stream_name
from regledger_projections.targets import Checkpoint

__all__ = ["ProjectionStatus", "StreamStatus", "StreamsStatus", "read_status", "wait_for"]


class StreamStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The master stream."""

    name: str
    url: str | None
    """The server asked; None where none runs."""
    state: Literal["exact", "behind", "diverged", "absent", "unreachable"]
    """`exact`: the last message is the ledger's last fact; `behind`: it is an earlier one."""
    head: int | None
    """The last number in the stream; None where it could not be asked."""
    found: str | None = None
    """What was found instead, in words."""


class ProjectionStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One read model."""

    name: str
    version: int
    kept_in: Literal["nats-kv", "sqlite"]
    state: Literal["live", "behind", "stuck", "unbuilt", "unreachable"]
    number: int | None
    """The last number that is in its rows; None where it could not be asked."""
    lag: int | None
    """Facts that the store has and its rows do not."""
    stuck_at: int | None = None
    error: str | None = None


class StreamsStatus(msgspec.Struct, frozen=True, kw_only=True):
    """Store, stream and read models, with one number each."""

    ledger: str
    ledger_id: str
    store_head: int
    stream: StreamStatus
    projections: tuple[ProjectionStatus, ...]

    @property
    def caught_up(self) -> bool:
        """Whether the stream and every read model stand where the store stands."""
        return self.stream.state == "exact" and all(one.state == "live" for one in self.projections)


async def read_status(recorder: Recorder, options: ServeOptions, *, whole: bool = False) -> StreamsStatus:
    """How far everything has come. Changes nothing and starts nothing; what cannot be asked is said to be so.

    Args:
        recorder: the ledger's store.
        options: those of the service; with no `nats_url`, the embedded server is asked if it runs.
        whole: compare every message with the store, rather than the last one.
    """
    head = recorder.head().number
    url = options.nats_url or running_url(options.directory / "nats")
    async with contextlib.AsyncExitStack() as opened:
        client: Client | None = None
        try:
            if url is None:
                stream = _stream(recorder, None, "unreachable", None, "no server runs; start one with regledger serve")
            else:
                client = await opened.enter_async_context(connected(url, name=f"regledger-{recorder.name}-status"))
                stream = await _stream_status(client, url, recorder, head, whole=whole)
        except StreamUnreachable as error:
            stream = _stream(recorder, url, "unreachable", None, str(error))
        projections = [
            await _projection(model, client, recorder.name, options.directory, head) for model in options.models
        ]
    return StreamsStatus(
        ledger=recorder.name,
        ledger_id=recorder.ledger_id,
        store_head=head,
        stream=stream,
        projections=tuple(projections),
    )


async def wait_for(recorder: Recorder, options: ServeOptions, number: int, *, seconds: float = 10.0) -> bool:
    """Wait until every read model has the fact of that number in its rows; False where `seconds` were not enough."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        status = await read_status(recorder, options)
        if all(one.number is not None and one.number >= number for one in status.projections):
            return True
        if asyncio.get_running_loop().time() >= deadline:
            return False
        await asyncio.sleep(0.05)


async def _stream_status(client: Client, url: str, recorder: Recorder, head: int, *, whole: bool) -> StreamStatus:
    stream = MasterStream(client, recorder.ledger_id, recorder.name)
    info = await stream.info()
    if info is None:
        return _stream(recorder, url, "absent", 0, None)
    try:
        place = await (prove_all if whole else prove_last)(stream, recorder)
    except StreamDiverged as error:
        return _stream(recorder, url, "diverged", info.state.last_seq, str(error))
    return _stream(recorder, url, "exact" if place.number >= head else "behind", place.number, None)


def _stream(
    recorder: Recorder,
    url: str | None,
    state: Literal["exact", "behind", "diverged", "absent", "unreachable"],
    head: int | None,
    found: str | None,
) -> StreamStatus:
    return StreamStatus(
        name=stream_name(recorder.name), url=url and public_url(url), state=state, head=head, found=found
    )


async def _projection(
    model: ReadModel, client: Client | None, ledger_name: str, directory: Path, head: int
) -> ProjectionStatus:
    kept_in: Literal["nats-kv", "sqlite"] = "nats-kv" if model.live else "sqlite"
    try:
        if not model.live:
            checkpoint = read_checkpoint(views_file(directory), model)
        elif client is None:
            return _unreachable(model, "no server runs")
        else:
            checkpoint = await read_kv_checkpoint(client, ledger_name, model)
    except (StreamUnreachable, ViewsUnfit, nats.errors.Error, APIError) as error:
        return _unreachable(model, str(error) or type(error).__name__)
    number = 0 if checkpoint is None else checkpoint.number
    return ProjectionStatus(
        name=model.name,
        version=model.version,
        kept_in=kept_in,
        state=_state(checkpoint, head),
        number=number,
        lag=head - number,
        stuck_at=None if checkpoint is None else checkpoint.stuck_at,
        error=None if checkpoint is None else checkpoint.error,
    )


def _unreachable(model: ReadModel, error: str) -> ProjectionStatus:
    kept_in: Literal["nats-kv", "sqlite"] = "nats-kv" if model.live else "sqlite"
    return ProjectionStatus(
        name=model.name, version=model.version, kept_in=kept_in, state="unreachable", number=None, lag=None, error=error
    )


def _state(checkpoint: Checkpoint | None, head: int) -> Literal["live", "behind", "stuck", "unbuilt"]:
    if checkpoint is None:
        return "unbuilt" if head else "live"
    if checkpoint.state == "stuck":
        return "stuck"
    return "live" if checkpoint.number >= head else "behind"
