"""What is said of a sector's law: reviews, gaps, what nothing uses and what nobody is told of."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.conformance import Finding
from regledger.testing.conformance.asks import stated_asks
from regledger.testing.conformance.legal import check_law
from regledger.testing.conformance.observations import Ask, Observations
from regledger.testing.conformance.usable import check_loads

from .conftest import TODAY, Kilns


def found(kilns: Kilns, *, today: date = TODAY, ran: bool = False, seen: Observations | None = None) -> list[Finding]:
    """What is found of its law."""
    subject = kilns.subject()
    return list(check_law(subject, seen or Observations(), stated_asks(subject), ran=ran, today=today).findings)


def test_law_that_is_well(kilns: Kilns) -> None:
    """Law that is cited, dated, used and under review has no finding."""
    assert found(kilns) == []


@pytest.mark.parametrize(("today", "overdue"), [("2027-06-30", False), ("2027-07-01", True)])
def test_a_review_that_is_overdue(kilns: Kilns, today: str, overdue: bool) -> None:
    """A value is looked at again by its day; the day after, it is an error that names the value."""
    findings = found(kilns, today=date.fromisoformat(today))

    assert [one.where for one in findings] == ([f"{kilns.name}-01.most, 2026-01-01 on"] if overdue else [])
    assert {one.severity for one in findings} <= {"error"}


def test_an_unverified_value_of_which_nobody_is_told(kilns: Kilns) -> None:
    """A value that is not VERIFIED has a day of review or a note; without both it is an error."""
    kilns.change("sector.toml", "review_by = 2027-06-30\n", "")

    (finding,) = found(kilns)

    assert "SECONDARY" in finding.found


def test_an_unverified_value_with_a_note(kilns: Kilns) -> None:
    """A note that says what was not checked is enough."""
    kilns.change("sector.toml", "review_by = 2027-06-30\n", 'note = "Known from announcements."\n')

    assert found(kilns) == []


def test_an_unverified_rule_without_a_note(kilns: Kilns) -> None:
    """A rule that is not VERIFIED says in its note what was not checked."""
    kilns.change("sector.toml", 'status = "VERIFIED"\n\n[[parameter]]', 'status = "FROM MEMORY"\n\n[[parameter]]')

    (finding,) = found(kilns)

    assert finding.where == f"{kilns.name}-01"


def test_a_gap_between_two_values(kilns: Kilns) -> None:
    """Days without a value are named as advice, until the later value's note says why."""
    kilns.change("sector.toml", "valid_to = 2025-12-31", "valid_to = 2025-11-30")

    (finding,) = found(kilns)
    kilns.change("sector.toml", "review_by = 2027-06-30\n", 'note = "Repealed for a month."\n')
    named = found(kilns)

    assert (finding.severity, finding.found) == ("advice", "there is no value for 2025-12-01 to 2025-12-31")
    assert named == []


def test_a_parameter_that_nothing_uses(kilns: Kilns) -> None:
    """A parameter that no code, licence kind, obligation, exception or offence names is advised against."""
    kilns.change("__init__.py", 'judge.whole("NAME-01.most")', "100")

    (finding,) = found(kilns)

    assert (finding.where, finding.severity) == (f"{kilns.name}-01.most", "advice")


def test_a_parameter_that_only_a_run_shows(kilns: Kilns) -> None:
    """A parameter whose id is put together in code counts as used once a test read it."""
    kilns.change("__init__.py", 'judge.whole("NAME-01.most")', 'judge.whole("NAME-01." + "most")')

    assert [one.where for one in found(kilns)] == [f"{kilns.name}-01.most"]
    assert found(kilns, seen=Observations(parameters=(f"{kilns.name}-01.most",))) == []


def test_a_rule_that_nothing_asks(kilns: Kilns) -> None:
    """A rule that no hook, command, obligation or exception names is an error."""
    kilns.change("__init__.py", 'judge.rule("NAME-01",', 'judge.rule("REF",')

    (finding,) = found(kilns)

    assert (finding.where, finding.severity) == (f"{kilns.name}-01", "error")


def test_an_objection_without_sentences(kilns: Kilns) -> None:
    """A code that is asked and has no sentences is found at its line, though no test comes there."""
    kilns.change("__init__.py", '"NAME_kiln.too_full", command', '"NAME_kiln.too_high", command')

    at, unraised = found(kilns)

    assert at.where.startswith(f"{kilns.package.name}/__init__.py:")
    assert unraised.where == f"{kilns.name}_kiln.too_full"


@pytest.mark.parametrize(("holds", "told"), [(True, True), (False, False)])
def test_an_objection_that_no_test_sees(kilns: Kilns, holds: bool, told: bool) -> None:
    """Sentences of an objection that the tests never see raised are an error."""
    ask = Ask(rule=f"{kilns.name}-01", code=f"{kilns.name}_kiln.too_full", holds=holds, place="x:1")

    findings = found(kilns, ran=True, seen=Observations(asks=(ask,)))

    assert [one.where for one in findings] == ([ask.code] if told else [])


CRITERION = """
@hookimpl
def regledger_criteria():
    return [Criterion(code="kilns/1", title="Hot", title_zh="热", status="SECONDARY", valid_from=date(2020, 1, 1),
        citation=Citation(instrument="窑炉标准", edition="", article="item 1"))]
"""


def test_a_criterion_without_an_article(kilns: Kilns) -> None:
    """What hooks give is read as law is: with a criterion whose citation has a hole the sector does not load."""
    kilns.change("__init__.py", "import Personal,", "import Citation, Criterion, Personal,")
    kilns.change("__init__.py", "@hookimpl\ndef regledger_facts", f"{CRITERION}\n@hookimpl\ndef regledger_facts")

    (finding,) = check_loads(kilns.subject()).findings

    assert finding.severity == "error"
    assert "its edition is empty" in finding.found
