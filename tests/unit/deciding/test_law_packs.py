"""Law packs: what an authority loads decides acts from its day on, and only what goes with the rest is loaded."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from regledger.deciding.answers import Recorded, Refused
from regledger.history.explain import explain
from regledger.law import Lawbook, LawSource
from regledger.law.packs import faults_of, read_pack
from regledger.ledger import Ledger
from regledger.testing.penalty import FILED, NOTIFIED
from regledger.testing.scenario import Attempt, Scenario, Step, given

from .packs_county import EXAMPLE, UNIT, amending, declaring, head, load, valued

UNTOLD = NOTIFIED.but(fine_fen=2_000_000, hearing_right_told=False)
"""A notice of 20,000 yuan that says nothing of a hearing: lawful where large is 50,000."""


def number(attempt: Attempt) -> int:
    """The number of the fact that was recorded."""
    answer = attempt.is_recorded().answer
    assert isinstance(answer, Recorded)
    return answer.numbers[0]


def value(ledger: Ledger, on: str, *, head: int | None = None, of: str = UNIT) -> object:
    """What a parameter is for an act of a day, by what was known at `head`."""
    day = date.fromisoformat(on)
    return ledger.law(head, on=day).value(of, on=day)


@pytest.fixture
def filed(county: Scenario) -> Scenario:
    return given(county.ledger, FILED).on("2026-03-20")


@pytest.mark.parametrize(("served", "refused"), [("2026-03-09", False), ("2026-03-10", True)])
def test_an_act_is_judged_by_a_pack_from_its_first_day(filed: Scenario, served: str, refused: bool) -> None:
    """A fine of 20,000 yuan gives a right to a hearing from the day from which the county's limit applies."""
    filed.when(load(head() + amending(2_000_000))).then("law_pack.loaded")

    notice = filed.when(UNTOLD.but(served_on=served))

    notice.refuses("A-15", code="case.hearing_right_not_told") if refused else notice.is_recorded()


def test_the_base_counts_again_after_the_last_day_of_an_amendment(county: Scenario) -> None:
    """A pack's value goes before the core's on the days that it covers, and on no other."""
    county.when(load(head() + amending(7, since="2026-03-12", until="2026-03-14"))).is_recorded()

    found = [value(county.ledger, f"2026-03-{day}") for day in (11, 12, 14, 15)]

    assert found == [5_000_000, 7, 7, 5_000_000]


def test_the_trace_names_the_pack_and_keeps_its_value(filed: Scenario) -> None:
    """A decision of before a later version is explained by the value, the citation and the pack that it used."""
    filed.when(load(head() + amending(3_000_000))).is_recorded()
    noticed = number(filed.when(UNTOLD.but(served_on="2026-03-11")))

    filed.when(load(head(version=2) + amending(1_000_000), on="2026-03-12")).is_recorded()

    explained = explain(filed.ledger, noticed)
    assert explained is not None
    used = {one.parameter: one for one in explained.used}[UNIT]
    assert (used.value, used.pack, used.citation) == (3_000_000, "small/1", "办法(2026) Art 1")
    assert {one.pack for one in explained.used if one.parameter != UNIT} <= {""}


def test_a_value_of_no_pack_is_stored_as_it_always_was(filed: Scenario) -> None:
    """The entry of a decision that used no pack has no word about packs."""
    noticed = number(filed.when(UNTOLD.but(served_on="2026-03-11")))

    stored = filed.ledger.at(noticed)

    assert stored is not None
    assert b'"used":[{' in stored.data
    assert b'"pack"' not in stored.data


def test_an_earlier_head_does_not_see_the_pack(county: Scenario) -> None:
    """What was known before the pack was loaded decides as it did then."""
    before = county.ledger.recorder.head().number
    county.when(load(head() + amending(7))).is_recorded()

    assert value(county.ledger, "2026-03-10", head=before) == 5_000_000
    assert value(county.ledger, "2026-03-10") == 7


def test_a_higher_version_stands_in_the_place_of_the_one_before_from_its_day(county: Scenario) -> None:
    """What the new version no longer says is said no more from its first day, and until then the old one counts."""
    county.when(load(head() + amending(7) + declaring("SMALL-1.sum"))).is_recorded()
    county.when(load(head(version=2) + amending(8), since="2026-03-20", on="2026-03-02")).is_recorded()
    ledger = county.ledger

    assert [value(ledger, "2026-03-19"), value(ledger, "2026-03-20")] == [7, 8]
    assert "SMALL-1.sum" in ledger.law(on=date(2026, 3, 19)).book.parameters
    assert "SMALL-1.sum" not in ledger.law(on=date(2026, 3, 20)).book.parameters


@pytest.mark.parametrize(("version", "refused"), [(1, True), (2, True), (3, False)])
def test_a_version_is_loaded_once_and_upwards(county: Scenario, version: int, refused: bool) -> None:
    """The same version and a lower one are refused, whatever they say."""
    county.when(load(head(version=2) + amending(7))).is_recorded()

    again = county.when(load(head(version=version) + amending(8)))

    again.refuses("SEQ", code="law_pack.not_newer") if refused else again.is_recorded()


def test_a_withdrawn_pack_counts_no_more(county: Scenario) -> None:
    """After its withdrawal acts are judged without it, also those that the version before it had judged."""
    first = number(county.when(load(head() + amending(7))))
    second = number(county.when(load(head(version=2) + amending(8), on="2026-03-02")))

    def withdraw(which: int) -> None:
        how = {"reason": "Not promulgated", "authority": "emb", "withdrawn_on": "2026-03-10"}
        county.when("fact.withdraw", number=which, **how).is_recorded()

    withdraw(second)
    assert value(county.ledger, "2026-03-10") == 7
    withdraw(first)
    assert value(county.ledger, "2026-03-10") == 5_000_000


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pack = [", "not TOML"),
        ("pack = " + "[" * 9_000, "nested too deep"),
        (head() + amending(7).replace("= 7\n", f"= 7{'0' * 5_000}\n"), "not TOML"),
        (head() + amending(10**15), "15 digits"),
        (head() + declaring("SMALL-1.sum", 10**15), "15 digits"),
        (head() + declaring("SMALL-1.sum", -1), "SMALL-1.sum is -1, which is no whole number from 0 of 'fen'"),
        (head().replace('"County"', '"Cou\\u001b[2Jnty"') + amending(7), "U+001B"),
        (head().replace('"County"', '"Coun\\u202ety"') + amending(7), "U+202E"),
        (head() + amending(7).replace("Art 1", "Art\\n1"), "U+000A"),
        (head(version=10**15) + amending(7), "its version is 1000000000000000"),
        (amending(7), "no [pack]"),
        (head(), "lays nothing down"),
        (head("two words") + amending(7), "'two words'"),
        (head(version=0) + amending(7), "version is 0"),
        (head().replace('"County"', '" "') + amending(7), "issuer is empty"),
        (head().replace('"County"', f'"{"x" * 201}"') + amending(7), "length <= 200"),
        (head().replace("issuer", "publisher") + amending(7), "publisher"),
        (head() + '[[texts]]\na = "b"\n', "'texts'"),
        (head() + amending(7) + amending(8, since="2027-01-01"), "twice"),
        (head() + f"[[amendment]]\n[[amendment.value]]\n{valued(7)}", "id None"),
        (head() + f'[[amendment]]\nparameter = "{UNIT}"\nunit = "fen"\n', "'unit'"),
        (head() + f'[[amendment]]\nparameter = "{UNIT}"\n', "no value"),
        (head() + amending(7).replace("= 7\n", "= 0.7\n"), "float"),
        (head() + declaring("SMALL-1.sum").replace(' title = "Sum"', "").replace('"fen"', '""'), "unit is empty"),
    ],
)
def test_what_cannot_be_read_is_refused(county: Scenario, text: str, says: str) -> None:
    """A text that is no law pack is refused with what is wrong about it, and nothing is recorded."""
    before = county.ledger.recorder.head().number

    county.when(load(text)).refuses("REF", code="law_pack.unreadable").says(says)

    assert county.ledger.recorder.head().number == before


OFFENCE = """[[offence]]
id = "SMALL-1"
title = "Small"
title_zh = "小"
citations = [{ instrument = "办法", edition = "2026", article = "Art 1" }]
status = "VERIFIED"
fine_max = "SMALL-1.sum"
"""
PUNISHED = OFFENCE.replace('fine_max = "SMALL-1.sum"\n', "")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (declaring("A-19.decision"), "law_pack.declared_twice", "regledger.law:data/rules/penalty.toml"),
        (declaring("LOADED-1.sum"), "law_pack.declared_twice", "loaded/1"),
        (amending(8), "law_pack.amended_twice", "loaded/1"),
        (amending(8, "A-15.no_such"), "law_pack.names_unknown", "A-15.no_such"),
        (OFFENCE, "law_pack.names_unknown", "SMALL-1.sum"),
        (amending("much", "A-19.decision"), "law_pack.amends_otherwise", "A-19.decision"),
        (declaring("SEQ.days"), "law_pack.of_the_platform", "SEQ.days"),
        (declaring("X-77.days"), "law_pack.of_the_platform", "X-77.days"),
        (declaring("seq.days"), "law_pack.of_the_platform", "seq.days"),
        (declaring("holidays.2026"), "law_pack.of_the_platform", "holidays.2026"),
        (declaring("exception.A-19"), "law_pack.of_the_platform", "exception.A-19"),
        (PUNISHED.replace("SMALL-1", "Role"), "law_pack.of_the_platform", "offence Role"),
        (PUNISHED.replace("SMALL-1", "I-02"), "law_pack.under_another", "I-02 of regledger.law:data/rules/hazards.toml"),
        (PUNISHED.replace("SMALL-1", "I-02.fake"), "law_pack.under_another", "offence I-02.fake"),
        (declaring("I-02.fake"), "law_pack.under_another", "parameter I-02.fake"),
        (PUNISHED.replace("offence", "rule").replace("SMALL-1", "LOADED-1"), "law_pack.under_another",
         "parameter LOADED-1.sum of loaded/1"),
        (amending(40_001, "A-19.decision"), "law_pack.unusable", "40001, which is no period"),
        (amending(-1, "A-19.decision"), "law_pack.unusable", "-1, which is no period"),
        (amending(-1), "law_pack.unusable", "parameter A-15.large_fine_unit -1"),
        (amending("NaN", "A-25.rate"), "law_pack.unusable", "'NaN', which is no ratio"),
        (amending("1e999999", "A-25.rate"), "law_pack.unusable", "'1e999999', which is no ratio"),
        (amending("", "A-25.rate"), "law_pack.unusable", "'', which is no ratio"),
        (OFFENCE.replace("offence", "rule").replace('fine_max = "SMALL-1.sum"\n', "").replace('"SMALL-1"', '"A-15"'),
         "law_pack.declared_twice", "rule A-15"),
    ],
)  # fmt: skip
def test_what_does_not_go_with_the_rest_is_refused(county: Scenario, text: str, code: str, says: str) -> None:
    """A pack that clashes with the core or another pack, or names what there is not, is refused and both are named."""
    county.when(load(head("loaded") + amending(7) + declaring("LOADED-1.sum"))).is_recorded()

    county.when(load(head() + text)).refuses("REF", code=code).says("small/1", says)


@pytest.mark.parametrize(
    ("most", "code"), [(1, "law_pack.no_range"), (-1, "law_pack.no_range"), (4, "law_pack.no_range"), (5, "")]
)
def test_a_pack_leaves_every_offence_a_range(county: Scenario, most: int, code: str) -> None:
    """REF: a pack by which the least fine of another pack's offence would be more than its most is refused, with both ends."""
    ends = OFFENCE + 'fine_min = "SMALL-1.least"\n' + declaring("SMALL-1.sum", 9) + declaring("SMALL-1.least", 5)
    county.when(load(head("loaded") + ends)).is_recorded()

    changed = county.when(load(head() + amending(most, "SMALL-1.sum")))

    if code:
        changed.refuses("REF", code=code).says("offence SMALL-1", "SMALL-1.sum", "small/1")
    else:
        changed.is_recorded()


@pytest.mark.parametrize(("until", "refused"), [("2026-05-31", True), ("2026-06-30", False)])
def test_both_ends_are_amended_for_as_long(county: Scenario, until: str, refused: bool) -> None:
    """REF: where the amended most ends before the amended least, the range is none from the day after."""
    ends = OFFENCE + 'fine_min = "SMALL-1.least"\n' + declaring("SMALL-1.sum", 9) + declaring("SMALL-1.least", 5)
    county.when(load(head("loaded") + ends)).is_recorded()
    amended = amending(20, "SMALL-1.least", until="2026-06-30") + amending(30, "SMALL-1.sum", until=until)

    changed = county.when(load(head() + amended))

    if refused:
        changed.refuses("REF", code="law_pack.no_range").says("on 2026-06-01 SMALL-1.least is 20")
    else:
        changed.is_recorded()


def test_two_packs_amend_one_parameter_on_other_days(county: Scenario) -> None:
    """Only days that both cover are a clash: one may go on where the other ends."""
    county.when(load(head("loaded") + amending(7, until="2026-03-14"))).is_recorded()

    county.when(load(head() + amending(8, since="2026-03-14"))).refuses("REF", code="law_pack.amended_twice")
    county.when(load(head() + amending(8, since="2026-03-15"))).is_recorded()

    assert [value(county.ledger, "2026-03-14"), value(county.ledger, "2026-03-15")] == [7, 8]


def test_a_clash_of_a_later_day_is_found_when_loading(county: Scenario) -> None:
    """A pack that is loaded and applies only later counts for what is loaded after it."""
    county.when(load(head("loaded") + amending(7), since="2026-06-01")).is_recorded()

    county.when(load(head() + amending(8))).refuses("REF", code="law_pack.amended_twice")


def test_a_version_that_drops_what_another_pack_names_is_refused(county: Scenario) -> None:
    """A pack may stand on what another declares, and then that is not taken away from it."""
    county.when(load(head("base") + declaring("BASE-1.sum") + declaring("BASE-1.other"))).is_recorded()
    county.when(load(head() + OFFENCE.replace("SMALL-1.sum", "BASE-1.sum"))).is_recorded()

    county.when(load(head("base", 2) + declaring("BASE-1.other"), on="2026-03-02")).refuses(
        "REF", code="law_pack.breaks"
    ).says("base/2", "small/1", "BASE-1.sum")
    county.when(load(head("base", 2) + declaring("BASE-1.sum"), on="2026-03-02")).is_recorded()


@pytest.mark.parametrize("document", ["Order 5", "\x01" * 200])
@pytest.mark.parametrize(("size", "refused"), [(54 * 1024, False), (54 * 1024 + 1, True)])
def test_a_pack_takes_one_entry_at_most(county: Scenario, size: int, refused: bool, document: str) -> None:
    """The fact takes at most 54 KiB as JSON, in bytes, the text of the pack and whatever is told with it."""
    text = head() + amending(7) + "# "
    much = county.when(load(text + "x" * 60_000).but(document=document)).refuses("REF", code="law_pack.too_large")
    assert isinstance(much.answer, Refused)
    around = int(much.answer.objections[0].args["size"]) - 60_000
    assert around > len(msgspec.json.encode(text)) + len(msgspec.json.encode(document))

    loaded = county.when(load(text + "x" * (size - around)).but(document=document))

    loaded.refuses("REF", code="law_pack.too_large").says(str(size), "Split") if refused else loaded.is_recorded()


def test_a_pack_is_loaded_by_an_authority_that_is_registered(county: Scenario) -> None:
    """Nobody else's word is law, and a command may not name an authority that there is not."""
    county.when(load(head() + amending(7)).but(authority="no-one")).refuses("REF", code="authority.unknown")


def test_what_a_pack_says_and_nobody_verified_warns(filed: Scenario) -> None:
    """A value from memory does not refuse, until an authority confirms the number."""
    filed.when(load(head() + amending(2_000_000, status="FROM MEMORY"))).is_recorded()
    confirm = {"rule": UNIT, "authority": "emb", "document": "Order 5", "confirmed_on": "2026-03-11"}

    filed.when(UNTOLD.but(served_on="2026-03-11")).warns("A-15")
    filed.when("rule.confirm", **confirm).is_recorded()

    filed.when(UNTOLD.but(served_on="2026-03-11")).refuses("A-15")


@pytest.mark.parametrize("rule", [UNIT, "A-15"])
def test_a_confirmation_of_before_does_not_confirm_what_a_pack_changes(filed: Scenario, rule: str) -> None:
    """Whoever compared the core's number with a text did not see the county's; what is VERIFIED needs no confirmation."""
    confirm = {"rule": rule, "authority": "emb", "document": "Measure (2015)", "confirmed_on": "2026-03-01"}
    filed.when("rule.confirm", **confirm).is_recorded()

    filed.when(load(head() + amending(2_000_000, status="SECONDARY"))).is_recorded()

    filed.when(UNTOLD.but(served_on="2026-03-11")).warns("A-15")


def test_what_a_verified_pack_says_of_other_days_leaves_a_confirmation_as_it_is(filed: Scenario) -> None:
    """The core's number was confirmed, and counts again after the last day of the county's: it refuses there as before."""
    confirm = {"rule": UNIT, "authority": "emb", "document": "Measure (2015)", "confirmed_on": "2026-03-01"}
    filed.when("rule.confirm", **confirm).is_recorded()

    filed.when(load(head() + amending(2_000_000, until="2026-03-10"))).is_recorded()

    filed.when(UNTOLD.but(fine_fen=5_000_000, served_on="2026-03-11")).refuses("A-15")


def test_what_applies_only_later_can_be_confirmed_at_once(county: Scenario) -> None:
    """An authority loads a pack of the next quarter and confirms its number on the same day."""
    county.when(load(head() + declaring("SMALL-1.sum"), since="2026-04-01")).is_recorded()
    confirm: Step = Step(
        command="rule.confirm", body={"authority": "emb", "document": "5", "confirmed_on": "2026-03-02"}
    )

    county.when(confirm.but(rule="SMALL-1.sum")).is_recorded()
    county.when(confirm.but(rule="SMALL-1.other")).refuses("REF", code="rule.unknown")


def test_the_example_is_a_county_s_own_benchmark(county: Scenario) -> None:
    """The pack of examples/law is loaded as it is, and everything in it is found from its day on."""
    text = EXAMPLE.read_text(encoding="utf-8")
    county.when(load(text, since="2026-04-01")).is_recorded()

    law = county.ledger.law(on=date(2026, 4, 1))
    tier, checklist = law.benchmark("COUNTY-1.lighter"), law.checklist("county_patrol/1")

    assert tier is not None
    assert law.integer(tier.fine_max, on=date(2026, 4, 1)) == 1_000_000
    assert len(getattr(checklist, "items", ())) == 2
    assert value(county.ledger, "2026-04-01") == 2_000_000
    assert county.ledger.law(on=date(2026, 3, 31)).benchmark("COUNTY-1.lighter") is None


def test_a_county_shows_the_versions_of_a_pack(county: Scenario) -> None:
    """The record of a pack has each version with the day from which it applies, whichever was loaded first."""
    county.when(load(head() + amending(7), since="2026-04-01")).is_recorded()
    county.when(load(head(version=2) + amending(8), since="2026-03-10", on="2026-03-02")).is_recorded()

    shown = county.state("law_pack:small", on="2026-04-01")

    assert [(one.version, one.applies_from) for one in getattr(shown, "versions", ())] == [
        (2, date(2026, 3, 10)),
        (1, date(2026, 4, 1)),
    ]
    assert value(county.ledger, "2026-04-01") == 8


def test_a_number_of_the_platform_is_amended_by_no_pack() -> None:
    """Also where somebody declares a parameter of such a rule, no county changes it."""
    book = Lawbook.load(LawSource("core", declaring("X-02.days")), LawSource("law", declaring("A-99.days")))

    faults = [faults_of(book, [read_pack(head() + amending(2, of))]) for of in ("X-02.days", "A-99.days")]

    assert [[one.code for one in found] for found in faults] == [["law_pack.of_the_platform"], []]
