"""After a person was erased no byte of the person, or of the key, is left in any file: a year of records, served and backed up."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import inspect as shape
from regledger.deciding.answers import AsHappened, Recorded, Submission
from regledger.deciding.disclosing import Disclosed, facts_holding
from regledger.history.population import population
from regledger.intake.importing import import_files
from regledger.ledger import Installation, Ledger
from regledger.log.personal import ERASED
from regledger.log.text import Personal
from regledger.records.personal import DisclosePersonal
from regledger.testing.penalty import FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ITEM, ORDERED, REPORTED
from regledger.testing.scenario import COUNTY, Step, step

SECRET = "欧阳青峰"
IMPORTED = "Zebulon Quixwood"
MONTHS = 12
PATIENCE = 60
STATED = step("case.make_statement", case="C-1", kind="statement", text={"value": ""}, made_on="2026-03-11")
GRANTS = [
    step(
        "role.grant",
        holder="officer:li",
        role=role,
        authority="emb",
        valid_from="2026-04-01",
        ground="Duty list",
        granted_on="2026-04-01",
    )
    for role in ("approve", "disclose")
]
MAPPING = """
[register]
id = "cases"
title = "Cases"

[file]
encodings = ["utf-8"]
delimiters = [","]

[as_of]
file_name = "YYYY-MM-DD.csv"

[[record]]
name = "case"
key = ["no"]
columns = ["no", "state"]
personal = ["boss"]
milestones = { opened = "opened" }
"""


def personal_paths(kind: shape.Type, path: str = "") -> Iterator[str]:
    """Where a value of that type carries a `Personal`."""
    match kind:
        case shape.Metadata():
            yield from personal_paths(kind.type, path)
        case shape.StructType(cls=cls) if cls is Personal:
            yield path
        case shape.StructType():
            for field in kind.fields:
                yield from personal_paths(field.type, f"{path}.{field.encode_name}".lstrip("."))
        case shape.UnionType():
            for one in kind.types:
                yield from personal_paths(one, path)
        case shape.VarTupleType() | shape.ListType():
            yield from personal_paths(kind.item_type, f"{path}[]")
        case shape.DictType():
            yield from personal_paths(kind.value_type, f"{path}{{}}")


def planted(body: dict[str, Any], path: str, value: Mapping[str, str]) -> dict[str, Any]:
    """`body` with `value` in the place of each `Personal` at `path`."""
    name, _, rest = path.partition(".")
    plain = re.sub(r"[\[\]{}]+$", "", name)
    inner = body.get(plain)
    if name.endswith("[]") and rest:
        return {**body, plain: [planted(one, rest, value) for one in inner or ()]}
    if rest:
        return {**body, plain: planted(inner or {}, rest, value)}
    return {**body, plain: [dict(value)] if name.endswith("[]") else dict(value)}


def shifted(value: Any, days: int, month: int) -> Any:
    """A plain body some days earlier, its own ids with the month's number."""
    if isinstance(value, dict):
        return {name: shifted(one, days, month) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [shifted(one, days, month) for one in value]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return (date.fromisoformat(value) + timedelta(days=days)).isoformat()
    return re.sub(r"\b([IHRC])-(\d)\b", rf"\1-{month}-\2", value) if isinstance(value, str) else value


class Year:
    """A year of one county: what was sent, and in which personal fields the name stands."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.fields = {
            (name, path)
            for name in ledger.handlers.names()
            for path in personal_paths(shape.type_info(ledger.handlers.named(name).command))
        }
        self.planted: set[tuple[str, str]] = set()

    def send(self, one: Step, actor: str = "officer:li") -> Recorded:
        """Record a step."""
        answer = self.ledger.submit(Submission(command=one.command, body=one.body, actor=actor))
        assert isinstance(answer, Recorded), (one, answer)
        return answer

    def month(self, month: int) -> None:
        """An inspection, an order, a report, a case with a statement, and a correction of the order."""
        for one in (FOUND, ORDERED, REPORTED, FILED, NOTIFIED, STATED):
            body = shifted(one.body, -28 * (MONTHS - month), month)
            for name, path in sorted(self.fields):
                if name == one.command:
                    # Under the person's own key in some months, under the record's own in others.
                    subject = {"subject": "person:p1"} if month % 2 else {}
                    body = planted(body, path, {**subject, "value": f"{SECRET} {month}"})
                    self.planted.add((name, path))
            numbers = self.send(Step(command=one.command, body=body)).numbers
            if one is ORDERED:
                changed = shifted(ITEM, -28 * (MONTHS - month), month) | {
                    "responsible": {"value": f"corrected {SECRET}"}
                }
                day = shifted("2026-03-03", -28 * (MONTHS - month), month)
                self.send(
                    step(
                        "fact.correct",
                        number=numbers[0],
                        body={"items": [changed]},
                        reason="Another name",
                        authority="emb",
                        corrected_on=day,
                    )
                )

    def county(self, folder: Path) -> None:
        """The lawful lines of the county's year, its people all one person: in every personal field that a line may have."""
        script = Path(__file__).resolve().parents[2] / "examples" / "county_year"
        subprocess.run([sys.executable, str(script), str(folder)], check=True, capture_output=True, timeout=120)
        lines, expected = (
            [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]
            for name in ("year.ndjson", "expected.ndjson")
        )
        for number, (line, meant) in enumerate(zip(lines, expected, strict=True)):
            known = line["command"] == "authority.register" and line["body"]["authority"] == "emb"
            if "recorded" in meant and not known:
                self._told(line, f"{SECRET} {number}")

    def _told(self, line: dict[str, Any], name: str) -> None:
        paths = sorted(path for command, path in self.fields if command == line["command"])
        value = {"subject": "person:p1", "value": name}
        given = [path for path in paths if _given(line["body"], path)]
        told = line.get("as_happened")
        for chosen in (paths, given):
            body = line["body"]
            for path in chosen:
                body = planted(body, path, value)
            answer = self.ledger.submit(
                Submission(
                    command=line["command"],
                    body=body,
                    actor="officer:li",
                    as_happened=None if told is None else AsHappened(**told),
                )
            )
            if isinstance(answer, Recorded):
                self.planted.update((line["command"], path) for path in chosen)
                return
        raise AssertionError((line, answer))

    def disclosed(self, subject: str) -> list[str]:
        """What a recorded disclosure of everything under `subject` shows."""
        asked = DisclosePersonal(
            subject=subject,
            facts=tuple(facts_holding(self.ledger, subject)),
            ground="duty",
            purpose="Control",
            recipient="County court",
            authority="emb",
            disclosed_on=date(2026, 4, 2),
        )
        answer = self.ledger.disclose(asked, actor="officer:li")
        assert isinstance(answer, Disclosed), answer
        return [one.text for one in answer.values]


def _given(body: dict[str, Any], path: str) -> bool:
    """Whether `body` has something at `path`."""
    name, _, rest = path.partition(".")
    inner = body.get(re.sub(r"[\[\]{}]+$", "", name))
    if rest and isinstance(inner, list):
        return any(_given(one, rest) for one in inner)
    return bool(inner) and (not rest or _given(inner, rest))


def encodings(text: str) -> set[bytes]:
    """The bytes by which `text` may stand in a file."""
    escaped = json.dumps(text)[1:-1]
    plain = {text.encode(one) for one in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    return plain | {escaped.encode(), escaped.upper().replace("\\U", "\\u").encode(), b64encode(text.encode())[:-4]}


def not_gone(error: OSError) -> None:
    """A folder that nobody may look into would hide what stands there; one that is gone hides nothing."""
    if not isinstance(error, FileNotFoundError):
        raise error


def holding(folder: Path, needles: set[bytes]) -> list[str]:
    """The files below `folder` in which one of `needles` stands."""
    found = []
    # Not `rglob`: a server that removes a folder of its own meanwhile would end it.
    files = (Path(top, name) for top, _, names in os.walk(folder, onerror=not_gone) for name in names)
    for path in files:
        try:
            content = path.read_bytes() if path.is_file() else b""
        except FileNotFoundError:  # what a server was just done with
            continue
        if any(one in content for one in needles):
            found.append(str(path.relative_to(folder)))
    return found


def serve(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    """`regledger serve` as a process of its own, with its own server and its read models."""
    with (folder / "serve.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "regledger_cli", "serve", "--ledger", f"sqlite:///{folder}/county.db", *more],
            stdout=log,
            stderr=log,
            cwd=folder,
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the ledger and everything beside it lies."""
    made = tmp_path / "county"
    made.mkdir()
    return made


@pytest.fixture
def year(folder: Path, tmp_path: Path) -> Iterator[Year]:
    """A year in which one name stands in every personal field of every command, in a correction and in an imported register."""
    with Ledger.create(f"sqlite:///{folder}/county.db", name="county", installation=Installation()) as ledger:
        made = Year(ledger)
        for one in COUNTY:
            as_department = {"level": "county", "form": "department"} if one.command == "authority.register" else {}
            made.send(one.but(**as_department))
        made.county(tmp_path / "year")
        for month in range(1, MONTHS + 1):
            made.month(month)
        mapping, export = tmp_path / "mapping.toml", tmp_path / "2026-03-31.csv"
        mapping.write_text(MAPPING)
        rows = [f"A-{row},open,{IMPORTED} {row},2026-03-01" for row in range(3)]
        export.write_text("\n".join(["no,state,boss,opened", *rows, f",open,{IMPORTED},2026-03-01", ""]))
        assert import_files(ledger, mapping, [export], rejects_in=folder).rejected == 1
        others = [one.subject.partition(":")[2] for one in population(ledger, "authority")]
        for authority in ["emb", *(one for one in others if one != "emb")]:
            for one in GRANTS:
                made.send(one.but(authority=authority))
        yield made


def wait_for(year: Year, folder: Path) -> None:
    """Until every view stands at the ledger's head."""
    end = time.monotonic() + PATIENCE
    asked = [sys.executable, "-m", "regledger_cli", "streams", "status", "--ledger", f"sqlite:///{folder}/county.db"]
    while subprocess.run(asked, cwd=folder, capture_output=True, check=False).returncode != 0:
        assert time.monotonic() < end, (folder / "serve.log").read_text("utf-8")
        time.sleep(0.3)


def test_no_byte_of_an_erased_person_is_left(year: Year, folder: Path) -> None:
    """Found before (the keys in their file, the name by a disclosure, public text in every store), nowhere after; history goes on."""
    ledger, files = year.ledger, year.ledger.personal._files
    assert year.planted == year.fields  # a personal field that a command gets later has to be planted as well
    with closing(sqlite3.connect(files.keys)) as connection:
        keys: dict[str, bytes] = dict(connection.execute("SELECT subject, key FROM subject").fetchall())
    again = Step(
        command="order.issue", body=planted(shifted(ORDERED.body, 0, MONTHS), "items[].responsible", {"value": SECRET})
    )
    service = serve(folder)
    try:
        wait_for(year, folder)
        shown = {subject: year.disclosed(subject) for subject in keys}
        in_stores = holding(folder, {b"Chlorine store"})
        secrets = set().union(*map(encodings, (SECRET, IMPORTED)))
        raw = {one for key in keys.values() for one in (key, key.hex().encode(), b64encode(key))}
        before = holding(folder, raw)

        for subject in keys:
            erase = step(
                "personal.erase",
                subject=subject,
                ground="unlawful",
                reason="Asked",
                authority="emb",
                erased_on="2026-04-02",
            )
            year.send(erase)
            refused = ledger.submit(Submission(command=again.command, body=again.body, actor="officer:li"))
            assert not isinstance(refused, Recorded)
        wait_for(year, folder)
        live = holding(folder, secrets | raw)
    finally:
        service.send_signal(signal.SIGINT)
        service.wait(PATIENCE)

    assert all(any(name in text for name in (SECRET, IMPORTED)) for texts in shown.values() for text in texts)
    assert len(shown["person:p1"]) >= 6 * len(year.fields)
    assert before == ["county.db.keys"]
    assert {"county.db", "county.db.streams"} <= {
        os.fspath(Path(one).parts[0]).removesuffix("-wal") for one in in_stores
    }
    assert any("nats" in one for one in in_stores)
    assert (folder / "2026-03-31.rejects.csv").is_file()
    assert (live, holding(folder, secrets | raw)) == ([], [])
    for subject in keys:
        assert any(fact.type == "personal.erased" for fact in ledger.facts(tags=[subject]))
        held = [fact for number in facts_holding(ledger, subject) if (fact := ledger.at(number)) is not None]
        assert held
    assert set(year_of(ledger)) == {ERASED}


def year_of(ledger: Ledger) -> list[str | None]:
    """Every personal value of the log, as the store reads it."""
    from regledger.log.personal import commitments  # noqa: PLC0415

    return ledger.personal._reveal_all([one for fact in ledger.facts() for one in commitments(fact.body)])
