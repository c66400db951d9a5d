"""The tables of GB 18218-2018 as the package carries them (F-07, F-08)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from regledger_hazardous_chemicals.gb18218 import (
    AmbiguousSubstance,
    BadCasNumber,
    UnknownClass,
    find_substance,
    hazard_class,
    hazard_classes,
    is_class_code,
    substances,
    unknown_substance,
)
from stdnum import casrn

TABLE_3 = {
    "一氧化碳": 2, "二氧化硫": 2, "氨": 2, "环氧乙烷": 2, "氯化氢(无水)": 3, "溴甲烷": 3, "氯": 4, "硫化氢": 5,
    "氟化氢": 5, "二氧化氮": 10, "氰化氢": 10, "光气": 20, "磷化氢": 20, "异氰酸甲酯": 20,
}  # fmt: skip

TABLE_2 = """J1 5 4, J2 50 1, J3 50 2, J4 50 2, J5 500 1, W1.1 1 2, W1.2 10 2, W1.3 50 2, W2 10 1.5, W3 150 1,
W4 50 1, W5.1 10 1.5, W5.2 50 1, W5.3 1000 1, W5.4 5000 1, W6.1 10 1.5, W6.2 50 1, W7.1 10 1.5, W7.2 50 1,
W8 50 1, W9.1 50 1, W9.2 200 1, W10 200 1, W11 200 1"""


def _found(text: str) -> str:
    entry = find_substance(text)
    assert entry is not None
    return entry.id


def test_table_1_has_every_number_from_1_to_85() -> None:
    """F-07: table 1 has 85 entries, numbered without a gap and named without a repetition."""
    table = substances()

    assert list(table) == [str(number) for number in range(1, 86)]
    assert len({entry.name for entry in table.values()}) == 85
    assert all(entry.Q > 0 for entry in table.values())


def test_the_sum_of_table_1_is_that_of_the_catalogue() -> None:
    """F-07: no threshold of table 1 was lost or changed on the way (the total of the column in the catalogue)."""
    thresholds = [entry.Q for entry in substances().values()]

    assert sum(thresholds) == Decimal("7289.55")
    assert (min(thresholds), max(thresholds)) == (Decimal("0.3"), Decimal(1000))


@pytest.mark.parametrize(
    ("number", "name", "threshold"),
    [
        ("1", "氨", "10"),
        ("6", "碳酰氯(光气)", "0.3"),
        ("21", "环氧氯丙烷(1-氯-2,3-环氧丙烷)", "20"),
        ("30", "异氰酸甲酯", "0.75"),
        ("35", "2,4,6-三硝基甲苯(TNT)", "5"),
        ("46", "硝酸钾", "1000"),
        ("47", "1,3-丁二烯", "5"),
        ("72", "过氧化甲基乙基酮(10%<有效氧含量≤10.7%,含A型稀释剂≥48%)", "10"),
        ("85", "钠", "10"),
    ],
)
def test_entries_of_table_1(number: str, name: str, threshold: str) -> None:
    """F-07: an entry has the name of the standard, with its commas and its limits, and the threshold of table 1."""
    entry = substances()[number]

    assert (entry.name, entry.Q) == (name, Decimal(threshold))


def test_no_name_carries_a_semicolon() -> None:
    """F-07: the semicolons that stood for commas in the catalogue are commas again."""
    assert not [entry.name for entry in substances().values() if ";" in entry.name or "；" in entry.name]


def test_trap_08_every_name_and_number_leads_to_its_own_entry() -> None:
    """TRAP-08, F-07: one transcription has faulty names; here each name, and each CAS number that is no other's, finds its entry."""
    entries = substances().values()
    names = [entry.name for entry in entries]
    numbers = [number for entry in entries for number in entry.cas]

    assert len(set(names)) == len(names)
    assert [entry.name for entry in entries if _found(entry.name) != entry.id] == []
    alone = [(entry, number) for entry in entries for number in entry.cas if numbers.count(number) == 1]
    assert [number for entry, number in alone if _found(number) != entry.id] == []


def test_every_cas_number_has_a_valid_check_digit() -> None:
    """F-07: each CAS number of table 1 and each further one passes its check digit."""
    numbers = [number for entry in substances().values() for number in entry.cas]

    assert len(numbers) == 87
    assert [number for number in numbers if not casrn.is_valid(number)] == []


@pytest.mark.parametrize(
    ("cas", "number"),
    [
        ("28653-16-9", "34"),
        ("86290-81-5", "66"),
        ("8006-14-2", "49"),
        ("74-82-8", "49"),
        ("74-98-6", "52"),
        ("106-97-8", "52"),
        ("7782-50-5", "12"),
    ],
)
def test_corrected_and_further_cas_numbers(cas: str, number: str) -> None:
    """F-07: the corrected CAS numbers and the further ones lead to their entry."""
    assert _found(cas) == number


@pytest.mark.parametrize("cas", ["606-35-9", "8006-61-9"])
def test_withdrawn_cas_numbers(cas: str) -> None:
    """F-07: the CAS numbers that the second reading withdrew lead nowhere."""
    assert casrn.is_valid(cas)
    assert find_substance(cas) is None


@pytest.mark.parametrize(("cas", "numbers"), [("9004-70-0", range(37, 43)), ("6484-52-2", range(43, 46))])
def test_a_cas_number_of_several_entries_is_ambiguous(cas: str, numbers: range) -> None:
    """F-07: nitrocellulose and ammonium nitrate have several entries, and the error names each of them."""
    with pytest.raises(AmbiguousSubstance) as refused:
        find_substance(cas)

    for number in numbers:
        assert f"{number} {substances()[str(number)].name}" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"), ("氯", "12"), (" 液氯 ", "12"), ("光气", "6"), ("氯化氢（无水）", "11"), ("tnt", "35"),
        ("硝酸（含硝酸＞70％，发红烟的除外）", "81"), ("一氧化碳", "13"), ("电石", "83"),
    ],
)  # fmt: skip
def test_ways_to_name_an_entry(text: str, number: str) -> None:
    """F-07: number, name, usual name and full-width forms lead to the same entry."""
    assert _found(text) == number


@pytest.mark.parametrize("text", ["甲醛", "硝酸", "硝酸铵", "氯化氢", "氧"])
def test_an_entry_with_a_limit_is_not_found_by_its_bare_name(text: str) -> None:
    """F-07: formaldehyde of any strength is not "甲醛(含量>90%)"; the error offers the entry instead."""
    entry = next(entry for entry in substances().values() if entry.name.startswith(f"{text}("))

    assert find_substance(text) is None
    assert f"{entry.id} {entry.name}" in str(unknown_substance(text))


def test_a_mistyped_cas_number_is_named() -> None:
    """F-07: a CAS number with a wrong check digit is an error, so that chlorine does not pass for something unlisted."""
    with pytest.raises(BadCasNumber, match="7782-50-6"):
        find_substance("7782-50-6")


def test_table_2_and_table_4() -> None:
    """F-07, F-08: table 2 has 24 classes, each with its Q and the beta of table 4."""
    expected = {code: (Decimal(q), Decimal(beta)) for code, q, beta in map(str.split, TABLE_2.split(","))}

    assert {code: (each.Q, each.beta) for code, each in hazard_classes().items()} == expected
    assert len(expected) == 24


def test_table_3() -> None:
    """F-08: table 3 has 14 toxic gases, each an entry of table 1, and no other entry has a beta of its own."""
    with_beta = {entry.id: entry.beta for entry in substances().values() if entry.beta is not None}

    assert with_beta == {_found(name): Decimal(beta) for name, beta in TABLE_3.items()}
    assert len(with_beta) == 14


@pytest.mark.parametrize(("code", "nearest"), [("W5", "W5.1, W5.2, W5.3, W5.4"), ("J9", "J"), ("", "J1")])
def test_an_unknown_class_names_the_nearest(code: str, nearest: str) -> None:
    """F-07: a class that table 2 lacks is an error that names codes to choose from."""
    with pytest.raises(UnknownClass) as refused:
        hazard_class(code)

    assert nearest in str(refused.value)


def test_class_codes_are_read_in_any_form() -> None:
    """F-07: a class code is known in lower case and full width, and no entry of table 1 looks like one."""
    assert hazard_class("ｗ5.3").code == "W5.3"
    assert not [entry.name for entry in substances().values() if is_class_code(entry.name)]
