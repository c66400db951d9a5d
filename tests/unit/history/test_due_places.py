"""What is due where one took another's place, where the sector's law goes first, and where one subject cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from regledger.history.due import due
from regledger.history.steps import next_steps
from regledger.ledger import Ledger
from regledger.log.catalogue import StoredFactUnreadable
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import COUNTY, Step, county_ledger, given, step

from tests.unit.special.conftest import exception, parameter

from .drafted import CODE, REPORT, TRAINING, installed
from .test_due import LICENSED, OF_ENTERPRISES, OPENED, PLEDGE, STORE, county, fireworks, ledger, on, recorded

__all__ = ["county", "fireworks", "ledger"]  # fixtures

TAKEN_OVER = step(
    "subject.succeed",
    predecessors=["site:S-2"],
    successors=["site:S-3"],
    how="replaced",
    ground="Moved",
    authority="emb",
    decided_on="2024-03-10",
    effective_on="2024-03-10",
)
TOWN = step("authority.register", authority="town", name="Town", registered_on="2020-01-02")
REFORM = TAKEN_OVER.but(predecessors=["authority:emb"], successors=["authority:town"])


def waits(ledger: Ledger, day: str, **how: Any) -> list[tuple[str, str]]:
    return [(one.subject, one.due.isoformat()) for one in on(day, ledger, **how)]


def done(verb: str, site: str, day: str) -> Step:
    return step(f"store.{verb}", site=site, on=day)


@pytest.mark.usefixtures("county")
def test_what_waits_on_a_site_goes_on_with_its_successor(ledger: Ledger) -> None:
    """To the day before it waits on the site, from the day on its successor, counted from the same fact."""
    given(ledger, STORE.but(site="S-3"), OPENED, TAKEN_OVER)

    assert waits(ledger, "2024-03-09") == [("site:S-2", "2024-03-31")]
    assert waits(ledger, "2024-03-10") == [("site:S-3", "2024-03-31")]
    assert waits(ledger, "2024-03-10", subjects=["site:S-2"]) == []
    assert waits(ledger, "2024-03-10", subjects=["site:S-3"]) == [("site:S-3", "2024-03-31")]
    for subject, owed in (("site:S-2", []), ("site:S-3", ["store.report_due", "store.training_due"])):
        steps = next_steps(ledger, subject, on=date(2024, 3, 10)).steps
        assert sorted(one.obligation for one in steps if one.obligation) == owed


@pytest.mark.usefixtures("county")
def test_a_successor_meets_what_it_took_over(ledger: Ledger) -> None:
    """What it does from the day of succession on meets it; what it did as a store of its own before does not."""
    given(ledger, STORE.but(site="S-3"), OPENED, done("train", "S-3", "2024-03-05"), TAKEN_OVER)

    assert waits(ledger, "2024-03-12") == [("site:S-3", "2024-03-31")]

    given(ledger, done("train", "S-3", "2024-03-15"))

    assert waits(ledger, "2024-03-15") == [("site:S-3", "2024-04-14")]


@pytest.mark.usefixtures("county")
def test_of_two_clocks_that_run_on_the_earlier_last_day_counts(ledger: Ledger) -> None:
    """A store that took over another has one training to give: by the earlier of the two days."""
    given(ledger, STORE.but(site="S-3"), OPENED, done("open", "S-3", "2024-02-20"), TAKEN_OVER)

    assert waits(ledger, "2024-03-12") == [("site:S-3", "2024-03-21")]


@pytest.mark.usefixtures("county")
def test_what_was_met_or_ended_before_is_not_taken_over(ledger: Ledger) -> None:
    """A store that was closed leaves nothing, and does not end what its successor begins."""
    given(ledger, STORE.but(site="S-3"), OPENED, done("close", "S-2", "2024-03-05"), TAKEN_OVER)

    assert waits(ledger, "2024-03-10") == []

    given(ledger, done("open", "S-3", "2024-03-12"))

    assert waits(ledger, "2024-03-12") == [("site:S-3", "2024-04-11")]


@pytest.mark.parametrize(("by", "heirs"), [(None, ["site:S-3", "site:S-4"]), ("site:S-4", ["site:S-4"])])
@pytest.mark.usefixtures("county")
def test_of_several_successors_the_one_that_goes_on_owes_it(ledger: Ledger, by: str | None, heirs: list[str]) -> None:
    """Where nobody said which goes on with what was open, each of them owes it: nothing is lost by a division."""
    split = TAKEN_OVER.but(how="split", successors=["site:S-3", "site:S-4"], continued_by=by)
    given(ledger, STORE.but(site="S-3"), STORE.but(site="S-4"), OPENED, split)

    assert [subject for subject, _ in waits(ledger, "2024-03-10")] == heirs


@pytest.mark.usefixtures("county")
def test_what_waits_is_handed_down_twice(ledger: Ledger) -> None:
    """The successor of a successor owes what the first left open."""
    again = TAKEN_OVER.but(predecessors=["site:S-3"], successors=["site:S-4"], effective_on="2024-03-20")
    given(ledger, STORE.but(site="S-3"), STORE.but(site="S-4"), OPENED, TAKEN_OVER, again)

    assert waits(ledger, "2024-03-19") == [("site:S-3", "2024-03-31")]
    assert waits(ledger, "2024-03-20") == [("site:S-4", "2024-03-31")]


@pytest.mark.usefixtures("county")
def test_an_authority_lists_what_its_predecessor_had(ledger: Ledger) -> None:
    """From the day of a reform the sites of the old authority are the new one's: obligations and steps alike."""
    given(ledger, TOWN, OPENED, REFORM)

    for day, led in (("2024-03-09", "emb"), ("2024-03-10", "town")):
        [found] = on(day, ledger)
        assert found.authorities == (led,)
        assert len(on(day, ledger, authority=led)) == 1
    assert on("2024-03-10", ledger, authority="emb") == []


def test_a_step_is_the_authoritys_that_goes_on_with_it(ledger: Ledger) -> None:
    """The report of a hazard waits with the successor of the authority that ordered it."""
    given(ledger, COUNTY, FOUND, ORDERED, TOWN, REFORM.but(decided_on="2026-03-20", effective_on="2026-03-20"))

    for day, led in (("2026-03-19", "emb"), ("2026-03-20", "town")):
        found = due(ledger, ["site:S-1"], on=date.fromisoformat(day), until=date(2026, 12, 31), authority=led).due
        assert "hazard.report_rectified" in [one.command for one in found]


def test_what_waits_on_a_licence_is_of_the_site_that_took_the_place_of_its_own(tmp_path: Path) -> None:
    """A licence of a site that was succeeded is listed with the authority that leads the successor."""
    applied = step(
        "licence.apply",
        licence="L-1",
        enterprise="E-1",
        site="S-2",
        authority="emb",
        kind="retail",
        applied_on="2024-03-01",
    )
    with county_ledger(tmp_path, installation=installed(tmp_path, LICENSED)) as ledger:
        given(ledger, COUNTY, TOWN, STORE, STORE.but(site="S-3", authority="town"), applied, TAKEN_OVER)

        found = {day: on(day, ledger, "store.renewal_due")[0].authorities for day in ("2024-03-09", "2024-03-10")}

    assert found == {"2024-03-09": ("emb",), "2024-03-10": ("town",)}


def test_what_waits_on_an_enterprise_goes_on_with_its_successor(tmp_path: Path) -> None:
    """An enterprise that was taken over leaves its pledge to the one that took it over."""
    firm = step(
        "enterprise.register",
        enterprise="E-2",
        name="E-2",
        credit_code="91430100MA4L16JR9E",
        registered_on="2022-01-04",
    )
    merged = TAKEN_OVER.but(predecessors=["enterprise:E-1"], successors=["enterprise:E-2"])
    with county_ledger(tmp_path, installation=installed(tmp_path, OF_ENTERPRISES, code=PLEDGE)) as ledger:
        given(ledger, COUNTY, firm, STORE, step("firm.pledge", enterprise="E-1", on="2024-03-01"), merged)

        found = [
            [one.subject for one in on(day, ledger, "store.pledge_again_due")] for day in ("2024-03-09", "2024-03-10")
        ]

    assert found == [["enterprise:E-1"], ["enterprise:E-2"]]


@pytest.mark.usefixtures("county")
def test_an_ending_before_any_beginning_ends_nothing(ledger: Ledger) -> None:
    """A store closed by those who had it before is opened again, and its clock runs; closed after that, it ends for good."""
    recorded(ledger, done("close", "S-2", "2024-02-01"))
    recorded(ledger, OPENED)

    assert waits(ledger, "2024-03-02") == [("site:S-2", "2024-03-31")]

    recorded(ledger, done("close", "S-2", "2024-03-10"))

    assert waits(ledger, "2024-03-10") == []


@pytest.mark.parametrize(("sector", "last"), [("fireworks", "2024-03-11"), ("general", "2024-05-30")])
def test_the_sectors_own_period_counts_in_the_place_of_a_common_one(tmp_path: Path, sector: str, last: str) -> None:
    """An obligation by a period of the common law has that of the law that goes first on its site; where it does not, the common one."""
    own = parameter("K-01.short", 10, "calendar day", since="2021-01-01")
    by_common = REPORT.replace("K-01.report", "A-19.decision")
    law = (by_common, own, exception("A-19.decision", "K-01.short"))
    with county_ledger(tmp_path, installation=installed(tmp_path, *law)) as ledger:
        assert ledger.sectors.broken == []
        overlays = [] if sector == "fireworks" else ["fireworks"]
        given(ledger, COUNTY, STORE.but(sector=sector, overlays=overlays), OPENED)

        found = on("2024-03-02", ledger, "store.report_due")
        steps = {one.obligation: one for one in next_steps(ledger, "site:S-2", on=date(2024, 3, 2)).steps}

    assert [one.due.isoformat() for one in found] == [last]
    assert steps["store.report_due"].due == date.fromisoformat(last)


def test_one_subject_that_cannot_be_read_is_named_and_the_rest_is_listed(tmp_path: Path) -> None:
    """A fact of one store that a later release cannot read any more holds up that store alone; asked for by name, it is an error."""
    before = installed(tmp_path, TRAINING)
    narrow = CODE.replace(
        "boxes: int = 0\n        on: date\n\n    class", "boxes: Literal[0] = 0\n        on: date\n\n    class"
    )
    later = installed(
        tmp_path,
        TRAINING,
        code=narrow.replace("from datetime import date", "from datetime import date\nfrom typing import Literal"),
    )
    with county_ledger(tmp_path, installation=before) as ledger:
        given(ledger, COUNTY, STORE, STORE.but(site="S-3"), OPENED, OPENED.but(site="S-3", boxes=5))
        place, clock = ledger.place.url, ledger.clock

    with Ledger.open(place, installation=later, clock=clock) as again:
        assert again.sectors.broken == []
        found = due(again, on=date(2024, 3, 2), until=date.max)
        with pytest.raises(StoredFactUnreadable):
            due(again, ["site:S-3"], on=date(2024, 3, 2))

    assert [one.subject for one in found.due] == ["site:S-2"]
    assert [one.subject for one in found.unread] == ["site:S-3"]
    assert "store.opened" in found.unread[0].found
