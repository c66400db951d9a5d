"""A county's year, made from a seed: every row of its plan, one command in ten unlawful on purpose, and the questions on it."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from regledger.deciding.answers import AsHappened, Recorded, Refused, Submission
from regledger.history.assessing import assess
from regledger.history.auditing import audit
from regledger.history.due import due
from regledger.history.effect import effect
from regledger.history.explain import explain_subject
from regledger.history.gaps import gaps
from regledger.history.listing import listed
from regledger.history.loops import loops
from regledger.history.population import population
from regledger.installation import Installation
from regledger.law.coverage import found
from regledger.ledger import Ledger
from regledger.sectors.loading import Sectors
from regledger.testing.scenario import HandClock

ROOT = Path(__file__).resolve().parents[2]
YEAR_END = date(2025, 12, 31)


ROWS = {
    "S1": "duty_list.published target.set assessment.concluded assessment.objected assessment.settled assessment.followed",
    "S2": "supervision.assigned supervision.ended referral.sent referral.accepted referral.answered",
    "S3": "meeting.held liaison.appointed matter.raised matter.assigned matter.answered matter.escalated matter.settled",
    "S4": "key_project.registered sector.designated patrol.recorded",
    "S5": "self_inspection.reported commitment.published training.held incentive.granted incentive.withdrawn outreach.held advice.given"
    " duty.recorded own_hazard.eliminated",
    "S6": "campaign.launched campaign.measure_taken campaign.closed enterprise.shut_down unapproved.banned",
    "S7": "operation.planned operation.closed listing.opened listing.closed oversight.concluded accountability.decided",
    "S8": "plan.published draw.made inspection.recorded hazard.found order.issued order.extended hazard.reported hazard.reinspected"
    " hazard.escalated hazard.cleared measure.ordered measure.lifted supply.cut_ordered",
    "S9": "case.opened evidence.verified preservation.disposed hearing.held case.legally_reviewed case.discussed case.decided case.served"
    " case.paid case.concluded case.closed_without_penalty summary.decided transfer.judged deferral.granted urging.served court.ruled"
    " enforcement.ended reconsideration.decided suit.ended exposure.published dishonesty.listed delegation.signed empowerment.decided",
    "S10": "accident.reported accident.supplemented accident.graded accident.investigation_reported accident.replied accident.handled"
    " accident.evaluated accident.closed near_miss.reported circular.issued",
    "S11": "tipoff.received tipoff.forwarded tipoff.verified tipoff.rewarded petition.received petition.handled",
    "S12": "licence.applied licence.issued licence.refused licence.renewed licence.suspended licence.revoked licence.annulled"
    " licence.cancelled project.put_into_use",
}
"""Row of the county's plan → facts that a year of it holds."""


class _Year:
    """The year as it was written, and what became of it."""

    def __init__(self, folder: Path, installation: Installation) -> None:
        self.lines = [msgspec.json.decode(line) for line in _lines(folder / "year.ndjson")]
        self.expected = [msgspec.json.decode(line) for line in _lines(folder / "expected.ndjson")]
        clock = HandClock("2024-01-01")
        self.ledger = Ledger.create(
            f"sqlite:///{folder}/{len(installation.sectors.loaded)}.db", installation=installation, clock=clock
        )
        self.answers = [self._sent(line, clock) for line in self.lines]

    def _sent(self, line: dict[str, Any], clock: HandClock) -> Recorded | Refused:
        told = line.get("as_happened")
        submission = Submission(
            command=line["command"],
            body=line["body"],
            actor="authority:emb",
            as_happened=None if told is None else AsHappened(**told),
        )
        when = self.ledger.installation.handlers.read(line["command"], line["body"])
        clock.pass_to(when[0].when(when[1]))
        return self.ledger.submit(submission)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def written(folder: Path, *options: str) -> Path:
    """The folder that the example wrote its year into."""
    script = ROOT / "examples" / "county_year"
    subprocess.run([sys.executable, str(script), str(folder), *options], check=True, capture_output=True, timeout=120)
    return folder


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Year]:
    told = _Year(written(tmp_path_factory.mktemp("year")), Installation(Sectors()))
    yield told
    told.ledger.close()


def test_sectors_that_are_installed_change_nothing_of_it(year: _Year, tmp_path: Path) -> None:
    """With every shipped sector in use the year's answers, and the states of all its records, are those of the core alone."""
    installed = Installation()
    other = _Year(written(tmp_path), installed)

    with other.ledger:
        alone, beside = (
            {one.subject: _plain(one.held.state) for one in population(each.ledger)} for each in (year, other)
        )
        assert len(installed.sectors.loaded) >= 4
        assert installed.sectors.broken == []
        assert [type(one) for one in other.answers] == [type(one) for one in year.answers]
        assert len(alone) > 1_000
        assert beside == alone


def _plain(value: object) -> object:
    """A state without what is each ledger's own: when its facts were recorded, and the commitments to personal values."""
    found = msgspec.to_builtins(value)
    if isinstance(found, dict):
        own = {"recorded_at", "commitment", "personal"}
        return {key: _plain(one) for key, one in found.items() if key not in own}
    return [_plain(one) for one in found] if isinstance(found, list | tuple) else found


def test_every_command_ends_as_its_writer_meant(year: _Year) -> None:
    """The lawful ones are recorded, the unlawful ones refused for the rule that was meant, or recorded with that defect."""
    wrong = [
        (number, line["command"], wanted, answer)
        for number, (line, wanted, answer) in enumerate(zip(year.lines, year.expected, year.answers, strict=True), 1)
        if not _as_meant(wanted, answer)
    ]

    assert wrong[:5] == []


def _as_meant(wanted: dict[str, Any], answer: Recorded | Refused) -> bool:
    if "refused" in wanted:
        return isinstance(answer, Refused) and wanted["refused"] in {one.rule for one in answer.objections}
    defects = {one.rule for one in answer.defects} if isinstance(answer, Recorded) else set()
    return isinstance(answer, Recorded) and (wanted["defect"] in defects if "defect" in wanted else not defects)


def test_the_year_is_as_large_and_as_unlawful_as_it_should_be(year: _Year) -> None:
    """At least 2,000 commands, about one in ten of them unlawful, by four authorities in two townships."""
    unlawful = sum("refused" in one or "defect" in one for one in year.expected)

    assert len(year.lines) >= 2_000
    assert 0.07 <= unlawful / len(year.lines) <= 0.15


@pytest.mark.parametrize("row", ROWS)
def test_the_year_tells_of_every_row(year: _Year, row: str) -> None:
    """Each row of the plan has its records, from their beginning to their end."""
    names = set(ROWS[row].split())

    assert names - {fact.name for fact in year.ledger.facts(types=sorted(names))} == set()


def test_every_rule_that_it_breaks_is_executable(year: _Year) -> None:
    """What a command of the year is refused for was seen to refuse and to let pass in a test of its own."""
    broken = {rule for one in year.expected if (rule := one.get("refused") or one.get("defect"))}
    own = {"SEQ", "REF", "TIME", "ROLE"}

    assert {rule for rule in broken - own if rule not in found() or found()[rule].kind != "executable"} == set()
    assert len(broken - own) >= 60


def test_the_same_seed_writes_the_same_year(tmp_path: Path) -> None:
    """Byte for byte; another seed another one."""
    one, same, other = (
        (written(tmp_path / name, "--seed", seed) / "year.ndjson").read_bytes()
        for name, seed in (("one", "7"), ("same", "7"), ("other", "8"))
    )

    assert one == same
    assert one != other


def test_the_audit_of_the_year_finds_what_was_done_wrong(year: _Year) -> None:
    """Every defect on purpose is among what the audit lists, with its rule and who approved it."""
    meant = Counter(one["defect"] for one in year.expected if "defect" in one)

    report = audit(year.ledger, on=YEAR_END)
    listed_ = Counter(one.rule for one in report.findings if one.section == "defect")

    assert meant
    assert {rule: count for rule, count in meant.items() if listed_[rule] < count} == {}
    assert all(one.approver for one in report.findings if one.section == "defect")
    assert [one for one in report.findings if one.section == "hole"] == []


@pytest.mark.parametrize("day", [date(2025, 1, 31), date(2025, 6, 30), YEAR_END])
def test_whole_populations_are_asked_as_of_any_day_and_moment(year: _Year, day: date) -> None:
    """Gaps, loops, hits and a unit's year answer with what was known then, and with less the less was known."""
    known = year.ledger.number_at(datetime.combine(day, time(23, 59), ZoneInfo("Asia/Shanghai")))

    for number in (known, known // 2):
        assert gaps(year.ledger, on=day, known_at=number) == gaps(year.ledger, on=day, known_at=number)
        assert all(one.since <= day for one in loops(year.ledger, on=day, known_at=number).loops)
    visits = [
        sum(one.visits for one in effect(year.ledger, on=day, known_at=at).authorities) for at in (known // 2, known)
    ]
    assert visits == sorted(visits)
    assert visits[-1] > 0


def test_a_units_year_is_computed_again(year: _Year) -> None:
    """What the assessment of a township concluded is what its facts give, item by item."""
    told = [one.state["unit"] for one in listed(year.ledger, "target", on=YEAR_END).rows]

    assert told
    for unit in told:
        again = assess(year.ledger, unit, 2025, on=YEAR_END)
        assert again == assess(year.ledger, unit, 2025, on=YEAR_END)
        assert again.items


@pytest.mark.parametrize("day", [date(2025, 1, 31), date(2025, 6, 30), YEAR_END])
def test_what_is_due_is_the_same_whenever_it_is_asked(year: _Year, day: date) -> None:
    """As known on a day of the year, nothing that was recorded later counts, and asking again gives the same."""
    known = year.ledger.number_at(datetime.combine(day, time(23, 59), ZoneInfo("Asia/Shanghai")))

    then = due(year.ledger, on=day, known_at=known)

    assert then == due(year.ledger, on=day, known_at=known)
    assert then.unread == ()
    assert {one.begun_by for one in then.due if one.begun_by} <= set(range(1, known + 1))


def test_every_decision_of_the_year_is_explained(year: _Year) -> None:
    """Each penalty decision says the rules it was asked, with the law it stood on."""
    decided = [one for one in listed(year.ledger, "case", on=YEAR_END).rows if one.state["decision"]]

    assert len(decided) >= 20
    for one in decided[:20]:
        [decision] = [told for told in explain_subject(year.ledger, one.subject) if told.command == "case.decide"]
        assert "A-14" in {one.rule for one in decision.rules}
