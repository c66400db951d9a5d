"""The time rules: what lies in the future did not happen, and the log's own time never goes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from regledger.clock import Instant, day_of, from_micros
from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Handlers, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.ledger import Ledger
from regledger.log.catalogue import Catalogue
from regledger.log.facts import Fact, fact
from regledger.log.text import Id
from regledger.testing.scenario import Scenario

NOON = datetime.fromisoformat("2026-03-10T12:00:00+08:00")


@fact("gauge.read", 1, tags={"site": "site"}, occurred="read_at", effective="counts_from")
class GaugeRead(Fact, frozen=True, kw_only=True):
    """`gauge.read` v1."""

    site: Id
    read_at: Instant
    counts_from: date | None = None


class ReadGauge(Command, frozen=True, kw_only=True):
    """Record that a gauge was read."""

    site: Id
    read_at: Instant
    counts_from: date | None = None


@handles("gauge.read", ReadGauge, on="read_at", reads=lambda *_: ())
def read_gauge(command: ReadGauge, dossier: Dossier, judge: Judge) -> Outcome:
    """Nothing is asked."""
    yield GaugeRead(site=command.site, read_at=command.read_at, counts_from=command.counts_from)


@pytest.fixture
def read(county: Scenario) -> Callable[..., Recorded | Refused]:
    """Record that a gauge was read at an instant; the clock shows noon of the 10th of March."""
    ledger = county.ledger
    ledger.handlers = Handlers([read_gauge])
    ledger.catalogue = Catalogue([GaugeRead])

    def sent(at: datetime, **body: str) -> Recorded | Refused:
        return ledger.submit(Submission(command="gauge.read", body={"site": "S-1", "read_at": at.isoformat(), **body}))

    return sent


def register(day: str) -> Submission:
    return Submission(
        command="authority.register", body={"authority": f"a{day}", "name": "Another", "registered_on": day}
    )


@pytest.mark.parametrize(
    ("ahead", "recorded"), [(timedelta(minutes=5), True), (timedelta(minutes=5, microseconds=1), False)]
)
def test_an_instant_may_run_five_minutes_ahead(
    read: Callable[..., Recorded | Refused], ahead: timedelta, recorded: bool
) -> None:
    """A clock of the sender that runs a little ahead is forgiven, and not a microsecond more."""
    answer = read(NOON + ahead)

    assert isinstance(answer, Recorded) == recorded
    if isinstance(answer, Refused):
        assert [(one.rule, one.code) for one in answer.objections] == [("TIME", "fact.in_the_future")]


def test_an_instant_is_compared_in_its_own_zone(read: Callable[..., Recorded | Refused]) -> None:
    """The same moment is the same in every zone."""
    assert isinstance(read(datetime.fromisoformat("2026-03-09T23:05:00-05:00")), Recorded)
    assert isinstance(read(datetime.fromisoformat("2026-03-10T12:06:00+08:00")), Refused)


def test_what_counts_later_may_lie_in_the_future(read: Callable[..., Recorded | Refused]) -> None:
    """Only the day from which a fact counts may still come."""
    assert isinstance(read(NOON, counts_from="2027-01-01"), Recorded)


def test_an_instant_without_its_zone_is_no_moment(read: Callable[..., Recorded | Refused]) -> None:
    """Neither in a command nor where a day is asked for."""
    from regledger.errors import BadCommand  # noqa: PLC0415

    with pytest.raises(BadCommand, match=r"\$\.read_at"):
        read(NOON.replace(tzinfo=None))
    with pytest.raises(ValueError, match="no time zone"):
        day_of(NOON.replace(tzinfo=None))


@pytest.mark.parametrize(("day", "recorded"), [("2026-03-10", True), ("2026-03-11", False)])
def test_a_day_may_be_today_and_no_later(county: Scenario, day: str, recorded: bool) -> None:
    """A legal day is today's in the zone of the fact."""
    assert isinstance(county.ledger.submit(register(day)), Recorded) == recorded


def test_today_is_the_day_of_the_facts_zone(county: Scenario) -> None:
    """At 23:58 in Shanghai it is tomorrow within the grace, in New York still today; the zone may be told."""
    ledger = county.on(datetime.fromisoformat("2026-03-10T23:54:59+08:00")).ledger
    assert isinstance(ledger.submit(register("2026-03-11")), Refused)

    county.on(datetime.fromisoformat("2026-03-10T23:55:00+08:00"))

    assert isinstance(ledger.submit(register("2026-03-11")), Recorded)
    new_york = Submission(
        command="authority.register", body={**register("2026-03-11").body, "authority": "ny"}, zone="America/New_York"
    )
    assert isinstance(ledger.submit(new_york), Refused)


def test_a_clock_set_back_does_not_set_the_log_back(county: Scenario) -> None:
    """What is recorded after it has the last stamp again, never an earlier one."""
    ledger = county.ledger
    ledger.submit(register("2026-03-10"))
    last = ledger.recorder.head().recorded_at

    county.on("2026-03-01")
    answer = ledger.submit(register("2026-03-09"))

    assert isinstance(answer, Recorded)
    assert ledger.recorder.head().recorded_at == last


def test_a_clock_set_back_does_not_make_today_the_future(county: Scenario) -> None:
    """A fact is held against the stamp that it would get, not against a clock that is behind the log."""
    ledger = county.ledger
    ledger.submit(register("2026-03-09"))

    county.on("2026-03-01")

    assert isinstance(ledger.submit(register("2026-03-10")), Recorded)
    assert isinstance(ledger.submit(register("2026-03-11")), Refused)


def test_a_clock_that_runs_behind_is_reported(county: Scenario) -> None:
    """`doctor` says by how much, and that it is bad above five minutes."""
    from regledger_cli.health import check_all  # noqa: PLC0415

    url = f"sqlite:///{county.ledger.place.file}"
    county.on("2999-01-01")
    county.ledger.submit(register("2026-03-10"))

    found = {one.name: one for one in check_all(url)}

    assert found["clock"].verdict == "bad"
    assert "2999-01-01" in found["clock"].found


def test_number_at_an_instant_is_the_last_one_stamped_by_then(ledger: Ledger, county: Scenario) -> None:
    """A moment before the first fact is number 0, the stamp itself includes the fact."""
    county.on("2026-03-10")
    before = ledger.recorder.head().number
    ledger.submit(register("2026-03-10"))
    county.on("2026-03-12")
    ledger.submit(register("2026-03-12"))
    stamp = from_micros(ledger.recorder.at(before + 1).recorded_at)  # type: ignore[union-attr]

    numbers = [ledger.number_at(at) for at in (stamp - timedelta(microseconds=1), stamp, stamp + timedelta(days=9))]

    assert numbers == [before, before + 1, before + 2]
    assert ledger.number_at(datetime.fromisoformat("2000-01-01T00:00:00+00:00")) == 0
