"""F-07 and F-08 through the one door: what is identified, what is objected to, and on which side of a line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib.metadata import version
from typing import Any

import pytest
from regledger.sectors import RegledgerError
from regledger.testing.scenario import Scenario, given, step
from regledger_hazardous_chemicals.record import MajorHazardSource, SiteHazardSources

pytestmark = pytest.mark.rule("F-07", "F-08")

IDENTIFY = "major_hazard_source.identify"
Tanks = dict[str, Any]


def confirmed(county: Scenario, rule: str, on: str) -> Scenario:
    """The county after its authority confirmed `rule`."""
    return given(
        county.ledger,
        step("rule.confirm", rule=rule, authority="emb", document="GB 18218-2018, paper edition", confirmed_on=on),
    )


def identified(county: Scenario, *, on: str, **body: Any) -> MajorHazardSource:
    """The record of the unit after it was entered."""
    county.on(on).when(IDENTIFY, **body, identified_on=on).is_recorded()
    state = county.state(f"major_hazard_source:{body['source']}")
    assert isinstance(state, MajorHazardSource)
    return state


def test_a_unit_is_identified_and_graded(county: Scenario, tanks: Tanks) -> None:
    """F-07, F-08: 60 t of chlorine with 50 people around are a major hazard source of grade 2; nothing is objected to."""
    county.on("2026-03-02").when(IDENTIFY, **tanks).then("major_hazard_source.identified").quietly()

    state = county.state("major_hazard_source:M-1")
    assert isinstance(state, MajorHazardSource)
    assert (state.S, state.R, state.grade, state.is_major) == (Decimal(12), Decimal(72), 2, True)


def test_the_decision_trace_names_the_criteria(county: Scenario, tanks: Tanks) -> None:
    """F-07, F-08: what was recorded carries the dated parameters that it stood on, and the sector that judged."""
    attempt = county.on("2026-03-02").when(IDENTIFY, **tanks).is_recorded()

    [number] = attempt.answer.numbers  # type: ignore[union-attr]
    recorded = county.ledger.at(number)
    assert recorded is not None
    assert recorded.commit.by is not None
    assert {used.parameter: used.value for used in recorded.commit.by.used} == {
        "F-07.s_threshold": "1",
        "F-08.alpha_bands": "0:0.5 1:1.0 30:1.2 50:1.5 100:2.0",
        "F-08.grade_1_minimum": "100",
        "F-08.grade_2_minimum": "50",
        "F-08.grade_3_minimum": "10",
    }
    assert recorded.commit.by.sectors == (f"hazardous_chemicals {version('regledger-hazardous-chemicals')}",)
    assert {"F-07", "F-08"} <= set(recorded.commit.by.rules)
    assert set(recorded.tags) == {"enterprise:E-1", "major_hazard_source:M-1", "site:S-2"}


@pytest.mark.parametrize(
    ("tonnes", "claimed", "rule"),
    [
        ("4.999999", False, None),
        ("5", False, "F-07"),
        ("5", True, None),
        ("4.999999", True, "F-07"),
    ],
)
def test_a_claim_on_both_sides_of_the_threshold(
    county: Scenario, tanks: Tanks, tonnes: str, claimed: bool, rule: str | None
) -> None:
    """F-07: of chlorine (Q 5 t) 5 t are a major hazard source and a gram less is none; only a claim that differs warns."""
    unit = tanks | {"quantities": [{"substance": "氯", "tonnes": tonnes}], "claimed_major": claimed}

    attempt = county.on("2026-03-02").when(IDENTIFY, **unit)

    if rule is None:
        attempt.quietly()
    else:
        attempt.warns(rule)
    state = county.state("major_hazard_source:M-1")
    assert isinstance(state, MajorHazardSource)
    assert state.is_major is (tonnes == "5")


@pytest.mark.parametrize(
    ("people", "claimed", "grade"),
    [(49, 3, 3), (50, 2, 2), (50, 3, 2), (49, 2, 3)],
)
def test_a_claimed_grade_on_both_sides_of_a_band(
    county: Scenario, tanks: Tanks, people: int, claimed: int, grade: int
) -> None:
    """F-08: 48 t of chlorine are grade 3 with 49 people around (R 46.08) and grade 2 with 50 (R 57.6)."""
    unit = tanks | {"quantities": [{"substance": "7782-50-5", "tonnes": "48"}], "people_within_500_m": people}

    attempt = county.on("2026-03-02").when(IDENTIFY, **unit, claimed_grade=claimed)

    if claimed == grade:
        attempt.quietly()
    else:
        attempt.warns("F-08", code="major_hazard_source.grade_differs").says(f"grade {claimed}", f"grade {grade}")
    state = county.state("major_hazard_source:M-1")
    assert isinstance(state, MajorHazardSource)
    assert state.grade == grade


def test_a_claimed_grade_claims_a_major_hazard_source(county: Scenario, tanks: Tanks) -> None:
    """F-07, F-08: a grade for a unit that is none contradicts both rules, and the fact says what was claimed."""
    small = tanks | {"quantities": [{"substance": "氯", "tonnes": "1"}], "claimed_grade": 4}

    county.on("2026-03-02").when(IDENTIFY, **small).warns("F-07", "F-08")

    recorded = county.ledger.at(county.ledger.recorder.head().number)
    assert recorded is not None
    assert (recorded.body.claimed_major, recorded.body.is_major) == (True, False)  # type: ignore[union-attr]


def test_a_confirmed_rule_refuses_from_its_day(county: Scenario, tanks: Tanks) -> None:
    """F-07: a false claim warns for a day before the authority confirmed the rule, and is refused from that day on."""
    false = tanks | {"claimed_major": False}
    county = confirmed(county, "F-07", "2026-03-02")

    before = county.on("2026-03-10").when(IDENTIFY, **(false | {"identified_on": "2026-03-01"}))
    on_the_day = county.when(IDENTIFY, **(false | {"source": "M-2", "identified_on": "2026-03-02"}))

    before.warns("F-07", code="major_hazard_source.claimed_not_to_be")
    on_the_day.refuses("F-07", code="major_hazard_source.claimed_not_to_be").says("S is 12", "at least 1")


def test_the_two_rules_are_confirmed_apart(county: Scenario, tanks: Tanks) -> None:
    """F-08: with F-08 alone confirmed a wrong grade is refused, and a wrong claim under F-07 still warns."""
    county = confirmed(county, "F-08", "2026-03-02")

    county.on("2026-03-02").when(IDENTIFY, **tanks, claimed_grade=3).refuses("F-08")
    county.when(IDENTIFY, **tanks, claimed_major=False, claimed_grade=2).warns("F-07")


def test_a_false_report_can_be_recorded_as_it_happened(county: Scenario, tanks: Tanks) -> None:
    """F-08: what the enterprise filed is kept with its claim and its defect, beside what the standard makes of it."""
    county = confirmed(county, "F-08", "2026-03-02")

    attempt = county.on("2026-03-02").when(IDENTIFY, **tanks, claimed_grade=4).as_it_happened("It was filed so")

    attempt.records_defect("F-08")
    recorded = county.ledger.at(county.ledger.recorder.head().number)
    assert recorded is not None
    assert (recorded.body.grade, recorded.body.claimed_grade) == (2, 4)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (
            {"quantities": [{"substance": "氯乙", "tonnes": "1"}]},
            "major_hazard_source.substance_unknown",
            ["氯乙 is not in table 1", "50 氯乙烯", "12 氯"],
        ),
        (
            {"quantities": [{"substance": "6484-52-2", "tonnes": "1"}]},
            "major_hazard_source.substance_ambiguous",
            ["6484-52-2", "硝酸铵"],
        ),
        (
            {"quantities": [{"substance": "7782-50-4", "tonnes": "1"}]},
            "major_hazard_source.cas_number_wrong",
            ["7782-50-4"],
        ),
        (
            {"quantities": [{"substance": "油墨", "tonnes": "1", "classes": ["W5.9"]}]},
            "major_hazard_source.class_unknown",
            ["W5.9", "油墨", "W5.3"],
        ),
        (
            {"quantities": [{"substance": "W5.3", "tonnes": "1", "classes": ["W5.4"]}]},
            "major_hazard_source.classes_not_wanted",
            ["W5.3", "W5.4"],
        ),
        (
            {"quantities": [{"substance": "氯", "tonnes": "0"}]},
            "major_hazard_source.quantity_wrong",
            ["0 t of 氯", "not above zero"],
        ),
        ({"people_within_500_m": -1}, "major_hazard_source.people_wrong", ["-1 people"]),
        ({"site": "S-9"}, "site.unknown", ["S-9"]),
        ({"enterprise": "E-9"}, "enterprise.unknown", ["E-9"]),
    ],
)
def test_what_cannot_be_computed_is_named(
    county: Scenario, tanks: Tanks, change: Tanks, code: str, words: list[str]
) -> None:
    """REF: a substance, class, quantity or place that is not known is refused by name, with the nearest that are."""
    county.on("2026-03-02").when(IDENTIFY, **(tanks | change)).refuses("REF", code=code).says(*words)


def test_a_quantity_that_is_no_number_is_no_command(county: Scenario, tanks: Tanks) -> None:
    """NaN is not read as a quantity, and its place in the command is named."""
    nan = {"quantities": [{"substance": "氯", "tonnes": "NaN"}]}

    with pytest.raises(RegledgerError, match=r"quantities\[0\]\.tonnes is no number"):
        _ = county.on("2026-03-02").when(IDENTIFY, **(tanks | nan)).answer


def test_a_site_is_that_of_its_own_enterprise(county: Scenario, tanks: Tanks) -> None:
    """REF: a source is entered for the enterprise that owns the site; the refusal says which."""
    second = step(
        "enterprise.register",
        enterprise="E-2",
        name="湘江化工有限公司",
        credit_code="91430999MA4L7T2K80",
        registered_on="2020-01-02",
    )
    given(county.ledger, second)

    attempt = county.on("2026-03-02").when(IDENTIFY, **(tanks | {"enterprise": "E-2"}))

    attempt.refuses("REF", code="site.of_another").says("S-2", "E-1")


def test_every_mistake_is_named_at_once(county: Scenario, tanks: Tanks) -> None:
    """REF: whoever sends three wrong entries is told of all three."""
    wrong = [
        {"substance": "氯乙", "tonnes": "1"},
        {"substance": "氯", "tonnes": "-1"},
        {"substance": "氨", "tonnes": "1"},
    ]

    attempt = county.on("2026-03-02").when(IDENTIFY, **(tanks | {"quantities": wrong, "people_within_500_m": -1}))

    attempt.refuses("REF").says("氯乙", "-1 t of 氯", "-1 people")


def test_a_day_that_the_law_book_does_not_know(county: Scenario, tanks: Tanks) -> None:
    """REF: GB 18218-2018 is not applied to a day before it; which periods are known is said."""
    early = tanks | {"identified_on": "2019-02-28"}

    county.on("2026-03-02").when(IDENTIFY, **early).refuses("REF").says("no value on 2019-02-28", "2019-03-01 on")


def test_a_substance_whose_beta_is_not_known(county: Scenario, tanks: Tanks) -> None:
    """F-08: a major hazard source that cannot be graded is recorded without a grade, with what is missing."""
    methanol = [{"substance": "甲醇", "tonnes": "600"}]

    attempt = county.on("2026-03-02").when(IDENTIFY, **(tanks | {"quantities": methanol}))

    attempt.warns("F-08", code="major_hazard_source.not_gradable").says("甲醇")
    state = county.state("major_hazard_source:M-1")
    assert isinstance(state, MajorHazardSource)
    assert (state.is_major, state.grade, state.R) == (True, None, None)


def test_an_id_belongs_to_one_site(county: Scenario, tanks: Tanks) -> None:
    """REF: a unit does not move: its id cannot be used for another site."""
    county.on("2026-03-02").when(IDENTIFY, **tanks).is_recorded()

    attempt = county.on("2026-03-03").when(IDENTIFY, **(tanks | {"site": "S-1", "identified_on": "2026-03-03"}))

    attempt.refuses("REF", code="major_hazard_source.of_another_site").says("site S-2")


def test_a_unit_is_identified_anew(county: Scenario, tanks: Tanks) -> None:
    """F-07: what the unit is on a day follows from its last identification by that day."""
    county.on("2026-03-02").when(IDENTIFY, **tanks).is_recorded()
    less = tanks | {"quantities": [{"substance": "氯", "tonnes": "4"}], "identified_on": "2026-06-01"}

    county.on("2026-06-01").when(IDENTIFY, **less).quietly()

    before, after = (county.state("site_hazard_sources:S-2", on=on) for on in (date(2026, 5, 31), date(2026, 6, 1)))
    assert isinstance(before, SiteHazardSources)
    assert isinstance(after, SiteHazardSources)
    assert [(one.source, one.is_major) for one in before.sources] == [("M-1", True)]
    assert [(one.source, one.is_major) for one in after.sources] == [("M-1", False)]


def test_corrected_figures_have_to_follow_from_the_quantities(county: Scenario, tanks: Tanks) -> None:
    """F-07, F-08: a correction that gives other figures than its quantities do is objected to; one that fits is not."""
    county.on("2026-03-02").when(IDENTIFY, **tanks).is_recorded()
    number = county.ledger.recorder.head().number
    body = {
        **tanks,
        "quantities": [{"substance": "氯", "tonnes": "6"}],
        "S": "1.2",
        "R": "7.2",
        "grade": 4,
        "is_major": True,
        "claimed_major": None,
        "claimed_grade": None,
    }
    wish = {"number": number, "reason": "Mistyped", "authority": "emb", "corrected_on": "2026-03-03"}

    county.on("2026-03-03").when("fact.correct", body=body | {"S": "1.3"}, **wish).warns("F-07").says("S 1.3", "1.2")
    county.when("fact.correct", body=body | {"grade": 3}, **wish).warns("F-08").says("grade 3", "grade 4")
    county.when("fact.correct", body=body, **wish).quietly()


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"quantities": [{"substance": "氯", "tonnes": "6"}]}, ("F-07", "F-08")),
        ({"grade": 3}, ("F-08",)),
        ({"unit": "Tank farm 2"}, ()),
    ],
)
def test_a_correction_of_some_fields_is_judged_as_a_whole(
    county: Scenario, tanks: Tanks, changes: dict[str, Any], rules: tuple[str, ...]
) -> None:
    """F-07, F-08: quantities that are corrected without the figures that follow from them are objected to."""
    county.on("2026-03-02").when(IDENTIFY, **tanks).is_recorded()
    number = county.ledger.recorder.head().number
    wish = {"number": number, "reason": "Mistyped", "authority": "emb", "corrected_on": "2026-03-03"}

    attempt = county.on("2026-03-03").when("fact.correct", body=changes, **wish)

    attempt.warns(*rules) if rules else attempt.quietly()


def test_a_unit_at_the_wrong_site_is_withdrawn_and_identified_anew(county: Scenario, tanks: Tanks) -> None:
    """X-05: no correction moves a unit, whose rules were asked for its site; entered anew it is one of its own site alone."""
    county.on("2026-03-02").when(IDENTIFY, **tanks).is_recorded()
    number = county.ledger.recorder.head().number
    wish = {"number": number, "reason": "Wrong site", "authority": "emb"}
    correct = {**wish, "body": {"site": "S-1"}, "corrected_on": "2026-03-03"}
    county.on("2026-03-03").when("fact.correct", **correct).refuses("X-05", code="correction.other_subject")

    county.when("fact.withdraw", **wish, withdrawn_on="2026-03-03").is_recorded()
    county.when(IDENTIFY, **{**tanks, "site": "S-1"}).is_recorded()

    there = county.state("site_hazard_sources:S-1")
    assert isinstance(there, SiteHazardSources)
    assert [one.source for one in there.sources] == ["M-1"]
    assert county.state("site_hazard_sources:S-2") is None


def test_two_corrections_of_one_unit_cannot_pass_each_other(county: Scenario, tanks: Tanks) -> None:
    """X-05: a correction of a fact of this sector reads the unit, so that another one is not overlooked."""
    county.on("2026-03-02").when(IDENTIFY, **tanks).is_recorded()
    number = county.ledger.recorder.head().number
    wish = {"number": number, "reason": "Wrong unit", "authority": "emb", "withdrawn_on": "2026-03-03"}

    county.on("2026-03-03").when("fact.withdraw", **wish).is_recorded()

    recorded = county.ledger.at(county.ledger.recorder.head().number)
    assert recorded is not None
    assert recorded.commit.by is not None
    assert "major_hazard_source:M-1" in recorded.commit.by.boundary
    assert county.state("site_hazard_sources:S-2") is None


@pytest.mark.parametrize("tonnes", ["1", "3", "5"])
def test_the_order_of_entries_makes_no_difference(county: Scenario, tanks: Tanks, tonnes: str) -> None:
    """F-07: S of a unit is the same however its substances are listed."""
    entries = [{"substance": "氯", "tonnes": tonnes}, {"substance": "氨", "tonnes": "5"}]
    rest = {name: value for name, value in tanks.items() if name not in {"quantities", "source", "identified_on"}}

    one = identified(county, on="2026-03-02", source="M-1", quantities=entries, **rest)
    other = identified(county, on="2026-03-02", source="M-2", quantities=entries[::-1], **rest)

    assert (one.S, one.R, one.grade) == (other.S, other.R, other.grade)
