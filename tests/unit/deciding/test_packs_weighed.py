"""What a law pack says and nobody read goes before nothing that was read, whoever says it and in whatever batch."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.deciding.answers import Recorded
from regledger.history.lawbook import law_items
from regledger.law import Lawbook, LawSource
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario, Step, given, step

from .packs_county import UNIT, amending, declaring, head, load

PERIOD = "A-19.decision"
UNREAD = load(head() + amending(900, PERIOD, status="FROM MEMORY"))
CONFIRM = step("rule.confirm", rule=PERIOD, authority="emb", document="Order 5", confirmed_on="2026-03-11")
LATE = DECIDED.but(decided_on="2026-07-01")
UNTOLD = NOTIFIED.but(fine_fen=2_000_000, hearing_right_told=False, served_on="2026-03-11")
FIRE = step("authority.register", authority="fire", name="Fire brigade", registered_on="2020-01-02")
OFFENCE = """[[offence]]
id = "SMALL-1"
title = "Small"
title_zh = "小"
citations = [{ instrument = "办法", edition = "2026", article = "Art 1" }]
status = "FROM MEMORY"
"""
RULE = OFFENCE.replace("offence", "rule")


@pytest.fixture
def noticed(county: Scenario) -> Scenario:
    return given(county.ledger, FILED, NOTIFIED.but(served_on="2026-03-09")).on("2026-07-02")


@pytest.fixture
def later(county: Scenario) -> Scenario:
    return county.on("2026-03-20")


def test_an_unread_amendment_stands_before_no_verified_number(noticed: Scenario) -> None:
    """The core's period decides and refuses as ever; the act is told once what the pack would say, and what confirms it."""
    noticed.when(UNREAD).is_recorded()

    noticed.when(LATE).refuses("A-19", code="case.decided_late")
    timely = noticed.when(DECIDED.but(decided_on="2026-04-01")).warns("REF", code="law_pack.unconfirmed")

    timely.says("small/1", PERIOD, "900", "law confirm")
    assert isinstance(timely.answer, Recorded)
    assert [one.code for one in timely.answer.warnings] == ["law_pack.unconfirmed"]


@pytest.mark.parametrize("confirmed", [PERIOD, "A-19"])
def test_an_amendment_that_was_confirmed_counts(noticed: Scenario, confirmed: str) -> None:
    """From the day of the confirmation the number of the pack decides, and nothing is told of it."""
    noticed.when(UNREAD).is_recorded()
    noticed.when(CONFIRM.but(rule=confirmed)).is_recorded()

    noticed.when(LATE).then("case.decided").quietly()


def test_a_confirmation_of_before_confirms_no_amendment(noticed: Scenario) -> None:
    """Whoever compared the core's period with its text did not see the pack's; the period refuses as it did."""
    noticed.when(CONFIRM).is_recorded()
    noticed.when(UNREAD).is_recorded()

    noticed.when(LATE).refuses("A-19", code="case.decided_late")


def test_an_unread_amendment_takes_no_confirmation_from_a_rule(later: Scenario) -> None:
    """A rule that was confirmed goes on refusing by the numbers that were confirmed with it; the pack's are none of them."""
    later.when(CONFIRM.but(rule="A-15")).is_recorded()
    later.when(load(head() + amending(7, until="2026-03-20", status="FROM MEMORY"))).is_recorded()
    during, after = (later.ledger.law(on=day) for day in (date(2026, 3, 20), date(2026, 3, 21)))

    assert (during.value(UNIT, on=date(2026, 3, 20)), during.blocks("A-15", on=date(2026, 3, 20))) == (7, False)
    assert (after.value(UNIT, on=date(2026, 3, 21)), after.blocks("A-15", on=date(2026, 3, 21))) == (5_000_000, True)


def test_the_number_that_counts_is_shown_as_the_one(later: Scenario) -> None:
    """`law show` marks what decides: the core's number while the pack's waits for confirmation, then the pack's."""
    later.when(UNREAD).is_recorded()

    def counting() -> list[object]:
        found = law_items(later.ledger, on=date(2026, 3, 12))
        return [value.value for one in found if one.id == PERIOD for value in one.values if value.counts]

    assert counting() == [90]
    later.when(CONFIRM).is_recorded()
    assert counting() == [900]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (amending(900, PERIOD), ["law_pack.amends_verified"]),
        (amending(90, PERIOD), []),
        (amending(900, PERIOD, status="SECONDARY"), []),
        (amending(900, UNIT), []),
        (amending(900, PERIOD, since="1990-01-01", until="1990-12-31"), []),
    ],
)
def test_loading_tells_what_verified_numbers_it_changes(county: Scenario, text: str, told: list[str]) -> None:
    """Nobody need confirm what a pack calls VERIFIED, so the act that loads it keeps what it put in the place of what."""
    loaded = county.when(load(head() + text)).is_recorded().answer

    assert isinstance(loaded, Recorded)
    assert [one.code for one in loaded.warnings] == told
    assert [one.args["changes"] for one in loaded.warnings] == [f"{PERIOD}: 90 → 900"] * len(told)


def test_a_version_is_loaded_by_the_authority_of_the_one_before(later: Scenario) -> None:
    """Another authority takes no pack over; the one that succeeded its own does, and a withdrawn version binds nobody."""
    later.when(FIRE).is_recorded()
    first = later.when(load(head() + amending(7))).is_recorded().answer
    assert isinstance(first, Recorded)
    theirs = load(head(version=2) + amending(8), on="2026-03-12").but(authority="fire")
    how = {"reason": "Not promulgated", "authority": "emb", "withdrawn_on": "2026-03-10"}
    succeeded = step(
        "subject.succeed",
        predecessors=["authority:emb"],
        successors=["authority:fire"],
        how="merged",
        ground="Reform",
        authority="emb",
        decided_on="2026-03-10",
        effective_on="2026-03-11",
    )

    later.when(theirs).refuses("REF", code="law_pack.of_another").says("small", "emb", "fire")
    for freed in (step("fact.withdraw", number=first.numbers[0], **how), succeeded):
        drafts = later.ledger.check_all([later.submission(freed), later.submission(theirs)])
        assert [draft.objections for draft in drafts] == [(), ()]


def test_a_later_command_of_a_batch_is_judged_by_its_packs(county: Scenario) -> None:
    """Loading, confirming and withdrawing count for what comes after them in the same batch, as they would one by one."""
    given(county.ledger, FILED).on("2026-03-20")
    loading = load(head() + amending(2_000_000))

    def codes(*steps: Step) -> list[str]:
        drafts = county.ledger.check_all([county.submission(one) for one in steps])
        return [one.code for one in drafts[-1].objections]

    number = county.ledger.recorder.head().number + 1
    withdraw = step("fact.withdraw", number=number, reason="Wrong", authority="emb", withdrawn_on="2026-03-20")
    unread = load(head() + amending(2_000_000, status="SECONDARY"))
    confirm = CONFIRM.but(rule=UNIT)

    assert codes(loading, UNTOLD) == ["case.hearing_right_not_told"]
    assert codes(loading, withdraw, UNTOLD) == []
    assert codes(unread, UNTOLD) == []
    assert codes(unread, confirm, UNTOLD) == ["case.hearing_right_not_told"]
    assert codes(load(head() + amending(7_000_000)), UNTOLD) == []


def test_a_withdrawn_confirmation_confirms_nothing(county: Scenario) -> None:
    """What an authority took back lets no rule refuse, in the same batch and after it."""
    given(county.ledger, FILED).on("2026-03-20")
    confirmed = county.when(CONFIRM.but(rule=UNIT)).is_recorded().answer
    assert isinstance(confirmed, Recorded)
    untold = UNTOLD.but(fine_fen=5_000_000)
    withdraw = step(
        "fact.withdraw", number=confirmed.numbers[0], reason="Wrong", authority="emb", withdrawn_on="2026-03-20"
    )

    county.when(untold).refuses("A-15")
    drafts = county.ledger.check_all([county.submission(withdraw), county.submission(untold)])
    assert [draft.objections for draft in drafts] == [(), ()]
    county.when(withdraw).is_recorded()
    county.when(untold).warns("A-15")


def test_an_offence_is_confirmed_with_the_rule_of_its_own_source(later: Scenario) -> None:
    """Whoever confirmed a rule read the offences of the same pack, and no criterion that another pack put under its id."""
    own = OFFENCE.replace("SMALL-1", "SMALL-2.own") + RULE.replace("SMALL-1", "SMALL-2")
    later.when(load(head() + own + declaring("SMALL-2.sum"))).is_recorded()
    later.when(load(head("other") + OFFENCE.replace("SMALL-1", "OTHER-1"))).is_recorded()
    day = date(2026, 3, 12)

    def sound() -> list[bool]:
        law = later.ledger.law(on=day)
        return [law.sound(one, "FROM MEMORY", on=day, kind="offence") for one in ("SMALL-2.own", "OTHER-1")]

    assert sound() == [False, False]
    later.when(CONFIRM.but(rule="SMALL-2")).is_recorded()
    assert sound() == [True, False]
    later.when(CONFIRM.but(rule="OTHER-1")).is_recorded()
    assert sound() == [True, True]
    changed = OFFENCE.replace("SMALL-1", "OTHER-1").replace("Small", "Smaller")
    later.when(load(head("other", 2) + changed, on="2026-03-12")).is_recorded()
    assert sound() == [True, False]


@pytest.mark.parametrize("kind", ["offence", "criterion", "benchmark"])
def test_a_rule_of_another_source_confirms_no_more_than_its_numbers(kind: str) -> None:
    """What only begins with the id of somebody else's rule was not read by whoever confirmed that rule."""
    rules = LawSource("core", RULE.replace("SMALL-1", "A-99")).read()
    offence = LawSource("core", OFFENCE.replace("SMALL-1", "A-99.own")).read()
    own = {"core": rules, "core offence": offence}
    book = Lawbook.joined(own.items())
    law = book.open({"A-99": date(2026, 3, 1)})
    sound = {name: law.sound(name, "FROM MEMORY", on=date(2026, 3, 1), kind=kind) for name in ("A-99.own", "A-99")}

    assert sound == {"A-99.own": False, "A-99": False}


def test_an_offence_that_a_later_version_changes_is_confirmed_anew(county: Scenario) -> None:
    """A fine beyond its range is refused from the confirmation on, and warned about once a pack changed what was confirmed."""
    given(county.ledger, FILED).on("2026-03-20")
    limited = OFFENCE + 'fine_max = "SMALL-1.sum"\n' + declaring("SMALL-1.sum", 10)
    county.when(load(head() + limited)).is_recorded()
    fined = NOTIFIED.but(offence="SMALL-1", served_on="2026-03-12")

    county.when(fined).warns("A-34")
    county.when(CONFIRM.but(rule="SMALL-1")).is_recorded()
    county.when(fined).refuses("A-34")
    county.when(load(head(version=2) + limited, on="2026-03-12")).is_recorded()
    county.when(fined.but(fine_fen=4_000_000)).warns("A-34")


def test_a_criterion_refuses_once_it_is_confirmed(county: Scenario) -> None:
    """I-01: a finding by a criterion of other days is warned about until rule and criterion are confirmed, then refused."""
    county.on("2026-03-20")
    criterion = OFFENCE.replace("offence", "criterion").replace('id = "SMALL-1"', 'code = "SMALL-1"')
    dated = criterion.replace("citations = [", "citation = ").replace(" }]", " }") + "valid_from = 2026-04-01\n"
    county.when(load(head() + dated)).is_recorded()
    hazard = {**FOUND.body["hazards"][1], "criterion": "SMALL-1"}
    found = FOUND.but(hazards=[hazard], inspected_on="2026-03-12")

    def refused() -> list[str]:
        return [one.code for one in county.ledger.check(county.submission(found)).objections]

    county.when(CONFIRM.but(rule="I-01")).is_recorded()
    assert refused() == []
    county.when(CONFIRM.but(rule="SMALL-1")).is_recorded()
    assert refused() == ["hazard.criterion_out_of_date"]


def test_every_book_of_other_numbers_has_another_digest(county: Scenario) -> None:
    """Two packs that differ in one amended number make two books."""
    day = date(2026, 3, 12)
    digests = [county.ledger.law(on=day).digest]
    for version in (1, 2):
        county.when(load(head(version=version) + amending(version), on=f"2026-03-0{version}")).is_recorded()
        digests.append(county.ledger.law(on=day).digest)

    assert len(set(digests)) == 3


def test_a_confirmation_of_a_later_day_is_shown_as_none(later: Scenario) -> None:
    """It counts from its own day on, and on the day itself."""
    later.when(CONFIRM).is_recorded()

    def counts(day: date) -> list[bool]:
        return [one.counts for item in law_items(later.ledger, on=day) if item.id == PERIOD for one in item.confirmed]

    assert [counts(date(2026, 3, day)) for day in (10, 11)] == [[False], [True]]
