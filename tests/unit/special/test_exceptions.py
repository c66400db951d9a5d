"""What one sector changes in the common law (特别规定优先), on its own sites and on no others."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from regledger import records
from regledger.deciding.answers import Recorded
from regledger.history.judging import Onlooker
from regledger.history.steps import ASKED_BY, next_steps
from regledger.log.envelope import Used
from regledger.records.case import CASE, Case
from regledger.records.enterprise import Site
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.scenario import Attempt, Scenario, given, step

from .conftest import Drafted, Opened, exception, parameter, rule

LATER = "2026-09-01"
MONTH = rule("K-02") + parameter("K-02.decision", 30, "calendar day") + exception("A-19.decision", "K-02.decision")
"""A case of the sector is decided within 30 calendar days: filed on 2026-03-02, until 2026-04-01."""
CASE_2 = {"case": "C-2", "site": "S-2", "act": "Another act"}
HERE = (FILED.but(**CASE_2), NOTIFIED.but(case="C-2"))
"""A case about the site of the sector; FILED and NOTIFIED are about one of none."""
DECIDED_HERE = DECIDED.but(case="C-2")


def used(scenario: Scenario, attempt: Attempt) -> dict[str, Used]:
    """The trace of what was recorded, by parameter."""
    answer = attempt.answer
    assert isinstance(answer, Recorded)
    fact = scenario.ledger.at(answer.numbers[-1])
    assert fact is not None
    assert fact.commit.by is not None
    return {one.parameter: one for one in fact.commit.by.used}


# ── parameters ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_number_of_the_sector_counts_on_its_sites(drafted: Drafted, opened: Opened) -> None:
    """A case about a site of the sector is decided on the last day of the sector's own period, and not on the next."""
    scenario = given(opened(drafted(kiln=MONTH)).ledger, HERE).on(LATER)

    scenario.when(DECIDED_HERE.but(decided_on="2026-04-02")).refuses("A-19", code="case.decided_late").says(
        "2026-04-01"
    )
    scenario.when(DECIDED_HERE.but(decided_on="2026-04-01")).then("case.decided").quietly()


def test_the_common_number_counts_on_the_sites_of_others(drafted: Drafted, opened: Opened) -> None:
    """A sector cannot except for sites of others: there the common period counts, to its last day."""
    scenario = given(opened(drafted(kiln=MONTH)).ledger, FILED, NOTIFIED).on(LATER)

    scenario.when(DECIDED.but(decided_on="2026-06-01")).refuses("A-19")
    decided = scenario.when(DECIDED.but(decided_on="2026-05-31")).then("case.decided").quietly()

    assert "A-19.decision" in used(scenario, decided)
    assert "K-02.decision" not in used(scenario, decided)


def test_an_overlay_excepts_nothing(drafted: Drafted, opened: Opened) -> None:
    """Only the lead sector's law goes before the common law; a sector that is laid over the site adds rules alone."""
    scenario = opened(drafted(kiln="", park=MONTH))
    laid = step(
        "site.register",
        site="S-3",
        enterprise="E-1",
        name="Kiln in a park",
        address="3 River Road",
        authority="emb",
        sector="kiln",
        overlays=["park"],
        registered_on="2020-01-02",
    )

    given(scenario.ledger, laid, FILED.but(site="S-3"), NOTIFIED)

    scenario.on(LATER).when(DECIDED.but(decided_on="2026-05-31")).then("case.decided").quietly()


READS = """
@hookimpl
def regledger_reads(act):
    return ["site:S-2"] if act.name == "case.decide" else []
"""


def test_reading_a_site_of_its_own_gives_a_sector_no_say(drafted: Drafted, opened: Opened) -> None:
    """Where a decision reads sites of several sectors, the law is that of the site of the record that it goes on with."""
    scenario = opened(drafted(READS, kiln=MONTH, tunnel=""))
    laid = step(
        "site.register",
        site="S-3",
        enterprise="E-1",
        name="Tunnel with a kiln",
        address="3 River Road",
        authority="emb",
        sector="tunnel",
        overlays=["kiln"],
        registered_on="2020-01-02",
    )
    given(scenario.ledger, laid, FILED.but(site="S-3"), NOTIFIED)

    decided = scenario.on(LATER).when(DECIDED.but(decided_on="2026-05-31")).then("case.decided").quietly()

    fact = scenario.ledger.at(scenario.ledger.recorder.head().number)
    assert fact is not None
    assert fact.commit.by is not None
    assert {"site:S-2", "site:S-3"} <= set(fact.commit.by.boundary)
    assert "K-02.decision" not in used(scenario, decided)


AMENDING = """
@hookimpl
def regledger_texts():
    return {"kiln.days": {"found": "{days} days", "asks": "", "remedy": ""}}

@hookimpl
def regledger_objections(act, judge):
    if act.name in ("fact.correct", "case.open"):
        yield from judge.note("K-02", "kiln.days", False, days=judge.whole("A-19.decision"))
"""


def test_what_amends_a_fact_is_judged_by_the_law_of_its_site(drafted: Drafted, opened: Opened) -> None:
    """A correction goes on with the fact that it names, so the law is that of the site which that fact is about."""
    scenario = opened(drafted(AMENDING, kiln=MONTH)).on("2026-03-02")
    scenario.when(FILED.but(**CASE_2)).warns("K-02").says("30 days")
    number = scenario.ledger.recorder.head().number

    scenario.when(
        "fact.correct",
        number=number,
        body={"act": "Yet another act"},
        reason="A slip",
        authority="emb",
        corrected_on="2026-03-02",
    ).warns("K-02").says("30 days")


def test_two_sectors_except_the_same_each_for_its_own_sites(drafted: Drafted, opened: Opened) -> None:
    """Two sectors may have their own number in the place of one common number."""
    tunnel = rule("T-02") + parameter("T-02.decision", 20, "calendar day") + exception("A-19.decision", "T-02.decision")
    scenario = opened(drafted(kiln=MONTH, tunnel=tunnel))
    site = step(
        "site.register",
        site="S-3",
        enterprise="E-1",
        name="Tunnel",
        address="3 River Road",
        authority="emb",
        sector="tunnel",
        registered_on="2020-01-02",
    )
    given(scenario.ledger, site, HERE, FILED.but(site="S-3"), NOTIFIED)
    scenario.on(LATER)

    scenario.when(DECIDED.but(decided_on="2026-03-23")).refuses("A-19").says("2026-03-22")
    scenario.when(DECIDED_HERE.but(decided_on="2026-04-02", number="4号")).refuses("A-19").says("2026-04-01")


def test_the_trace_names_the_number_of_the_sector(drafted: Drafted, opened: Opened) -> None:
    """What the decision stood on is the sector's parameter with its own citation; the common one was not used."""
    scenario = given(opened(drafted(kiln=MONTH)).ledger, HERE).on(LATER)

    trace = used(scenario, scenario.when(DECIDED_HERE))

    assert (trace["K-02.decision"].value, trace["K-02.decision"].citation) == (30, "窑炉条例(2026) Art 40")
    assert "A-19.decision" not in trace


def test_the_common_number_counts_where_the_sector_has_none_that_day(drafted: Drafted, opened: Opened) -> None:
    """A case filed before the sector's number came into force keeps the common period; filed on that day it does not."""
    young = (
        rule("K-02")
        + parameter("K-02.decision", 30, "calendar day", since="2026-03-02")
        + exception("A-19.decision", "K-02.decision")
    )
    scenario = opened(drafted(kiln=young))
    given(scenario.ledger, FILED.but(**CASE_2, opened_on="2026-03-01"), NOTIFIED.but(case="C-2"))
    given(scenario.ledger, FILED.but(site="S-2"), NOTIFIED)
    scenario.on(LATER)

    scenario.when(DECIDED_HERE.but(decided_on="2026-05-31")).refuses("A-19").says("2026-05-30")
    scenario.when(DECIDED_HERE.but(decided_on="2026-04-02")).then("case.decided").quietly()
    scenario.when(DECIDED.but(decided_on="2026-04-02", number="4号")).refuses("A-19").says("2026-04-01")


def test_a_number_in_another_unit_is_counted_in_its_own(drafted: Drafted, opened: Opened) -> None:
    """A period in working days stands in for one in calendar days: ten working days after Mon 2026-03-02 is 03-16."""
    tables = rule("K-02") + parameter("K-02.decision", 11, "working day") + exception("A-19.decision", "K-02.decision")
    scenario = given(opened(drafted(kiln=tables)).ledger, HERE).on(LATER)

    scenario.when(DECIDED_HERE.but(decided_on="2026-03-18")).refuses("A-19").says("2026-03-17")
    scenario.when(DECIDED_HERE.but(decided_on="2026-03-17")).then("case.decided")


@pytest.mark.parametrize(
    ("number", "last"),
    [
        (parameter("K-02.decision", 900, "month", status="FROM MEMORY"), "2026-05-31"),
        (parameter("K-02.decision", 0, "calendar day", status="SECONDARY"), "2026-05-31"),
        (parameter("K-02.decision", 900, "month"), ""),
        (parameter("K-02.decision", 30, "calendar day"), "2026-04-01"),
    ],
)
def test_an_unverified_number_of_a_sector_stands_in_nowhere(
    drafted: Drafted, opened: Opened, number: str, last: str
) -> None:
    """The common number counts, and refuses as ever, where nobody verified the sector's; a verified one counts itself."""
    tables = rule("K-02") + number + exception("A-19.decision", "K-02.decision")
    scenario = given(opened(drafted(kiln=tables)).ledger, HERE).on("2026-10-09")

    late = scenario.when(DECIDED_HERE.but(decided_on="2026-10-09"))

    if last:
        late.refuses("A-19", code="case.decided_late").says(last)
    else:
        late.then("case.decided").quietly()


def test_an_exception_that_waits_is_told(drafted: Drafted, opened: Opened) -> None:
    """SECTOR: an act in which the sector's number would have counted says what waits for confirmation, and others do not."""
    unread = MONTH.replace('status = "VERIFIED"', 'status = "FROM MEMORY"')
    scenario = given(opened(drafted(kiln=unread)).ledger, HERE).on(LATER)
    answer = step("case.make_statement", case="C-2", kind="statement", made_on="2026-03-10")

    scenario.when(answer).then("case.statement_made").quietly()
    decided = scenario.when(DECIDED_HERE.but(decided_on="2026-05-31", review="Reviewed"))

    decided.warns("SECTOR", code="exception.unconfirmed")
    decided.says("K-02.decision", "A-19.decision", "窑炉条例(2026) Art 3")
    assert "A-19.decision" in used(scenario, decided)
    assert "K-02.decision" not in used(scenario, decided)
    fact = scenario.ledger.at(scenario.ledger.recorder.head().number)
    assert fact is not None
    assert fact.commit.by is not None
    assert "SECTOR" in fact.commit.by.rules


@pytest.mark.parametrize(
    ("confirmed", "counts"), [("K-02.decision", True), ("K-02", True), ("A-19", False), ("A-19.decision", False)]
)
def test_only_the_sectors_own_number_can_be_confirmed(
    drafted: Drafted, opened: Opened, confirmed: str, counts: bool
) -> None:
    """Whoever confirmed the common rule did not read the sector's number; whoever confirmed that, or its rule, did."""
    unread = MONTH.replace('status = "VERIFIED"', 'status = "SECONDARY"')
    read = step("rule.confirm", rule=confirmed, authority="emb", document="窑炉条例", confirmed_on="2026-03-20")
    scenario = given(opened(drafted(kiln=unread)).ledger, read, HERE).on(LATER)

    before = scenario.ledger.check(scenario.submission(DECIDED_HERE.but(decided_on="2026-03-19")))
    late = scenario.when(DECIDED_HERE.but(decided_on="2026-04-02"))

    assert [one.code for one in before.warnings] == ["exception.unconfirmed"]
    if counts:
        late.refuses("A-19").says("2026-04-01")
    else:
        late.warns("SECTOR", code="exception.unconfirmed")


def test_a_number_counts_from_the_day_on_which_it_was_encoded(drafted: Drafted, opened: Opened) -> None:
    """What was decided by what was known before the sector's number was encoded is decided by the common number."""
    installation = drafted(kiln=MONTH.replace("known_from = 2026-01-01", "known_from = 2027-02-01"))
    site = opened(installation).state("site:S-2")
    assert isinstance(site, Site)
    special = installation.special_law.of(site)
    before, since = (
        installation.lawbook.open(known_at=day).excepting(special, on=date(2026, 3, 17))
        for day in (date(2027, 1, 31), date(2027, 2, 1))
    )

    assert before.value("A-19.decision", on=date(2026, 3, 17)) == 90
    assert since.value("A-19.decision", on=date(2026, 3, 17)) == 30


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────

OWN_RULE = rule("K-18") + exception("A-18", "K-18")
SURCHARGE = """
@hookimpl
def regledger_texts():
    return {"kiln.no_account": {"found": "no account", "asks": "an account", "remedy": "Name one."}}

@hookimpl
def regledger_objections(act, judge):
    if act.name == "case.decide":
        yield from judge.rule("K-18", "kiln.no_account", "account" in act.command.bank)
"""


def test_the_rule_of_the_sector_stands_in_the_place_of_the_common_one(drafted: Drafted, opened: Opened) -> None:
    """On a site of the sector the common rule raises nothing, and the sector's own rule objects; elsewhere the common one does."""
    scenario = given(opened(drafted(SURCHARGE, kiln=OWN_RULE)).ledger, FILED, NOTIFIED, HERE).on(LATER)
    untold = {"surcharge_told": False, "bank": "an account"}

    scenario.when(DECIDED.but(**untold)).refuses("A-18", code="case.surcharge_not_told")
    scenario.when(DECIDED_HERE.but(surcharge_told=False)).refuses("K-18", code="kiln.no_account")
    scenario.when(DECIDED_HERE.but(**untold)).then("case.decided").quietly()


def test_an_unverified_rule_of_a_sector_silences_no_verified_one(drafted: Drafted, opened: Opened) -> None:
    """Until an authority confirms the sector's rule the common one refuses as ever; from then on it raises nothing."""
    unread = rule("K-18", status="FROM MEMORY") + exception("A-18", "K-18")
    read = step("rule.confirm", rule="K-18", authority="emb", document="窑炉条例", confirmed_on="2026-01-05")
    untold = DECIDED_HERE.but(surcharge_told=False, bank="an account")
    waiting, confirmed = (
        given(opened(drafted(SURCHARGE, kiln=unread)).ledger, *history, HERE).on(LATER) for history in ((), (read,))
    )

    waiting.when(untold).refuses("A-18", code="case.surcharge_not_told")
    told = waiting.when(untold.but(surcharge_told=True)).warns("SECTOR", code="exception.unconfirmed").says("K-18")
    confirmed.when(untold).then("case.decided").quietly()

    assert "exception.A-18" not in used(waiting, told)


def test_the_trace_shows_which_rule_was_not_applied_and_why(drafted: Drafted, opened: Opened) -> None:
    """The decision names the exception, the rule in its place and the article that allows it; the common rule was not asked."""
    scenario = given(opened(drafted(SURCHARGE, kiln=OWN_RULE)).ledger, HERE).on(LATER)

    decided = scenario.when(DECIDED_HERE.but(bank="an account"))

    line = used(scenario, decided)["exception.A-18"]
    assert (line.value, line.citation, line.status) == ("K-18", "窑炉条例(2026) Art 3", "VERIFIED")
    assert line.valid_from == "2026-03-17"
    fact = scenario.ledger.at(scenario.ledger.recorder.head().number)
    assert fact is not None
    assert fact.commit.by is not None
    assert "K-18" in fact.commit.by.rules
    assert "A-18" not in fact.commit.by.rules


# ── looking ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_next_steps_of_a_record_follow_the_law_of_its_site(drafted: Drafted, opened: Opened) -> None:
    """`next` gives the last day by the sector's own period, and the common one for a case about another site."""
    scenario = given(opened(drafted(kiln=MONTH)).ledger, FILED, NOTIFIED, HERE)

    def due(case: str) -> date | None:
        found = next_steps(scenario.ledger, case, on=date(2026, 3, 17))
        return next(one.due for one in found.steps if one.command == "case.decide")

    assert (due("case:C-1"), due("case:C-2")) == (date(2026, 5, 31), date(2026, 4, 1))
    around = next_steps(scenario.ledger, "enterprise:E-1", on=date(2026, 3, 17)).steps
    assert {one.due for one in around if one.command == "case.decide"} == {date(2026, 5, 31), date(2026, 4, 1)}


def test_a_step_does_not_wait_for_what_only_an_excepted_rule_asks(drafted: Drafted, opened: Opened) -> None:
    """`next` names no hearing that is still open where the sector's own rule stands in the place of A-16, and elsewhere it does."""
    tables = rule("K-16") + exception("A-16", "K-16")
    scenario = given(opened(drafted(kiln=tables)).ledger, FILED, NOTIFIED, HERE)

    def lacks(case: str) -> list[str]:
        found = next_steps(scenario.ledger, case, on=date(2026, 3, 10)).steps
        return [lack.code for one in found if one.command == "case.decide" for lack in one.missing]

    assert (lacks("case:C-1"), lacks("case:C-2")) == (["case.hearing_window_open"], [])
    assert not scenario.ledger.check(
        scenario.on("2026-03-10").submission(DECIDED_HERE.but(decided_on="2026-03-10"))
    ).objections


@pytest.mark.parametrize("code", sorted(ASKED_BY))
def test_what_a_step_waits_for_is_asked_by_that_rule(code: str) -> None:
    """The rule by which `next` passes over a lack is the one that objects with that code when the step is taken."""
    asking = rf'"{ASKED_BY[code]}",\s*(?:missing|"{code}"|"hazard.failed_reinspection" if [^,]* else "{code}")'
    sources = [path.read_text(encoding="utf-8") for path in Path(records.__file__).parent.rglob("*.py")]

    assert any(f'"{code}"' in source and re.search(asking, source) for source in sources)


def test_what_is_derived_follows_the_law_of_the_site(drafted: Drafted, opened: Opened) -> None:
    """The last day to pay that is shown of a case is counted by the sector's own number, elsewhere by the common one."""
    tables = rule("K-22") + parameter("K-22.payment", 10, "calendar day") + exception("A-22.payment", "K-22.payment")
    scenario = given(
        opened(drafted(kiln=tables)).ledger,
        *(FILED, NOTIFIED, DECIDED, SERVED),
        *(*HERE, DECIDED_HERE.but(number="4号"), SERVED.but(case="C-2")),
    )
    judge = Onlooker(scenario.ledger, on=date(2026, 3, 20))

    def payment_due(case: str) -> object:
        state = scenario.state(case)
        assert isinstance(state, Case)
        assert CASE.derived is not None
        return CASE.derived(state, judge.of_record(state))["payment_due_on"]

    assert (payment_due("case:C-1"), payment_due("case:C-2")) == (date(2026, 4, 2), date(2026, 3, 28))
