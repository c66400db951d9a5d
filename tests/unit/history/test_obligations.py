"""The clock of an obligation, against an oracle that knows nothing of how it is counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given as generated
from hypothesis import settings
from hypothesis import strategies as st
from regledger.clock import DEFAULT_ZONE
from regledger.deciding.answers import Recorded
from regledger.deciding.judge import Judge
from regledger.history.due import due
from regledger.history.obligations import runs
from regledger.ledger import Ledger
from regledger.testing.scenario import COUNTY, Step, county_ledger, given, step

from .drafted import TRAINING, installed
from .test_due import STORE

FIRST = date(2024, 11, 1)
"""The length of the period changes with 2025-01-01."""
VERBS = st.sampled_from(["open", "train", "close", "report"])
DAYS = st.integers(0, 120)
ACT = st.tuples(VERBS, DAYS, st.none() | DAYS | st.just("withdrawn"))
"""What is done, on which day, and the day to which that is corrected, if it is."""
_SITES = count(10)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = tmp_path_factory.mktemp("county")
    with county_ledger(folder, installation=installed(folder, TRAINING)) as opened:
        given(opened, COUNTY)
        yield opened


def expected(acts: list[tuple[str, date]], day: date) -> tuple[date, date] | None:
    """First and last day of what waits: the first beginning since the last training, unless an open store was closed."""
    counted = [one for _, one in sorted(enumerate(acts), key=lambda each: (each[1][1], each[0])) if one[1] <= day]
    verbs = [verb for verb, _ in counted]
    since = max((place for place, verb in enumerate(verbs) if verb == "train"), default=0)
    begun = [on for verb, on in counted[since:] if verb in ("open", "train")]
    first = next((place for place, verb in enumerate(verbs) if verb in ("open", "train")), len(verbs))
    if "close" in verbs[first:] or not begun:
        return None
    return begun[0], begun[0] + timedelta(days=30 if begun[0] < date(2025, 1, 1) else 60)


@settings(max_examples=60, deadline=None)
@generated(acts=st.lists(ACT, max_size=6), at=st.integers(0, 150))
def test_what_waits_is_what_a_naive_reckoning_says(
    ledger: Ledger, acts: list[tuple[str, int, int | str | None]], at: int
) -> None:
    """Whatever is done in whatever order, corrected or withdrawn: one obligation waits at most, with the day reckoned by hand."""
    site, day = f"S-{next(_SITES)}", FIRST + timedelta(days=at)
    given(ledger, STORE.but(site=site))
    stands: list[tuple[str, date]] = []
    for verb, offset, then in acts:
        on = FIRST + timedelta(days=offset)
        number = _recorded(ledger, step(f"store.{verb}", site=site, on=on.isoformat()))
        if then is None or then == offset:
            stands.append((verb, on))
        elif isinstance(then, int):
            moved = FIRST + timedelta(days=then)
            stands.append((verb, moved))
            body = {"site": site, "boxes": 0, "on": moved.isoformat()}
            _recorded(ledger, step("fact.correct", number=number, body=body, corrected_on="2026-01-05", **WHY))
        else:
            _recorded(ledger, step("fact.withdraw", number=number, withdrawn_on="2026-01-05", **WHY))

    [*everywhere] = [one for one in due(ledger, on=day, until=date.max).due if one.subject == f"site:{site}"]
    asked = [one for one in due(ledger, [f"site:{site}"], on=day, until=date.max).due if one.obligation]

    wanted = expected(stands, day)
    assert [(one.begun_on, one.due) for one in everywhere] == ([] if wanted is None else [wanted])
    assert asked == everywhere
    assert all((one.overdue_since is not None) == (day > one.due) for one in everywhere)


WHY = {"reason": "A slip", "authority": "emb"}


def _recorded(ledger: Ledger, one: Step) -> int:
    answer = given(ledger).on("2026-01-05").when(one).is_recorded().answer
    assert isinstance(answer, Recorded)
    return answer.numbers[0]


@pytest.mark.parametrize(("day", "late"), [("2024-12-01", False), ("2024-12-02", True)])
def test_a_run_says_what_met_it_and_whether_in_time(ledger: Ledger, day: str, late: bool) -> None:
    """Thirty days from 2024-11-01: met on the last day it is in time, on the next it is late; it is overdue no more."""
    site = f"S-{next(_SITES)}"
    given(ledger, STORE.but(site=site))
    opened = _recorded(ledger, step("store.open", site=site, on="2024-11-01"))
    trained = _recorded(ledger, step("store.train", site=site, on=day))
    closed = _recorded(ledger, step("store.close", site=site, on="2025-02-01"))
    judge = Judge(ledger.law(), on=date(2026, 1, 5), zone=DEFAULT_ZONE)

    first, second = runs(ledger.installation.obligations["store.training_due"], ledger.standing(f"site:{site}"), judge)

    assert (first.begun_by, first.due, first.met_by, first.met_on) == (
        opened,
        date(2024, 12, 1),
        trained,
        date.fromisoformat(day),
    )
    assert (first.late, first.open, first.overdue_since(date(2026, 1, 5))) == (late, False, None)
    assert (second.begun_by, second.met_by, second.ended_by, second.open) == (trained, None, closed, False)
