"""The services of docker-compose.yml, without containers: each one's own command line and health check on loopback.

Only what a container gives is put in their place: addresses and ports, folders, the user. Three servers of the compose
file make the cluster from the very file in deploy/nats.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
import yaml
from regledger.ledger import Ledger
from regledger.log.entry import render_entry
from regledger.testing.postgres import PostgresMissing, PostgresServer, find_postgres
from regledger.testing.scenario import COUNTY, HandClock, given, step
from regledger_cli.serving import serve_options
from regledger_projections.connection import connected
from regledger_projections.server import find_nats_server
from regledger_projections.service import ServeOptions, target_of
from regledger_projections.status import read_status
from regledger_projections.stream import MasterStream

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
NATS = ("nats-1", "nats-2", "nats-3")
LOOPBACK = "127.0.0.1"
SECRET = "composed"
BIN = Path(sys.executable).parent

HISTORY = (
    COUNTY,
    step(
        "licence.apply",
        licence="L-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        kind="producer",
        applied_on="2023-03-01",
    ),
    step(
        "inspection.record",
        inspection="I-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        officers=["li", "wang"],
        certificates_shown=True,
        place="Chlorine store",
        content="Storage and alarms",
        unit_signature="signed",
        hazards=[{"hazard": "H-1", "level": "general", "description": "Alarm off", "basis": "安全生产法 Art 36"}],
        inspected_on="2026-03-02",
    ),
)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another user may enter, which a folder of pytest's own is not."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


class Places:
    """Where on this machine things are that the compose file names: host:port → loopback, folder → folder."""

    def __init__(self, folder: Path, *, database: str) -> None:
        self.database = database
        """The URL of the composed database, on loopback."""
        ports = _free_ports(3 * len(NATS))
        self.client = dict(zip(NATS, ports[0::3], strict=True))
        self.route = dict(zip(NATS, ports[1::3], strict=True))
        self.monitor = dict(zip(NATS, ports[2::3], strict=True))
        self.folder = folder

    @property
    def ledger(self) -> str:
        """The URL of the composed ledger, on loopback."""
        return self.here(COMPOSE["x-regledger"]["environment"]["REGLEDGER_LEDGER"])

    def here(self, text: str) -> str:
        """`text` of a command with addresses and folders of this machine."""
        text = text.replace("${POSTGRES_PASSWORD:-}", SECRET)
        text = text.replace("postgresql://regledger@postgres:5432/regledger", self.database)
        for name in NATS:
            text = text.replace(f"{name}:4222", f"{LOOPBACK}:{self.client[name]}")
        return text.replace("/var/lib/regledger", str(self.folder))

    def configuration(self, name: str) -> Path:
        """The server configuration that the service mounts, for this machine."""
        mounted = {target: source for source, target in _mounts(name)}
        path = Path(SERVICES[name]["command"][1])
        text = (ROOT / mounted[str(path.parent)] / path.name).read_text("utf-8")
        text = text.replace("0.0.0.0:4222", f"{LOOPBACK}:{self.client[name]}")
        text = text.replace("0.0.0.0:6222", f"{LOOPBACK}:{self.route[name]}")
        text = text.replace("0.0.0.0:8222", f"{LOOPBACK}:{self.monitor[name]}")
        text = text.replace("store_dir: /data", f"store_dir: {self.folder / name}")
        for other in NATS:
            text = text.replace(f"nats://{other}:6222", f"nats://{LOOPBACK}:{self.route[other]}")
        assert "//nats-" not in text
        assert "0.0.0.0" not in text
        made = self.folder / f"{name}.conf"
        made.write_text(text, "utf-8")
        return made


def _mounts(name: str) -> list[tuple[str, str]]:
    parted = [volume.split(":") for volume in SERVICES[name]["volumes"]]
    return [(one[0], one[1]) for one in parted]


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(closing(socket.socket())) for _ in range(count)]
        for one in sockets:
            one.bind((LOOPBACK, 0))
        return [one.getsockname()[1] for one in sockets]


@contextmanager
def _running(command: list[str], folder: Path, name: str, **how: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A service while the block runs; it is asked to end with SIGTERM, as a container is."""
    log = folder / f"{name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=folder, **how)
    try:
        yield process
        assert process.poll() is None, f"{name} ended by itself:\n{log.read_text()}"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(what: str, holds: Callable[[], bool], folder: Path, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            logs = "\n".join(f"── {log.name}\n{log.read_text()[-2000:]}" for log in folder.glob("*.log"))
            pytest.fail(f"{what} took more than {seconds:g} seconds\n{logs}")
        time.sleep(0.1)


@contextmanager
def _cluster(places: Places) -> Iterator[None]:
    with ExitStack() as running:
        for name in NATS:
            option, mounted = SERVICES[name]["command"]
            assert (option, Path(mounted).suffix) == ("--config", ".conf")
            command = [str(find_nats_server()), option, str(places.configuration(name))]
            environment = os.environ | SERVICES[name]["environment"]
            running.enter_context(_running(command, places.folder, name, env=environment))
        for name in NATS:
            _wait(f"{name} becoming healthy", lambda name=name: _healthy(name, places), places.folder)  # type: ignore[misc]
        yield


def _healthy(name: str, places: Places) -> bool:
    """The health check of the service, with this machine's address: wget ends with 0 on HTTP 200 alone."""
    program, *options = SERVICES[name]["healthcheck"]["test"][1:]
    assert program == "wget"
    url = options[-1].replace("localhost:8222", f"{LOOPBACK}:{places.monitor[name]}")
    assert LOOPBACK in url
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _regledger(name: str, places: Places) -> tuple[list[str], dict[str, str]]:
    """The command line of a service of our own image, and its environment."""
    service = SERVICES[name]
    entrypoint = [*service.get("entrypoint", _image_entrypoint())]
    command = [places.here(part) for part in (*entrypoint, *service["command"])]
    ours = {key: places.here(value) for key, value in service["environment"].items()}
    return command, os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"} | ours


def _image_entrypoint() -> list[str]:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    entrypoint: list[str] = yaml.safe_load(
        next(line for line in lines if line.startswith("ENTRYPOINT")).split(" ", 1)[1]
    )
    return entrypoint


def test_facts_pass_through_the_cluster_into_the_views(folder: Path) -> None:
    """Publisher and projections, as composed, bring every fact into a stream with three copies and fill both views."""
    with (
        _postgres(folder) as places,
        _cluster(places),
        ExitStack() as services,
        Ledger.create(places.ledger, name="county", clock=HandClock("2020-01-02")) as ledger,
    ):
        given(ledger, *HISTORY)
        ours = []
        for name in ("publisher", "projections"):
            command, environment = _regledger(name, places)
            ours.append(services.enter_context(_running(command, folder, name, env=environment)))
        head = ledger.recorder.head().number
        options = msgspec.structs.replace(serve_options(ledger, _addresses(places), None), replicas=3)

        def caught_up() -> bool:
            assert [one.poll() for one in ours] == [None, None], (folder / "publisher.log").read_text()
            return asyncio.run(read_status(ledger.recorder, options)).caught_up

        _wait("projecting", caught_up, folder)

        # A follower that is a moment behind is one that still copies.
        _wait("copying", lambda: asyncio.run(_stream(ledger, places))[2] == len(NATS) - 1, folder)
        entries, replicas, _ = asyncio.run(_stream(ledger, places))
        assert entries == [_entry(ledger, number) for number in range(1, head + 1)]
        assert replicas == len(NATS)
        rows = asyncio.run(_rows(ledger, places, options))
        assert (rows["licences"], rows["open_hazards"]) == ({"L-1"}, {"H-1"})


def _addresses(places: Places) -> str:
    return ",".join(f"nats://{LOOPBACK}:{port}" for port in places.client.values())


async def _stream(ledger: Ledger, places: Places) -> tuple[list[bytes], int, int]:
    """(messages, copies asked for, followers that are up to date)"""
    async with connected(_addresses(places), name="test") as client:
        stream = MasterStream(client, ledger.recorder.ledger_id, ledger.recorder.name)
        info = await stream.info()
        assert info is not None
        messages = [await stream.message(number) for number in range(1, info.state.last_seq + 1)]
        followers = (info.cluster.replicas if info.cluster else None) or []
        current = sum(bool(one.current) for one in followers)
        return [one.data if one is not None else b"" for one in messages], info.config.num_replicas or 0, current


async def _rows(ledger: Ledger, places: Places, options: ServeOptions) -> dict[str, set[str]]:
    """View → its keys."""
    found = {}
    async with connected(_addresses(places), name="test") as client:
        for model in options.models:
            target = target_of(model, client, ledger.recorder.name, options)
            try:
                await target.open()
                found[model.name] = set(await target.rows())
            finally:
                await target.close()
    return found


def _entry(ledger: Ledger, number: int) -> bytes:
    stored = ledger.recorder.at(number)
    assert stored is not None
    event = stored.event
    return render_entry(
        ledger.recorder.ledger_id, stored.position, stored.recorded_at, event.type, event.tags, event.data
    )


def test_the_ledger_service_makes_a_ledger_once(folder: Path) -> None:
    """The service that makes the ledger makes one where there is none, and leaves one that is there as it is."""
    with _postgres(folder) as places:
        command, environment = _regledger("ledger", places)
        first = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
        with Ledger.open(places.ledger) as ledger:
            made = ledger.recorder.ledger_id

        again = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)

        assert first.returncode == 0, first.stderr
        assert again.returncode == 0, again.stderr
        with Ledger.open(places.ledger) as ledger:
            assert (ledger.recorder.ledger_id, ledger.recorder.name) == (made, "county")


def test_postgresql_runs_as_composed(folder: Path) -> None:
    """PostgreSQL of the composed major version takes the composed settings and passes its health check."""
    service = SERVICES["postgres"]
    with _postgres(folder) as places, psycopg.connect(places.database, autocommit=True) as connection:
        asked = "fsync", "synchronous_commit", "wal_level", "shared_buffers", "server_version"
        said = [connection.execute(f"show {one}").fetchone()[0] for one in asked]  # type: ignore[index]

    assert said[:4] == ["on", "on", "replica", "128MB"]
    assert said[4].partition(".")[0] == service["image"].partition(":")[2].partition("-")[0]


@contextmanager
def _postgres(folder: Path) -> Iterator[Places]:
    """The composed database, with the composed settings, role and health check."""
    service = SERVICES["postgres"]
    program, *options = service["command"]
    assert program == "postgres"
    assert set(options[0::2]) == {"-c"}
    try:
        server = PostgresServer(settings=dict(one.split("=") for one in options[1::2]))
    except PostgresMissing:
        pytest.skip("platform: no PostgreSQL binaries are published for this Python and machine")
    with server:
        check, *arguments = service["healthcheck"]["test"][1:]
        at = ["--host", LOOPBACK, "--port", str(server.port)]
        done = subprocess.run([find_postgres() / check, *arguments, *at], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout
        database, role = service["environment"]["POSTGRES_DB"], service["environment"]["POSTGRES_USER"]
        with server.connect() as connection:
            # What the image's entry point does with POSTGRES_USER.
            connection.execute(f"CREATE ROLE {role} SUPERUSER LOGIN PASSWORD '{SECRET}'")
        server.new_database(database)
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("PGPASSWORD", SECRET)
            yield Places(folder, database=f"postgresql://{role}@{LOOPBACK}:{server.port}/{database}")


def test_the_image_is_built_from_what_it_copies() -> None:
    """Every file that the Dockerfile copies exists and is let through .dockerignore; it installs by hash, as no root."""
    text = (ROOT / "Dockerfile").read_text("utf-8")
    let_through = {
        line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")
    }

    copied = [
        name
        for line in text.splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    ]

    assert [name for name in copied if not (ROOT / name).exists() or name not in let_through] == []
    assert "--require-hashes -r requirements.lock" in text
    assert all(f"./{plugin.parent.relative_to(ROOT)}" in text for plugin in ROOT.glob("plugins/*/pyproject.toml"))
    assert text.index("\nUSER regledger") < text.index("\nENTRYPOINT")
