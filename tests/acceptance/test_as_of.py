"""`show` at any pair of dates equals an oracle that folds the whole log by the words of DESIGN §3.

REGLEDGER_AS_OF=20 makes the histories and the questions twenty times as many.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.deciding.answers import Recorded, Submission
from regledger.ledger import Installation, Ledger
from regledger.log.facts import Fact, RecordedFact
from regledger.log.withdrawal import FactWithdrawn
from regledger.records.authority import Officer, OfficerAppointed, OfficerCertified
from regledger.sectors.loading import Sectors
from regledger.testing.scenario import COUNTY, county_ledger, given
from stdnum.cn import uscc

SIZE = int(os.environ.get("REGLEDGER_AS_OF", "1"))
ACTS, QUESTIONS = 90, 400
FIRST = date(2026, 1, 1)
Line = tuple[str, dict[str, Any]]


class Clerk:
    """Sends lawful and unlawful acts at random, late ones, corrections and withdrawals among them."""

    def __init__(self, ledger: Ledger, seed: int) -> None:
        self.ledger = ledger
        self.random = random.Random(seed)
        self.day = FIRST
        self.first = ledger.recorder.head().number
        """Without the county itself nothing more could be recorded, so that is left alone."""

    def work(self, acts: int) -> None:
        """Send that many, the days going by; most of them are recorded."""
        recorded = 0
        name, body = self._appoint()
        self.ledger.submit(Submission(command=name, body=body | {"appointed_on": "2020-01-02"}))
        for _ in range(acts):
            self.day += timedelta(days=self.random.choice([0, 0, 1, 2]))
            self.ledger.clock.set(self.day)  # type: ignore[attr-defined]
            lines = [self._line() for _ in range(self.random.choice([1, 1, 1, 2]))]
            answers = self.ledger.submit_all([Submission(command=name, body=body) for name, body in lines])
            recorded += all(isinstance(answer, Recorded) for answer in answers)
        assert recorded > acts // 3, recorded

    def _line(self) -> Line:
        acts = [self._appoint, self._certify, self._enterprise, self._site, self._inspect, self._inspect, self._order]
        return self.random.choice(
            [*acts, self._clear, self._reinspect, self._report, *[self._correct] * 4, *[self._withdraw] * 2]
        )()

    def _past(self) -> str:
        """A day up to today: many facts are told late."""
        return str(self.day - timedelta(days=self.random.choice([0, 0, 1, 3, 10])))

    def _one(self, kind: str, upto: int = 6) -> str:
        return f"{kind}-{self.random.randint(1, upto)}"

    def _appoint(self) -> Line:
        body = {"officer": self._one("o", 3), "authority": "emb", "name": f"Name {self.random.randint(1, 99)}"}
        return "officer.appoint", body | {"appointed_on": self._past()}

    def _certify(self) -> Line:
        body = {"officer": self._one("o", 3), "certificate": self._one("HN", 99), "certified_on": self._past()}
        return "officer.certify", body | {"valid_from": "2026-01-01", "valid_to": "2026-12-31"}

    def _enterprise(self) -> Line:
        body = {"enterprise": self._one("E"), "name": f"Works {self.random.randint(1, 99)}"}
        code = f"91430100MA4L16J{body['enterprise'][-1]:0>2}"
        return "enterprise.register", body | {
            "credit_code": code + uscc.calc_check_digit(code),
            "registered_on": self._past(),
        }

    def _site(self) -> Line:
        body = {"site": self._one("S"), "enterprise": self._one("E"), "name": "Plant", "address": "1 River Road"}
        return "site.register", body | {"authority": "emb", "sector": "general", "registered_on": self._past()}

    def _inspect(self) -> Line:
        found = [
            {"hazard": self._one("H", 9), "level": "general", "description": "Alarm off", "basis": "Art 36"}
            for _ in range(self.random.randint(0, 2))
        ]
        body = {"inspection": self._one("I", 40), "enterprise": "E-1", "site": "S-1", "authority": "emb"}
        body |= {"officers": ["li", "wang"], "certificates_shown": True, "place": "Store", "content": "Alarms"}  # type: ignore[dict-item]
        return "inspection.record", body | {"unit_signature": "signed", "inspected_on": self._past(), "hazards": found}

    def _hazard(self) -> tuple[str, str]:
        found = [fact.body for fact in self.ledger.facts(types=["hazard.found"])]
        if not found:
            return "H-0", "I-0"
        one: Any = self.random.choice(found)
        return one.hazard, one.inspection

    def _order(self) -> Line:
        hazard, inspection = self._hazard()
        item = {"hazard": hazard, "measure": "Repair it", "basis": "Art 36", "responsible": {"value": "张三"}}
        item |= {"duty": "Head of works", "due_on": str(self.day + timedelta(days=20)), "supervising_officer": "li"}
        body = {"order": self._one("R", 40), "inspection": inspection, "officers": ["li", "wang"], "items": [item]}
        return "order.issue", body | {
            "remedies": {"review_to": "Government", "suit_to": "Court"},
            "issued_on": self._past(),
        }

    def _report(self) -> Line:
        body = {"hazard": self._hazard()[0], "rectifier": "p-1", "evidence": "Photo 12"}
        return "hazard.report_rectified", body | {"reported_on": self._past()}

    def _reinspect(self) -> Line:
        body = {"hazard": self._hazard()[0], "officers": ["li", "wang"], "findings": "Looked"}
        return "hazard.reinspect", body | {
            "result": self.random.choice(["passed", "failed"]),
            "reinspected_on": self._past(),
        }

    def _clear(self) -> Line:
        return "hazard.clear", {"hazard": self._hazard()[0], "cleared_on": self._past()}

    def _number(self) -> int:
        return self.random.randint(self.first + 1, self.ledger.recorder.head().number)

    def _correct(self) -> Line:
        fact = self.ledger.at(self._number())
        assert fact is not None
        body = msgspec.to_builtins(fact.body)
        if isinstance(fact.body, Fact):
            moved = self.random.choice([-2, -1, -1, 1])
            occurred: Any = type(fact.body).__fact__.occurred_of(fact.body)
            body[type(fact.body).__fact__.occurred] = str(occurred + timedelta(days=moved))
        if fact.type in ("inspection.recorded", "hazard.reinspected") and self.random.random() < 0.5:
            body["officers"] = [self._one("o", 3), "li"]
        how = {"number": fact.number, "body": body, "reason": "Copied wrongly", "authority": "emb"}
        return "fact.correct", how | {"corrected_on": str(self.day)}

    def _withdraw(self) -> Line:
        how = {"number": self._number(), "reason": "Another county", "authority": "emb"}
        return "fact.withdraw", how | {"withdrawn_on": str(self.day)}


# ── the oracle: no tags, no folds of the core's own ──────────────────────────────────────────────────────


def stands(log: list[RecordedFact], subject: str, on: date | None, known_at: int | None) -> list[RecordedFact]:
    """The facts of `subject` at (`on`, `known_at`), out of the whole log."""
    whole: dict[str, int] = {}
    for one in log:
        whole[one.commit.id] = max(one.number, whole.get(one.commit.id, 0))
    known = [one for one in log if known_at is None or whole[one.commit.id] <= known_at]
    gone = {one.body.number for one in known if isinstance(one.body, FactWithdrawn)}
    placed: list[tuple[date, int, RecordedFact]] = []
    for original in known:
        if original.corrects or original.number in gone or isinstance(original.body, FactWithdrawn):
            continue
        version = original
        for later in known:
            if later.corrects and later.corrects.number == original.number and later.number not in gone:
                version = later
        assert isinstance(version.body, Fact)
        assert isinstance(original.body, Fact)
        declared = type(version.body).__fact__
        beyond = set(original.tags) - set(declared.tags_of(original.body))
        if subject not in {*declared.tags_of(version.body), *beyond}:
            continue
        day: Any = getattr(version.body, declared.effective)
        if on is None or day <= on:
            placed.append((day, original.number, version))
    return [one for _, _, one in sorted(placed, key=lambda each: each[:2])]


def folded(ledger: Ledger, subject: str, facts: list[RecordedFact]) -> Any:
    """Their state, fold by fold; the officer's in plain Python besides."""
    kind = ledger.kinds.named(subject.partition(":")[0])
    assert kind is not None
    state = None
    for one in facts:
        if type(one.body) in kind.facts:
            state = kind.evolve(state, one)
    if kind.name == "officer":
        assert (state is None) == (_officer(facts) is None)
        assert not isinstance(state, Officer) or (state.name, [one.number for one in state.certificates]) == _officer(
            facts
        )
    return state


def _officer(facts: list[RecordedFact]) -> tuple[str, list[str]] | None:
    name: str | None = None
    certificates: list[str] = []
    for one in facts:
        if isinstance(one.body, OfficerAppointed):
            name = one.body.name
        elif isinstance(one.body, OfficerCertified) and name is not None:
            certificates.append(one.body.certificate)
    return None if name is None else (name, certificates)


@pytest.fixture(scope="module", params=range(3 * SIZE))
def clerk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A ledger on which a clerk has worked for some months."""
    folder: Path = tmp_path_factory.mktemp("as_of")
    with county_ledger(folder, installation=Installation(Sectors())) as ledger:
        given(ledger, COUNTY)
        clerk = Clerk(ledger, request.param)
        clerk.work(ACTS)
        yield clerk


def test_show_at_random_pairs_of_dates_is_that_of_the_oracle(clerk: Clerk) -> None:
    """Whatever is asked, at any day and as known at any number, half a commit included."""
    ledger, pick = clerk.ledger, clerk.random
    log = list(ledger.facts())
    subjects = sorted({tag for one in log for tag in one.tags if ledger.kinds.named(tag.partition(":")[0]) is not None})
    shown = 0

    for _ in range(QUESTIONS * SIZE):
        subject = pick.choice(subjects)
        on = pick.choice([None, FIRST + timedelta(days=pick.randint(-5, 130)), date(2020, 1, 2)])
        known_at = pick.choice([None, pick.randint(0, len(log))])

        held = ledger.show(subject, on=on, known_at=known_at)

        facts = stands(log, subject, on, known_at)
        expected = folded(ledger, subject, facts)
        assert (None if held is None else held.state) == expected, (subject, on, known_at)
        found = [one.number for one in ledger.standing(subject, on=on, known_at=known_at)]
        assert found == [one.number for one in facts], (subject, on, known_at)
        shown += expected is not None

    assert shown > QUESTIONS * SIZE // 10


def test_the_histories_hold_what_makes_them_hard(clerk: Clerk) -> None:
    """Late facts, corrections, withdrawals and commits of several facts are among them."""
    log = list(clerk.ledger.facts())

    assert sum(one.corrects is not None for one in log) > 3
    assert any(isinstance(one.body, FactWithdrawn) for one in log)
    assert any(one.commit.size > 1 for one in log)
    days = [one.effective_day for one in log if one.effective_day is not None]
    assert days != sorted(days)


def test_the_past_does_not_change(clerk: Clerk) -> None:
    """What was shown at an earlier number is shown again after everything that came later, field by field."""
    ledger = clerk.ledger
    half = ledger.recorder.head().number // 2
    early = [one for one in ledger.facts() if one.number <= half]
    officers = [f"officer:o-{number}" for number in (1, 2, 3)]

    shown = [ledger.show(subject, known_at=half) for subject in officers]

    assert [held.state if held else None for held in shown] == [
        folded(ledger, subject, stands(early, subject, None, half)) for subject in officers
    ]
