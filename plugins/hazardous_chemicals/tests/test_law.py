"""The sector's legal data by date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from regledger.sectors import Law, Lawbook, LawError, LawSource
from regledger_hazardous_chemicals.criteria import major_hazard_criteria
from regledger_hazardous_chemicals.major_hazard_sources import GB_18218_2018, grade, quantity

SOURCE = LawSource.from_package("regledger_hazardous_chemicals", "law.toml")
BEFORE, AFTER = date(2026, 4, 30), date(2026, 5, 1)


def _law(*changes: tuple[str, str]) -> Law:
    text = SOURCE.text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Lawbook.load(LawSource("changed", text)).open()


def test_the_rules_and_their_standing() -> None:
    """F-01 to F-04, F-07, F-08: each rule is declared with the status of the text that was read."""
    rules = Lawbook.load(SOURCE).rules

    assert {name: rule.status for name, rule in rules.items()} == {
        "F-01": "SECONDARY",
        "F-02": "VERIFIED",
        "F-03": "VERIFIED",
        "F-04": "VERIFIED",
        "F-07": "TRANSCRIPTION",
        "F-08": "TRANSCRIPTION",
    }


def test_the_prevailing_text_changes_on_the_first_of_may_2026() -> None:
    """F-01: Decree 591 governs acts to 2026-04-30, the Law of 2025 those after."""
    law = _law()

    assert law.value("F-01.governing_text", on=BEFORE) == "危险化学品安全管理条例(2013)"
    assert law.value("F-01.governing_text", on=AFTER) == "危险化学品安全法(2025)"


def test_the_evaluation_falls_due_after_three_years() -> None:
    """F-02: an evaluation of 2023-03-01 is to be repeated by 2026-03-01, a Sunday, which does not roll over."""
    deadline = _law().deadline("F-02.evaluation_interval", date(2023, 3, 1), on=date(2023, 3, 1))

    assert deadline.day == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("name", "yuan"),
    [
        ("not_evaluated_minimum", 50_000),
        ("not_evaluated_maximum", 100_000),
        ("not_filed_maximum", 10_000),
        ("filing_refused_minimum", 10_000),
        ("filing_refused_maximum", 50_000),
    ],
)
def test_fines_in_fen(name: str, yuan: int) -> None:
    """F-02: the fines of Arts 80 and 81 of Decree 591, before and after the new Law, are in fen."""
    law = _law()

    assert [law.integer(f"F-02.{name}", on=day) for day in (BEFORE, AFTER)] == [yuan * 100] * 2


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("F-02.not_evaluated", 50_000, 100_000),
        ("F-02.not_filed", None, 10_000),
        ("F-03.not_apart", 50_000, 100_000),
        ("F-03.no_double_custody", None, 50_000),
        ("F-04.unlicensed_trade", 100_000, 200_000),
        ("F-12.not_recorded", None, 10_000),
        ("F-12.illegal_sale", 100_000, 200_000),
    ],
)
def test_offences_with_their_ranges(name: str, least: int | None, most: int) -> None:
    """F-02, F-03, F-04, F-12: what Arts 77 to 84 of Decree 591 punish, in yuan, before the new Law."""
    law = _law()
    offence = law.offence(name)
    assert offence is not None

    ends = [
        law.integer(parameter, on=BEFORE) // 100 if parameter else None
        for parameter in (offence.fine_min, offence.fine_max)
    ]

    assert ends == [least, most]


def test_what_the_new_law_makes_of_unlicensed_trade() -> None:
    """F-01, F-04: from 2026-05-01 up to 500,000 yuan are reported, which nobody read: it does not block."""
    law = _law()

    assert [law.integer("F-04.unlicensed_maximum", on=day) for day in (BEFORE, AFTER)] == [20_000_000, 50_000_000]
    assert not law.settled("F-04.unlicensed_maximum", on=AFTER)


STATUTE = Path(__file__).resolve().parents[4] / "shared" / "reference" / "statutes"
READ = {
    "F-02": ("第八十条", "处5万元以上10万元以下的罚款"),
    "F-03.custody": ("第七十八条", "可以处5万元以下的罚款；拒不改正的，处5万元以上10万元以下的罚款"),
    "F-04": ("第七十七条", "并处10万元以上20万元以下的罚款"),
    "F-12": ("第八十一条", "可以处1万元以下的罚款；拒不改正的，处1万元以上5万元以下的罚款"),
    "F-12.illegal_sale": ("第八十四条", "并处10万元以上20万元以下的罚款"),
    "F-04.decision": ("第三十五条", "自收到证明材料之日起30日内"),
}


@pytest.mark.skipif(not STATUTE.exists(), reason="data: the texts of the statutes are not there")
@pytest.mark.parametrize("name", READ)
def test_the_numbers_stand_in_the_text(name: str) -> None:
    """F-02, F-03, F-04, F-12: the article that a number cites says that number."""
    [path] = STATUTE.glob("危险化学品安全管理条例*.md")
    article, said = READ[name]
    text = path.read_text(encoding="utf-8")
    begins = text.index(f"\n{article} ")

    assert said in text[begins : text.index("\n第", begins + 1)]


def test_a_verified_amount_blocks_only_until_the_new_law() -> None:
    """F-01, F-02: Decree 591's amounts may block for acts before 2026-05-01; after that they only warn."""
    before, after = _law(), _law()

    before.integer("F-02.not_evaluated_minimum", on=BEFORE)
    after.integer("F-02.not_evaluated_minimum", on=AFTER)

    assert before.blocks("F-02", on=BEFORE)
    assert not after.blocks("F-02", on=AFTER)


def test_the_law_book_says_what_the_standard_says() -> None:
    """F-07, F-08: the parameters are the standard's own numbers, and each of them joins the trace."""
    law = _law()

    assert major_hazard_criteria(law, on=AFTER) == GB_18218_2018
    assert {used.parameter for used in law.used} == {
        "F-07.s_threshold",
        "F-08.alpha_bands",
        "F-08.grade_1_minimum",
        "F-08.grade_2_minimum",
        "F-08.grade_3_minimum",
    }


def test_another_number_in_the_law_book_changes_the_grade() -> None:
    """F-08: chlorine with R = 72 is grade 1 where a law book sets that grade at 70."""
    criteria = major_hazard_criteria(_law(('value = "100"', 'value = "70"')), on=AFTER)

    assert grade([quantity("氯", "60")], 50, criteria=criteria).grade == 1


def test_there_are_no_criteria_before_the_standard() -> None:
    """F-07: on a day before GB 18218-2018 the edition of 2009 applied, which is not loaded: a named error."""
    with pytest.raises(LawError, match="no value on 2019-02-28"):
        major_hazard_criteria(_law(), on=date(2019, 2, 28))


@pytest.mark.parametrize("bands", ["", "1:1.0 30:1.2", "0:0.5 30:1.2 1:1.0", "0:0.5 0:1", "0:x", "0", "0:0", "0:NaN"])
def test_broken_bands_are_named(bands: str) -> None:
    """F-08: bands that do not start at 0 people, do not rise or are no numbers are an error with the remedy."""
    with pytest.raises(LawError, match=r"F-08\.alpha_bands"):
        major_hazard_criteria(_law(("0:0.5 1:1.0 30:1.2 50:1.5 100:2.0", bands)), on=AFTER)


def test_floors_that_do_not_fall_are_named() -> None:
    """F-08: a grade 1 that begins below grade 2 is an error."""
    with pytest.raises(LawError, match="do not fall"):
        major_hazard_criteria(_law(('value = "100"', 'value = "40"')), on=AFTER)
