"""A number that was given stays given: it is made void with its reason, and neither corrected nor taken back (J-01)."""

from __future__ import annotations

import pytest
from regledger.deciding.answers import Recorded
from regledger.ledger import Ledger
from regledger.records.case import Case
from regledger.records.numbering import Series
from regledger.testing.numbering import OPENED, decided, ready_case
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import COUNTY, Attempt, Scenario, Step, given, step

SERIES = "emb-fa-2026"
CANCELLED = step(
    "number.cancel", series=SERIES, serial=1, reason="Typed for another", authority="emb", cancelled_on="2026-03-18"
)


@pytest.fixture
def numbered(ledger: Ledger) -> Scenario:
    """Case C-1 was decided with the first number of its series, C-2 can be decided; it is the 18th of March 2026."""
    scenario = given(ledger, COUNTY, OPENED, ready_case("C-1"), ready_case("C-2")).on("2026-03-18")
    scenario.when(decided("C-1")).is_recorded()
    return scenario


def number_of(scenario: Scenario, case: str) -> str:
    state = scenario.state(f"case:{case}")
    assert isinstance(state, Case)
    assert state.decision is not None
    return state.decision.number


def fact_of(ledger: Ledger, type_name: str) -> int:
    """The number of the last fact of that type."""
    return max(fact.number for fact in ledger.facts(types=[type_name]))


def withdraw(ledger: Ledger, type_name: str) -> Step:
    return step(
        "fact.withdraw",
        number=fact_of(ledger, type_name),
        reason="Entered for the wrong case",
        authority="emb",
        withdrawn_on="2026-03-18",
    )


def correct(scenario: Scenario, type_name: str, **body: object) -> Attempt:
    return scenario.when(
        "fact.correct",
        number=fact_of(scenario.ledger, type_name),
        body=body,
        reason="Miscopied",
        authority="emb",
        corrected_on="2026-03-18",
    )


def test_a_withdrawn_decision_leaves_its_number_used(numbered: Scenario, ledger: Ledger) -> None:
    """The next decision gets the next number, and the one that was withdrawn can be made void."""
    numbered.when(withdraw(ledger, "case.decided")).is_recorded()

    numbered.when(decided("C-1")).is_recorded()
    numbered.when(CANCELLED).then("number.cancelled")
    numbered.when(decided("C-2")).is_recorded()

    assert [number_of(numbered, case) for case in ("C-1", "C-2")] == [
        "（湘）应急罚〔2026〕2号",
        "（湘）应急罚〔2026〕3号",
    ]
    state = numbered.state(f"series:{SERIES}")
    assert isinstance(state, Series)
    assert (state.last, state.cancelled) == (3, (1,))


@pytest.mark.parametrize(
    ("change", "rule", "code"),
    [
        ({"series": "emb-fa-2025"}, "REF", "series.unknown"),
        ({"authority": "town"}, "REF", "series.of_another"),
        ({"serial": 2}, "REF", "number.not_issued"),
        ({"reason": " "}, "X-05", "number.cancelled_unreasoned"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_only_what_was_given_is_made_void_and_with_a_reason(
    numbered: Scenario, ledger: Ledger, change: dict[str, str], rule: str, code: str
) -> None:
    """The series is open and the authority's own, the serial was given, and the reason is stated."""
    numbered.when("authority.register", authority="town", name="Town", registered_on="2026-01-02").is_recorded()
    numbered.when(withdraw(ledger, "case.decided")).is_recorded()

    numbered.when(CANCELLED.but(**change)).refuses(rule, code=code)


def test_a_number_is_made_void_once(numbered: Scenario, ledger: Ledger) -> None:
    """SEQ: what is void already is not made void again."""
    numbered.when(withdraw(ledger, "case.decided")).is_recorded()
    numbered.when(CANCELLED).is_recorded()

    numbered.when(CANCELLED).refuses("SEQ", code="number.cancelled_already")


def test_the_number_of_a_decision_that_stands_is_not_made_void(numbered: Scenario) -> None:
    """SEQ: a standing decision keeps its number, and the remedy is to withdraw it first."""
    numbered.when(CANCELLED).refuses("SEQ", code="number.in_use").says("case:C-1", "fact.withdraw")


@pytest.mark.parametrize(
    ("kind", "code", "before", "act", "type_name"),
    [
        ("立", "li", (), FILED, "case.opened"),
        ("罚告", "fagao", (FILED,), NOTIFIED, "case.notice_served"),
        ("责改", "zegai", (FOUND,), ORDERED, "order.issued"),
    ],
    ids=["filing", "notice", "order"],
)
def test_the_number_of_any_document_that_stands_is_not_made_void(
    ledger: Ledger, kind: str, code: str, before: tuple[Step, ...], act: Step, type_name: str
) -> None:
    """SEQ: a filing, a notice and an order keep their number until their fact is withdrawn."""
    opened = OPENED.but(kind=kind, prefix=f"（湘）应急{kind}")
    scenario = given(ledger, COUNTY, opened, before, act).on("2026-03-18")
    cancelled = CANCELLED.but(series=f"emb-{code}-2026")

    scenario.when(cancelled).refuses("SEQ", code="number.in_use")
    scenario.when(withdraw(ledger, type_name)).is_recorded()

    scenario.when(cancelled).is_recorded()


def test_the_number_of_a_decision_is_not_corrected_where_its_series_gave_it(numbered: Scenario) -> None:
    """REF: the number stays as it was given; the rest of the decision can be corrected."""
    correct(numbered, "case.decided", number="（湘）应急罚〔2026〕9号").refuses("REF", code="number.given_by_series")

    correct(numbered, "case.decided", number="（湘）应急罚〔2026〕1号", bank="Another bank").is_recorded()


def test_a_typed_number_is_corrected_to_a_free_one(ledger: Ledger) -> None:
    """REF: a miscopied number is corrected, but not to that of another document; the one that it had is free again."""
    scenario = given(ledger, COUNTY, *(ready_case(f"C-{number}") for number in (1, 2, 3))).on("2026-03-18")
    scenario.when(DECIDED).is_recorded()
    other = "（湘）应急罚〔2026〕4号"
    scenario.when(DECIDED.but(case="C-2", number=other)).is_recorded()

    correct(scenario, "case.decided", number=DECIDED.body["number"]).refuses("REF", code="number.taken")
    corrected = fact_of(ledger, "case.decided")
    correct(scenario, "case.decided", number="（湘）应急罚〔2026〕5号").is_recorded()

    scenario.when(DECIDED.but(case="C-3", number="（湘）应急罚〔2026〕5号")).refuses("REF", code="number.taken").says(
        "case:C-2"
    )
    again = {"body": {"number": "（湘）应急罚〔2026〕6号"}, "reason": "Miscopied", "authority": "emb"}
    scenario.when("fact.correct", number=corrected, corrected_on="2026-03-18", **again).is_recorded()
    scenario.when(DECIDED.but(case="C-3", number="（湘）应急罚〔2026〕5号")).is_recorded()
    scenario.when(withdraw(ledger, "case.decided")).is_recorded()
    scenario.when(DECIDED.but(case="C-3", number=other)).is_recorded()


@pytest.mark.parametrize("type_name", ["series.opened", "number.issued", "number.cancelled"])
def test_the_facts_of_a_series_are_neither_corrected_nor_withdrawn(
    numbered: Scenario, ledger: Ledger, type_name: str
) -> None:
    """REF: what a series has given stays given, for only its newest fact is read."""
    numbered.when(withdraw(ledger, "case.decided")).is_recorded()
    numbered.when(CANCELLED).is_recorded()
    fact = ledger.at(fact_of(ledger, type_name))
    assert fact is not None
    [occurred] = [name for name in ("opened_on", "issued_on", "cancelled_on") if hasattr(fact.body, name)]

    numbered.when(withdraw(ledger, type_name)).refuses("REF", code="number.lasting").says("number.cancel")
    correct(numbered, type_name, **{occurred: "2026-03-02"}).refuses("REF", code="number.lasting")


def test_a_cancelled_number_is_told_with_its_series(numbered: Scenario, ledger: Ledger) -> None:
    """What follows from a series names the last number, the next one, and those that are void."""
    numbered.when(withdraw(ledger, "case.decided")).is_recorded()
    answer = numbered.when(CANCELLED).answer
    assert isinstance(answer, Recorded)
    kind = ledger.kinds.named("series")
    held = ledger.show(f"series:{SERIES}")
    assert kind is not None
    assert kind.derived is not None
    assert held is not None

    told = kind.derived(held.state, None)  # type: ignore[arg-type]

    assert told == {
        "last_number": "（湘）应急罚〔2026〕1号",
        "next_number": "（湘）应急罚〔2026〕2号",
        "cancelled_numbers": "（湘）应急罚〔2026〕1号",
    }


def test_a_successor_numbers_with_its_own_series_and_disposes_of_its_predecessors(ledger: Ledger) -> None:
    """Who goes on with a case decides under its own number; a number of the authority that ended is made void by it alone."""
    successor = step("authority.register", authority="safety", name="Safety Bureau", registered_on="2024-01-02")
    replaced = step(
        "subject.succeed",
        predecessors=["authority:emb"],
        successors=["authority:safety"],
        how="replaced",
        ground="Reform",
        document="编办 2026-7",
        authority="safety",
        decided_on="2026-03-18",
        effective_on="2026-03-19",
    )
    own = OPENED.but(authority="safety", prefix="（湘）安监罚")
    scenario = given(ledger, COUNTY, successor, OPENED, own, ready_case("C-1"), ready_case("C-2")).on("2026-03-18")
    scenario.when(decided("C-1")).is_recorded()
    scenario.when(withdraw(ledger, "case.decided")).is_recorded()
    scenario.when(replaced).is_recorded()

    scenario.on("2026-03-20").when(decided("C-2").but(decided_on="2026-03-20")).is_recorded()
    cancelled = CANCELLED.but(cancelled_on="2026-03-20")
    scenario.when(cancelled).refuses("REF", code="series.of_another")
    scenario.when(cancelled.but(authority="safety")).is_recorded()

    assert number_of(scenario, "C-2") == "（湘）安监罚〔2026〕1号"
