"""A view of the law where a sector's own goes before it: what waits in one view is no matter of another."""

from __future__ import annotations

from datetime import date

from regledger.law.view import Law
from regledger.records.enterprise import Site

from .conftest import Drafted, Opened, exception, parameter, rule

DAY = date(2026, 3, 17)
TABLES = (
    rule("K-02")
    + parameter("K-02.decision", 30, "calendar day", status="FROM MEMORY", since="2026-01-01")
    + exception("A-19.decision", "K-02.decision")
)


def view(drafted: Drafted, opened: Opened) -> tuple[Law, Law]:
    """The common law, and the same where the sector's own goes before it once it is confirmed."""
    installation = drafted(kiln=TABLES)
    site = opened(installation).state("site:S-2")
    assert isinstance(site, Site)
    common = installation.lawbook.open()
    return common, common.excepting(installation.special_law.of(site), on=DAY)


def test_an_exception_waits_in_the_view_that_asked_for_it(drafted: Drafted, opened: Opened) -> None:
    """What was asked on a site of the sector waits there once, and neither in the common law nor in a view made of it since."""
    common, special = view(drafted, opened)

    assert special.integer("A-19.decision", on=DAY) == special.integer("A-19.decision", on=DAY) == 90

    assert [(one.of, one.by) for one in special.waiting] == [("A-19.decision", "K-02.decision")]
    assert common.waiting == special.excepting({}, on=DAY).waiting == ()


def test_nothing_waits_on_a_day_that_the_sectors_number_does_not_cover(drafted: Drafted, opened: Opened) -> None:
    """Where the sector has no number for the day the common one counts by itself."""
    _, special = view(drafted, opened)

    assert special.integer("A-19.decision", on=date(2025, 12, 31)) == 90

    assert special.waiting == ()


def test_a_trace_of_its_own_is_joined(drafted: Drafted, opened: Opened) -> None:
    """What is asked apart stands in that trace, though it was asked before; joined, each is in the decision's trace once."""
    common, _ = view(drafted, opened)
    common.integer("A-19.decision", on=DAY)

    apart = common.apart()
    for name in ("A-19.decision", "A-16.request"):
        apart.integer(name, on=DAY)

    assert [one.parameter for one in apart.used] == ["A-19.decision", "A-16.request"]
    assert [one.parameter for one in common.used] == ["A-19.decision"]
    common.join(apart)
    assert [one.parameter for one in common.used] == ["A-19.decision", "A-16.request"]
