"""What the range of a fine is: of which day, from whom, and where there is none (A-32, A-34, A-35, A-36)."""

from __future__ import annotations

import pytest
from regledger.deciding.answers import Refused
from regledger.testing.penalty import FILED
from regledger.testing.scenario import given, step

from .conftest import Drafted, Opened, parameter, rule
from .smoke import HERE, LEAST, MOST, RANGE, TOLD, decided, ends, offence, tier

# ── what is no range ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (parameter("K-99.least", 200, "yuan") + parameter("K-99.most", 500, "fen"), "K-99.least is counted in 'yuan'"),
        (parameter("K-99.least", 200, "fen") + parameter("K-99.most", 500, "hour"), "K-99.most is counted in 'hour'"),
        (ends(-1, 5), "K-99.least -1"),
        (ends(5).replace("value = 5000000", 'value = "5000000"'), "K-99.most '5000000'"),
        (ends(5).replace("value = 5000000", "value = true"), "K-99.most True"),
        (ends(501, 500), "on 2020-01-01 K-99.least is 501 and K-99.most is 500"),
        (
            parameter("K-99.least", 501, "fen")
            + parameter("K-99.most", 502, "fen", until="2024-12-31")
            + "[[parameter.value]]"
            + parameter("K-99.most", 500, "fen", since="2025-01-01").partition("[[parameter.value]]")[2],
            "on 2025-01-01 K-99.least is 501 and K-99.most is 500",
        ),
    ],
    ids=range(7),
)
@pytest.mark.parametrize("of", ["offence", "benchmark"])
def test_a_sector_with_a_range_that_is_none_is_left_out(drafted: Drafted, tables: str, said: str, of: str) -> None:
    """Both ends of an offence or a tier are whole fen from 0, the least no more than the most on any day."""
    holder = offence() if of == "offence" else offence(ends="") + tier("K-99.only", "K-99.least", "K-99.most")

    installation = drafted(kiln=rule("K-99") + tables + holder, another="")

    (broken,) = installation.sectors.broken
    assert broken.name == "kiln"
    assert all(word in broken.found for word in said.split())
    assert "another" in installation.declared


def test_the_ends_of_a_range_may_meet_or_never_stand_on_one_day(drafted: Drafted) -> None:
    """A single sum is a range, and so are ends of which one is over before the other begins."""
    met = ends(500, 500)
    apart = parameter("K-99.least", 501, "fen", until="2024-12-31") + parameter(
        "K-99.most", 500, "fen", since="2025-01-01"
    )

    for tables in (met, apart):
        assert drafted(kiln=rule("K-99") + tables + offence()).sectors.broken == []


# ── the law of which day ─────────────────────────────────────────────────────────────────────────────────


def two(before: tuple[int, int], after: tuple[int, int]) -> str:
    """A range that changed after the act of 2026-02-25 and before the decision of 2026-03-17."""
    tables = rule("K-99") + offence()
    for name, old, new in zip(("K-99.least", "K-99.most"), before, after, strict=True):
        young = parameter(name, new, "fen", since="2026-03-01").partition("[[parameter.value]]")[2]
        tables += parameter(name, old, "fen", nature="substantive", until="2026-02-28")
        tables += "[[parameter.value]]" + young
    return tables


@pytest.mark.parametrize(
    ("after", "least", "most"),
    [
        ((LEAST, MOST + 100), LEAST, MOST),
        ((LEAST + 100, MOST + 100), LEAST, MOST),
        ((LEAST, MOST - 100), LEAST, MOST - 100),
        ((LEAST - 100, MOST), LEAST - 100, MOST),
        ((LEAST - 100, MOST + 100), LEAST, MOST),
        ((LEAST + 100, MOST - 100), LEAST, MOST),
    ],
)
def test_the_law_of_the_act_counts_unless_the_new_one_is_milder(
    drafted: Drafted, opened: Opened, after: tuple[int, int], least: int, most: int
) -> None:
    """A-36: a new range that is harsher at either end does not count for an older act, and a milder one does."""
    scenario = given(opened(drafted(kiln=two((LEAST, MOST), after))).ledger, HERE, TOLD).on("2026-03-17")

    scenario.when(decided(least - 1)).refuses("A-32")
    scenario.when(decided(most + 1)).refuses("A-36" if most < MOST else "A-34")
    assert not scenario.ledger.check(scenario.submission(decided(least))).objections
    assert not scenario.ledger.check(scenario.submission(decided(most))).objections


def test_an_offence_without_a_range_on_that_day_is_noted(drafted: Drafted, opened: Opened) -> None:
    """A-34: where the law book knows no range for the day of the act, the fine is recorded and somebody is told to check it."""
    tables = rule("K-99") + ends(since="2026-04-01") + offence()
    scenario = given(opened(drafted(kiln=tables)).ledger, HERE, TOLD).on("2026-03-17")

    scenario.when(decided(MOST + 1)).warns("A-34", code="case.range_unknown").says("2026-02-25")


@pytest.mark.parametrize("unread", ["offence", "least", "most"])
def test_a_range_that_was_not_verified_warns(drafted: Drafted, opened: Opened, unread: str) -> None:
    """A-32, A-34: where the offence, or an end of its range, is not verified the fine is warned about and not refused."""
    tables = rule("K-99") + offence(status="SECONDARY" if unread == "offence" else "VERIFIED")
    for name, sum_ in (("least", LEAST), ("most", MOST)):
        status = "SECONDARY" if unread == name else "VERIFIED"
        tables += parameter(f"K-99.{name}", sum_, "fen", nature="substantive", status=status)
    scenario = given(opened(drafted(kiln=tables)).ledger, HERE, TOLD)
    confirmed = step("rule.confirm", rule="K-99", authority="emb", document="窑炉条例", confirmed_on="2026-03-16")

    assert not scenario.ledger.check(scenario.on("2026-03-17").submission(decided(LEAST - 1))).objections
    scenario.when(decided(MOST + 1, number="1号")).warns("A-34")

    given(scenario.ledger, confirmed, HERE.but(case="C-2", act="Again"), TOLD.but(case="C-2"))
    scenario.on("2026-03-17").when(decided(MOST + 1, case="C-2", number="2号")).refuses("A-34")


@pytest.mark.parametrize("before", ["", "2025-12-31"])
def test_a_range_without_its_end_today_is_no_milder(drafted: Drafted, opened: Opened, before: str) -> None:
    """A-36: where the law of the day of the step sets no sum, that of the day of the act counts, and is no milder for it."""
    least = parameter("K-99.least", LEAST, "fen", nature="substantive", until=before or "2026-02-28")
    tables = rule("K-99") + least + offence().replace('fine_max = "K-99.most"\n', "")
    scenario = given(opened(drafted(kiln=tables)).ledger, HERE, TOLD).on("2026-03-17")

    if before:
        scenario.when(decided(LEAST - 1)).warns("A-34", code="case.range_unknown")
    else:
        scenario.when(decided(LEAST - 1)).refuses("A-32", code="case.fine_below_range")


def test_the_tier_is_read_by_the_law_of_the_range(drafted: Drafted, opened: Opened) -> None:
    """A-35, A-36: where the new range is the milder one, the tier is that of the new law as well."""
    tables = two((2000, 5000), (1000, 1900)) + tier("K-99.only", "K-99.least", "K-99.most")
    harsher = two((1000, 1900), (2000, 5000)) + tier("K-99.only", "K-99.least", "K-99.most")

    for law in (tables, harsher):
        scenario = given(opened(drafted(kiln=law)).ledger, HERE, TOLD).on("2026-03-17")
        scenario.when(decided(1500, tier="K-99.only")).then("case.decided").quietly()


# ── what the sector answers ──────────────────────────────────────────────────────────────────────────────

ANSWER = """
@hookimpl
def regledger_fine_range(act, offence, judge):
    if offence.id == "K-99.smoke":
        most = judge.whole("K-99.per_chimney") * 3
        return FineRange(least_fen=most // 2, most_fen=most, article="窑炉条例(2026) Art 100")
"""


def chimneys(status: str = "VERIFIED") -> str:
    """The sum that the sector multiplies."""
    return parameter("K-99.per_chimney", 1_000_000, "fen", status=status)


def test_the_sector_says_what_the_range_is(drafted: Drafted, opened: Opened) -> None:
    """A-32, A-34: what the lead sector of the case's site answers goes before the parameters, with its own article."""
    scenario = given(opened(drafted(ANSWER, kiln=RANGE + chimneys())).ledger, HERE, TOLD).on("2026-03-17")

    scenario.when(decided(1_499_999)).refuses("A-32").says("15,000.00")
    answer = scenario.when(decided(3_000_001)).refuses("A-34").answer

    assert isinstance(answer, Refused)
    assert answer.objections[0].article == "窑炉条例(2026) Art 100; 行政处罚法(2021) Art 34"
    assert not scenario.ledger.check(scenario.submission(decided(1_500_000))).objections
    scenario.when(decided(3_000_000)).then("case.decided").quietly()


@pytest.mark.parametrize(
    ("asked", "of_offence", "of_sum", "refused"),
    [
        ("K-99.per_chimney", "VERIFIED", "VERIFIED", True),
        ("K-99.per_chimney", "SECONDARY", "VERIFIED", False),
        ("K-99.per_chimney", "VERIFIED", "SECONDARY", False),
        ("A-15.large_fine_unit", "VERIFIED", "VERIFIED", False),
    ],
    ids=["verified", "offence", "sum", "sum that A-15 used before"],
)
def test_an_answer_stands_on_what_was_asked_for_it(
    drafted: Drafted, opened: Opened, asked: str, of_offence: str, of_sum: str, refused: bool
) -> None:
    """A-34: a range for which the sector asked what nobody verified warns, also where the act asked for the same before."""
    answer = f"""
@hookimpl
def regledger_fine_range(act, offence, judge):
    return FineRange(least_fen=0, most_fen=judge.whole("{asked}"))
"""
    tables = rule("K-99") + ends() + offence(status=of_offence) + chimneys(of_sum)
    scenario = given(opened(drafted(answer, kiln=tables)).ledger, HERE, TOLD).on("2026-03-17")

    late = scenario.when(decided(6_000_000))

    if refused:
        late.refuses("A-34", code="case.fine_above_range")
    else:
        late.warns("A-34", code="case.fine_above_range")
        fact = scenario.ledger.at(late.recorded.numbers[-1])
        assert fact is not None
        assert fact.commit.by is not None
        assert asked in [one.parameter for one in fact.commit.by.used]


def test_a_sector_is_not_asked_of_the_sites_of_others(drafted: Drafted, opened: Opened) -> None:
    """A case about a site of no sector keeps to the offence's own parameters."""
    scenario = given(opened(drafted(ANSWER, kiln=RANGE + chimneys())).ledger, FILED, TOLD).on("2026-03-17")

    scenario.when(decided(MOST + 1)).refuses("A-34")
    scenario.when(decided(MOST)).warns("REF", code="case.offence_of_another_sector")


def test_an_answer_from_an_unverified_number_warns(drafted: Drafted, opened: Opened) -> None:
    """A-34: a sector that reckons with a number that nobody verified cannot refuse with it."""
    tables = RANGE + chimneys("FROM MEMORY")
    scenario = given(opened(drafted(ANSWER, kiln=tables)).ledger, HERE, TOLD).on("2026-03-17")

    scenario.when(decided(3_000_001)).warns("A-34", code="case.fine_above_range")


def test_a_sector_that_answers_with_something_else_refuses_the_act(drafted: Drafted, opened: Opened) -> None:
    """A range of the wrong type is named with the sector and its hook, and nothing is recorded."""
    wrong = "@hookimpl\ndef regledger_fine_range(act, offence, judge):\n    return 5\n"
    scenario = given(opened(drafted(wrong, kiln=RANGE)).ledger, HERE, TOLD).on("2026-03-17")

    scenario.when(decided(LEAST)).refuses("SECTOR", code="sector.failed").says("regledger_fine_range")


def test_an_offence_that_only_a_sector_can_bound_is_noted_elsewhere(drafted: Drafted, opened: Opened) -> None:
    """A-34: an offence that names no parameters has no known range where its sector is not asked."""
    tables = rule("K-99") + offence(ends="none") + chimneys()
    scenario = given(opened(drafted(ANSWER, kiln=tables)).ledger, FILED, TOLD).on("2026-03-17")

    scenario.when(decided(MOST)).warns("REF", "A-34").says("no range of fines is known")
