"""Number series: the next number comes with the decision, without a gap, and never twice (J-01)."""

from __future__ import annotations

import pytest
from regledger.deciding.answers import Recorded, Refused
from regledger.history.find import find
from regledger.ledger import Ledger
from regledger.records.case import Case
from regledger.records.numbering import NumberIssued, Series, series_id
from regledger.testing.numbering import OPENED, decided, ready_case
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import COUNTY, Scenario, Step, given, step

SERIES = "series:emb-fa-2026"
OTHER = step("authority.register", authority="town", name="Town", registered_on="2020-01-02")
APPLIED = (
    step(
        "licence.apply",
        licence="L-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        kind="producer",
        applied_on="2026-03-02",
    ),
    step("licence.accept", licence="L-1", accepted_on="2026-03-03"),
)
GRANTED = step(
    "licence.issue", licence="L-1", checkers=["li", "wang"], decided_on="2026-03-17", valid_from="2026-03-17"
)


def deciding(ledger: Ledger, *history: Step, cases: int = 2) -> Scenario:
    """A county with cases C-1, C-2, … ready to be decided, after `history`; it is the 17th of March 2026."""
    ready = [ready_case(f"C-{number}") for number in range(1, cases + 1)]
    return given(ledger, COUNTY, *history, *ready).on("2026-03-17")


def number_of(scenario: Scenario, case: str) -> str | None:
    """The number of the decision in that case."""
    state = scenario.state(f"case:{case}")
    assert isinstance(state, Case)
    return None if state.decision is None else state.decision.number


def series(scenario: Scenario, subject: str = SERIES) -> Series:
    """The state of a series."""
    state = scenario.state(subject)
    assert isinstance(state, Series)
    return state


def test_a_series_numbers_decisions_one_after_the_other(ledger: Ledger) -> None:
    """Each decision gets the next number, in one commit with it, and carries the whole of it."""
    scenario = deciding(ledger, OPENED)

    for case in ("C-1", "C-2"):
        scenario.when(decided(case)).then("number.issued", "case.decided")

    assert [number_of(scenario, case) for case in ("C-1", "C-2")] == [
        "（湘）应急罚〔2026〕1号",
        "（湘）应急罚〔2026〕2号",
    ]
    issued = list(ledger.facts(types=["number.issued"]))
    assert [(fact.commit.index, fact.commit.size) for fact in issued] == [(0, 2), (0, 2)]
    assert series(scenario).last == 2


def test_what_the_clerk_types_is_the_next_number_or_refused(ledger: Ledger) -> None:
    """REF: another number than the next is refused with the next; the next one itself may be typed."""
    scenario = deciding(ledger, OPENED)

    scenario.when(decided("C-1").but(number="（湘）应急罚〔2026〕2号")).refuses("REF", code="number.not_next").says(
        "（湘）应急罚〔2026〕1号"
    )
    scenario.when(decided("C-1").but(number="（湘）应急罚〔2026〕1号")).then("number.issued", "case.decided")


def test_a_refused_decision_uses_up_no_number(ledger: Ledger) -> None:
    """What is refused leaves no gap: the next decision gets the number that it would have got."""
    scenario = deciding(ledger, OPENED)

    scenario.when(decided("C-1").but(reasons="")).refuses("A-18")

    scenario.when(decided("C-2")).is_recorded()
    assert number_of(scenario, "C-2") == "（湘）应急罚〔2026〕1号"


def test_without_a_series_the_clerk_types_the_number(ledger: Ledger) -> None:
    """REF: as before there were series, the number is typed; a decision without any is refused."""
    scenario = deciding(ledger)

    scenario.when(decided("C-1")).refuses("REF", code="number.missing")
    scenario.when(DECIDED).then("case.decided")

    assert number_of(scenario, "C-1") == DECIDED.body["number"]


def test_a_typed_number_is_used_once(ledger: Ledger) -> None:
    """REF: the number of one decision is refused for another of the same authority, and free for one of another authority."""
    filed, notified = ready_case("C-3")
    scenario = deciding(ledger, OTHER, filed.but(authority="town"), notified)
    scenario.when(DECIDED).is_recorded()

    scenario.when(DECIDED.but(case="C-2")).refuses("REF", code="number.taken").says("case:C-1")

    scenario.when(DECIDED.but(case="C-3")).is_recorded()


def test_a_number_written_otherwise_in_unicode_is_the_same(ledger: Ledger) -> None:
    """NFC: a composed and a decomposed letter make one number."""
    scenario = deciding(ledger)
    scenario.when(DECIDED.but(number="\u00e9〔2026〕3号")).is_recorded()

    scenario.when(DECIDED.but(case="C-2", number="e\u0301〔2026〕3号")).refuses("REF", code="number.taken")


def test_every_year_has_a_series_of_its_own(ledger: Ledger) -> None:
    """The year is that of the decision's legal day: a year without a series is not numbered, and each begins with its first."""
    scenario = deciding(ledger, OPENED, FILED.but(case="C-9", act="Later", opened_on="2026-12-20"))
    scenario.when(decided("C-1")).is_recorded()
    scenario.on("2026-12-28").when(NOTIFIED.but(case="C-9", served_on="2026-12-21")).is_recorded()
    late = decided("C-9").but(decided_on="2027-01-04")

    scenario.on("2027-01-04").when(late).refuses("REF", code="number.missing")
    scenario.when(OPENED.but(year=2027, opened_on="2027-01-04")).is_recorded()
    scenario.when(late).is_recorded()

    assert number_of(scenario, "C-9") == "（湘）应急罚〔2027〕1号"


def test_a_series_goes_on_with_a_paper_register(ledger: Ledger) -> None:
    """Before its day only numbers below its first were given, on paper; from its day on the platform gives the rest."""
    opened = OPENED.but(first=13, opened_on="2026-03-18")
    scenario = deciding(ledger, cases=3)
    scenario.on("2026-03-18").when(opened).is_recorded()

    scenario.when(decided("C-1").but(number="（湘）应急罚〔2026〕13号")).refuses("REF", code="number.of_series")
    scenario.when(decided("C-1").but(number="（湘）应急罚〔2026〕12号")).then("case.decided")
    scenario.when(decided("C-2")).refuses("REF", code="number.missing")
    scenario.when(decided("C-2").but(decided_on="2026-03-18")).then("number.issued", "case.decided")

    assert number_of(scenario, "C-2") == "（湘）应急罚〔2026〕13号"


def test_a_series_begins_above_every_number_that_is_used(ledger: Ledger) -> None:
    """REF: a serial that a decision of that prefix and year carries already is never given again."""
    scenario = deciding(ledger)
    scenario.when(DECIDED.but(number="（湘）应急罚〔2026〕12号")).is_recorded()
    opened = OPENED.but(opened_on="2026-03-17")

    scenario.when(opened.but(first=12)).refuses("REF", code="series.first_used").says("12")
    scenario.when(opened.but(prefix="（望）应急罚")).is_recorded()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"authority": "nobody"}, "authority.unknown"),
        ({"prefix": " "}, "series.prefix_unfit"),
        ({"prefix": "（湘）应急罚〔2026〕"}, "series.prefix_unfit"),
        ({"prefix": "湘" * 101 + "罚"}, "series.prefix_unfit"),
        ({"opened_on": "2027-01-02"}, "series.year_over"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_series_is_opened_with_what_makes_a_number(ledger: Ledger, change: dict[str, str], code: str) -> None:
    """REF: a known authority, a prefix in front of the year, and a year that is not over."""
    scenario = given(ledger, COUNTY).on("2027-01-02")

    scenario.when(OPENED.but(**change)).refuses("REF", code=code)


def test_a_prefix_of_an_unusual_form_is_warned_about(ledger: Ledger) -> None:
    """J-01: the form of a number comes from templates, so that another one only warns; a licence's form is its own."""
    scenario = given(ledger, COUNTY).on("2026-03-17")

    scenario.when(OPENED.but(prefix="Penalty ")).refuses("REF")
    scenario.when(OPENED.but(prefix="Penalty-")).warns("J-01", code="series.prefix_unusual")
    scenario.when(OPENED.but(kind="producer", prefix="WH-")).quietly()


def test_a_series_is_opened_once(ledger: Ledger) -> None:
    """REF: while it gave no number a series can be opened again, and the later opening counts; after that never."""
    scenario = deciding(ledger, OPENED)

    scenario.when(OPENED.but(prefix="（望）应急罚", first=5, opened_on="2026-01-02")).is_recorded()
    scenario.when(decided("C-1")).is_recorded()

    assert number_of(scenario, "C-1") == "（望）应急罚〔2026〕5号"
    scenario.when(OPENED.but(opened_on="2026-03-17")).refuses("REF", code="series.taken")


@pytest.mark.parametrize(
    ("kind", "before", "act", "text"),
    [
        ("立", (), FILED.but(opened_on="2026-03-17"), "case.opened"),
        ("罚告", (FILED,), NOTIFIED.but(served_on="2026-03-17"), "case.notice_served"),
        ("责改", (FOUND,), ORDERED.but(issued_on="2026-03-17"), "order.issued"),
        ("producer", APPLIED, GRANTED, "licence.issued"),
    ],
    ids=["filing", "notice", "order", "licence"],
)
def test_every_kind_of_document_has_its_series(
    ledger: Ledger, kind: str, before: tuple[Step, ...], act: Step, text: str
) -> None:
    """Filings, prior notices, orders and licences get their number in the same commit, and are found by it."""
    opened = OPENED.but(kind=kind, prefix=f"（湘）应急{kind}", first=7)
    scenario = given(ledger, COUNTY, opened, before).on("2026-03-17")

    scenario.when(act).then("number.issued", text)

    [issued] = ledger.facts(types=["number.issued"])
    assert isinstance(issued.body, NumberIssued)
    assert issued.body.text == f"（湘）应急{kind}〔2026〕7号"
    assert issued.body.subject in issued.tags
    assert "series:" + series_id("emb", kind, 2026) in [one.subject for one in find(ledger, "〔2026〕7号")]


@pytest.mark.parametrize("act", [FILED, NOTIFIED, ORDERED], ids=lambda act: act.command)
def test_documents_without_a_series_have_no_number(ledger: Ledger, act: Step) -> None:
    """A filing, a notice and an order are recorded as before where no series is open for them."""
    scenario = given(ledger, COUNTY, OPENED, FOUND, *([FILED] if act is NOTIFIED else [])).on("2026-03-17")

    answer = scenario.when(act).is_recorded().answer

    assert isinstance(answer, Recorded)
    assert len(answer.facts) == 1


def test_a_licence_without_a_series_has_the_number_that_was_typed(ledger: Ledger) -> None:
    """REF: a grant without a number is refused, and the same number for two licences of a kind as well."""
    second = [one.but(licence="L-2") for one in APPLIED]
    scenario = given(ledger, COUNTY, APPLIED, second).on("2026-03-17")

    scenario.when(GRANTED).refuses("REF", code="number.missing")
    scenario.when(GRANTED.but(number="X-1")).then("licence.issued")
    scenario.when(GRANTED.but(licence="L-2", number="X-1")).refuses("REF", code="number.taken")


def test_what_was_served_without_a_filing_gets_its_number_all_the_same(ledger: Ledger) -> None:
    """A notice that is recorded as it happened, with a defect, has the next number like any other."""
    opened = OPENED.but(kind="罚告", prefix="（湘）应急罚告")
    scenario = given(ledger, COUNTY, opened, FILED).on("2026-03-17")

    attempt = scenario.when(NOTIFIED.but(basis="")).as_it_happened("Served so").records_defect("A-14")

    assert isinstance(attempt.answer, Recorded)
    assert attempt.answer.facts == ("number.issued", "case.notice_served")


def test_a_batch_sees_the_numbers_that_it_gives(ledger: Ledger) -> None:
    """Decisions of one batch, not recorded yet, count on from each other; a refused batch gives none."""
    scenario = deciding(ledger, OPENED, cases=4)
    wishes = [scenario.submission(decided(f"C-{number}")) for number in range(1, 4)]
    broken = scenario.submission(decided("C-4").but(reasons=""))

    assert any(isinstance(answer, Refused) for answer in ledger.submit_all([*wishes, broken]))
    answers = ledger.submit_all(wishes)

    assert all(isinstance(answer, Recorded) for answer in answers)
    assert [number_of(scenario, f"C-{number}") for number in range(1, 4)] == [
        f"（湘）应急罚〔2026〕{serial}号" for serial in (1, 2, 3)
    ]


def test_a_batch_refuses_the_same_typed_number_twice(ledger: Ledger) -> None:
    """REF: the second decision of a batch sees the number that the first one would use."""
    scenario = deciding(ledger)

    _, second = ledger.check_all([scenario.submission(DECIDED), scenario.submission(DECIDED.but(case="C-2"))])

    assert [one.code for one in second.objections] == ["number.taken"]


def test_a_decision_is_found_by_the_number_that_it_got(ledger: Ledger) -> None:
    """`find` answers the case and the series for a part of the number."""
    scenario = deciding(ledger, OPENED)
    scenario.when(decided("C-1")).is_recorded()

    assert {one.subject for one in find(ledger, "〔2026〕1号")} == {"case:C-1", SERIES}


def test_a_series_tells_its_last_number_on_any_day(ledger: Ledger) -> None:
    """Folded as of a day, it knows the numbers of the decisions made by then, though a later one is dated before."""
    scenario = deciding(ledger, OPENED, cases=3)
    scenario.on("2026-03-20")
    for case, day in (("C-1", "2026-03-17"), ("C-2", "2026-03-19"), ("C-3", "2026-03-18")):
        scenario.when(decided(case).but(decided_on=day)).is_recorded()

    last = {day: series_on(scenario, day) for day in ("2026-03-16", "2026-03-17", "2026-03-18", "2026-03-19")}

    assert last == {"2026-03-16": 0, "2026-03-17": 1, "2026-03-18": 3, "2026-03-19": 3}
    assert series(scenario).last == 3


def series_on(scenario: Scenario, day: str) -> int:
    state = scenario.state(SERIES, on=day)
    assert isinstance(state, Series)
    return state.last


def test_the_ids_of_series_never_meet() -> None:
    """Kinds that have no code of their own are hashed, and an authority whose id is long as well: every id is a tag's."""
    ids = [
        series_id(authority, kind, year)
        for authority in ("emb", "emb-fa", "a" * 64)
        for kind in ("罚", "fa", "罚告", "x-fa", "安全生产许可证")
        for year in (2026, 2027)
    ]

    assert len(set(ids)) == len(ids)
    assert all(len(one) <= 64 and one.replace("-", "").isalnum() and one.isascii() for one in ids)
