"""A number is given once: whatever year, kind, authority or correction it comes by, and also after a withdrawal (J-01)."""

from __future__ import annotations

from typing import cast

import pytest
from regledger.deciding.answers import Recorded
from regledger.deciding.kinds import Kind, State
from regledger.deciding.reading import facts_read
from regledger.errors import BadCommand
from regledger.ledger import Ledger
from regledger.records.case import Case
from regledger.records.numbering import SERIES, NumberIssued, Series, SeriesOpened
from regledger.testing.numbering import OPENED, decided, ready_case
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import COUNTY, Attempt, Scenario, Step, given, step

FIRST = "（湘）应急罚〔2026〕1号"
PREFIX = "（湘）应急罚"
OTHER = step("authority.register", authority="town", name="Town", registered_on="2020-01-02")
TOWN_TAKES_OVER = step(
    "subject.succeed",
    predecessors=["authority:emb"],
    successors=["authority:town"],
    how="replaced",
    ground="Reform",
    authority="town",
    decided_on="2026-03-18",
    effective_on="2026-03-19",
)
WITHIN_2025 = {"act_on": "2025-02-25", "discovered_on": "2025-02-26"}


def ready(ledger: Ledger, *history: Step, day: str = "2026-06-01") -> Scenario:
    """A county with cases C-1 and C-2 ready to be decided, after `history`."""
    return given(ledger, COUNTY, *history, ready_case("C-1"), ready_case("C-2")).on(day)


def number_of(scenario: Scenario, case: str) -> str:
    state = scenario.state(f"case:{case}")
    assert isinstance(state, Case)
    assert state.decision is not None
    return state.decision.number


def record(scenario: Scenario, act: Step) -> int:
    """Record `act`, and answer the number of its last fact."""
    answer = scenario.when(act).answer
    assert isinstance(answer, Recorded), answer
    return answer.numbers[-1]


def withdraw(scenario: Scenario, number: int) -> None:
    body = {"number": number, "reason": "Wrong", "authority": "emb", "withdrawn_on": "2026-06-01"}
    scenario.when("fact.withdraw", **body).is_recorded()


def correct(scenario: Scenario, fact: int, **body: object) -> Attempt:
    return scenario.when(
        "fact.correct", number=fact, body=body, reason="Miscopied", authority="emb", corrected_on="2026-06-01"
    )


# ── a number that a series will give ─────────────────────────────────────────────────────────────────────


def test_a_number_of_a_series_is_not_typed_on_a_day_of_another_year(ledger: Ledger) -> None:
    """REF: the year that stands in the number says whose it is, not the day of the decision."""
    filed = FILED.but(case="C-9", opened_on="2025-03-03", act="Earlier", **WITHIN_2025)
    scenario = ready(ledger, OPENED, filed, NOTIFIED.but(case="C-9", served_on="2025-03-10"))
    earlier = DECIDED.but(case="C-9", decided_on="2025-03-18")

    scenario.when(earlier.but(number=FIRST)).refuses("REF", code="number.of_series").says("emb-fa-2026")
    scenario.when(earlier.but(number="（湘）应急罚〔2025〕1号")).is_recorded()
    scenario.when(decided("C-1")).is_recorded()

    assert number_of(scenario, "C-1") == FIRST


def test_a_number_of_next_year_is_not_typed_once_its_series_is_open(ledger: Ledger) -> None:
    """REF: the series of next year, opened in December, gives its first number in January and nobody before."""
    scenario = ready(ledger, OPENED.but(year=2027, opened_on="2026-05-04"))

    scenario.when(DECIDED.but(number="（湘）应急罚〔2027〕1号")).refuses("REF", code="number.of_series")
    scenario.when(DECIDED.but(number=FIRST)).is_recorded()


@pytest.mark.parametrize(
    "typed", ["（湘）应急罚〔2026〕01号", "（湘）应急罚〔2026〕1号\u200b", "（湘）应急罚〔2026〕1号 "]
)
def test_a_number_of_a_series_is_known_in_any_writing(ledger: Ledger, typed: str) -> None:
    """REF: leading zeros and what is not seen make no other number."""
    scenario = ready(ledger, OPENED.but(opened_on="2026-05-04"))

    scenario.when(DECIDED.but(number=typed)).refuses("REF", code="number.of_series")


def test_a_correction_takes_no_number_that_a_series_will_give(ledger: Ledger) -> None:
    """REF: a typed number is not corrected to one of the series; to one that was given on paper it is."""
    scenario = ready(ledger)
    number = record(scenario, DECIDED.but(number="Old 3"))
    scenario.when(OPENED.but(first=5, opened_on="2026-05-04")).is_recorded()

    correct(scenario, number, number="（湘）应急罚〔2026〕5号").refuses("REF", code="number.of_series")
    correct(scenario, number, number="（湘）应急罚〔2026〕4号").is_recorded()


def test_a_correction_takes_no_number_that_a_series_gave(ledger: Ledger) -> None:
    """REF: a number that was issued belongs to its record, though no clerk ever typed it."""
    scenario = ready(ledger)
    number = record(scenario, DECIDED.but(number="Old 3"))
    scenario.when(OPENED.but(opened_on="2026-03-17")).is_recorded()
    scenario.when(decided("C-2")).is_recorded()

    correct(scenario, number, number=FIRST).refuses("REF", code="number.taken").says("case:C-2")


def test_two_series_never_stand_on_one_prefix(ledger: Ledger) -> None:
    """REF: neither another kind nor a successor opens a series that would give the same numbers; another prefix is free."""
    scenario = ready(ledger, OPENED, OTHER)
    taken = OPENED.but(kind="立", opened_on="2026-03-20")

    scenario.when(taken).refuses("REF", code="series.prefix_taken").says("emb-fa-2026")
    scenario.when(taken.but(authority="town")).is_recorded()
    scenario.when(taken.but(prefix="（湘）应急立")).is_recorded()
    scenario.when(taken.but(year=2027)).is_recorded()


def test_a_successor_opens_no_series_on_its_predecessors_prefix(ledger: Ledger) -> None:
    """REF: the new authority's documents are told from the old one's by their prefix."""
    scenario = ready(ledger, OPENED, OTHER)
    scenario.when(TOWN_TAKES_OVER).is_recorded()
    own = OPENED.but(authority="town", opened_on="2026-03-20")

    scenario.when(own).refuses("REF", code="series.prefix_taken")
    scenario.when(own.but(prefix="（湘）安监罚")).is_recorded()


def test_a_series_that_gave_no_number_is_opened_again_on_its_own_prefix(ledger: Ledger) -> None:
    """It does not stand in its own way, nor does its first prefix, once given up."""
    scenario = ready(ledger, OPENED)

    scenario.when(OPENED.but(first=5, opened_on="2026-03-17")).is_recorded()
    scenario.when(decided("C-1")).is_recorded()

    assert number_of(scenario, "C-1") == "（湘）应急罚〔2026〕5号"


def test_a_prefix_is_free_again_where_its_series_was_opened_with_another(ledger: Ledger) -> None:
    """A series that gave no number and was opened again claims its last prefix alone."""
    scenario = ready(ledger, OPENED)
    scenario.when(OPENED.but(prefix="（望）应急罚", opened_on="2026-03-20")).is_recorded()

    scenario.when(OPENED.but(kind="立", opened_on="2026-03-20")).is_recorded()


# ── a number that a document has ─────────────────────────────────────────────────────────────────────────


def test_a_withdrawn_documents_number_stays_used(ledger: Ledger) -> None:
    """REF: the number of a withdrawn decision is refused to another case, and to the same case it is not."""
    scenario = ready(ledger)
    withdraw(scenario, record(scenario, DECIDED))

    scenario.when(DECIDED.but(case="C-2")).refuses("REF", code="number.taken").says("case:C-1")
    scenario.when(DECIDED).is_recorded()


def test_a_series_begins_above_what_was_withdrawn_too(ledger: Ledger) -> None:
    """REF: a paper number that stood on a withdrawn decision is not given again, in a series of whatever kind."""
    scenario = ready(ledger)
    withdraw(scenario, record(scenario, DECIDED.but(number=FIRST)))
    opened = OPENED.but(opened_on="2026-03-17")

    scenario.when(opened).refuses("REF", code="series.first_used")
    scenario.when(opened.but(kind="producer")).refuses("REF", code="series.first_used")
    scenario.when(opened.but(first=2)).is_recorded()


def test_a_number_corrected_before_the_withdrawal_is_free(ledger: Ledger) -> None:
    """A paper decision that was entered for the wrong case gives its number back: first corrected, then withdrawn."""
    scenario = ready(ledger)
    entered = record(scenario, DECIDED)
    correct(scenario, entered, number="Entered for the wrong case").is_recorded()
    withdraw(scenario, entered)

    scenario.when(DECIDED.but(case="C-2")).is_recorded()


def test_a_withdrawn_correction_gives_no_number(ledger: Ledger) -> None:
    """What a correction said that was itself withdrawn stands on no document."""
    scenario = ready(ledger)
    entered = record(scenario, DECIDED)
    answer = correct(scenario, entered, number="Old 9").answer
    assert isinstance(answer, Recorded)
    withdraw(scenario, answer.numbers[0])

    scenario.when(DECIDED.but(case="C-2")).refuses("REF", code="number.taken")
    scenario.when(DECIDED.but(case="C-2", number="Old 9")).is_recorded()


def test_a_predecessors_number_is_its_successors_too(ledger: Ledger) -> None:
    """REF: what an authority typed is refused to the one that took its place, and the other way round."""
    filed = FILED.but(case="C-3", authority="town", act="Another")
    scenario = ready(ledger, OTHER, filed, NOTIFIED.but(case="C-3"))
    scenario.when(DECIDED).is_recorded()
    scenario.when(DECIDED.but(case="C-3", number="Town 1")).is_recorded()
    scenario.when(TOWN_TAKES_OVER).is_recorded()
    late = {"case": "C-2", "decided_on": "2026-03-20"}

    scenario.when(DECIDED.but(**late)).refuses("REF", code="number.taken").says("case:C-1")
    scenario.when(DECIDED.but(case="C-2", number="Town 1")).refuses("REF", code="number.taken").says("case:C-3")


def test_a_corrected_kind_brings_no_number_to_another_licence_of_that_kind(ledger: Ledger) -> None:
    """REF: a licence that is moved to another kind may not have the number of one that is of that kind already."""
    scenario = ready(ledger)
    issued = 0
    for licence, kind in (("L-1", "K1"), ("L-2", "K2")):
        where = {"enterprise": "E-1", "site": "S-1", "authority": "emb"}
        applied = {"licence": licence, "kind": kind, "applied_on": "2026-05-04"}
        scenario.when("licence.apply", **where, **applied).is_recorded()
        scenario.when("licence.accept", licence=licence, accepted_on="2026-05-05").is_recorded()
        term = {"decided_on": "2026-05-20", "valid_from": "2026-05-20"}
        granted = step("licence.issue", licence=licence, number="N-1", checkers=["li", "wang"], **term)
        issued = record(scenario, granted)

    correct(scenario, issued, kind="K1").refuses("REF", code="number.taken").says("licence:L-1")
    correct(scenario, issued, kind="K3").is_recorded()


# ── the last guard ───────────────────────────────────────────────────────────────────────────────────────


def test_the_next_number_is_not_given_where_another_document_has_it(ledger: Ledger) -> None:
    """REF: two authorities that numbered alike and are joined; the number that is taken is made void, and the series goes on."""
    filed, notified = FILED.but(case="C-3", authority="town", act="Another"), NOTIFIED.but(case="C-3")
    own = OPENED.but(authority="town")
    scenario = ready(ledger, OTHER, OPENED, own, filed, notified)
    scenario.when(decided("C-1")).is_recorded()
    scenario.when(TOWN_TAKES_OVER).is_recorded()
    late = decided("C-3").but(decided_on="2026-03-20")
    void = step(
        "number.cancel", series="town-fa-2026", serial=1, reason="Used", authority="town", cancelled_on="2026-06-01"
    )

    scenario.when(late).refuses("REF", code="number.next_taken").says("case:C-1", "number.cancel")
    scenario.when(void.but(serial=2)).refuses("REF", code="number.not_issued")
    scenario.when(void).is_recorded()
    scenario.when(late).is_recorded()

    assert number_of(scenario, "C-3") == "（湘）应急罚〔2026〕2号"
    state = scenario.state("series:town-fa-2026")
    assert isinstance(state, Series)
    assert (state.last, state.cancelled) == (2, (1,))


def test_a_filing_that_was_made_again_lets_its_first_number_be_made_void(ledger: Ledger) -> None:
    """SEQ: what counts is whether the document itself stands, and not whether its case does."""
    opened = OPENED.but(kind="立", prefix="（湘）应急立")
    scenario = given(ledger, COUNTY, opened).on("2026-06-01")
    void = step(
        "number.cancel",
        series="emb-li-2026",
        serial=1,
        reason="Filed twice",
        authority="emb",
        cancelled_on="2026-06-01",
    )
    first = record(scenario, FILED)
    scenario.when(void).refuses("SEQ", code="number.in_use")

    withdraw(scenario, first)
    scenario.when(FILED).is_recorded()

    scenario.when(void.but(serial=2)).refuses("SEQ", code="number.in_use")
    scenario.when(void).is_recorded()


@pytest.mark.parametrize(
    "prefix",
    [
        "（湘）\n应急罚",
        "湘\t罚",
        "湘\u202e罚",
        "湘\u200b罚",
        "湘\x00罚",
        "湘〔罚",
        "湘罚1号",
        "湘罚１",
        "湘罚 ",
        "湘\u3000罚",
        "\ufeff湘罚",
    ],
    ids=ascii,
)
def test_a_prefix_is_read_in_one_way_only(ledger: Ledger, prefix: str) -> None:
    """REF: nothing that is not seen, no bracket of the year, and neither a figure nor a whole number at its end."""
    scenario = given(ledger, COUNTY).on("2026-06-01")

    scenario.when(OPENED.but(prefix=prefix)).refuses("REF", code="series.prefix_unfit")


def test_a_series_begins_low_enough_to_last(ledger: Ledger) -> None:
    """A first serial from which a year of decisions would run out of figures is not read at all."""
    scenario = given(ledger, COUNTY).on("2026-06-01")

    with pytest.raises(BadCommand, match="999999"):
        ledger.submit(scenario.submission(OPENED.but(first=1_000_000)))
    scenario.when(OPENED.but(first=999_999)).is_recorded()


def test_the_newest_number_is_that_of_the_head(ledger: Ledger) -> None:
    """What was issued behind the head that a decision took is not read by it."""
    scenario = ready(ledger, OPENED)
    head = record(scenario, decided("C-1"))
    scenario.when(decided("C-2")).is_recorded()

    [found] = facts_read(ledger, [("series:emb-fa-2026", cast("Kind[State]", SERIES))], head=head, pending=())

    assert [type(fact.body) for fact in found] == [SeriesOpened, NumberIssued]
    assert found[-1].number < head
