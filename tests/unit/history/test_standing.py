"""State(E, K) against an oracle in plain Python, over random histories, and case by case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from regledger.clock import Instant, When
from regledger.history.standing import standing
from regledger.log.envelope import Commit, Correction
from regledger.log.facts import Fact, RecordedFact, Unknown, fact
from regledger.log.text import Id
from regledger.log.withdrawal import FactWithdrawn

FIRST = date(2026, 3, 1)
ZONES = ("Asia/Shanghai", "UTC", "America/New_York")


@fact("thing.dated", 1, tags={"thing": "site"}, occurred="on")
class Dated(Fact, frozen=True, kw_only=True):
    """`thing.dated` v1."""

    thing: Id = "S-1"
    on: date


@fact("thing.timed", 1, tags={"thing": "site"}, occurred="at")
class Timed(Fact, frozen=True, kw_only=True):
    """`thing.timed` v1."""

    thing: Id = "S-1"
    at: Instant


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def instant(hours: int) -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hours)


def recorded(
    number: int,
    body: Fact | Unknown,
    *,
    corrects: int | None = None,
    zone: str = ZONES[0],
    commit: tuple[int, int] = (0, 1),
    tags: Sequence[str] = (),
) -> RecordedFact:
    """A recorded fact; `commit` is its index and its commit's size."""
    declared = () if isinstance(body, Unknown) else type(body).__fact__.tags_of(body)
    return RecordedFact(
        number=number,
        recorded_at=number,
        type="thing.unknown" if isinstance(body, Unknown) else type(body).__fact__.name,
        version=1,
        tags=tuple(sorted({*declared, *tags})),
        data=b"",
        body=body,
        zone=zone,
        commit=Commit(id=f"c{number - commit[0]}", index=commit[0], size=commit[1]),
        corrects=None if corrects is None else Correction(number=corrects, reason="wrong", authority="emb"),
    )


def withdrawal(number: int, of: int, **how: Any) -> RecordedFact:
    body = FactWithdrawn(number=of, reason="wrong", authority="emb", withdrawn_on=day(30))
    return recorded(number, body, **how)


def numbers(*facts: RecordedFact, **how: Any) -> list[int]:
    return [one.number for one in standing(facts, **how)]


# ── the oracle, by the words of DESIGN §3 and of the docstring ───────────────────────────────────────────


def oracle(facts: Sequence[RecordedFact], on: When | None, known_at: int | None) -> list[int]:
    """Numbers of the facts that stand, in order; slow, and written from the words alone."""
    commits: dict[str, list[int]] = {}
    for one in facts:
        commits.setdefault(one.commit.id, []).append(one.number)
    known = [one for one in facts if known_at is None or max(commits[one.commit.id]) <= known_at]

    def is_gone(number: int) -> bool:
        return any(isinstance(one.body, FactWithdrawn) and one.body.number == number for one in known)

    stands: list[tuple[int, RecordedFact]] = []
    for original in known:
        if original.corrects is not None or isinstance(original.body, FactWithdrawn) or is_gone(original.number):
            continue
        version = original
        for later in known:
            if later.corrects is not None and later.corrects.number == original.number and not is_gone(later.number):
                version = later
        stands.append((original.number, version))

    def time(one: RecordedFact) -> When:
        assert isinstance(one.body, (Dated, Timed))
        return one.body.on if isinstance(one.body, Dated) else one.body.at

    def local(when: When, zone: str) -> date:
        return when.astimezone(ZoneInfo(zone)).date() if isinstance(when, datetime) else when

    def counts(one: RecordedFact) -> bool:
        when = time(one)
        if on is None:
            return True
        if isinstance(when, datetime) and isinstance(on, datetime):
            return when <= on
        return local(when, one.zone) <= local(on, one.zone)

    stands = [(place, one) for place, one in stands if counts(one)]
    answer: list[int] = []
    for each in sorted({local(time(one), one.zone) for _, one in stands}):
        of_day = sorted((place, one.number, time(one)) for place, one in stands if local(time(one), one.zone) == each)
        timed = iter(sorted((when, place, number) for place, number, when in of_day if isinstance(when, datetime)))
        for _, number, when in of_day:
            answer.append(next(timed)[2] if isinstance(when, datetime) else number)
    return answer


@st.composite
def histories(draw: st.DrawFn) -> list[RecordedFact]:
    """Commits of one to three facts: new ones, corrections and withdrawals of earlier ones, late and early."""
    facts: list[RecordedFact] = []
    originals: list[int] = []
    amendable: list[int] = []
    while len(facts) < draw(st.integers(0, 14)):
        size = draw(st.integers(1, 3))
        for index in range(size):
            number = len(facts) + 1
            how: dict[str, Any] = {"zone": draw(st.sampled_from(ZONES)), "commit": (index, size)}
            act = draw(st.sampled_from(["new", "new", "correct", "withdraw"]))
            body: Fact = (
                Timed(at=instant(draw(st.integers(0, 80))))
                if draw(st.booleans())
                else Dated(on=day(draw(st.integers(0, 3))))
            )
            if act == "withdraw" and amendable:
                facts.append(withdrawal(number, draw(st.sampled_from(amendable)), **how))
                continue
            corrects = draw(st.sampled_from(originals)) if act == "correct" and originals else None
            facts.append(recorded(number, body, corrects=corrects, **how))
            amendable.append(number)
            if corrects is None:
                originals.append(number)
    return facts


WHEN = st.none() | st.builds(day, st.integers(-1, 4)) | st.builds(instant, st.integers(-20, 100))


@settings(max_examples=400, deadline=None)
@given(histories(), WHEN, st.none() | st.integers(0, 18))
def test_state_is_that_of_the_oracle(facts: list[RecordedFact], on: When | None, known_at: int | None) -> None:
    """At any day or instant and any number, the same facts stand in the same order."""
    assert numbers(*facts, on=on, known_at=known_at) == oracle(facts, on, known_at)


@settings(max_examples=100, deadline=None)
@given(histories(), st.integers(0, 18))
def test_what_was_known_never_changes(facts: list[RecordedFact], known_at: int) -> None:
    """Whatever is recorded after K, State(E, K) stays what it was."""
    before = [one for one in facts if one.number <= known_at]

    assert numbers(*facts, known_at=known_at) == numbers(*before, known_at=known_at)


# ── case by case ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_correction_stands_in_the_place_of_what_it_corrects() -> None:
    """Of three facts of one day the second is corrected last and still counts second."""
    facts = [recorded(number, Dated(on=day(0))) for number in (1, 2, 3)]

    assert numbers(*facts, recorded(4, Dated(on=day(0)), corrects=2)) == [1, 4, 3]


def test_a_correction_may_move_the_time() -> None:
    """A fact corrected to a later day counts from then only; the day it was first given no longer counts."""
    facts = [recorded(1, Dated(on=day(0))), recorded(2, Dated(on=day(5)), corrects=1)]

    assert numbers(*facts, on=day(4)) == []
    assert numbers(*facts, on=day(5)) == [2]
    assert numbers(*facts, on=day(0), known_at=1) == [1]


def test_a_withdrawn_fact_counts_on_no_day() -> None:
    """Neither before nor after the day of its withdrawal; as known before, it did."""
    facts = [recorded(1, Dated(on=day(0))), withdrawal(2, 1)]

    assert numbers(*facts, on=day(1)) == numbers(*facts, on=day(60)) == []
    assert numbers(*facts, on=day(1), known_at=1) == [1]


def test_withdrawing_a_correction_brings_back_what_stood_before_it() -> None:
    """The earlier correction where there is one, else the original."""
    facts = [
        recorded(1, Dated(on=day(0))),
        recorded(2, Dated(on=day(1)), corrects=1),
        recorded(3, Dated(on=day(2)), corrects=1),
    ]

    assert numbers(*facts, withdrawal(4, 3)) == [2]
    assert numbers(*facts, withdrawal(4, 3), withdrawal(5, 2)) == [1]


def test_a_correction_does_not_bring_back_what_was_withdrawn() -> None:
    """Whether it was recorded before the withdrawal or after it."""
    original, correction = recorded(1, Dated(on=day(0))), recorded(3, Dated(on=day(1)), corrects=1)

    assert numbers(original, withdrawal(2, 1), correction) == []
    assert numbers(original, withdrawal(4, 1), correction) == []


def test_half_a_commit_is_not_known() -> None:
    """At K inside a commit nothing of it counts, at its last number all of it."""
    facts = [recorded(1 + index, Dated(on=day(0)), commit=(index, 3)) for index in range(3)]

    assert [numbers(*facts, known_at=k) for k in range(4)] == [[], [], [], [1, 2, 3]]


def test_half_a_commit_is_not_known_by_one_of_its_facts_alone() -> None:
    """The rest of a commit may concern other subjects; its marks tell that it is not whole."""
    assert numbers(recorded(7, Dated(on=day(0)), commit=(0, 3)), known_at=8) == []
    assert numbers(recorded(7, Dated(on=day(0)), commit=(0, 3)), known_at=9) == [7]


def test_a_day_is_a_day_in_the_facts_own_zone() -> None:
    """One instant is the 2nd of March in Shanghai and the 1st in New York; a day is asked in the zone of each fact."""
    at = datetime(2026, 3, 1, 20, tzinfo=UTC)
    shanghai, new_york = recorded(1, Timed(at=at)), recorded(2, Timed(at=at), zone="America/New_York")

    assert numbers(shanghai, new_york, on=date(2026, 3, 1)) == [2]
    assert numbers(shanghai, new_york, on=at - timedelta(seconds=1)) == []
    assert numbers(shanghai, new_york, on=at) == [2, 1]


def test_instants_change_places_among_themselves_and_days_keep_theirs() -> None:
    """Within one day, what is known only by its day stays where it was recorded: midnight is never invented."""
    facts = [
        recorded(1, Timed(at=instant(6))),
        recorded(2, Dated(on=day(0))),
        recorded(3, Timed(at=instant(2))),
        recorded(4, Dated(on=day(0))),
        recorded(5, Timed(at=instant(4))),
    ]

    assert numbers(*facts) == [3, 2, 5, 4, 1]


def test_a_correction_to_another_subject_leaves_the_first() -> None:
    """Found by the tag it carries on, it counts only for the subject that its new body names."""
    original = recorded(1, Dated(thing="S-1", on=day(0)))
    moved = recorded(2, Dated(thing="S-2", on=day(0)), corrects=1, tags=["site:S-1"])

    assert numbers(original, moved, subject="site:S-1") == []
    assert numbers(moved, subject="site:S-2") == [2]
    assert numbers(original, moved, subject="site:S-1", known_at=1) == [1]


def test_moving_a_fact_back_takes_it_from_where_it_was_moved() -> None:
    """A second correction carries the tags of the first, so that it is found there too."""
    original = recorded(1, Dated(thing="S-1", on=day(0)))
    moved = recorded(2, Dated(thing="S-2", on=day(0)), corrects=1, tags=["site:S-1"])
    back = recorded(3, Dated(thing="S-1", on=day(0)), corrects=1, tags=["site:S-2"])

    assert numbers(original, moved, back, subject="site:S-1") == [3]
    assert numbers(moved, back, subject="site:S-2") == []


def test_a_tag_that_no_body_names_stays_with_the_fact() -> None:
    """What was tagged beyond its body is found by that tag after a correction too."""
    original = recorded(1, Dated(on=day(0)), tags=["case:C-1"])
    corrected = recorded(2, Dated(on=day(1)), corrects=1, tags=["case:C-1"])

    assert numbers(original, corrected, subject="case:C-1") == [2]


@pytest.mark.parametrize("body", [{}, {"on": "2026-03-09"}, {"at": "2026-03-09T01:00:00"}, {"on": 7}])
def test_what_nothing_installed_declares_stands_without_disturbing_the_rest(body: dict[str, Any]) -> None:
    """An unknown fact, with a time or none, never breaks the order of the known ones."""
    facts = [recorded(1, Dated(on=day(1))), recorded(2, Unknown(body=body)), recorded(3, Dated(on=day(0)))]

    found = numbers(*facts)

    assert [number for number in found if number != 2] == [3, 1]
    assert sorted(found) == [1, 2, 3]
