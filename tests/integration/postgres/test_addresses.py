"""The ways in which a URL may name a server: each leads to the ledger."""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from regledger.ledger import Installation, Ledger
from regledger.log.postgres import PostgresRecorder
from regledger.log.stores import place_of
from regledger.sectors.loading import Sectors
from regledger.testing.postgres import PostgresServer

from .conftest import fact, made


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as asked:
            asked.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def sockets() -> Iterator[tuple[PostgresServer, str]]:
    """A server that listens at a unix socket as well, and at ::1 where there is one; and the socket's folder."""
    folder = tempfile.mkdtemp(prefix="pg-")  # a socket's path is short
    Path(folder).chmod(0o777)
    listen = "127.0.0.1,::1" if _has_ipv6() else "127.0.0.1"
    with PostgresServer(settings={"unix_socket_directories": folder, "listen_addresses": listen}) as server:
        yield server, folder
    shutil.rmtree(folder, ignore_errors=True)


def test_every_documented_form_leads_there(
    sockets: tuple[PostgresServer, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A unix socket by option and by host, a service, several hosts, a user with an "@": the same ledger, and no password shown."""
    server, folder = sockets
    url = server.new_database()
    database, port, secret = url.rpartition("/")[2], server.port, server.password
    with server.connect(database) as admin:
        admin.execute(f"CREATE ROLE \"li@county\" SUPERUSER LOGIN PASSWORD '{secret}'")
    service = tmp_path / "services"
    service.write_text(f"[county]\nhost={folder}\nport={port}\ndbname={database}\nuser=postgres\npassword={secret}\n")
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    with made(url) as recorder:
        recorder.append([fact("case:1")])
    forms = [
        f"postgresql:///{database}?host={folder}&port={port}&user=postgres&password={secret}",
        f"postgresql://postgres:{secret}@{folder.replace('/', '%2F')}:{port}/{database}",
        "postgresql:///?service=county",
        f"postgresql://postgres:{secret}@127.0.0.1:1,127.0.0.1:{port}/{database}",
        f"postgresql://li%40county:{secret}@127.0.0.1:{port}/{database}",
    ]

    for form in forms:
        with PostgresRecorder.open(place_of(form).address) as recorder:
            assert recorder.head().number == 1
            assert secret not in recorder.path

    with Ledger.create(f"{forms[0]}&schema=other&beside={tmp_path}", installation=Installation(Sectors())) as ledger:
        assert ledger.place.url == (
            f"postgresql:///{database}?host={folder}&port={port}&user=postgres&schema=other&beside={tmp_path}"
        )


@pytest.mark.skipif(not _has_ipv6(), reason="platform: this machine has no ::1")
def test_an_ipv6_host_leads_there(sockets: tuple[PostgresServer, str]) -> None:
    """A host in brackets is an IPv6 address."""
    server, _ = sockets
    url = server.new_database().replace("127.0.0.1", "[::1]")

    with made(place_of(url).address) as recorder:
        assert recorder.append([fact("case:1")]) == 1
        assert "@[::1]:" in recorder.path
