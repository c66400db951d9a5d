"""The reading commands: `show`, `history`, `explain`, `find`, `next`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from click.testing import Result
from regledger.clock import day_of, from_micros
from regledger.deciding.answers import Submission
from regledger.ledger import Ledger
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.scenario import COUNTY, Step

from .conftest import Run

FOUND: dict[str, Any] = {
    "inspection": "I-1",
    "enterprise": "E-1",
    "site": "S-1",
    "authority": "emb",
    "officers": ["li", "wang"],
    "certificates_shown": True,
    "place": "Chlorine store",
    "content": "Storage and alarms",
    "unit_signature": "signed",
    "hazards": [{"hazard": "H-1", "level": "general", "description": "氯气报警器失效", "basis": "安全生产法 Art 36"}],
    "inspected_on": "2026-03-02",
}

ORDER: dict[str, Any] = {
    "order": "R-1",
    "inspection": "I-1",
    "officers": ["li", "wang"],
    "items": [
        {
            "hazard": "H-1",
            "measure": "Repair the alarm",
            "basis": "安全生产法 Art 36",
            "responsible": {"value": "张三"},
            "duty": "Head of works",
            "due_on": "2026-03-30",
            "supervising_officer": "li",
        }
    ],
    "remedies": {"review_to": "County government", "suit_to": "County court"},
    "issued_on": "2026-03-03",
}


@pytest.fixture
def county(ledger: str) -> str:
    """Facts 1 to 9 the county, 10 and 11 the inspection with H-1, 12 the order."""
    steps = (*COUNTY, Step(command="inspection.record", body=FOUND), Step(command="order.issue", body=ORDER))
    with Ledger.open(ledger) as opened:
        for step in steps:
            opened.submit(Submission(command=step.command, body=step.body, actor="officer:li", channel="cli"))
        assert opened.recorder.head().number == 12
    return ledger


@pytest.fixture
def penalty(county: str) -> str:
    """The county with a case of 50,000 yuan that is to be paid by 2026-04-02, and is not."""
    with Ledger.open(county) as opened:
        for step in (FILED, NOTIFIED, DECIDED, SERVED):
            opened.submit(Submission(command=step.command, body=step.body, actor="officer:li"))
    return county


TEN_DAYS_LATE = "2026-04-12"


def read(result: Result) -> Any:
    """The JSON on stdout."""
    assert result.exit_code == 0, result.output
    return msgspec.json.decode(result.stdout)


def test_show_folds_the_state_and_counts_its_dates(run: Run, county: str) -> None:
    """The hazard's last day stands in its state, with the days to it counted from the day asked for."""
    shown = read(run("show", "hazard:H-1", "--on", "2026-03-20", "--json"))

    assert shown["state"]["due_on"] == "2026-03-30"
    assert shown["dates"]["due_on"] == {"day": "2026-03-30", "days": 10}
    assert shown["numbers"] == [11, 12]
    assert shown["asserted"] is False


def test_show_on_a_day_and_as_known_then(run: Run, county: str) -> None:
    """On the day of the inspection, or as known before the order, there is no last day yet."""
    on = read(run("show", "hazard:H-1", "--on", "2026-03-02", "--json"))
    known = read(run("show", "hazard:H-1", "--known-at", "11", "--json"))

    assert on["state"]["due_on"] is None
    assert known["state"]["due_on"] is None
    assert (known["known_at"], on["on"]) == (11, "2026-03-02")


def test_known_at_takes_an_instant(run: Run, county: str) -> None:
    """The instant of a fact's recording shows what had been recorded by then."""
    rows = read(run("history", "hazard:H-1", "--json"))["facts"]

    known = read(run("history", "hazard:H-1", "--known-at", rows[0]["recorded_at"], "--json"))

    assert [row["number"] for row in known["facts"]] == [11]
    assert known["known_at"] == 11


def test_known_at_takes_a_day_to_its_end_in_the_ledgers_zone(run: Run, county: str) -> None:
    """What was recorded on a legal day was known at its end; the day before, nothing was."""
    with Ledger.open(county) as opened:
        first, last = (
            day_of(from_micros(one.recorded_at), opened.zone) for one in (opened.at(1), opened.at(12)) if one
        )

    on_it = read(run("show", "hazard:H-1", "--known-at", str(last), "--json"))
    before = read(run("show", "hazard:H-1", "--known-at", str(first - timedelta(days=1)), "--json"))

    assert (on_it["known_at"], before["known_at"]) == (12, 0)
    assert read(run("show", "hazard:H-1", "--known-at", "9999-12-31", "--json"))["known_at"] == 12


@pytest.mark.parametrize(
    ("option", "why", "says"),
    [
        (("--on", "2026-03-01"), "not_on_that_day", "not on record on 2026-03-01"),
        (("--known-at", "5"), "not_yet_known", "not yet on record at #5"),
        ((), "withdrawn", "withdrawn by #13"),
    ],
)
def test_what_is_no_record_then_is_said_so(run: Run, county: str, option: tuple[str, ...], why: str, says: str) -> None:
    """Before its day, before it was known, after its withdrawal: no record, and asserted by nobody."""
    if not option:
        with Ledger.open(county) as opened:
            body = {"number": 11, "reason": "Another site's", "authority": "emb", "withdrawn_on": "2026-03-06"}
            opened.submit(Submission(command="fact.withdraw", body=body, actor="officer:li"))

    shown = read(run("show", "hazard:H-1", *option, "--json"))
    plain = run("show", "hazard:H-1", *option).stdout

    assert (shown["on_record"], shown["asserted"], shown["absent"]["why"]) == (False, False, why)
    assert says in plain
    assert "asserted" not in plain


def test_show_has_the_facts_in_full(run: Run, county: str) -> None:
    """What the state leaves out stands in its facts: an order's items, an inspection's content."""
    order = run("show", "order:R-1").stdout
    inspection = run("show", "inspection:I-1")

    assert "Repair the alarm" in order
    assert "Storage and alarms" in inspection.stdout
    assert "regledger history inspection:I-1" in inspection.stderr
    facts = read(run("show", "order:R-1", "--json"))["facts"]
    assert [(one["number"], one["type"], one["asserted"]) for one in facts] == [(12, "order.issued", False)]


def test_show_counts_what_a_case_owes_to_the_day(run: Run, penalty: str) -> None:
    """Ten days after the last day to pay, fine and surcharge left stand in yuan, and in fen in JSON."""
    shown = read(run("show", "case:C-1", "--on", TEN_DAYS_LATE, "--json"))
    plain = run("show", "case:C-1", "--on", TEN_DAYS_LATE).stdout

    assert shown["derived"]["fine_left_fen"] == shown["state"]["decision"]["fine_fen"]
    assert shown["derived"]["surcharge_left_fen"] * 10 == shown["derived"]["fine_left_fen"] * 3
    assert f"counted to {TEN_DAYS_LATE}" in plain
    assert "_fen" not in plain
    assert "yuan" in plain
    assert "asserted False" not in plain


def test_history_off_a_terminal_cuts_nothing(run: Run, county: str) -> None:
    """A long text stands whole in the piped table and in JSON."""
    long = "湘江" * 200
    with Ledger.open(county) as opened:
        body = {**FOUND, "inspection": "I-2", "content": long, "hazards": []}
        opened.submit(Submission(command="inspection.record", body=body, actor="officer:li"))

    assert long in run("history", "inspection:I-2").stdout
    assert long in read(run("history", "inspection:I-2", "--json"))["facts"][0]["summary"]


def test_explaining_beyond_the_end_says_where_the_ledger_ends(run: Run, county: str) -> None:
    """A number that no fact has is answered with the last one; exit code 3."""
    beyond = run("explain", "9999")
    later = run("explain", "12", "--known-at", "11")

    assert (beyond.exit_code, later.exit_code) == (3, 3)
    assert "the ledger ends at #12" in beyond.stderr
    assert "not yet recorded at #11" in later.stderr


def test_show_gives_no_personal_value_away(run: Run, county: str) -> None:
    """The responsible person of an order is shown as personal, in every reading command."""
    for command in (("show", "order:R-1"), ("history", "order:R-1"), ("explain", "order:R-1"), ("explain", "12")):
        for json in ((), ("--json",)):
            result = run(*command, *json)

            assert result.exit_code == 0
            assert "张三" not in result.output


def test_show_of_what_folds_to_nothing_lists_stored_facts(run: Run, county: str) -> None:
    """A subject that no record kind folds is shown as the facts about it."""
    with Ledger.open(county) as opened:
        body = {"rule": "A-22", "authority": "emb", "document": "Gazette 3", "confirmed_on": "2026-01-05"}
        opened.submit(Submission(command="rule.confirm", body=body))

    shown = read(run("show", "rule:A-22", "--json"))

    assert shown["state"] is None
    assert shown["facts"][0]["body"]["document"] == "Gazette 3"


def test_history_lists_who_what_and_when(run: Run, county: str) -> None:
    """The plain table has a line for each fact with its number, day, words and sender."""
    result = run("history", "hazard:H-1")

    assert result.exit_code == 0
    _, found, ordered = result.stdout.splitlines()
    assert found.startswith("11 ")
    for words in ("2026-03-02", "hazard.found", "氯气报警器失效", "officer:li (cli)"):
        assert words in found
    assert "order.issued" in ordered


def test_explain_prints_rules_articles_and_values(run: Run, county: str) -> None:
    """A decision's explanation names command, actor, boundary, rules with articles, values with digests."""
    result = run("explain", "11")

    assert result.exit_code == 0
    for words in ("inspection.record", "officer:li", "site:S-1", "A-01", "行政处罚法", "A-01.officers = 2", "digest"):
        assert words in result.stdout


def test_explain_of_number_and_subject_have_one_shape(run: Run, county: str) -> None:
    """Both give a list of decisions."""
    by_number = read(run("explain", "#12", "--json"))
    by_subject = read(run("explain", "order:R-1", "--json"))

    assert by_number["decisions"] == by_subject["decisions"]
    assert by_number["decisions"][0]["command"] == "order.issue"


def test_find_says_where_the_text_stands(run: Run, county: str) -> None:
    """A name, a credit code in small letters and an id each find their record."""
    by_name = read(run("find", "湘江", "--json"))
    by_code = read(run("find", "91430100ma4l16jq9d", "--json"))
    by_id = read(run("find", "H-1", "--json"))

    assert [one["subject"] for one in by_name["records"]] == ["enterprise:E-1"]
    assert by_code["records"][0]["matches"][0]["field"] == "credit_code"
    assert by_id["records"][0]["subject"] == "hazard:H-1"


def test_find_of_nothing_is_an_answer(run: Run, county: str) -> None:
    """What stands nowhere gives an empty list and exit code 0."""
    assert read(run("find", "nowhere", "--json")) == {"text": "nowhere", "records": []}


def test_next_says_what_is_missing_and_by_when(run: Run, county: str) -> None:
    """Clearing a hazard lacks its re-inspection; reporting it is due on the order's last day."""
    found = read(run("next", "hazard:H-1", "--on", "2026-03-10", "--json"))
    plain = run("next", "site:S-1", "--on", "2026-03-10")

    steps = {step["command"]: step for step in found["steps"]}
    assert steps["hazard.report_rectified"]["due"] == "2026-03-30"
    assert steps["hazard.clear"]["missing"][0]["code"] == "hazard.no_passed_reinspection"
    assert "x hazard:H-1: hazard.clear" in plain.stdout
    assert "missing: " in plain.stdout
    assert "by 2026-03-30  (" in plain.stdout


def test_next_says_since_when_a_step_is_overdue(run: Run, county: str) -> None:
    """On the last day nothing is overdue; on the day after it is, since that day."""
    last = run("next", "hazard:H-1", "--on", "2026-03-30").stdout
    after = run("next", "hazard:H-1", "--on", "2026-04-02").stdout

    assert "overdue" not in last
    assert "hazard.report_rectified by 2026-03-30, overdue since 2026-03-31" in after


def test_next_says_what_can_begin(run: Run, county: str) -> None:
    """On a site an inspection and a licence; an officer whose certificate lapsed needs a new one, another does not."""
    site = read(run("next", "site:S-1", "--on", "2026-03-10", "--json"))["steps"]
    lapsed = read(run("next", "officer:zhao", "--on", "2026-03-10", "--json"))["steps"]
    valid = read(run("next", "officer:zhao", "--on", "2026-02-28", "--json"))["steps"]

    assert {"inspection.record", "licence.apply"} <= {step["command"] for step in site}
    assert [step["command"] for step in lapsed] == ["officer.certify"]
    assert valid == []


@pytest.mark.parametrize("command", ["show", "history", "explain", "next"])
def test_an_unknown_subject_is_named_with_the_remedy(run: Run, county: str, command: str) -> None:
    """Of a subject that nothing is recorded about: exit code 3, and where to look for it."""
    result = run(command, "site:S-99")

    assert result.exit_code == 3
    assert "site:S-99" in result.stderr
    assert "regledger find" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "site"),
        ("show", "site:S 1"),
        ("show", "site:S-1", "--on", "2026-03-02T10:00:00"),
        ("show", "site:S-1", "--on", "soon"),
        ("history", "site:S-1", "--known-at", "2026-03-02T10:00:00"),
        ("show", "site:S-1", "--on", "0001-01-01T00:00:00+14:00"),
        ("show", "site:S-1", "--on", "9999-12-31T23:59:59-12:00"),
        ("history", "site:S-1", "--known-at", "-4"),
        ("explain", "eleven"),
        ("find", "  "),
    ],
)
def test_what_cannot_be_read_is_a_usage_error(run: Run, county: str, arguments: tuple[str, ...]) -> None:
    """A subject without an id, a day that is none, an instant without its offset: exit code 2."""
    result = run(*arguments)

    assert result.exit_code == 2
    assert "Error: " in result.stderr
