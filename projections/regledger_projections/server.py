"""The embedded NATS server: one process of our own, on loopback, in its own directory.

What is in the directory: `lock` (held with flock(2) by the process that runs the server), `nats.pid`,
`nats.conf`, `nats.log`, `nats.url` (the address while it runs, with user and password), `port` and `password` (kept, so that
readers find the server where it was), `jetstream/` (JetStream's store). Everybody on this machine reaches a port on loopback, so
the server asks for the password, and the directory is its owner's alone: who may read the ledger may use its streams.

A kill -9 of the owner lets go of the lock at once. On Linux the kernel then sends the server SIGTERM
(prctl(2), PR_SET_PDEATHSIG); elsewhere it lives on. In both cases the next start finds the pid file, stops the
server that still holds the directory, and only then starts its own.

JetStream calls fsync every `sync_interval`, two minutes unless told otherwise: a kill of any process loses
nothing, a power cut may lose the stream's last minutes. They are published again from the ledger, which is
durable by itself; read models that are ahead wait for the stream to catch up with them.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import IO

from regledger_projections.errors import ServerDied, ServerDirectoryBusy, ServerMissing
from regledger_projections.private_files import private_file, private_folder

__all__ = ["NatsServer", "find_nats_server", "running_url"]

LOOPBACK = "127.0.0.1"
USER = "regledger"
_STOP_WAIT = 10.0
_EXEC = """\
import os, sys
pid_file, parent, *command = sys.argv[1:]
os.umask(0o077)
if sys.platform == "linux":
    import ctypes, signal
    ctypes.CDLL(None).prctl(1, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != int(parent):
        raise SystemExit(1)
with open(pid_file, "w") as file:
    file.write(str(os.getpid()))
os.execv(command[0], command)
"""


def find_nats_server() -> Path:
    """The nats-server beside this Python, else on the PATH; raises `ServerMissing`."""
    beside = Path(sys.executable).parent / "nats-server"
    if beside.is_file() and os.access(beside, os.X_OK):
        return beside
    found = shutil.which("nats-server")
    if found is None:
        raise ServerMissing(python=sys.executable)
    return Path(found)


def running_url(directory: Path) -> str | None:
    """The address, with user and password, of the server that runs in `directory`; None where none does."""
    pid = _server_pid(directory)
    try:
        return (directory / "nats.url").read_text() if pid is not None else None
    except OSError:
        return None


class NatsServer:
    """A nats-server with JetStream that lives no longer than this process.

    Args:
        directory: its own directory; made where it does not exist.
        sync_interval: how often JetStream calls fsync, as nats-server reads it (`2m`, `always`).
        start_wait: seconds that recovery may take.
        lock_wait: seconds to wait for another owner to let go of the directory.

    On Linux the server ends with the *thread* that called `spawn`: call it from one that lives on.
    """

    def __init__(
        self, directory: Path, *, sync_interval: str = "2m", start_wait: float = 60.0, lock_wait: float = 5.0
    ) -> None:
        self.directory = directory.absolute()
        self.url = ""
        """Where it answers, with user and password."""
        self._sync_interval = sync_interval
        self._start_wait = start_wait
        self._lock_wait = lock_wait
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> NatsServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self.alive and self._process is not None else None

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> str:
        """Start and wait until it answers; its address. Raises what `spawn` and `wait_ready` raise, all let go of."""
        try:
            self.spawn()
            return self.wait_ready()
        except BaseException:
            self.stop()
            raise

    def spawn(self) -> None:
        """Start the process, after any earlier server of this directory is gone.

        Raises:
            ServerMissing: there is no binary.
            ServerDirectoryBusy: a living process owns the directory.
            ServerDied: a server that lost its owner would not go.
        """
        binary = find_nats_server()
        private_folder(self.directory)
        self.directory.chmod(0o700)
        self._take_lock()
        self._process_gone()
        _end_stale(self.directory)
        for left in (*self.directory.glob("*.ports"), self.directory / "nats.url"):
            left.unlink(missing_ok=True)
        config = self._write_config()
        command = [str(binary), "--config", str(config)]
        pid_file = str(self.directory / "nats.pid")
        private_file(self.directory / "nats.out")
        with (self.directory / "nats.out").open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _EXEC, pid_file, str(os.getpid()), *command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a terminal's Ctrl-C is for the owner, which stops the server last
            )

    def wait_ready(self) -> str:
        """Wait until the server answers; its address. Raises `ServerDied`."""
        deadline = time.monotonic() + self._start_wait
        while time.monotonic() < deadline:
            if not self.alive:
                self._process_gone()
                raise self._died("it ended while starting")
            port = self._port_in_use()
            if port is not None and _answers(port):
                self.url = f"nats://{USER}:{self._password()}@{LOOPBACK}:{port}"
                _write(self.directory / "port", str(port))
                _write(self.directory / "nats.url", self.url)
                return self.url
            time.sleep(0.01)
        raise self._died(f"it did not answer within {self._start_wait:g} seconds")

    def stop(self) -> None:
        """Stop the server (SIGTERM, after 10 seconds SIGKILL) and let go of the directory."""
        if self._process is not None:
            if self.alive:
                self._process.terminate()
                try:
                    self._process.wait(_STOP_WAIT)
                except subprocess.TimeoutExpired:
                    self._process.kill()
            self._process_gone()
            for left in ("nats.url", "nats.pid"):
                (self.directory / left).unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _process_gone(self) -> None:
        if self._process is not None:
            self._process.wait()
            self._process = None

    def _take_lock(self) -> None:
        if self._lock is not None:
            return
        private_file(self.directory / "lock")
        lock = (self.directory / "lock").open("w")
        deadline = time.monotonic() + self._lock_wait
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() < deadline:
                    time.sleep(0.05)
                    continue
                lock.close()
                raise ServerDirectoryBusy(directory=self.directory, url_file=self.directory / "nats.url") from None
            self._lock = lock
            return

    def _password(self) -> str:
        """Made at the first start."""
        kept = self.directory / "password"
        if not kept.exists() or not kept.read_text():  # a power cut may leave it empty
            _write(kept, secrets.token_urlsafe(24))
        return kept.read_text()

    def _write_config(self) -> Path:
        config = self.directory / "nats.conf"
        _write(
            config,
            "\n".join(
                (
                    'server_name: "regledger-embedded"',
                    f'listen: "{LOOPBACK}:{_free_port(self.directory / "port")}"',
                    f"authorization {{ user: {USER}, password: {json.dumps(self._password())} }}",
                    f"ports_file_dir: {_quoted(self.directory)}",
                    f"log_file: {_quoted(self.directory / 'nats.log')}",
                    "logfile_size_limit: 4MB",
                    "logfile_max_num: 2",
                    "jetstream {",
                    f"  store_dir: {_quoted(self.directory / 'jetstream')}",
                    f"  sync_interval: {json.dumps(self._sync_interval)}",
                    "}",
                    "",
                )
            ),
        )
        return config

    def _port_in_use(self) -> int | None:
        assert self._process is not None
        try:
            ports = json.loads((self.directory / f"nats-server_{self._process.pid}.ports").read_text())
        except (OSError, ValueError):
            return None
        return int(ports["nats"][0].rpartition(":")[2])

    def _died(self, found: str) -> ServerDied:
        try:
            words = (self.directory / "nats.out").read_text(errors="replace").strip().splitlines()
        except OSError:
            words = []
        return ServerDied(
            directory=self.directory,
            found=f"{found} ({words[-1]})" if words else found,
            log=self.directory / "nats.log",
        )


def _server_pid(directory: Path) -> int | None:
    """The living nats-server that was started in `directory`; a pid that is somebody else's by now is none."""
    try:
        pid = int((directory / "nats.pid").read_text())
    except (OSError, ValueError):
        return None
    # A zombie has no command line, so it counts as gone.
    return pid if str(directory.absolute() / "nats.conf") in _command_line(pid) else None


def _command_line(pid: int) -> str:
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="surrogateescape")
        except OSError:
            return ""
    shown = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout


def _end_stale(directory: Path) -> None:
    pid = _server_pid(directory)
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if pid is None:
            return
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + _STOP_WAIT
        while pid is not None and time.monotonic() < deadline:
            time.sleep(0.02)
            pid = _server_pid(directory)
    if pid is not None:
        raise ServerDied(
            directory=directory, found=f"an earlier server (process {pid}) does not end", log=directory / "nats.log"
        )


def _free_port(kept: Path) -> int:
    """The port used before, where it is still free; else -1, by which nats-server takes any free one."""
    try:
        port = int(kept.read_text())
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((LOOPBACK, port))
    except (OSError, ValueError, OverflowError):
        return -1
    return port


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1.0) as peer:
            return peer.recv(4) == b"INFO"
    except OSError:
        return False


def _write(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    private_file(part)
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _quoted(path: Path) -> str:
    return json.dumps(str(path), ensure_ascii=False)
