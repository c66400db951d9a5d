"""What is due: obligations of sectors by their last day, found from the facts alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from regledger.deciding.answers import Recorded
from regledger.deciding.asserting import assert_rows
from regledger.history.due import Due, due
from regledger.history.steps import next_steps
from regledger.ledger import Installation, Ledger
from regledger.log.envelope import Source
from regledger.log.facts import NewFact
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import COUNTY, Scenario, Step, county_ledger, given, step

from .drafted import CODE, REPORT, TRAINING, installed

STORE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Store",
    address="2 River Road",
    authority="emb",
    sector="fireworks",
    registered_on="2021-01-02",
)
OPENED = step("store.open", site="S-2", on="2024-03-01")
TRAINED = step("store.train", site="S-2", on="2024-03-20")


@pytest.fixture(scope="module")
def fireworks(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    found = installed(tmp_path_factory.mktemp("sector"), TRAINING, REPORT)
    assert found.sectors.broken == []
    return found


@pytest.fixture
def ledger(tmp_path: Path, fireworks: Installation) -> Iterator[Ledger]:
    with county_ledger(tmp_path, installation=fireworks) as opened:
        yield opened


@pytest.fixture
def county(ledger: Ledger) -> Scenario:
    """Site S-2 is a store of the sector; S-1 is in none."""
    return given(ledger, COUNTY, STORE)


def on(day: str, ledger: Ledger, code: str = "store.training_due", **how: Any) -> list[Due]:
    """What waits under an obligation, whatever its last day, judged on a day."""
    found = due(ledger, on=date.fromisoformat(day), until=how.pop("until", date.max), **how)
    return [one for one in found.due if one.obligation == code]


def recorded(ledger: Ledger, one: Step) -> int:
    """The number of the fact that a step given to `ledger` brought about."""
    answer = given(ledger).on(one.body["on"]).when(one).is_recorded().answer
    assert isinstance(answer, Recorded)
    return answer.numbers[0]


@pytest.mark.parametrize(
    ("day", "overdue_since"), [("2024-03-30", None), ("2024-03-31", None), ("2024-04-01", date(2024, 4, 1))]
)
def test_an_obligation_is_overdue_from_the_day_after_its_last_day(
    county: Scenario, ledger: Ledger, day: str, overdue_since: date | None
) -> None:
    """Begun on 2024-03-01, thirty days end on 2024-03-31: not on the day before, not on the day itself."""
    number = recorded(ledger, OPENED)

    [found] = on(day, ledger)

    assert (found.due, found.overdue_since) == (date(2024, 3, 31), overdue_since)
    assert (found.subject, found.begun_by, found.begun_on) == ("site:S-2", number, date(2024, 3, 1))
    assert found.how == (
        f"begun by #{number} store.opened",
        "2024-03-01 Fri start, not counted",
        "2024-03-02 Sat to 2024-03-31 Sun counted 1 to 30",
    )
    assert (found.rule, found.article, found.owner) == ("K-01", "某办法(2020) Art 5", "enterprise")
    assert (found.sector, found.authorities, found.command) == ("fireworks", ("emb",), "store.train")


@pytest.mark.parametrize(("until", "listed"), [("2024-03-30", 0), ("2024-03-31", 1)])
def test_what_has_its_last_day_later_is_left_out(county: Scenario, ledger: Ledger, until: str, listed: int) -> None:
    """A last day of 2024-03-31 is due by 2024-03-31 and not by the day before; without a day it is the day of judging."""
    recorded(ledger, OPENED)
    day = date.fromisoformat(until)

    assert len(on("2024-03-02", ledger, until=day)) == listed
    assert len(due(ledger, on=day).due) == listed


def test_what_meets_it_and_begins_it_makes_it_recur(county: Scenario, ledger: Ledger) -> None:
    """A training starts the clock anew on its own day."""
    recorded(ledger, OPENED)
    number = recorded(ledger, TRAINED)

    [found] = on("2024-03-21", ledger)

    assert (found.begun_by, found.begun_on, found.due) == (number, date(2024, 3, 20), date(2024, 4, 19))


def test_what_only_meets_it_ends_it(county: Scenario, ledger: Ledger) -> None:
    """A report that begins nothing leaves nothing to wait; opened again, the store is to be reported again."""
    recorded(ledger, OPENED)
    assert [one.due for one in on("2024-03-10", ledger, "store.report_due")] == [date(2024, 4, 1)]

    recorded(ledger, step("store.report", site="S-2", on="2024-03-10"))

    assert on("2024-03-10", ledger, "store.report_due") == []
    recorded(ledger, step("store.open", site="S-2", on="2024-03-12"))
    assert [one.due for one in on("2024-03-12", ledger, "store.report_due")] == [date(2024, 4, 12)]


def test_a_second_beginning_does_not_put_the_last_day_off(county: Scenario, ledger: Ledger) -> None:
    """While the clock runs, a fact that only begins it changes nothing."""
    first = recorded(ledger, OPENED)
    recorded(ledger, step("store.open", site="S-2", on="2024-03-25"))

    [found] = on("2024-03-25", ledger)

    assert (found.begun_by, found.due) == (first, date(2024, 3, 31))


def test_what_ends_it_ends_it_for_good(county: Scenario, ledger: Ledger) -> None:
    """Nothing waits on a closed store, and nothing begins on it any more."""
    recorded(ledger, OPENED)
    recorded(ledger, step("store.close", site="S-2", on="2024-03-10"))
    recorded(ledger, step("store.open", site="S-2", on="2024-03-12"))

    assert len(on("2024-03-09", ledger)) == 1
    assert on("2024-03-10", ledger) == on("2024-03-13", ledger) == []


@pytest.mark.parametrize(("day", "last"), [("2024-12-31", "2025-01-30"), ("2025-01-01", "2025-03-02")])
def test_the_law_of_the_first_day_sets_the_length(county: Scenario, ledger: Ledger, day: str, last: str) -> None:
    """Begun on the last day of the thirty-day law it has thirty days, on the next day sixty."""
    recorded(ledger, step("store.open", site="S-2", on=day))

    assert [one.due for one in on("2026-01-01", ledger)] == [date.fromisoformat(last)]


def test_a_period_that_the_law_of_the_day_did_not_know_makes_nothing_due(county: Scenario, ledger: Ledger) -> None:
    """Begun on the day before the law came into force nothing waits; begun on its first day it does."""
    before = STORE.but(site="S-3", registered_on="2020-06-01")
    given(ledger, before)
    recorded(ledger, step("store.open", site="S-3", on="2020-12-31"))
    recorded(ledger, step("store.open", site="S-2", on="2021-01-01"))

    assert [one.subject for one in on("2024-01-01", ledger)] == ["site:S-2"]


def test_a_correction_and_a_withdrawal_count(county: Scenario, ledger: Ledger) -> None:
    """A corrected day moves the last day; a withdrawn training leaves what it met waiting again, and an earlier K shows it as it was."""
    opened = recorded(ledger, OPENED)
    trained = recorded(ledger, TRAINED)
    corrected = step(
        "fact.correct",
        number=opened,
        body={"site": "S-2", "boxes": 0, "on": "2024-03-05"},
        reason="The day was misspelt",
        authority="emb",
        corrected_on="2024-03-21",
    )
    withdrawn = step(
        "fact.withdraw", number=trained, reason="Another store's", authority="emb", withdrawn_on="2024-03-22"
    )

    given(ledger, corrected, withdrawn)

    [found] = on("2024-03-22", ledger)
    assert (found.begun_on, found.due) == (date(2024, 3, 5), date(2024, 4, 4))
    [then] = on("2024-03-22", ledger, known_at=trained)
    assert (then.begun_by, then.due) == (trained, date(2024, 4, 19))


def test_an_obligation_holds_on_the_sites_of_its_sector(county: Scenario, ledger: Ledger) -> None:
    """Of a site that is in another sector nothing is asked; on one that it overlays it is."""
    given(ledger, STORE.but(site="S-4", sector="general", overlays=["fireworks"]))
    for site in ("S-1", "S-2", "S-4"):
        recorded(ledger, step("store.open", site=site, on="2024-03-01"))

    assert [one.subject for one in on("2024-03-02", ledger)] == ["site:S-2", "site:S-4"]


def test_a_list_can_be_held_to_an_authority_a_sector_and_subjects(county: Scenario, ledger: Ledger) -> None:
    """Another authority's, another sector's and another site's obligations are left out."""
    given(
        ledger,
        step("authority.register", authority="town", name="Town", registered_on="2020-01-02"),
        STORE.but(site="S-5", authority="town"),
    )
    for site in ("S-2", "S-5"):
        recorded(ledger, step("store.open", site=site, on="2024-03-01"))
    listed = {one.subject for one in on("2024-03-02", ledger)}

    assert listed == {"site:S-2", "site:S-5"}
    assert [one.subject for one in on("2024-03-02", ledger, authority="town")] == ["site:S-5"]
    assert on("2024-03-02", ledger, sector="mining") == []
    assert len(on("2024-03-02", ledger, sector="fireworks")) == 2
    assert [one.subject for one in on("2024-03-02", ledger, subjects=["site:S-5"])] == ["site:S-5"]
    assert {one.subject for one in on("2024-03-02", ledger, subjects=["enterprise:E-1"])} == listed


def test_an_obligation_that_waits_is_a_step(county: Scenario, ledger: Ledger) -> None:
    """`next` on the site names it with command, rule, last day and its reckoning; `next` on the enterprise as well."""
    number = recorded(ledger, OPENED)

    for subject in ("site:S-2", "enterprise:E-1"):
        steps = {step.obligation: step for step in next_steps(ledger, subject, on=date(2024, 4, 1)).steps}
        training = steps["store.training_due"]
        assert (training.subject, training.command, training.rule) == ("site:S-2", "store.train", "K-01")
        assert (training.due, training.overdue_since) == (date(2024, 3, 31), date(2024, 4, 1))
        assert training.how[0] == f"begun by #{number} store.opened"
        assert (training.title, training.possible) == ("Train the staff", True)
        assert steps["store.report_due"].command == ""


def test_the_steps_with_a_last_day_are_due_whether_a_subject_is_asked_for_or_not(ledger: Ledger) -> None:
    """Of a site the report of its hazard is due with the order's last day; without a subject it is found all the same."""
    given(ledger, COUNTY, FOUND.but(hazards=FOUND.body["hazards"][:1]), ORDERED)
    day = date(2026, 3, 30)

    asked = due(ledger, ["site:S-1"], on=day).due

    assert ("hazard:H-1", "hazard.report_rectified", day, ("emb",)) in {
        (one.subject, one.command, one.due, one.authorities) for one in asked
    }
    assert all(one.obligation == "" for one in asked)
    assert due(ledger, ["site:S-1"], on=day, sector="fireworks").due == ()
    assert due(ledger, on=day).due == asked
    assert due(ledger, on=date(2026, 3, 29)).due == ()
    assert due(ledger, on=day, authority="nobody").due == ()
    assert due(ledger, ["site:S-1", "enterprise:E-1"], on=day).due == asked


LICENSED = """
[[obligation]]
code = "store.renewal_due"
title = "Report the licence"
title_zh = "上报"
rule = "K-01"
period = "K-01.report"
subject = "licence"
begins = ["licence.applied"]
met_by = ["licence.accepted"]
"""

OF_ENTERPRISES = """
[[obligation]]
code = "store.pledge_due"
title = "Pledge"
title_zh = "承诺"
rule = "K-01"
period = "K-01.report"
subject = "enterprise"
begins = ["enterprise.registered"]
met_by = ["firm.pledged"]
command = "firm.pledge"

[[obligation]]
code = "store.pledge_again_due"
title = "Pledge again"
title_zh = "再承诺"
rule = "K-01"
period = "K-01.report"
subject = "enterprise"
begins = ["firm.pledged"]
met_by = ["firm.pledged"]
command = "firm.pledge"
"""

PLEDGE = """
from datetime import date
from regledger.sectors import Command, Fact, Id, fact, handles, hookimpl


@fact("firm.pledged", 1, tags={"enterprise": "enterprise"}, occurred="on")
class Pledged(Fact, frozen=True, kw_only=True):
    enterprise: Id
    on: date


class Pledge(Command, frozen=True, kw_only=True):
    enterprise: Id
    on: date


@handles("firm.pledge", Pledge, on="on", reads=lambda command, dossier: [f"enterprise:{command.enterprise}"])
def pledge(command, dossier, judge):
    yield Pledged(enterprise=command.enterprise, on=command.on)


@hookimpl
def regledger_facts():
    return [Pledged]


@hookimpl
def regledger_commands():
    return [pledge]
"""


def test_an_obligation_may_be_about_a_licence(tmp_path: Path) -> None:
    """It holds where the licence's site is of the sector, and ends with what meets it."""
    firm = installed(tmp_path, LICENSED)
    applied = step(
        "licence.apply",
        licence="L-1",
        enterprise="E-1",
        site="S-2",
        authority="emb",
        kind="retail",
        applied_on="2024-03-01",
    )
    with county_ledger(tmp_path, installation=firm) as ledger:
        given(ledger, COUNTY, STORE, applied, applied.but(licence="L-2", site="S-1"))
        found = on("2024-03-02", ledger, "store.renewal_due")
        assert [(one.subject, one.due, one.authorities) for one in found] == [
            ("licence:L-1", date(2024, 4, 1), ("emb",))
        ]
        assert on("2024-03-02", ledger, "store.renewal_due", subjects=["site:S-2"]) == found, (
            "the site itself owes nothing"
        )
        steps = next_steps(ledger, "licence:L-1", on=date(2024, 3, 2)).steps
        assert [one.obligation for one in steps if one.obligation] == ["store.renewal_due"]

        given(ledger, step("licence.accept", licence="L-1", accepted_on="2024-03-04"))

        assert len(on("2024-03-03", ledger, "store.renewal_due")) == 1
        assert on("2024-03-04", ledger, "store.renewal_due") == []


def test_an_obligation_of_an_enterprise_holds_by_any_of_its_sites(tmp_path: Path) -> None:
    """Its facts name no site: a firm with a store of the sector owes it, one with another site does not, one without a site
    only what the sector's own fact began."""
    with county_ledger(tmp_path, installation=installed(tmp_path, OF_ENTERPRISES, code=PLEDGE)) as ledger:
        firms = [
            step("enterprise.register", enterprise=name, name=name, credit_code=code, registered_on="2022-01-04")
            for name, code in (("E-2", "91430100MA4L16JR9E"), ("E-3", "91430100MA4L16JT9F"))
        ]
        given(ledger, COUNTY, *firms, STORE.but(enterprise="E-2", registered_on="2022-01-04"))
        for name in ("E-1", "E-2", "E-3"):
            given(ledger, step("firm.pledge", enterprise=name, on="2024-03-01"))

        assert {one.subject for one in on("2024-02-29", ledger, "store.pledge_due")} == {"enterprise:E-2"}
        again = {one.subject: one.authorities for one in on("2024-03-02", ledger, "store.pledge_again_due")}
        assert again == {"enterprise:E-2": ("emb",), "enterprise:E-3": ()}


def test_what_only_a_register_says_is_marked(county: Scenario, ledger: Ledger) -> None:
    """An obligation that an asserted fact began waits all the same, and says on whose word."""
    [opened] = (
        body for body in ledger.installation.declared["fireworks"].facts if body.__fact__.name == "store.opened"
    )
    source = Source(register="old", file="0" * 64, row=2, column="opened", key="S-2")
    row = [NewFact(body=opened(site="S-2", boxes=1, on=date(2024, 3, 1)), source=source)]  # type: ignore[call-arg]
    head = ledger.recorder.head().number
    assert_rows(ledger, [row], register="old", mapping=b"", actor="officer:li", after=head)

    assert [(one.due, one.asserted) for one in on("2024-03-02", ledger)] == [(date(2024, 3, 31), True)]
    recorded(ledger, TRAINED)
    assert [one.asserted for one in on("2024-03-21", ledger)] == [False]


def test_a_fact_that_was_renamed_counts_under_its_former_name(tmp_path: Path, county: Scenario, ledger: Ledger) -> None:
    """The next release of the sector calls it otherwise, and what was recorded before still begins the obligation."""
    number = recorded(ledger, OPENED)
    code = CODE.replace('act("open", "opened")', 'act("open", "founded", ("store.opened",))')
    later = installed(tmp_path, TRAINING.replace("store.opened", "store.founded"), code=code)
    assert later.sectors.broken == []

    with Ledger.open(ledger.place.url, installation=later, clock=ledger.clock) as again:
        assert [(one.begun_by, one.how[0]) for one in on("2024-03-02", again)] == [
            (number, f"begun by #{number} store.founded")
        ]
