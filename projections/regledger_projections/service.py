"""`regledger serve`: publisher and projections under one roof, on a NATS server of their own or a given one.

A lost connection, a killed server or an answer that stays away has one answer: everything is let go of and
started again, from the stream's last message and from the views' own checkpoints. What cannot get better by itself (a
stream that diverged, a directory that somebody else holds) ends the service with a named error. A read model that is stuck
stops alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import nats.errors
from nats.aio.client import Client
from nats.js.errors import APIError
from regledger.log.catalogue import Catalogue
from regledger.log.recorder import Recorder
from regledger.views import ReadModel

from regledger_projections.connection import connected, public_url
from regledger_projections.ending import end_tasks
from regledger_projections.errors import ConnectionLost, ProjectionStuck, StreamBehind, StreamUnreachable, ViewsUnfit
from regledger_projections.kv_target import KvTarget
from regledger_projections.logs import log_to_stderr, logger
from regledger_projections.models import CORE_MODELS
from regledger_projections.publisher import Publisher
from regledger_projections.reader import StreamReader
from regledger_projections.runner import Runner
from regledger_projections.server import NatsServer
from regledger_projections.sql_target import SqlTarget
from regledger_projections.stream import MasterStream
from regledger_projections.targets import Target
from regledger_projections.window import NotTaken

__all__ = ["ServeOptions", "log_to_stderr", "rebuild", "serve", "target_of", "views_file"]

_log = logger()
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
_PASSING = (nats.errors.Error, APIError, NotTaken, ConnectionLost, StreamUnreachable, OSError)
"""What a new connection may mend."""


class ServeOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What one service does."""

    directory: Path
    """For the embedded server (`nats/`) and the tables of read models (`views.db`)."""
    nats_url: str | None = None
    """A running server, or several with commas between; None starts the embedded one."""
    publish: bool = True
    models: tuple[ReadModel, ...] = CORE_MODELS
    once: bool = False
    """End when what the store has at the start is published and projected."""
    patience: float = 30.0
    """Seconds that `once` waits for a stream which it does not publish itself and which stands still."""
    replicas: int = 1
    """Copies of a stream that is made, in a cluster."""
    sync_interval: str = "2m"
    """Of the embedded server; see `regledger_projections.server`."""


def views_file(directory: Path) -> Path:
    """The SQLite file with the tables of read models."""
    return directory / "views.db"


def target_of(model: ReadModel, client: Client, ledger_name: str, options: ServeOptions) -> Target:
    """Where a read model is kept: a key-value bucket if it is looked up live, a table otherwise."""
    if model.live:
        return KvTarget(client, ledger_name, model, replicas=options.replicas)
    return SqlTarget(views_file(options.directory), model)


async def serve(
    recorder: Recorder,
    catalogue: Catalogue,
    options: ServeOptions,
    *,
    stop: asyncio.Event | None = None,
    started: Callable[[str], None] | None = None,
) -> None:
    """Publish and project until `stop` is set (and SIGTERM and SIGINT set it), or once.

    Args:
        recorder: the ledger's store; it is read only.
        catalogue: decodes facts for the read models.
        options: what to do.
        stop: ends the service from within the process.
        started: told the server's address whenever there is a connection.

    Raises:
        ServerMissing, ServerDied, ServerDirectoryBusy: the embedded server.
        StreamUnreachable: no server answers and `once` was asked for.
        StreamDiverged, StreamUnfit: nothing was deleted.
        ProjectionStuck, ViewsUnfit, StreamBehind: with `once`, after everything else is done.
    """
    stop = stop or asyncio.Event()
    with _signals(stop):
        if options.nats_url is not None:
            await _Service(recorder, catalogue, options, stop, started, None).run()
            return
        with NatsServer(options.directory / "nats", sync_interval=options.sync_interval) as server:
            await _Service(recorder, catalogue, options, stop, started, server).run()


class _Service:
    def __init__(
        self,
        recorder: Recorder,
        catalogue: Catalogue,
        options: ServeOptions,
        stop: asyncio.Event,
        started: Callable[[str], None] | None,
        server: NatsServer | None,
    ) -> None:
        self._recorder = recorder
        self._catalogue = catalogue
        self._options = options
        self._stop = stop
        self._started = started
        self._server = server
        self._pause = _FIRST_PAUSE

    async def run(self) -> None:
        while not self._stop.is_set():
            try:
                url = await self._address()
                await self._session(url)
                if self._options.once:
                    return
            except _PASSING as error:
                if self._options.once and self._server is None:
                    raise
                _log.warning("connection lost, starting over", found=str(error) or type(error).__name__)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._pause):
                        await self._stop.wait()
                self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    async def _address(self) -> str:
        if self._server is None:
            assert self._options.nats_url is not None
            return self._options.nats_url
        if not self._server.alive:
            _log.warning("nats-server is gone, starting it again", directory=str(self._server.directory))
            self._server.spawn()  # in this thread: on Linux the server ends with the thread that started it
            await asyncio.to_thread(self._server.wait_ready)
        return self._server.url

    async def _session(self, url: str) -> None:
        lost = asyncio.Event()
        tasks: set[asyncio.Task[object]] = set()
        async with connected(url, name=f"regledger-{self._recorder.name}", lost=lost.set) as client:
            if self._started is not None:
                self._started(public_url(url))
            _log.info("serving", ledger=self._recorder.name, url=public_url(url))
            async with contextlib.AsyncExitStack() as closing:
                try:
                    self._start(client, tasks, closing)
                    await self._watch(tasks, lost, url)
                finally:
                    await end_tasks(tasks)

    def _start(self, client: Client, tasks: set[asyncio.Task[object]], closing: contextlib.AsyncExitStack) -> None:
        options, recorder = self._options, self._recorder
        stream = MasterStream(client, recorder.ledger_id, recorder.name, replicas=options.replicas)
        if options.publish:
            publisher = Publisher(stream, recorder)
            closing.push_async_callback(publisher.close)
            work = publisher.catch_up() if options.once else publisher.run()
            tasks.add(asyncio.create_task(work, name="publisher"))
        until = recorder.head().number if options.once else None
        for model in options.models:
            target = target_of(model, client, recorder.name, options)
            closing.push_async_callback(target.close)
            runner = Runner(
                recorder.ledger_id,
                self._catalogue,
                target,
                lambda after: StreamReader(client, stream.name, after),
                patience=math.inf if options.publish else options.patience,
            )
            tasks.add(asyncio.create_task(runner.run(until=until), name=model.name))

    async def _watch(self, tasks: set[asyncio.Task[object]], lost: asyncio.Event, url: str) -> None:
        """Until everything is done, `stop` is set or the connection is gone; raises what ends the session."""
        ends = {asyncio.create_task(self._stop.wait()), asyncio.create_task(lost.wait())}
        stopped: Exception | None = None
        try:
            while tasks:
                done, _ = await asyncio.wait(tasks | ends, return_when=asyncio.FIRST_COMPLETED)
                for task in done & tasks:
                    tasks.discard(task)
                    stopped = _outcome(task) or stopped
                if self._stop.is_set():
                    return
                if lost.is_set():
                    raise ConnectionLost(url=public_url(url))
                self._pause = _FIRST_PAUSE
            if self._options.once:
                if stopped is not None:
                    raise stopped
                return
            # Every view is stuck and nothing is published here: wait to be told, rather than come and go.
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await end_tasks(ends)


def _outcome(task: asyncio.Task[object]) -> Exception | None:
    """What stopped a read model alone; raises what stops more."""
    try:
        task.result()
    except (ProjectionStuck, StreamBehind, ViewsUnfit) as error:
        _log.error("read model stopped", view=task.get_name(), error=str(error))
        return error
    return None


async def rebuild(recorder: Recorder, model: ReadModel, url: str, options: ServeOptions) -> None:
    """Throw a read model away, fit or not; the service that keeps it builds it from the stream's first message.

    A running service notices where the read model is live; one that had stopped it does so when it starts next.
    """
    async with connected(url, name=f"regledger-{recorder.name}") as client:
        target = target_of(model, client, recorder.name, options)
        try:
            await target.clear()
        finally:
            await target.close()


@contextlib.contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    taken: list[signal.Signals] = []
    for sign in (signal.SIGTERM, signal.SIGINT):
        # Only the main thread may: elsewhere whoever owns the process sets `stop`.
        with contextlib.suppress(ValueError, RuntimeError, NotImplementedError):
            loop.add_signal_handler(sign, stop.set)
            taken.append(sign)
    try:
        yield
    finally:
        for sign in taken:
            loop.remove_signal_handler(sign)
