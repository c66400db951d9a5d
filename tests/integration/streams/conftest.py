"""A county that goes on recording, and a NATS server of the tests' own on loopback."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from eventsourcing.dcb.api import DCBEvent
from nats.aio.client import Client
from regledger.ids import new_id
from regledger.log.catalogue import Catalogue
from regledger.log.entry import render_entry
from regledger.log.envelope import Commit, Correction
from regledger.log.facts import Fact, NewFact
from regledger.log.sqlite import SQLiteRecorder
from regledger.log.text import Personal
from regledger.log.withdrawal import FactWithdrawn
from regledger.records import CORE_FACTS
from regledger.records.hazard.facts import (
    HazardCleared,
    HazardFound,
    HazardReinspected,
    HazardReported,
    OrderExtended,
    OrderIssued,
    OrderItem,
    Remedies,
)
from regledger.records.licence.facts import LicenceAccepted, LicenceApplied, LicenceIssued, LicenceRenewed
from regledger_projections.reader import walk
from regledger_projections.server import NatsServer
from regledger_projections.stream import MasterStream, Message

FULL = os.environ.get("REGLEDGER_FAULTS") == "full"
ZONE = "Asia/Shanghai"
CATALOGUE = Catalogue(CORE_FACTS)
SERVE = Path(__file__).with_name("serving.py")


Draft = tuple[NewFact, tuple[str, ...]]
"""A fact, and tags beyond those of its declaration."""


class County:
    """A ledger, and a seeded story of licences and hazards with late facts, corrections and withdrawals."""

    def __init__(self, recorder: SQLiteRecorder, seed: int = 1) -> None:
        self.recorder = recorder
        self._random = random.Random(seed)
        self._open: list[tuple[str, str, str]] = []
        self._corrected: set[int] = set()
        self._hazards: list[tuple[int, HazardFound]] = []
        self._count = 0

    def grow(self, facts: int) -> int:
        """Record at least `facts` more; the last number."""
        wanted = self.recorder.head().number + facts
        while self.recorder.head().number < wanted:
            commits: list[list[Draft]] = []
            while sum(map(len, commits)) < min(facts, 200):
                commits.append(self._story())
            self._record(commits)
        return self.recorder.head().number

    def record(self, *news: NewFact) -> int:
        """Record one commit; the last number."""
        self._record([[(new, ()) for new in news]])
        return self.recorder.head().number

    def raw(self, type_: str, body: dict[str, object], version: int = 1, tags: tuple[str, ...] = ()) -> int:
        """Record a fact that was never encoded by this installation."""
        data = {"body": body, "commit": {"id": new_id(), "index": 0, "size": 1}, "version": version, "zone": ZONE}
        self.recorder.record([DCBEvent(type_, msgspec.json.encode(data, order="sorted"), sorted(tags))])
        return self.recorder.head().number

    @staticmethod
    def hazard(name: str) -> HazardFound:
        """A hazard found on 2026-03-02."""
        return found_hazard(name, "E-1", date(2026, 3, 2))

    def entries(self) -> list[bytes]:
        """Every entry, as the store has it."""
        return [
            render_entry(self.recorder.ledger_id, s.position, s.recorded_at, s.event.type, s.event.tags, s.event.data)
            for s in self.recorder.stored()
        ]

    def master(self, client: Client) -> MasterStream:
        """Its master stream."""
        return MasterStream(client, self.recorder.ledger_id, self.recorder.name)

    async def messages(self, client: Client) -> list[Message]:
        """Everything that lies in its master stream."""
        stream = self.master(client)
        info = await stream.info()
        until = 0 if info is None else info.state.last_seq
        return [message async for message in walk(client, stream.name, until=until)]

    def _record(self, commits: list[list[Draft]]) -> None:
        events = []
        for facts in commits:
            commit = new_id()
            for index, one in enumerate(facts):
                new = msgspec.structs.replace(one[0], tags=one[1])
                kind, tags, data = CATALOGUE.encode(
                    new, zone=ZONE, commit=Commit(id=commit, index=index, size=len(facts))
                )
                events.append(DCBEvent(kind, data, list(tags)))
        for stored in self.recorder.record(events):
            if stored.event.type == "hazard.found" and len(self._hazards) < 500:
                body = CATALOGUE.decode(stored).body
                assert isinstance(body, HazardFound)
                self._hazards.append((stored.position, body))

    def _story(self) -> list[Draft]:
        self._count += 1
        chance = self._random.random()
        enterprise = f"E-{self._random.randrange(50)}"
        day = date(2026, 1, 1) + timedelta(days=self._random.randrange(300))
        if chance < 0.3:
            return [(NewFact(body=body), ()) for body in licence_facts(f"L-{self._count}", enterprise, day)]
        if chance < 0.5 or not self._open:
            return self._inspection(enterprise, day)
        if chance < 0.6 and self._hazards:
            return self._amend(day)
        place = self._random.randrange(len(self._open))
        hazard, order, holder = self._open[place]
        if chance < 0.9:
            return [(NewFact(body=one), ()) for one in loop_facts(hazard, order, holder, day, self._random)]
        self._open.pop(place)
        return [
            (
                NewFact(
                    body=HazardCleared(hazard=hazard, enterprise=holder, site="S-1", authority="emb", cleared_on=day)
                ),
                (),
            )
        ]

    def _inspection(self, enterprise: str, day: date) -> list[Draft]:
        hazards = [f"H-{self._count}-{index}" for index in range(self._random.randrange(1, 4))]
        order = f"O-{self._count}"
        found: list[Fact] = [found_hazard(hazard, enterprise, day) for hazard in hazards]
        found.append(issued_order(order, hazards, enterprise, day))
        self._open += [(hazard, order, enterprise) for hazard in hazards]
        return [(NewFact(body=body), ()) for body in found]

    def _amend(self, day: date) -> list[Draft]:
        number, body = self._random.choice(self._hazards)
        if self._random.random() < 0.3:
            withdrawn = FactWithdrawn(number=number, reason="entered twice", authority="emb", withdrawn_on=day)
            return [(NewFact(body=withdrawn), (f"hazard:{body.hazard}",))]
        corrects = Correction(number=number, reason="misread", authority="emb")
        renamed = self._random.random() < 0.3
        hazard = f"{body.hazard}-b" if renamed else body.hazard
        changed = msgspec.structs.replace(body, hazard=hazard, level="major", found_on=day)
        return [(NewFact(body=changed, corrects=corrects), ())]


def found_hazard(hazard: str, enterprise: str, day: date) -> HazardFound:
    """A hazard found on `day`."""
    return HazardFound(
        hazard=hazard,
        inspection="I-1",
        enterprise=enterprise,
        site="S-1",
        authority="emb",
        level="general",
        criterion=None,
        description="安全出口被堵 " * 10,
        basis="安全生产法 Art 42",
        found_on=day,
    )


def issued_order(order: str, hazards: list[str], enterprise: str, day: date) -> OrderIssued:
    """An order to rectify `hazards` within thirty days."""
    items = tuple(
        OrderItem(
            hazard=hazard,
            measure="clear it",
            basis="安全生产法 Art 65",
            responsible=Personal(subject="person:p1", commitment="0" * 64),
            duty="head of workshop",
            due_on=day + timedelta(days=30),
            supervising_officer="o1",
        )
        for hazard in hazards
    )
    return OrderIssued(
        order=order,
        inspection="I-1",
        enterprise=enterprise,
        site="S-1",
        authority="emb",
        officers=("o1", "o2"),
        items=items,
        remedies=Remedies(review_to="the county government", suit_to="the county court"),
        issued_on=day,
    )


def loop_facts(hazard: str, order: str, enterprise: str, day: date, chance: random.Random) -> list[Fact]:
    """One more step of a hazard's rectification."""
    where = {"hazard": hazard, "order": order, "enterprise": enterprise, "site": "S-1"}
    kind = chance.randrange(3)
    if kind == 0:
        return [OrderExtended(**where, due_on=day + timedelta(days=60), approver="o3", decided_on=day)]
    if kind == 1:
        return [HazardReported(**where, rectifier="p1", evidence="photographs", reported_on=day)]
    return [
        HazardReinspected(
            **where,
            officers=("o1", "o2"),
            result=chance.choice(("passed", "failed")),
            findings="seen",
            reinspected_on=day,
        )
    ]


def licence_facts(licence: str, enterprise: str, day: date) -> list[Fact]:
    """A licence applied for, accepted, issued and renewed in one commit."""
    who = {"licence": licence, "enterprise": enterprise, "site": "S-1", "authority": "emb"}
    kind, later = "hazardous_chemicals.production", timedelta(days=1095)
    return [
        LicenceApplied(**who, kind=kind, applied_on=day),
        LicenceAccepted(**who, accepted_on=day),
        LicenceIssued(
            **who,
            kind=kind,
            number=f"WH-{licence}",
            checkers=("o1", "o2"),
            decided_on=day,
            valid_from=day,
            valid_to=day + later,
        ),
        LicenceRenewed(
            **who,
            reexamined=True,
            decided_on=day + later,
            valid_from=day + later + timedelta(days=1),
            valid_to=day + 2 * later,
        ),
    ]


@pytest.fixture
def rounds() -> int:
    """How often a kill is tried; REGLEDGER_FAULTS=full asks for the long run."""
    return 20 if FULL else 6


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    """A ledger without facts."""
    path = tmp_path / "county.db"
    with SQLiteRecorder.create(path, ledger_id=new_id(), name="county", zone=ZONE) as recorder:
        yield County(recorder)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[NatsServer]:
    """A running NATS server."""
    with NatsServer(tmp_path / "nats") as running:
        yield running


class Serving:
    """A real process that serves a ledger, to be killed."""

    def __init__(self, ledger: Path, directory: Path, *options: str) -> None:
        self._log = (directory.parent / "serving.log").open("ab")
        command = [sys.executable, str(SERVE), str(ledger), str(directory), *options]
        self.process = subprocess.Popen(command, stdout=self._log, stderr=self._log)

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self.end(signal.SIGKILL)

    def end(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Send `sign` and wait; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
        status = self.process.wait(30)
        self._log.close()
        return status


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., Serving]]:
    """Starts serving processes and leaves none behind."""
    started: list[Serving] = []

    def start(ledger: Path, *options: str) -> Serving:
        started.append(Serving(ledger, tmp_path / "streams", *options))
        return started[-1]

    yield start
    for one in started:
        one.kill()
