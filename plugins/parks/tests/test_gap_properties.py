"""Properties of gaps: they are the days without anybody, no more and no fewer (H-03)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from regledger.sectors import Assignment, EnterpriseSupervision, SiteSupervision
from regledger_parks.coverage import gaps_of
from regledger_parks.park.state import Park

FIRST = date(2026, 1, 1)
LENGTH = 40
PARK = Park(
    park="P-1", name="Park", authority="zone", kind="chemical", market_regulator=None, registered_on=date(2020, 1, 3)
)
SPANS = st.lists(
    st.tuples(
        st.integers(-5, LENGTH + 5),
        st.none() | st.integers(0, 12),
        st.sampled_from(("zone", "emb")),
        st.sampled_from((None, "sun")),
    ),
    max_size=5,
)


def assignments(spans: list[tuple[int, int | None, str, str | None]]) -> tuple[Assignment, ...]:
    """Assignments in the role of township or zone, each from a day on for some days."""
    return tuple(
        Assignment(
            assignment=f"A-{number}",
            subject="site:S-2",
            role="township",
            authority=authority,
            officer=officer,
            valid_from=FIRST + timedelta(days=begin),
            valid_to=None if days is None else FIRST + timedelta(days=begin + days),
        )
        for number, (begin, days, authority, officer) in enumerate(spans)
    )


@settings(max_examples=60, deadline=None)
@over(own=SPANS, of_enterprise=SPANS)
def test_a_gap_is_every_day_without_a_park_officer(
    own: list[tuple[int, int | None, str, str | None]], of_enterprise: list[tuple[int, int | None, str, str | None]]
) -> None:
    """Whatever begins and ends: the gaps together are the days on which no officer of the park's agency is named."""
    site = SiteSupervision(subject="site:S-2", name="Plant", since=FIRST, assignments=assignments(own))
    enterprise = EnterpriseSupervision(
        subject="enterprise:E-1", name="Works", since=FIRST, assignments=assignments(of_enterprise)
    )
    days = [FIRST + timedelta(days=number) for number in range(LENGTH)]

    gaps = list(gaps_of((site, enterprise), "park_officer", PARK, days[0], days[-1]))

    held = [one for each in (site, enterprise) for one in each.assignments if one.officer and one.authority == "zone"]
    alone = [day for day in days if not any(one.covers(day) for one in held)]
    told = [gap.first + timedelta(days=number) for gap in gaps for number in range(gap.days)]
    assert told == alone
    assert all(gap.last == gap.first + timedelta(days=gap.days - 1) for gap in gaps)
    assert all(one.last + timedelta(days=1) < two.first for one, two in pairwise(gaps))
